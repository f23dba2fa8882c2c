//! Lists, their pages, feeds and sitemaps.

use crate::site::Site;

fn stories(count: usize, config: &str) -> Site {
    let mut files = format!("-- anecdote.toml --\nbase_url = \"https://example.org/\"\n{config}\n");
    for n in 1..=count {
        files.push_str(&format!(
            "-- content/stories/s{n:03}.md --\n+++\ntitle = \"Story {n:03}\"\ndate = 2025-{:02}-{:02}\nexperience = \"{}\"\n+++\nWords & <b>more</b>.\n",
            1 + n / 28, 1 + n % 28, ["good", "bad", "mixed"][n % 3],
        ));
    }
    Site::new(&files)
}

fn titles(html: &str) -> Vec<String> {
    let found = html
        .match_indices("<h2><a class=\"u-url p-name\" href")
        .map(|(at, _)| html[at..].split(['>', '<']).nth(4).unwrap().to_owned());
    found.collect()
}

#[test]
fn the_first_page_shows_the_newest_and_the_archive_is_numbered_from_the_oldest() {
    let site = stories(26, "paginate_by = 10");
    let built = site.build();
    let first = titles(&built.read("stories/index.html"));
    assert_eq!((first.len(), first[0].as_str()), (6, "Story 026"));
    let oldest = titles(&built.read("stories/page/1/index.html"));
    assert_eq!((oldest.len(), oldest.last().unwrap().as_str()), (10, "Story 001"));
    assert!(built.has("stories/page/2/index.html") && !built.has("stories/page/3/index.html"));
    let first = built.read("stories/index.html");
    assert!(first.contains("rel=\"next\" href=\"/stories/page/2/\"") && !first.contains("rel=\"prev\""));
    let middle = built.read("stories/page/2/index.html");
    assert!(
        middle.contains("rel=\"prev\" href=\"/stories/\"") && middle.contains("rel=\"next\" href=\"/stories/page/1/\"")
    );
}

#[test]
fn a_new_story_leaves_the_archive_as_it_was() {
    let site = stories(26, "paginate_by = 10");
    let before = site.build().files();
    site.write("content/stories/new.md", "+++\ntitle = \"New\"\ndate = 2026-05-05\nexperience = \"good\"\n+++\n");
    let built = site.build();
    let after = built.files();
    for page in ["stories/page/1/index.html", "stories/page/2/index.html"] {
        assert!(before[page] == after[page], "{page}");
    }
    assert_ne!(before["stories/index.html"], after["stories/index.html"]);
}

#[test]
fn edges_of_pagination() {
    for (count, per, pages) in [(0, 10, 0), (1, 10, 1), (15, 10, 1), (16, 10, 2), (30, 0, 1)] {
        let site = stories(count, &format!("paginate_by = {per}"));
        let built = site.build();
        let files = built.files();
        let lists = files
            .keys()
            .filter(|path| path.starts_with("stories/") && (path.contains("/page/") || *path == "stories/index.html"));
        assert_eq!(lists.count(), pages, "{count} by {per}");
    }
}

#[test]
fn the_output_follows_every_change_as_a_fresh_build_would() {
    let site = stories(26, "paginate_by = 10");
    let rewrite = |n: usize, text: &str| site.write(&format!("content/stories/s{n:03}.md"), text);
    site.build();
    site.remove("content/stories/s003.md");
    site.build().same_as_clean();
    std::fs::rename(site.path("content/stories/s004.md"), site.path("content/stories/renamed.md")).unwrap();
    site.build().same_as_clean();
    rewrite(5, "+++\ntitle = \"x\"\nexperience = \"good\"\ndraft = true\ntags = [\"last\"]\n+++\n");
    site.build().same_as_clean();
    rewrite(5, "+++\ntitle = \"x\"\nexperience = \"good\"\ntags = [\"last\"]\nslug = \"moved\"\n+++\n");
    assert!(site.build().same_as_clean().read("tags/index.html").contains("id=\"last\""));
    rewrite(5, "+++\ntitle = \"x\"\nexperience = \"good\"\n+++\n");
    assert!(!site.build().same_as_clean().has("tags/index.html"));
    site.write("anecdote.toml", "paginate_by = 3\n[languages.es]\n");
    assert!(site.build().same_as_clean().has("es/index.html"));
    site.write("anecdote.toml", "paginate_by = 0\n");
    assert!(!site.build().same_as_clean().has("es"));
    site.write("content/stories/asset.mp3", "x");
    assert!(site.build().same_as_clean().has("stories/asset.mp3"));
    site.remove("content/stories/asset.mp3");
    assert!(!site.build().same_as_clean().has("stories/asset.mp3"));
    // A page that becomes a folder of files, and back.
    site.write("content/x.md", "+++\npermalink = \"/thing.html\"\n+++\n");
    site.build().same_as_clean();
    site.write("content/x.md", "+++\npermalink = \"/thing.html/inner.txt\"\n+++\n");
    site.build().same_as_clean();
    site.write("content/x.md", "+++\npermalink = \"/thing.html\"\n+++\n");
    site.build().same_as_clean();
}

