//! What characters an output may hold: whatever comes in, however it is written, every feed, sitemap, page and JSON
//! file can be read.

use std::fmt::Write as _;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::site::{Built, Site};

/// The characters that XML 1.0 or HTML forbid, some of each kind.
const FORBIDDEN: [u32; 18] = [
    0x0, 0x1, 0x8, 0xb, 0xc, 0xe, 0x1b, 0x1f, 0x7f, 0x80, 0x85, 0x9f, 0xfdd0, 0xfdef, 0xfffe, 0xffff, 0x1fffe, 0x10ffff,
];

fn is_forbidden(c: char) -> bool {
    FORBIDDEN.contains(&(c as u32)) || (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// Reads every output with a parser of its kind.
fn can_all_be_read(built: &Built) {
    let mut entries = 0;
    for (path, bytes) in built.files() {
        if !["xml", "json", "html", "svg", "csv"].iter().any(|kind| path.ends_with(kind)) {
            continue;
        }
        let text = std::str::from_utf8(&bytes).unwrap();
        if let Some(bad) = text.chars().find(|c| is_forbidden(*c)) {
            let at = text.find(bad).unwrap();
            panic!("{path} holds {bad:?} after {:?}", text[..at].chars().rev().take(80).collect::<String>());
        }
        if path.ends_with(".xml") || path.ends_with(".svg") {
            let document = roxmltree::Document::parse(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
            let holds = document.descendants().filter_map(|node| node.text()).any(|text| text.contains(is_forbidden));
            assert!(!holds, "{path}");
        }
        if path.ends_with("atom.xml") || path.ends_with("feed.json") {
            let feed = feed_rs::parser::parse(&bytes[..]).unwrap_or_else(|error| panic!("{path}: {error}"));
            entries += feed.entries.len();
        }
        if path.ends_with(".json") {
            let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            // Other programs put what stands here into XML and HTML.
            let found = texts(&value).into_iter().find(|text| text.contains(is_forbidden));
            assert!(found.is_none() || path.contains("/schema/"), "{path}: {found:?}");
        }
        if path.ends_with(".html") {
            let page = scraper::Html::parse_document(text);
            assert!(!page.root_element().text().any(|text| text.contains(is_forbidden)), "{path}");
        }
    }
    assert!(entries > 1, "the feeds hold nothing");
}

fn texts(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::String(text) => vec![text.clone()],
        serde_json::Value::Array(all) => all.iter().flat_map(texts).collect(),
        serde_json::Value::Object(all) => {
            all.iter().flat_map(|(key, value)| [vec![key.clone()], texts(value)].concat()).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn no_entity_in_a_customers_words_makes_a_feed_unreadable() {
    for number in FORBIDDEN.into_iter().chain([0xd800, 0xdfff, 0x110000]) {
        for entity in [format!("&#x{number:X};"), format!("&#{number};"), format!("&#x{number:07x};")] {
            // Where Markdown decodes entities: text, titles, alternatives, addresses, the word after a fence, ids.
            let words = format!(
                "A{entity}b *c{entity}* [d{entity}](https://e.example/{entity} \"f{entity}\") ![g{entity}](h.vtt \"i{entity}\")\n\n\
                 # J{entity} k {{#l{entity}}}\n\n```m{entity}\nn{entity}\n```\n\n`o{entity}` | p\n\n- q{entity}\n\n[^r]\n\n[^r]: s{entity}\n\n\
                 > [!NOTE]\n> t{entity}\n\n| u{entity} |\n| --- |\n| v{entity} |\n"
            );
            let site = Site::new(&format!(
                "-- content/stories/a.md --\n+++\ntitle = \"A\"\ndate = 2026-03-01\nexperience = \"bad\"\n+++\n{words}\
                 -- content/stories/b.md --\n+++\ntitle = \"B\"\ndate = 2026-03-01\nexperience = \"bad\"\n+++\nBefore{entity}\n\n<!-- more -->\n\nafter\n\
                 -- content/about.md --\n{words}"
            ));
            site.write("content/h.vtt", b"\x89PNG");
            site.write("content/stories/h.vtt", b"\x89PNG");
            can_all_be_read(&site.build());
            if number != 0 {
                break;
            }
        }
    }
}

#[test]
fn escapes_of_every_format_make_no_such_character_either() {
    let mut front = String::new();
    for field in ["title", "quote", "description", "brand", "author", "location", "product", "lesson", "condition"] {
        let _ = writeln!(front, "{field} = \"x\\u0008\\u001F\\uFFFE\\uFFFF\\u0085\\U0001FFFE y {field}\"");
    }
    let site = Site::new(&format!(
        "-- anecdote.toml --\ntitle = \"T\\u0008\"\ndescription = \"D\\uFFFE\"\n[embeds]\n[embeds.all]\ntitle = \"E\\u000B\"\n\
         -- content/stories/a.md --\n+++\n{front}date = 2026-03-01\nexperience = \"bad\"\ntags = [\"t\\u0008\"]\npositives = [\"p\\uFFFF\"]\ndisclosure = \"none\"\n+++\n\
         {{{{ figure(src=\"h.vtt\", alt=\"a\u{8}\", caption=\"&#8;\") }}}}\n\
         -- content/stories/b.md --\n---\ntitle: \"y\\x08\\uFFFE\\e\"\ndate: 2026-03-01\nexperience: bad\ntags: [\"\\x1F a\"]\n---\nx\n\
         -- i18n/en.toml --\nby = \"by\\u0008\"\n[sections]\nstories = \"Stories\\uFFFE\"\n\
         -- data/a.json --\n{{\"k\\u0008\": \"v\\uFFFE\\u001f\"}}\n-- data/b.toml --\n\"k\\u0008\" = \"v\\uFFFE\"\n\
         -- data/c.yaml --\n\"k\\x08\": \"v\\uFFFE\"\n-- data/d.csv --\nk\u{8},l\nv\u{1f},w\u{fffe}\n\
         -- templates/page.html --\n{{{{ data | json_encode | safe }}}} {{{{ data.a }}}} {{{{ data.b }}}} {{{{ data.c }}}} {{{{ data.d }}}}\n\
         -- content/about.md --\nwords\n"
    ));
    site.write("content/stories/h.vtt", b"\x89PNG");
    can_all_be_read(&site.build());
}

#[test]
fn a_file_whose_name_holds_such_a_character_is_refused_with_its_name() {
    for name in ["a\u{fffe}.md", "b\u{8}.md", "c\u{1f}d.png", "e\u{fdd0}/f.md", "g\u{85}.txt"] {
        let site = Site::new("-- content/stories/x.md --\n+++\ntitle = \"X\"\nexperience = \"bad\"\n+++\nx\n");
        site.write(&format!("content/{name}"), "words");
        let said = site.fails();
        assert!(said.contains("error[E0002]") && said.contains("rename it"), "{name:?}: {said}");
    }
}

#[test]
fn percent_signs_make_no_such_character() {
    let site = Site::new(
        "-- content/stories/a.md --\n+++\ntitle = \"A\"\ndate = 2026-03-01\nexperience = \"bad\"\nsource = { platform = \"P\", url = \"https://e.example/%08%EF%BF%BE\" }\n+++\n\
         [b](https://e.example/%08) [c](/%1F/) [d](mailto:x%08@e.example) <https://e.example/%EF%BF%BE>\n\n<!-- more -->\nx\n",
    );
    can_all_be_read(&site.build());
    site.write("content/b.md", "+++\npermalink = \"/a\\u0008b/\"\n+++\nx\n");
    can_all_be_read(&site.build());
}

/// A text of words, forbidden characters and entities, in any order.
fn odd_text() -> impl Strategy<Value = String> {
    let entity = |number: u32| format!("&#{number};");
    let piece = prop_oneof![
        3 => "[a-z ]{1,6}",
        2 => any::<char>().prop_map(String::from),
        2 => (0u32..0x110100).prop_map(entity),
        2 => prop::sample::select(&FORBIDDEN[..]).prop_map(entity),
        2 => prop::sample::select(&FORBIDDEN[..]).prop_map(|number| char::from_u32(number).map_or_else(String::new, String::from)),
        1 => prop::sample::select(&["*", "`", "[", "](", ")", "<", ">", "&", "\"", "]]>", "<!--", "{{", "%08", "\n", "\n\n", "```\n", "# ", "| "][..])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A text as TOML writes it, with every character escaped or none.
fn in_toml(text: &str, escaped: bool) -> String {
    let escape = |c: char| match c {
        '"' | '\\' | '\n' | '\r' => format!("\\U{:08X}", c as u32),
        c if escaped || c == '\u{7f}' || (c.is_control() && c != '\t') => format!("\\U{:08X}", c as u32),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}

#[test]
fn whatever_characters_stand_in_whatever_field_all_outputs_can_be_read() {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[14; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut text = || odd_text().new_tree(&mut runner).unwrap().current();
    let mut files = String::from("-- anecdote.toml --\n[embeds]\n[check]\nE0501 = \"allow\"\nE0502 = \"allow\"\n");
    for number in 0..120 {
        let mut front = String::new();
        for field in ["title", "quote", "description", "location", "product", "lesson", "condition", "reply.text"] {
            let _ = writeln!(front, "{field} = {}", in_toml(&text(), number % 2 == 0));
        }
        let body = text().replace("\n-- ", "\n").replace("{{", "{").replace("{%", "{");
        let more = text().replace("{{", "{").replace("{%", "{");
        let _ = write!(
            files,
            "-- content/stories/s{number}.md --\n+++\ndate = 2026-03-01\nexperience = \"bad\"\ndisclosure = \"none\"\n{front}+++\n{body}\n\n<!-- more -->\n\n{more}\n"
        );
    }
    can_all_be_read(&Site::new(&files).build());
}
