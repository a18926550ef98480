//! Rust evaluates the arguments of a call before the call, so before the question.

use machineid_guard::{Denied, guarded_tool};

use crate::trial::{Trial, effect, effects};

fn build() -> Result<u8, Denied> {
    effect();
    Ok(7)
}

#[guarded_tool]
fn charge(cents: u8) -> Result<u8, Denied> {
    Ok(cents)
}

#[test]
fn arguments_are_evaluated_before_the_check() -> Result<(), Denied> {
    let trial = Trial::denying();
    let denied = trial.call(|| charge(build()?));
    assert!(denied.is_err());
    assert_eq!(effects(), 1, "documented: put the boundary around `build` as well");
    Ok(())
}

struct Tool {
    name: String,
    device: String,
}

impl Tool {
    #[guarded_tool(name = self.name, device = self.device)]
    async fn fields(&mut self, extra: Vec<u8>) -> Result<Vec<u8>, Denied> {
        effect();
        Ok(extra)
    }

    #[guarded_tool(name = format!("{}-{id}", self.name), device = device_of(id))]
    fn arguments(&self, id: u8) -> Result<u8, Denied> {
        effect();
        Ok(id)
    }
}

fn device_of(id: u8) -> String {
    format!("agent:test:tools:{id:02}")
}

#[test]
fn the_attributes_own_expressions_see_self_and_the_arguments() {
    let trial = Trial::new();
    let mut tool = Tool { name: "lookup".to_owned(), device: "agent:test:lookup:01".to_owned() };
    assert_eq!(trial.run(tool.fields(vec![1])).expect("allowed"), [1]);
    assert_eq!(trial.call(|| tool.arguments(7)).expect("allowed"), 7);
    trial.authority.disable_org();
    let fields = trial.run(tool.fields(vec![1])).unwrap_err();
    assert_eq!(fields.boundary().name(), "lookup");
    assert_eq!(fields.device_id().map(ToString::to_string).as_deref(), Some("agent:test:lookup:01"));
    let arguments = trial.call(|| tool.arguments(7)).unwrap_err();
    assert_eq!(arguments.boundary().name(), "lookup-7");
    assert_eq!(arguments.device_id().map(ToString::to_string).as_deref(), Some("agent:test:tools:07"));
    assert_eq!(effects(), 2, "once for each call that was allowed");
}
