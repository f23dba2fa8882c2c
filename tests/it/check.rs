//! `anecdote check` and `anecdote explain`: every code is there, provoked, and explained.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde_json::Value;

use crate::site::{Site, run_in, tree};

/// Codes that no text of files provokes, and the words of theirs that a test elsewhere wants to hear.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("E0001", "check.rs", "\"E0001\""),
    ("E0002", "check.rs", "\"E0002\""),
    ("E0003", "check.rs", "\"E0003\""),
    ("W0004", "files.rs", "leads back to a folder above it"),
    ("W0005", "files.rs", "leads nowhere"),
    ("W0006", "files.rs", "leads out of the site's folder"),
    ("E0007", "hostile.rs", "error[E0007]"),
    ("E0011", "guarded.rs", "error[E0011]"),
    ("E0012", "guarded.rs", "error[E0012]"),
    ("W0132", "first_hour.rs", "W0132"),
    ("W0013", "media.rs", "warning[W0013]"),
    ("E0403", "check.rs", "\"E0403\""),
    ("W0707", "check.rs", "warning[W0707]"),
    ("W0709", "elsewhere.rs", "W0709"),
    ("W0711", "check.rs", "warning[W0711]"),
    ("W0710", "elsewhere.rs", "W0710"),
    ("W0713", "reach.rs", "W0713"),
    ("E0801", "output_folder.rs", "cannot be the output folder"),
    ("E0802", "check.rs", "error[E0802]"),
    ("E0803", "check.rs", "error[E0803]"),
    ("E0804", "output_folder.rs", "is already in the output folder"),
    ("E0805", "output_folder.rs", "holds things that no build of this site made"),
    ("E0806", "processes.rs", "error[E0806]"),
    ("E0807", "departed.rs", "error[E0807]"),
    ("E0810", "first_hour.rs", "said.contains(\"E0810\")"),
    ("E0808", "departed.rs", "error[E0808]"),
    ("E0809", "guarded.rs", "E0809"),
];

/// What only a fault of the program brings about: no site is known that does.
const NEVER: [&str; 1] = ["E0701"];

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The broken sites, by name: `tests/broken/CODE-name.site`, each beside what is said of it. Those that bring no
/// config get one that owes its readers nothing.
fn broken() -> BTreeMap<String, (Site, PathBuf)> {
    let all = fs::read_dir(project().join("tests/broken")).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.extension().is_some_and(|extension| extension == "site"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let site = Site::new(&fs::read_to_string(&path).unwrap());
            if !site.path("anecdote.toml").exists() {
                site.write("anecdote.toml", fs::read(project().join("tests/broken/usual.toml")).unwrap());
            }
            (name, (site, path.with_extension("txt")))
        })
        .collect()
}

fn codes_in_the_source() -> BTreeSet<String> {
    let code = regex_lite::Regex::new("\"([EW][0-9]{4})\"").unwrap();
    let mut codes = BTreeSet::new();
    for (path, bytes) in tree(&project().join("src")) {
        let text = String::from_utf8(bytes).unwrap();
        let text = if path == "diag/codes.rs" { "" } else { text.split("#[cfg(test)]").next().unwrap() };
        codes.extend(code.captures_iter(text).map(|found| found[1].to_owned()));
    }
    codes
}

#[test]
fn every_code_has_an_entry_and_something_that_provokes_it() {
    let entries: BTreeSet<String> = anecdote::diag::codes::entries().map(|entry| entry.code.to_owned()).collect();
    assert_eq!(codes_in_the_source(), entries, "src/ on the left, docs/errors.md on the right");
    let provoked: BTreeSet<String> = broken().keys().map(|name| name[..5].to_owned()).collect();
    let elsewhere = ELSEWHERE.iter().map(|(code, ..)| *code).chain(NEVER).map(str::to_owned);
    assert_eq!(elsewhere.chain(provoked).collect::<BTreeSet<_>>(), entries);
    for (code, file, words) in ELSEWHERE {
        let text = fs::read_to_string(project().join("tests/it").join(file)).unwrap();
        assert!(text.contains(words), "{file} provokes no {code}");
    }
}

