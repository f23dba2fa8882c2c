//! `licenses/` is handed on with the program: it names what is in it.

use std::fs;
use std::path::Path;

fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_licences_of_the_grammars_are_those_that_they_came_with() {
    let file = project().join("licenses/syntaxes.md");
    let made = two_face::acknowledgement::listing().to_md();
    if std::env::var_os("ANECDOTE_UPDATE").is_some() {
        fs::write(&file, &made).unwrap();
    }
    let there = fs::read_to_string(&file).unwrap_or_default();
    assert!(there == made, "licenses/syntaxes.md is not up to date: run the tests with ANECDOTE_UPDATE=1");
}

/// `.ci/notices --check` asks cargo; this one needs no more than the two files.
#[test]
fn every_crate_that_is_named_is_the_one_that_is_built() {
    let lock = fs::read_to_string(project().join("Cargo.lock")).unwrap();
    let locked = |name: &str, version: &str| lock.contains(&format!("name = \"{name}\"\nversion = \"{version}\"\n"));
    let named = fs::read_to_string(project().join("licenses/crates.md")).unwrap();
    let crates: Vec<(&str, &str)> = named
        .lines()
        .filter_map(|line| line.strip_prefix("- ")?.split_once(": "))
        .filter_map(|(name, _)| name.split_once(' '))
        .collect();
    let wrong: Vec<_> = crates.iter().filter(|(name, version)| !locked(name, version)).collect();
    assert!(wrong.is_empty(), "{wrong:?}: run .ci/notices");
    let direct = fs::read_to_string(project().join("Cargo.toml")).unwrap();
    let direct = direct.split("[dependencies]\n").nth(1).unwrap().split("\n\n").next().unwrap();
    // A macro is not in the program, and neither is what no system needs.
    for name in direct.lines().map(|line| line.split(' ').next().unwrap()) {
        assert!(crates.iter().any(|(known, _)| *known == name), "{name} is not named: run .ci/notices");
    }
    assert!(crates.len() > 100);
}
