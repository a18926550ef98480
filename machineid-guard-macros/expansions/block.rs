// As it is written:

#[guarded_tools(surface = "email")]
impl Mailer {
    #[unguarded(reason = "constructs, sends nothing")]
    pub fn new() -> Self {
        Self
    }
    pub async fn send(&self, to: &str) -> Result<(), ToolError> {
        self.smtp.send(to).await
    }
    fn private(&self) {}
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

impl Mailer {
    pub fn new() -> Self {
        Self
    }
    pub async fn send(&self, to: &str) -> Result<(), ToolError> {
        if let P::Err(__machineid_guard_denied) = {
            P::ask_at(
                    P::boundary! {
                        ToolCall, "send", surface = "email"
                    },
                )
                .await
        } {
            return {
                use P::standard::__machineid_guard_denials;
                let __machineid_guard_output = P::output::<Result<(), ToolError>>();
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
        { self.smtp.send(to).await }
    }
    fn private(&self) {}
}
