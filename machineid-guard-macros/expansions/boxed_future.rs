// As it is written:

#[guarded_tool]
fn call<'a>(
    &'a self,
    args: Value,
) -> Pin<Box<dyn Future<Output = Result<Value, ToolError>> + Send + 'a>> {
    let id = next_id();
    Box::pin(async move { self.send(id, args).await })
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

fn call<'a>(
    &'a self,
    args: Value,
) -> Pin<Box<dyn Future<Output = Result<Value, ToolError>> + Send + 'a>> {
    let __machineid_guard_boundary = P::boundary! {
        ToolCall, "call"
    };
    let __machineid_guard_caller = P::Caller::here();
    P::Box::pin(async move {
        if let P::Err(__machineid_guard_denied) = {
            P::ask_at_for(__machineid_guard_boundary, __machineid_guard_caller).await
        } {
            return {
                use P::standard::__machineid_guard_denials;
                let __machineid_guard_output = P::output::<Result<Value, ToolError>>();
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
        P::made(move || -> Pin<
                Box<dyn Future<Output = Result<Value, ToolError>> + Send + 'a>,
            > {
                {
                    let id = next_id();
                    Box::pin(async move { self.send(id, args).await })
                }
            })
            .await
    })
}
