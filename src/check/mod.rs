//! What is wrong with a site that could be drawn all the same: in its documents as they stand beside each
//! other, and in its pages as they are drawn.
//!
//! What a single text shows is found where it is read (`parse/linter.rs`). What each finding weighs is for
//! `config/check.rs` to say.

mod dates;
pub mod drawn;
mod findings;
mod honesty;
mod incentive;
mod languages;
mod names;
mod reach;
mod references;
pub mod specimen;
mod titles;
pub mod vocabulary;
mod whole;

use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::index::{Entry, may_show};
use crate::model::{DocId, Media};
use crate::plan::SiteModel;

pub use findings::Findings;
use findings::OfDocument;
pub use whole::{Whole, whole};

/// What is wrong with the documents of a site, settled by `settle`. `before` is what was found in one that had the same
/// order: what its documents showed by themselves holds where they are the same.
pub fn documents(
    model: &SiteModel,
    before: Option<(&SiteModel, &Findings)>,
    settle: &(dyn Fn(&mut Vec<Diagnostic>) + Sync),
) -> Findings {
    let index = &model.index;
    let before = before.filter(|(other, _)| other.index.today == index.today);
    let each = index.entries.par_iter().enumerate().map(|(at, entry)| match before {
        Some((other, findings)) if Arc::ptr_eq(&other.index.entries[at], entry) && shows_all(entry) => {
            findings.of_document(at).cloned()
        }
        _ => OfDocument::new(&entry.doc.path, document(model, DocId(at as u32), entry), settle),
    });
    let (each, together) = rayon::join(|| each.collect(), || together(model));
    Findings::new(each, together, settle)
}

/// Whether no file is left out with a document: which are, depends on others.
fn shows_all(entry: &Entry) -> bool {
    may_show(entry, Media::Picture) && may_show(entry, Media::Film)
}

/// What is wrong with a document by itself.
fn document(model: &SiteModel, id: DocId, entry: &Entry) -> Vec<Diagnostic> {
    let mut found = dates::of(model, entry);
    found.extend(honesty::of(model, id, entry));
    found.extend(alternatives(entry));
    found
}

/// What is wrong with documents beside each other, and with those that are left out.
fn together(model: &SiteModel) -> Vec<Diagnostic> {
    let index = &model.index;
    let mut found = titles::twice(model);
    found.extend(index.excluded.iter().flat_map(|absent| dates::of_absent(absent)));
    found.extend(index.excluded.iter().flat_map(|absent| honesty::of_absent(absent)));
    found.extend(references::echoes(model));
    found.extend(references::circles(model));
    found.extend(references::terms(model));
    found.extend(references::outdated(model));
    found.extend(honesty::of_site(model));
    found
}

/// The main picture needs words beside it; portraits and logos have a name.
fn alternatives(entry: &Entry) -> Option<Diagnostic> {
    let (fields, own) = (&entry.fields, &entry.doc.fields);
    let is_silent = fields.image_alt.as_ref().is_none_or(|alt| alt.trim().is_empty());
    (own.image.is_some() && is_silent).then(|| {
        Diagnostic::warning("W0207", "this picture has no alternative text")
            .at(entry.doc.span_of("image"))
            .help("say in `image_alt` what it shows, for whoever does not see it")
    })
}
