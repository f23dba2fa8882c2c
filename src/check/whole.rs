//! A whole site, drawn page by page and forgotten: only what is wrong is kept.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::drawn::{self, Seen};
use super::{languages, reach, specimen};
use crate::config::{Config, FILE};
use crate::diag::{Diagnostic, Span, Warned};
use crate::index::Audience;
use crate::model::CopyOf;
use crate::path::SourcePath;
use crate::plan::Input;
use crate::site::Site;

/// What is wrong with the pages of a site, and where they lead elsewhere: each address with the first page, by its
/// place in the plan, that leads there.
pub struct Whole {
    /// What is wrong.
    pub found: Vec<Diagnostic>,
    /// The addresses at other hosts.
    pub outside: BTreeMap<String, usize>,
}

/// Gives the bytes of a file that is copied, as they are published.
pub type Read<'a> = dyn Fn(&CopyOf) -> Result<Warned<Vec<u8>>, Diagnostic> + Sync + 'a;

/// Looks a site through; `read` gives the bytes of a file that is copied.
pub fn whole(site: &Site, audience: &Audience, read: &Read) -> Whole {
    let mut seen: Vec<Seen> = site
        .pages
        .par_iter()
        .map(|page| {
            let bytes = match site.input(page) {
                Input::Copy(copy) => read(&copy).map_err(|found| vec![found]),
                input => site
                    .render(page, &input)
                    .map(|bytes| Warned { value: bytes.unwrap_or_default(), diagnostics: Vec::new() }),
            };
            match bytes {
                Ok(Warned { value: bytes, diagnostics }) => {
                    let mut seen = drawn::look(site, page, &bytes);
                    seen.found.extend(diagnostics);
                    seen
                }
                Err(found) => Seen { found, ..Seen::default() },
            }
        })
        .collect();
    let mut found: Vec<Diagnostic> = seen.iter_mut().flat_map(|seen| std::mem::take(&mut seen.found)).collect();
    found.extend(reach::parts(site, &seen));
    let mut found = drawn::gather(found);
    // What pages of the site have shown already need not be shown again.
    let known: BTreeSet<(&str, Option<Span>)> =
        found.iter().map(|found| (&*found.message, found.span.clone())).collect();
    let model = &site.model;
    let mut others = drawn::gather(specimen::draw(&model.theme, &model.config, audience));
    others.retain(|other| !known.contains(&(&*other.message, other.span.clone())));
    drop(known);
    found.extend(others);
    found.extend(reach::orphans(site, &seen));
    found.extend(languages::untranslated(model));
    found.extend(languages::unsaid(&model.config));
    found.extend(placeholders(&model.config));
    let mut outside = BTreeMap::new();
    for (at, seen) in seen.into_iter().enumerate() {
        for address in seen.outside {
            outside.entry(address).or_insert(at);
        }
    }
    Whole { found, outside }
}

/// What a starter left to be said. Builds let it be: nobody reads it.
fn placeholders(config: &Config) -> impl Iterator<Item = Diagnostic> {
    let left = config.placeholders.iter();
    left.map(|(key, range)| {
        Diagnostic::error("E0916", format!("`{key}` is still what the starter left there"))
            .at(Span::at(&SourcePath::new(FILE), range.clone()))
            .help("say it in your own words, or take the line out: the integrity page then says that you do not say it")
    })
}
