//! The command line.

use std::process::Command;

use tempfile::TempDir;

use crate::site::{Site, run_in};

/// A config that asks for less than honesty does.
const QUIET: &str = "-- anecdote.toml --\n[check]\nW0112 = \"allow\"\nW0901 = \"allow\"\nW0913 = \"allow\"\n";

fn plain(args: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_anecdote")).args(args).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn without_arguments_the_help_begins_with_the_commands_of_a_newcomer() {
    let (code, stdout, _) = plain(&[]);
    assert_eq!(code, 0);
    let lines: Vec<&str> = stdout.lines().take(6).map(str::trim).collect();
    assert_eq!(lines[0], "To begin:");
    assert!(lines[1].starts_with("anecdote init"));
    assert!(lines[2].starts_with("anecdote new"));
    assert!(lines[3].starts_with("anecdote serve"));
    assert!(lines[4].starts_with("anecdote check"));
    assert!(lines[5].starts_with("anecdote build"));
}

#[test]
fn wrong_usage_ends_with_2_and_a_site_with_errors_with_1() {
    assert_eq!(plain(&["bild"]).0, 2);
    assert_eq!(plain(&["build", "--nonsense"]).0, 2);
    assert_eq!(plain(&["build", "--date", "someday"]).0, 2);
    assert_eq!(plain(&["--root", "nowhere", "build"]).0, 2);
    assert_eq!(plain(&["--root", "nowhere", "serve"]).0, 2);
    assert_eq!(plain(&["--root", "nowhere", "embed", "wall"]).0, 2);
    assert_eq!(plain(&["explain", "E9999"]).0, 2);
    let site = Site::new("-- content/stories/a.md --\nno verdict\n");
    assert_eq!(site.run(&["build"]).code, 1);
    assert_eq!(site.run(&["check"]).code, 1);
    assert_eq!(site.run(&["embed", "wall"]).code, 1);
}

