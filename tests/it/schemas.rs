//! The schemas that editors check by say what the program says: of every field and many values, of all sites that are
//! right, and of all that are wrong in a value. The validator is not ours.

use std::path::Path;

use anecdote::diag::Severity;
use anecdote::model::{Fields, Kind, OwnFields};
use anecdote::parse::{NamesAround, Place, Settings, parse};
use anecdote::path::SourcePath;
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::site::{Site, run_in};

fn schema(of: &str) -> Validator {
    let elsewhere = tempfile::tempdir().unwrap();
    let run = run_in(elsewhere.path(), &["schema", of]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    jsonschema::validator_for(&serde_json::from_str(&run.stdout).unwrap()).unwrap()
}

/// A table of TOML as JSON; dates are texts, as front matter has them.
fn json_of(text: &str) -> Option<Value> {
    fn plain(value: toml::Value) -> Value {
        match value {
            toml::Value::Datetime(when) => when.to_string().into(),
            toml::Value::Array(all) => all.into_iter().map(plain).collect(),
            toml::Value::Table(all) => Value::Object(all.into_iter().map(|(name, one)| (name, plain(one))).collect()),
            other => serde_json::to_value(other).unwrap(),
        }
    }
    toml::from_str::<toml::Table>(text).ok().map(|table| plain(toml::Value::Table(table)))
}

fn front_matter(text: &str) -> Option<&str> {
    text.strip_prefix("+++\n")?.split_once("\n+++").map(|(front, _)| front)
}

/// Whether the program finds nothing wrong with a value.
fn is_read(front: &str) -> bool {
    let own_fields = &OwnFields::default();
    let place = Place { kind: Kind::Page, languages: &[], names: NamesAround::default(), own_fields };
    let parsed = parse(&SourcePath::new("content/x.md"), &format!("+++\n{front}\n+++\n"), &place, &Settings::default());
    parsed.diagnostics.iter().all(|found| found.severity != Severity::Error)
}

#[test]
fn a_schema_takes_the_values_that_the_program_takes() {
    let validator = schema("front-matter");
    let values = [
        "\"\"",
        "\"x\"",
        "\"good\"",
        "\"mixed\"",
        "\"none\"",
        "\"gift\"",
        "\"employee\"",
        "\"given\"",
        "\"story\"",
        "\"trimmed\"",
        "\"confidential\"",
        "\"weight\"",
        "\"2026-03-14\"",
        "\"2026-03-14T15:09:26+01:00\"",
        "\"2026-3-1\"",
        "\"yesterday\"",
        "2026-03-14",
        "2026-03-14T15:09:26Z",
        "\"https://x.example\"",
        "\"HTTP://x\"",
        "\"mailto:a@x.example\"",
        "\"javascript:x\"",
        "\"/x\"",
        "\"#0a0b0c\"",
        "0",
        "1",
        "-1",
        "4",
        "7",
        "8",
        "10",
        "11",
        "99999999999",
        "4.5",
        "4.3",
        "0.5",
        "5.5",
        "-0.5",
        "1e20",
        "true",
        "false",
        "[]",
        "[\"x\"]",
        "[\"a\", 1]",
        "[1, 2.5, true]",
        "[[\"x\"]]",
        "[{}]",
        "[\"trimmed\", \"grammar\"]",
        "[\"trimmed\", \"other\"]",
        "{}",
        "{ a = 1 }",
        "{ from = \"a\", to = \"b\" }",
        "{ from = \"a\" }",
        "{ kind = \"gift\", text = \"x\" }",
        "{ kind = \"other\" }",
        "{ text = \"x\" }",
        "{ text = \"x\", by = \"y\", date = 2026-01-01, resolution = \"z\" }",
        "{ how = \"email\", on = 2026-01-01 }",
        "{ how = \"guess\" }",
        "{ by = \"x\" }",
        "{ status = \"given\", covers = [\"text\"], expires = \"2026-01-01\" }",
        "{ covers = \"text\" }",
        "{ covers = [\"Photo\", \"video\", \" embed\"] }",
        "{ covers = [\"names\"] }",
        "{ covers = [\"text\", 1] }",
        "{ covers = [] }",
        "{ covers = \"foto\" }",
        "{ status = \"pending\", note = \"not yet\" }",
        "{ status = \"maybe\" }",
        "{ platform = \"P\", url = \"https://x.example\" }",
        "{ url = \"x\" }",
        "{ product = 4, service = 1.5 }",
        "{ product = 9 }",
        "{ currency = \"EUR\", paid = 1.5 }",
        "{ paid = \"much\" }",
        "{ season = [\"a\"] }",
        "{ season = { a = 1 } }",
        "[{ title = \"t\", url = \"https://x.example\" }]",
        "[{ title = \"t\" }]",
        "[{ title = \"t\", text = \"x\", date = 2026-01-01 }]",
        "[{ kind = \"idea\", text = \"x\" }]",
        "[{ kind = \"song\", text = \"x\" }]",
        "[{ value = \"1\", label = \"l\" }]",
        "[{ value = 1 }]",
    ];
    let mut wrong = Vec::new();
    for name in Fields::NAMES.iter().filter(|name| **name != "extra") {
        for value in values {
            let front = format!("{name} = {value}");
            let is_valid = validator.is_valid(&json_of(&front).unwrap());
            // A schema does not say how large a whole number may be.
            let is_beyond = ["weight", "paginate_by", "part"].contains(name)
                && value.parse::<f64>().is_ok_and(|number| number > 9e9);
            if is_valid != is_read(&front) && !is_beyond {
                wrong.push(format!("{front}: the schema says {is_valid}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(
        !validator.is_valid(&json!({ "tittle": "x" })) && validator.is_valid(&json!({ "cascade": { "sample": true } }))
    );
}

#[test]
fn a_schema_takes_all_that_is_right_and_refuses_the_values_that_are_wrong() {
    let (fields, config) = (schema("front-matter"), schema("config"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut right = 0;
    for folder in ["content", "starter"] {
        for entry in walkdir::WalkDir::new(root.join(folder)) {
            let path = entry.unwrap().into_path();
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let text = text.replace("{date}", "2026-01-01");
            let (validator, value) = match path.extension().and_then(|end| end.to_str()) {
                Some("md") => (&fields, front_matter(&text).and_then(json_of)),
                Some("toml") if path.ends_with("anecdote.toml") => (&config, json_of(&text)),
                _ => continue,
            };
            let Some(value) = value else { continue };
            let errors: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", path.display());
            right += 1;
        }
    }
    assert!(right > 70, "{right}");
    let own = json_of(&std::fs::read_to_string(root.join("anecdote.toml")).unwrap()).unwrap();
    assert!(config.is_valid(&own));
    // Where a value is what is wrong, the schema refuses one of the site's files, and takes none for wrong elsewhere.
    let mut refused = 0;
    for entry in std::fs::read_dir(root.join("tests/broken")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "site") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let is_value = ["E0102", "E0103", "E0104", "E0302", "E0303", "E0905", "E0910", "W0105"].contains(&&name[..5]);
        let site = Site::new(&std::fs::read_to_string(&path).unwrap());
        let mut is_refused = false;
        for entry in walkdir::WalkDir::new(site.root()) {
            let file = entry.unwrap().into_path();
            let Ok(text) = std::fs::read_to_string(&file) else { continue };
            let file = file.file_name().unwrap().to_str().unwrap();
            let (validator, value) = match file {
                "anecdote.toml" => (&config, json_of(&text)),
                file if file.ends_with(".md") => (&fields, front_matter(&text).and_then(json_of)),
                _ => continue,
            };
            is_refused |= value.is_some_and(|value| !validator.is_valid(&value));
        }
        let is_yaml = std::fs::read_to_string(&path).unwrap().contains("\n---\n");
        // What only the calendar or other files can tell, or YAML says, is beyond it.
        let is_beyond =
            is_yaml || ["E0104-a-day-that-there-is-not", "E0303-an-embed-s-name-and-filter"].contains(&&*name);
        assert!(is_value || !is_refused, "{name} is refused");
        assert!(!is_value || is_refused || is_beyond, "{name} is taken");
        refused += u32::from(is_refused);
    }
    assert!(refused >= 12, "{refused}");
}
