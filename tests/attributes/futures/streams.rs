//! A stream is no future that the compiler could know: its items are asked for one by one, by a checkpoint.

use futures_util::stream::{self, Stream, StreamExt as _};
use machineid_guard::{Denied, Guard, checkpoint, guarded_tool};

use crate::trial::{DENIAL, Trial, block_on, effect, effects};

#[guarded_tool]
fn pages(guard: Guard, numbers: Vec<u8>) -> Result<impl Stream<Item = Result<u8, Denied>>, Denied> {
    Ok(stream::iter(numbers).then(move |number| {
        let guard = guard.clone();
        async move {
            checkpoint!("next_page", guard = guard).await?;
            effect();
            Ok(number)
        }
    }))
}

#[test]
fn a_checkpoint_per_item_stops_a_stream_in_the_middle() {
    let trial = Trial::new();
    let pages = trial.call(|| pages(trial.guard.clone(), vec![1, 2, 3])).expect("allowed");
    let mut pages = std::pin::pin!(pages);
    let mut next = || block_on(pages.next()).expect("there are three").map_err(|denied| denied.code().to_owned());
    assert_eq!(next(), Ok(1));
    trial.authority.disable_org();
    assert_eq!(next(), Err(DENIAL.to_owned()));
    trial.authority.enable_org();
    assert_eq!(next(), Ok(3));
    assert_eq!(effects(), 2);
}
