// As it is written:

#[guarded_tool]
fn call(&self, args: Value) -> impl Future<Output = Result<Value, ToolError>> + Send {
    let id = next_id();
    async move { self.send(id, args).await }
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

fn call(&self, args: Value) -> impl Future<Output = Result<Value, ToolError>> + Send {
    let __machineid_guard_boundary = P::boundary! {
        ToolCall, "call"
    };
    let __machineid_guard_caller = P::Caller::here();
    async move {
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
        let mut __machineid_guard_future = P::pin!(
            P::made(move || { { let id = next_id(); async move { self.send(id, args).
            await } } })
        );
        P::poll_fn(|__machineid_guard_context| P::Future::poll(
                __machineid_guard_future.as_mut(),
                __machineid_guard_context,
            ))
            .await
    }
}
