//! Building again gives, page by page, what building anew gives, and draws only what must be drawn.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use anecdote::cache::Key;
use anecdote::diag::Diagnostic;
use anecdote::index::Audience;
use anecdote::pipeline::{Builder, Project};
use anecdote::plan::Input;
use anecdote::source::{ChangeSet, read_copy};
use proptest::prelude::*;

use crate::edits::{self, apply, edit, size};
use crate::site::Site;

/// A builder that goes on from build to build, and what it drew.
struct Engine {
    builder: Builder,
    kept: BTreeMap<String, (Key, Vec<u8>)>,
    drawn: Vec<String>,
    /// What was found, in the order in which it is shown.
    found: Vec<String>,
}

/// All outputs, or the codes of the errors.
type Outputs = Result<BTreeMap<String, Vec<u8>>, BTreeSet<&'static str>>;

impl Engine {
    fn new(site: &Site) -> Self {
        let now = "2026-11-02T00:00:00Z".parse().unwrap();
        let project = Project {
            root: site.root().to_owned(),
            output: None,
            base_url: None,
            relative_urls: false,
            date: None,
            audience: Audience { now, drafts: false, future: false },
            within: None,
        };
        Self { builder: Builder::new(project), kept: BTreeMap::new(), drawn: Vec::new(), found: Vec::new() }
    }

    fn build(&mut self, look: &ChangeSet) -> Outputs {
        self.drawn.clear();
        let built = self.builder.build(look);
        let say = |found: &&Diagnostic| format!("{} {:?} {}", found.code, found.span, found.message);
        self.found = built.all().iter().map(say).collect();
        if built.failed() {
            return Err(built.diagnostics.iter().filter(|found| found.code.starts_with('E')).map(|f| f.code).collect());
        }
        let site = built.site.unwrap();
        let mut all = BTreeMap::new();
        let mut errors = BTreeSet::new();
        for page in site.pages.iter() {
            let input = site.input(page);
            let key = Key::new(&site.parts(page, &input));
            let out = page.out.to_string();
            if let Some((_, bytes)) = self.kept.get(&out).filter(|(known, _)| *known == key) {
                all.insert(out, bytes.clone());
                continue;
            }
            let bytes = match &input {
                Input::Copy(copy) => {
                    let pictures = &site.model.config.pictures;
                    Ok(read_copy(&self.builder.project().root, copy, pictures).unwrap().value)
                }
                _ => site.render(page, &input).map(Option::unwrap_or_default),
            };
            match bytes {
                Ok(bytes) => {
                    self.drawn.push(out.clone());
                    self.kept.insert(out.clone(), (key, bytes.clone()));
                    all.insert(out, bytes);
                }
                Err(found) => errors.extend(found.iter().map(|found| found.code)),
            }
        }
        if errors.is_empty() { Ok(all) } else { Err(errors) }
    }
}

