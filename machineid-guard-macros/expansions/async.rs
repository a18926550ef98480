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
            {
                use crate::*;
                P::carried(
                    __machineid_guard_denials::of::<Result<Vec<Order>, ToolError>>()
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
