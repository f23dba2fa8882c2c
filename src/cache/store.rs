//! The keys of a build, kept for the next one in `.anecdote/` in the site's folder.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use super::Key;
use crate::digest::Digest;
use crate::disk::{self, Folder, LARGEST};
use crate::path::OutPath;
use crate::stamp::Stamp;

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

fn name_of(output: &Path) -> String {
    format!("keys-{}.bin", Digest::of_bytes(output.as_os_str().as_encoded_bytes()))
}

/// Reads what the last build into an output folder left; nothing if that cannot be trusted.
pub fn load(root: &Path, output: &Path) -> Keys {
    let Ok(bytes) = disk::cache(root).and_then(|cache| cache.read(&name_of(output), LARGEST)) else {
        return Keys::new();
    };
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

/// Keeps the keys for the next build. Where that cannot be, the next build does more work, and draws the same pages.
pub fn save(root: &Path, output: &Path, keys: Keys) -> io::Result<()> {
    let files = keys.into_iter().map(|(path, (key, stamp))| (path.as_str().to_owned(), key, stamp)).collect();
    let bytes = bitcode::encode(&Stored { program: program(), files });
    let cache = disk::make_cache(root)?;
    let name = name_of(output);
    cache.replace(&name, &[Digest::of_bytes(&bytes).to_string().as_bytes(), &bytes].concat())?;
    tidy(&cache, &name)
}

/// Removes what killed builds left of these keys, and the keys of the folders that were built longest ago.
fn tidy(cache: &Folder, name: &str) -> io::Result<()> {
    let names = cache.entries()?.into_iter().filter_map(|(name, _)| name.into_string().ok());
    let (keys, others): (Vec<String>, Vec<String>) = names.partition(|name| name.starts_with("keys-"));
    let aside = format!(".{name}.");
    others.iter().filter(|other| other.starts_with(&aside)).try_for_each(|other| cache.remove_file(other))?;
    let modified = |name: String| Some((cache.file(&name).ok()?.1.modified().ok()?, name));
    let mut keys: Vec<_> = keys.into_iter().filter_map(modified).collect();
    keys.sort();
    let extra = keys.len().saturating_sub(MOST);
    keys.iter().take(extra).try_for_each(|(_, name)| cache.remove_file(name))
}
