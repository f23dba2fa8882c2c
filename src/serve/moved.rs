//! Documents whose address changed by an edit: their file was moved or renamed, or its `slug` is another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::Kind;
use crate::path::SourcePath;
use crate::plan::{Artifact, Output, Subject};
use crate::site::Site;

/// As many are spoken of: who moves more has moved a folder.
const MOST: usize = 5;

/// A document that stands at another address now.
pub struct Moved {
    /// Its file now.
    pub path: SourcePath,
    /// The address that no longer leads anywhere.
    pub from: String,
    /// The address that it has now.
    pub to: String,
}

/// The documents that stand elsewhere than in the site before, so that older addresses lead nowhere.
pub fn between(before: &Site, now: &Site) -> Vec<Moved> {
    if Arc::ptr_eq(&before.pages, &now.pages) {
        return Vec::new();
    }
    let (old, new) = (documents(before), documents(now));
    let is_there = |out: &str| now.find(out).is_some();
    let gone: Vec<(&&str, &SourcePath)> =
        old.iter().filter(|(out, _)| !is_there(out)).map(|(out, path)| (out, *path)).collect();
    if gone.is_empty() || gone.len() > MOST {
        return Vec::new();
    }
    let known: BTreeSet<&SourcePath> = old.values().copied().collect();
    let moved = gone.into_iter().filter_map(|(from, path)| {
        let same = |other: &SourcePath| other == path || !known.contains(other) && is_same(before, path, now, other);
        let (to, path) = new.iter().find(|(_, other)| same(other))?;
        Some(Moved { path: (*path).clone(), from: address(from), to: address(to) })
    });
    moved.collect()
}

/// The files of documents by where their pages are.
fn documents(site: &Site) -> BTreeMap<&str, &SourcePath> {
    let is_document = |page: &&Artifact| {
        matches!(page.output, Output::Template { subject: Subject::Document(_) | Subject::Entity(..), .. })
    };
    let pages = site.pages.iter().filter(is_document);
    pages.filter_map(|page| Some((page.out.as_str(), page.source.as_ref()?))).collect()
}

/// Whether two files hold the same document: its kind, its title and its date.
fn is_same(before: &Site, path: &SourcePath, now: &Site, other: &SourcePath) -> bool {
    let of = |site: &Site, path: &SourcePath| -> Option<(Kind, String, Option<jiff::Timestamp>)> {
        let entry = site.model.index.entry(site.model.index.find(path)?);
        Some((entry.kind(), entry.title.clone(), entry.moment))
    };
    let known = of(before, path);
    known.is_some() && known == of(now, other)
}

fn address(out: &str) -> String {
    format!("/{}", out.strip_suffix("index.html").unwrap_or(out))
}
