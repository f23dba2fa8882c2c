//! Where to look again for what has changed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What may have changed since the last look. It says where not to look again, never what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Anything.
    Everywhere,
    /// These files and folders, and what is in them.
    At(BTreeSet<PathBuf>),
}

impl Look {
    /// Whether anything in a folder of the site may have changed.
    pub fn is_at(&self, root: &Path, folder: &str) -> bool {
        let folder = root.join(folder);
        match self {
            Self::Everywhere => true,
            Self::At(paths) => paths.iter().any(|path| path.starts_with(&folder) || folder.starts_with(path)),
        }
    }

    /// Whether it is at this very file: it may have changed, whatever its stamp says.
    pub fn names(&self, file: &Path) -> bool {
        matches!(self, Self::At(paths) if paths.contains(file))
    }

    /// Adds what another look is at.
    pub fn also(&mut self, other: Look) {
        match (&mut *self, other) {
            (Self::At(paths), Self::At(more)) => paths.extend(more),
            (this, Self::Everywhere) => *this = Self::Everywhere,
            (Self::Everywhere, _) => {}
        }
    }
}
