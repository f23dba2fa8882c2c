//! Where to look again for what has changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::path::SourcePath;

/// What may have changed since the last look. It says where not to look again, never what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeSet {
    /// Anything.
    Everywhere,
    /// These files and folders, and what is in them.
    At(BTreeSet<PathBuf>),
}

impl Default for ChangeSet {
    /// Nothing.
    fn default() -> Self {
        Self::At(BTreeSet::new())
    }
}

impl ChangeSet {
    /// Whether anything in a folder of the site may have changed.
    pub fn is_at(&self, root: &Path, folder: &str) -> bool {
        let folder = root.join(folder);
        match self {
            Self::Everywhere => true,
            Self::At(paths) => paths.iter().any(|path| path.starts_with(&folder) || folder.starts_with(path)),
        }
    }

    /// The very files that it is at: they may have changed, whatever their stamps say.
    pub fn names(&self, root: &Path) -> BTreeSet<SourcePath> {
        match self {
            Self::Everywhere => BTreeSet::new(),
            Self::At(paths) => paths.iter().filter_map(|path| SourcePath::below(root, path)).collect(),
        }
    }

    /// Adds what another look is at.
    pub fn also(&mut self, other: ChangeSet) {
        match (&mut *self, other) {
            (Self::At(paths), Self::At(more)) => paths.extend(more),
            (this, Self::Everywhere) => *this = Self::Everywhere,
            (Self::Everywhere, _) => {}
        }
    }
}
