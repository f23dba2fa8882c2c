//! What is said to search engines and to other programs that read pages: schema.org and microformats.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use schemaorg_rs::{extract_all, validation};
use scraper::{Html, Selector};
use serde_json::Value;

use crate::site::{Site, run_in, tree};

/// A site of a blogger, with reviews that may be marked up, and others that may not.
fn reviews(config: &str) -> Site {
    let mut files = format!(
        "-- anecdote.toml --\nbase_url = \"https://example.org/\"\n{config}\n\
         -- content/brands/acme.md --\n+++\nname = \"Acme\"\nurl = \"https://acme.example/\"\ndescription = \"Lamps\"\nlogo = \"acme.svg\"\n+++\nThey make lamps.\n\
         -- content/brands/acme.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n\
         -- content/ambassadors/ada.md --\n+++\nname = \"Ada\"\nrole = \"Nurse\"\nbrand = \"acme\"\ndisclosure = \"gift\"\nlinks = [{{ title = \"Elsewhere\", url = \"https://ada.example/\" }}]\n+++\nAda.\n\
         -- content/campaigns/light.md --\n+++\ntitle = \"Light\"\nbrand = \"acme\"\n+++\nA campaign.\n\
         -- content/stories/lamp/lamp.png --\nx\n\
         -- content/stories/lamp/index.md --\n+++\ntitle = \"The lamp\"\ndate = 2026-01-02\nexperience = \"good\"\nbrand = \"acme\"\nproduct = \"Lamp 7\"\nauthor = \"Bo\"\nrating = 4.5\nimage = \"lamp.png\"\nimage_alt = \"A lamp\"\npositives = [\"Bright\", \"Quiet\"]\nnegatives = [\"Dear\"]\ntags = [\"lamps\"]\n+++\nWords. {{{{ video(src=\"https://video.example/v\", poster=\"lamp.png\", title=\"The film\") }}}}\n\
         -- content/stories/unrated.md --\n+++\ntitle = \"Unrated\"\ndate = 2026-01-03\nexperience = \"mixed\"\nbrand = \"acme\"\nauthor = \"Bo\"\n+++\nx\n\
         -- content/stories/unnamed.md --\n+++\ntitle = \"Unnamed\"\ndate = 2026-01-04\nexperience = \"bad\"\nbrand = \"acme\"\nrating = 1\n+++\nx\n\
         -- content/stories/elsewhere.md --\n+++\ntitle = \"Elsewhere\"\ndate = 2026-01-05\nexperience = \"bad\"\nbrand = \"acme\"\nauthor = \"Cy\"\nrating = 1\nsource = {{ platform = \"Stars\" }}\n+++\nx\n\
         -- content/testimonials/t.md --\n+++\nexperience = \"good\"\nbrand = \"acme\"\nauthor = \"Di\"\nrating = 5\ndate = 2026-01-06\n+++\nSo good.\n"
    );
    for (n, rating) in [4.0, 5.0, 3.5].iter().enumerate() {
        files.push_str(&format!(
            "-- content/stories/more{n}.md --\n+++\ntitle = \"More {n}\"\ndate = 2026-02-0{}\nexperience = \"good\"\nbrand = \"acme\"\nauthor = \"P{n}\"\nrating = {rating}\n+++\nx\n",
            n + 1
        ));
    }
    Site::new(&files)
}

/// The nodes of a page's graph, by type.
fn graph(html: &str) -> BTreeMap<String, Value> {
    let page = Html::parse_document(html);
    let script = Selector::parse("script[type='application/ld+json']").unwrap();
    let text: String = page.select(&script).next().unwrap().text().collect();
    let json: Value = serde_json::from_str(&text).unwrap();
    let nodes = json["@graph"].as_array().unwrap().clone();
    nodes.into_iter().map(|node| (node["@type"].as_str().unwrap().to_owned(), node)).collect()
}

#[test]
fn a_review_says_what_it_is_of_who_gives_it_how_many_stars_and_why() {
    let site = reviews("");
    let html = site.build().read("stories/lamp/index.html");
    let nodes = graph(&html);
    let review = &nodes["Review"];
    assert_eq!(
        (&review["itemReviewed"]["@type"], &review["itemReviewed"]["name"]),
        (&"Product".into(), &"Lamp 7".into())
    );
    assert_eq!(review["itemReviewed"]["brand"]["name"], "Acme");
    assert_eq!(review["author"][0]["name"], "Bo");
    let rating = &review["reviewRating"];
    assert!(rating["ratingValue"] == 4.5 && rating["bestRating"] == 5 && rating["worstRating"] == 1, "{rating}");
    assert_eq!(review["positiveNotes"]["itemListElement"][1]["name"], "Quiet");
    assert_eq!(review["negativeNotes"]["itemListElement"][0]["position"], 1);
    assert_eq!(review["image"]["@type"], "ImageObject");
    let film = &nodes["VideoObject"];
    assert_eq!((&film["name"], &film["url"]), (&"The film".into(), &"https://video.example/v".into()));
    assert_eq!(film["thumbnailUrl"], "https://example.org/stories/lamp/lamp.png");
    assert_eq!(nodes["BreadcrumbList"]["itemListElement"].as_array().unwrap().len(), 3);
    // It says nothing that the page does not show.
    let page = Html::parse_document(&html);
    let shown: String = page.select(&Selector::parse("main").unwrap()).next().unwrap().text().collect();
    for words in ["Lamp 7", "Acme", "Bo", "Bright", "Quiet", "Dear", "The film", "4.5"] {
        assert!(shown.contains(words), "{words}");
    }
}

