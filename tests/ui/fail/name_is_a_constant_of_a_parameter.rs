use machineid_guard::{Denied, guarded_tool};

trait Tool {
    const NAME: &'static str;
}

struct All<Kind>(Kind);

impl<Kind: Tool> All<Kind> {
    // A block expression is evaluated at the call: `{ Kind::NAME }`.
    #[guarded_tool(name = Kind::NAME)]
    fn of_a_parameter(&self) -> Result<(), Denied> {
        Ok(())
    }

    #[guarded_tool(name = { Kind::NAME })]
    fn at_the_call(&self) -> Result<(), Denied> {
        Ok(())
    }
}

fn main() {}
