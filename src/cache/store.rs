//! The keys of a build, kept for the next one in `.anecdote/` in the site's folder.
#![expect(clippy::disallowed_methods, reason = "this is the shell: it reads and writes")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Key;
use crate::digest::Digest;
use crate::path::OutPath;
use crate::stamp::Stamp;

/// The folder, which version control need not see.
const FOLDER: &str = ".anecdote";

/// How many output folders are remembered.
const MOST: usize = 8;

/// What is known of the files of an output folder: the key from which each was made, and its stamp.
pub type Keys = BTreeMap<OutPath, (Key, Stamp)>;

#[derive(bitcode::Encode, bitcode::Decode)]
struct Stored {
    /// The program that wrote it: another may make other bytes from the same.
    program: String,
    files: Vec<(String, Key, Stamp)>,
}

/// This very program: its version, and what the disk says of it.
fn program() -> String {
    let stamp = std::env::current_exe().ok().and_then(|file| crate::source::stamp(&file));
    let stamp = stamp.unwrap_or_default();
    format!("{} {} {}", env!("CARGO_PKG_VERSION"), stamp.size, stamp.modified)
}

fn file_of(root: &Path, output: &Path) -> PathBuf {
    root.join(FOLDER).join(format!("keys-{}.bin", Digest::of_bytes(output.as_os_str().as_encoded_bytes())))
}

/// Reads what the last build into an output folder left; nothing if that cannot be trusted.
pub fn load(root: &Path, output: &Path) -> Keys {
    let Ok(bytes) = fs::read(file_of(root, output)) else { return Keys::new() };
    let Some((digest, bytes)) = bytes.split_at_checked(32) else { return Keys::new() };
    if Digest::of_bytes(bytes).to_string().as_bytes() != digest {
        return Keys::new();
    }
    match bitcode::decode::<Stored>(bytes) {
        Ok(stored) if stored.program == program() => stored
            .files
            .into_iter()
            .filter_map(|(path, key, stamp)| Some((OutPath::new(path).ok()?, (key, stamp))))
            .collect(),
        _ => Keys::new(),
    }
}

/// Keeps the keys for the next build. Where that cannot be, the next build does more work.
pub fn save(root: &Path, output: &Path, keys: Keys) {
    let files = keys.into_iter().map(|(path, (key, stamp))| (path.as_str().to_owned(), key, stamp)).collect();
    let bytes = bitcode::encode(&Stored { program: program(), files });
    // What is lost here is time, never a page.
    let _ = write(root, &file_of(root, output), &bytes);
}

fn write(root: &Path, file: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = root.join(FOLDER);
    if !folder.is_dir() {
        fs::create_dir(&folder)?;
        fs::write(folder.join(".gitignore"), "*\n")?;
    }
    let aside = file.with_extension("new");
    fs::write(&aside, [Digest::of_bytes(bytes).to_string().as_bytes(), bytes].concat())?;
    fs::rename(aside, file)?;
    forget_oldest(&folder)
}

fn forget_oldest(folder: &Path) -> io::Result<()> {
    let mut files: Vec<_> = fs::read_dir(folder)?
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("keys-"))
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    files.sort();
    let extra = files.len().saturating_sub(MOST);
    files.iter().take(extra).try_for_each(|(_, file)| fs::remove_file(file))
}