#[test]
fn what_search_engines_do_not_allow_is_not_marked_up() {
    let site = reviews("");
    let built = site.build();
    let nodes = |path: &str| graph(&built.read(path));
    assert!(nodes("testimonials/t/index.html").contains_key("Review"));
    for path in ["stories/unrated", "stories/unnamed", "stories/elsewhere"] {
        let nodes = nodes(&format!("{path}/index.html"));
        assert!(nodes.contains_key("Article") && !nodes.contains_key("Review"), "{path}");
    }
    assert!(nodes("stories/unnamed/index.html")["Article"].get("author").is_none());
    for (path, bytes) in built.files().iter().filter(|(path, _)| path.ends_with("index.html")) {
        let is_voice =
            (path.starts_with("stories/") || path.starts_with("testimonials/")) && path.matches('/').count() == 2;
        let has = String::from_utf8_lossy(bytes).contains("\"@type\":\"Review\"");
        assert!(!has || is_voice, "{path}: a list has no reviews");
    }
    // Six ratings were told to this site; that of the other platform is none of them.
    let rating = nodes("brands/acme/index.html")["AboutPage"]["mainEntity"]["aggregateRating"].clone();
    assert_eq!((&rating["ratingCount"], &rating["ratingValue"]), (&6.into(), &3.83.into()));
    assert!(built.read("brands/acme/index.html").contains("3.83<span class=\"of\">/5</span>"), "it is shown");
    for own in ["[operator]\nrole = \"brand\"", "[operator]\ncontrols = [\"acme\"]"] {
        let of_own = |more: &str| {
            let honest = "[integrity]\nchecked = \"By hand.\"\n[check]\nW0901 = \"warn\"\n";
            let site = reviews(&format!("{honest}{own}\n{more}"));
            let built = site.build();
            let brand = graph(&built.read("brands/acme/index.html"))["AboutPage"]["mainEntity"].clone();
            let story = graph(&built.read("stories/lamp/index.html"));
            (brand.get("aggregateRating").is_some(), story.contains_key("Review"))
        };
        assert_eq!(of_own(""), (false, false), "{own}");
        assert_eq!(of_own("[structured_data]\nself_serving = false"), (true, true), "{own}");
    }
}

#[test]
fn what_is_made_up_is_rated_by_nobody() {
    let site = reviews("");
    let story = std::fs::read_to_string(site.path("content/stories/more0.md")).unwrap();
    site.write("content/stories/more0.md", story.replace("rating", "sample = true\nrating"));
    let built = site.build();
    assert!(!graph(&built.read("stories/more0/index.html")).contains_key("Review"));
    let brand = graph(&built.read("brands/acme/index.html"))["AboutPage"]["mainEntity"].clone();
    assert!(brand.get("aggregateRating").is_none());
}

#[test]
fn structured_data_uses_the_words_of_schema_org_and_no_others() {
    let sample = tempfile::TempDir::new().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(run_in(root, &["build", "-o", sample.path().to_str().unwrap()]).code, 0);
    let site = reviews("");
    let built = site.build();
    let mut pages = 0;
    let mut seen = std::collections::BTreeSet::new();
    for (path, bytes) in built.files().into_iter().chain(tree(sample.path())) {
        let html = String::from_utf8_lossy(&bytes);
        if !path.ends_with(".html") || !html.contains("application/ld+json") {
            continue;
        }
        let found = extract_all(&html).unwrap_or_else(|error| panic!("{path}: {error:?}"));
        let result = validation::validate(&found);
        let problems: Vec<String> =
            result.errors().chain(result.warnings()).map(|problem| format!("{problem:?}")).collect();
        assert!(problems.is_empty(), "{path}: {problems:#?}");
        seen.extend(graph(&html).into_keys());
        pages += 1;
    }
    assert!(pages > 250, "{pages}");
    for kind in
        ["Review", "Article", "AboutPage", "ProfilePage", "CollectionPage", "WebSite", "BreadcrumbList", "VideoObject"]
    {
        assert!(seen.contains(kind), "{kind} of {seen:?}");
    }
    // The validator does find what is wrong.
    let wrong = "<script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"Review\",\"colour\":\"red\"}</script>";
    assert!(!validation::validate(&extract_all(wrong).unwrap()).is_empty());
}

