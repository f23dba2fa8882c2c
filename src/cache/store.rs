//! What is kept of a build for the next one, above all its keys, in `.anecdote/` in the site's folder.

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

/// What is kept, with the program that wrote it: another may make other bytes from the same.
#[derive(bitcode::Encode, bitcode::Decode)]
struct Stored<T> {
    program: String,
    value: T,
}

/// This very program: its version, and what the disk says of it.
fn program() -> String {
    let stamp = std::env::current_exe().ok().and_then(|file| crate::source::stamp(&file));
    let stamp = stamp.unwrap_or_default();
    format!("{} {} {}", env!("CARGO_PKG_VERSION"), stamp.size, stamp.modified)
}

/// The file that keeps something of the builds into an output folder.
pub fn name_of(what: &str, output: &Path) -> String {
    format!("{what}-{}.bin", Digest::of_bytes(output.as_os_str().as_encoded_bytes()))
}

/// Reads what an earlier run of this very program kept, with its digest; `None` if that cannot be trusted.
pub fn read<T: bitcode::DecodeOwned>(root: &Path, name: &str) -> Option<(T, Digest)> {
    let bytes = disk::cache(root).and_then(|cache| cache.read(name, LARGEST)).ok()?;
    let (digest, bytes) = bytes.split_at_checked(32)?;
    let whole = Digest::of_bytes(bytes);
    if whole.to_string().as_bytes() != digest {
        return None;
    }
    let stored: Stored<T> = bitcode::decode(bytes).ok()?;
    (stored.program == program()).then_some((stored.value, whole))
}

/// Keeps something for later runs of this program; gives its digest.
pub fn write<T: bitcode::Encode>(root: &Path, name: &str, value: T) -> io::Result<Digest> {
    let bytes = bitcode::encode(&Stored { program: program(), value });
    let digest = Digest::of_bytes(&bytes);
    let cache = disk::make_cache(root)?;
    cache.replace(name, &[digest.to_string().as_bytes(), &bytes].concat())?;
    tidy(&cache, name)?;
    Ok(digest)
}

/// Reads the keys that the last build into an output folder left, with their digest; none if they cannot be trusted.
pub fn load(root: &Path, output: &Path) -> (Keys, Digest) {
    let kept = read::<Vec<(String, Key, Stamp)>>(root, &name_of("keys", output));
    let (files, digest) = kept.unwrap_or((Vec::new(), Digest::NONE));
    let keys = files.into_iter().filter_map(|(path, key, stamp)| Some((OutPath::new(path).ok()?, (key, stamp))));
    (keys.collect(), digest)
}

/// Keeps the keys for the next build; gives their digest. Where that cannot be, the next build does more work, and draws the same pages.
pub fn save(root: &Path, output: &Path, keys: Keys) -> io::Result<Digest> {
    let files: Vec<(String, Key, Stamp)> =
        keys.into_iter().map(|(path, (key, stamp))| (path.as_str().to_owned(), key, stamp)).collect();
    write(root, &name_of("keys", output), files)
}

/// Removes what killed builds left of this file, and the files of its kind for the folders that were built longest ago.
fn tidy(cache: &Folder, name: &str) -> io::Result<()> {
    let names = cache.entries()?.into_iter().filter_map(|(name, _)| name.into_string().ok());
    let kind = name.split_inclusive('-').next().unwrap_or(name);
    let (same, others): (Vec<String>, Vec<String>) = names.partition(|other| other.starts_with(kind));
    let aside = format!(".{name}.");
    others.iter().filter(|other| other.starts_with(&aside)).try_for_each(|other| cache.remove_file(other))?;
    let modified = |name: String| Some((cache.file(&name).ok()?.1.modified().ok()?, name));
    let mut same: Vec<_> = same.into_iter().filter_map(modified).collect();
    same.sort();
    let extra = same.len().saturating_sub(MOST);
    same.iter().take(extra).try_for_each(|(_, name)| cache.remove_file(name))
}
