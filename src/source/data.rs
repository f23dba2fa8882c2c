//! The files below `data/`, read and put under their names: `data/shops/berlin.toml` is `data.shops.berlin`.

use std::collections::BTreeMap;

use super::{Walk, read_text};
use crate::diag::{Diagnostic, Span, Warned};
use crate::digest::Hashed;
use crate::model::Data;
use crate::parse::data;

/// The folder.
pub const FOLDER: &str = "data";

/// Reads all of them: by the first part of their names, which is what templates can depend on apart.
pub fn read_all(walk: Walk) -> Warned<BTreeMap<String, Hashed<Data>>> {
    let mut all = BTreeMap::<String, Data>::new();
    let walked = walk.files(&walk.root.join(FOLDER));
    let mut diagnostics = walked.diagnostics;
    for path in walked.files.into_iter().map(|found| found.path) {
        let Some((name, end)) = path.as_str()[FOLDER.len() + 1..].rsplit_once('.') else { continue };
        if !data::FORMATS.contains(&end) {
            let found = Diagnostic::warning("W0432", "no template can read this file").at(Span::file(&path));
            diagnostics.push(found.help(format!("data files end with: {}", data::FORMATS.join(", "))));
            continue;
        }
        let value = match read_text(walk.root, &path) {
            Ok(text) => {
                let parsed = data::parse(&path, &text);
                diagnostics.extend(parsed.diagnostics);
                parsed.value
            }
            Err(found) => {
                diagnostics.push(found);
                continue;
            }
        };
        let parts: Vec<&str> = name.split('/').collect();
        if !all.entry(parts[0].to_owned()).or_default().put(&parts[1..], value) {
            let message = format!("two files of data/ would both be data.{}", parts.join("."));
            diagnostics.push(Diagnostic::error("E0433", message).at(Span::file(&path)).help("rename one of them"));
        }
    }
    Warned { value: all.into_iter().map(|(name, value)| (name, Hashed::new(value))).collect(), diagnostics }
}