fn same(again: &Outputs, clean: &Outputs) -> Result<(), String> {
    match (again, clean) {
        (Ok(again), Ok(clean)) => {
            let mut wrong = String::new();
            for path in again.keys().chain(clean.keys()).collect::<BTreeSet<_>>() {
                if again.get(path) != clean.get(path) {
                    let text = |all: &BTreeMap<String, Vec<u8>>| {
                        all.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned())
                    };
                    let _ = writeln!(wrong, "{path}: {:#?}\nclean: {:#?}", text(again), text(clean));
                }
            }
            if wrong.is_empty() { Ok(()) } else { Err(wrong) }
        }
        (Err(again), Err(clean)) if again == clean => Ok(()),
        _ => Err(format!("{:?} but clean {:?}", again.as_ref().err(), clean.as_ref().err())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: size("ANECDOTE_CASES", 2), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_every_page_and_every_problem_is_what_a_clean_build_gives(
        edits in prop::collection::vec(edit(), 60..size("ANECDOTE_EDITS", 80) as usize)
    ) {
        let site = edits::site();
        let mut engine = Engine::new(&site);
        engine.build(&ChangeSet::Everywhere).unwrap();
        for edit in &edits {
            let at = apply(&site, *edit);
            let again = engine.build(&ChangeSet::At(at));
            let mut fresh = Engine::new(&site);
            let clean = fresh.build(&ChangeSet::Everywhere);
            if let Err(wrong) = same(&again, &clean) {
                prop_assert!(false, "after {edit:?}: {wrong}");
            }
            prop_assert_eq!(&engine.found, &fresh.found, "what is found after {:?}", edit);
        }
    }
}

/// A site on which to count: forty stories on four pages of a list, two of them under a word of their own.
fn counted() -> Site {
    let site = Site::new(
        "-- anecdote.toml --\npaginate_by = 10\nrelated = 0\n\
         -- templates/testimonial.html --\n{{ page.title }}{% include \"partials/words.html\" %}\n\
         -- templates/partials/words.html --\n{{ page.content }}\n\
         -- content/testimonials/t.md --\n+++\nexperience = \"good\"\nauthor = \"Ada\"\n+++\nSo good.\n\
         -- content/brands/acme.md --\n+++\nname = \"Acme\"\n+++\n",
    );
    for n in 1..=40 {
        site.write(&format!("content/stories/s{n:02}.md"), story(n, "Story", "tea", "Words."));
    }
    site
}

fn story(n: u32, title: &str, tag: &str, body: &str) -> String {
    let date = format!("2026-{:02}-{:02}", n.div_ceil(20), (n - 1) % 20 + 1);
    format!("+++\ntitle = \"{title} {n}\"\ndate = {date}\nexperience = \"good\"\ntags = [\"{tag}\"]\n+++\n{body}\n")
}

#[test]
fn each_kind_of_edit_draws_what_shows_it_and_nothing_else() {
    let site = counted();
    let mut engine = Engine::new(&site);
    engine.build(&ChangeSet::Everywhere).unwrap();
    let mut said = String::new();
    let mut step = |what: &str, path: &str, text: Option<String>| {
        match text {
            Some(text) => site.write(path, text),
            None => site.remove(path),
        }
        let at = ChangeSet::At(BTreeSet::from([site.path(path)]));
        let again = engine.build(&at);
        same(&again, &Engine::new(&site).build(&ChangeSet::Everywhere)).unwrap();
        let _ = writeln!(said, "{what}: {}", engine.drawn.len());
        for out in engine.drawn.iter().take(24) {
            let _ = writeln!(said, "  {out}");
        }
        if engine.drawn.len() > 24 {
            let _ = writeln!(said, "  …");
        }
    };
    let s05 = "content/stories/s05.md";
    step("the same bytes again", s05, Some(story(5, "Story", "tea", "Words.")));
    step("a body", s05, Some(story(5, "Story", "tea", "Words.\n\nMore words.")));
    step("the beginning of a body", s05, Some(story(5, "Story", "tea", "Other words.\n\nMore words.")));
    step("a title", s05, Some(story(5, "Tale", "tea", "Other words.\n\nMore words.")));
    step("a tag", s05, Some(story(5, "Tale", "cake", "Other words.\n\nMore words.")));
    step("a new story", "content/stories/s41.md", Some(story(41, "Story", "tea", "New.")));
    step("a story that goes", "content/stories/s41.md", None);
    step("a draft", s05, Some(story(5, "Tale", "cake", "x").replacen("+++\n", "+++\ndraft = true\n", 1)));
    step("a leaf template", "templates/testimonial.html", Some("{{ page.title }} only".to_owned()));
    step("a template that nothing includes any more", "templates/partials/words.html", Some("x".to_owned()));
    step("a template for a kind that has none", "templates/brand.html", Some("{{ page.title }}".to_owned()));
    step("a template that goes", "templates/brand.html", None);
    step("a stylesheet", "static/own.css", Some("a { color: red }".to_owned()));
    step("an asset", "content/stories/cup.mp3", Some("cup".to_owned()));
    step("data that no template names", "data/prices.toml", Some("tea = 2\n".to_owned()));
    insta::assert_snapshot!(said);
}

/// Edits in turn; after each, what building again gives is what building anew gives.
fn follows(site: &Site, steps: &[&dyn Fn(&Site)]) -> Vec<BTreeMap<String, Vec<u8>>> {
    let mut engine = Engine::new(site);
    engine.build(&ChangeSet::Everywhere).unwrap();
    steps
        .iter()
        .map(|step| {
            step(site);
            let again = engine.build(&ChangeSet::At(BTreeSet::from([site.path("content"), site.path("templates")])));
            same(&again, &Engine::new(site).build(&ChangeSet::Everywhere)).unwrap();
            again.unwrap()
        })
        .collect()
}

fn text(all: &BTreeMap<String, Vec<u8>>, path: &str) -> String {
    String::from_utf8(all.get(path).unwrap_or_else(|| panic!("no {path} in {:?}", all.keys())).clone()).unwrap()
}

#[test]
fn a_tag_comes_is_renamed_and_goes_with_its_pages() {
    let site = counted();
    let s = |tag: &'static str| move |site: &Site| site.write("content/stories/s05.md", story(5, "Story", tag, "x"));
    let all = follows(
        &site,
        &[
            &s("cake"),
            &s("pie"),
            &s("tea"),
            &|site| site.write("content/stories/s07.md", story(7, "Story", "rye", "x")),
            &|site| site.write("content/stories/s08.md", story(8, "Story", "rye", "x")),
            &|site| site.remove("content/stories/s07.md"),
            &|site| site.remove("content/stories/s08.md"),
        ],
    );
    let tags = |at: usize| text(&all[at], "tags/index.html");
    // A single story stands on the list of all tags; two have a page.
    assert!(tags(0).contains("<li id=\"cake\">") && tags(0).contains("Story 5"));
    assert!(!text(&all[0], "tags/tea/page/1/index.html").contains("Story 5<"));
    assert!(tags(1).contains("<li id=\"pie\">") && !tags(1).contains("<li id=\"cake\">"));
    assert!(!tags(2).contains("<li id=\"pie\">"));
    assert!(tags(3).contains("<li id=\"rye\">") && !all[3].contains_key("tags/rye/index.html"));
    assert!(text(&all[4], "tags/rye/index.html").contains("Story 8"));
    assert!(tags(5).contains("<li id=\"rye\">") && !all[5].contains_key("tags/rye/index.html"));
    assert!(!tags(6).contains("<li id=\"rye\">"), "the last story of a tag took the tag with it");
}

#[test]
fn a_title_reaches_the_list_page_where_its_story_stands() {
    let site = counted();
    let all = follows(&site, &[&|site| site.write("content/stories/s03.md", story(3, "Renamed", "tea", "x"))]);
    let list = "stories/page/1/index.html";
    assert!(text(&all[0], list).contains("Renamed 3"));
}

#[test]
fn a_changed_slug_takes_the_old_address_away() {
    let site = counted();
    let all = follows(
        &site,
        &[&|site| {
            site.write(
                "content/stories/s05.md",
                story(5, "Story", "tea", "x").replacen("+++\n", "+++\nslug = \"five\"\n", 1),
            )
        }],
    );
    assert!(all[0].contains_key("stories/five/index.html") && !all[0].contains_key("stories/s05/index.html"));
}

#[test]
fn a_renamed_directory_moves_its_pages() {
    let site = counted();
    site.write("content/notes/a.md", "+++\ntitle = \"A\"\n+++\n");
    let all = follows(
        &site,
        &[&|site| {
            std::fs::rename(site.path("content/notes"), site.path("content/essays")).unwrap();
        }],
    );
    assert!(all[0].contains_key("essays/a/index.html") && !all[0].contains_key("notes/a/index.html"));
}

#[test]
fn a_page_turns_into_a_draft_and_back() {
    let site = counted();
    let write = |site: &Site, draft: &str| {
        site.write(
            "content/stories/s05.md",
            story(5, "Story", "tea", "x").replacen("+++\n", &format!("+++\n{draft}"), 1),
        );
    };
    let all = follows(&site, &[&|site| write(site, "draft = true\n"), &|site| write(site, "")]);
    assert!(!all[0].contains_key("stories/s05/index.html") && all[1].contains_key("stories/s05/index.html"));
}

#[test]
fn an_override_of_a_template_comes_and_goes() {
    let site = counted();
    let all = follows(
        &site,
        &[&|site| site.write("templates/story.html", "mine: {{ page.title }}"), &|site| {
            site.remove("templates/story.html")
        }],
    );
    assert_eq!(text(&all[0], "stories/s05/index.html"), "mine: Story 5");
    assert!(text(&all[1], "stories/s05/index.html").contains("<!doctype html>"));
}

#[test]
fn a_story_appears_when_its_time_has_come() {
    let site = counted();
    site.write(
        "content/stories/later.md",
        "+++\ntitle = \"Later\"\nexperience = \"good\"\ndate = 2026-11-02T12:00:00Z\n+++\n",
    );
    let mut engine = Engine::new(&site);
    let before = engine.build(&ChangeSet::Everywhere).unwrap();
    assert!(!before.contains_key("stories/later/index.html"));
    let moment = engine.builder.next_change().unwrap();
    assert_eq!(moment.to_string(), "2026-11-02T12:00:00Z");
    engine.builder.set_now(moment);
    let after = engine.build(&ChangeSet::At(BTreeSet::new())).unwrap();
    assert!(after.contains_key("stories/later/index.html"));
    // The next thing to change by itself is the date on the integrity page.
    assert_eq!(engine.builder.next_change().unwrap().to_string(), "2026-11-03T00:00:00Z");
}

#[test]
fn a_file_that_is_unreadable_for_a_while_comes_back() {
    let site = counted();
    let mut engine = Engine::new(&site);
    engine.build(&ChangeSet::Everywhere).unwrap();
    let file = site.path("content/stories/s05.md");
    let at = |path: &PathBuf| ChangeSet::At(BTreeSet::from([path.clone()]));
    site.write("content/stories/s05.md", b"+++\ntitle = \"\xff\"\n+++\n");
    assert!(engine.build(&at(&file)).is_err());
    site.write("content/stories/s05.md", story(5, "Story", "tea", "Words."));
    let again = engine.build(&at(&file));
    same(&again, &Engine::new(&site).build(&ChangeSet::Everywhere)).unwrap();
}
