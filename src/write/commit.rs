//! The end of a build: the new files take the place of the old, and what is no longer made goes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::manifest::{Files, Manifest};
use super::remove::{Removed, remove, remove_sidecars, still_there};
use super::stage::{self, Stopped};
use super::{Made, OutputDir, Written, stamp_at};
use crate::diag::Diagnostic;
use crate::digest::Digest;
use crate::disk::{self, Folder, Refusal};
use crate::path::OutPath;
use crate::plan::Departed;
use crate::stamp::Stamp;

/// What a commit came to.
#[derive(Debug, Default)]
pub struct Committed {
    /// How much was written.
    pub written: Written,
    /// What the disk says of each file that was written or left as it was. One that somebody touched since has none.
    pub stamps: BTreeMap<OutPath, Stamp>,
    /// What is no longer made, and stays because somebody changed it.
    pub left: Vec<OutPath>,
    /// What had to go, and could not.
    pub diagnostics: Vec<Diagnostic>,
}

/// A commit that stopped.
#[derive(Debug)]
pub struct Failed {
    /// Why.
    pub diagnostics: Vec<Diagnostic>,
    /// How many of the files that changed were in their place by then, and how many there are; `None` if the output
    /// folder was not touched.
    pub placed: Option<(usize, usize)>,
}

impl From<Vec<Diagnostic>> for Failed {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self { diagnostics, placed: None }
    }
}

/// The work of removing.
struct Cleaning<'a> {
    folder: &'a Folder,
    path: &'a Path,
    made: &'a BTreeSet<&'a str>,
    departed: &'a Departed,
    removed: usize,
    left: Files,
    diagnostics: Vec<Diagnostic>,
}

impl OutputDir<'_> {
    /// Exchanges the new files with the old, removes what is no longer made, and says what was done. What departed
    /// goes even where somebody changed it; what of it cannot be removed is an error that names it.
    pub fn commit(self, departed: &Departed) -> Result<Committed, Failed> {
        let Self { claim, staging, known, made, is_new, .. } = self;
        let mut all = made.into_inner().unwrap_or_default();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        let changed: Vec<&Made> = all.iter().filter(|made| made.is_changed).collect();
        let mut moved = Vec::new();
        let made: BTreeSet<&str> = all.iter().map(|made| made.path.as_str()).collect();
        let files = all.iter().map(|made| (made.path.clone(), made.digest)).collect();
        let mut manifest = Manifest { files, ..Manifest::default() };
        let mut cleaning = Cleaning {
            folder: &claim.folder,
            path: &claim.path,
            made: &made,
            departed,
            removed: 0,
            left: Files::new(),
            diagnostics: Vec::new(),
        };
        let mut run = || -> Result<(), Stopped> {
            let stopped = |error| Stopped { at: String::new(), error };
            // Until all is in place the manifest names the old files and the new, so that a build that is killed from
            // here on leaves nothing that the next one does not know.
            let both = known.with(&manifest);
            both.write(&claim.folder, &staging.aside).map_err(stopped)?;
            // A page that became a folder, or a folder that became a page, is in the way of the new.
            let stale = known.files.iter().chain(&known.left).filter(|(path, _)| !made.contains(path.as_str()));
            let (in_the_way, rest): (Vec<_>, Vec<_>) = stale.partition(|(path, _)| is_in_the_way(path.as_str(), &made));
            in_the_way.into_iter().try_for_each(|(path, digest)| cleaning.remove(path, *digest))?;
            if !is_new && !departed.is_empty() {
                // Hosts send the packed copy in place of the page; it holds what the page held.
                changed.iter().for_each(|made| cleaning.remove_sidecars(&made.path));
            }
            stage::exchange(&staging.site, &claim.folder, "", &mut moved)?;
            rest.into_iter().try_for_each(|(path, digest)| cleaning.remove(path, *digest))?;
            if !is_new {
                cleaning.check_departed();
            }
            manifest.left = std::mem::take(&mut cleaning.left);
            if both == manifest { Ok(()) } else { manifest.write(&claim.folder, &staging.aside).map_err(stopped) }
        };
        if let Err(stopped) = run() {
            let mut diagnostics = vec![failed(&claim.path, &stopped)];
            diagnostics.append(&mut cleaning.diagnostics);
            return Err(Failed { diagnostics, placed: Some((placed(&changed, &moved), changed.len())) });
        }
        let removed = cleaning.removed;
        let note = || format!("the rest of the site was written into {}", claim.path.display());
        let diagnostics = cleaning.diagnostics.into_iter().map(|diagnostic| diagnostic.note(note())).collect();
        let written = Written { written: changed.len(), unchanged: all.len() - changed.len(), removed };
        let stamps = all.iter().filter_map(|made| Some((made.path.clone(), settled(&claim.path, made)?))).collect();
        let left = manifest.left.into_keys().filter(|path| !departed.may_show(path)).collect();
        Ok(Committed { written, stamps, left, diagnostics })
    }
}

