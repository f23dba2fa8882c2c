//! `docs/templates.md` is made from the view types, and says so when it is behind.

use std::fmt::Write;
use std::path::Path;

/// The views of `src/plan/view/` as tables: name, words about it, fields with type and words.
fn describe(source: &str) -> String {
    let mut out = String::from(
        "# What templates see\n\nGenerated from `src/plan/view/` by the tests; run them with `ANECDOTE_UPDATE=1` to update it.\n",
    );
    let mut words: Vec<&str> = Vec::new();
    for line in source.lines() {
        let line = line.trim();
        if let Some(text) = line.strip_prefix("/// ") {
            words.push(text);
        } else if line.starts_with("#[") || line.starts_with("view!") || line.starts_with("$") {
        } else if let Some(name) = line.strip_suffix(" {").filter(|name| {
            !name.contains(['(', '!', '=']) && !name.starts_with("pub enum") && !name.starts_with("impl")
        }) {
            let name = name.trim_start_matches("pub struct ");
            let _ = writeln!(
                out,
                "\n## {name}\n\n{}\n\n| field | type | what it is |\n| --- | --- | --- |",
                words.join(" ")
            );
            words.clear();
        } else if let Some((name, kind)) = line.trim_start_matches("pub ").trim_end_matches(',').split_once(": ")
            && !words.is_empty()
            && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        {
            let mut kind = kind.replace("&'static str", "String").replace("Marked", "String").replace('|', "\\|");
            while let Some((before, (inner, after))) =
                kind.split_once("Hashed<").and_then(|(before, rest)| Some((before, rest.split_once('>')?)))
            {
                kind = format!("{before}{inner}{after}");
            }
            let _ = writeln!(out, "| `{name}` | `{kind}` | {} |", words.join(" "));
            words.clear();
        } else {
            words.clear();
        }
    }
    out
}

#[test]
fn the_documentation_of_templates_is_what_the_views_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ["head", "card", "counts", "lists", "pages", "voices", "insights"]
        .map(|name| root.join(format!("src/plan/view/{name}.rs")));
    let made = describe(&files.map(|file| std::fs::read_to_string(file).unwrap()).concat());
    let file = root.join("docs/templates.md");
    if std::env::var_os("ANECDOTE_UPDATE").is_some() {
        std::fs::create_dir_all(root.join("docs")).unwrap();
        std::fs::write(&file, &made).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(there == made, "docs/templates.md is behind src/plan/view/; run the tests with ANECDOTE_UPDATE=1");
}
