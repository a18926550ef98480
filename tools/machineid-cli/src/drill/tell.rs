//! The report, said and filed.

use crate::console::{Console, Format, Look};
use crate::drill::markdown;
use crate::drill::papers::Papers;
use crate::drill::report::Report;
use crate::drill::verdict::Verdict;
use crate::outcome::{Outcome, Stop};

/// As data and into the files, and the sum of it beside that.
pub(super) fn tell(
    console: &Console,
    report: &Report,
    papers: Option<Papers>,
    outcome: Outcome,
) -> Result<Outcome, Stop> {
    let page = console.page(&markdown::page(report));
    let document = console.text_of(report)? + "\n";
    let filed = papers.map_or(Ok(()), |papers| papers.write(&page, &document));
    let said = match console.format() {
        Format::Json => console.document(report),
        Format::Text => page.lines().try_for_each(|line| console.line(&[(line, Look::Plain)])),
    };
    sum_up(console, report);
    match filed.map_err(Stop::from).and(said.map_err(Stop::from)) {
        Ok(()) | Err(Stop::NobodyReads) => Ok(outcome),
        // Without its report a proof is none.
        Err(Stop::Because(_, why)) if outcome == Outcome::Done => Err(Stop::Because(Outcome::Unproven, why)),
        Err(Stop::Because(_, why)) => Err(Stop::Because(outcome, why)),
    }
}

fn sum_up(console: &Console, report: &Report) {
    let word = match report.verdict {
        Verdict::Proven => {
            return console.note("proven: every replica was denied after the stop, and none was allowed");
        }
        Verdict::Disproved => "disproved",
        Verdict::Unproven => "unproven",
    };
    for reason in &report.reasons {
        console.error(&format!("{word}: {reason}"));
    }
}