#[test]
fn feeds_are_read_by_a_feed_parser_and_hold_what_the_site_holds() {
    let site = stories(25, "title = \"A & B\"");
    site.write(
        "content/stories/zz.md",
        "+++\ntitle = \"The <newest>\"\ndate = 2026-06-01\nexperience = \"bad\"\nauthor = \"Ada\"\ndisclosure = \"gift\"\nimage = \"/img/x.png\"\n+++\nSee [another](s001.md) ![p](/img/p.png).\n\n<!-- more -->\n\nHidden.\n",
    );
    let built = site.build();
    let feed = feed_rs::parser::parse(built.read("atom.xml").as_bytes()).unwrap();
    assert_eq!(feed.title.unwrap().content, "A & B");
    assert_eq!(feed.entries.len(), 20);
    let newest = &feed.entries[0];
    assert_eq!(newest.title.as_ref().unwrap().content, "The <newest>");
    assert_eq!(newest.id, "https://example.org/stories/zz/");
    assert_eq!(newest.authors[0].name.as_deref(), Some("Ada"));
    assert_eq!(newest.published.unwrap().to_rfc3339(), "2026-06-01T00:00:00+00:00");
    let summary = &newest.summary.as_ref().unwrap().content;
    assert!(summary.contains("Got it for free"), "{summary}");
    assert!(
        summary.contains("href=\"https://example.org/stories/s001/\"")
            && summary.contains("src=\"https://example.org/img/p.png\""),
        "{summary}"
    );
    assert!(!summary.contains("Hidden"));
    let bad = feed_rs::parser::parse(built.read("experience/bad/atom.xml").as_bytes()).unwrap();
    assert!(bad.entries.iter().all(|entry| entry.categories.iter().any(|category| category.term == "bad")));
    let rss = feed_rs::parser::parse(built.read("rss.xml").as_bytes()).unwrap();
    assert_eq!(rss.feed_type, feed_rs::model::FeedType::RSS2);
    assert_eq!(rss.title.unwrap().content, "A & B");
    assert_eq!(rss.entries.len(), 20);
    for (ours, theirs) in feed.entries.iter().zip(&rss.entries) {
        assert_eq!(
            (&ours.id, ours.published, &ours.links[0].href),
            (&theirs.id, theirs.published, &theirs.links[0].href)
        );
        assert_eq!(ours.summary.as_ref().unwrap().content, theirs.summary.as_ref().unwrap().content);
    }
    assert_eq!(rss.entries[0].authors[0].name.as_deref(), Some("Ada"));
    assert_eq!(rss.entries[0].title.as_ref().unwrap().content, "The <newest>");
    let json = feed_rs::parser::parse(built.read("feed.json").as_bytes()).unwrap();
    assert_eq!(json.entries.len(), 20);
    let raw: serde_json::Value = serde_json::from_str(&built.read("feed.json")).unwrap();
    assert_eq!(raw["items"][0]["_anecdote"]["disclosure"], "Got it for free");
}

#[test]
fn the_sitemap_lists_every_page_once_and_nothing_else() {
    let site = stories(26, "paginate_by = 10");
    let built = site.build();
    let text = built.read("sitemap.xml");
    let xml = roxmltree::Document::parse(&text).unwrap();
    let mut urls: Vec<String> = xml
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.sitemaps.org/schemas/sitemap/0.9", "loc")))
        .map(|node| node.text().unwrap().to_owned())
        .collect();
    let mut pages: Vec<String> = built
        .files()
        .keys()
        .filter(|path| path.ends_with("index.html") && !built.read(path).contains("content=\"noindex\""))
        .map(|path| format!("https://example.org/{}", path.trim_end_matches("index.html")))
        .collect();
    urls.sort();
    pages.sort();
    assert_eq!(urls, pages);
    assert!(built.read("robots.txt").contains("Sitemap: https://example.org/sitemap.xml"));
}

