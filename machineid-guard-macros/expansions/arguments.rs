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
    if let my_kit::mg::__private::Err(__machineid_guard_denied) = {
        static __MACHINEID_GUARD_BOUNDARY: my_kit::mg::__private::Boundary = my_kit::mg::__private::Boundary::new(
                my_kit::mg::__private::BoundaryKind::Resume,
                "execute",
                my_kit::mg::__private::module_path!(),
                my_kit::mg::__private::file!(),
                my_kit::mg::__private::line!(),
            )
            .with_surface("jobs")
            .with_name_expression("self . name ()");
        my_kit::mg::__private::inventory::submit! {
            my_kit::mg::__private::Registered::new(& __MACHINEID_GUARD_BOUNDARY)
        }
        let __machineid_guard_check = my_kit::mg::__private::Check::new(
                &__MACHINEID_GUARD_BOUNDARY,
            )
            .name(&(self.name()))
            .device(&(self.device))
            .guard(&(self.guard));
        __machineid_guard_check.wait()
    } {
        return my_kit::mg::__private::on_denied::<
            String,
        >(__machineid_guard_denied, |denied| denied.agent_message());
    }
    { self.run(args) }
}
