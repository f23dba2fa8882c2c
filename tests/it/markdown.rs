//! Markdown through our own path: the CommonMark examples, and what people expect beyond them.

use std::process::Command;

use anecdote::diag::Severity;
use anecdote::model::{Segment, Trust};
use anecdote::parse::{Rendered, Settings, Source, render};
use anecdote::path::SourcePath;

/// A text as trusted HTML, addresses as written.
fn html(text: &str, settings: &Settings) -> String {
    let path = SourcePath::new("content/x.md");
    let mut diagnostics = Vec::new();
    let Rendered { body, .. } = render(
        text,
        &Source { path: &path, offset: 0, trust: Trust::Own, keeps_words: false, redaction: None },
        settings,
        &mut diagnostics,
    );
    assert!(diagnostics.iter().all(|found| found.severity == Severity::Warning), "{diagnostics:?}");
    let pieces = body.segments.iter().map(|segment| match segment {
        Segment::Html(html) => html.clone(),
        Segment::Link(link) => {
            let mut escaped = String::new();
            pulldown_cmark_escape::escape_href(&mut escaped, &link.target).unwrap();
            if link.is_image { format!("src=\"{escaped}\"") } else { escaped }
        }
        Segment::Word(word) => (*word).to_owned(),
        Segment::Component(call) => format!("<<{}>>", call.name),
        Segment::Contents => "<contents>".to_owned(),
    });
    pieces.collect()
}

/// The examples of the CommonMark specification as pulldown-cmark's sources hold them.
fn examples() -> Vec<(String, String)> {
    let compiler = Command::new("rustc").arg("-vV").output().unwrap();
    let compiler = String::from_utf8(compiler.stdout).unwrap();
    let host = compiler.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--filter-platform", host, "--manifest-path"])
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"))
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let package =
        metadata["packages"].as_array().unwrap().iter().find(|package| package["name"] == "pulldown-cmark").unwrap();
    let manifest = std::path::Path::new(package["manifest_path"].as_str().unwrap());
    let source = std::fs::read_to_string(manifest.with_file_name("tests").join("suite/spec.rs")).unwrap();
    let literal = |text: &str, name: &str| {
        let start = text.find(&format!("let {name} = r##\"")).unwrap() + name.len() + 11;
        text[start..start + text[start..].find("\"##;").unwrap()].to_owned()
    };
    source.split("#[test]").skip(1).map(|test| (literal(test, "original"), literal(test, "expected"))).collect()
}

/// What we add on purpose, taken away again.
fn plain(html: &str) -> String {
    let tags = regex_lite::Regex::new(r#"<(h[1-6]) id="[^"]*">"#).unwrap();
    let html = tags.replace_all(html, "<$1>").into_owned();
    let html = html.replace(" loading=\"lazy\"", "").replace("<pre tabindex=\"0\">", "<pre>");
    let spaces = regex_lite::Regex::new(r"\s+").unwrap();
    let html = spaces
        .replace_all(&html, " ")
        .replace("> <", "><")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'");
    html.trim().to_owned()
}

#[test]
fn the_whole_commonmark_specification_holds() {
    let examples = examples();
    assert!(examples.len() > 640, "{}", examples.len());
    let settings = Settings { smart_punctuation: false, ..Settings::default() };
    let mut wrong = Vec::new();
    for (text, expected) in &examples {
        let ours = html(text, &settings);
        // HTML comments are for the author's eyes; they are left out on purpose. Links by name and components of others
        // mean something here, and addresses that stand bare are links.
        let is_more = ["<!--", "{{", "[[", "<Warning", "< https"].iter().any(|sign| text.contains(sign));
        if is_more || text.starts_with("https://") {
            continue;
        }
        // Highlighting puts spans into code of a known language.
        let strip = regex_lite::Regex::new(r#"</?span[^>]*>"#).unwrap();
        let ours = if ours.contains("class=\"hl-") { strip.replace_all(&ours, "").into_owned() } else { ours };
        let (ours_plain, expected_plain) = (plain(&ours), plain(expected));
        if ours_plain != expected_plain {
            wrong.push(format!("{text:?}\n  ours     {ours_plain}\n  expected {expected_plain}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), examples.len(), wrong.join("\n"));
}

#[test]
fn what_people_expect_beyond_commonmark_is_there() {
    let settings = Settings::default();
    for (text, expected) in [
        ("| a | b |\n|---|--:|\n| 1 | 2 |", "<td class=\"right\">2</td>"),
        ("~~gone~~", "<del>gone</del>"),
        ("- [x] done\n- [ ] open", "<input type=\"checkbox\" disabled checked aria-label=\"task_done\" />"),
        ("# Title {#own .big}", "<h1 id=\"own\" class=\"big\">Title</h1>"),
        ("Term\n: what it means", "<dt>Term</dt>"),
        ("> [!WARNING]\n> Hot", "<div class=\"alert alert-warning\" role=\"note\">"),
        ("\"quoted\" -- and... so", "“quoted” – and… so"),
        ("```rust\nfn main() {}\n```", "<span class=\"hl-"),
        ("```nonsense\nx\n```", "<code class=\"language-nonsense\">x"),
        ("x[^n]\n\n[^n]: note", "<section class=\"footnotes\">"),
    ] {
        let ours = html(text, &settings);
        assert!(ours.contains(expected), "{text:?} gave {ours}");
    }
}

#[test]
fn a_document_knows_its_words_its_headings_and_its_beginning() {
    let path = SourcePath::new("content/x.md");
    let text = "First *paragraph* here.\n\n<!-- more -->\n\n## One\n\n### Two\n\n```\nnot counted at all\n```\n";
    let Rendered { body, outline, .. } = render(
        text,
        &Source { path: &path, offset: 0, trust: Trust::Voice, keeps_words: false, redaction: None },
        &Settings::default(),
        &mut Vec::new(),
    );
    assert_eq!((body.words, outline.excerpt.as_str()), (5, "First paragraph here."));
    assert_eq!(outline.summary.map(|segments| segments.len()), Some(1));
    let toc: Vec<_> = body.toc.iter().map(|heading| (heading.level, heading.id.as_str())).collect();
    assert_eq!(toc, [(2, "one"), (3, "two")]);
}