/// The folder of the parser of microformats, if there is one.
fn parser() -> Option<PathBuf> {
    let found = std::env::var_os("ANECDOTE_NODE_MODULES").map(PathBuf::from);
    if found.is_none() {
        assert!(std::env::var_os("ANECDOTE_REQUIRE_BROWSER").is_none(), "ANECDOTE_NODE_MODULES is not set");
        eprintln!("skipped: ANECDOTE_NODE_MODULES names no folder with microformats-parser");
    }
    found
}

/// The microformats of a page, by an independent parser.
fn microformats(modules: &Path, html: &str) -> Value {
    let script = format!(
        "const {{mf2}} = require({:?}); let html = ''; process.stdin.on('data', part => html += part).on('end', () => console.log(JSON.stringify(mf2(html, {{baseUrl: 'https://example.org/'}}).items)))",
        modules.join("microformats-parser").to_str().unwrap()
    );
    use std::io::Write;
    let mut node = Command::new("node")
        .args(["-e", &script])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    node.stdin.take().unwrap().write_all(html.as_bytes()).unwrap();
    let output = node.wait_with_output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_parser_of_microformats_reads_entries_reviews_cards_and_feeds() {
    let Some(modules) = parser() else { return };
    let site = reviews("");
    let built = site.build();
    let items = |path: &str| microformats(&modules, &built.read(path));
    let lamp = items("stories/lamp/index.html")[0].clone();
    assert_eq!(lamp["type"], serde_json::json!(["h-entry", "h-review"]));
    let of = &lamp["properties"];
    assert_eq!((&of["name"][0], &of["rating"][0], &of["best"][0]), (&"The lamp".into(), &"4.5".into(), &"5".into()));
    assert_eq!(of["author"][0]["properties"]["name"][0], "Bo");
    assert_eq!(of["item"][0]["properties"]["name"][0], "Acme");
    assert_eq!(
        (&of["published"][0], &of["url"][0]),
        (&"2026-01-02".into(), &"https://example.org/stories/lamp/".into())
    );
    assert_eq!(of["category"][0], "lamps");
    assert!(of["content"][0]["value"].as_str().unwrap().starts_with("Words."));
    // What is no review by schema.org is none here.
    for path in ["stories/elsewhere", "stories/unnamed", "stories/unrated"] {
        assert_eq!(items(&format!("{path}/index.html"))[0]["type"], serde_json::json!(["h-entry"]), "{path}");
    }
    assert!(items("stories/unnamed/index.html")[0]["properties"].get("author").is_none());
    let ada = items("ambassadors/ada/index.html")[0].clone();
    assert_eq!((&ada["type"][0], &ada["properties"]["name"][0]), (&"h-card".into(), &"Ada".into()));
    for (path, count) in [("stories/index.html", 7), ("testimonials/index.html", 1), ("brands/acme/index.html", 8)] {
        let all = items(path);
        let feed = all.as_array().unwrap().iter().find(|item| item["type"][0] == "h-feed").unwrap().clone();
        let entries = feed["children"].as_array().unwrap();
        assert_eq!(entries.len(), count, "{path}");
        for entry in entries {
            assert_eq!(entry["type"], serde_json::json!(["h-entry"]), "{path}: a list has no reviews");
            assert!(entry["properties"]["name"][0].is_string() && entry["properties"]["url"][0].is_string(), "{entry}");
        }
    }
}

#[test]
fn every_term_that_a_reader_may_follow_has_a_feed() {
    let site = reviews("");
    let story = std::fs::read_to_string(site.path("content/stories/unrated.md")).unwrap();
    let fields = "tags = [\"lamps\"]\ntouchpoints = [\"helpdesk\"]\nfeelings = [\"joy\"]\nchannel = \"phone\"\nstage = \"engagement\"\noutcome = \"churn\"\ncampaign = \"light\"\ntaxonomies = { season = [\"spring\"] }\nbrand";
    for name in ["unrated", "another"] {
        site.write(&format!("content/stories/{name}.md"), story.replace("brand", fields));
    }
    let built = site.build();
    for path in [
        "brands/acme",
        "authors/bo",
        "campaigns/light",
        "tags/lamps",
        "touchpoints/helpdesk",
        "feelings/joy",
        "channels/phone",
        "stages/engagement",
        "outcomes/churn",
        "experience/good",
    ] {
        let feed = feed_rs::parser::parse(built.read(&format!("{path}/atom.xml")).as_bytes()).unwrap();
        assert!(!feed.entries.is_empty(), "{path}");
        let page = built.read(&format!("{path}/index.html"));
        assert!(page.contains(&format!("href=\"/{path}/atom.xml\"")), "{path}: its page leads there");
    }
    site.write("anecdote.toml", "[taxonomies.tags]\nfeed = false\n");
    assert!(!site.build().has("tags/lamps/atom.xml"));
}
