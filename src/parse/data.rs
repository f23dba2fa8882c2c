//! Files of `data/`: TOML, YAML, JSON and CSV to values for templates.

use crate::diag::{Diagnostic, Span, Warned};
use crate::model::Data;
use crate::path::SourcePath;
use crate::text::clean;

/// The formats that are read, by the ends of their names.
pub const FORMATS: [&str; 5] = ["toml", "yaml", "yml", "json", "csv"];

/// Parses a data file by the end of its name.
pub fn parse(path: &SourcePath, text: &str) -> Warned<Data> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let trees = |(node, errors): (crate::model::Node, Vec<super::syntax::Syntax>)| {
        let found = errors.into_iter().map(|error| unreadable(path, &error.message, Some(error.range)));
        Warned { value: node.to_data(), diagnostics: found.collect() }
    };
    match path.as_str().rsplit_once('.').map_or("", |(_, end)| end) {
        "toml" => trees(super::toml::parse(text, 0)),
        "yaml" | "yml" => trees(super::yaml::any(text, 0)),
        "json" => json(path, text),
        _ => csv(path, text),
    }
}

fn unreadable(path: &SourcePath, why: &str, range: Option<std::ops::Range<usize>>) -> Diagnostic {
    let found = Diagnostic::error("E0431", format!("this data cannot be read: {why}"));
    found.at(range.map_or_else(|| Span::file(path), |range| Span::at(path, range)))
}

fn json(path: &SourcePath, text: &str) -> Warned<Data> {
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) => Warned { value: of_json(value), diagnostics: Vec::new() },
        Err(error) => {
            let line_start: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let at = (line_start + error.column().saturating_sub(1)).min(text.len());
            let message = error.to_string();
            let why = message.split(" at line ").next().unwrap_or(&message);
            Warned { value: Data::Null, diagnostics: vec![unreadable(path, why, Some(at..at + 1))] }
        }
    }
}

fn of_json(value: serde_json::Value) -> Data {
    use serde_json::Value;
    match value {
        Value::Null => Data::Null,
        Value::Bool(value) => Data::Bool(value),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Data::Int(whole),
            (None, Some(number)) => Data::Float(number),
            _ => Data::String(number.to_string()),
        },
        Value::String(text) => Data::String(clean(&text).into_owned()),
        Value::Array(all) => Data::Array(all.into_iter().map(of_json).collect()),
        Value::Object(entries) => {
            Data::Table(entries.into_iter().map(|(key, value)| (clean(&key).into_owned(), of_json(value))).collect())
        }
    }
}

/// A list with a table for each row, by the names in the first.
fn csv(path: &SourcePath, text: &str) -> Warned<Data> {
    let mut reader = ::csv::ReaderBuilder::new().trim(::csv::Trim::All).from_reader(text.as_bytes());
    let (mut rows, mut diagnostics) = (Vec::new(), Vec::new());
    let names = match reader.headers() {
        Ok(names) => names.clone(),
        Err(error) => {
            diagnostics.push(unreadable(path, &error.to_string(), None));
            return Warned { value: Data::Null, diagnostics };
        }
    };
    for record in reader.records() {
        match record {
            Ok(record) => {
                rows.push(Data::Table(names.iter().map(str::to_owned).zip(record.iter().map(cell)).collect()))
            }
            Err(error) => {
                let at = error.position().map_or(0, |position| position.byte() as usize).min(text.len());
                let why = match error.kind() {
                    ::csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                        format!("this row has {len} fields, the first {expected_len}")
                    }
                    _ => error.to_string(),
                };
                diagnostics.push(unreadable(path, &why, Some(at..at + 1)));
            }
        }
    }
    Warned { value: Data::Array(rows), diagnostics }
}

/// A cell that is written as a number is one; `007` is text.
fn cell(text: &str) -> Data {
    match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(whole), _) if whole.to_string() == text => Data::Int(whole),
        (_, Ok(number)) if number.is_finite() && number.to_string() == text => Data::Float(number),
        _ => Data::String(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(name: &str, text: &str) -> Warned<Data> {
        parse(&SourcePath::new(format!("data/{name}")), text)
    }

    #[test]
    fn a_row_of_csv_is_a_table_and_numbers_are_numbers() {
        let rows = parsed("x.csv", "name,price,code\n\"Tea, black\",2.5,007\n").value;
        let row = Data::Table(vec![
            ("name".into(), Data::String("Tea, black".into())),
            ("price".into(), Data::Float(2.5)),
            ("code".into(), Data::String("007".into())),
        ]);
        assert_eq!(rows, Data::Array(vec![row]));
    }

    #[test]
    fn every_format_gives_the_same_values() {
        let texts = [("a.toml", "a = [1, 2]\n"), ("a.yaml", "a: [1, 2]\n"), ("a.json", "{\"a\": [1, 2]}")];
        let all: Vec<Data> = texts.iter().map(|(name, text)| parsed(name, text).value).collect();
        assert!(all.iter().all(|one| *one == all[0]), "{all:?}");
    }

    #[test]
    fn what_cannot_be_read_is_said_with_its_place() {
        for (name, text, at) in [("a.json", "{\n\"a\": ]", 7), ("a.csv", "a,b\n1\n", 4), ("a.toml", "a = = 1", 4)] {
            let found = parsed(name, text).diagnostics;
            let span = found[0].span.as_ref().unwrap();
            assert_eq!(span.range.unwrap().0, at, "{name}: {found:?}");
        }
    }
}
