//! Which folders may be an output folder: never one that holds sources, or somebody else's things.

use std::path::{Path, PathBuf};

use super::manifest;
use crate::diag::Diagnostic;

/// Whether to write into a folder that holds other things, and to remove most of a site's pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// Stop, and say so.
    No,
    /// Write beside them; they are never removed. What is no longer made goes, however much it is.
    Yes,
}

/// What may lie in an output folder before the first build.
const HARMLESS: [&str; 4] = [".gitkeep", ".keep", ".gitignore", ".DS_Store"];

/// The folders of sources, below the site's.
const SOURCES: [&str; 7] = ["content", "themes", "templates", "static", "i18n", "data", ".git"];

/// Resolves an output folder, or says why it cannot be one.
pub fn check(root: &Path, output: &Path, home: Option<&Path>, force: Force) -> Result<PathBuf, Diagnostic> {
    let folder = resolve(output).map_err(|error| {
        Diagnostic::error("E0801", format!("the output folder {} cannot be used: {error}", output.display()))
    })?;
    let named_root = root;
    let root = resolve(root).unwrap_or_else(|_| root.to_owned());
    let danger = |why: &str| {
        Err(Diagnostic::error("E0801", format!("{} cannot be the output folder: it {why}", output.display()))
            .help("choose a folder of its own, such as `-o public`"))
    };
    if leads_out(named_root, &root, output, &folder) {
        return Err(Diagnostic::error(
            "E0801",
            format!(
                "{} cannot be the output folder: a link in the site's folder leads out of it, to {}",
                output.display(),
                folder.display()
            ),
        )
        .help("remove the link, or name with -o the folder to which it leads"));
    }
    if folder.parent().is_none() {
        return danger("is the root of the disk");
    }
    if root.starts_with(&folder) {
        return danger(if root == folder { "is the site's own folder" } else { "holds the site's own folder" });
    }
    if home.and_then(|home| resolve(home).ok()).is_some_and(|home| home.starts_with(&folder)) {
        return danger("is or holds your home folder");
    }
    for name in SOURCES {
        let sources = resolve(&root.join(name)).unwrap_or_else(|_| root.join(name));
        if folder.starts_with(&sources) || sources.starts_with(&folder) {
            return danger(&format!("is where `{name}/` is"));
        }
    }
    if folder.exists() && !folder.is_dir() {
        return danger("is a file");
    }
    let mine = folder.join(manifest::NAME).symlink_metadata().is_ok_and(|there| there.is_file());
    if !mine
        && force == Force::No
        && let Some(other) = first_foreign(&folder)
    {
        return Err(Diagnostic::error(
            "E0805",
            format!("{} holds things that no build of this site made, such as {other}", output.display()),
        )
        .help("choose an empty folder, or say --force to write beside them: nothing of theirs is removed"));
    }
    Ok(folder)
}

/// Whether a folder that is named as one of the site's lies elsewhere: whoever put the link there, and not whoever
/// builds, would say where is written.
fn leads_out(named_root: &Path, root: &Path, output: &Path, folder: &Path) -> bool {
    let Ok(named) = std::path::absolute(output) else { return false };
    let tops = [Some(root.to_owned()), std::path::absolute(named_root).ok()];
    let inner = tops.iter().flatten().find_map(|root| named.strip_prefix(root).ok());
    let climbs = |path: &Path| path.components().any(|part| part == std::path::Component::ParentDir);
    inner.is_some_and(|inner| !climbs(inner)) && !folder.starts_with(root)
}

/// The first thing in a folder that no build puts there.
pub fn first_foreign(folder: &Path) -> Option<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !HARMLESS.contains(&name.as_str()) && !name.starts_with(super::stage::PREFIX))
        .collect();
    names.sort();
    names.into_iter().next()
}

/// The real path, links followed, of a folder that may not be there yet.
fn resolve(path: &Path) -> std::io::Result<PathBuf> {
    let absolute = std::path::absolute(path)?;
    let mut missing = Vec::new();
    let mut at = absolute.as_path();
    loop {
        match at.canonicalize() {
            Ok(real) => return Ok(missing.iter().rev().fold(real, |path, name| path.join(name))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && !at.is_symlink() => {
                let (Some(parent), Some(name)) = (at.parent(), at.file_name()) else { return Err(error) };
                missing.push(name.to_owned());
                at = parent;
            }
            Err(error) => return Err(error),
        }
    }
}
