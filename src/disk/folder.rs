//! An open folder, by the system's own handle: paths below it are followed name by name, and never through a link.

use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata};
use std::io::{self, Write as _};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use rustix::fs::{self, AtFlags, FileType, Mode, OFlags};
use rustix::io::Errno;

use super::{Kind, Refusal};
use crate::stamp::Stamp;

/// A folder that is held open.
pub struct Folder(OwnedFd);

const FOLDER: OFlags = OFlags::RDONLY.union(OFlags::DIRECTORY).union(OFlags::CLOEXEC);

/// Opening a named pipe must not wait for somebody who writes into it.
const FILE: OFlags = OFlags::RDONLY.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

const NEW: OFlags = OFlags::WRONLY.union(OFlags::CREATE).union(OFlags::EXCL).union(OFlags::CLOEXEC);

impl Folder {
    /// Opens a folder that somebody named. Links on the way there are theirs; the folder itself must be none.
    pub fn open(path: &Path) -> io::Result<Self> {
        // `.` at the end would follow a link, so the path is taken as it is.
        Ok(Self(fs::open(path, FOLDER, Mode::empty())?))
    }

    /// The same, but for a folder that must not be a link itself.
    pub fn open_real(path: &Path) -> io::Result<Self> {
        match fs::open(path, FOLDER | OFlags::NOFOLLOW, Mode::empty()) {
            Ok(fd) => Ok(Self(fd)),
            Err(error) => Err(if path.is_symlink() { Refusal::Link.into() } else { error.into() }),
        }
    }

    /// Opens a folder below.
    pub fn below(&self, path: &str) -> io::Result<Self> {
        self.at(path, FOLDER, Mode::empty()).map(Self)
    }

    /// Opens a folder below; what is not there is made.
    pub fn make_below(&self, path: &str) -> io::Result<Self> {
        let mut at: Option<Self> = None;
        for name in path.split('/') {
            let here = at.as_ref().unwrap_or(self);
            match fs::mkdirat(&here.0, name, Mode::from_raw_mode(0o777)) {
                Ok(()) | Err(Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
            }
            at = Some(here.below(name)?);
        }
        at.map_or_else(|| self.below("."), Ok)
    }

    /// Opens a regular file below, to read it.
    pub fn file(&self, path: &str) -> io::Result<(File, Metadata)> {
        let file = File::from(self.at(path, FILE, Mode::empty())?);
        let metadata = file.metadata()?;
        super::read::is_regular(metadata.file_type())?;
        Ok((file, metadata))
    }

    /// Reads a regular file below, of at most so many bytes.
    pub fn read(&self, path: &str, most: u64) -> io::Result<Vec<u8>> {
        let (file, metadata) = self.file(path)?;
        super::all(&file, metadata.len(), most)
    }

    /// Writes a file that is not there yet, and says what the disk says of it.
    pub fn create(&self, path: &str, bytes: &[u8]) -> io::Result<Stamp> {
        let mut file = File::from(self.at(path, NEW, Mode::from_raw_mode(0o666))?);
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
        match fs::statat(&self.0, name.as_ref(), AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(kind(FileType::from_raw_mode(stat.st_mode)))),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// What is in it.
    pub fn entries(&self) -> io::Result<Vec<(OsString, Kind)>> {
        let mut all = Vec::new();
        for entry in fs::Dir::read_from(&self.0)? {
            let entry = entry?;
            let name = OsStr::from_bytes(entry.file_name().to_bytes());
            if name == "." || name == ".." {
                continue;
            }
            // Not every file system says it in passing.
            let kind = match entry.file_type() {
                FileType::Unknown => self.kind(name)?,
                known => Some(kind(known)),
            };
            all.extend(kind.map(|kind| (name.to_owned(), kind)));
        }
        Ok(all)
    }

    /// Moves something into another folder; a file that stands there is replaced.
    pub fn rename(&self, name: &OsStr, to: &Self, new: &OsStr) -> io::Result<()> {
        Ok(fs::renameat(&self.0, name, &to.0, new)?)
    }

    /// Exchanges two files of one name in one step, which spares the flush that a replacing rename costs on ext4.
    /// Where the system cannot do that, the other one is replaced.
    pub fn exchange(&self, name: &OsStr, to: &Self) -> io::Result<()> {
        #[cfg(target_os = "linux")]
        match fs::renameat_with(&self.0, name, &to.0, name, fs::RenameFlags::EXCHANGE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            done => return Ok(done?),
        }
        self.rename(name, to, name)
    }

    /// Whether things can be moved from here to there. Nothing of that name is in either: where they could, the
    /// system says that it is not there.
    pub fn can_move_to(&self, to: &Self) -> bool {
        let name = super::name_aside("none");
        let same_disk = match (fs::fstat(&self.0), fs::fstat(&to.0)) {
            (Ok(here), Ok(there)) => here.st_dev == there.st_dev,
            _ => false,
        };
        same_disk && fs::renameat(&self.0, &name, &to.0, &name) == Err(Errno::NOENT)
    }

    /// Removes a file, or a link itself.
    pub fn remove_file(&self, name: &str) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::empty())?)
    }

    /// Removes a folder, if it is empty.
    pub fn remove_empty(&self, name: &str) -> io::Result<()> {
        Ok(fs::unlinkat(&self.0, name, AtFlags::REMOVEDIR)?)
    }

    /// A handle by which the folder can be locked; `None` where folders cannot be.
    pub fn lockable(&self) -> Option<File> {
        self.0.try_clone().ok().map(File::from)
    }

    /// Whether it is what stands at a path.
    pub fn is_at(&self, path: &Path) -> bool {
        let there = fs::open(path, FOLDER | OFlags::NOFOLLOW, Mode::empty()).and_then(fs::fstat);
        match (fs::fstat(&self.0), there) {
            (Ok(here), Ok(there)) => (here.st_dev, here.st_ino) == (there.st_dev, there.st_ino),
            _ => false,
        }
    }

    /// Opens what is below, in one step where the system can.
    fn at(&self, path: &str, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
        #[cfg(target_os = "linux")]
        match fs::openat2(&self.0, path, flags, mode, fs::ResolveFlags::NO_SYMLINKS) {
            Ok(fd) => return Ok(fd),
            Err(Errno::LOOP) => return Err(Refusal::Link.into()),
            // An older system, or a sandbox that does not know the call.
            Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => {}
            Err(error) => return Err(error.into()),
        }
        self.step_by_step(path, flags, mode)
    }

    fn step_by_step(&self, path: &str, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
        let (folders, name) = path.rsplit_once('/').map_or((None, path), |(folders, name)| (Some(folders), name));
        let mut here: Option<OwnedFd> = None;
        for folder in folders.into_iter().flat_map(|folders| folders.split('/')) {
            let from = here.as_ref().map_or(self.0.as_fd(), AsFd::as_fd);
            here = Some(step(from, folder, FOLDER, Mode::empty())?);
        }
        step(here.as_ref().map_or(self.0.as_fd(), AsFd::as_fd), name, flags, mode)
    }
}

