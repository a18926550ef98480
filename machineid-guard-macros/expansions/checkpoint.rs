// As it is written:

async fn work() -> Result<(), Denied> {
    checkpoint!("next_step").await
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

async fn work() -> Result<(), Denied> {
    {
        static __MACHINEID_GUARD_BOUNDARY: P::Boundary = P::Boundary::new(
            P::BoundaryKind::Checkpoint,
            "next_step",
            P::module_path!(),
            P::file!(),
            P::line!(),
        );
        P::inventory::submit! {
            P::Registered::new(& __MACHINEID_GUARD_BOUNDARY)
        }
        P::ask_at(&__MACHINEID_GUARD_BOUNDARY)
    }
        .await
}
