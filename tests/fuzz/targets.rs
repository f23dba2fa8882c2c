//! What is fuzzed, and what must hold of it whatever comes in. The tests replay the corpora through the same
//! functions.

use std::sync::LazyLock;

use anecdote::diag::{Diagnostic, Style, finalize, locate, render, render_github, render_json};
use anecdote::html::tags::{self, Attribute};
use anecdote::media::{Origin, published};
use anecdote::model::{Body, Kind, OwnFields, Segment, Trust};
use anecdote::parse::{NamesAround, Place, Settings, parse};
use anecdote::path::SourcePath;
use anecdote::serve::Preview;

/// The longest input that says anything new.
const LONGEST: usize = 64 << 10;

fn text(data: &[u8]) -> Option<&str> {
    std::str::from_utf8(data).ok().filter(|text| text.len() <= LONGEST)
}

/// Every finding has a place within the text, and can be shown in every form.
fn show(mut found: Vec<Diagnostic>, text: &str) {
    finalize(&mut found, &|_| Some(text.to_owned()));
    locate(&mut found, &|_| Some(text.to_owned()));
    for found in &found {
        let (start, end) = found.span.as_ref().and_then(|span| span.range).unwrap_or_default();
        assert!(start <= end && end <= text.len(), "{found:?}");
        let drawn = render(found, Style::Plain);
        assert!(!drawn.contains('\u{1b}') && !drawn.contains('\u{9b}'), "{drawn:?}");
        assert_eq!(render_github(found, "").lines().count(), 1);
        assert!(!render_json(found).to_string().contains('\n'));
    }
}

/// What a customer's text may never become: an element that runs or loads something, or an address that does.
fn is_harmless(body: &Body) {
    fn whole(all: &[Segment], out: &mut String) {
        for segment in all {
            match segment {
                Segment::Html(html) => out.push_str(html),
                Segment::Link(_) => out.push_str("/a/"),
                Segment::Word(word) => out.push_str(word),
                Segment::Contents => {}
                Segment::Component(call) => whole(call.body.as_deref().unwrap_or_default(), out),
            }
        }
    }
    let mut html = String::new();
    whole(&body.segments, &mut html);
    tags::each(&html, &mut |tag| {
        let evil =
            ["script", "iframe", "object", "embed", "style", "svg", "math", "form", "meta", "base", "link", "video"];
        assert!(!evil.iter().any(|name| tag.name.eq_ignore_ascii_case(name)), "{html}");
        for Attribute { name, value, .. } in tag.attributes() {
            let value: String =
                tags::plain(value).chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
            assert!(!name.to_lowercase().starts_with("on") && name != "style", "{html}");
            let is_address = ["href", "src"].contains(&name);
            assert!(
                !(is_address && ["javascript:", "data:", "vbscript:"].iter().any(|evil| value.starts_with(evil))),
                "{html}"
            );
            assert!(name != "src" || !(value.starts_with("http") || value.starts_with("//")), "{html}");
        }
    });
}

fn document(whole: &str, kind: Kind) {
    let path = SourcePath::new("content/stories/2026-03-14-x.es.md");
    let languages = ["en".to_owned(), "es".to_owned()];
    let own_fields = &OwnFields::default();
    let place = Place { kind, languages: &languages, names: NamesAround::default(), own_fields };
    let parsed = parse(&path, whole, &place, &Settings::default());
    let trust = parsed.value.document.kind.trust();
    assert!(trust <= kind.trust());
    if trust != Trust::Own {
        is_harmless(&parsed.value.body);
    }
    show(parsed.diagnostics, whole);
}

/// Front matter, as TOML and as YAML.
pub fn front_matter(data: &[u8]) {
    let Some(text) = text(data) else { return };
    for fence in ["+++", "---"] {
        document(&format!("{fence}\n{text}\n{fence}\nWords.\n"), Kind::Story);
    }
    document(text, Kind::Section);
}

/// A whole text: a customer's, and one of the site's own.
pub fn markdown(data: &[u8]) {
    let Some(text) = text(data) else { return };
    document(text, Kind::Testimonial);
    document(text, Kind::Page);
}

/// The arguments and the body of a component.
pub fn components(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let (args, body) = text.split_once('\n').unwrap_or((text, ""));
    document(&format!("{{{{ figure({args}) }}}}\n"), Kind::Story);
    document(&format!("{{% quote({args}) %}}\n{body}\n{{% end %}}\n{{{{ {args} }}}}{{% {body} %}}"), Kind::Story);
}

/// `anecdote.toml`.
pub fn config(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let parsed = anecdote::config::read(&SourcePath::new("anecdote.toml"), text);
    let config = &parsed.value;
    assert!(config.base_url.ends_with('/') && config.base_path().starts_with('/'));
    assert!(config.language_codes().contains(&config.language));
    show(parsed.diagnostics, text);
}

/// A file that is copied: what was cleaned can be read, and a drawing stays as it was written.
pub fn media(data: &[u8]) {
    if data.len() > LONGEST {
        return;
    }
    for (path, origin) in [("content/a.svg", Origin::Content), ("static/a.jpg", Origin::Own)] {
        let clean = |bytes: Vec<u8>| published(&SourcePath::new(path), origin, false, bytes);
        match clean(data.to_vec()) {
            Ok(once) => {
                let twice = clean(once.value.clone()).expect("what was cleaned can be read");
                assert!(once.value == twice.value || origin == Origin::Own, "{path}");
                show(once.diagnostics, &String::from_utf8_lossy(data));
            }
            Err(found) => show(vec![found], &String::from_utf8_lossy(data)),
        }
    }
}

/// The preview of a small site, without a network.
static PREVIEW: LazyLock<Preview> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("anecdote-fuzz-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("content/stories")).expect("a folder");
    std::fs::create_dir_all(folder.join("static/img")).expect("a folder");
    std::fs::write(folder.join("content/stories/ada.md"), "+++\ntitle = \"Ada\"\nexperience = \"good\"\n+++\nHi.")
        .expect("a file");
    std::fs::write(folder.join("static/img/a b.svg"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").expect("a file");
    std::fs::write(folder.join("secret.txt"), "SECRET").expect("a file");
    std::fs::write(folder.join("anecdote.toml"), "base_url = \"https://x.example/blog/\"").expect("a file");
    let preview = Preview::of(&folder);
    // What it draws from is in memory, but for files that are copied.
    preview
});

/// A request: its first line is the address, the others are headers.
pub fn request(data: &[u8]) {
    let Some(text) = text(data) else { return };
    let mut lines = text.split('\n');
    let address = lines.next().unwrap_or("");
    let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(": ")).collect();
    let Some((status, headers, body)) = PREVIEW.get(address, &headers) else { return };
    assert!([200, 206, 304, 307, 403, 404, 416].contains(&status), "{status}");
    assert!(!body.windows(6).any(|window| window == b"SECRET"));
    if status == 307 {
        let to = headers.iter().find(|(name, _)| name == "location").expect("where to");
        assert!(to.1.starts_with("/blog/"), "{to:?}");
    }
}
