// As it is written:

#[guarded_tool]
pub async fn search(query: &str) -> Result<Vec<Order>, ToolError> {
    let found = database::search(query).await?;
    Ok(found)
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

pub async fn search(query: &str) -> Result<Vec<Order>, ToolError> {
    if let P::Err(__machineid_guard_denied) = {
        P::ask_at(
                P::boundary! {
                    ToolCall, "search"
                },
            )
            .await
    } {
        return {
            use P::standard::__machineid_guard_denials;
            let __machineid_guard_output = P::output::<Result<Vec<Order>, ToolError>>();
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
    {
        let found = database::search(query).await?;
        Ok(found)
    }
}
