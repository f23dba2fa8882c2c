//! The output folder is the owner's.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

use crate::site::{Site, tree};

const SITE: &str = "-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nx\n\
    -- templates/partials/x.html --\nx\n-- themes/own/theme.toml --\nname = \"own\"\napi = 1\n-- static/x.txt --\nx\n-- data/x.toml --\nx = 1\n";

#[test]
fn a_folder_of_sources_is_never_an_output_folder() {
    let site = Site::new(SITE);
    symlink(site.path("content"), site.path("link")).unwrap();
    let before = tree(site.root());
    let inside = |path: &str| site.path(path).to_str().unwrap().to_owned();
    let home = std::env::var("HOME").unwrap();
    let folders = [
        "content",
        "content/stories",
        ".",
        "..",
        "themes",
        "themes/own",
        "templates",
        "static",
        "data",
        "link",
        "link/deep",
    ];
    for folder in folders.iter().map(|path| inside(path)).chain(["/".to_owned(), home]) {
        for force in [&[][..], &["--force"]] {
            let mut args = vec!["-o", folder.as_str()];
            args.extend(force);
            let said = site.fails_with(&args);
            assert!(said.contains("cannot be the output folder: it "), "{folder}: {said}");
        }
    }
    assert!(before == tree(site.root()));
}

#[test]
fn a_folder_with_other_things_is_refused_and_with_force_they_stay() {
    let site = Site::new(SITE);
    for (path, text) in
        [("public/CNAME", "x.example"), ("public/.git/HEAD", "ref"), ("public/stories/mine.txt", "mine")]
    {
        site.write(path, text);
    }
    let said = site.fails();
    assert!(
        said.contains("holds things that no build of this site made, such as .git") && said.contains("--force"),
        "{said}"
    );
    assert_eq!(tree(&site.path("public")).len(), 3);
    site.build_with(&["--force"]);
    site.build();
    site.remove("content/stories/a.md");
    site.build();
    for path in ["public/CNAME", "public/.git/HEAD", "public/stories/mine.txt"] {
        assert!(site.path(path).exists(), "{path}");
    }
    assert!(!site.path("public/stories/a").exists());
}

#[test]
fn a_foreign_file_is_not_overwritten_without_force() {
    let site = Site::new(SITE);
    site.build();
    site.write("public/about/index.html", "by hand");
    site.write("content/about.md", "x");
    let said = site.fails();
    assert!(said.contains("about/index.html is already in the output folder"), "{said}");
    assert_eq!(fs::read_to_string(site.path("public/about/index.html")).unwrap(), "by hand");
    site.build_with(&["--force"]);
    assert_ne!(fs::read_to_string(site.path("public/about/index.html")).unwrap(), "by hand");
}

#[test]
fn an_empty_folder_in_version_control_is_fine() {
    let site = Site::new(SITE);
    site.write("public/.gitkeep", "");
    site.build();
    assert!(site.path("public/.gitkeep").exists());
}

#[test]
fn unchanged_files_are_not_touched() {
    let site = Site::new(SITE);
    site.write("content/b.md", "x");
    site.build();
    let stamp = |path: &str| {
        use std::os::unix::fs::MetadataExt;
        let meta = fs::metadata(site.path("public").join(path)).unwrap();
        (meta.ino(), meta.mtime(), meta.mtime_nsec(), meta.ctime(), meta.ctime_nsec())
    };
    let (kept, changed) = (stamp("b/index.html"), stamp("stories/a/index.html"));
    site.write("content/stories/a.md", "+++\ntitle = \"A\"\nexperience = \"good\"\n+++\ny\n");
    site.build();
    assert_eq!(stamp("b/index.html"), kept);
    assert_ne!(stamp("stories/a/index.html"), changed);
}

#[test]
fn a_file_that_somebody_changed_is_not_removed() {
    let site = Site::new(SITE);
    site.build();
    site.write("public/stories/a/index.html", "edited by hand");
    site.remove("content/stories/a.md");
    site.build();
    assert_eq!(fs::read_to_string(site.path("public/stories/a/index.html")).unwrap(), "edited by hand");
}

#[test]
fn nothing_is_removed_through_a_link() {
    let site = Site::new(SITE);
    site.build();
    let outside = tempfile::TempDir::new().unwrap();
    fs::rename(site.path("public/stories"), outside.path().join("stories")).unwrap();
    symlink(outside.path().join("stories"), site.path("public/stories")).unwrap();
    let before = tree(outside.path());
    site.remove("content/stories/a.md");
    site.run(&["build"]);
    assert!(before == tree(outside.path()));
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error() {
    let site = Site::new(SITE);
    site.write("public", "a file");
    assert!(site.fails().contains("it is a file"));
    let said = site.fails_with(&["-o", "/proc/nowhere"]);
    assert!(said.contains("cannot be written") || said.contains("cannot be used"), "{said}");
}

#[test]
fn a_killed_build_leaves_the_old_site_complete_and_the_next_one_whole() {
    let site = Site::new("-- anecdote.toml --\npaginate_by = 5\n");
    let story = |n: usize, words: &str| {
        let text =
            format!("+++\ntitle = \"S{n}\"\ndate = 2025-01-{:02}\nexperience = \"good\"\n+++\n{words}\n", 1 + n % 28);
        site.write(&format!("content/stories/s{n}.md"), text);
    };
    (0..300).for_each(|n| story(n, "old"));
    let old = site.build().files();
    (0..300).for_each(|n| story(n, "new"));
    let clean = tempfile::TempDir::new().unwrap();
    assert_eq!(site.run(&["build", "-o", clean.path().to_str().unwrap()]).code, 0);
    let new = tree(clean.path());
    for microseconds in [500, 2_000, 5_000, 10_000, 20_000, 30_000, 40_000, 60_000] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_anecdote"))
            .args(["--root", site.root().to_str().unwrap(), "build", "--date", "2026-11-02"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // How long the build is left alone is the point here; nothing is waited for.
        std::thread::sleep(std::time::Duration::from_micros(microseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = tree(&site.path("public"));
        for (path, bytes) in &old {
            if path.starts_with('.') {
                continue;
            }
            let there = now.get(path).unwrap_or_else(|| panic!("{path} is gone"));
            assert!(there == bytes || Some(there) == new.get(path), "{path} is neither old nor new");
        }
    }
    site.build().same_as_clean();
    assert!(
        fs::read_dir(site.path("public"))
            .unwrap()
            .flatten()
            .all(|entry| !entry.file_name().to_string_lossy().contains("staging"))
    );
}
