//! One build at a time in an output folder: a lock that the system takes back when its process ends, however it ends.

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::diag::Diagnostic;
use crate::disk::Folder;

/// How often a build that waits looks whether the other is done.
const PAUSE: Duration = Duration::from_millis(20);

/// An output folder that this build alone writes, as long as this lives.
pub struct Claim {
    /// Where it is.
    pub path: PathBuf,
    /// The folder itself.
    pub folder: Folder,
    /// What could not be had.
    pub notes: Vec<String>,
    lock: Option<File>,
    /// The folders that were made for it; those that stay empty go again.
    made: Vec<PathBuf>,
}

/// Claims an output folder that [`super::check`] found fit. While another build has it, says so once and waits.
pub fn claim(path: &Path, wait: Duration, busy: &dyn Fn()) -> Result<Claim, Diagnostic> {
    let unusable = |error: io::Error| {
        Diagnostic::error("E0801", format!("the output folder {} cannot be written: {error}", path.display()))
    };
    let begun = Instant::now();
    let mut is_said = false;
    loop {
        let mut made = Vec::new();
        make(path, &mut made).map_err(unusable)?;
        // A build that gives up takes away what it made. Then there is nothing to open here: it is made once more.
        let folder = match Folder::open_real(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound && begun.elapsed() < wait => continue,
            folder => folder.map_err(unusable)?,
        };
        let mut claim = Claim { path: path.to_owned(), folder, notes: Vec::new(), lock: None, made };
        if !claim.lock() {
            // Whoever has it decides what becomes of the folder.
            claim.made.clear();
            if begun.elapsed() >= wait {
                let message = format!("another build writes into {}", path.display());
                return Err(Diagnostic::error("E0806", message)
                    .help("wait until it is done, or choose another folder with -o; --wait says how long to wait"));
            }
            if !is_said {
                busy();
                is_said = true;
            }
            std::thread::sleep(PAUSE);
            continue;
        }
        if claim.folder.is_at(path) {
            return Ok(claim);
        }
        // Another folder stands there by now, and whoever made it decides what becomes of it.
        claim.made.clear();
    }
}

impl Claim {
    /// Whether it is ours now; false while another has it.
    fn lock(&mut self) -> bool {
        let beside = || beside(&self.path);
        // Folders cannot be locked on every system and every drive; then a file beside is.
        let candidates = [self.folder.lockable(), None];
        for candidate in candidates {
            let file = match candidate.map_or_else(beside, Ok) {
                Ok(file) => file,
                Err(_) => continue,
            };
            match file.try_lock() {
                Ok(()) => {
                    self.lock = Some(file);
                    return true;
                }
                Err(TryLockError::WouldBlock) => return false,
                Err(TryLockError::Error(_)) => {}
            }
        }
        let shown = self.path.display();
        self.notes.push(format!("{shown} cannot be locked on this drive: let no two builds write it at once"));
        true
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Only empty folders can be removed this way. It is done while the lock is held.
        for folder in self.made.iter().rev() {
            if fs::remove_dir(folder).is_err() {
                break;
            }
        }
    }
}

/// Opens the file beside an output folder that is locked where folders cannot be.
fn beside(path: &Path) -> io::Result<File> {
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(io::ErrorKind::NotFound.into());
    };
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(".anecdote-lock");
    let file = parent.join(hidden);
    match File::create_new(&file) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => crate::disk::open(&file).map(|(file, _)| file),
        file => file,
    }
}

/// Makes a folder and those above it, and says which were not there.
fn make(path: &Path, made: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        make(parent, made)?;
    }
    match fs::create_dir(path) {
        Ok(()) => made.push(path.to_owned()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    Ok(())
}