#[test]
fn a_new_site_builds_at_once_and_without_warnings() {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("site");
    let (code, _, stderr) = plain(&["init", folder.to_str().unwrap()]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    let run = run_in(&folder, &["build", "--date", "2099-01-01"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(folder.join("public/stories/the-umbrella/index.html").exists());
    let (code, _, stderr) = plain(&["init", folder.to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(stderr.contains("holds `anecdote.toml` already"), "{stderr}");
}

#[test]
fn init_names_the_theme_that_was_meant() {
    let dir = TempDir::new().unwrap();
    let folder = dir.path().join("site");
    let (code, _, stderr) = plain(&["init", folder.to_str().unwrap(), "--theme", "stag"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("did you mean `stage`?"), "{stderr}");
    assert!(!folder.exists());
}

#[test]
fn every_kind_can_be_begun_and_builds_and_is_never_overwritten() {
    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n");
    for kind in ["story", "testimonial", "ambassador", "brand", "campaign", "page"] {
        let is_voice = ["story", "testimonial"].contains(&kind);
        let verdict: &[&str] = if is_voice { &["--experience", "good"] } else { &[] };
        let run = site.run(&[&["new", kind, "A \"quoted\" name"], verdict].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(site.path(run.stdout.trim()).exists(), "{}", run.stdout);
        assert_eq!(site.run(&["new", kind, "A \"quoted\" name"]).code, 1);
    }
    site.build_with(&["--drafts"]);
    assert_eq!(site.run(&["new", "story", "!!!"]).code, 2);
    assert_eq!(site.run(&["new", "poem", "x"]).code, 2);
}

#[test]
fn a_build_ends_with_one_line_on_stdout_and_says_no_more_in_a_pipe() {
    let site =
        Site::new(&format!("{QUIET}-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nx\n"));
    let built = site.build();
    let line = built.run.stdout.trim_end();
    assert_eq!(line.lines().count(), 1);
    assert!(line.starts_with("Built ") && line.contains("from 1 story in ") && line.ends_with("public/"), "{line}");
    assert_eq!(built.run.stderr, "");
    let again = site.build();
    assert!(again.run.stdout.contains("(0 written, "), "{}", again.run.stdout);
}

#[test]
fn the_result_as_json_is_one_object() {
    let site = Site::new(
        "-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nx\n\
         -- content/stories/b.md --\n+++\ntitle = \"B\"\nexperience = \"bad\"\ndraft = true\n+++\nx\n",
    );
    let run = site.run(&["build", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["ok"], true);
    assert_eq!(json["stories"], 1);
    assert_eq!(json["left_out"][0]["reason"], "draft");
    assert_eq!(json["left_out"][0]["file"], "content/stories/b.md");
    site.write("content/stories/a.md", "+++\nexperience = \"god\"\n+++\n");
    let run = site.run(&["build", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.code, &json["ok"], &json["written"]), (1, &false.into(), &serde_json::Value::Null));
    let first = &json["diagnostics"][0];
    assert_eq!((&first["code"], &first["line"], &first["column"]), (&"E0102".into(), &2.into(), &14.into()));
}

#[test]
fn what_is_left_out_is_counted_with_its_reason_and_named_with_v() {
    let story = |name: &str, more: &str| {
        format!("-- content/stories/{name}.md --\n+++\ntitle = \"{name}\"\nexperience = \"good\"\n{more}\n+++\nx\n")
    };
    let site = Site::new(
        &[
            QUIET.to_owned(),
            story("kept", "date = 2026-01-01"),
            story("draft", "draft = true"),
            story("later", "date = 2026-12-01"),
            story("gone", "expires = 2026-10-01"),
            story("held", "held_back = \"confidential\""),
            story("silent", "consent = { status = \"withdrawn\" }"),
        ]
        .concat(),
    );
    let built = site.build();
    assert_eq!(
        built.run.stderr,
        "Left out: 1 draft (--drafts shows it), 1 expired, 1 held back, \
         1 scheduled (--future shows it; the next appears on 2026-12-01), 1 withdrawn\n"
    );
    assert!(built.run.stdout.contains("from 1 story"));
    assert!(built.read("stories/index.html").contains("kept") && !built.has("stories/later/index.html"));
    let verbose = site.build_with(&["-v"]);
    assert!(verbose.run.stderr.contains("content/stories/later.md: scheduled"));
    assert!(site.build_with(&["--future"]).has("stories/later/index.html"));
    assert!(site.build_with(&["--drafts"]).read("stories/draft/index.html").contains("badge draft"));
    assert!(site.build_with(&["--date", "2026-12-02"]).has("stories/later/index.html"));
}

#[test]
fn a_bare_day_begins_at_midnight_in_the_sites_time_zone() {
    let site = Site::new(
        "-- anecdote.toml --\ntimezone = \"Pacific/Auckland\"\n\
         -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ndate = 2026-11-10\n+++\nx\n",
    );
    // Midnight in Auckland is eleven in the morning of the day before in UTC.
    assert!(!site.build_with(&["--date", "2026-11-09T10:59:00Z"]).has("stories/a/index.html"));
    assert!(site.build_with(&["--date", "2026-11-09T11:01:00Z"]).has("stories/a/index.html"));
    assert!(!site.build_with(&["--date", "2026-11-09"]).has("stories/a/index.html"));
    assert!(site.build_with(&["--date", "2026-11-10"]).has("stories/a/index.html"));
}

#[test]
fn stories_are_listed_by_state_verdict_and_brand() {
    let story = |title: &str, more: &str| format!("+++\ntitle = \"{title}\"\n{more}\n+++\nWords.\n");
    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n");
    for (name, more) in [
        ("a", "experience = \"good\"\nbrand = \"H&M\"\ndate = 2026-03-01"),
        ("b", "experience = \"bad\"\ndate = 2026-04-01\ndraft = true"),
        ("c", "experience = \"mixed\"\nbrand = \"h-and-m\"\ndate = 2027-01-01"),
        ("d", "experience = \"bad\"\nbrand = \"Other\"\nconsent = { status = \"withdrawn\" }"),
    ] {
        site.write(&format!("content/stories/{name}.md"), story(&format!("Title {name}"), more));
    }
    site.write("content/about.md", story("About", ""));
    let files = |args: &[&str]| {
        let run = site.run(&[&["list", "--format", "json"], args].concat());
        assert_eq!(run.code, 0, "{}", run.stderr);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&run.stdout).unwrap();
        rows.iter()
            .map(|row| format!("{} {}", row["state"].as_str().unwrap(), row["title"].as_str().unwrap()))
            .collect()
    };
    let all: Vec<String> = files(&[]);
    assert_eq!(all, ["scheduled Title c", "draft Title b", "published Title a", "withdrawn Title d"]);
    assert_eq!(files(&["--state", "draft"]), ["draft Title b"]);
    assert_eq!(files(&["--state", "left-out"]), ["withdrawn Title d"]);
    assert_eq!(files(&["--experience", "bad"]), ["draft Title b", "withdrawn Title d"]);
    assert_eq!(files(&["--brand", "H&M"]), ["scheduled Title c", "published Title a"]);
    assert!(files(&["--all"]).contains(&"published About".to_owned()));
    let run = site.run(&["list", "--state", "published"]);
    assert_eq!(run.stdout, "2026-03-01  published  story  good  H&M  content/stories/a.md  Title a\n");
    assert_eq!(run.stderr, "1 document\n");
}

#[test]
fn shells_learn_what_can_be_completed() {
    for (shell, check) in [("bash", &["-n"][..]), ("zsh", &["-n"]), ("fish", &["--no-execute"]), ("powershell", &[])] {
        let (code, script, stderr) = plain(&["completions", shell]);
        assert_eq!(code, 0, "{stderr}");
        for word in ["serve", "drafts", "experience"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        let dir = TempDir::new().unwrap();
        let file = dir.path().join("script");
        std::fs::write(&file, script).unwrap();
        // Where the shell is there, it reads the script.
        if let Ok(output) = Command::new(shell).args(check).arg(&file).output()
            && !check.is_empty()
        {
            assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

#[test]
fn help_is_found_as_people_look_for_it() {
    for args in [&["help"][..], &["--help"], &["help", "new"], &["-v", "-v", "explain", "w0708"], &["explain", "W0708"]]
    {
        let (code, stdout, stderr) = plain(args);
        assert!(code == 0 && !stdout.is_empty(), "{args:?}: {stderr}");
    }
    let (code, _, stderr) = plain(&["serve", "--host", "nowhere.example"]);
    assert!(code == 2 && stderr.contains("or localhost"), "{stderr}");
}
