//! What people already have comes in whole: their words, under the names and in the shapes of other generators.

use anecdote::model::Segment;
use anecdote::parse::{Settings, Source};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::site::Site;

fn page(front: &str, body: &str) -> String {
    let site = Site::new("");
    site.write("content/stories/a.md", format!("---\ntitle: A tale\nexperience: good\n{front}\n---\n{body}\n"));
    site.build().read("stories/a/index.html")
}

/// The words of a page, without tags.
fn text(html: &str) -> String {
    let tags = regex_lite::Regex::new("<[^>]*>").unwrap();
    tags.replace_all(html, " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn html_in_customers_words_keeps_its_words() {
    for (body, words) in [
        ("<p>They were kind.</p>", "They were kind."),
        ("<blockquote><p>Never again.</p></blockquote>", "Never again."),
        ("<table><tr><td>Cup</td><td>Lid</td></tr></table>", "Cup Lid"),
        ("<details><summary>More</summary>\n\nThe *rest*.\n\n</details>", "More The rest ."),
        ("<Quote by=\"x\">Kind words</Quote>", "Kind words"),
        ("Line<br>break. <a href=\"https://e.example\">link</a>", "Line break. link"),
        ("<h2>Then</h2>\n<ul><li>one</li><li>two</li></ul>", "Then one two"),
        ("We were happy.\n\n:) Thanks!", "We were happy. :) Thanks!"),
    ] {
        let html = page("", body);
        assert!(text(&html).contains(words), "{body}\n{}", text(&html));
    }
}

#[test]
fn nothing_is_said_of_a_speaker_of_whom_nothing_is_known() {
    let unnamed = "Someone who wishes to stay unnamed";
    assert!(!page("", "Words.").contains(unnamed));
    let consent = "author: Ana Paz\nconsent: { status: given, covers: [text] }";
    assert!(page(consent, "Words.").contains(unnamed));
    let site = Site::new("-- content/testimonials/t.md --\n---\nexperience: good\nbrand: Tally\n---\nFine.\n");
    let wall = text(&site.build().read("testimonials/index.html"));
    assert!(!wall.contains(unnamed) && wall.contains("Tally"), "{wall}");
}

#[test]
fn what_a_speaker_does_is_shown_and_published_for_programs() {
    let site = Site::new("");
    let front = "title: A\nexperience: good\nauthor: Ana Paz\nposition: Locksmith\norganisation: Paz & Daughter";
    site.write("content/stories/a.md", format!("---\n{front}\n---\nWords.\n"));
    let built = site.build();
    let html = built.read("stories/a/index.html");
    assert!(html.contains("<span class=\"p-job-title\">Locksmith</span>"), "{html}");
    assert!(html.contains("<span class=\"p-org\">Paz &amp; Daughter</span>"), "{html}");
    assert!(html.contains("\"jobTitle\":\"Locksmith\"") && html.contains("\"worksFor\":{"), "{html}");
    assert!(built.read("api/v1/stories.json").contains("\"company\":\"Paz & Daughter\""));
    assert!(built.read("api/v1/stories.csv").contains("Locksmith,Paz & Daughter"));
}

#[test]
fn a_testimonial_whose_words_stand_in_its_front_matter_is_not_empty() {
    for field in ["quote", "testimonial", "text", "message", "review", "body"] {
        let site = Site::new("");
        site.write("content/testimonials/t.md", format!("---\nexperience: good\n{field}: They *were* kind.\n---\n"));
        let html = site.build().read("testimonials/t/index.html");
        assert!(text(&html).contains("They were kind."), "{field}\n{}", text(&html));
    }
}

#[test]
fn fields_of_other_generators_are_ours_in_their_shapes() {
    for (front, shown) in [
        ("author_name: Ana Paz", "Ana Paz"),
        ("authors: [{ name: Ana Paz, url: /x }, Bo Li]", "Ana Paz"),
        ("author: { name: Ana Paz }", "Ana Paz"),
        ("location: { city: Vigo, country: Spain }", "Vigo, Spain"),
        ("location: 01067", "01067"),
        ("product: 1.10", "1.10"),
        ("tags: one, two words, three", "two words"),
        ("tags: [{ name: One }, 2.0, 1_000]", "2.0"),
        ("categories: Plates\ntags: [Cups]", "Plates"),
        ("keywords: [Lids]\ntags: Cups", "Lids"),
        ("summary: In short", "In short"),
        ("date: Feb 3, 2024", "3 Feb 2024"),
        ("pubDate: 2024/02/03", "3 Feb 2024"),
        ("rating: \"4,5\"", "4.5 out of 5"),
        ("source: Smashing Letters", "Smashing Letters"),
        ("weight: \"3\"\nsample: \"yes\"", "A sample site: everybody in it is invented."),
    ] {
        let html = page(front, "Words.");
        assert!(text(&html).contains(shown) || html.contains(shown), "{front}\n{}", text(&html));
    }
}

#[test]
fn fields_that_were_left_empty_are_absent() {
    let fields =
        ["brand", "date", "image", "permalink", "description", "slug", "rating", "url", "lang", "updated", "author"];
    let front: String = fields.iter().map(|field| format!("{field}: \"\"\n")).collect();
    assert!(text(&page(&front, "Words.")).contains("A tale"));
}

#[test]
fn an_address_with_a_dot_is_a_page() {
    for (permalink, file) in [
        ("/news/v2.0/", "news/v2.0/index.html"),
        ("/news/v2.0", "news/v2.0/index.html"),
        ("/2023/regex-1.9", "2023/regex-1.9/index.html"),
        ("/2018/crates.io-incident", "2018/crates.io-incident/index.html"),
        ("/old/page.html", "old/page.html"),
    ] {
        let site = Site::new("");
        let front = format!("title: A\nexperience: good\nurl: {permalink}");
        site.write("content/stories/a.md", format!("---\n{front}\n---\nWords.\n"));
        assert!(site.build().read(file).contains("Words."), "{permalink}");
    }
}

#[test]
fn a_first_heading_is_the_title_and_is_not_shown_twice() {
    let site = Site::new("-- content/about.md --\n# About *us*\n\nWe pour.\n\n[up](#about-us)\n");
    site.write("content/stories/a.md", "---\ntitle: A tale\nexperience: good\n---\n# A Tale\n\nWords.\n");
    let built = site.build();
    for (file, heading) in [("about/index.html", "About us"), ("stories/a/index.html", "A tale")] {
        let html = built.read(file);
        assert_eq!(html.matches("<h1").count(), 1, "{html}");
        assert!(html.contains(heading), "{html}");
    }
}

#[test]
fn parts_of_pages_are_found_under_the_ids_of_other_generators() {
    let body = "## LeanCore 2.0 & `console.log()`\n\n[a](#leancore-20--consolelog) [b](#leancore-2-0-console-log) [c](#LeanCore_2.0_console.log)\n";
    let html = page("", body);
    assert_eq!(html.matches("href=\"#leancore-2-0-console-log\"").count(), 3, "{html}");
}

#[test]
fn a_site_runs_in_the_direction_of_its_language() {
    let site = Site::new("-- anecdote.toml --\nlanguage = \"ar\"\n[languages.en]\n");
    site.write("content/stories/a.md", "---\ntitle: طرد\nexperience: bad\n---\nكلمات.\n");
    site.write("content/stories/b.md", "---\ntitle: A guest\nexperience: good\nlang: fr\n---\nMots.\n");
    site.write("content/stories/c.en.md", "---\ntitle: Parcel\nexperience: bad\n---\nWords.\n");
    let built = site.build();
    assert!(built.read("stories/a/index.html").contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(built.read("en/stories/c/index.html").contains("<html lang=\"en\">"));
    assert!(built.read("stories/index.html").contains(" lang=\"fr\" dir=\"ltr\">"));
    // Styles know a beginning and an end of lines, and no left and right.
    for (path, css) in built.files().iter().filter(|(path, _)| path.ends_with(".css")) {
        let css = String::from_utf8_lossy(css).replace(".right{text-align:right}", "");
        for physical in ["-left", "-right", " left:", " right:", "text-align: left", "text-align: right"] {
            assert!(!css.contains(physical), "{path}: {physical}");
        }
    }
}

#[test]
fn a_site_declares_fields_and_taxonomies_of_its_own() {
    let site = Site::new(
        "-- anecdote.toml --\n[taxonomies.categories]\n[fields.story]\ndepartment = \"string\"\nseats = \"integer\"\n\
         customer = \"string\"\ngifts = \"list\"\nopened = \"date\"\nvip = \"boolean\"\nshare = \"number\"\n\
         -- templates/story.html --\n{% for k, v in page.extra %}{{ k }}={{ v }};{% endfor %}\n\
         -- content/stories/a.md --\n---\ntitle: A\nexperience: good\ndepartment: 007\nseats: '12'\ncustomer: Paz Ltd\n\
         gifts: cup, lid\nopened: 2024/2/3\nvip: 'yes'\nshare: 1,5\ncategories: [Lost luggage]\ntags: [rain]\n---\nWords.\n\
         -- content/stories/b.md --\n---\ntitle: B\nexperience: good\nseats: many\n---\nWords.\n",
    );
    let said = site.fails();
    assert!(said.contains("error[E0103]: `seats` is a whole number on this site"), "{said}");
    assert_eq!(said.matches("[W0105]").count(), 0, "{said}");
    site.remove("content/stories/b.md");
    let built = site.build();
    let html = built.read("stories/a/index.html");
    for words in [
        "department=007",
        "seats=12",
        "customer=Paz Ltd",
        "[&quot;cup&quot;, &quot;lid&quot;]",
        "opened=2024-02-03",
        "vip=true",
        "share=1.5",
    ] {
        assert!(html.contains(words), "{words}\n{html}");
    }
    let terms = |path: &str| built.read(&format!("{path}/index.html"));
    assert!(terms("categories").contains("id=\"lost-luggage\"") && terms("tags").contains("id=\"rain\""));
    assert!(!terms("tags").contains("id=\"lost-luggage\""));
}

/// The words of a text as a customer's story shows them.
fn shown_words(text: &str) -> Vec<String> {
    let path = anecdote::path::SourcePath::new("content/stories/x.md");
    let source =
        Source { path: &path, offset: 0, trust: anecdote::model::Trust::Voice, keeps_words: false, redaction: None };
    let rendered = anecdote::parse::render(text, &source, &Settings::default(), &mut Vec::new());
    let mut html = String::new();
    let mut add = |segment: &Segment| match segment {
        Segment::Html(part) => html.push_str(part),
        Segment::Component(call) => html.push_str(&format!("{:?}", call.args)),
        _ => {}
    };
    fn each(segments: &[Segment], add: &mut dyn FnMut(&Segment)) {
        for segment in segments {
            add(segment);
            if let Segment::Component(call) = segment {
                each(call.body.as_deref().unwrap_or_default(), add);
            }
        }
    }
    each(&rendered.body.segments, &mut add);
    words_of(&html)
}

/// The words that CommonMark with the extensions of GitHub shows of a text.
fn usual_words(text: &str) -> Vec<String> {
    let options = pulldown_cmark::Options::ENABLE_TABLES
        | pulldown_cmark::Options::ENABLE_STRIKETHROUGH
        | pulldown_cmark::Options::ENABLE_TASKLISTS;
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new_ext(text, options));
    words_of(&html)
}

fn words_of(html: &str) -> Vec<String> {
    let comments = regex_lite::Regex::new("(?s)<!--(.*?-->|.*$)").unwrap();
    let alts = regex_lite::Regex::new(r#"<img[^>]*alt="([^"]*)"[^>]*>"#).unwrap();
    let html = comments.replace_all(html, " ");
    let html = alts.replace_all(&html, " $1 ").into_owned();
    let is_word = |word: &&str| word.starts_with("word");
    text(&html).split(|c: char| !c.is_alphanumeric()).filter(is_word).map(str::to_owned).collect()
}

/// Texts of words and of everything that some dialect of Markdown takes for a sign.
fn texts() -> impl Strategy<Value = String> {
    let signs = "*|**|_|~~|`|```\n|> |\n> |\n- |\n1. |\n# |\n## |\n\n|\n|\n    |[|]|](x)|](my cup.png)|![|<b>|</b>|<div>|\n<div>\n|</div>|<p>|<br>|\
                 <iframe src='https://e.example'>|</iframe>|<Card title=\"a\">|</Card>|<img src={a}>|\n: |\n:|\n:::note |\n:::\n|\n!!! tip\n    |\n??? tip \"a\"\n    |\
                 \n> [!note] |{{|}}|{|}|{: .x}|==|:tada:|$|$$|[^1]|\n[^1]: |&amp;|\n\\|a\\|b\\|\n\\|-\\|-\\|\n|\n---\n|\n===\n|https://e.example/|\"|'|5\"|[TOC]|\n[toc]\n|< |>|\t"
        .replace("\\|", "\u{1}");
    let signs: Vec<String> = signs.split('|').map(|sign| sign.replace('\u{1}', "|")).collect();
    let piece = prop_oneof![proptest::sample::select(signs), Just(String::new())];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| {
        let words = pieces.iter().enumerate().map(|(at, piece)| format!("{piece}word{at} "));
        words.collect::<String>() + "\n"
    })
}

#[test]
fn every_word_that_markdown_shows_is_shown() {
    let config = Config { cases: 3000, failure_persistence: None, ..Config::default() };
    // The same texts in every run: what is new is found by hand, with more of them.
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let checked = runner.run(&texts(), |text| {
        let shown = shown_words(&text);
        let lost: Vec<String> = usual_words(&text).into_iter().filter(|word| !shown.contains(word)).collect();
        prop_assert!(lost.is_empty(), "{:?} of {:?}\nshown {:?}", lost, text, shown);
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn no_value_in_front_matter_changes_its_digits() {
    let mut runner = TestRunner::deterministic();
    let site = Site::new("-- anecdote.toml --\napi = \"files\"\n");
    let mut all = Vec::new();
    let known = [
        "1.10",
        "007",
        "01067",
        "0x1F",
        "1_000",
        "2.0",
        "1e3",
        "12:30",
        "12:30:45",
        "0o17",
        "5.",
        "1,5",
        "1e400",
        "0b11",
        "99999999999999999999",
    ];
    let strategy = "[0-9][0-9_.,:xeE+-]{0,10}[0-9]";
    let random = (0..150).map(|_| strategy.new_tree(&mut runner).unwrap().current());
    for value in known.map(str::to_owned).into_iter().chain(random) {
        let at = all.len();
        site.write(
            &format!("content/stories/s{at}.md"),
            format!("---\ntitle: {value}\nexperience: good\nproduct: {value}\nlocation: {value}\nquote: {value}\nextra: {{}}\n---\n{value}\n"),
        );
        all.push(value);
    }
    let built = site.build();
    for (at, value) in all.iter().enumerate() {
        let story: serde_json::Value =
            serde_json::from_str(&built.read(&format!("api/v1/stories/s{at}.json"))).unwrap();
        for field in ["title", "product", "location", "quote"] {
            assert_eq!(story[field], *value, "{field} of s{at}");
        }
    }
}

#[test]
fn the_page_of_a_word_has_words_of_its_own() {
    let site = Site::new(
        "-- anecdote.toml --\n[languages.es]\n\
         -- content/stories/a.md --\n---\ntitle: A\nexperience: good\ntags: [Late parcels, red]\nauthor: Ada Okoye\n---\nWords.\n\
         -- content/stories/a.es.md --\n---\ntitle: A\n---\nPalabras.\n\
         -- content/tags/late-parcels/_index.md --\n---\ntitle: Parcels that came late\ndescription: In one sentence.\n---\nAll of *them*.\n\
         -- content/tags/late-parcels/_index.es.md --\n---\ntitle: Paquetes tardíos\n---\nTodos.\n\
         -- content/authors/ada-okoye/_index.md --\n---\n---\nShe writes.\n\
         -- content/tags/unused/_index.md --\n---\ntitle: Nobody\n---\nNone yet.\n",
    );
    let built = site.build();
    let page = built.read("tags/late-parcels/index.html");
    assert!(page.contains("<h1>Parcels that came late</h1>") && page.contains("All of <em>them</em>."), "{page}");
    assert!(page.contains("In one sentence.") && page.contains("/stories/a/"));
    assert!(built.read("stories/a/index.html").contains(">Parcels that came late</a>"));
    assert!(built.read("es/tags/late-parcels/index.html").contains("Todos."));
    let author = built.read("authors/ada-okoye/index.html");
    assert!(author.contains("<h1>Ada Okoye</h1>") && author.contains("She writes."), "{author}");
    assert!(built.read("tags/unused/index.html").contains("None yet."));
}

#[test]
fn a_series_is_read_in_its_order() {
    let site = Site::new(
        "-- content/stories/one.md --\n---\ntitle: One\nexperience: good\nseries: The move\ndate: 2024-03-01\n---\nWords.\n\
         -- content/stories/two.md --\n---\ntitle: Two\nexperience: bad\nseries: the move\ndate: 2024-04-01\n---\nWords.\n\
         -- content/stories/zero.md --\n---\ntitle: Zero\nexperience: good\nseries: [The move]\nseries_order: \"1\"\ndate: 2025-01-01\n---\nWords.\n\
         -- content/series/the-move/_index.md --\nHow we moved.\n",
    );
    let built = site.build();
    let two = built.read("stories/one/index.html");
    assert!(two.contains("The move · part 2 of 3"), "{two}");
    assert!(
        two.contains("rel=\"prev\" href=\"/stories/zero/\"") && two.contains("rel=\"next\" href=\"/stories/two/\"")
    );
    let places = |html: &str| ["/stories/zero/", "/stories/one/", "/stories/two/"].map(|path| html.find(path).unwrap());
    let page = built.read("series/the-move/index.html");
    assert!(places(&page).is_sorted() && page.contains("How we moved."), "{page}");
    let feed = built.read("series/the-move/atom.xml");
    assert!(feed.find("/stories/zero/").unwrap() < feed.find("/stories/two/").unwrap(), "the newest first");
    // A page of the author's own may stand in place of the list of all.
    site.write("content/series/index.md", "---\ntitle: Our own list\n---\nWords.\n");
    assert!(site.build().read("series/index.html").contains("Our own list"));
    site.remove("content/series/index.md");
    // Alone, it is no series.
    site.remove("content/stories/zero.md");
    site.remove("content/stories/two.md");
    assert!(!site.build().read("stories/one/index.html").contains("part 1 of 1"));
}

#[test]
fn html_with_front_matter_is_a_document() {
    let site = Site::new(
        "-- content/stories/a.html --\n---\ntitle: A\nexperience: good\n---\n<p>Some <b onclick=x()>words</b>.</p>\n\n    <p>More.</p>\n\
         -- content/about.html --\n+++\ntitle = \"About\"\n+++\n<div class=\"wide\">\n\n    <p>Us.</p></div>\n\
         -- content/plain.html --\n<p>No page of ours.</p>\n",
    );
    let built = site.build();
    let html = built.read("stories/a/index.html");
    assert!(html.contains("<p>Some <strong>words</strong>.</p>") && html.contains("<p>More.</p>"), "{html}");
    let html = built.read("about/index.html");
    assert!(html.contains("<div class=\"wide\">\n\n    <p>Us.</p></div>"), "{html}");
    assert!(!built.has("plain/index.html") && built.run.stderr.contains("W0008"));
    // It becomes one when it gets front matter.
    site.write("content/plain.html", "---\ntitle: Plain\n---\n<p>Now.</p>\n");
    assert!(site.build().read("plain/index.html").contains("<p>Now.</p>"));
}

#[test]
fn a_file_is_found_in_either_form_of_unicode() {
    let site = Site::new(
        "-- content/stories/a/index.md --\n---\ntitle: A\nexperience: good\n---\n![x](cafe\u{301}.png) ![y](man%CC%83ana.png)\n\
         -- content/stories/b/index.md --\n---\ntitle: B\nexperience: good\ndraft: true\n---\n![x](../o\u{308}l.png)\n",
    );
    let mut png = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut png);
    image::ImageEncoder::write_image(encoder, &[0, 0, 0], 1, 1, image::ExtendedColorType::Rgb8).unwrap();
    for name in ["stories/a/caf\u{e9}.png", "stories/a/ma\u{f1}ana.png", "stories/\u{f6}l.png"] {
        site.write(&format!("content/{name}"), &png);
    }
    let built = site.build();
    let html = built.read("stories/a/index.html");
    assert!(html.contains("/stories/a/caf%C3%A9.png") && html.contains("/stories/a/ma%C3%B1ana.png"), "{html}");
    assert!(built.has("stories/a/caf\u{e9}.png") && !built.has("stories/\u{f6}l.png"));
}

#[test]
fn the_name_in_a_testimonial_is_its_speaker_s_and_is_hidden_as_such() {
    let site = Site::new(
        "-- content/testimonials/a.md --\n---\nname: Ines Vale\nexperience: good\n---\nFine.\n\
         -- content/testimonials/b.md --\n---\nname: Zadie Quarmby\npseudonym: A rider\nexperience: good\n---\nFine, says Zadie Quarmby.\n\
         -- content/testimonials/c.md --\n---\nname: Olu Brandt\nexperience: good\nconsent: { status: given, covers: [text] }\n---\nFine.\n",
    );
    let built = site.build();
    assert!(built.read("testimonials/a/index.html").contains("href=\"/authors/#ines-vale\""));
    assert!(built.read("testimonials/b/index.html").contains("A rider"));
    for (path, bytes) in built.files() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Quarmby") && !text.contains("Brandt"), "{path}");
    }
}
