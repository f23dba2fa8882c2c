//! Stories on other people's pages: frames, badges, the custom element, and how they are found.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::site::Site;
use crate::webdriver::{Browser, is_there};

const STORIES: &str = "\
-- content/stories/good.md --\n+++\ntitle = \"A good one\"\ndate = 2026-01-01\nexperience = \"good\"\nbrand = \"acme\"\nauthor = \"Ada\"\ndisclosure = \"gift\"\n+++\nThe lamp shines.\n\
-- content/stories/bad.md --\n+++\ntitle = \"A bad one\"\ndate = 2026-01-02\nexperience = \"bad\"\nbrand = \"acme\"\n+++\nThe lamp broke.\n\
-- content/stories/not-elsewhere.md --\n+++\ntitle = \"Not elsewhere\"\ndate = 2026-01-03\nexperience = \"good\"\nbrand = \"acme\"\nconsent = { status = \"given\", covers = [\"text\", \"name\"] }\n+++\nOnly here.\n\
-- content/stories/agreed.md --\n+++\ntitle = \"Agreed\"\ndate = 2026-01-04\nexperience = \"mixed\"\nbrand = \"other\"\nconsent = { status = \"given\", covers = [\"text\", \"name\", \"embed\"] }\n+++\nEverywhere.\n\
-- content/stories/held.md --\n+++\ntitle = \"Held\"\nexperience = \"bad\"\nbrand = \"acme\"\nheld_back = \"abusive\"\n+++\nNot shown.\n";

fn site(embeds: &str) -> Site {
    Site::new(&format!("-- anecdote.toml --\nbase_url = \"https://example.org/\"\n{embeds}\n{STORIES}"))
}

fn text(html: &str) -> String {
    let page = Html::parse_document(html);
    let text: String = page.select(&Selector::parse("main").unwrap()).next().unwrap().text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn nothing_is_shown_elsewhere_unless_the_owner_says_what() {
    let site = site("");
    let built = site.build();
    assert!(built.files().keys().all(|path| !path.starts_with("embed/")));
    assert!(!built.read("stories/good/index.html").contains("oembed"));
    let run = site.run(&["embed", "wall"]);
    assert!(run.code == 1 && run.stderr.contains("[embeds]"), "{}", run.stderr);
}

#[test]
fn an_embed_s_name_and_its_mistakes_are_pointed_at() {
    let said = site("[embeds.\"../up\"]\n[embeds.fine]\nlimit = \"many\"").fails();
    assert!(said.contains("anecdote.toml:2:9") && said.contains("write \"up\""), "{said}");
    assert!(said.contains("anecdote.toml:4:9") && said.contains("embeds.fine"), "{said}");
    assert!(said.contains("2 errors") && !said.contains("E0601"), "{said}");
}

#[test]
fn a_frame_has_no_script_carries_the_disclosure_and_leads_back_to_the_story() {
    let site = site("[embeds]");
    let built = site.build();
    for (path, bytes) in built.files().iter().filter(|(path, _)| path.starts_with("embed/") && path.ends_with(".html"))
    {
        let html = String::from_utf8_lossy(bytes);
        assert!(!html.contains("<script") && html.contains("content=\"noindex\""), "{path}");
    }
    let frame = built.read("embed/story/good/index.html");
    assert!(frame.find("Got it for free").unwrap() < frame.find("The lamp shines").unwrap());
    assert!(frame.contains("<base target=\"_blank\">") && frame.contains("href=\"/stories/good/\""));
    // Only who agrees to it stands elsewhere, and the others are owned to.
    assert!(!built.has("embed/story/not-elsewhere/index.html") && !built.has("embed/story/held/index.html"));
    assert!(built.has("embed/story/agreed/index.html"));
    let wall = text(&built.read("embed/wall/index.html"));
    assert!(wall.contains("3 of 4 may be shown here.") && wall.contains("1 more is held back"), "{wall}");
    assert!(!wall.contains("Only here"));
}

#[test]
fn who_shows_only_good_ones_says_so() {
    let site = site(
        "[embeds.happy]\ntitle = \"Happy\"\nwhere = { brand = \"acme\", experience = \"good\" }\n[embeds.acme]\nwhere = { brand = \"acme\" }",
    );
    let built = site.build();
    let happy = text(&built.read("embed/wall/happy/index.html"));
    assert!(happy.contains("Chosen for what they say: 1 of 3.") && happy.contains("1 more is held back"), "{happy}");
    assert!(happy.contains("A good one") && !happy.contains("A bad one"));
    let acme = text(&built.read("embed/wall/acme/index.html"));
    assert!(!acme.contains("Chosen") && acme.contains("A bad one"), "{acme}");
    // A badge shows nobody's words, and counts those as well that may not be shown elsewhere.
    let badge = built.read("embed/badge/happy.svg");
    assert!(badge.contains("Chosen for what they say: 2 of 3."));
    for path in ["embed/badge.svg", "embed/badge/happy.svg", "embed/badge/acme.svg"] {
        let badge = built.read(path);
        let svg = roxmltree::Document::parse(&badge).unwrap_or_else(|error| panic!("{path}: {error}"));
        let title = svg.descendants().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "title"))).unwrap();
        assert!(title.text().is_some() && badge.contains("prefers-color-scheme: dark"), "{path}");
    }
}