#[test]
fn what_is_said_of_each_broken_site_is_what_is_written_beside_it() {
    let one = |(name, (site, expected)): (String, (Site, PathBuf))| {
        let before = tree(site.root());
        let text = site.run(&["check"]);
        let json = site.run(&["check", "--format", "json"]);
        assert_eq!(before, tree(site.root()), "{name}: something was written");
        let lines: Vec<Value> = json.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let errors = lines.iter().filter(|line| line["severity"] == "error").count();
        assert_eq!((text.code, json.code), (i32::from(errors > 0), i32::from(errors > 0)), "{name}");
        if !lines.iter().any(|line| line["code"] == name[..5]) {
            return Some(format!("{name} is something else:\n{}", text.stderr));
        }
        let said = format!("{}\n{}", text.stderr, json.stdout).replace(&site.root().display().to_string(), "SITE");
        if std::env::var_os("ANECDOTE_UPDATE").is_some() {
            fs::write(&expected, &said).unwrap();
        }
        (fs::read_to_string(&expected).unwrap_or_default() != said).then(|| format!("{name}:\n{said}"))
    };
    let wrong: Vec<String> = broken().into_par_iter().filter_map(one).collect();
    assert!(wrong.is_empty(), "ANECDOTE_UPDATE=1 writes what is said now:\n{}", wrong.join("\n"));
}

#[test]
fn bytes_that_are_no_text_are_named_with_their_line() {
    let site = Site::new("-- content/stories/b.md --\n+++\ntitle = \"B\"\nexperience = \"bad\"\n+++\n");
    site.write("content/stories/a.md", b"+++\ntitle = \"Caf\xe9\"\n+++\n");
    site.write("templates/page.html", b"caf\xe9");
    let said = site.run(&["check", "--format", "json"]).stdout;
    assert!(said.contains("\"E0003\"") && said.contains("line 2") && said.contains("save it as UTF-8"), "{said}");
    assert!(said.contains("\"E0403\"") && said.contains("templates/page.html"), "{said}");
}

#[test]
fn what_the_system_refuses_to_write_is_an_error_and_leaves_what_was_there() {
    let site = Site::new("-- content/a.md --\n+++\npermalink = \"/a.html\"\n+++\nWords.\n");
    let before = site.build().files();
    let long = format!("{}/", "x".repeat(200)).repeat(25);
    site.write("content/b.md", format!("+++\npermalink = \"/{long}\"\n+++\nWords.\n"));
    let said = site.fails();
    assert!(said.contains("error[E0802]") && said.contains("cannot write"), "{said}");
    assert_eq!(before, tree(&site.path("public")));
    site.remove("content/b.md");
    // Somebody made a folder where a page stands.
    fs::remove_file(site.path("public/a.html")).unwrap();
    fs::create_dir_all(site.path("public/a.html/mine")).unwrap();
    let said = site.fails();
    assert!(said.contains("error[E0803]"), "{said}");
    assert!(site.path("public/a.html/mine").exists());
}

/// The head and the end of a PNG: a picture of that size, as far as its head says.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut head = b"IHDR".to_vec();
    head.extend(width.to_be_bytes());
    head.extend(height.to_be_bytes());
    head.extend([8, 6, 0, 0, 0]);
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    for chunk in [&head, &b"IEND".to_vec()] {
        bytes.extend((chunk.len() as u32 - 4).to_be_bytes());
        bytes.extend(chunk);
        bytes.extend(crc32fast::hash(chunk).to_be_bytes());
    }
    bytes
}

#[test]
fn pictures_that_are_far_larger_than_they_are_shown_are_named() {
    let site = Site::new(
        "-- content/_index.md --\n[About](about.md)\n-- content/about.md --\n![a](a.png) ![b](b.png)\n\n\
         {{ figure(src=\"c.png\", alt=\"c\", width=100) }} {{ figure(src=\"d.png\", alt=\"d\", width=100) }}\n",
    );
    for (name, width, height) in [("a", 1600, 1200), ("b", 4000, 3000), ("c", 900, 900), ("d", 700, 700)] {
        site.write(&format!("content/{name}.png"), png(width, height));
    }
    let run = site.run(&["check"]);
    let named: Vec<&str> = run.stderr.lines().filter(|line| line.contains("--> content/")).collect();
    assert!(run.stderr.contains("warning[W0707]"), "{}", run.stderr);
    assert_eq!(named, ["--> content/b.png", "--> content/c.png"], "{}", run.stderr);
    assert!(run.stderr.contains("900 pixels wide, and shown 100 wide"), "{}", run.stderr);
    // What unpacks to gigapixels is named by its head alone; nobody unpacks it.
    site.write("content/a.png", png(60_000, 60_000));
    assert!(site.run(&["check"]).stderr.contains("60000 × 60000 pixels"));
}

