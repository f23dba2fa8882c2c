//! Kinds, fields, cascades, files from other generators.

use crate::site::Site;

#[test]
fn each_kind_has_its_page_and_its_list() {
    let site = Site::new(
        "-- content/stories/s.md --\n+++\ntitle = \"S\"\nexperience = \"bad\"\nbrand = \"acme\"\nauthor = \"ada\"\ncampaign = \"c\"\n+++\nstory words\n\
         -- content/testimonials/t.md --\n+++\nexperience = \"good\"\nbrand = \"Acme Ltd\"\n+++\nquoted words\n\
         -- content/ambassadors/ada.md --\n+++\nname = \"Ada\"\n+++\nabout ada\n\
         -- content/brands/acme.md --\n+++\nname = \"Acme Ltd\"\n+++\nabout acme\n\
         -- content/campaigns/c.md --\n+++\ntitle = \"C\"\n+++\nabout c\n\
         -- content/about.md --\nplain\n\
         -- content/guides/_index.md --\n+++\ntitle = \"Guides\"\n+++\n\
         -- content/guides/deep/one.md --\nplain deep\n",
    );
    let built = site.build();
    for (path, words) in [
        ("stories/s/", "story words"),
        ("testimonials/t/", "quoted words"),
        ("ambassadors/ada/", "about ada"),
        ("brands/acme/", "about acme"),
        ("campaigns/c/", "about c"),
        ("about/", "plain"),
        ("guides/deep/one/", "plain deep"),
    ] {
        assert!(built.read(&format!("{path}index.html")).contains(words), "{path}");
    }
    // A brand's page lists those who name it by slug and by name; so does an ambassador's, a campaign's.
    let acme = built.read("brands/acme/index.html");
    assert!(acme.contains("/stories/s/") && acme.contains("/testimonials/t/"), "{acme}");
    assert!(built.read("ambassadors/ada/index.html").contains("/stories/s/"));
    assert!(built.read("campaigns/c/index.html").contains("/stories/s/"));
    assert!(!built.has("brands/acme-ltd/index.html"));
    assert!(built.read("guides/index.html").contains("/guides/deep/one/"));
    for list in ["stories", "testimonials", "ambassadors", "brands", "campaigns", "experience/bad", "authors"] {
        assert!(built.has(&format!("{list}/index.html")), "{list}");
    }
}

#[test]
fn a_folder_of_nothing_but_content_builds() {
    let site = Site::new("-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nx\n");
    let built = site.build();
    // What is said is what the site owes its readers, and nothing else.
    let said: Vec<&str> =
        built.run.stderr.lines().filter(|line| line.starts_with("warning")).map(|line| &line[8..13]).collect();
    assert_eq!(said, ["W0913", "W0901"]);
    for file in ["index.html", "404.html", "robots.txt", "sitemap.xml", "atom.xml", "feed.json"] {
        assert!(built.has(file), "{file}");
    }
    assert!(built.has(&built.style()));
}

#[test]
fn a_story_without_date_or_title_is_drawn_and_sorts_last() {
    let site = Site::new(
        "-- content/stories/no-name-at-all.md --\n+++\nexperience = \"good\"\n+++\nx\n\
         -- content/stories/b.md --\n+++\ntitle = \"Bee\"\ndate = 2020-01-01\nexperience = \"good\"\n+++\nx\n",
    );
    let built = site.build();
    let list = built.read("stories/index.html");
    assert!(list.find("Bee").unwrap() < list.find("No name at all").unwrap());
    assert!(built.run.stderr.contains("this story has no title"));
}

#[test]
fn a_cascade_sets_fields_for_all_below_and_the_nearest_wins() {
    let site = Site::new(
        "-- content/stories/_index.md --\n+++\n[cascade]\nbrand = \"Top\"\nauthor = \"Ann\"\n[cascade.extra]\nmood = \"top\"\n+++\n\
         -- content/stories/complaints/_index.md --\n+++\n[cascade]\nexperience = \"bad\"\nbrand = \"Near\"\n+++\n\
         -- content/stories/complaints/a.md --\n+++\ntitle = \"A\"\n+++\n\
         -- content/stories/complaints/b.md --\n+++\ntitle = \"B\"\nexperience = \"good\"\nauthor = \"Bob\"\n+++\n\
         -- templates/story.html --\n{{ page.experience }} {{ page.brand.name }} {{ page.author.name }} {{ page.extra.mood }}",
    );
    let built = site.build();
    assert_eq!(built.read("stories/complaints/a/index.html"), "bad Near Ann top");
    assert_eq!(built.read("stories/complaints/b/index.html"), "good Near Bob top");
}

