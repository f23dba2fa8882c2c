//! What other tools hold back is held back: by other names, in any case, in front matter of other forms.

use crate::site::{Built, Site};

/// A site of one story with that front matter, in YAML and, if it can be, in TOML; each with one in a cascade.
fn story(yaml: &str) -> Site {
    Site::new(&format!(
        "-- content/stories/kept.md --\n---\ntitle: Kept\nexperience: good\n---\nKept.\n\
         -- content/stories/a.md --\n---\ntitle: QZX headline\nexperience: bad\n{yaml}\n---\nQZX words.\n"
    ))
}

fn shows(built: &Built) -> bool {
    built
        .files()
        .iter()
        .any(|(path, bytes)| path.contains("stories/a/") || String::from_utf8_lossy(bytes).contains("QZX"))
}

const HELD: [&str; 61] = [
    "status: draft",
    "status: private",
    "status: pending",
    "status: hidden",
    "status: unpublished",
    "status: scheduled",
    "Status: Draft",
    "STATUS: \"DRAFT \"",
    "status: in-review",
    "status: quux",
    "status: 3",
    "status: [published]",
    "post_status: future",
    "visibility: private",
    "visibility: unlisted",
    "published: false",
    "publish: false",
    "Published: False",
    "published: \"no\"",
    "publish: \"off\"",
    "publish: 0",
    "published: perhaps",
    "hidden: true",
    "Hidden: TRUE",
    "hidden: \"yes\"",
    "hidden: 1",
    "hidden: \"on\"",
    "hidden: \"maybe\"",
    "private: true",
    "PRIVATE: true",
    "is_private: true",
    "isPrivate: true",
    "unlisted: true",
    "headless: true",
    "render: false",
    "render: never",
    "render: \"No\"",
    "build:\n  render: never",
    "build:\n  render: false",
    "build:\n  list: never",
    "_build:\n  render: never",
    "_build:\n  list: false",
    "_build: { render: link }",
    "Draft: true",
    "DRAFT: TRUE",
    "draft: \"true\"",
    "draft: \"Yes\"",
    "draft: 1",
    "draft: \"on\"",
    "isDraft: true",
    "is-draft: true",
    "is_draft: \"y\"",
    "public: false",
    "visible: false",
    "listed: false",
    "unpublished: true",
    "password: hunter2",
    "eleventyExcludeFromCollections: true",
    "draft: false\nstatus: draft",
    "draft: true\nstatus: published",
    "draft: false\nhidden: true",
];

const SHOWN: [&str; 24] = [
    "draft: false",
    "Draft: \"no\"",
    "draft:",
    "status:",
    "status: \"\"",
    "status: publish",
    "status: Published",
    "status: public",
    "status: live",
    "status: final",
    "status: done",
    "status: complete",
    "published: true",
    "publish: \"yes\"",
    "published: 2026-01-02",
    "hidden: false",
    "private: \"false\"",
    "headless: false",
    "unlisted: 0",
    "render: true",
    "render: always",
    "build:\n  render: always\n  list: always",
    "public: true",
    "visibility: public",
];

/// One site of many stories, one for each front matter.
fn stories(all: &[&str]) -> Site {
    let site = story("draft: true");
    for (at, yaml) in all.iter().enumerate() {
        let text = format!("---\ntitle: QZX headline {at}\nexperience: bad\n{yaml}\n---\nQZX words.\n");
        site.write(&format!("content/stories/s{at}.md"), text);
    }
    site
}

#[test]
fn what_other_tools_hold_back_is_held_back_and_counted() {
    let site = stories(&HELD);
    let built = site.build();
    let shown: Vec<&str> = HELD
        .iter()
        .enumerate()
        .filter(|(at, _)| built.has(&format!("stories/s{at}/index.html")))
        .map(|(_, yaml)| *yaml)
        .collect();
    assert!(shown.is_empty(), "{shown:?}");
    assert!(!shows(&built));
    let run = built.run;
    let said = format!("Left out: {} draft", HELD.len() + 1);
    assert!(run.stdout.contains(&said) || run.stderr.contains(&said), "{}\n{}", run.stdout, run.stderr);
    assert!(!run.stderr.contains("W0105"), "{}", run.stderr);
}

#[test]
fn what_other_tools_publish_is_published_in_silence() {
    let site = stories(&SHOWN);
    let built = site.build();
    for (at, yaml) in SHOWN.iter().enumerate() {
        assert!(built.has(&format!("stories/s{at}/index.html")), "{yaml}");
    }
    for code in ["W0105", "W0119", "W0120"] {
        assert!(!built.run.stderr.contains(code), "{}", built.run.stderr);
    }
}

#[test]
fn toml_and_cascades_hold_back_as_well_and_drafts_show_them() {
    for toml in [
        "status = \"draft\"",
        "published = false",
        "HIDDEN = true",
        "render = \"never\"",
        "build = { list = \"never\" }",
    ] {
        let site = Site::new(&format!(
            "-- content/stories/sub/_index.md --\n+++\n[cascade]\n{toml}\n+++\n\
             -- content/stories/sub/b.md --\n+++\ntitle = \"QZX b\"\nexperience = \"good\"\n+++\nQZX\n\
             -- content/stories/a.md --\n+++\ntitle = \"QZX a\"\nexperience = \"good\"\n{toml}\n+++\nQZX\n"
        ));
        let built = site.build();
        assert!(!shows(&built), "{toml}");
        let built = site.build_with(&["--drafts"]);
        assert!(built.has("stories/a/index.html") && built.has("stories/sub/b/index.html"), "{toml}");
        assert!(built.read("stories/a/index.html").contains("badge draft"), "{toml}");
    }
}

