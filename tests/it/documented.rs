//! What the documentation shows is what the program does: its commands, its options, its snippets.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use regex_lite::Regex;

use crate::site::{Site, run_in};

/// The texts for users, by name.
fn texts() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let others =
        ["README.md", "CONTRIBUTING.md", "benches/README.md", "editors/vscode/README.md"].map(|name| root.join(name));
    let files = docs.filter(|path| path.extension().is_some_and(|end| end == "md")).chain(others);
    files
        .map(|path| {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// The fenced blocks of a text in some language.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<&'a str> {
    let open = format!("\n```{language}\n");
    let parts = text.split(open.as_str()).skip(1);
    parts.map(|rest| rest.split("\n```").next().unwrap()).collect()
}

/// The command lines of a text that call the program: in blocks for a shell, and between backticks.
fn calls(text: &str) -> Vec<String> {
    let span = Regex::new(r"`(anecdote(?: [^`\n]+)?)`").unwrap();
    let mut found: Vec<String> = span.captures_iter(text).map(|call| call[1].to_owned()).collect();
    for block in blocks(text, "sh") {
        for line in block.lines() {
            let line = line.split(" # ").next().unwrap();
            let calls =
                line.split(['&', ';', '|']).map(str::trim).filter(|part| part.split(' ').next() == Some("anecdote"));
            found.extend(calls.map(str::to_owned));
        }
    }
    found
}

fn options_in(help: &str) -> BTreeSet<String> {
    let option = Regex::new(r"(?:^|[\s,\[])(--?[a-zA-Z][a-z-]*)").unwrap();
    option.captures_iter(help).map(|found| found[1].to_owned()).collect()
}

#[test]
fn every_command_and_option_of_the_documentation_is_one_that_the_program_has() {
    let here = tempfile::tempdir().unwrap();
    let mut helps: BTreeMap<Vec<String>, Option<BTreeSet<String>>> = BTreeMap::new();
    let mut options_of = |words: &[String]| {
        let mut args: Vec<&str> = words.iter().map(String::as_str).collect();
        args.push("--help");
        helps
            .entry(words.to_vec())
            .or_insert_with(|| {
                let run = run_in(here.path(), &args);
                (run.code == 0).then(|| options_in(&run.stdout))
            })
            .clone()
    };
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (name, text) in texts() {
        for call in calls(&text) {
            count += 1;
            let words: Vec<&str> = call.split_whitespace().skip(1).collect();
            let is_word =
                |word: &&&str| word.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !word.starts_with('-');
            let global = options_of(&[]).unwrap();
            let at = words.iter().position(|word| is_word(&word)).unwrap_or(0);
            let mut command: Vec<String> =
                words.iter().skip(at).take(1).filter(is_word).map(|word| (*word).to_owned()).collect();
            // `theme eject` has options of its own.
            if command == ["theme"] {
                command.extend(words.iter().skip(at + 1).take(1).filter(is_word).map(|word| (*word).to_owned()));
            }
            let Some(own) = options_of(&command) else {
                wrong.push(format!("{name}: there is no such command: {call}"));
                continue;
            };
            for option in words.iter().filter(|word| word.starts_with('-') && word.len() > 1) {
                let option = option.split('=').next().unwrap().trim_end_matches([',', '.', ')']);
                if !own.contains(option) && !global.contains(option) {
                    wrong.push(format!("{name}: there is no option {option}: {call}"));
                }
            }
        }
    }
    assert!(count > 60, "{count}");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is said of a text as the config of a site, or as the front matter of a story, when it cannot be read.
fn faults(config: &str, front: &str) -> String {
    let site = Site::new("");
    site.write("anecdote.toml", config);
    site.write("content/stories/a.md", format!("+++\n{front}\n+++\nWords.\n"));
    let run = site.run(&["check", "--format", "json"]);
    let unread = Regex::new("\"code\":\"(?:E01\\d\\d|E0301|E0302|E0303|E0304|W0131|W0101)\"").unwrap();
    run.stdout.lines().filter(|line| unread.is_match(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_snippet_of_toml_is_read_as_config_or_as_front_matter() {
    const STORY: &str = "title = \"A\"\nexperience = \"good\"";
    let (mut wrong, mut count) = (Vec::new(), 0);
    for (name, text) in texts() {
        // Those are read by other programs, or are a theme's.
        if matches!(name.as_str(), "docs/editors.md" | "docs/themes.md" | "docs/publishing.md" | "benches/README.md") {
            continue;
        }
        for block in blocks(&text, "toml") {
            count += 1;
            let own = block.trim().trim_matches('+').trim();
            let as_config = faults(own, STORY);
            // What stands below a table is of that table.
            let top = || own.lines().take_while(|line| !line.starts_with('['));
            let has = |field: &str| top().any(|line| line.starts_with(&format!("{field} =")));
            let given =
                |field: &str, value: &str| if has(field) { String::new() } else { format!("{field} = {value}\n") };
            let as_front = faults("", &format!("{}{}{own}", given("title", "\"A\""), given("experience", "\"good\"")));
            if !as_config.is_empty() && !as_front.is_empty() {
                wrong.push(format!("{name}:\n{own}\nas config: {as_config}\nas front matter: {as_front}"));
            }
        }
    }
    assert!(count > 15, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn the_first_steps_of_the_readme_lead_to_a_site_with_the_new_story() {
    let here = tempfile::tempdir().unwrap();
    let run = run_in(here.path(), &["init", here.path().join("my-stories").to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let root = here.path().join("my-stories");
    let said = "--experience bad --disclosure none --yes".split(' ');
    let args: Vec<&str> = ["new", "story", "The late parcel"].into_iter().chain(said).collect();
    let run = run_in(&root, &args);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = run_in(&root, &["build", "--drafts"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        std::fs::read_to_string(root.join("public/stories/the-late-parcel/index.html"))
            .unwrap()
            .contains("The late parcel")
    );
}
