// As it is written:

#[resume(
    name = self.name(),
    surface = "jobs",
    device = self.device,
    guard = self.guard,
    on_denied = |denied|denied.agent_message(),
    crate = my_kit::mg
)]
fn execute(&self, args: &Value) -> String {
    self.run(args)
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

fn execute(&self, args: &Value) -> String {
    if let my_kit::mg::machineid_guard_root::Err(__machineid_guard_denied) = {
        let __machineid_guard_check = my_kit::mg::machineid_guard_root::Check::new(
                my_kit::mg::machineid_guard_root::boundary! {
                    Resume, "execute", surface = "jobs", name_expression =
                    "self . name ()"
                },
            )
            .name(my_kit::mg::machineid_guard_root::NameExpr::text(&(self.name())))
            .device(my_kit::mg::machineid_guard_root::DeviceExpr::device(&(self.device)))
            .guard(&(self.guard));
        __machineid_guard_check.wait()
    } {
        return my_kit::mg::machineid_guard_root::on_denied::<
            String,
        >(__machineid_guard_denied, |denied| denied.agent_message());
    }
    { self.run(args) }
}
