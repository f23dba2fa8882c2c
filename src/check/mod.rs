//! What is wrong with a site that could be drawn all the same: in its documents as they stand beside each
//! other, and in its pages as they are drawn.
//!
//! What a single text shows is found where it is read (`parse/linter.rs`). What each finding weighs is for
//! `config/check.rs` to say.

mod dates;
pub mod drawn;
mod honesty;
mod incentive;
mod languages;
mod names;
mod reach;
mod references;
pub mod specimen;
mod titles;
mod whole;

use rayon::prelude::*;

use crate::diag::Diagnostic;
use crate::index::Entry;
use crate::model::DocId;
use crate::plan::SiteModel;

pub use whole::{Whole, whole};

/// What is wrong with the documents of a site.
pub fn documents(model: &SiteModel) -> Vec<Diagnostic> {
    let index = &model.index;
    let each = index.entries.par_iter().enumerate().flat_map_iter(|(at, entry)| {
        let id = DocId(at as u32);
        let mut found = dates::of(model, entry);
        found.extend(honesty::of(model, id, entry));
        found.extend(alternatives(entry));
        found
    });
    let mut found: Vec<Diagnostic> = each.collect();
    found.extend(index.excluded.iter().flat_map(|absent| dates::of_absent(absent)));
    found.extend(index.excluded.iter().flat_map(|absent| honesty::of_absent(absent)));
    found.extend(references::echoes(model));
    found.extend(references::circles(model));
    found.extend(references::terms(model));
    found.extend(references::outdated(model));
    found.extend(titles::twice(model));
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
