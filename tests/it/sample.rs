//! The sample site: what a newcomer sees first.

use std::collections::BTreeSet;
use std::path::Path;

use anecdote::model::Fields;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn texts(folder: &str) -> Vec<(String, String)> {
    let walk = walkdir::WalkDir::new(root().join("content").join(folder)).sort_by_file_name();
    let files =
        walk.into_iter().map(Result::unwrap).filter(|entry| entry.path().extension().is_some_and(|e| e == "md"));
    files.map(|entry| (entry.path().display().to_string(), std::fs::read_to_string(entry.path()).unwrap())).collect()
}

#[test]
fn the_sample_builds_without_a_warning() {
    let out = tempfile::TempDir::new().unwrap();
    let run = crate::site::run_in(root(), &["build", "-o", out.path().to_str().unwrap()]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "Left out: 1 draft (--drafts shows it), 1 held back\n"));
    assert!(pages(out.path()) < 330, "{} pages of 46 stories", pages(out.path()));
}

/// How many HTML files a folder holds.
fn pages(folder: &Path) -> usize {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    files.filter(|file| file.path().extension().is_some_and(|ending| ending == "html")).count()
}

#[test]
fn a_new_site_of_three_stories_has_few_pages() {
    let site = crate::site::Site::new("");
    for (name, experience) in [("a", "good"), ("b", "bad"), ("c", "mixed")] {
        let tags =
            format!("tags = [\"{name}\", \"tea\"]\nbrand = \"Acme\"\ntouchpoints = [\"delivery\"]\nauthor = \"Ada\"");
        let story = format!("+++\ntitle = \"{name}\"\nexperience = \"{experience}\"\n{tags}\n+++\nWords.\n");
        site.write(&format!("content/stories/{name}.md"), story);
    }
    site.build();
    assert!(pages(&site.path("public")) < 25, "{} pages of three stories", pages(&site.path("public")));
}

#[test]
fn there_is_enough_of_everything() {
    let long = texts("stories")
        .into_iter()
        .filter(|(path, text)| {
            !path.contains("_index") && !text.contains("held_back") && !text.contains("draft = true")
        })
        .filter(|(_, text)| {
            let words = text.splitn(3, "+++").nth(2).unwrap().split_whitespace().count();
            (250..=700).contains(&words)
        });
    assert!(long.count() >= 24);
    let count = |folder: &str| texts(folder).iter().filter(|(path, _)| !path.contains("_index")).count();
    assert_eq!((count("testimonials"), count("ambassadors"), count("brands"), count("campaigns")), (20, 8, 6, 2));
}

#[test]
fn every_field_and_every_component_is_used_somewhere() {
    let all: String = texts("").into_iter().map(|(_, text)| text).collect();
    let fields: BTreeSet<&str> = Fields::NAMES.iter().copied().collect();
    let unused: Vec<_> = fields
        .iter()
        .filter(|name| !all.lines().any(|line| line.starts_with(&format!("{name} =")) || line == format!("[{name}]")))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
    for entry in std::fs::read_dir(root().join("themes/stage/templates/components")).unwrap() {
        let name = entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(all.contains(&format!("{{{{ {name}(")) || all.contains(&format!("{{% {name}(")), "{name}");
    }
}

#[test]
fn the_style_is_light() {
    for (theme, most) in [("stage", 20_000), ("showcase", 26_000)] {
        let dir = tempfile::TempDir::new().unwrap();
        let site = dir.path().join("new");
        let run = crate::site::run_in(dir.path(), &["init", "--theme", theme, site.to_str().unwrap()]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(crate::site::run_in(&site, &["build"]).code, 0);
        let mut files = std::fs::read_dir(site.join("public/css")).unwrap();
        let bytes = files.next().unwrap().unwrap().metadata().unwrap().len();
        assert!(bytes <= most && files.next().is_none(), "{theme}: {bytes}");
    }
}
