//! `machineid watch`: what changes, as lines.

use std::pin::pin;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use machineid_guard::{Client, DeviceId};
use serde::Serialize;

use crate::console::{Console, Format, Look};
use crate::devices::selection::{MatchesNothing, Selection};
use crate::interruption::asked_to_end;
use crate::outcome::{Outcome, Stop};
use crate::roster::{NoRoster, Roster, State};
use crate::target::Target;

/// The longest pause after failures, unless the interval is longer.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

#[derive(Debug, Serialize)]
struct Line<'a> {
    at_ms: u64,
    #[serde(flatten)]
    event: Event<'a>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Event<'a> {
    Changed {
        id: &'a DeviceId,
        from: State,
        to: State,
    },
    Appeared {
        id: &'a DeviceId,
        to: State,
    },
    Gone {
        id: &'a DeviceId,
        from: State,
    },
    /// Nothing is known of the time since the last line but this.
    Unseen {
        why: String,
    },
    /// The authority answers again. What changed meanwhile follows.
    Seen,
}

/// Looks at the list again and again, until it is asked to end or nobody reads any more.
pub(crate) async fn run(
    console: &Console,
    client: &Client,
    targets: &[Target],
    nothing: MatchesNothing,
    interval: Duration,
) -> Result<Outcome, Stop> {
    let mut end = pin!(asked_to_end());
    let first = tokio::select! {
        () = &mut end => return Ok(Outcome::Done),
        first = Roster::read(client) => first,
    };
    let selection = Selection::of(targets, &first, nothing, console)?;
    let mut watch = Watch { console, targets, known: first?, pause: interval, interval };
    watch.begin(selection.chosen.len());
    loop {
        let look = async {
            tokio::time::sleep(watch.pause).await;
            Roster::read(client).await
        };
        let next = tokio::select! {
            () = &mut end => return Ok(Outcome::Done),
            next = look => next,
        };
        watch.take(next)?;
    }
}

/// The pause after another failure: never as short as the interval, by which a failure is told from none.
fn longer(pause: Duration, interval: Duration) -> Duration {
    (pause * 2).min(LONGEST_PAUSE.max(interval * 2))
}

struct Watch<'a> {
    console: &'a Console,
    targets: &'a [Target],
    known: Roster,
    /// Longer than the interval while the authority does not answer.
    pause: Duration,
    interval: Duration,
}

impl Watch<'_> {
    fn begin(&self, chosen: usize) {
        if let Some(gap) = self.known.gap() {
            self.console.warning(&gap);
        }
        let count = if self.targets.is_empty() { self.known.devices().len() } else { chosen };
        self.console.note(&format!("watching {count} of {} devices", self.known.devices().len()));
    }

    fn take(&mut self, next: Result<Roster, NoRoster>) -> Result<(), Stop> {
        match next {
            Ok(roster) => {
                if self.pause > self.interval {
                    self.say(Event::Seen)?;
                }
                self.pause = self.interval;
                self.say_changes(&roster)?;
                self.known = roster;
                Ok(())
            }
            Err(none) if none.is_about_the_key() => Err(none.into()),
            Err(none) => {
                self.pause = longer(self.pause, self.interval);
                self.say(Event::Unseen { why: none.why() })
            }
        }
    }

    fn say_changes(&self, roster: &Roster) -> Result<(), Stop> {
        if let Some(gap) = roster.gap().filter(|_| roster.unreadable() != self.known.unreadable()) {
            self.console.warning(&gap);
        }
        for (id, from) in self.known.devices().iter().filter(|(id, _)| self.is_watched(id)) {
            match roster.state(id) {
                None => self.say(Event::Gone { id, from: *from })?,
                Some(to) if to != *from => self.say(Event::Changed { id, from: *from, to })?,
                Some(_) => {}
            }
        }
        let is_new = |id: &DeviceId| self.is_watched(id) && self.known.state(id).is_none();
        for (id, to) in roster.devices().iter().filter(|(id, _)| is_new(id)) {
            self.say(Event::Appeared { id, to: *to })?;
        }
        Ok(())
    }

    fn is_watched(&self, device: &DeviceId) -> bool {
        self.targets.is_empty() || self.targets.iter().any(|target| target.matches(device))
    }

    fn say(&self, event: Event<'_>) -> Result<(), Stop> {
        let now = SystemTime::now();
        if self.console.format() == Format::Json {
            let at_ms = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
            let at_ms = u64::try_from(at_ms).unwrap_or(u64::MAX);
            return Ok(self.console.json_line(&Line { at_ms, event })?);
        }
        let at = format!("{}  ", humantime::format_rfc3339_seconds(now));
        let (what, text, look) = match &event {
            Event::Changed { id, from, to } => (id.as_str(), format!("{} -> {}", from.word(), to.word()), to.look()),
            Event::Appeared { id, to } => (id.as_str(), format!("appeared, {}", to.word()), to.look()),
            Event::Gone { id, from } => (id.as_str(), format!("gone, was {}", from.word()), Look::Uncertain),
            Event::Unseen { why } => ("-", format!("unseen: {why}"), Look::Bad),
            Event::Seen => ("-", "seen again".to_owned(), Look::Good),
        };
        Ok(self.console.line(&[(&at, Look::Plain), (what, Look::Plain), ("  ", Look::Plain), (&text, look)])?)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::longer;

    #[test]
    fn pauses_get_longer_up_to_half_a_minute_or_to_twice_the_interval() {
        for (interval, longest) in [(2, 30), (20, 40)] {
            let interval = Duration::from_secs(interval);
            let mut pause = interval;
            for _ in 0..20 {
                pause = longer(pause, interval);
                assert!(pause > interval);
            }
            assert_eq!(pause, Duration::from_secs(longest));
        }
    }
}
