//! All drawn pages together: which of them no other leads to, and links into pages that have no such part.

use super::drawn::{Seen, id_digest, on_page};
use crate::diag::{Diagnostic, Span};
use crate::plan::{Output, Subject};
use crate::site::Site;

/// The documents that no reader finds: from the home pages, no link leads there.
pub fn orphans(site: &Site, seen: &[Seen]) -> Vec<Diagnostic> {
    let is_home = |output: &Output| matches!(output, Output::Template { subject: Subject::Home(_), .. });
    let mut open: Vec<usize> = (0..seen.len()).filter(|at| is_home(&site.pages[*at].output)).collect();
    let mut reached = vec![false; seen.len()];
    open.iter().for_each(|at| reached[*at] = true);
    while let Some(at) = open.pop() {
        for next in &seen[at].leads {
            if !std::mem::replace(&mut reached[*next], true) {
                open.push(*next);
            }
        }
    }
    let documents = site.pages.iter().enumerate().filter_map(|(at, page)| match &page.output {
        Output::Template { subject: Subject::Document(id), .. } => Some((at, *id)),
        Output::Template { subject: Subject::Entity(id, _, slice), .. } if slice.is_first => Some((at, *id)),
        _ => None,
    });
    documents
        .filter(|(at, _)| !reached[*at])
        .map(|(at, id)| {
            let entry = site.model.index.entry(id);
            Diagnostic::warning("W0705", format!("no page leads to /{}", site.pages[at].out))
                .at(Span::at(&entry.doc.path, 0..0))
                .help("link to it from another page, or name it in the config's `menu`")
        })
        .collect()
}

/// The links that lead to a part which their page does not have.
pub fn parts(site: &Site, seen: &[Seen]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (at, one) in seen.iter().enumerate() {
        for (there, part, address) in &one.parts {
            if site.pages[*there].out.as_str().ends_with(".html") && !seen[*there].ids.contains(&id_digest(part)) {
                let message = format!("a page leads to `{address}`, which has no part `{part}`");
                let help = "give the part that is meant this `id`";
                diagnostics.push(on_page(site, &site.pages[at], "W0703", message, address).help(help));
            }
        }
    }
    diagnostics
}