#[test]
fn a_template_that_nothing_uses_yet_is_tried_with_specimens() {
    // No campaign is there, and no story lacks a brand.
    let site = Site::new(
        "-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\nbrand = \"Acme\"\ndisclosure = \"none\"\n+++\nWords.\n\
         -- templates/campaign.html --\n<h1>{{ page.titel }}</h1>\n\
         -- templates/story.html --\n{% if page.disclosure %}{{ page.disclosure.text }}{% endif %}<a href=\"/\">{{ page.brand.name }}</a>{{ page.content | safe }}\n",
    );
    site.build();
    let run = site.run(&["check"]);
    assert!(run.code == 0 && run.stderr.contains("warning[W0711]"), "{}", run.stderr);
    assert!(run.stderr.contains("templates/campaign.html:1:13") && run.stderr.contains("`titel`"), "{}", run.stderr);
    assert!(run.stderr.contains("templates/story.html:1:"), "{}", run.stderr);
    assert!(run.stderr.contains("a specimen, made up to try this theme"), "{}", run.stderr);
}

#[test]
fn a_file_that_cannot_be_read_and_one_whose_name_is_no_text_are_named() {
    let site = Site::new("-- content/a.md --\nWords.\n");
    // A folder cannot be read as a file, whoever asks.
    fs::create_dir_all(site.path("anecdote.toml")).unwrap();
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
        fs::write(site.path("content").join(name), "Words.").unwrap();
    }
    let run = site.run(&["check", "--format", "json"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("\"E0001\"") && run.stdout.contains("anecdote.toml"), "{}", run.stdout);
    if cfg!(target_os = "linux") {
        assert!(run.stdout.contains("\"E0002\"") && run.stdout.contains("rename it"), "{}", run.stdout);
    }
}

#[test]
fn a_check_says_all_places_and_what_it_came_to() {
    let story = "+++\nexperience = \"good\"\ndisclosure = \"none\"\nmood = 3\n+++\nWords.\n";
    let site = Site::new(&format!(
        "-- anecdote.toml --\n[check]\nW0108 = \"allow\"\nW0913 = \"allow\"\n\
         -- content/stories/a.md --\n{story}-- content/stories/b.md --\n{story}"
    ));
    let run = site.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("content/stories/a.md:4:1") && run.stderr.contains("content/stories/b.md:4:1"));
    assert!(run.stdout.contains("from 2 stories") && run.stdout.ends_with("0 errors, 2 warnings\n"), "{}", run.stdout);
    assert_eq!(site.run(&["check", "--deny", "warnings"]).code, 1);
    assert_eq!(site.run(&["check", "--deny", "everything"]).code, 2);
    let quiet = site.run(&["-q", "check"]);
    assert_eq!((quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()), (0, "", ""));
    assert!(!site.path("public").exists() && !site.path(".anecdote").exists());
}

#[test]
fn a_pull_request_is_annotated_where_the_file_is_in_the_repository() {
    let site = Site::new(
        "-- docs/site/anecdote.toml --\n[check]\nE0501 = \"error\"\n-- docs/site/content/a.md --\n[x](nowhere.md)\n",
    );
    let run = run_in(&site.path("docs/site"), &["check", "--format", "github"]);
    assert_eq!(run.code, 1);
    let file = format!("file={}/docs/site/content/a.md,line=1,col=1", site.root().display());
    assert!(run.stdout.starts_with("::error ") && run.stdout.contains(&file), "{}", run.stdout);
    assert!(run.stdout.contains("title=E0501::"), "{}", run.stdout);
}

#[test]
fn a_code_is_explained_however_it_is_written_and_a_wrong_one_is_said_to_be_none() {
    let elsewhere = tempfile::tempdir().unwrap();
    let run = run_in(elsewhere.path(), &["explain", "e0102"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.starts_with("E0102: ") && run.stdout.contains("experience = \"good\""), "{}", run.stdout);
    let all = run_in(elsewhere.path(), &["explain"]);
    assert_eq!(all.stdout.lines().count(), anecdote::diag::codes::entries().count());
    let none = run_in(elsewhere.path(), &["explain", "E9999"]);
    assert!(none.code == 2 && none.stderr.contains("no code"), "{}", none.stderr);
}
