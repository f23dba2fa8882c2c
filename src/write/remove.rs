//! What an earlier build wrote and this one does not make: it goes, unless somebody changed it. What left the site
//! because somebody does not agree to it any more goes even then.

use std::io;
use std::path::Path;

use crate::digest::Digest;
use crate::disk::{self, Folder, Kind, LARGEST};
use crate::path::OutPath;

/// How other tools call the packed copy of a file that they put beside it.
pub const SIDECARS: [&str; 3] = [".gz", ".br", ".zst"];

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removed {
    /// It is gone.
    Yes,
    /// It was gone already, or something of another kind stands there.
    NotThere,
    /// Somebody changed it, or it lies behind a link; it stays.
    Theirs,
}

/// Removes a file, and the folders that it leaves empty. Where it must go, it goes whoever changed it; otherwise only
/// if it still is what was written. Nothing is removed through a link.
pub fn remove(folder: &Folder, path: &OutPath, digest: Digest, must_go: bool) -> io::Result<Removed> {
    let (above, name) = path.as_str().rsplit_once('/').map_or((None, path.as_str()), |(up, name)| (Some(up), name));
    let parent = match above.map(|above| folder.below(above)).transpose() {
        Ok(parent) => parent,
        Err(error) if disk::refusal(&error).is_some() => return Ok(Removed::Theirs),
        Err(error) if is_not_there(&error) => return Ok(Removed::NotThere),
        Err(error) => return Err(error),
    };
    let here = parent.as_ref().unwrap_or(folder);
    match here.kind(name)? {
        None | Some(Kind::Folder) => return Ok(Removed::NotThere),
        Some(_) if must_go => {}
        Some(Kind::File) if is_what_was_written(here, name, digest)? => {}
        Some(_) => return Ok(Removed::Theirs),
    }
    // Whoever puts another file there in this very moment loses it: no system removes a file by what is in it.
    here.remove_file(name)?;
    if let Some(above) = above {
        remove_empty(folder, above);
    }
    Ok(Removed::Yes)
}

/// Removes the packed copies beside a file; the error names the one that stays.
pub fn remove_sidecars(
    folder: &Folder,
    path: &OutPath,
    is_made: &dyn Fn(&str) -> bool,
) -> Result<(), (String, io::Error)> {
    for end in SIDECARS {
        let sidecar = format!("{path}{end}");
        if is_made(&sidecar) {
            continue;
        }
        let Ok(sidecar) = OutPath::new(sidecar) else { continue };
        remove(folder, &sidecar, Digest::NONE, true).map_err(|error| (sidecar.to_string(), error))?;
    }
    Ok(())
}

/// Which of a file and its packed copies are there, links followed: readers see what lies behind them.
pub fn still_there(folder: &Path, path: &OutPath, is_made: &dyn Fn(&str) -> bool) -> Vec<String> {
    let names = std::iter::once(path.to_string()).chain(SIDECARS.iter().map(|end| format!("{path}{end}")));
    let is_there =
        |name: &String| !is_made(name) && folder.join(name).symlink_metadata().is_ok_and(|there| !there.is_dir());
    names.filter(is_there).collect()
}

fn is_what_was_written(folder: &Folder, name: &str, digest: Digest) -> io::Result<bool> {
    match folder.read(name, LARGEST) {
        Ok(bytes) => Ok(Digest::of_bytes(&bytes) == digest),
        Err(error) if disk::refusal(&error).is_some() => Ok(false),
        Err(error) => Err(error),
    }
}

fn remove_empty(folder: &Folder, path: &str) {
    let mut path = Some(path);
    while let Some(here) = path {
        let (above, name) = here.rsplit_once('/').map_or((None, here), |(up, name)| (Some(up), name));
        let done = match above {
            Some(above) => folder.below(above).and_then(|parent| parent.remove_empty(name)),
            None => folder.remove_empty(name),
        };
        // Only an empty folder can be removed this way.
        if done.is_err() {
            return;
        }
        path = above;
    }
}

fn is_not_there(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
