//! The staging folder, and its exchange with what is there.
//!
//! On Linux two names are exchanged in one step, which replaces a file without the flush that a
//! replacing rename costs on ext4; elsewhere a rename replaces. What has no counterpart is moved as
//! a whole, so a first build is a handful of renames.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::digest::Digest;
use crate::path::OutPath;

/// How the names of staging folders begin.
pub const PREFIX: &str = ".anecdote-staging-";

/// Makes a staging folder within the output folder, so that it is on the same disk.
pub fn create(folder: &Path) -> io::Result<PathBuf> {
    tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder).map(tempfile::TempDir::keep)
}

/// Removes the staging folders of builds that were killed.
pub fn clear_leftovers(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}

/// Writes a file of the staging folder.
pub fn write(staging: &Path, path: &OutPath, bytes: &[u8]) -> io::Result<()> {
    let file = staging.join(path.as_str());
    match fs::write(&file, bytes) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if let Some(parent) = file.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&file, bytes)
        }
        done => done,
    }
}

/// Moves everything in `from` to its place in `to`.
pub fn exchange(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (new, old) = (entry.path(), to.join(entry.file_name()));
        match fs::symlink_metadata(&old) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(&new, &old)?,
            Err(error) => return Err(error),
            Ok(there) if there.is_dir() && entry.file_type()?.is_dir() => exchange(&new, &old)?,
            Ok(there) if there.is_dir() => {
                return Err(io::Error::other(format!("{} is a folder, and should be a file", old.display())));
            }
            Ok(_) if entry.file_type()?.is_dir() => {
                return Err(io::Error::other(format!("{} is a file, and should be a folder", old.display())));
            }
            Ok(_) => replace(&new, &old)?,
        }
    }
    Ok(())
}

#[cfg(target_os = "linux")]
fn replace(new: &Path, old: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, new, CWD, old, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        // Not every file system can.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => fs::rename(new, old),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn replace(new: &Path, old: &Path) -> io::Result<()> {
    fs::rename(new, old)
}

/// Removes a file that an earlier build wrote, and the folders that it leaves empty. A file that
/// somebody changed since is theirs, and stays.
pub fn remove(folder: &Path, path: &OutPath, digest: Digest) -> io::Result<bool> {
    let file = folder.join(path.as_str());
    // Through a link that somebody put there, it would be another's file.
    if !file.parent().and_then(|parent| parent.canonicalize().ok()).is_some_and(|real| real.starts_with(folder)) {
        return Ok(false);
    }
    match fs::read(&file) {
        Ok(bytes) if Digest::of_bytes(&bytes) == digest => fs::remove_file(&file)?,
        Ok(_) => return Ok(false),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory
            ) =>
        {
            return Ok(false);
        }
        Err(error) => return Err(error),
    }
    let mut above = file.parent();
    while let Some(parent) = above.filter(|parent| *parent != folder && parent.starts_with(folder)) {
        // Only an empty folder can be removed this way.
        if fs::remove_dir(parent).is_err() {
            break;
        }
        above = parent.parent();
    }
    Ok(true)
}
