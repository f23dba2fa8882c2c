//! Who may import whom: base knows nothing of core, core nothing of the shell.

use std::path::Path;

const BASE: &[&str] = &["config", "diag", "digest", "media", "model", "names", "path", "stamp"];
const CORE: &[&str] = &["parse", "index", "plan", "theme", "render", "site", "cache", "check"];
const SHELL: &[&str] = &["disk", "source", "external", "write", "publish", "pipeline", "watch", "serve", "cli"];

/// Every `use crate::x` and `crate::x::` of a file.
fn imports(text: &str) -> Vec<String> {
    text.match_indices("crate::")
        .map(|(at, _)| text[at + 7..].split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned())
        .collect()
}

#[test]
fn imports_go_from_the_shell_to_the_core_to_the_base() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for entry in walkdir::WalkDir::new(&src) {
        let path = entry.unwrap().into_path();
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let relative = path.strip_prefix(&src).unwrap().to_str().unwrap().to_owned();
        let module = relative.split(['/', '.']).next().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap();
        for import in imports(text) {
            let import = import.as_str();
            let bad = if BASE.contains(&module) {
                // The config holds the Markdown settings, and is read with the TOML of `parse`.
                SHELL.contains(&import) || (CORE.contains(&import) && !(module == "config" && import == "parse"))
            } else if CORE.contains(&module) {
                // The two places in the core's folders that read and write.
                SHELL.contains(&import) && relative != "theme/load.rs" && relative != "cache/store.rs"
            } else {
                module != "cli" && import == "cli"
            };
            if bad {
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
