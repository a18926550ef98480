//! On an inline module, to its depth.

use machineid_guard::guarded_tools;

use crate::trial::{Trial, assert_guarded, assert_guarded_async, effects};

#[guarded_tools]
mod tools {
    //! Inner documentation stays first.

    use machineid_guard::Denied;

    use crate::trial::effect;

    pub(crate) fn search() -> Result<u8, Denied> {
        effect();
        Ok(helper())
    }

    fn helper() -> u8 {
        7
    }

    pub(crate) mod inner {
        use machineid_guard::Denied;

        use crate::trial::effect;

        pub(crate) async fn fetch() -> Result<u8, Denied> {
            effect();
            Ok(8)
        }
    }

    pub(crate) struct Browser<const N: usize = { 3 }>;

    impl Browser {
        pub(crate) fn open() -> Result<u8, Denied> {
            effect();
            Ok(9)
        }

        #[unguarded(reason = "reads a constant")]
        pub(crate) const fn limit() -> usize {
            3
        }
    }

    #[unguarded(reason = "makes no functions")]
    thread_local! {
        pub(super) static CALLS: u8 = const { 1 };
    }

    macro_rules! own_macro {
        () => {
            10
        };
    }

    pub(crate) fn with_a_macro() -> Result<u8, Denied> {
        effect();
        Ok(own_macro!())
    }
}

#[test]
fn every_public_function_in_it() {
    assert_guarded(7, tools::search);
    assert_guarded_async(8, async || tools::inner::fetch().await);
    assert_guarded(9, tools::Browser::<3>::open);
    assert_guarded(10, tools::with_a_macro);
}

#[test]
fn exemptions_ask_nobody() {
    let trial = Trial::denying();
    assert_eq!(trial.call(tools::Browser::<3>::limit), 3);
    assert_eq!(tools::CALLS.with(|calls| *calls), 1);
    assert_eq!((trial.validates(), effects()), (0, 0));
}
