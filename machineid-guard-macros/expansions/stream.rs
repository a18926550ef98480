// As it is written:

#[guarded_tool(recheck = "500ms")]
fn pages(&self, urls: Vec<Url>) -> impl Stream<Item = Result<Page, ToolError>> + Send {
    stream::iter(urls).then(|url| self.fetch(url))
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

fn pages(&self, urls: Vec<Url>) -> impl Stream<Item = Result<Page, ToolError>> + Send {
    let __machineid_guard_boundary = P::boundary! {
        ToolCall, "pages"
    };
    let __machineid_guard_caller = P::Caller::here();
    P::stream(async move {
        let __machineid_guard_in_flight = match {
            let __machineid_guard_check = P::Check::new(__machineid_guard_boundary)
                .of(__machineid_guard_caller);
            __machineid_guard_check.recheck(500u64).ask().await
        } {
            P::Ok(__machineid_guard_answer) => __machineid_guard_answer,
            P::Err(__machineid_guard_denied) => {
                return P::Err({
                    use P::standard::__machineid_guard_denials;
                    let __machineid_guard_output = P::output::<
                        Result<Page, ToolError>,
                    >();
                    {
                        use crate::*;
                        P::carried(
                            P::of_output(
                                    __machineid_guard_output,
                                    __machineid_guard_denials::of(),
                                )
                                .carrier(),
                            <_ as P::FromDenied>::from_denied(__machineid_guard_denied),
                        )
                    }
                });
            }
        };
        __machineid_guard_in_flight
            .stream(
                move || { { stream::iter(urls).then(|url| self.fetch(url)) } },
                move |__machineid_guard_denied| {
                    use P::standard::__machineid_guard_denials;
                    let __machineid_guard_output = P::output::<
                        Result<Page, ToolError>,
                    >();
                    {
                        use crate::*;
                        P::carried(
                            P::of_output(
                                    __machineid_guard_output,
                                    __machineid_guard_denials::of(),
                                )
                                .carrier(),
                            <_ as P::FromDenied>::from_denied(__machineid_guard_denied),
                        )
                    }
                },
            )
    })
}
