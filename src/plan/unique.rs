//! No two outputs with one address, on any disk; none outside the folder.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization;

use super::subjects::Planned;
use super::{Output, Page, Subject};
use crate::diag::{Diagnostic, Span};
use crate::path::{OutPath, SourcePath};

/// Checks the outputs and sorts them by path.
pub fn check(planned: Vec<Planned>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Page> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut pages: Vec<Page> = Vec::with_capacity(planned.len());
    for Planned { route, source, output, .. } in planned {
        let out = match OutPath::new(route.out()) {
            Ok(out) => out,
            Err(why) => {
                let found = Diagnostic::error("E0601", why).help("set another slug");
                diagnostics.push(match source {
                    Some(source) => found.at(Span::file(&source)),
                    None => found,
                });
                continue;
            }
        };
        let page = Page { out, source, output };
        match seen.get(&folded(page.out.as_str())) {
            Some(first) if is_alias(&page) && pages[*first].source == page.source => {
                // One document answers at both; where case counts, the alias leads to the 404 page.
                let found = clash(&pages[*first], &page);
                diagnostics.push(
                    Diagnostic::warning("W0604", found.message)
                        .at(found.span.unwrap_or_else(|| Span::file(&SourcePath::new("content")))),
                );
            }
            Some(first) => diagnostics.push(clash(&pages[*first], &page)),
            None => {
                seen.insert(folded(page.out.as_str()), pages.len());
                pages.push(page);
            }
        }
    }
    report_folders(&pages, &seen, diagnostics);
    pages.sort_by(|a, b| a.out.cmp(&b.out));
    pages
}

/// What disks that know no case, and normalise accents, take for the same name.
fn folded(path: &str) -> String {
    if path.is_ascii() { path.to_ascii_lowercase() } else { path.nfc().flat_map(char::to_lowercase).collect() }
}

fn is_alias(page: &Page) -> bool {
    matches!(&page.output, Output::Template { subject: Subject::Alias(_), .. })
}

fn describe(page: &Page) -> String {
    match (&page.source, &page.output) {
        (Some(source), _) if is_alias(page) => format!("an alias of {source}"),
        (Some(source), _) => source.to_string(),
        (None, Output::Template { template, .. }) => format!("a page made by {template}"),
        (None, Output::Copy(_)) => "a static file".to_owned(),
        (None, Output::Atom(_) | Output::JsonFeed(_)) => "a feed".to_owned(),
        (None, Output::Sitemap(_) | Output::SitemapIndex(_)) => "the sitemap".to_owned(),
    }
}

fn clash(first: &Page, second: &Page) -> Diagnostic {
    let same = first.out == second.out;
    let message = match same {
        true => format!("{} and {} would both be /{}", describe(first), describe(second), second.out),
        false => format!(
            "{} and {} differ by case or accents only: /{} and /{}; many disks cannot hold both",
            describe(first),
            describe(second),
            first.out,
            second.out
        ),
    };
    let found = Diagnostic::error("E0602", message).help("give one of them another slug, or rename its file");
    match second.source.as_ref().or(first.source.as_ref()) {
        Some(source) => found.at(Span::file(source)),
        None => found,
    }
}

/// A file cannot be a folder of other files as well.
fn report_folders(pages: &[Page], seen: &BTreeMap<String, usize>, diagnostics: &mut Vec<Diagnostic>) {
    let mut said: BTreeSet<usize> = BTreeSet::new();
    for page in pages {
        let path = folded(page.out.as_str());
        for (slash, _) in path.match_indices('/') {
            let Some(at) = seen.get(&path[..slash]) else { continue };
            if said.insert(*at) {
                let file = &pages[*at];
                let message =
                    format!("{} would be the file /{}, and a folder of {}", describe(file), file.out, describe(page));
                diagnostics.push(Diagnostic::error("E0603", message).help("give one of them another address"));
            }
        }
    }
}
