//! Writes a planned site into its folder: what is stale is drawn, what is drawn and differs is written.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::cache::store::{self, Keys};
use crate::cache::{BuildRecord, Key};
use crate::check::drawn;
use crate::diag::{Diagnostic, Severity, Warned};
use crate::digest::Digest;
use crate::path::OutPath;
use crate::plan::{Artifact, Input};
use crate::site::Site;
use crate::stamp::Stamp;
use crate::write::{Claim, Committed, Failed, Force, OutputDir, Written};
use crate::{disk, source};

/// Where a site is written.
pub struct Target<'a> {
    /// The site's folder, which keeps the cache.
    pub root: &'a Path,
    /// The output folder.
    pub claim: Claim,
    /// Whether to write beside other things.
    pub force: Force,
}

/// What was done.
#[derive(Debug, Default)]
pub struct Published {
    /// To the folder.
    pub written: Written,
    /// What was drawn, and why; files that are copied count as drawn when they were read.
    pub drawn: Vec<(OutPath, Reason)>,
    /// What is wrong with pages that could be drawn, and what could not be removed.
    pub diagnostics: Vec<Diagnostic>,
    /// What is no longer made, and stays in the output folder because somebody changed it.
    pub left: Vec<OutPath>,
    /// What went another way than usual.
    pub notes: Vec<String>,
    /// Where a build from the same inputs has nothing to do while the outputs stay as they are: the digest of the keys,
    /// and the outputs whose keys are not kept. `None` where it must look for itself.
    pub kept: Option<(Digest, Vec<(OutPath, Stamp)>)>,
}

/// Why an output was made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No build knows of it.
    New,
    /// The file is gone, or somebody else changed it.
    Lost,
    /// These parts of what it depends on are others now.
    Changed(Vec<&'static str>),
}

/// Hears how far a build is.
pub trait Progress: Sync {
    /// So many of so many pages are done.
    fn drawn(&self, done: usize, all: usize);
}

/// An output that is done: its key, and why and whether it was drawn.
struct Done<'a> {
    artifact: &'a Artifact,
    key: Key,
    reason: Option<Reason>,
    /// What is wrong with it, though it was drawn.
    diagnostics: Vec<Diagnostic>,
}

/// Publishes a site that has no errors. No other build has the folder until the keys are kept, too.
pub fn publish(site: &Site, target: Target, progress: &dyn Progress) -> Result<Published, Failed> {
    let Target { root, mut claim, force } = target;
    let folder = claim.path.clone();
    let output = OutputDir::open(&mut claim, root, force).map_err(|diagnostic| vec![diagnostic])?;
    let is_planned = |out: &str| site.find(out).is_some();
    output.check_losses(is_planned, site.model.departed()).map_err(|diagnostic| vec![diagnostic])?;
    let (known, _) = store::load(root, &folder);
    let count = AtomicUsize::new(0);
    let all: Vec<Result<Done, Vec<Diagnostic>>> = site
        .pages
        .par_iter()
        .map(|artifact| {
            let done = one(site, artifact, &known, &output, root);
            progress.drawn(count.fetch_add(1, Ordering::Relaxed) + 1, site.pages.len());
            done
        })
        .collect();
    let (mut done, mut diagnostics): (Vec<Done>, Vec<Diagnostic>) = (Vec::with_capacity(all.len()), Vec::new());
    for one in all {
        match one {
            Ok(one) => done.push(one),
            Err(problems) => diagnostics.extend(problems),
        }
    }
    if !diagnostics.is_empty() {
        return Err(drawn::gather(diagnostics).into());
    }
    let departed = site.model.departed();
    let Committed { written, stamps, left, diagnostics } = output.commit(departed)?;
    // What something is wrong with is looked at again next time, so that it is said again.
    let keys = done
        .iter()
        .filter(|done| done.diagnostics.is_empty())
        .filter_map(|done| Some((done.artifact.out.clone(), (done.key.clone(), *stamps.get(&done.artifact.out)?))));
    let without_key = done.iter().filter(|done| !done.diagnostics.is_empty());
    let without_key = without_key.map(|done| Some((done.artifact.out.clone(), *stamps.get(&done.artifact.out)?)));
    // What departed is looked for by each build, and so is what somebody changed and what could not be removed.
    let is_complete =
        departed.outs.is_empty() && left.is_empty() && diagnostics.is_empty() && stamps.len() == done.len();
    let without_key = without_key.collect::<Option<Vec<_>>>().filter(|_| is_complete);
    let mut notes = std::mem::take(&mut claim.notes);
    let keys = store::save(root, &folder, keys.collect());
    if let Err(error) = &keys
        && disk::refusal(error).is_some()
    {
        notes.push(format!("the next build draws all pages again, as the cache in .anecdote/ is not used: {error}"));
    }
    let kept = keys.ok().zip(without_key);
    let of_pages = done.iter_mut().flat_map(|done| std::mem::take(&mut done.diagnostics)).collect();
    let diagnostics = [drawn::gather(of_pages), diagnostics].concat();
    let drawn = done.into_iter().filter_map(|done| Some((done.artifact.out.clone(), done.reason?))).collect();
    Ok(Published { written, drawn, diagnostics, left, notes, kept })
}

/// Looks whether an output folder still holds what the last build wrote there, according to its record; `None` if
/// it has to be built.
pub fn repeat(target: &mut Target, record: &BuildRecord) -> Option<Published> {
    let Target { root, claim, force } = target;
    let (keys, digest) = store::load(root, &claim.path);
    if digest != record.keys {
        return None;
    }
    let output = OutputDir::open(claim, root, *force).ok()?;
    let files: Vec<(&OutPath, Stamp)> = keys.iter().map(|(path, (_, stamp))| (path, *stamp)).collect();
    let others = record.without_key.par_iter().map(|(path, stamp)| (path, *stamp));
    let is_there = files.into_par_iter().chain(others).all(|(path, stamp)| output.keep(path, stamp));
    let unchanged = output.all_kept().filter(|_| is_there)?;
    let written = Written { unchanged, ..Written::default() };
    Some(Published { written, notes: std::mem::take(&mut claim.notes), ..Published::default() })
}

/// Draws one page if it is stale, and hands it over.
fn one<'a>(
    site: &Site,
    artifact: &'a Artifact,
    known: &Keys,
    output: &OutputDir,
    root: &Path,
) -> Result<Done<'a>, Vec<Diagnostic>> {
    let input = site.input(artifact);
    let parts = site.parts(artifact, &input);
    let key = Key::new(&parts);
    let reason = match known.get(&artifact.out) {
        None => Reason::New,
        Some((old, _)) if *old != key => Reason::Changed(old.differs(&parts)),
        Some((_, stamp)) if output.keep(&artifact.out, *stamp) => {
            return Ok(Done { artifact, key, reason: None, diagnostics: Vec::new() });
        }
        Some(_) => Reason::Lost,
    };
    let config = &site.model.config;
    let Warned { value: bytes, mut diagnostics } = match &input {
        Input::Copy(copy) => source::read_copy(root, copy, &config.pictures).map_err(|diagnostic| vec![diagnostic])?,
        _ => Warned { value: site.render(artifact, &input)?.unwrap_or_default(), diagnostics: Vec::new() },
    };
    diagnostics.extend(drawn::look(site, artifact, &bytes).found);
    config.check.apply_levels(&mut diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(diagnostics);
    }
    output.put(&artifact.out, &bytes).map_err(|diagnostic| vec![diagnostic])?;
    Ok(Done { artifact, key, reason: Some(reason), diagnostics })
}
