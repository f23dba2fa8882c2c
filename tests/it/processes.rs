//! One build at a time in an output folder, and nothing of a build that was killed is left in it.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use crate::site::{Site, tree};

const STORY: &str = "-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nWords.\n";

fn spawn(root: &Path, args: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_anecdote"))
        .args(["--root", root.to_str().unwrap(), "--color", "never"])
        .args(args)
        .env("SOURCE_DATE_EPOCH", "1793577600")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// All that stands in a folder and is no page.
fn staging(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.contains("staging") || name.ends_with(".new")).collect()
}

#[test]
fn a_second_build_waits_for_the_first_and_says_so() {
    let site = Site::new(STORY);
    site.build();
    let lock = File::open(site.path("public")).unwrap();
    lock.lock().unwrap();
    let mut child = spawn(site.root(), &["build"]);
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let said = lines.next().unwrap().unwrap();
    assert!(said.starts_with("Waiting for another build"), "{said}");
    // What is written while it waits is what it builds.
    site.write("content/stories/a.md", "+++\ntitle = \"B\"\nexperience = \"bad\"\n+++\nNewer words.\n");
    drop(lock);
    assert!(child.wait().unwrap().success());
    assert!(fs::read_to_string(site.path("public/stories/a/index.html")).unwrap().contains("Newer words"));
}

#[test]
fn a_build_that_may_not_wait_fails_and_touches_nothing() {
    let site = Site::new(STORY);
    let before = site.build().files();
    site.write("content/stories/b.md", "+++\ntitle = \"B\"\nexperience = \"bad\"\n+++\nWords.\n");
    let lock = File::open(site.path("public")).unwrap();
    lock.lock().unwrap();
    for wait in ["0", "1"] {
        let said = site.fails_with(&["--wait", wait]);
        assert!(said.contains("error[E0806]") && said.contains("nothing was written"), "{said}");
    }
    assert_eq!(before, tree(&site.path("public")));
    // Who writes nothing waits for nobody, and another folder is nobody's.
    assert_eq!(site.run(&["check"]).code, 0);
    let elsewhere = TempDir::new().unwrap();
    site.build_with(&["--wait", "0", "-o", elsewhere.path().join("x").to_str().unwrap()]);
    drop(lock);
    site.build().same_as_clean();
}

#[test]
fn a_killed_build_holds_no_lock() {
    let site = Site::new(STORY);
    for n in 0..100 {
        site.write(&format!("content/stories/s{n}.md"), "+++\ntitle = \"S\"\nexperience = \"bad\"\n+++\nWords.\n");
    }
    site.build();
    let mut child = spawn(site.root(), &["build", "--relative-urls"]);
    child.kill().unwrap();
    child.wait().unwrap();
    site.build_with(&["--wait", "0"]).same_as_clean();
}

#[test]
fn a_build_that_fails_leaves_no_folder_where_none_was() {
    let site = Site::new("-- content/stories/a.md --\n+++\ntitle = \"A\"\n+++\nNo verdict.\n");
    assert!(site.fails().contains("nothing was written"));
    assert!(!site.path("public").exists() && !site.path(".anecdote").exists());
    let elsewhere = TempDir::new().unwrap();
    site.fails_with(&["-o", elsewhere.path().join("a/b/c").to_str().unwrap()]);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    fs::create_dir(site.path("public")).unwrap();
    site.fails();
    assert!(site.path("public").is_dir());
}

