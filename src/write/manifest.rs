//! What earlier builds wrote into a folder: nothing else is removed.

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::disk::{Folder, LARGEST};
use crate::path::OutPath;

/// The manifest's name in the output folder.
pub const NAME: &str = ".anecdote-manifest.json";

/// Files by their path, with the digest of what was written.
pub type Files = BTreeMap<OutPath, Digest>;

/// What a manifest says.
#[derive(Debug, Default, PartialEq)]
pub struct Manifest {
    /// The files of the site.
    pub files: Files,
    /// What is no longer made, and stays because somebody changed it: with the digest of what was written.
    pub left: Files,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    /// Why this file is here, for whoever finds it.
    about: String,
    /// The digest of the rest. Manifests of version 0.1 have none.
    #[serde(default)]
    sum: Option<String>,
    files: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    left: BTreeMap<String, String>,
}

/// What became of reading one.
pub enum Read {
    /// The folder has none.
    None,
    /// It says this.
    Whole(Manifest),
    /// It is not what was written; this much can be read. A digest that is that of the file at its path is right.
    Damaged(Manifest),
}

impl Stored {
    fn sum(&self) -> String {
        let mut text = String::new();
        for files in [&self.files, &self.left] {
            files.iter().for_each(|(path, digest)| text.extend([path.as_str(), "\n", digest, "\n"]));
            text.push('\n');
        }
        Digest::of_bytes(text.as_bytes()).to_string()
    }
}

impl Manifest {
    /// Reads the one of a folder.
    pub fn read(folder: &Folder) -> Read {
        let stored = match folder.read(NAME, LARGEST) {
            Ok(bytes) => serde_json::from_slice::<Stored>(&bytes).ok(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Read::None,
            Err(_) => None,
        };
        let Some(stored) = stored else { return Read::Damaged(Self::default()) };
        let mut is_whole = stored.sum.as_ref().is_none_or(|sum| *sum == stored.sum());
        let mut read = |stored| files(stored, &mut is_whole);
        let manifest = Self { files: read(stored.files), left: read(stored.left) };
        if is_whole { Read::Whole(manifest) } else { Read::Damaged(manifest) }
    }

    /// These files and those of another, whose digests count.
    pub fn with(&self, other: &Self) -> Self {
        let both = |ours: &Files, theirs: &Files| -> Files {
            ours.iter().chain(theirs).map(|(path, digest)| (path.clone(), *digest)).collect()
        };
        let files = both(&self.files, &other.files);
        let mut left = both(&self.left, &other.left);
        left.retain(|path, _| !files.contains_key(path));
        Self { files, left }
    }

    /// Puts the manifest in place in one step, if it differs from the one that is there. It is written in another
    /// folder of the same disk first, so that nothing half-written ever stands in the output.
    pub fn write(&self, folder: &Folder, aside: &Folder) -> io::Result<()> {
        let texts = |files: &Files| files.iter().map(|(path, digest)| (path.to_string(), digest.to_string())).collect();
        let mut stored = Stored {
            about: "Written by anecdote: what it made here, and may replace or remove.".to_owned(),
            sum: None,
            files: texts(&self.files),
            left: texts(&self.left),
        };
        stored.sum = Some(stored.sum());
        let bytes = serde_json::to_vec(&stored).map_err(io::Error::other)?;
        if folder.read(NAME, LARGEST).is_ok_and(|old| old == bytes) {
            return Ok(());
        }
        aside.replace(NAME, &bytes)?;
        aside.rename(NAME.as_ref(), folder, NAME.as_ref())
    }
}

/// The entries that can be read. One whose digest cannot keeps its path, with a digest that no file has: so the file is
/// not forgotten, and counts as changed.
fn files(stored: BTreeMap<String, String>, is_whole: &mut bool) -> Files {
    let mut files = Files::new();
    for (path, text) in stored {
        let digest = Digest::parse(&text);
        let path = OutPath::new(path).ok();
        *is_whole &= path.is_some() && digest.is_some();
        if let Some(path) = path {
            files.insert(path, digest.unwrap_or_else(|| Digest::of_bytes(text.as_bytes())));
        }
    }
    files
}
