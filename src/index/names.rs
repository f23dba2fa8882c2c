//! Names that no page of the site may show.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::model::Document;
use crate::names::{HiddenName, shows};
use crate::path::SourcePath;

/// The names that documents hide, each with the first file that does. A name that the site's author lets stand in
/// some file, since somebody else has it or shows it there, is hidden in its own file only.
pub fn hidden(documents: &[Arc<Document>], config: &Config) -> BTreeMap<HiddenName, SourcePath> {
    let mut hidden = BTreeMap::new();
    for document in documents {
        for name in &document.hidden_names {
            hidden.entry(name.strict()).or_insert_with(|| document.path.clone());
        }
    }
    if !hidden.is_empty() {
        hidden.retain(|name, _| !config.names.words().any(|words| shows(words, name)));
    }
    hidden
}
