//! Reading: a named pipe would wait for ever, a device has no end, and neither is a source.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;

use super::Refusal;

/// The largest file that is read whole, in bytes.
pub const LARGEST: u64 = 1 << 30;

/// How often a file is read again that grew meanwhile.
const TRIES: u32 = 3;

/// Opens a regular file to read it; links are followed.
pub fn open(path: &Path) -> io::Result<(File, Metadata)> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // Opening a named pipe must not wait for somebody who writes into it.
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        options.custom_flags(flags.bits() as i32);
    }
    let file = options.open(path).map_err(|error| named(path, error))?;
    let metadata = file.metadata()?;
    is_regular(metadata.file_type())?;
    Ok((file, metadata))
}

/// A socket cannot even be opened; the system's own words for that say nothing.
fn named(path: &Path, error: io::Error) -> io::Error {
    let there = std::fs::metadata(path).ok();
    there.and_then(|there| is_regular(there.file_type()).err()).unwrap_or(error)
}

/// Reads a regular file of at most so many bytes; links are followed.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut last = Refusal::Endless.into();
    for _ in 0..TRIES {
        let (file, metadata) = open(path)?;
        match all(&file, metadata.len(), most) {
            Err(error) if super::refusal(&error) == Some(Refusal::Endless) => last = error,
            done => return done,
        }
    }
    Err(last)
}

/// Reads an open file of that size, and no more.
pub fn all(file: &File, size: u64, most: u64) -> io::Result<Vec<u8>> {
    if size > most {
        return Err(Refusal::TooLarge(size).into());
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(size).unwrap_or(usize::MAX).saturating_add(1))?;
    let mut file = file;
    (&mut file).take(size + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > size { Err(Refusal::Endless.into()) } else { Ok(bytes) }
}

/// Refuses what is no regular file. A folder is left to the system's own words.
pub fn is_regular(kind: FileType) -> io::Result<()> {
    if kind.is_file() {
        return Ok(());
    }
    if kind.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    Err(Refusal::NotRegular(word(kind)).into())
}

#[cfg(unix)]
fn word(kind: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    match (kind.is_fifo(), kind.is_socket()) {
        (true, _) => "a named pipe",
        (_, true) => "a socket",
        _ => "a device",
    }
}

#[cfg(not(unix))]
fn word(_: FileType) -> &'static str {
    "a device"
}
