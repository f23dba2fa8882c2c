//! Puts a site into its folder: each file replaced in one step, and only if its bytes changed.
//!
//! What changed is first written beside the output folder; only when every page is drawn are the new files exchanged
//! with the old ones. A build that fails, or is killed, leaves the old site as it was. One build at a time has the
//! folder, and holds it open: nothing is written, read or removed through a link.
#![expect(clippy::disallowed_methods, reason = "this is the shell: it reads and writes")]

mod claim;
mod commit;
mod guard;
mod manifest;
mod remove;
mod stage;

use std::io;
use std::path::Path;
use std::sync::Mutex;

use crate::diag::Diagnostic;
use crate::digest::Digest;
use crate::disk::{self, Refusal};
use crate::path::OutPath;
use crate::plan::Departed;
use crate::stamp::Stamp;
pub use claim::{Claim, claim};
pub use commit::{Committed, Failed};
pub use guard::{Force, check};
use manifest::Manifest;
use stage::Staging;

/// The output folder during a build.
pub struct OutputDir<'a> {
    claim: &'a Claim,
    staging: Staging,
    known: Manifest,
    made: Mutex<Vec<Made>>,
    force: Force,
    /// Whether there is nothing to compare with.
    is_new: bool,
}

/// A file of the new site.
struct Made {
    path: OutPath,
    digest: Digest,
    /// What the disk says of the very file that was written, or found to be the same.
    stamp: Stamp,
    is_changed: bool,
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

/// What stands where a file is to be written.
enum There {
    Nothing,
    /// The same bytes.
    Same(Stamp),
    Other,
}

impl<'a> OutputDir<'a> {
    /// Opens a claimed output folder. `root` is the site's folder.
    pub fn open(claim: &'a mut Claim, root: &Path, force: Force) -> Result<Self, Diagnostic> {
        let unusable = |path: &Path, error: io::Error| {
            Diagnostic::error("E0801", format!("the output folder {} cannot be written: {error}", path.display()))
        };
        let known = match Manifest::read(&claim.folder) {
            manifest::Read::None => Manifest::default(),
            manifest::Read::Whole(known) => known,
            manifest::Read::Damaged(known) if force == Force::Yes => known,
            manifest::Read::Damaged(_) => return Err(damaged(&claim.path)),
        };
        // Version 0.1 wrote its manifest there first.
        let _ = claim.folder.remove_file(".anecdote-manifest.json.new");
        let path = claim.path.clone();
        let staging = Staging::create(claim, root).map_err(|error| unusable(&path, error))?;
        let entries = claim.folder.entries().map_err(|error| unusable(&path, error))?;
        let is_new = entries.iter().all(|(name, _)| name.as_encoded_bytes().starts_with(stage::PREFIX.as_bytes()));
        Ok(Self { claim, staging, known, made: Mutex::default(), force, is_new })
    }

    /// Stops a build that would remove most of a site's pages, as when the folder of its stories was moved away. Pages that
    /// must not be shown any more count for nothing here.
    pub fn check_losses(&self, is_planned: impl Fn(&str) -> bool, departed: &Departed) -> Result<(), Diagnostic> {
        /// From how many pages on it is worth stopping.
        const FROM: usize = 12;
        let pages = self.known.files.keys().filter(|path| path.as_str().ends_with(".html") && !departed.may_show(path));
        let pages: Vec<&OutPath> = pages.collect();
        let lost = pages.iter().filter(|path| !is_planned(path.as_str())).count();
        if self.force == Force::Yes || pages.len() < FROM || lost * 2 <= pages.len() {
            return Ok(());
        }
        let folder = self.claim.path.display();
        let message = format!("this build would remove {lost} of the {} pages in {folder}", pages.len());
        let help =
            "look whether content/ and anecdote.toml are where they were; if the pages are to go, say --force once";
        Err(Diagnostic::error("E0810", message).help(help))
    }

    /// Leaves a file as it is, if it still is what an earlier build wrote.
    pub fn keep(&self, path: &OutPath, stamp: Stamp) -> bool {
        let Some(digest) = self.known.files.get(path).copied() else { return false };
        let is_same = self.stamp(path) == Some(stamp);
        if is_same {
            self.push(Made { path: path.clone(), digest, stamp, is_changed: false });
        }
        is_same
    }

    /// How many files were kept, if those are all that earlier builds wrote.
    pub fn all_kept(self) -> Option<usize> {
        let kept = self.made.into_inner().unwrap_or_default().len();
        (kept == self.known.files.len() && self.known.left.is_empty()).then_some(kept)
    }

    /// Takes the bytes of a file; called from many threads.
    pub fn put(&self, path: &OutPath, bytes: &[u8]) -> Result<(), Diagnostic> {
        let digest = Digest::of_bytes(bytes);
        let there = if self.is_new { There::Nothing } else { self.there(path, bytes)? };
        let (stamp, is_changed) = match there {
            There::Same(stamp) => (stamp, false),
            There::Other if !self.known.files.contains_key(path) && self.force == Force::No => {
                return Err(foreign(path));
            }
            _ => (self.staging.write(path, bytes).map_err(|error| cannot_write(path, &error))?, true),
        };
        self.push(Made { path: path.clone(), digest, stamp, is_changed });
        Ok(())
    }

