// As it is written:

#[guarded_tool]
pub fn read(path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

pub fn read(path: &str) -> std::io::Result<String> {
    if let P::Err(__machineid_guard_denied) = {
        P::wait_at(
            P::boundary! {
                ToolCall, "read"
            },
        )
    } {
        return {
            use P::standard::__machineid_guard_denials;
            let __machineid_guard_output = P::output::<std::io::Result<String>>();
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
    { std::fs::read_to_string(path) }
}