/// `ANECDOTE_OVERLAPS` says how often.
#[test]
fn builds_that_overlap_with_edits_between_leave_no_wrong_byte() {
    let rounds: usize = std::env::var("ANECDOTE_OVERLAPS").ok().and_then(|count| count.parse().ok()).unwrap_or(8);
    let site = Site::new("-- anecdote.toml --\npaginate_by = 5\n");
    let write = |n: usize, round: usize| {
        let text = format!(
            "+++\ntitle = \"S{n} {round}\"\ndate = 2026-01-{:02}\nexperience = \"good\"\ntags = [\"t{}\"]\n+++\nWords {round}.\n",
            n % 28 + 1,
            round % 7
        );
        site.write(&format!("content/stories/s{n}.md"), text);
    };
    (0..30).for_each(|n| write(n, 0));
    site.build();
    let mut wrong = Vec::new();
    for round in 1..=rounds {
        let mut children = Vec::new();
        for build in 0..3 {
            (0..4).for_each(|n| write((round * 5 + build * 3 + n) % 30, round * 3 + build));
            let odd = site.path(&format!("content/stories/odd{}.md", (round + build) % 4));
            if odd.exists() {
                fs::remove_file(odd).unwrap()
            } else {
                fs::write(odd, "+++\ntitle = \"Odd\"\nexperience = \"bad\"\n+++\nOdd.\n").unwrap()
            }
            children.push(spawn(site.root(), &["build"]));
        }
        for (build, child) in children.into_iter().enumerate() {
            let output = child.wait_with_output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            // A file that goes while an early build reads is an error of that build; the last one sees no edit.
            assert!(output.status.success() || (build < 2 && said.contains("nothing was written")), "{said}");
        }
        let clean = TempDir::new().unwrap();
        assert_eq!(site.run(&["build", "-o", clean.path().to_str().unwrap()]).code, 0);
        let clean = tree(clean.path());
        // The last of the three has read all that was written, as no other build was at it.
        if tree(&site.path("public")) != clean {
            wrong.push(format!("round {round}"));
        }
        site.build();
        assert!(tree(&site.path("public")) == clean, "round {round}: wrong after a quiet build");
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(staging(site.root()).is_empty() && staging(&site.path("public")).is_empty());
}

#[test]
fn two_sites_that_share_an_output_folder_take_turns() {
    let (one, two) = (Site::new(STORY), Site::new(&STORY.replace("Words", "Others")));
    let shared = TempDir::new().unwrap();
    let out = shared.path().join("www");
    for _ in 0..5 {
        let args = ["build", "--force", "-o", out.to_str().unwrap()];
        let children: Vec<Child> = [one.root(), two.root(), one.root()].iter().map(|root| spawn(root, &args)).collect();
        for child in children {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        let page = fs::read_to_string(out.join("stories/a/index.html")).unwrap();
        assert!(page.contains("Words.") != page.contains("Others."));
    }
    one.build_with(&["-o", out.to_str().unwrap()]);
    let files = tree(&out);
    let clean = one.build().files();
    assert!(files == clean);
}

#[test]
fn a_file_that_somebody_writes_during_a_build_is_written_anew_by_the_next() {
    let site = Site::new(STORY);
    site.build();
    let page = site.path("public/stories/a/index.html");
    for round in 0..10 {
        site.write("content/stories/a.md", format!("+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nRound {round}.\n"));
        let mut child = spawn(site.root(), &["build"]);
        while child.try_wait().unwrap().is_none() {
            // Of the same size, and in place.
            if let Ok(mut bytes) = fs::read(&page) {
                bytes.iter_mut().filter(|byte| byte.is_ascii_digit()).for_each(|byte| *byte = b'#');
                let _ = fs::OpenOptions::new().write(true).open(&page).map(|mut file| {
                    use std::io::Write as _;
                    file.write_all(&bytes)
                });
            }
        }
        site.build().same_as_clean();
    }
}

#[test]
fn what_killed_builds_left_is_cleared_and_what_only_looks_like_it_is_not() {
    let site = Site::new(STORY);
    site.build();
    for name in ["public/.anecdote-staging-abc/page.html", ".public.anecdote-staging-abc/site/page.html"] {
        site.write(name, "words that were withdrawn");
    }
    let other = ".private.anecdote-staging-abc/site/page.html";
    site.write(other, "of another output folder");
    let elsewhere = TempDir::new().unwrap();
    fs::write(elsewhere.path().join("precious"), "precious").unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), site.path(".public.anecdote-staging-link")).unwrap();
    site.build().same_as_clean();
    assert!(!site.path("public/.anecdote-staging-abc").exists() && !site.path(".public.anecdote-staging-abc").exists());
    assert!(site.path(other).exists() && elsewhere.path().join("precious").exists());
}

#[test]
fn where_nothing_can_be_moved_from_beside_the_output_the_build_says_what_it_does_instead() {
    let site = Site::new(STORY);
    fs::create_dir(site.path("public")).unwrap();
    // The output folder is a drive of its own.
    let script = format!(
        "mount -t tmpfs none {out} && {program} --root {root} build && {program} --root {root} build && ls -A {out} && cat {out}/stories/a/index.html",
        program = env!("CARGO_BIN_EXE_anecdote"),
        root = site.root().display(),
        out = site.path("public").display()
    );
    let output = Command::new("unshare").args(["-rm", "sh", "-c", &script]).output().unwrap();
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if errors.contains("unshare") || errors.contains("permitted") || errors.contains("permission denied") {
        eprintln!("skipped: no disk can be mounted here: {errors}");
        return;
    }
    assert!(output.status.success(), "{errors}");
    assert!(said.contains("Words.") && !said.contains("staging"), "{said}");
    assert!(errors.contains("nothing can be moved there from beside it"), "{errors}");
}
