//! TOML to a tree with places; every syntax error of a file at once.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::syntax::Syntax;
use crate::model::{Key, Node, Value};
use crate::text::clean;

/// Parses a slice of a file that begins at `offset`.
pub fn parse(text: &str, offset: usize) -> (Node, Vec<Syntax>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let errors = errors
        .into_iter()
        .map(|error| {
            let range = error.span().unwrap_or(0..0);
            Syntax {
                message: error.message().lines().next().unwrap_or("this is not TOML").to_owned(),
                help: quotes(text, range.start),
                range: shift(range, offset),
            }
        })
        .collect();
    let range = shift(0..text.len(), offset);
    (Node { value: table_value(text, table.get_ref(), offset), range }, errors)
}

fn shift(range: Range<usize>, offset: usize) -> Range<usize> {
    range.start + offset..range.end + offset
}

fn table_value(text: &str, table: &DeTable, offset: usize) -> Value {
    let mut entries: Vec<(Key, Node)> = table
        .iter()
        .map(|(key, value)| {
            let name = clean(key.get_ref()).into_owned();
            (Key { name, range: shift(key.span(), offset) }, node(text, value, offset))
        })
        .collect();
    // The table is sorted by name; authors expect their own order.
    entries.sort_by_key(|(key, _)| key.range.start);
    Value::Table(entries)
}

fn node(text: &str, value: &Spanned<DeValue>, offset: usize) -> Node {
    let range = shift(value.span(), offset);
    let written = || text.get(value.span()).map(Box::from);
    let value = match value.get_ref() {
        DeValue::String(text) => Value::text(text),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            match i64::from_str_radix(&digits, number.radix()) {
                Ok(number) => Value::Int(number, written()),
                Err(_) => Value::Float(digits.parse().unwrap_or(f64::MAX), written()),
            }
        }
        DeValue::Float(number) => Value::Float(number.as_str().replace('_', "").parse().unwrap_or(f64::NAN), written()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(when) => Value::String(when.to_string()),
        DeValue::Array(values) => Value::Array(values.iter().map(|value| node(text, value, offset)).collect()),
        DeValue::Table(table) => table_value(text, table, offset),
    };
    Node { value, range }
}

/// What to do about the quotes of a line that cannot be read: writing programs make typographic ones, which TOML does not
/// know, and words hold quotes of their own.
fn quotes(text: &str, at: usize) -> Option<&'static str> {
    let at = text.floor_char_boundary(at.min(text.len()));
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or("");
    let value = line.split_once('=').map_or(line, |(_, value)| value).trim();
    if value.starts_with(['“', '”', '„', '«', '‘', '’']) {
        return Some("these are typographic quotes: write the straight one, \", on both sides");
    }
    (value.starts_with('"') && value.matches('"').count() > 2)
        .then_some("quotes within the words need a backslash, \\\"; or write the whole between '…'")
}

#[cfg(test)]
mod tests {
    use super::quotes;

    #[test]
    fn quotes_that_toml_does_not_take_are_named() {
        let help = |text: &str, at: usize| quotes(text, at).unwrap_or_default();
        assert!(help("a = 1\ndate = “2026-01-01”\n", 13).contains("typographic"));
        assert!(help("quote = \"He said \"no\" to me\"\n", 18).contains("backslash"));
        assert_eq!(help("a = \"b\"\nc = \n", 10), "");
        assert_eq!(help("", 3), "");
    }
}
