//! Names of files in either form of Unicode: a text may link to `café.png` in one, and the disk call it so in the other.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::Index;
use crate::path::SourcePath;

/// The files whose names hold more than ASCII, by their names in the composed form.
#[derive(Debug, Default)]
pub struct Stored(BTreeMap<String, SourcePath>);

impl Stored {
    /// Finds them.
    pub fn new(assets: &BTreeSet<SourcePath>) -> Self {
        let other = assets.iter().filter(|path| !path.as_str().is_ascii());
        Self(other.map(|path| (composed(path.as_str()).into_owned(), path.clone())).collect())
    }
}

impl Index {
    /// A file under the name that it has on the disk, if it is there at all.
    pub fn as_stored(&self, path: SourcePath) -> SourcePath {
        if path.as_str().is_ascii() || self.assets.contains(&path) {
            return path;
        }
        let stored = self.stored.get_or_init(|| Stored::new(&self.assets));
        stored.0.get(composed(path.as_str()).as_ref()).cloned().unwrap_or(path)
    }
}

/// A text in the composed form (NFC).
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}
