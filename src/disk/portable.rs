//! A folder where the system has no handles for it: each name on a way is looked at before it is taken.
//!
//! Between the look and the deed somebody could put a link there; systems with handles leave no such moment.
#![expect(clippy::disallowed_methods, reason = "this is the shell: it reads and writes")]

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::{Kind, Refusal};
use crate::stamp::Stamp;

/// A folder.
pub struct Folder(PathBuf);

impl Folder {
    /// Opens a folder that somebody named. Links on the way there are theirs.
    pub fn open(path: &Path) -> io::Result<Self> {
        fs::read_dir(path)?;
        Ok(Self(path.to_owned()))
    }

    /// The same, but for a folder that must not be a link itself.
    pub fn open_real(path: &Path) -> io::Result<Self> {
        match path.is_symlink() {
            true => Err(Refusal::Link.into()),
            false => Self::open(path),
        }
    }

    /// Opens a folder below.
    pub fn below(&self, path: &str) -> io::Result<Self> {
        Self::open(&self.at(path)?)
    }

    /// Opens a folder below; what is not there is made.
    pub fn make_below(&self, path: &str) -> io::Result<Self> {
        let folder = self.at(path)?;
        fs::create_dir_all(&folder)?;
        Self::open(&self.at(path)?)
    }

    /// Opens a regular file below, to read it.
    pub fn file(&self, path: &str) -> io::Result<(File, Metadata)> {
        super::open(&self.at(path)?)
    }

    /// Reads a regular file below, of at most so many bytes.
    pub fn read(&self, path: &str, most: u64) -> io::Result<Vec<u8>> {
        super::read(&self.at(path)?, most)
    }

    /// Writes a file that is not there yet, and says what the disk says of it.
    pub fn create(&self, path: &str, bytes: &[u8]) -> io::Result<Stamp> {
        let mut file = File::create_new(self.at(path)?)?;
        file.write_all(bytes)?;
        Ok(Stamp::of(&file.metadata()?))
    }

    /// Puts a file in place in one step. A link that stands there is replaced, not followed.
    pub fn replace(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let aside = super::name_aside(name);
        let written = self.create(&aside, bytes).and_then(|_| self.rename(aside.as_ref(), self, name.as_ref()));
        if written.is_err() {
            let _ = self.remove_file(&aside);
        }
        written
    }

    /// What stands under a name; `None` if nothing does.
    pub fn kind(&self, name: impl AsRef<OsStr>) -> io::Result<Option<Kind>> {
        match fs::symlink_metadata(self.0.join(name.as_ref())) {
            Ok(there) => Ok(Some(kind(there.file_type()))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What is in it.
    pub fn entries(&self) -> io::Result<Vec<(OsString, Kind)>> {
        let entry = |entry: io::Result<fs::DirEntry>| {
            let entry = entry?;
            Ok((entry.file_name(), kind(entry.file_type()?)))
        };
        fs::read_dir(&self.0)?.map(entry).collect()
    }

    /// Moves something into another folder; a file that stands there is replaced.
    pub fn rename(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        fs::rename(self.0.join(name), to.0.join(new))
    }

    /// Replaces a file of the same name.
    pub fn exchange(&self, name: &OsStr, to: &Self) -> io::Result<()> {
        self.rename(name, to, name)
    }

    /// Whether things can be moved from here to there.
    pub fn can_move_to(&self, to: &Self) -> bool {
        let name = super::name_aside("probe");
        let moved = self.create(&name, b"").and_then(|_| self.rename(name.as_ref(), to, name.as_ref()));
        let _ = if moved.is_ok() { to.remove_file(&name) } else { self.remove_file(&name) };
        moved.is_ok()
    }

    /// Removes a file, or a link itself.
    pub fn remove_file(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    /// Removes a folder, if it is empty.
    pub fn remove_empty(&self, name: &str) -> io::Result<()> {
        fs::remove_dir(self.0.join(name))
    }

    /// A handle by which the folder can be locked; `None` where folders cannot be.
    pub fn lockable(&self) -> Option<File> {
        None
    }

    /// Whether it is what stands at a path.
    pub fn is_at(&self, path: &Path) -> bool {
        self.0 == path && path.is_dir()
    }

    /// The path of what is below, if no link stands on the way, nor there.
    fn at(&self, path: &str) -> io::Result<PathBuf> {
        let mut at = self.0.clone();
        for name in path.split('/') {
            at.push(name);
            if at.is_symlink() {
                return Err(Refusal::Link.into());
            }
        }
        Ok(at)
    }
}

fn kind(kind: fs::FileType) -> Kind {
    match (kind.is_symlink(), kind.is_dir(), kind.is_file()) {
        (true, ..) => Kind::Link,
        (_, true, _) => Kind::Folder,
        (_, _, true) => Kind::File,
        _ => Kind::Other,
    }
}