#[test]
fn oembed_says_how_to_show_it_and_the_pages_say_where_that_is() {
    let site = site("[embeds]");
    let built = site.build();
    let page = built.read("stories/good/index.html");
    let link = "type=\"application/json+oembed\" title=\"A good one\" href=\"https://example.org/embed/story/good/oembed.json\"";
    assert!(page.contains(link), "{page}");
    let of: Value = serde_json::from_str(&built.read("embed/story/good/oembed.json")).unwrap();
    assert_eq!((&of["version"], &of["type"]), (&json!("1.0"), &json!("rich")));
    assert!(of["width"].is_u64() && of["height"].is_u64() && of["cache_age"].is_u64());
    assert_eq!((&of["author_name"], &of["disclosure"]), (&json!("Ada"), &json!("Got it for free")));
    let html = Html::parse_fragment(of["html"].as_str().unwrap());
    let frame = html.select(&Selector::parse("iframe").unwrap()).next().unwrap();
    assert_eq!(frame.attr("src"), Some("https://example.org/embed/story/good/"));
    assert_eq!((frame.attr("title"), frame.attr("style")), (Some("A good one"), None));
    let badge: Value = serde_json::from_str(&built.read("embed/badge.json")).unwrap();
    assert_eq!((&badge["type"], &badge["url"]), (&json!("photo"), &json!("https://example.org/embed/badge.svg")));
    assert!(!built.read("stories/not-elsewhere/index.html").contains("oembed"));
}

#[test]
fn the_command_prints_what_to_paste_and_says_what_there_is_not() {
    let site = site("[embeds.happy]\nwhere = { experience = \"good\" }");
    let built = site.build();
    let of: Value = serde_json::from_str(&built.read("embed/story/good/oembed.json")).unwrap();
    let run = site.run(&["embed", "story", "good"]);
    assert_eq!((run.code, run.stdout.trim()), (0, of["html"].as_str().unwrap()));
    assert_eq!(site.run(&["embed", "story", "content/stories/good.md"]).stdout, run.stdout);
    let wall = site.run(&["embed", "wall", "--filter", "happy"]).stdout;
    assert!(wall.contains("https://example.org/embed/wall/happy/"), "{wall}");
    let badge = site.run(&["embed", "badge"]).stdout;
    assert!(
        badge.contains(
            "<img src=\"https://example.org/embed/badge.svg\" alt=\"Customer stories: 2 Good, 1 Mixed, 1 Bad. 1 more is held back or gone.\""
        ),
        "{badge}"
    );
    let element = site.run(&["embed", "story", "good", "--element"]).stdout;
    assert!(
        element.contains("https://example.org/js/embed.js")
            && element.contains("<a href=\"https://example.org/stories/good/\">")
    );
    for (args, said) in [
        (vec!["embed", "wall", "--filter", "hapy"], "did you mean `happy`?"),
        (vec!["embed", "story", "not-elsewhere"], "consent covers `embed`"),
        (vec!["embed", "wall", "--lang", "xx"], "no language"),
    ] {
        let run = site.run(&args);
        assert!(run.code == 1 && run.stderr.contains(said), "{}", run.stderr);
    }
    assert_eq!(site.run(&["embed", "story"]).code, 2);
}

