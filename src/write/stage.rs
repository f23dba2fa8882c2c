//! The staging folder, and the exchange of what is in it with what is in the output.
//!
//! It stands beside the output folder, never in it, so that what a killed build leaves there is not deployed. On
//! Linux two names are exchanged in one step, which replaces a file without the flush that a replacing rename costs
//! on ext4; elsewhere a rename replaces. What has no counterpart is moved as a whole, so a first build is a handful
//! of renames.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::claim::Claim;
use crate::digest::Digest;
use crate::disk::{self, Folder, Kind, Refusal};
use crate::path::OutPath;
use crate::stamp::Stamp;

/// How the names of staging folders began that stood in the output folder, and of those that must stand there.
pub const PREFIX: &str = ".anecdote-staging-";

/// Where what changed is written first. It goes when this goes.
pub struct Staging {
    path: PathBuf,
    /// For the manifest, and for version control to pass over.
    pub aside: Folder,
    /// The new files.
    pub site: Folder,
}

/// A folder that may hold staging folders, and how their names begin there.
struct Place {
    folder: PathBuf,
    prefix: OsString,
}

/// Where a staging folder may stand, the best place first, the output folder itself last.
fn places(output: &Path, root: &Path) -> Vec<Place> {
    let mut places = Vec::new();
    if let (Some(parent), Some(name)) = (output.parent(), output.file_name()) {
        let prefix = [OsStr::new("."), name, OsStr::new(PREFIX)].into_iter().collect();
        places.push(Place { folder: parent.to_owned(), prefix });
    }
    // A link of that name is not followed: whoever made it decides where it leads.
    let cache = root.join(".anecdote");
    if disk::make_cache(root).is_ok() {
        let of = Digest::of_bytes(output.as_os_str().as_encoded_bytes());
        places.push(Place { folder: cache, prefix: format!("staging-{of}-").into() });
    }
    places.push(Place { folder: output.to_owned(), prefix: PREFIX.into() });
    places
}

impl Staging {
    /// Makes one, and removes those that killed builds left: as the folder is claimed, nobody uses them.
    pub fn create(claim: &mut Claim, root: &Path) -> io::Result<Self> {
        let places = places(&claim.path, root);
        for left in places.iter().flat_map(leftovers) {
            if let Err(error) = fs::remove_dir_all(&left) {
                let shown = left.display();
                claim.notes.push(format!("{shown}, which a killed build left, cannot be removed: {error}"));
            }
        }
        let last = places.len() - 1;
        for (at, place) in places.iter().enumerate() {
            let made = Self::in_place(place);
            if at == last {
                claim.notes.push(format!(
                    "new pages are written in {} first, as nothing can be moved there from beside it",
                    claim.path.display()
                ));
                return made;
            }
            if let Some(staging) = made.ok().filter(|staging| staging.site.can_move_to(&claim.folder)) {
                return Ok(staging);
            }
        }
        Err(io::ErrorKind::NotFound.into())
    }

    fn in_place(place: &Place) -> io::Result<Self> {
        let path = tempfile::Builder::new().prefix(&place.prefix).tempdir_in(&place.folder)?.keep();
        let made = Folder::open_real(&path).and_then(|aside| {
            aside.create(".gitignore", b"*\n")?;
            let site = aside.make_below("site")?;
            Ok((aside, site))
        });
        match made {
            Ok((aside, site)) => Ok(Self { path, aside, site }),
            Err(error) => {
                let _ = fs::remove_dir_all(&path);
                Err(error)
            }
        }
    }

    /// Writes a file, and says what the disk says of it.
    pub fn write(&self, path: &OutPath, bytes: &[u8]) -> io::Result<Stamp> {
        match self.site.create(path.as_str(), bytes) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if let Some((folder, _)) = path.as_str().rsplit_once('/') {
                    self.site.make_below(folder)?;
                }
                self.site.create(path.as_str(), bytes)
            }
            done => done,
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What is left is cleared by the next build. A link that stands there now is removed, not followed.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// The staging folders in a place.
fn leftovers(place: &Place) -> Vec<PathBuf> {
    let is_ours = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        let is_named = name.as_encoded_bytes().starts_with(place.prefix.as_encoded_bytes());
        is_named && entry.file_type().is_ok_and(|kind| kind.is_dir())
    };
    let all = fs::read_dir(&place.folder).into_iter().flatten().flatten();
    all.filter(is_ours).map(|entry| entry.path()).collect()
}

/// Why an exchange stopped.
pub struct Stopped {
    /// The file or folder of the output at which it stopped.
    pub at: String,
    /// Why.
    pub error: io::Error,
}

/// Moves everything in `from` to its place in `to`, and says what was moved: files, and folders as a whole. Both are
/// held open, so that a link that somebody puts in the way now leads nowhere.
pub fn exchange(from: &Folder, to: &Folder, below: &str, moved: &mut Vec<String>) -> Result<(), Stopped> {
    let stopped = |at: &str, error: io::Error| Stopped { at: at.to_owned(), error };
    for (name, kind) in from.entries().map_err(|error| stopped(below, error))? {
        let shown = match below {
            "" => name.to_string_lossy().into_owned(),
            below => format!("{below}/{}", name.to_string_lossy()),
        };
        let failed = |error: io::Error| stopped(&shown, error);
        let there = to.kind(&name).map_err(failed)?;
        match (kind, there) {
            (_, None) => from.rename(&name, to, &name).map_err(failed)?,
            (Kind::Folder, Some(Kind::Folder)) => {
                let name = name.to_string_lossy();
                let (from, to) = (from.below(&name).map_err(failed)?, to.below(&name).map_err(failed)?);
                exchange(&from, &to, &shown, moved)?;
                continue;
            }
            (Kind::Folder, Some(Kind::Link)) => return Err(failed(Refusal::Link.into())),
            (Kind::Folder, Some(_)) => return Err(failed(io::Error::other("it is a file, and should be a folder"))),
            (_, Some(Kind::Folder)) => return Err(failed(io::Error::other("it is a folder, and should be a file"))),
            (_, Some(_)) => from.exchange(&name, to).map_err(failed)?,
        }
        moved.push(shown);
    }
    Ok(())
}
