//! What `anecdote build` leaves alone from run to run, and what it says of the rest.

use std::fs;
use std::time::SystemTime;

use crate::site::Site;

const SITE: &str = "-- content/about.md --\n+++\ntitle = \"About\"\n+++\nWords.\n\
                    -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ndate = 2026-01-01\n+++\nFirst.\n\nMore.\n\
                    -- content/stories/b.md --\n+++\ntitle = \"B\"\nexperience = \"bad\"\ndate = 2026-01-02\n+++\nFirst.\n";

fn changed(site: &Site, path: &str) -> SystemTime {
    fs::metadata(site.path("public").join(path)).unwrap().modified().unwrap()
}

/// What `-v` says was drawn, and why.
fn drawn(site: &Site) -> Vec<String> {
    let run = site.run(&["-v", "build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines = run.stderr.lines().skip_while(|line| !line.starts_with("Drew ")).skip(1);
    lines.filter_map(|line| line.strip_prefix("  ")).map(str::to_owned).collect()
}

#[test]
fn what_is_not_stale_is_neither_drawn_nor_touched() {
    let site = Site::new(SITE);
    site.build();
    let before = changed(&site, "about/index.html");
    assert!(site.run(&["-v", "build"]).stderr.contains("Nothing to draw"));
    site.write(
        "content/stories/a.md",
        fs::read_to_string(site.path("content/stories/a.md")).unwrap() + "\nAnd more.\n",
    );
    assert_eq!(drawn(&site), ["api/v1/stories.json: texts", "stories/a/index.html: text"]);
    assert_eq!(changed(&site, "about/index.html"), before);
    site.build().same_as_clean();
}

#[test]
fn it_says_why_each_output_was_drawn() {
    let site = Site::new(SITE);
    site.build();
    let text = fs::read_to_string(site.path("content/stories/a.md")).unwrap();
    site.write("content/stories/a.md", text.replace("title = \"A\"", "title = \"Alpha\""));
    let said = drawn(&site);
    let line = |out: &str| said.iter().find(|line| line.starts_with(out)).cloned().unwrap_or_default();
    assert!(line("stories/a/index.html").contains("page"), "{said:#?}");
    assert_eq!(line("stories/b/index.html"), "stories/b/index.html: older");
    assert_eq!(line("stories/index.html"), "stories/index.html: paginator");
    assert!(line("about/index.html").is_empty());
    site.write("templates/page.html", "{{ page.title }}");
    assert_eq!(drawn(&site), ["about/index.html: template, json_ld"]);
    site.write("i18n/en.toml", "home = \"Start\"\n");
    assert!(drawn(&site).iter().any(|line| line.contains("strings")));
    site.write("content/new.md", "+++\ntitle = \"New\"\n+++\n");
    assert!(drawn(&site).contains(&"new/index.html: new".to_owned()));
}

#[test]
fn an_output_that_somebody_else_changed_or_removed_is_made_again() {
    let site = Site::new(SITE);
    let built = site.build();
    let page = built.read("about/index.html");
    site.write("public/about/index.html", "mine now");
    site.remove("public/stories/a/index.html");
    let said = drawn(&site);
    assert_eq!(
        said,
        ["about/index.html: not what was written last time", "stories/a/index.html: not what was written last time"]
    );
    assert_eq!(site.build().same_as_clean().read("about/index.html"), page);
}

#[test]
fn a_cache_that_cannot_be_trusted_is_as_good_as_none() {
    let site = Site::new(SITE);
    site.build();
    let cache = || {
        let mut all = fs::read_dir(site.path(".anecdote")).unwrap().map(|entry| entry.unwrap().path());
        all.find(|path| path.extension().is_some_and(|end| end == "bin")).unwrap()
    };
    assert_eq!(fs::read_to_string(site.path(".anecdote/.gitignore")).unwrap(), "*\n");
    let mut bytes = fs::read(cache()).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(cache(), bytes).unwrap();
    site.build().same_as_clean();
    fs::write(cache(), "").unwrap();
    site.build().same_as_clean();
    fs::remove_dir_all(site.path(".anecdote")).unwrap();
    // In the folder's place something that is none: the site is built all the same.
    site.write(".anecdote", "x");
    site.build().same_as_clean();
}

#[test]
fn data_files_and_queries_reach_the_templates_that_name_them() {
    let site = Site::new(SITE);
    site.write("anecdote.toml", "theme = \"mine\"\n");
    site.write(
        "themes/mine/theme.toml",
        "name = \"mine\"\napi = 1\nextends = \"stage\"\n[queries.good]\nwhere = { experience = \"good\" }\n\
         [queries.by_verdict]\ngroup_by = \"experience\"\nlimit = 1\n",
    );
    site.write("data/prices.csv", "name,price\ntea,2\n");
    site.write("data/shops/berlin.toml", "street = \"Lindenstrasse\"\n");
    site.write(
        "templates/page.html",
        "{% for page in queries.good.pages %}{{ page.title }} {% endfor %}{{ queries.good.total }} \
         {% for group in queries.by_verdict.groups %}{{ group.term.slug }}:{{ group.pages | length }} {% endfor %}\
         {{ data.prices[0].price }} {{ data.shops.berlin.street }}",
    );
    assert_eq!(site.build().read("about/index.html"), "A 1 good:1 bad:1 2 Lindenstrasse");
    site.write("data/prices.csv", "name,price\ntea,3\n");
    assert_eq!(drawn(&site), ["about/index.html: data"]);
    site.write("content/stories/b.md", "+++\ntitle = \"B\"\nexperience = \"good\"\ndate = 2026-01-02\n+++\n");
    assert!(drawn(&site).contains(&"about/index.html: queries".to_owned()));
    assert_eq!(site.build().same_as_clean().read("about/index.html"), "B A 2 good:1 3 Lindenstrasse");
}

#[test]
fn a_query_or_a_data_file_that_makes_no_sense_is_an_error_with_a_way_out() {
    let site = Site::new(SITE);
    site.write("anecdote.toml", "theme = \"mine\"\n");
    site.write(
        "themes/mine/theme.toml",
        "name = \"mine\"\napi = 1\nextends = \"stage\"\n[queries.q]\nwhere = { experiense = \"good\" }\ngroup_by = \"brnd\"\n",
    );
    let said = site.fails();
    assert!(said.contains("did you mean `experience`?") && said.contains("did you mean `brand`?"), "{said}");
    site.write(
        "themes/mine/theme.toml",
        "name = \"mine\"\napi = 1\nextends = \"stage\"\n[queries.q]\nsort = \"size\"\n",
    );
    assert!(site.fails().contains("themes/mine/theme.toml:5:"), "{}", site.fails());
    site.write("anecdote.toml", "");
    site.write("data/x.json", "{\n  \"a\": oops\n}");
    assert!(site.fails().contains("data/x.json:2:"), "{}", site.fails());
    site.write("data/x.json", "{}");
    site.write("data/x.toml", "");
    assert!(site.fails().contains("would both be data.x"), "{}", site.fails());
}

/// Builds until the files have been at rest for so long that a build takes their stamps for their bytes, and keeps
/// what it comes to.
fn build_at_rest(site: &Site) {
    let rest = std::time::Duration::from_secs(2);
    let youngest = || {
        let files = walkdir::WalkDir::new(site.root()).into_iter().filter_map(Result::ok);
        let files = files.filter(|file| !file.path().starts_with(site.path("public")) && file.file_type().is_file());
        files.filter_map(|file| file.metadata().ok()?.modified().ok()?.elapsed().ok()).min().unwrap_or(rest)
    };
    while youngest() <= rest {
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    site.build();
}

/// Whether a build parsed the site, and what it said but for its timings and its result.
fn parsed(site: &Site, args: &[&str]) -> (bool, Vec<String>) {
    let run = site.run(&[&["build", "--timings"], args].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = run.stderr.lines().filter(|line| !line.contains(" ms") && !line.is_empty());
    (run.stderr.contains(" ms  parse"), said.map(str::to_owned).collect())
}

#[test]
fn a_build_with_nothing_changed_says_the_same_and_does_no_work() {
    let site = Site::new(SITE);
    site.write("content/later.md", "+++\ntitle = \"Later\"\ndate = 2027-01-01\n+++\n");
    site.write("content/stories/c.md", "+++\ntitle = \"A\"\nexperience = \"good\"\ndate = 2026-01-03\n+++\nThird.\n");
    build_at_rest(&site);
    fs::remove_dir_all(site.path(".anecdote")).unwrap();
    let (was_parsed, first) = parsed(&site, &[]);
    assert!(
        was_parsed && first.iter().any(|line| line.contains("W0511")) && first.iter().any(|line| line.contains("2027"))
    );
    let written = changed(&site, "stories/a/index.html");
    assert_eq!(parsed(&site, &[]), (false, first.clone()));
    assert!(!parsed(&site, &["-v"]).0);
    let json = |site: &Site| -> serde_json::Value {
        let mut json: serde_json::Value =
            serde_json::from_str(&site.run(&["build", "--format", "json"]).stdout).unwrap();
        json["milliseconds"].take();
        json
    };
    let repeated = json(&site);
    fs::remove_dir_all(site.path(".anecdote")).unwrap();
    let mut worked = json(&site);
    worked["drawn"] = 0.into();
    assert_eq!(repeated, worked);
    assert_eq!(changed(&site, "stories/a/index.html"), written);
    site.build().same_as_clean();
}

#[test]
fn a_build_after_any_change_does_its_work() {
    let site = Site::new(SITE);
    site.write("static/a.txt", "one");
    site.write("content/stories/cup.png", "no picture");
    type Change<'a> = (&'a str, &'a dyn Fn(&Site));
    let changes: [Change; 10] = [
        ("a text", &|site| site.write("content/about.md", "+++\ntitle = \"About\"\n+++\nOther.\n")),
        ("a new file", &|site| site.write("content/new.md", "+++\ntitle = \"New\"\n+++\n")),
        ("a file that is gone", &|site| site.remove("content/new.md")),
        ("a picture", &|site| site.write("content/stories/cup.png", "another picture")),
        ("a static file", &|site| site.write("static/a.txt", "two")),
        ("the config", &|site| site.write("anecdote.toml", "title = \"Other\"\n")),
        ("a data file that no template can read", &|site| site.write("data/a.txt", "")),
        ("a template", &|site| site.write("templates/page.html", "{{ page.title }}")),
        ("an output", &|site| site.write("public/about/index.html", "Mine.")),
        ("an output that is gone", &|site| site.remove("public/about/index.html")),
    ];
    build_at_rest(&site);
    for (what, change) in changes {
        assert!(!parsed(&site, &[]).0, "before {what}");
        change(&site);
        assert!(parsed(&site, &[]).0, "{what}");
        site.build().same_as_clean();
        build_at_rest(&site);
    }
    for args in [&["--drafts"][..], &["--future"], &["--date", "2026-12-24"], &["--relative-urls"]] {
        assert!(parsed(&site, args).0, "{args:?}");
        assert!(parsed(&site, &[]).0, "after {args:?}");
        assert!(!parsed(&site, &[]).0, "after {args:?}, again");
    }
}

#[test]
fn a_record_of_an_older_build_says_nothing_of_what_was_built_since() {
    let site = Site::new(SITE);
    let long_ago = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    for path in ["content/about.md", "content/stories/a.md", "content/stories/b.md"] {
        fs::File::options().write(true).open(site.path(path)).unwrap().set_modified(long_ago).unwrap();
    }
    site.build();
    // A file that has just been written keeps the next build from leaving a record.
    site.write("content/stories/asset.mp3", "x");
    assert!(site.build().has("stories/asset.mp3"));
    site.remove("content/stories/asset.mp3");
    assert!(!site.build().same_as_clean().has("stories/asset.mp3"));
}
