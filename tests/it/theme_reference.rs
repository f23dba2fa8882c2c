//! `docs/theme-reference.md` is made from the files of the themes, and says so when it is behind.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use regex_lite::Regex;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The templates of a theme by name.
fn templates(theme: &str) -> BTreeMap<String, String> {
    let folder = root().join("themes").join(theme).join("templates");
    let files =
        walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let name = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn blocks(out: &mut String, theme: &str) {
    let all = templates(theme);
    let block = Regex::new(r"\{% block (\w+) %\}").unwrap();
    let of = |text: &str| block.captures_iter(text).map(|found| found[1].to_owned()).collect::<Vec<_>>();
    let _ = writeln!(out, "### Blocks of `base.html`\n\n| block | filled by |\n| --- | --- |");
    for name in of(&all["base.html"]) {
        let others = all.iter().filter(|(file, text)| *file != "base.html" && of(text).contains(&name));
        let others: Vec<String> = others.map(|(file, _)| format!("`{file}`")).collect();
        let others = if others.is_empty() { "nothing: yours".to_owned() } else { others.join(" ") };
        let _ = writeln!(out, "| `{name}` | {others} |");
    }
}

fn components(out: &mut String, theme: &str) {
    let component = Regex::new(r#"(?:\{# ([^#]*) #\}\n)?\{% component (\w+)\(([^)]*)\)"#).unwrap();
    let _ = writeln!(out, "\n### Components\n\n| component | arguments | file | |\n| --- | --- | --- | --- |");
    for (file, text) in templates(theme) {
        for found in component.captures_iter(&text) {
            let words = found.get(1).map_or("", |words| words.as_str());
            let arguments = found[3].replace('|', "\\|");
            let _ = writeln!(out, "| `{}` | `{arguments}` | `{file}` | {words} |", &found[2]);
        }
    }
}

fn properties(out: &mut String, theme: &str) {
    let css = std::fs::read_to_string(root().join(format!("themes/{theme}/static/css/{theme}.css"))).unwrap();
    let property = Regex::new(r"(--[a-z-]+):\s*([^;]+);").unwrap();
    let _ = writeln!(out, "\n### Custom properties\n\n| property | default |\n| --- | --- |");
    let mut seen = Vec::new();
    let first = css.split(":root {").nth(1).unwrap().split('}').next().unwrap();
    for found in property.captures_iter(first) {
        if !seen.contains(&found[1].to_owned()) {
            let _ = writeln!(out, "| `{}` | `{}` |", &found[1], &found[2]);
            seen.push(found[1].to_owned());
        }
    }
}

fn strings(out: &mut String) {
    let text = std::fs::read_to_string(root().join("themes/stage/i18n/en.toml")).unwrap();
    let _ = writeln!(
        out,
        "\n## Strings\n\nIn ten languages in `i18n/`; a site's own `i18n/en.toml` goes before them.\n\n| key | English |\n| --- | --- |"
    );
    let mut table = String::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            table = format!("{}.", name.trim_end_matches(']'));
        } else if let Some((key, value)) = line.split_once(" = ") {
            let _ = writeln!(out, "| `{table}{key}` | {} |", value.replace('|', "\\|"));
        }
    }
}

#[test]
fn the_reference_of_themes_is_what_their_files_hold() {
    let mut made = String::from(
        "# What the built-in themes are made of\n\nMade from `themes/` by the tests; run them with `ANECDOTE_UPDATE=1` to make it anew. How to use it: [themes.md](themes.md).\n",
    );
    for theme in ["stage", "showcase"] {
        let _ = writeln!(made, "\n## {theme}\n\n![{theme}](gallery/{theme}-1280-light.jpg)\n");
        if theme == "showcase" {
            let _ = writeln!(made, "Extends `stage`; what stands there holds here as well.\n");
        }
        blocks(&mut made, theme);
        components(&mut made, theme);
        properties(&mut made, theme);
    }
    strings(&mut made);
    let file = root().join("docs/theme-reference.md");
    if std::env::var_os("ANECDOTE_UPDATE").is_some() {
        std::fs::write(&file, &made).unwrap();
    }
    let there = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(there == made, "docs/theme-reference.md is behind themes/; run the tests with ANECDOTE_UPDATE=1");
}

/// Every block of `base.html` that no template of the theme fills reaches every page: an error page, a story, a list and
/// what readers see of themselves.
#[test]
fn what_a_site_puts_into_a_free_block_reaches_every_page() {
    let site = crate::site::Site::new(
        "-- templates/base.html --\n{% extends \"stage/base.html\" %}{% block head %}{{ super() }}<meta name=\"x\" content=\"head\">{% endblock head %}\
         {% block header_end %}{{ super() }}<b>header</b>{% endblock header_end %}{% block footer %}{{ super() }}<b>footer</b>{% endblock footer %}\n\
         -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ntags = [\"t\"]\n+++\nx\n",
    );
    let built = site.build();
    let mut pages = 0;
    for (path, bytes) in built.files().iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = String::from_utf8_lossy(bytes);
        let all = ["content=\"head\"", "<b>header</b>", "<b>footer</b>"];
        assert!(all.iter().all(|part| html.contains(part)) && html.contains(&built.style()), "{path}");
        pages += 1;
    }
    assert!(pages >= 9, "{pages}");
}
