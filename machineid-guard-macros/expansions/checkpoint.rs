// As it is written:

async fn work() -> Result<(), Denied> {
    checkpoint!("next_step").await
}

// As it is compiled, with `P` for `::machineid_guard::__private`:

async fn work() -> Result<(), Denied> {
    {
        P::ask_at(
            P::boundary! {
                Checkpoint, "next_step"
            },
        )
    }
        .await
}
