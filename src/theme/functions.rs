//! What templates may call, besides what Tera brings.

use iso_currency::Currency;
use tera::{Error, Kwargs, Number, State, Tera, TeraResult, Value};

use super::budget;
use super::strings::Strings;
use crate::config::Config;
use crate::marks::{Disclosed, Mark};
use crate::model::{DateValue, DisclosureKind};
use crate::text::slug;

/// The most decimals of a number: a `f64` has no more that mean anything.
const MOST_DECIMALS: u64 = 15;

/// Registers the functions and filters.
pub fn register(tera: &mut Tera, strings: &Strings, config: &Config) {
    let words = strings.clone();
    tera.register_function("t", move |kwargs: Kwargs, state: &State| translate(&words, &kwargs, state));
    let base_path = config.base_path().to_owned();
    tera.register_function("url", move |kwargs: Kwargs, _: &State| -> TeraResult<String> {
        let path: &str = kwargs.must_get("path")?;
        Ok(with_base(&base_path, path))
    });
    let words = strings.clone();
    tera.register_filter("date", move |text: &str, kwargs: Kwargs, state: &State| date(&words, text, &kwargs, state));
    let words = strings.clone();
    tera.register_filter("number", move |number: Number, kwargs: Kwargs, state: &State| -> TeraResult<String> {
        let decimals = kwargs.get::<u64>("decimals")?.unwrap_or(0).min(MOST_DECIMALS);
        Ok(words.number_with(&language(state)?, number.as_float(), decimals as usize))
    });
    let words = strings.clone();
    tera.register_filter("share", move |percent: Number, kwargs: Kwargs, state: &State| -> TeraResult<String> {
        Ok(words.share(&language(state)?, percent.as_float(), decimals(&kwargs)?))
    });
    let words = strings.clone();
    tera.register_filter("on_scale", move |number: Number, kwargs: Kwargs, state: &State| -> TeraResult<String> {
        let end = |name: &str| kwargs.must_get::<Number>(name).map(|end| end.as_float());
        let ends = (end("least")?, end("most")?);
        Ok(words.on_scale(&language(state)?, number.as_float(), ends, decimals(&kwargs)?))
    });
    tera.register_function("range", range);
    tera.set_escape_fn(|text, out| {
        budget::step(1)?;
        tera::escape_html(text, out)
    });
    tera.register_filter("json_encode", json_encode);
    tera.register_filter("safe", safe);
    tera.register_filter("language", language_attributes);
    super::text::register(tera);
    super::charts::register(tera);
    let words = strings.clone();
    tera.register_filter("money", move |amount: Number, kwargs: Kwargs, state: &State| -> TeraResult<String> {
        let currency = kwargs.get::<&str>("currency")?.unwrap_or_default();
        Ok(money(&words, &language(state)?, amount.as_float(), currency))
    });
    tera.register_filter("slug", |text: &str, _: Kwargs, _: &State| slug(text));
}

/// `{{ amount | money(currency="EUR") }}`: as people write it in the page's language, €49.90 or 49,90 €; with the decimals
/// that the currency has (ISO 4217), or none for a whole number of it.
fn money(strings: &Strings, lang: &str, amount: f64, currency: &str) -> String {
    if amount < 0.0 {
        // The sign stands before all, as people write it.
        return format!("\u{2212}{}", money(strings, lang, -amount, currency));
    }
    let known = Currency::from_code(currency);
    let decimals = known.and_then(Currency::exponent).unwrap_or(2);
    let amount = strings.number_with(lang, amount, if amount.fract() == 0.0 { 0 } else { usize::from(decimals) });
    let symbol = known.map_or_else(|| currency.to_owned(), |known| known.symbol().to_string());
    let filled = strings.fill(lang, "number.money", None, &[("symbol", symbol.clone()), ("amount", amount.clone())]);
    // A sign stands as the language has it; letters stand after the number.
    let is_sign = !symbol.chars().any(|c| c.is_ascii_alphabetic());
    match filled.filter(|_| is_sign && !symbol.is_empty()) {
        Some(written) => written,
        None => format!("{amount} {symbol}").trim_end().to_owned(),
    }
}

/// The decimals to which a number is rounded: `precision`, or one.
fn decimals(kwargs: &Kwargs) -> TeraResult<u32> {
    Ok(kwargs.get::<u64>("precision")?.map_or(1, |precision| u32::try_from(precision).unwrap_or(u32::MAX)))
}

/// `range(end=3)`, `range(start=1, end=10, step_by=2)`: as Tera's own, and each number is a step of the page's budget.
fn range(kwargs: Kwargs, _: &State) -> TeraResult<Vec<i128>> {
    let start = kwargs.get::<i128>("start")?.unwrap_or_default();
    let end = kwargs.must_get::<i128>("end")?;
    let step = kwargs.get::<i128>("step_by")?.unwrap_or(1);
    if step == 0 {
        return Err(Error::message("`range` cannot go in steps of 0: leave `step_by` out"));
    }
    if start > end && step > 0 {
        return Err(Error::message("`range` cannot go up from a `start` above its `end`"));
    }
    let span = if step > 0 { end.saturating_sub(start) } else { start.saturating_sub(end).max(0) };
    let count = span.unsigned_abs().div_ceil(step.unsigned_abs());
    budget::step(u64::try_from(count).unwrap_or(u64::MAX))?;
    Ok((0..count as i128).map(|n| start + n * step).collect())
}

