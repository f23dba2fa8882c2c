//! What earlier builds wrote into a folder: nothing else is ever removed.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::path::OutPath;

/// The manifest's name in the output folder.
const NAME: &str = ".anecdote-manifest.json";

/// Files by their path, with the digest of what was written.
#[derive(Debug, Default, PartialEq)]
pub struct Manifest(BTreeMap<OutPath, Digest>);

#[derive(Serialize, Deserialize)]
struct Stored {
    /// Why this file is here, for whoever finds it.
    about: String,
    files: BTreeMap<String, String>,
}

impl Manifest {
    /// Makes one.
    pub fn new(files: impl Iterator<Item = (String, Digest)>) -> Self {
        Self(files.filter_map(|(path, digest)| Some((OutPath::new(path).ok()?, digest))).collect())
    }

    /// Whether a folder has one.
    pub fn is_in(folder: &Path) -> bool {
        folder.join(NAME).is_file()
    }

    /// Reads the one of a folder; what cannot be read counts for nothing, so nothing is removed.
    pub fn read(folder: &Path) -> Self {
        let stored = std::fs::read(folder.join(NAME)).ok();
        let stored: Option<Stored> = stored.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let files = stored.map(|stored| stored.files).unwrap_or_default();
        Self::new(files.into_iter().filter_map(|(path, digest)| Some((path, Digest::parse(&digest)?))))
    }

    /// The files.
    pub fn files(&self) -> impl Iterator<Item = (&OutPath, &Digest)> {
        self.0.iter()
    }

    /// The digest of what was written as a file.
    pub fn digest(&self, path: &OutPath) -> Option<Digest> {
        self.0.get(path).copied()
    }

    /// Whether a file is one of them.
    pub fn has(&self, path: &OutPath) -> bool {
        self.0.contains_key(path)
    }

    /// These files and those of another, whose digests count.
    pub fn with(&self, other: &Self) -> Self {
        let mut both = self.0.clone();
        both.extend(other.0.iter().map(|(path, digest)| (path.clone(), *digest)));
        Self(both)
    }

    /// Puts the manifest in place in one step, if it differs from the one that is there.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        let stored = Stored {
            about: "Written by anecdote: what it made here, and may replace or remove.".to_owned(),
            files: self.0.iter().map(|(path, digest)| (path.to_string(), digest.to_string())).collect(),
        };
        let bytes = serde_json::to_vec(&stored).map_err(io::Error::other)?;
        if std::fs::read(folder.join(NAME)).is_ok_and(|old| old == bytes) {
            return Ok(());
        }
        let aside = folder.join(format!("{NAME}.new"));
        std::fs::write(&aside, bytes)?;
        std::fs::rename(aside, folder.join(NAME))
    }
}
