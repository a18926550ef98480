// As it is written:

#[guarded_tool]
fn fetch(url: &str) -> BoxFuture<'static, Result<Page, ToolError>> {
    let url = url.to_owned();
    Box::pin(async move { get(url).await })
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

fn fetch(url: &str) -> BoxFuture<'static, Result<Page, ToolError>> {
    let __machineid_guard_boundary = P::boundary! {
        ToolCall, "fetch"
    };
    let __machineid_guard_caller = P::Caller::here();
    let __machineid_guard_copy_of_url = P::String::from(url);
    P::Box::pin(async move {
        let url: &P::str = &__machineid_guard_copy_of_url;
        if let P::Err(__machineid_guard_denied) = {
            P::ask_at_for(__machineid_guard_boundary, __machineid_guard_caller).await
        } {
            return {
                use P::standard::__machineid_guard_denials;
                let __machineid_guard_output = P::output::<
                    <BoxFuture<'static, Result<Page, ToolError>> as P::Future>::Output,
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
        P::made(move || -> BoxFuture<'static, Result<Page, ToolError>> {
                {
                    let url = url.to_owned();
                    Box::pin(async move { get(url).await })
                }
            })
            .await
    })
}
