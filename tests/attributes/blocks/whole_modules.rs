//! A guarded module with everything that a module of tools has: each function that can be reached asks.

use machineid_guard::{guarded_tools, require_boundaries};

use crate::trial::{Trial, assert_guarded, assert_guarded_async, effects};

#[guarded_tools]
mod tools {
    use std::fmt;
    use std::sync::LazyLock;

    use async_trait::async_trait;
    use machineid_guard::{Denied, guarded_tool, guarded_tools, require_boundaries, resume};
    use tracing::instrument;

    use crate::trial::effect;

    pub(crate) use self::inner::{Depth, dive};
    pub(crate) use super::Answer;

    const _: () = assert!(LIMIT < 10, "a constant without functions");
    pub(crate) const LIMIT: usize = 9;
    #[unguarded(reason = "reads a constant")]
    pub(crate) static NAME: LazyLock<String> = LazyLock::new(|| "tools".to_owned());

    pub(crate) mod inner {
        use machineid_guard::Denied;

        use crate::trial::effect;

        pub(crate) struct Depth;

        pub(crate) fn dive() -> Result<u8, Denied> {
            effect();
            Ok(1)
        }
    }

    #[async_trait]
    pub(crate) trait Tool {
        fn name(&self) -> &'static str;
        async fn execute(&self) -> Result<Answer, Denied>;
    }

    #[guarded_tools(fns(twice))]
    pub(crate) trait Twice {
        fn once(&self) -> Result<u8, Denied>;

        fn twice(&self) -> Result<u8, Denied> {
            effect();
            Ok(2)
        }
    }

    #[derive(Default)]
    pub(crate) struct Search;

    impl fmt::Display for Search {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("search")
        }
    }

    #[guarded_tools(fns(execute), name = self.name())]
    #[async_trait]
    impl Tool for Search {
        fn name(&self) -> &'static str {
            "search"
        }

        async fn execute(&self) -> Result<Answer, Denied> {
            effect();
            Ok(Answer(3))
        }
    }

    #[require_boundaries(fns(once))]
    impl Twice for Search {
        #[guarded_tool]
        fn once(&self) -> Result<u8, Denied> {
            effect();
            Ok(4)
        }
    }

    pub(crate) struct Lookup;

    #[async_trait]
    impl Tool for Lookup {
        #[unguarded(reason = "reads a constant")]
        fn name(&self) -> &'static str {
            "lookup"
        }

        #[resume]
        async fn execute(&self) -> Result<Answer, Denied> {
            effect();
            Ok(Answer(5))
        }
    }

    #[instrument]
    #[guarded_tool]
    pub(crate) async fn traced(number: u8) -> Result<u8, Denied> {
        effect();
        Ok(number)
    }

    #[machineid_guard::guarded_tool]
    #[instrument]
    pub(crate) fn by_path(number: u8) -> Result<u8, Denied> {
        effect();
        Ok(number)
    }

    #[cfg_attr(test, guarded_tool)]
    pub(crate) fn where_it_is_compiled() -> Result<u8, Denied> {
        effect();
        Ok(8)
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer(u8);

#[test]
fn whatever_is_reached_asks() {
    use tools::{Lookup, Search, Tool as _, Twice as _};
    assert_guarded(1, tools::dive);
    assert_guarded(2, || Search.twice());
    assert_guarded_async(Answer(3), async || Search.execute().await);
    assert_guarded(4, || Search.once());
    assert_guarded_async(Answer(5), async || Lookup.execute().await);
    assert_guarded_async(6, async || tools::traced(6).await);
    assert_guarded(7, || tools::by_path(7));
    let trial = Trial::denying();
    assert!(trial.call(tools::where_it_is_compiled).is_err());
    assert_eq!(effects(), 0);
}

#[test]
fn what_acts_on_nothing_asks_nobody() {
    use tools::{Lookup, Tool as _};
    let trial = Trial::denying();
    let shown = trial.call(|| format!("{} {} {}", tools::Search, Lookup.name(), *tools::NAME));
    assert_eq!(shown, "search lookup tools");
    assert_eq!(tools::LIMIT, 9);
    let _ = tools::Depth;
    assert_eq!((trial.validates(), effects()), (0, 0));
}

/// Two layers: a module that demands, and a block in it that adds.
#[require_boundaries]
mod demanding {
    use async_trait::async_trait;
    use machineid_guard::{Denied, guarded_tool, guarded_tools, side_effect};

    use crate::trial::effect;

    pub(super) struct Mailer;

    #[guarded_tools(surface = "email")]
    impl Mailer {
        pub(super) fn send(&self) -> Result<u8, Denied> {
            effect();
            Ok(1)
        }
    }

    #[async_trait]
    pub(super) trait Work {
        async fn work(&self) -> Result<u8, Denied>;
    }

    // The other order: the macro that boxes stands above, and moves the bodies.
    #[async_trait]
    #[require_boundaries(fns(work))]
    impl Work for Mailer {
        #[side_effect(surface = "email")]
        async fn work(&self) -> Result<u8, Denied> {
            effect();
            Ok(2)
        }
    }

    use machineid_guard::require_boundaries;

    #[guarded_tool]
    pub(super) async fn fetch() -> Result<u8, Denied> {
        effect();
        Ok(3)
    }
}

#[test]
fn a_demand_is_met_by_what_stands_inside() {
    use demanding::{Mailer, Work as _};
    assert_guarded(1, || Mailer.send());
    assert_guarded_async(2, async || Mailer.work().await);
    assert_guarded_async(3, async || demanding::fetch().await);
}
