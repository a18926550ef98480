// As it is written:

#[side_effect(surface = Payments, permit = permit)]
async fn refund(api: &PaymentsApi, order: u64) -> Result<Receipt, ToolError> {
    api.refund(permit, order).await
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

async fn refund(api: &PaymentsApi, order: u64) -> Result<Receipt, ToolError> {
    let permit = match {
        let __machineid_guard_check = P::Check::new(
            P::boundary! {
                SideEffect, "refund", surface = < Payments as P::Surface > ::NAME
            },
        );
        __machineid_guard_check.ask_for(<Payments as P::Surface>::OF).await
    } {
        P::Ok(__machineid_guard_answer) => __machineid_guard_answer,
        P::Err(__machineid_guard_denied) => {
            return {
                use P::standard::__machineid_guard_denials;
                let __machineid_guard_output = P::output::<Result<Receipt, ToolError>>();
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
    { api.refund(permit, order).await }
}