#[test]
fn what_a_cascade_gives_is_reported_where_it_is_written_and_once() {
    let site = Site::new(
        "-- anecdote.toml --\n[taxonomies.touchpoints]\nterms = [\"order\", \"delivery\"]\n\
         -- content/brands/acme.md --\n+++\nname = \"Acme\"\n+++\n\
         -- content/stories/_index.md --\n+++\ntitle = \"S\"\n[cascade]\nbrand = \"acmee\"\ntouchpoints = [\"deliverry\"]\n+++\n\
         -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\n+++\n\
         -- content/stories/b.md --\n+++\ntitle = \"B\"\nexperience = \"good\"\n+++\n",
    );
    let said = site.run(&["build"]).stderr;
    for (what, place) in [("no brand is called \"acmee\"", "_index.md:4"), ("\"deliverry\" is none of", "_index.md:5")]
    {
        let lines: Vec<&str> = said.lines().skip_while(|line| !line.contains(what)).take(2).collect();
        assert!(lines.len() == 2 && lines[1].contains(place), "{what}\n{said}");
        assert_eq!(said.matches(what).count(), 1, "{said}");
    }
}

#[test]
fn a_cascade_may_say_the_kind_of_a_folder() {
    let site = Site::new(
        "-- content/posts/_index.md --\n+++\n[cascade]\nkind = \"story\"\nexperience = \"mixed\"\n+++\n\
         -- content/posts/2024-05-06-hello.md --\n---\nlayout: post\ntitle: Hello\ncategories: [a]\n---\nx\n",
    );
    let built = site.build();
    assert!(built.read("posts/hello/index.html").contains("story is-mixed"));
    assert!(built.read("experience/mixed/index.html").contains("/posts/hello/"));
    assert!(built.read("posts/hello/index.html").contains("6 May 2024"));
    assert!(built.read("tags/index.html").contains("<li id=\"a\">"));
}

#[test]
fn posts_of_other_generators_come_in_unchanged() {
    let site = Site::new(
        "-- content/stories/zola.md --\n+++\ntitle = \"Z\"\ndate = 2021-02-03T04:05:06Z\nupdated = 2021-03-04\nweight = 3\nslug = \"zed\"\naliases = [\"/old/zola.html\", \"older\"]\ntemplate = \"story.html\"\n[taxonomies]\ntags = [\"a\", \"b\"]\nexperience = [\"good\"]\n[extra]\nexperience = \"x\"\n+++\nx\n\
         -- content/stories/_index.md --\n+++\n[cascade]\nexperience = \"good\"\n+++\n\
         -- content/stories/2019-01-02-jekyll.md --\n---\nlayout: post\ntitle: \"J\"\ndate: 2019-01-02 10:11:12 -0500\ntags: one\nexcerpt: In short\n---\nx\n\
         -- content/stories/hugo.md --\n---\ntitle: H\ndate: 2020-01-01\nlastmod: 2020-02-02\nparams:\n  hero: 1\ncategories:\n  - c\n---\nx\n",
    );
    let built = site.build();
    assert!(built.read("stories/zed/index.html").contains("4 Mar 2021"));
    assert!(
        built.read("old/zola.html").contains("url=/stories/zed/")
            && built.read("older/index.html").contains("/stories/zed/")
    );
    assert!(built.read("stories/jekyll/index.html").contains("In short"));
    assert!(built.read("stories/hugo/index.html").contains("2 Feb 2020"));
    let tags = built.read("tags/index.html");
    for tag in ["a", "b", "one", "c"] {
        assert!(tags.contains(&format!("<li id=\"{tag}\">")), "{tag}");
    }
}

#[test]
fn a_pseudonym_stands_for_the_name_in_everything_that_is_built() {
    let site = Site::new(
        "-- content/stories/a.md --\n+++\ntitle = \"A\"\ndate = 2026-01-01\nexperience = \"good\"\nauthor = \"Wilhelmina Quist\"\npseudonym = \"A neighbour\"\n+++\nx\n",
    );
    for (path, bytes) in site.build().files() {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("wilhelmina") && !path.contains("quist"), "{path}");
    }
}

#[test]
fn spellings_of_one_word_are_one_term_and_signs_keep_terms_apart() {
    let story = |n: usize, tags: &str| {
        format!("-- content/stories/s{n}.md --\n+++\ntitle = \"{n}\"\nexperience = \"good\"\ntags = {tags}\n+++\n")
    };
    let site = Site::new(
        &[
            story(1, "[\"Support\", \"C\"]"),
            story(2, "[\"support \", \"C++\"]"),
            story(3, "[\"Support\", \"C#\"]"),
            story(4, "[\"Überraschung\", \"日本語\", \"a/b\"]"),
        ]
        .concat(),
    );
    let built = site.build();
    let tags = built.read("tags/index.html");
    assert!(tags.contains(">Support<") && !tags.contains(">support"), "{tags}");
    for slug in ["support", "c", "c-plus-plus", "c-sharp", "uberraschung", "日本語", "a-b"] {
        assert!(tags.contains(&format!("<li id=\"{slug}\">")), "{slug}");
        assert_eq!(built.has(&format!("tags/{slug}/index.html")), slug == "support", "{slug}");
    }
    let story = built.read("stories/s4/index.html");
    assert!(story.contains("href=\"/tags/#日本語\"") && story.contains(">日本語</a>"), "{story}");
}

