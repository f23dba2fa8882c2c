//! Names that are nobody's content.

use std::ffi::OsStr;

/// Files that editors and systems leave behind, and hidden ones.
pub fn is_leftover(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with('.')
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swx")
        || name.ends_with(".bck")
        || name.ends_with(".orig")
        || name.ends_with(".kate-swp")
        || (name.starts_with('#') && name.ends_with('#'))
        || name.starts_with("~$")
        || matches!(name.as_ref(), "4913" | "Thumbs.db" | "desktop.ini")
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
}

/// Whether a name is that of a copy that a program made of somebody's file, because two wrote to it or on a click:
/// `a (Ann's conflicted copy).md`, `a.sync-conflict-20261101-120000-ABC.md`, `a - Copy (2).md`.
pub fn is_copy(name: &str) -> bool {
    let name = name.to_lowercase();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let stem = match stem.rsplit_once(" (") {
        Some((before, number)) if number.trim_end_matches(')').parse::<u32>().is_ok() => before,
        _ => stem,
    };
    name.contains("conflicted copy")
        || name.contains("case conflict")
        || name.contains(".sync-conflict-")
        || stem.ends_with(" - copy")
        || stem.starts_with("copy of ")
}
