//! No two outputs with one address, on any disk; none outside the folder.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::artifact::{Artifact, Output, PlannedArtifact, Subject};
use super::own_pages::OwnPage;
use super::requested;
use crate::diag::{Diagnostic, Span};
use crate::index::Index;
use crate::path::{OutPath, SourcePath};

/// Checks the outputs and sorts them by path.
pub fn check(planned: Vec<PlannedArtifact>, index: &Index, diagnostics: &mut Vec<Diagnostic>) -> Vec<Artifact> {
    let (pages, found): (Vec<_>, Vec<_>) = planned.into_par_iter().map(checked).unzip();
    let mut pages: Vec<Artifact> = pages.into_iter().flatten().collect();
    diagnostics.extend(found.into_iter().flatten());
    let mut names: Vec<(Cow<str>, usize)> =
        pages.par_iter().enumerate().map(|(at, page)| (folded(page.out.as_str()), at)).collect();
    // Nearly in order already, which this kind of sorting makes use of.
    names.par_sort();
    let mut extra: Vec<usize> = Vec::new();
    let mut clashes: Vec<(&Artifact, &Artifact)> = Vec::new();
    for same in names.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        // An alias gives way to any page.
        let first =
            same.iter().map(|(_, at)| *at).min_by_key(|at| (pages[*at].output.is_alias(), *at)).unwrap_or_default();
        for at in same.iter().map(|(_, at)| *at).filter(|at| *at != first) {
            extra.push(at);
            clashes.push((&pages[first], &pages[at]));
        }
    }
    // Where two documents have one address, so have their files for programs: once is enough.
    clashes.sort_by_key(|(_, page)| matches!(page.output, Output::Api(_) | Output::OEmbed(_)));
    let mut said = BTreeSet::new();
    clashes.retain(|(one, other)| {
        !(one.source.is_some() && other.source.is_some()) || said.insert((&one.source, &other.source))
    });
    diagnostics.extend(clashes.into_iter().map(|(one, other)| clash(one, other, index)));
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

fn checked(PlannedArtifact { route, source, output }: PlannedArtifact) -> (Option<Artifact>, Option<Diagnostic>) {
    let checked = match OutPath::new(route.into_out()) {
        Ok(out) if requested::is_programs_own(out.as_str()) => Err(Diagnostic::error(
            "E0601",
            format!("/{out} is called as only files of this program are: it keeps there what it wrote"),
        )),
        Ok(out) => Ok(out),
        Err(why) => Err(Diagnostic::error("E0601", why)),
    };
    match checked {
        Ok(out) => (Some(Artifact { out, source, output }), None),
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

fn describe(artifact: &Artifact) -> String {
    match (&artifact.source, &artifact.output) {
        (Some(source), _) if artifact.output.is_alias() => format!("an alias of {source}"),
        (Some(source), _) => source.to_string(),
        (None, Output::Template { template, .. }) => format!("a page made by {template}"),
        (None, Output::Copy(_)) => "a static file".to_owned(),
        (None, Output::Feed(..)) => "a feed".to_owned(),
        (None, Output::Api(_)) => "a file of the API".to_owned(),
        (None, Output::OEmbed(_)) => "an oEmbed document".to_owned(),
        (None, Output::Headers) => "the headers for hosts that read them".to_owned(),
        (None, Output::Redirects) => "the redirects for hosts that read them".to_owned(),
        (None, Output::Integrity) => "the counts of the integrity page".to_owned(),
        (None, Output::Sitemap(_) | Output::SitemapIndex(_)) => "the sitemap".to_owned(),
    }
}

fn clash(first: &Artifact, second: &Artifact, index: &Index) -> Diagnostic {
    let same = first.out == second.out;
    let (one, other) = (describe(first), describe(second));
    let message = if same {
        format!("{one} and {other} would both be /{}", second.out)
    } else {
        format!(
            "{one} and {other} differ by case or accents only: /{} and /{}; many disks cannot hold both",
            first.out, second.out
        )
    };
    if second.output.is_alias() {
        let found = Diagnostic::warning("W0604", format!("this alias is left out: {message}"));
        return found.at(place(second, &["aliases"], index)).help("take the alias out of one of them");
    }
    let folder = [first, second].into_iter().find_map(|page| match page.output {
        Output::Template { subject: Subject::Integrity(_), .. } => Some(OwnPage::Integrity.folder()),
        Output::Template { subject: Subject::Tell(_), .. } => Some(OwnPage::Tell.folder()),
        Output::Template { subject: Subject::Insights(_), .. } => Some(OwnPage::Insights.folder()),
        Output::Template { subject: Subject::Journey(_), .. } => Some(OwnPage::Journey.folder()),
        _ => None,
    });
    let found = Diagnostic::error("E0602", message);
    let found = match (folder, first.source.as_ref().or(second.source.as_ref())) {
        (Some(folder), _) => {
            found.help(format!("what stands in content/{folder}/_index.md is shown on that page: move it there"))
        }
        // Files as they are have the names that they have.
        (None, None) => found.help("rename one of the files"),
        (None, Some(source)) if first.source.is_none() || second.source.is_none() => {
            found.help(format!("rename the other file, or set another `slug` in {source}"))
        }
        (None, Some(_)) => found.help("set another `slug` in one of them, or rename its file"),
    };
    match second.source.as_ref().map_or(first, |_| second) {
        page if page.source.is_some() => found.at(place(page, &["permalink", "slug"], index)),
        _ => found,
    }
}

/// Where a page's document says what its address is, with one of its fields; else the whole file.
fn place(artifact: &Artifact, fields: &[&str], index: &Index) -> Span {
    let Some(source) = &artifact.source else { return Span::file(&SourcePath::new("content")) };
    let doc = index.find(source).map(|id| &index.entry(id).doc);
    let field = doc.and_then(|doc| fields.iter().find(|name| doc.has_field(name)).map(|name| doc.span_of(name)));
    field.unwrap_or_else(|| Span::file(source))
}

/// A file cannot be a folder of other files as well.
fn report_folders(pages: &[Artifact], names: &[(Cow<str>, usize)], diagnostics: &mut Vec<Diagnostic>) {
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
