//! Durations as they are written in an argument: `"500ms"`, `"2s"`, `"1m"`.

/// More often than this a re-check asks the authority faster than it can answer.
const SHORTEST_MILLISECONDS: u64 = 10;
/// Less often than this there is no in-flight stop worth the name.
const LONGEST_MILLISECONDS: u64 = 60 * 60 * 1000;

/// The milliseconds that the text stands for, or what is wrong with it.
pub(super) fn milliseconds(text: &str) -> Result<u64, String> {
    if let Some(meant) = meant(text) {
        return Err(format!("`{text}` is not a duration here: write \"{meant}\", a whole number and its unit"));
    }
    let unit_at = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(unit_at);
    if digits.is_empty() {
        return Err(format!("`{text}` is not a duration: write a whole number and a unit, as in \"500ms\""));
    }
    let factor: u64 = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" | "min" => 60_000,
        "" => return Err(format!("the duration `{text}` has no unit: write \"{text}ms\" or \"{text}s\"")),
        other => return Err(format!("`{other}` is not a unit of time here: write `ms`, `s` or `m`, as in \"500ms\"")),
    };
    let milliseconds = digits.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    match milliseconds {
        Some(milliseconds) if milliseconds < SHORTEST_MILLISECONDS => {
            Err(format!("a re-check every `{text}` is too often: the shortest is \"{SHORTEST_MILLISECONDS}ms\""))
        }
        Some(milliseconds) if milliseconds <= LONGEST_MILLISECONDS => Ok(milliseconds),
        _ => Err(format!("a re-check every `{text}` is too seldom to stop anything: the longest is \"60m\"")),
    }
}

/// What a fraction or a space in a duration stands for, where that can be said exactly.
fn meant(text: &str) -> Option<String> {
    let text = text.trim();
    let unit_at = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
    let (number, unit) = text.split_at(unit_at);
    let (unit_is_apart, unit) = (unit.starts_with(' '), unit.trim_start());
    let Some((whole, fraction)) = number.split_once('.') else {
        return unit_is_apart.then(|| format!("{number}{unit}"));
    };
    if unit != "s" {
        return None;
    }
    // In thousandths, so that `0.5` is `500`.
    let thousandths = format!("{fraction:0<3}");
    let (kept, rest) = thousandths.split_at_checked(3)?;
    let milliseconds: u64 = format!("{whole}{kept}").parse().ok()?;
    rest.chars().all(|digit| digit == '0').then(|| format!("{milliseconds}ms"))
}

#[cfg(test)]
mod tests {
    use super::milliseconds;

    #[test]
    fn each_unit_is_read() {
        assert_eq!(milliseconds("500ms"), Ok(500));
        assert_eq!(milliseconds("2s"), Ok(2_000));
        assert_eq!(milliseconds("1m"), Ok(60_000));
        assert_eq!(milliseconds("60min"), Ok(3_600_000));
    }

    #[test]
    fn a_fraction_or_a_space_is_written_out() {
        for (text, meant) in [("0.5s", "500ms"), ("1.25s", "1250ms"), ("500 ms", "500ms"), (" 2 s", "2s")] {
            assert!(milliseconds(text).is_err_and(|wrong| wrong.contains(&format!("write \"{meant}\""))), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "ms",
            "500",
            "5 s",
            "0ms",
            "9ms",
            "-1s",
            "1.5m",
            "0.0001s",
            "1.2.3s",
            "2h",
            "61m",
            "99999999999999999999s",
        ] {
            assert!(milliseconds(text).is_err(), "{text}");
        }
    }
}
