//! Who may import whom: each module those before it, and none the input and output but for the outermost.

use std::path::Path;

/// All modules, each after those that it imports.
const ORDER: &[&str] = &[
    "digest", "path", "stamp", "text", "diag", "names", "model", "html", "marks", "media", "parse", "config", "index",
    "disk", "source", "theme", "plan", "render", "cache", "site", "check", "pipeline", "write", "publish", "watch",
    "serve", "external", "cli",
];

/// Those that read, write, ask other hosts, or wait.
const SHELL: &[&str] = &["disk", "source", "external", "write", "publish", "pipeline", "watch", "serve", "cli"];

/// The two files that read and write within a module that does not otherwise.
const READERS: &[&str] = &["theme/load.rs", "cache/store.rs"];

/// Every `use crate::x` and `crate::x::` of a file.
fn imports(text: &str) -> Vec<String> {
    text.match_indices("crate::")
        .map(|(at, _)| text[at + 7..].split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned())
        .collect()
}

#[test]
fn each_module_imports_only_those_before_it() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let rank = |module: &str| ORDER.iter().position(|known| *known == module);
    let mut wrong = Vec::new();
    for entry in walkdir::WalkDir::new(&src) {
        let path = entry.unwrap().into_path();
        let relative = path.strip_prefix(&src).unwrap().to_str().unwrap().to_owned();
        if !relative.ends_with(".rs") || ["lib.rs", "main.rs"].contains(&relative.as_str()) {
            continue;
        }
        let module = relative.split(['/', '.']).next().unwrap();
        let own = rank(module).unwrap_or_else(|| panic!("{module} has no place in the order"));
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
        for import in imports(&code.join("\n")) {
            let is_later = import != module && rank(&import).is_none_or(|rank| rank >= own);
            let is_shell = SHELL.contains(&import.as_str()) && !SHELL.contains(&module);
            if is_later || (is_shell && !READERS.contains(&relative.as_str())) {
                wrong.push(format!("{relative} imports {import}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_source_file_says_first_what_it_is() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in walkdir::WalkDir::new(&src) {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("//! "), "{}", path.display());
        }
    }
}