/// An address of the site with its base path; addresses elsewhere stay.
pub fn with_base(base_path: &str, path: &str) -> String {
    match crate::parse::classify(path) {
        crate::parse::Target::External { .. } => path.to_owned(),
        crate::parse::Target::Internal { .. } => format!("{base_path}{}", path.trim_start_matches('/')),
    }
}

/// The page's language; a component must ask for it with `@lang`.
fn language(state: &State) -> TeraResult<String> {
    match state.get::<String>("lang")? {
        Some(lang) => Ok(lang),
        None => Err(Error::message(
            "`lang` is not known here: a component that writes words, dates or numbers needs `@lang` among its arguments",
        )),
    }
}

/// `<html{{ lang | language | safe }}>`, `<p{{ page.lang | language(here=lang) | safe }}>`: the attributes that say in
/// which language the words of an element are, and in which direction they run where that is another than around it.
/// None where the language is the one around it, unless `always` asks for it.
fn language_attributes(lang: &str, kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let here = kwargs.get::<&str>("here")?;
    let always = kwargs.get::<bool>("always")?.unwrap_or_default();
    if here == Some(lang) && !always {
        return Ok(String::new());
    }
    let mut attributes = Vec::from(b" lang=\"");
    tera::escape_html(lang, &mut attributes).map_err(Error::message)?;
    attributes.push(b'"');
    let (around, direction) = (here.map_or("ltr", crate::model::direction), crate::model::direction(lang));
    if around != direction {
        attributes.extend_from_slice(format!(" dir=\"{direction}\"").as_bytes());
    }
    String::from_utf8(attributes).map_err(Error::message)
}

/// `t(key="by", name=page.author)`: a string of the interface; `count` chooses singular or plural.
fn translate(strings: &Strings, kwargs: &Kwargs, state: &State) -> TeraResult<Value> {
    budget::step(1)?;
    let key: &str = kwargs.must_get("key")?;
    let lang = match kwargs.get::<&str>("lang")? {
        Some(lang) => lang.to_owned(),
        None => language(state)?,
    };
    let count = kwargs.get::<i64>("count")?;
    let mut values = Vec::new();
    for (name, value) in kwargs.iter() {
        let Some(name) = name.as_str().filter(|name| !matches!(*name, "key" | "lang" | "default")) else { continue };
        let text = match value.as_number() {
            Some(number) => strings.number(&lang, number.as_float()),
            None => value.to_string(),
        };
        values.push((name, text));
    }
    let mark = key.strip_prefix("disclosure.").and_then(DisclosureKind::parse);
    let mark = mark.filter(|kind| *kind != DisclosureKind::None).map(|kind| Mark::Says(Disclosed::Kind(kind)));
    match strings.fill(&lang, key, count, &values) {
        Some(text) => Ok(Value::from(mark.map_or_else(|| text.clone(), |mark| mark.before(&text)))),
        None => match kwargs.get::<&str>("default")? {
            Some(default) => Ok(Value::from(default)),
            None => Err(Error::message(format!("there is no string `{key}` in i18n/"))),
        },
    }
}

/// `{{ page.date | date }}`, `date(style="short")`, `date(format="%Y")`.
fn date(strings: &Strings, text: &str, kwargs: &Kwargs, state: &State) -> TeraResult<String> {
    let when = DateValue::parse(text).ok_or_else(|| Error::message(format!("{text:?} is not a date")))?;
    if let Some(format) = kwargs.get::<&str>("format")? {
        return jiff::fmt::strtime::format(format, when.day()).map_err(Error::message);
    }
    let style = kwargs.get::<&str>("style")?.unwrap_or("long");
    Ok(strings.day(&language(state)?, when.day(), style))
}

/// `page.content | safe`: HTML as it stands. Tera's own makes nothing of what is not there, so that a slip in a name would
/// empty a part of every page.
fn safe(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    if value.is_undefined() {
        return Err(Error::message("`safe` is given something that is not there: look at the name before it"));
    }
    Ok(match value.as_str() {
        Some(text) => Value::safe_string(text),
        None => Value::safe_string(&value.to_string()),
    })
}

/// JSON that is safe inside `<script>`, whatever the words hold.
fn json_encode(value: &Value, _: Kwargs, _: &State) -> TeraResult<Value> {
    let json = serde_json::to_string(value).map_err(Error::message)?;
    Ok(Value::safe_string(&script_safe(&json)))
}

/// Escapes what could end a script element or a JavaScript line.
pub fn script_safe(json: &str) -> String {
    if !json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_cannot_end_the_script_that_holds_it() {
        let json = script_safe(r#"{"a":"</script><!-- & "}"#);
        assert!(!json.contains(['<', '>', '&']));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["a"], "</script><!-- & ");
    }

    #[test]
    fn the_base_path_stands_before_every_address_of_the_site() {
        assert_eq!(with_base("/y/z/", "/css/x.css"), "/y/z/css/x.css");
        assert_eq!(with_base("/", "css/x.css"), "/css/x.css");
        assert_eq!(with_base("/y/", "https://a.example/"), "https://a.example/");
    }
}
