// As it is written:

fn registered() -> Handler {
    Box::new(
        guarded!(
            "search", | query : Query | Box::pin(async move { database::search(query).
            await })
        ),
    )
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

fn registered() -> Handler {
    Box::new(|query: Query| Box::pin({
        let __machineid_guard_check = P::Check::new(
                P::boundary! {
                    ToolCall, "search"
                },
            )
            .of(P::Caller::here());
        async move {
            let __machineid_guard_output = P::output::<_>();
            match __machineid_guard_check.ask().await {
                P::Ok(_) => {
                    __machineid_guard_output.is({ database::search(query).await })
                }
                P::Err(__machineid_guard_denied) => {
                    P::returned_as(__machineid_guard_output).runs_at_the_call();
                    use P::standard::__machineid_guard_denials;
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
                }
            }
        }
    }))
}
