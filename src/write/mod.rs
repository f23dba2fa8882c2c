//! Puts a site into its folder: each file replaced in one step, and only if its bytes changed.
//!
//! What changed is first written beside the old files, in a folder of its own; only when every page
//! is drawn are the new files exchanged with the old ones. A build that fails, or is killed, leaves
//! the old site as it was.
#![expect(clippy::disallowed_methods, reason = "this is the shell: it reads and writes")]

mod guard;
mod manifest;
mod stage;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::diag::Diagnostic;
use crate::digest::Digest;
use crate::path::OutPath;
use crate::source;
use crate::stamp::Stamp;
pub use guard::{Force, check};
use manifest::Manifest;

/// The output folder during a build.
pub struct Output {
    folder: PathBuf,
    staging: PathBuf,
    known: Manifest,
    written: Mutex<Vec<(OutPath, Digest, bool)>>,
    force: Force,
    /// Whether there is nothing to compare with.
    is_new: bool,
}

/// What a build did to the output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that are new or have new bytes.
    pub written: usize,
    /// Files left as they were.
    pub unchanged: usize,
    /// Files of earlier builds that are gone.
    pub removed: usize,
}

impl Output {
    /// Opens an output folder that [`check`] found fit.
    pub fn open(folder: &Path, force: Force) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        stage::clear_leftovers(folder)?;
        let known = Manifest::read(folder);
        let is_new = std::fs::read_dir(folder)?.next().is_none();
        let staging = stage::create(folder)?;
        Ok(Self { folder: folder.to_owned(), staging, known, written: Mutex::default(), force, is_new })
    }

    /// Leaves a file as it is, if it still is what an earlier build wrote.
    pub fn keep(&self, path: &OutPath, stamp: Stamp) -> bool {
        let Some(digest) = self.known.digest(path) else { return false };
        let is_same = source::stamp(&self.folder.join(path.as_str())) == Some(stamp);
        if let (true, Ok(mut written)) = (is_same, self.written.lock()) {
            written.push((path.clone(), digest, false));
        }
        is_same
    }

    /// Takes the bytes of a file; called from many threads.
    pub fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<(), Diagnostic> {
        let digest = Digest::of_bytes(bytes);
        let target = self.folder.join(path.as_str());
        let same = match if self.is_new { Err(io::ErrorKind::NotFound.into()) } else { std::fs::read(&target) } {
            Ok(old) if old == bytes => true,
            Ok(_) if !self.known.has(path) && self.force == Force::No => return Err(foreign(path)),
            _ => false,
        };
        if !same {
            stage::write(&self.staging, path, bytes).map_err(|error| cannot_write(path, &error))?;
        }
        if let Ok(mut written) = self.written.lock() {
            written.push((path.clone(), digest, !same));
        }
        Ok(())
    }

    /// Exchanges the new files with the old, removes what is no longer made, and says what was done.
    pub fn commit(self) -> Result<Written, Diagnostic> {
        let Self { folder, staging, known, written, .. } = self;
        let mut all = written.into_inner().unwrap_or_default();
        all.sort_by(|a, b| a.0.cmp(&b.0));
        let changed = all.iter().filter(|(_, _, changed)| *changed).count();
        let mut done = Written { written: changed, unchanged: all.len() - changed, removed: 0 };
        let failed = |error: io::Error| {
            Diagnostic::error("E0803", format!("the site cannot be put into {}: {error}", folder.display()))
        };
        let made: BTreeSet<&str> = all.iter().map(|(path, ..)| path.as_str()).collect();
        let manifest = Manifest::new(all.iter().map(|(path, digest, _)| (path.as_str().to_owned(), *digest)));
        // Until all is in place the manifest names the old files and the new, so that a build that is
        // killed from here on leaves nothing that the next one does not know.
        let both = known.with(&manifest);
        both.write(&folder).map_err(failed)?;
        let stale: Vec<_> = known.files().filter(|(path, _)| !made.contains(path.as_str())).collect();
        // A page that became a folder, or a folder that became a page, is in the way of the new.
        let (in_the_way, rest): (Vec<_>, Vec<_>) =
            stale.into_iter().partition(|(path, _)| is_in_the_way(path.as_str(), &made));
        for (path, digest) in in_the_way {
            done.removed += usize::from(stage::remove(&folder, path, *digest).map_err(failed)?);
        }
        stage::exchange(&staging, &folder).map_err(failed)?;
        for (path, digest) in rest {
            done.removed += usize::from(stage::remove(&folder, path, *digest).map_err(failed)?);
        }
        if both != manifest {
            manifest.write(&folder).map_err(failed)?;
        }
        std::fs::remove_dir_all(&staging).map_err(failed)?;
        Ok(done)
    }

    /// Gives up: the folder stays as it was.
    pub fn abandon(self) {
        // A leftover is cleared by the next build.
        let _ = std::fs::remove_dir_all(&self.staging);
    }
}

/// Whether a file stands where a folder must be, or in a folder where a file must be.
fn is_in_the_way(path: &str, made: &BTreeSet<&str>) -> bool {
    let folder = format!("{path}/");
    let becomes_folder = made.range(folder.as_str()..).next().is_some_and(|next| next.starts_with(&folder));
    becomes_folder || path.match_indices('/').any(|(slash, _)| made.contains(&path[..slash]))
}

fn cannot_write(path: &OutPath, error: &io::Error) -> Diagnostic {
    Diagnostic::error("E0802", format!("cannot write {path}: {error}"))
}

fn foreign(path: &OutPath) -> Diagnostic {
    Diagnostic::error("E0804", format!("{path} is already in the output folder, and no build of this site wrote it"))
        .help("move it into `static/`, or say --force to replace it")
}