#[test]
fn a_filter_that_asks_for_nothing_there_is_is_an_error() {
    for (embeds, said) in [
        ("[embeds.x]\nwhere = { brnd = \"acme\" }", "did you mean `brand`?"),
        ("[embeds.\"A b\"]\nlimit = 3", "a-b"),
        ("[embeds.x]\nlimt = 3", "limit"),
    ] {
        let found = site(embeds).fails();
        assert!(found.contains(said), "{found}");
    }
}

#[test]
fn the_custom_element_is_small() {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/stage/static/js/embed.js");
    let bytes = std::fs::metadata(file).unwrap().len();
    assert!(bytes < 2048, "{bytes}");
}

/// Serves files at an origin of its own, with a policy if there is one; what is no file is the page `/`.
pub fn host(files: BTreeMap<String, Vec<u8>>, policy: Option<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let Some(Ok(first)) = lines.next() else { continue };
            while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            let path = first.split(' ').nth(1).unwrap_or("/").trim_start_matches('/');
            let name =
                if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
            let kind = match name.rsplit('.').next() {
                Some("css") => "text/css",
                Some("js") => "text/javascript",
                Some("svg") => "image/svg+xml",
                _ => "text/html; charset=utf-8",
            };
            let (status, body) = files.get(&name).map_or(("404 Not Found", &[][..]), |body| ("200 OK", body));
            let policy =
                policy.as_ref().map_or(String::new(), |policy| format!("Content-Security-Policy: {policy}\r\n"));
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{policy}Content-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
        }
    });
    address
}

#[test]
fn another_site_with_a_strict_policy_shows_them_at_its_own_width_and_in_its_own_light() {
    if !is_there() {
        return;
    }
    let site = site("[embeds]");
    let ours = format!("http://{}", host(site.build().files(), None));
    let snippet = |args: &[&str]| {
        let run = site.run(&[args, &["--base-url", &ours]].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta name=\"viewport\" content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\"><title>Host</title>{}{}{}",
        snippet(&["embed", "story", "good"]),
        snippet(&["embed", "story", "bad", "--element"]),
        snippet(&["embed", "badge"])
    );
    let policy = |frames: &str| format!("default-src 'none'; frame-src {frames}; img-src {ours}; script-src {ours}");
    let page = || BTreeMap::from([("index.html".to_owned(), html.clone().into_bytes())]);
    let address = host(page(), Some(policy(&ours)));
    let browser = Browser::start();
    for dark in [false, true] {
        browser.window(390, dark);
        browser.go(&format!("http://{address}/"));
        browser.until("document.querySelector('anecdote-embed').shadowRoot?.querySelector('iframe')");
        browser.until("document.querySelector('img').complete && document.querySelector('img').naturalWidth === 320");
        for (element, words) in [
            ("document.querySelector('iframe')", "The lamp shines"),
            ("document.querySelector('anecdote-embed').shadowRoot.querySelector('iframe')", "The lamp broke"),
        ] {
            let frame = browser.run(&format!("{element}.scrollIntoView(); return {element}"));
            let width = browser.run(&format!("return {element}.clientWidth")).as_i64().unwrap();
            assert!(width > 350 && width <= 390, "{width}");
            browser.frame(&frame);
            browser.until("document.querySelector('blockquote')");
            let said = browser.run("return [document.body.innerText, innerWidth, matchMedia('(prefers-color-scheme: dark)').matches, getComputedStyle(document.querySelector('.say')).backgroundColor]");
            assert!(said[0].as_str().unwrap().contains(words), "{said}");
            assert_eq!((said[1].as_i64(), &said[2]), (Some(width), &json!(dark)));
            // Its own style came through, in the light of the host.
            assert_eq!(said[3] == json!("rgb(30, 26, 21)"), dark, "{said}");
            browser.frame(&Value::Null);
        }
    }
    // Where frames are refused, a link is left.
    let address = host(page(), Some(policy("'none'")));
    browser.go(&format!("http://{address}/"));
    browser.until("document.querySelector('anecdote-embed').shadowRoot?.querySelector('slot')");
    let link = browser.run("return document.querySelector('anecdote-embed a').getBoundingClientRect().height");
    assert!(link.as_f64().unwrap() > 0.0);
}