#[test]
fn feeds_hold_all_words_of_a_story_where_the_site_wants_it() {
    let site = Site::new(
        "-- anecdote.toml --\nbase_url = \"https://a.example/x/\"\n[feeds]\ncontent = \"full\"\n\
         -- content/stories/a.md --\n+++\ntitle = \"A\"\ndate = 2026-01-02\nexperience = \"good\"\n\
         disclosure = { kind = \"paid\", text = \"Was paid <for> it\" }\n+++\nFirst.\n\n<!-- more -->\n\n\
         The [last](b.md) & <b>words</b>. {{ rating(value=4) }}\n\
         -- content/stories/b.md --\n+++\ntitle = \"B\"\ndate = 2026-01-01\nexperience = \"bad\"\n+++\nOther words.\n",
    );
    let built = site.build();
    let feed = feed_rs::parser::parse(built.read("atom.xml").as_bytes()).unwrap();
    let whole = feed.entries[0].content.as_ref().unwrap().body.clone().unwrap();
    for part in ["Was paid &lt;for&gt; it", "First.", "<a href=\"https://a.example/x/stories/b/\">last</a>", "stars"] {
        assert!(whole.contains(part), "{part}: {whole}");
    }
    assert!(whole.find("Was paid").unwrap() < whole.find("First.").unwrap());
    assert!(!feed.entries[0].summary.as_ref().unwrap().content.contains("last"), "a summary stays one");
    let json: serde_json::Value = serde_json::from_str(&built.read("feed.json")).unwrap();
    assert_eq!(json["items"][0]["content_html"].as_str().unwrap().trim(), whole.trim());
    let rss = feed_rs::parser::parse(built.read("rss.xml").as_bytes()).unwrap();
    assert_eq!(rss.entries[0].content.as_ref().unwrap().body.as_ref().unwrap().trim(), whole.trim());
    // An edit of the words reaches the feed, and only where it shows them.
    site.write(
        "content/stories/b.md",
        "+++\ntitle = \"B\"\ndate = 2026-01-01\nexperience = \"bad\"\n+++\nOther words.\n\nAnd more.\n",
    );
    let built = site.build();
    built.same_as_clean();
    assert!(built.read("atom.xml").contains("And more."));
    site.write("anecdote.toml", "base_url = \"https://a.example/x/\"\n");
    let feed = feed_rs::parser::parse(site.build().read("atom.xml").as_bytes()).unwrap();
    assert!(feed.entries[0].content.is_none());
}

#[test]
fn feeds_and_sitemap_can_be_left_out() {
    let site = stories(2, "sitemap = false\n[feeds]\nenabled = false");
    let built = site.build();
    for file in ["atom.xml", "feed.json", "rss.xml", "sitemap.xml", "experience/bad/atom.xml"] {
        assert!(!built.has(file), "{file}");
    }
    assert!(!built.read("index.html").contains("atom"));
}

#[test]
fn two_builds_give_the_same_bytes_in_any_time_zone_and_at_any_hour() {
    let site = stories(12, "");
    site.build();
    let first = crate::site::tree(&site.path("public"));
    let other = site.path("other");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_anecdote"))
        .args(["--root", site.root().to_str().unwrap(), "build", "-o", other.to_str().unwrap()])
        .env("TZ", "Asia/Tokyo")
        // The same day, later.
        .env("SOURCE_DATE_EPOCH", "1793620800")
        .env("LANG", "fr_FR.UTF-8")
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(first == crate::site::tree(&other));
}

#[test]
fn a_card_cuts_no_word_and_says_no_date_twice() {
    const WORDS: &str = "Nobody had expected that the unremarkable shop on the corner would repair anything whatsoever, \
                         and yet the watchmaker nodded, took the battered clock and promised it for Thursday afternoon.";
    let site = Site::new("-- anecdote.toml --\npaginate_by = 50\n");
    let story = |title: &str, more: &str| {
        format!("+++\ntitle = \"{title}\"\nexperience = \"good\"\ndate = 2026-03-10\n{more}\n+++\n{WORDS}\n")
    };
    site.write("content/stories/a.md", story("A", "experienced_on = 2026-03-02"));
    site.write("content/stories/b.md", story("B", "experienced_on = 2026-01-20\ndescription = \"About b.\""));
    site.write("content/stories/c.md", story("C", "quote = \"the unremarkable shop\""));
    let built = site.build();
    let list = scraper::Html::parse_document(&built.read("stories/index.html"));
    let of = |selector: &str| -> Vec<String> {
        let selector = scraper::Selector::parse(selector).unwrap();
        list.select(&selector).map(|found| found.text().collect::<String>().trim().to_owned()).collect()
    };
    let cut: Vec<String> = of(".plate, .excerpt").into_iter().filter(|text| text.ends_with('…')).collect();
    assert_eq!(cut.len(), 2, "{cut:?}");
    for text in cut {
        let rest = WORDS.strip_prefix(text.trim_end_matches('…')).unwrap_or_else(|| panic!("{text}"));
        assert!(rest.starts_with([' ', ',', '.']), "{text}");
    }
    let cards = of(".tale");
    let card = |title: &str| {
        cards.iter().find(|card| card.contains(&format!("\n{title}\n"))).unwrap_or_else(|| panic!("{cards:#?}"))
    };
    assert!(!card("A").contains("experienced") && card("B").contains("experienced January 2026"), "{cards:#?}");
    assert!(card("B").contains("About b."));
}
