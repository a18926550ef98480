// As it is written:

async fn work() -> Result<(), Denied> {
    checkpoint!("next_step").await
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

async fn work() -> Result<(), Denied> {
    {
        P::boundary! {
            Checkpoint, "next_step"
        }
        P::ask_at(&__MACHINEID_GUARD_BOUNDARY)
    }
        .await
}