/// One step of a path; through a link it leads nowhere.
fn step(from: std::os::fd::BorrowedFd, name: &str, flags: OFlags, mode: Mode) -> io::Result<OwnedFd> {
    fs::openat(from, name, flags | OFlags::NOFOLLOW, mode).map_err(|error| {
        // Systems disagree about which error a link is.
        let there = fs::statat(from, name, AtFlags::SYMLINK_NOFOLLOW).ok();
        match there.map(|there| FileType::from_raw_mode(there.st_mode)) {
            Some(FileType::Symlink) if error != Errno::EXIST => Refusal::Link.into(),
            _ => error.into(),
        }
    })
}

fn kind(kind: FileType) -> Kind {
    match kind {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Symlink => Kind::Link,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_followed_name_by_name_where_the_system_cannot_do_it_in_one_step() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        folder.make_below("a/b").unwrap().create("c", b"words").unwrap();
        std::os::unix::fs::symlink("a", dir.path().join("link")).unwrap();
        std::os::unix::fs::symlink("b/c", dir.path().join("a/last")).unwrap();
        let refusal = |path: &str, flags| {
            let error = folder.step_by_step(path, flags, Mode::empty()).unwrap_err();
            super::super::refusal(&error)
        };
        assert!(folder.step_by_step("a/b/c", FILE, Mode::empty()).is_ok());
        assert!(folder.step_by_step("a/b", FOLDER, Mode::empty()).is_ok());
        for path in ["link/b/c", "a/last", "link"] {
            assert_eq!(refusal(path, FILE), Some(Refusal::Link), "{path}");
            assert_eq!(folder.file(path).err().as_ref().and_then(super::super::refusal), Some(Refusal::Link), "{path}");
        }
        assert_eq!(refusal("link", FOLDER), Some(Refusal::Link));
        assert_eq!(refusal("a/none", FILE), None);
    }
}
