//! The doors to the disk: only regular files of a known size are read, and no write follows a link.
//!
//! A [`Folder`] is held open. What is done in it is done in that very folder, whatever comes to stand at its path
//! meanwhile.

#[cfg(unix)]
#[path = "folder.rs"]
mod folder;
#[cfg(not(unix))]
#[path = "portable.rs"]
mod folder;
mod read;

use std::fmt;
use std::io;
use std::path::Path;

pub use folder::Folder;
pub use read::{LARGEST, all, is_regular, open, read};

/// The folder below a site's that holds what only saves work; version control need not see it.
pub const CACHE: &str = ".anecdote";

/// What stands under a name; links are not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A named pipe, a device, a socket.
    Other,
}

/// Why something is neither read nor written, though the system would let us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no regular file, but this.
    NotRegular(&'static str),
    /// A link stands there, or on the way there.
    Link,
    /// It is so many bytes long.
    TooLarge(u64),
    /// There is more of it than the system says.
    Endless,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotRegular(what) => write!(f, "it is {what}"),
            Self::Link => f.write_str("a link stands there, or on the way there"),
            Self::TooLarge(size) => write!(f, "it is {} MB long", size >> 20),
            Self::Endless => f.write_str("it grows while it is read"),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::new(io::ErrorKind::InvalidInput, refusal)
    }
}

/// The refusal that an error stands for; `None` if it is the system's.
pub fn refusal(error: &io::Error) -> Option<Refusal> {
    error.get_ref()?.downcast_ref().copied()
}

/// Whether a path is reached by a link that leads out of a folder. What is not there leads nowhere.
pub fn leads_out(root: &Path, path: &Path) -> bool {
    let inside = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    path.canonicalize().is_ok_and(|real| !real.starts_with(inside))
}

/// The folder of a site that holds what only saves work, if there is one.
pub fn cache(root: &Path) -> io::Result<Folder> {
    Folder::open(root)?.below(CACHE)
}

/// The same; it is made if there is none.
pub fn make_cache(root: &Path) -> io::Result<Folder> {
    let cache = Folder::open(root)?.make_below(CACHE)?;
    match cache.kind(".gitignore")? {
        Some(_) => {}
        None => cache.replace(".gitignore", b"*\n")?,
    }
    Ok(cache)
}

/// Removes the folder that holds what only saves work; gives how many files it held.
pub fn remove_cache(root: &Path) -> io::Result<usize> {
    let cache = match cache(root) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        cache => cache?,
    };
    let mut removed = 0;
    for (name, kind) in cache.entries()? {
        if let (Some(name), Kind::File) = (name.to_str(), kind) {
            cache.remove_file(name)?;
            removed += 1;
        }
    }
    // What is not ours keeps the folder.
    let _ = Folder::open(root)?.remove_empty(CACHE);
    Ok(removed)
}

/// How many files hold what only saves work, and their size in bytes.
pub fn cache_size(root: &Path) -> (usize, u64) {
    let Ok(cache) = cache(root) else { return (0, 0) };
    let names = cache.entries().unwrap_or_default().into_iter().filter_map(|(name, _)| name.into_string().ok());
    let sizes = names.filter_map(|name| Some(cache.file(&name).ok()?.1.len()));
    sizes.fold((0, 0), |(files, bytes), size| (files + 1, bytes + size))
}

/// A name that nobody can guess, for a file that stands aside until it is whole.
fn name_aside(name: &str) -> String {
    use std::hash::{BuildHasher, Hasher};
    // The system seeds these anew for each process, and each is another.
    let random = std::collections::hash_map::RandomState::new().build_hasher().finish();
    format!(".{name}.{random:016x}.new")
}
