//! The pages themselves: valid HTML, structured data, nothing from elsewhere.

use scraper::{Html, Selector};

use crate::site::{Site, tree};

/// The sample site, built into a folder of its own.
fn sample() -> std::collections::BTreeMap<String, Vec<u8>> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::TempDir::new().unwrap();
    let run = crate::site::run_in(root, &["build", "-o", out.path().to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    tree(out.path())
}

fn select(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}

#[test]
fn every_page_of_the_sample_is_html_without_an_error_and_loads_nothing_from_elsewhere() {
    let files = sample();
    let loads = [
        ("img", "src"),
        ("script", "src"),
        ("iframe", "src"),
        ("video", "src"),
        ("video", "poster"),
        ("source", "src"),
        ("link[rel=stylesheet]", "href"),
    ];
    let mut pages = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = std::str::from_utf8(bytes).unwrap();
        let page = Html::parse_document(text);
        assert!(page.errors.is_empty(), "{path}: {:?}", page.errors);
        for (css, attribute) in loads {
            for element in page.select(&select(css)) {
                let address = element.attr(attribute).unwrap_or("");
                assert!(!address.starts_with("http") && !address.starts_with("//"), "{path}: {address}");
            }
        }
        for element in page.select(&select("script")) {
            let own = element.attr("src").is_some_and(|src| src.starts_with("/js/"));
            let is_switch = element.inner_html().contains("dataset.theme");
            assert!(own || is_switch || element.attr("type") == Some("application/ld+json"), "{path}");
        }
        for element in page.select(&select("img")) {
            assert!(element.attr("width").is_some() && element.attr("height").is_some(), "{path}: {}", element.html());
            assert!(element.attr("alt").is_some(), "{path}: {}", element.html());
        }
        if page.select(&select("meta[http-equiv=refresh]")).next().is_none() {
            assert_eq!(page.select(&select("h1")).count(), 1, "{path}");
            assert_eq!(page.select(&select("main")).count(), 1, "{path}");
        }
        let mut ids: Vec<&str> = page.select(&select("[id]")).filter_map(|element| element.attr("id")).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "{path}: an id stands twice");
        pages += 1;
    }
    assert!(pages > 200, "{pages}");
}

#[test]
fn structured_data_is_json_that_says_what_the_page_shows() {
    for (path, bytes) in sample().iter().filter(|(path, _)| path.ends_with("index.html")) {
        let page = Html::parse_document(std::str::from_utf8(bytes).unwrap());
        let elsewhere = page.select(&select("meta[http-equiv=refresh]")).next().is_some();
        // What is framed by other pages leaves it to the page that it quotes.
        if elsewhere || path.split('/').any(|part| part == "embed") {
            continue;
        }
        let script = page.select(&select("script[type='application/ld+json']")).next();
        let text: String = script.unwrap_or_else(|| panic!("{path}")).text().collect();
        let json: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(json["@context"], "https://schema.org");
        let main = &json["@graph"][0];
        let heading: String = page.select(&select("h1")).next().unwrap().text().collect();
        let name = main["name"].as_str().unwrap();
        let profile = main["mainEntity"]["name"].as_str().unwrap_or(name);
        assert!(heading.trim().contains(profile.trim()), "{path}: {heading:?} {profile:?}");
        // What is made up is no review.
        assert_ne!(main["@type"], "Review", "{path}");
        let canonical = page.select(&select("link[rel=canonical]")).next().unwrap().attr("href");
        assert_eq!(canonical, page.select(&select("meta[property='og:url']")).next().unwrap().attr("content"));
    }
}

#[test]
fn a_rated_story_about_another_is_a_review_and_ones_own_stars_are_not_marked_up() {
    let story = "-- content/stories/a.md --\n+++\ntitle = \"A\"\ndate = 2026-01-01\nexperience = \"good\"\nbrand = \"acme\"\nauthor = \"Ada\"\nrating = 4.5\n+++\nx\n";
    let data = |site: &Site| {
        let html = site.build().read("stories/a/index.html");
        let page = Html::parse_document(&html);
        let text: String = page.select(&select("script[type='application/ld+json']")).next().unwrap().text().collect();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["@graph"][0].clone()
    };
    let review = data(&Site::new(story));
    assert_eq!(review["@type"], "Review");
    assert_eq!(review["reviewRating"]["ratingValue"], 4.5);
    assert_eq!((&review["reviewRating"]["bestRating"], &review["author"][0]["name"]), (&5.into(), &"Ada".into()));
    let honest = "[integrity]\nchecked = \"By hand.\"\n[check]\nW0901 = \"warn\"\n";
    for operator in ["role = \"brand\"", "controls = [\"Acme\"]"] {
        let own = data(&Site::new(&format!("-- anecdote.toml --\n{honest}[operator]\n{operator}\n{story}")));
        assert_eq!(own["@type"], "Article", "{operator}");
        assert!(own.get("reviewRating").is_none());
    }
    let elsewhere = data(&Site::new(&story.replace("rating = 4.5", "rating = 4.5\nsource = { platform = \"P\" }")));
    assert_eq!(elsewhere["@type"], "Article");
}

#[test]
fn customers_words_cannot_break_out_of_anything() {
    let evil = "\\\"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}";
    let site = Site::new(&format!(
        "-- anecdote.toml --\n[check]\nE0502 = \"warn\"\n-- content/stories/a.md --\n+++\ntitle = \"{evil}\"\ndate = 2026-01-01\nexperience = \"bad\"\nexperience_of = \"{evil}\"\nbrand = \"B{evil}\"\nauthor = \"{evil} x\"\nquote = \"{evil}\"\ntags = [\"t{evil}\"]\ndisclosure = {{ kind = \"paid\", text = \"{evil}\" }}\nreply = {{ text = \"{evil}\" }}\n+++\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) <img src=x onerror=alert(1)>\n"
    ));
    for (path, bytes) in site.build().files().iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = std::str::from_utf8(bytes).unwrap();
        assert!(!html.contains("<script>alert") && html.matches("<script>").count() <= 1, "{path}");
        let page = Html::parse_document(html);
        for element in page.tree.nodes().filter_map(|node| node.value().as_element()) {
            // The theme's own scripts, which stand in all pages alike, and data.
            let is_data = element.attr("type") == Some("application/ld+json");
            let is_theme = element.attr("src").is_none_or(|src| src.starts_with("/js/site."));
            assert!(element.name() != "script" || is_data || is_theme, "{path}");
            assert!(
                element.attrs().all(|(name, value)| !name.starts_with("on") && !value.starts_with("javascript")),
                "{path}"
            );
        }
    }
}
