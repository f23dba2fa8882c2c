//! Where the parts of a drawing stand, so that templates need no sums: lists of counts become places and lengths.

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::budget;

/// How much of the width stays free for the numbers at the left and at the right of a diverging bar, in percent.
const LABELS: (f64, f64) = (8.0, 20.0);

/// Registers the functions.
pub fn register(tera: &mut Tera) {
    tera.register_function("diverging", diverging);
    tera.register_function("stacked", stacked);
}

/// How many good, mixed and bad ones a row has: its own, or those of its `counts`.
struct Row {
    good: f64,
    mixed: f64,
    bad: f64,
}

impl Row {
    fn total(&self) -> f64 {
        self.good + self.mixed + self.bad
    }
}

fn rows(kwargs: &Kwargs) -> TeraResult<Vec<Row>> {
    let of = kwargs.must_get::<Value>("of")?;
    let Some(all) = of.as_array() else {
        return Err(Error::message("`of` is a list of rows, each with `counts`"));
    };
    budget::step(all.len() as u64)?;
    let read = |row: &Value| {
        let counts = row.get_from_path("counts").unwrap_or(row);
        let count = |name: &str| {
            let number = counts.get_from_path(name).and_then(Value::as_number).map(|number| number.as_float());
            number.ok_or_else(|| Error::message("each row needs `counts` with `good`, `mixed` and `bad`"))
        };
        Ok(Row { good: count("good")?, mixed: count("mixed")?, bad: count("bad")? })
    };
    all.iter().map(read).collect()
}

/// `diverging(of=rows)`: for each row a bar around one axis, bad ones to the left, good and then mixed ones to the right,
/// in percent of the width: `axis`, `bad_at` and `bad`, `good`, `mixed_at` and `mixed`, `end`.
fn diverging(kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let rows = rows(&kwargs)?;
    let most = |side: &dyn Fn(&Row) -> f64| rows.iter().map(side).fold(0.0, f64::max);
    let (left, right) = (most(&|row| row.bad), most(&|row| row.good + row.mixed));
    let scale = (100.0 - LABELS.0 - LABELS.1) / (left + right).max(1.0);
    let axis = LABELS.0 + left * scale;
    let bars = rows.iter().map(|row| {
        let [bad, good, mixed] = [row.bad, row.good, row.mixed].map(|count| count * scale);
        table(&[
            ("axis", axis),
            ("bad_at", axis - bad),
            ("bad", bad),
            ("good", good),
            ("mixed_at", axis + good),
            ("mixed", mixed),
            ("end", axis + good + mixed),
        ])
    });
    Ok(Value::from(bars.collect::<Vec<_>>()))
}

/// `stacked(of=rows, height=136)`: for each row a column, good ones at the foot, then mixed, then bad: `x`, `width` and
/// `middle` in percent of the width; the heights `good`, `mixed` and `bad`, and the tops `good_at`, `mixed_at` and
/// `bad_at`, in the unit of `height`, counted from the top.
fn stacked(kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let rows = rows(&kwargs)?;
    let height = kwargs.must_get::<f64>("height")?;
    let scale = height / rows.iter().map(Row::total).fold(1.0, f64::max);
    let each = 100.0 / (rows.len().max(1) as f64);
    let columns = rows.iter().enumerate().map(|(at, row)| {
        let from = at as f64 * each;
        let [good, mixed, bad] = [row.good, row.mixed, row.bad].map(|count| count * scale);
        table(&[
            ("x", from + each * 0.08),
            ("width", each * 0.84),
            ("middle", from + each / 2.0),
            ("good", good),
            ("mixed", mixed),
            ("bad", bad),
            ("good_at", height - good),
            ("mixed_at", height - good - mixed),
            ("bad_at", height - good - mixed - bad),
        ])
    });
    Ok(Value::from(columns.collect::<Vec<_>>()))
}

/// Rounded to hundredths, which no eye can tell apart.
fn table(entries: &[(&'static str, f64)]) -> Value {
    let map = entries.iter().map(|(name, value)| ((*name).into(), Value::from((value * 100.0).round() / 100.0)));
    Value::from(map.collect::<tera::Map>())
}