#[test]
fn a_value_that_cannot_be_read_is_said_and_publishes_nothing() {
    let said = story("draft: maybe").fails();
    assert!(said.contains("error[E0103]") && said.contains("a.md:4"), "{said}");
    assert!(story("draft: [1]").fails().contains("error[E0103]"));
    let built = story("status: quux");
    let said = built.build().run.stderr;
    assert!(said.contains("warning[W0119]: `status` has a value") && said.contains("a.md:4:9"), "{said}");
    let built = story("unlisted: true");
    let said = built.build().run.stderr;
    assert!(said.contains("warning[W0120]: `unlisted` holds this out") && said.contains("noindex"), "{said}");
}

#[test]
fn a_day_of_publication_by_another_name_is_waited_for() {
    let built = story("published: 2030-01-01");
    let built = built.build();
    assert!(!shows(&built) && built.run.stderr.contains("2030-01-01"), "{}", built.run.stderr);
}

#[test]
fn a_field_in_another_case_is_that_field() {
    let site = Site::new(
        "-- content/stories/a.md --\n---\nTitle: Head\nExperience: bad\nAuthor: Wilhelmina Quist\nPseudonym: A neighbour\nTags: [one]\nConsent: { status: given, record: QZX }\n---\nWords by Wilhelmina Quist.\n\
         -- content/stories/b.md --\n+++\ntitle = \"B\"\nexperience = \"good\"\nHeld-Back = \"confidential\"\n+++\nQZX\n",
    );
    let built = site.build();
    assert!(
        built.read("tags/index.html").contains("id=\"one\"")
            && built.read("stories/a/index.html").contains("A neighbour")
    );
    for (path, bytes) in built.files() {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("quist") && !text.contains("qzx"), "{path}");
    }
}

#[test]
fn search_engines_are_asked_to_leave_out_what_says_so() {
    let all = [
        "noindex: true",
        "noindex: \"yes\"",
        "NoIndex: true",
        "robots: noindex",
        "robots: \"noindex, nofollow\"",
        "robots: NONE",
        "robots: [noindex]",
        "robots:\n  index: false",
        "robotsNoIndex: true",
        "sitemap: false",
        "sitemap:\n  disable: true",
        "sitemap:\n  exclude: yes",
        "sitemap_exclude: true",
        "search:\n  exclude: true",
        "search: false",
        "in_search_index: false",
        "seo:\n  noindex: true",
        "seo:\n  robots: noindex",
        "seo:\n  index: false",
        "searchHidden: true",
        "googlebot: noindex",
        "index: false",
    ];
    let others = [
        "noindex: false",
        "robots: index, follow",
        "sitemap: true",
        "sitemap:\n  priority: 0.5",
        "in_search_index: true",
        "search:\n  boost: 2",
        "seo:\n  title: x",
        "robots:",
        "index: 3",
    ];
    let site = stories(&[all.as_slice(), others.as_slice()].concat());
    for theme in ["stage", "showcase"] {
        site.write("anecdote.toml", format!("theme = \"{theme}\"\n"));
        let built = site.build();
        let map = built.read("sitemap.xml");
        for (at, yaml) in all.iter().chain(&others).enumerate() {
            let page = built.read(&format!("stories/s{at}/index.html"));
            let is_out = at < all.len();
            let metas = page.matches("<meta name=\"robots\" content=\"noindex\">").count();
            assert_eq!(metas, usize::from(is_out), "{theme}: {yaml}");
            assert_eq!(!map.contains(&format!("/stories/s{at}/<")), is_out, "{theme}: {yaml}");
        }
        assert!(!built.run.stderr.contains("W0105"), "{}", built.run.stderr);
    }
}

#[test]
fn a_whole_folder_and_the_lists_of_sections_may_be_kept_from_search_engines() {
    let site = Site::new(
        "-- content/_index.md --\n+++\nnoindex = true\n+++\n\
         -- content/about/_index.md --\n+++\nnoindex = true\n[cascade]\nnoindex = true\n+++\n\
         -- content/about/us.md --\nUs.\n-- content/about/you.md --\n+++\nnoindex = false\n+++\nYou.\n\
         -- content/integrity/_index.md --\n+++\nnoindex = true\n+++\n",
    );
    let built = site.build();
    let map = built.read("sitemap.xml");
    for (page, is_out) in
        [("", true), ("about/", true), ("about/us/", true), ("about/you/", false), ("integrity/", true)]
    {
        assert_eq!(built.read(&format!("{page}index.html")).contains("content=\"noindex\""), is_out, "{page}");
        assert_eq!(!map.contains(&format!("<loc>http://localhost/{page}</loc>")), is_out, "{page}: {map}");
    }
    site.write("content/about/_index.md", "+++\n+++\n");
    assert!(site.build().same_as_clean().read("sitemap.xml").contains("/about/us/"));
}