#[test]
fn a_site_may_have_taxonomies_and_vocabularies_of_its_own() {
    let site = Site::new(
        "-- anecdote.toml --\n[taxonomies.season]\npath = \"seasons\"\ntitle = \"Seasons\"\nfeed = true\n\
         [taxonomies.touchpoints]\nterms = [{ name = \"gate\", label = \"At the gate\", owner = \"Ground crew\" }, { name = \"desk\" }]\n\
         -- content/stories/a.md --\n+++\ntitle = \"A\"\ndate = 2026-01-01\nexperience = \"good\"\ntouchpoints = [\"desk\", \"gate\"]\n[taxonomies]\nseason = [\"winter\"]\n+++\n\
         -- content/stories/b.md --\n+++\ntitle = \"B\"\nexperience = \"good\"\n[taxonomies]\nseason = [\"winter\", \"spring\"]\n+++\n",
    );
    let built = site.build();
    // A word that a single story bears has no page, but a place on the list of all words.
    let seasons = built.read("seasons/index.html");
    let spring = seasons.split("<li id=\"spring\">").nth(1).unwrap().split("</li>").next().unwrap();
    assert!(spring.contains("/stories/b/") && !built.has("seasons/spring/index.html"), "{spring}");
    assert!(built.read("stories/b/index.html").contains("href=\"/seasons/#spring\""));
    assert!(built.read("seasons/winter/index.html").contains("/stories/a/"));
    assert!(built.has("seasons/winter/atom.xml"));
    let touchpoints = built.read("touchpoints/index.html");
    assert!(touchpoints.find("At the gate").unwrap() < touchpoints.find("Desk").or(touchpoints.find("desk")).unwrap());
    assert!(touchpoints.contains("Owner: Ground crew"));
}

#[test]
fn the_sites_own_labels_name_the_verdicts() {
    let site = Site::new(
        "-- anecdote.toml --\n[labels]\nbad = \"Disaster\"\n\
         -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"bad\"\n+++\n",
    );
    assert!(site.build().read("stories/a/index.html").contains("Disaster"));
}

#[test]
fn related_stories_share_brand_touchpoints_or_tags() {
    let story = |n: usize, brand: &str, tags: &str| {
        format!(
            "-- content/stories/s{n}.md --\n+++\ntitle = \"{n}\"\ndate = 2026-01-0{n}\nexperience = \"good\"\nbrand = \"{brand}\"\ntags = {tags}\n+++\n"
        )
    };
    let site = Site::new(
        &[
            story(1, "x", "[\"t\", \"u\"]"),
            story(2, "x", "[\"t\", \"u\"]"),
            story(3, "y", "[\"u\"]"),
            story(4, "z", "[]"),
            "-- templates/story.html --\n{% for one in related %}{{ one.title }} {% endfor %}".to_owned(),
        ]
        .concat(),
    );
    let built = site.build();
    assert_eq!(built.read("stories/s1/index.html"), "2 3 ");
    assert_eq!(built.read("stories/s4/index.html"), "");
}

#[test]
fn an_echo_is_shown_on_the_story_it_answers() {
    let site = Site::new(
        "-- content/stories/a.md --\n+++\ntitle = \"First\"\nexperience = \"bad\"\n+++\n\
         -- content/stories/b.md --\n+++\ntitle = \"Second\"\nexperience = \"bad\"\necho_of = \"a\"\n+++\n",
    );
    let built = site.build();
    assert!(built.read("stories/a/index.html").contains("1 more experienced this"));
    assert!(built.read("stories/b/index.html").contains("I experienced this too: <a href=\"/stories/a/\">First</a>"));
}

#[test]
fn files_of_the_real_world_are_read() {
    let site = Site::new("");
    site.write("content/bom.md", "\u{feff}---\r\ntitle: Bom\r\ntags:\r\n  - one\t\t\r\n---\r\nBody\r\n");
    site.write("content/empty.md", "");
    site.write("content/just text.md", "---\n\nA rule, then text.\n");
    site.write("content/name with + and [brackets].md", "x");
    site.write("content/Ελληνικά.md", "+++\n+++\nx");
    let built = site.build();
    assert!(built.read("bom/index.html").contains("<h1>Bom</h1>"));
    for path in ["empty", "just-text", "name-with-and-brackets", "ελληνικά"] {
        assert!(built.has(&format!("{path}/index.html")), "{path}: {:?}", built.files().keys());
    }
}