    fn there(&self, path: &OutPath, bytes: &[u8]) -> Result<There, Diagnostic> {
        let folder = &self.claim.folder;
        match folder.file(path.as_str()) {
            // What has another size need not be read.
            Ok((file, metadata)) if metadata.len() == bytes.len() as u64 => {
                let old = disk::all(&file, metadata.len(), disk::LARGEST);
                Ok(if old.is_ok_and(|old| old == bytes) { There::Same(Stamp::of(&metadata)) } else { There::Other })
            }
            Ok(_) => Ok(There::Other),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                Ok(There::Nothing)
            }
            Err(error) if disk::refusal(&error) == Some(Refusal::Link) => {
                let above = path.as_str().rsplit_once('/').map(|(above, _)| above);
                match above.map(|above| folder.below(above).map(drop)) {
                    Some(Err(error)) if disk::refusal(&error) == Some(Refusal::Link) => Err(link_above(path)),
                    // The link itself is replaced, and not followed.
                    _ => Ok(There::Other),
                }
            }
            // What cannot be read is there nevertheless; what no disk can hold is not.
            Err(_) => match self.claim.path.join(path.as_str()).symlink_metadata() {
                // A folder of pages that are no longer made leaves before the file takes its place.
                Ok(metadata) if metadata.is_dir() => Ok(There::Nothing),
                Ok(_) => Ok(There::Other),
                Err(_) => Ok(There::Nothing),
            },
        }
    }

    fn stamp(&self, path: &OutPath) -> Option<Stamp> {
        stamp_at(&self.claim.path, path)
    }

    fn push(&self, made: Made) {
        if let Ok(mut all) = self.made.lock() {
            all.push(made);
        }
    }
}

/// What became of an output folder that was emptied.
#[derive(Debug, Default)]
pub struct Cleaned {
    /// How many files are gone.
    pub removed: usize,
    /// The files that stay, since somebody changed them.
    pub changed: Vec<OutPath>,
}

/// Removes what builds wrote into a claimed output folder and nobody changed since, and the folder if nothing else is
/// in it.
pub fn clean(claim: &Claim) -> Result<Cleaned, Diagnostic> {
    let known = match Manifest::read(&claim.folder) {
        manifest::Read::None => return Ok(Cleaned::default()),
        manifest::Read::Whole(known) => known,
        manifest::Read::Damaged(_) => return Err(damaged(&claim.path)),
    };
    let mut cleaned = Cleaned::default();
    for (path, digest) in known.files.iter().chain(&known.left) {
        match remove::remove(&claim.folder, path, *digest, false).map_err(|error| cannot_remove(path, &error))? {
            remove::Removed::Yes => cleaned.removed += 1,
            remove::Removed::NotThere => {}
            remove::Removed::Theirs => cleaned.changed.push(path.clone()),
        }
    }
    // Where something stays, so does the list: the next build goes on from there, and is not taken for a stranger's.
    let entries = claim.folder.entries().unwrap_or_default();
    if entries.iter().all(|(name, _)| name == manifest::NAME) {
        let _ = claim.folder.remove_file(manifest::NAME);
        let _ = std::fs::remove_dir(&claim.path);
    }
    Ok(cleaned)
}

fn cannot_remove(path: &OutPath, error: &io::Error) -> Diagnostic {
    Diagnostic::error("E0802", format!("cannot remove {path}: {error}"))
}

/// What an output folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is none.
    Missing,
    /// A site of so many files.
    Whole(usize),
    /// Something that no build wrote.
    Foreign,
    /// Nobody knows for sure.
    Damaged,
}

/// Looks at an output folder.
pub fn state(path: &Path) -> State {
    let Ok(folder) = disk::Folder::open_real(path) else { return State::Missing };
    match Manifest::read(&folder) {
        manifest::Read::Whole(known) => State::Whole(known.files.len()),
        manifest::Read::Damaged(_) => State::Damaged,
        manifest::Read::None if guard::first_foreign(path).is_none() => State::Missing,
        manifest::Read::None => State::Foreign,
    }
}

/// What the disk says of a regular file of the output; a link is none.
fn stamp_at(folder: &Path, path: &OutPath) -> Option<Stamp> {
    let there = folder.join(path.as_str()).symlink_metadata().ok()?;
    there.is_file().then(|| Stamp::of(&there))
}

fn damaged(folder: &Path) -> Diagnostic {
    let message = format!(
        "{} is damaged, so nobody knows for sure what earlier builds wrote there",
        folder.join(manifest::NAME).display()
    );
    Diagnostic::error("E0807", message).help(
        "remove the output folder and build again; or say --force: the site is written, \
         and what cannot be shown to be ours stays",
    )
}

fn cannot_write(path: &OutPath, error: &io::Error) -> Diagnostic {
    Diagnostic::error("E0802", format!("cannot write {path}: {error}"))
}

fn link_above(path: &OutPath) -> Diagnostic {
    Diagnostic::error("E0809", format!("{path} would be written through a link in the output folder"))
        .help("put a folder in place of the link; or name the folder to which it leads with -o")
}

fn foreign(path: &OutPath) -> Diagnostic {
    Diagnostic::error("E0804", format!("{path} is already in the output folder, and no build of this site wrote it"))
        .help("move it into `static/`, or say --force to replace it")
}
