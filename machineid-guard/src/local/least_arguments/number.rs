//! The number nearest to zero between the bounds of a schema.

use serde_json::Value;

use super::demands::Demands;

/// A bound, and whether it is itself outside.
type Bound = (f64, bool);

/// From here on a float has no longer every whole number.
const EXACT: f64 = 9_007_199_254_740_992.0;

pub(super) fn whole(demands: &Demands<'_>) -> Option<Value> {
    let step = steps(demands).fold(1.0, f64::max).round();
    let (low, high) = bounds(demands);
    let up = |(bound, is_outside): Bound| {
        let first = (bound / step).ceil() * step;
        if is_outside && first <= bound { first + step } else { first }
    };
    let down = |(bound, is_outside): Bound| -up((-bound, is_outside));
    let (low, high) = (low.map_or(f64::MIN, up), high.map_or(f64::MAX, down));
    let nearest = 0.0_f64.max(low).min(high);
    let fits = low <= nearest && nearest.abs() < EXACT && is_in_step(demands, nearest);
    // A whole number has no point in its text.
    if fits { nearest.to_string().parse::<i64>().ok().map(Value::from) } else { None }
}

/// Where no whole number fits.
pub(super) fn any(demands: &Demands<'_>) -> Option<Value> {
    let (low, high) = bounds(demands);
    let ((low, low_is_outside), (high, high_is_outside)) = (low?, high?);
    let between = f64::midpoint(low, high);
    let is_open = low_is_outside || high_is_outside;
    let fits = if is_open { low < high } else { low <= high };
    (fits && is_in_step(demands, between)).then(|| Value::from(between))
}

fn steps<'a>(demands: &'a Demands<'_>) -> impl Iterator<Item = f64> + 'a {
    demands.said("multipleOf").filter_map(Value::as_f64)
}

fn is_in_step(demands: &Demands<'_>, number: f64) -> bool {
    steps(demands).all(|step| (number / step).fract() == 0.0)
}

/// The highest bound from below, and the lowest from above.
fn bounds(demands: &Demands<'_>) -> (Option<Bound>, Option<Bound>) {
    let said = |keyword: &'static str| demands.said(keyword).filter_map(Value::as_f64);
    let from = |inside, outside| {
        let inside = said(inside).map(|bound| (bound, false));
        inside.chain(said(outside).map(|bound| (bound, true))).collect::<Vec<_>>()
    };
    let low =
        from("minimum", "exclusiveMinimum").into_iter().reduce(|a, b| if (b.0, b.1) > (a.0, a.1) { b } else { a });
    let high =
        from("maximum", "exclusiveMaximum").into_iter().reduce(|a, b| if (b.0, !b.1) < (a.0, !a.1) { b } else { a });
    (low, high)
}