impl Cleaning<'_> {
    /// Removes a file that is no longer made.
    fn remove(&mut self, path: &OutPath, digest: Digest) -> Result<(), Stopped> {
        let must_go = self.departed.may_show(path);
        let why = match remove(self.folder, path, digest, must_go) {
            Ok(Removed::Yes) => {
                self.removed += 1;
                None
            }
            Ok(Removed::NotThere) => None,
            Ok(Removed::Theirs) => Some("it lies behind a link".to_owned()),
            Err(error) if must_go => Some(error.to_string()),
            Err(error) => return Err(Stopped { at: path.to_string(), error }),
        };
        if let Some(why) = why {
            // The next build is to try again.
            self.left.insert(path.clone(), digest);
            if must_go {
                self.must_go(path.as_str(), &why);
            }
        }
        if must_go {
            self.remove_sidecars(path);
        }
        Ok(())
    }

    fn remove_sidecars(&mut self, path: &OutPath) {
        if let Err((name, error)) = remove_sidecars(self.folder, path, &|name| self.made.contains(name)) {
            self.must_go(&name, &error.to_string());
        }
    }

    /// Looks whether anything stands at the addresses that departed documents would have.
    fn check_departed(&mut self) {
        for path in self.departed.outs.iter().filter(|path| !self.made.contains(path.as_str())) {
            for name in still_there(self.path, path, &|name| self.made.contains(name)) {
                let is_said =
                    self.diagnostics.iter().any(|diagnostic| diagnostic.message.starts_with(&format!("{name} still ")));
                if !is_said {
                    self.must_go(&name, "no build of this site is known to have written it");
                }
            }
        }
    }

    fn must_go(&mut self, name: &str, why: &str) {
        let message = format!("{name} still shows what must not be shown, and cannot be removed: {why}");
        let diagnostic = Diagnostic::error("E0808", message)
            .help("remove it yourself; what is to stand at that address belongs into `static/`");
        self.diagnostics.push(diagnostic);
    }
}

/// The stamp of a file in its place, if it is the very file that was written. Moving it changes nothing but the time
/// of its last change of any kind.
fn settled(folder: &Path, made: &Made) -> Option<Stamp> {
    if !made.is_changed {
        return Some(made.stamp);
    }
    let now = stamp_at(folder, &made.path)?;
    let is_same = (now.inode, now.size, now.modified) == (made.stamp.inode, made.stamp.size, made.stamp.modified);
    is_same.then_some(now)
}

/// How many of the changed files are among what was moved: files, and folders as a whole.
fn placed(changed: &[&Made], moved: &[String]) -> usize {
    let moved: BTreeSet<&str> = moved.iter().map(String::as_str).collect();
    let is_moved =
        |path: &str| moved.contains(path) || path.match_indices('/').any(|(slash, _)| moved.contains(&path[..slash]));
    changed.iter().filter(|made| is_moved(made.path.as_str())).count()
}

fn failed(folder: &Path, stopped: &Stopped) -> Diagnostic {
    let Stopped { at, error } = stopped;
    let shown = folder.display();
    if disk::refusal(error) == Some(Refusal::Link) {
        return Diagnostic::error(
            "E0809",
            format!("{at} is a link in the output folder, and nothing is written through it"),
        )
        .help("put a folder in place of the link; or name the folder to which it leads with -o");
    }
    let at = if at.is_empty() { String::new() } else { format!("{at}: ") };
    Diagnostic::error("E0803", format!("the site cannot be put into {shown}: {at}{error}"))
}

/// Whether a file stands where a folder must be, or in a folder where a file must be.
fn is_in_the_way(path: &str, made: &BTreeSet<&str>) -> bool {
    let folder = format!("{path}/");
    let becomes_folder = made.range(folder.as_str()..).next().is_some_and(|next| next.starts_with(&folder));
    becomes_folder || path.match_indices('/').any(|(slash, _)| made.contains(&path[..slash]))
}
