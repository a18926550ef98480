// As it is written:

#[guarded_tool(recheck = "500ms")]
async fn crawl(start: Url) -> Result<Vec<Page>, ToolError> {
    crawler::run(start).await
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

async fn crawl(start: Url) -> Result<Vec<Page>, ToolError> {
    let __machineid_guard_in_flight = match {
        let __machineid_guard_check = P::Check::new(
            P::boundary! {
                ToolCall, "crawl"
            },
        );
        __machineid_guard_check.recheck(500u64).ask().await
    } {
        P::Ok(__machineid_guard_answer) => __machineid_guard_answer,
        P::Err(__machineid_guard_denied) => {
            return {
                use P::standard::__machineid_guard_denials;
                let __machineid_guard_output = P::output::<
                    Result<Vec<Page>, ToolError>,
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
            };
        }
    };
    match __machineid_guard_in_flight
        .run(async move {
            if let P::Some(__machineid_guard_declared) = P::annotate::<
                Result<Vec<Page>, ToolError>,
            >() {
                return __machineid_guard_declared;
            }
            { crawler::run(start).await }
        })
        .await
    {
        P::Ok(__machineid_guard_output) => __machineid_guard_output,
        P::Err(__machineid_guard_denied) => {
            return {
                use P::standard::__machineid_guard_denials;
                let __machineid_guard_output = P::output::<
                    Result<Vec<Page>, ToolError>,
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
            };
        }
    }
}
