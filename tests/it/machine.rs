//! The commands for what lies around a site: `doctor`, `clean` and `man`.

use std::net::TcpListener;
use std::process::Command;

use crate::site::{Site, tree};

const SITE: &str = "-- anecdote.toml --\ntitle = \"S\"\nbase_url = \"https://example.com/\"\n\
    -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nWords.\n";

#[test]
fn the_doctor_says_what_is_fine_and_what_is_not() {
    let site = Site::new(SITE);
    let run = site.run(&["doctor"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    for line in ["fine  site", "with 1 story", "fine  config", "public/ is not there yet", "note  clock"] {
        assert!(run.stdout.contains(line), "{line}: {}", run.stdout);
    }
    site.build();
    assert!(site.run(&["doctor"]).stdout.contains("public/ holds a site of"));
    site.write("public/.anecdote-manifest.json", "{");
    let run = site.run(&["doctor"]);
    assert!(run.code == 1 && run.stdout.contains("wrong output"), "{}", run.stdout);
    site.write("content/stories/a.md", "+++\nexperience = \"baad\"\n+++\n");
    let run = site.run(&["doctor", "--format", "json"]);
    let all: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let of_site = all.as_array().unwrap().iter().find(|one| one["what"] == "site").unwrap();
    assert!(of_site["state"] == "wrong" && of_site["text"].as_str().unwrap().contains("1 error"), "{of_site}");
}

#[test]
fn the_doctor_knows_what_a_clone_lacks_and_what_it_commits() {
    let site = Site::new(SITE);
    site.write(".git/HEAD", "ref: refs/heads/main\n");
    site.write("content/stories/cup.jpg", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n");
    let run = site.run(&["doctor"]);
    assert!(run.code == 1 && run.stdout.contains("git lfs pull") && run.stdout.contains("cup.jpg"), "{}", run.stdout);
    assert!(run.stdout.contains("public/ is not ignored"), "{}", run.stdout);
    site.write(".gitignore", "/public/*\n");
    assert!(site.run(&["doctor"]).stdout.contains("public/ is ignored"));
    let elsewhere = Site::new("-- notes/a.md --\nMine.\n");
    let run = elsewhere.run(&["doctor"]);
    assert!(run.code == 1 && run.stdout.contains("wrong site"), "{}", run.stdout);
}

#[test]
fn the_doctor_says_when_the_usual_port_is_taken() {
    let site = Site::new(SITE);
    // Where another program has it already, that is as good.
    let _taken = TcpListener::bind("127.0.0.1:4040");
    assert!(site.run(&["doctor"]).stdout.contains("note  port"));
}

#[test]
fn clean_removes_what_builds_left_and_nothing_else() {
    let site = Site::new(SITE);
    let sources = tree(site.root());
    site.build();
    site.write("public/mine.txt", "Mine.");
    site.write("public/index.html", "Changed by hand.");
    let run = site.run(&["clean"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("index.html stays"), "{}", run.stderr);
    let left: Vec<String> = tree(&site.path("public")).into_keys().collect();
    assert_eq!(left, [".anecdote-manifest.json", "index.html", "mine.txt"]);
    assert!(!site.path(".anecdote").exists());
    // The next build goes on from there.
    site.build();
    assert_eq!(std::fs::read_to_string(site.path("public/mine.txt")).unwrap(), "Mine.");
    site.remove("public/mine.txt");
    assert_eq!(site.run(&["clean", "--cache"]).code, 0);
    assert!(site.path("public/index.html").exists() && !site.path(".anecdote").exists());
    site.run(&["clean"]);
    assert_eq!(tree(site.root()), sources, "nothing is left, and nothing is missing");
    assert_eq!(site.run(&["clean"]).code, 0, "where nothing is, nothing is to be done");
}

#[test]
fn clean_touches_no_folder_that_no_build_wrote() {
    let site = Site::new(SITE);
    site.write("public/mine.txt", "Mine.");
    let run = site.run(&["clean"]);
    assert!(run.code == 1 && run.stderr.contains("E0805"), "{}", run.stderr);
    for folder in [".", "content", "/"] {
        assert_eq!(site.run(&["clean", "-o", site.path(folder).to_str().unwrap()]).code, 1, "{folder}");
    }
    assert!(site.path("public/mine.txt").exists() && site.path("content/stories/a.md").exists());
    // A damaged list says nothing for sure.
    site.remove("public/mine.txt");
    site.build();
    site.write("public/.anecdote-manifest.json", "{");
    let run = site.run(&["clean"]);
    assert!(run.code == 1 && site.path("public/index.html").exists(), "{}", run.stderr);
}

#[test]
fn there_is_a_manual_page_for_each_command() {
    let site = Site::new(SITE);
    let folder = site.path("man");
    assert_eq!(site.run(&["man", "--out", folder.to_str().unwrap()]).code, 0);
    let pages: Vec<String> = tree(&folder).into_keys().collect();
    for page in ["anecdote.1", "anecdote-build.1", "anecdote-new.1", "anecdote-theme-eject.1", "anecdote-lsp.1"] {
        assert!(pages.iter().any(|known| known == page), "{page}: {pages:?}");
    }
    let page = site.run(&["man"]).stdout;
    assert!(page.starts_with(".ie") && page.contains(".TH"), "{page}");
    // Where the system can read it, it has nothing to complain of.
    let read = Command::new("man").args(["--warnings", "-l"]).arg(folder.join("anecdote-build.1")).output();
    if let Ok(read) =
        read.as_ref().map_err(|_| ()).and_then(|read| if read.status.success() { Ok(read) } else { Err(()) })
    {
        assert!(read.stderr.is_empty(), "{}", String::from_utf8_lossy(&read.stderr));
    }
}
