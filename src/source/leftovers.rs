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
