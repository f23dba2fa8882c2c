//! No two outputs with one address, on any disk; none outside the folder.

use std::borrow::Cow;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::requested::is_programs_own;
use super::subjects::Planned;
use super::{Output, Page, Subject};
use crate::diag::{Diagnostic, Span};
use crate::path::{OutPath, SourcePath};

/// Checks the outputs and sorts them by path.
pub fn check(planned: Vec<Planned>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Page> {
    let (pages, found): (Vec<_>, Vec<_>) = planned.into_par_iter().map(checked).unzip();
    let mut pages: Vec<Page> = pages.into_iter().flatten().collect();
    diagnostics.extend(found.into_iter().flatten());
    let mut names: Vec<(Cow<str>, usize)> =
        pages.par_iter().enumerate().map(|(at, page)| (folded(page.out.as_str()), at)).collect();
    // Nearly in order already, which this kind of sorting makes use of.
    names.par_sort();
    let mut extra: Vec<usize> = Vec::new();
    for same in names.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        let first = &pages[same[0].1];
        for (_, at) in &same[1..] {
            let page = &pages[*at];
            extra.push(*at);
            if is_alias(page) && first.source == page.source {
                // One document answers at both; where case counts, the alias leads to the 404 page.
                let found = clash(first, page);
                let span = found.span.unwrap_or_else(|| Span::file(&SourcePath::new("content")));
                diagnostics.push(Diagnostic::warning("W0604", found.message).at(span));
            } else {
                diagnostics.push(clash(first, page));
            }
        }
    }
    report_folders(&pages, &names, diagnostics);
    drop(names);
    extra.sort_unstable();
    let mut at = 0;
    pages.retain(|_| {
        at += 1;
        extra.binary_search(&(at - 1)).is_err()
    });
    pages.par_sort_by(|a, b| a.out.cmp(&b.out));
    pages
}

fn checked(Planned { route, source, output }: Planned) -> (Option<Page>, Option<Diagnostic>) {
    let checked = match OutPath::new(route.into_out()) {
        Ok(out) if is_programs_own(out.as_str()) => Err(Diagnostic::error(
            "E0605",
            format!("/{out} is called as only files of this program are: it keeps there what it wrote"),
        )),
        Ok(out) => Ok(out),
        Err(why) => Err(Diagnostic::error("E0601", why)),
    };
    match checked {
        Ok(out) => (Some(Page { out, source, output }), None),
        Err(found) => {
            let found = found.help("rename the file, or set another slug");
            let found = match source {
                Some(source) => found.at(Span::file(&source)),
                None => found,
            };
            (None, Some(found))
        }
    }
}

/// What disks that know no case, and normalise accents, take for the same name.
fn folded(path: &str) -> Cow<'_, str> {
    match path.is_ascii() {
        true if !path.bytes().any(|byte| byte.is_ascii_uppercase()) => Cow::Borrowed(path),
        true => Cow::Owned(path.to_ascii_lowercase()),
        false => Cow::Owned(path.nfc().flat_map(char::to_lowercase).collect()),
    }
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
        (None, Output::Api(_)) => "a file of the API".to_owned(),
        (None, Output::OEmbed(_)) => "an oEmbed document".to_owned(),
        (None, Output::Headers) => "the headers for hosts that read them".to_owned(),
        (None, Output::Integrity) => "the counts of the integrity page".to_owned(),
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
    let folder = [first, second].into_iter().find_map(|page| match page.output {
        Output::Template { subject: Subject::Integrity(_), .. } => Some(super::integrity::FOLDER),
        Output::Template { subject: Subject::Tell(_), .. } => Some(super::respond::FOLDER),
        Output::Template { subject: Subject::Insights(_), .. } => Some(super::insights::FOLDER),
        Output::Template { subject: Subject::Journey(_), .. } => Some(super::insights::JOURNEY_FOLDER),
        _ => None,
    });
    let found = Diagnostic::error("E0602", message);
    let found = match folder {
        Some(folder) => {
            found.help(format!("what stands in content/{folder}/_index.md is shown on that page: move it there"))
        }
        None => found.help("give one of them another slug, or rename its file"),
    };
    match second.source.as_ref().or(first.source.as_ref()) {
        Some(source) => found.at(Span::file(source)),
        None => found,
    }
}

/// A file cannot be a folder of other files as well.
fn report_folders(pages: &[Page], names: &[(Cow<str>, usize)], diagnostics: &mut Vec<Diagnostic>) {
    // Nearly all files are the index of their folder, and no folder is called that; nearly.
    let any_may = names.iter().any(|(name, _)| name.contains("index.html/"));
    for (name, at) in names.iter().filter(|(name, _)| any_may || !name.ends_with("index.html")) {
        let folder = format!("{name}/");
        let first = names.partition_point(|(other, _)| other.as_ref() < folder.as_str());
        if let Some((_, inner)) = names.get(first).filter(|(other, _)| other.starts_with(&folder)) {
            let (file, page) = (&pages[*at], &pages[*inner]);
            let message =
                format!("{} would be the file /{}, and a folder of {}", describe(file), file.out, describe(page));
            diagnostics.push(Diagnostic::error("E0603", message).help("give one of them another address"));
        }
    }
}
