//! Names that are not to be shown, looked for in the addresses of the documents that hide them.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::artifact::Artifact;
use super::site_model::SiteModel;
use crate::diag::{Diagnostic, Span};
use crate::index::{Entry, files_of};
use crate::names::{Finder, Folded};
use crate::path::SourcePath;

/// The files that belong to documents which hide names, with what finds those names and parts of them. Another document
/// to which one of them leads is none of its files.
pub fn names_of_files(model: &SiteModel) -> BTreeMap<SourcePath, Finder> {
    let hiding = model.index.entries.iter().filter(|entry| !entry.doc.hidden_names.is_empty());
    let files = |entry: &Arc<Entry>| -> Vec<(SourcePath, Finder)> {
        let finder = Finder::new(entry.doc.hidden_names.clone());
        let files = files_of(&model.index, entry).into_iter().filter(|path| model.index.find(path).is_none());
        files.map(|path| (path, finder.clone())).collect()
    };
    hiding.flat_map(files).collect()
}

/// Says which addresses show a part of a name that they must not.
pub(super) fn names_in_addresses(model: &SiteModel, pages: &[Artifact]) -> Vec<Diagnostic> {
    let hiding: Vec<_> = model.index.entries.iter().filter(|entry| !entry.doc.hidden_names.is_empty()).collect();
    if hiding.is_empty() {
        return Vec::new();
    }
    let mut by_source: BTreeMap<&SourcePath, Vec<&Artifact>> = BTreeMap::new();
    for page in pages {
        if let Some(source) = page.source_file() {
            by_source.entry(source).or_default().push(page);
        }
    }
    let mut diagnostics = Vec::new();
    for entry in hiding {
        let finder = Finder::new(entry.doc.hidden_names.clone());
        let files = files_of(&model.index, entry);
        let own = std::iter::once(&entry.doc.path).chain(&files);
        for page in own.filter_map(|path| by_source.get(path)).flatten() {
            let shown = finder.find(&Folded::new(page.out.as_str()));
            for one in shown {
                let source = page.source.as_ref().unwrap_or(&entry.doc.path);
                let part = &page.out.as_str()[one.source];
                let message =
                    format!("/{} shows `{part}`, which belongs to a name that is not to be published", page.out);
                diagnostics.push(Diagnostic::error("E0114", message).at(Span::file(source)).help(
                    "rename the file or its folder, set a `slug` without the name, or let the word stand: `[[names.allow]]`",
                ));
            }
        }
    }
    diagnostics
}
