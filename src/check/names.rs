//! Hidden names that a drawn output shows.

use crate::diag::{Diagnostic, Span};
use crate::index::files_of;
use crate::model::{CopyOf, DocId};
use crate::names::{Folded, HiddenName};
use crate::path::SourcePath;
use crate::plan::{Artifact, Output};
use crate::site::Site;

/// Says which hidden names an output shows, whatever it is. `text` are the bytes as UTF-8, if they are that; `leads`
/// are the outputs to which it leads.
pub fn shown(site: &Site, artifact: &Artifact, bytes: &[u8], text: Option<&str>, leads: &[usize]) -> Vec<Diagnostic> {
    let shown = match text {
        Some(text) => site.gate.shown_in_text(artifact.out.as_str(), text.as_bytes()),
        None => site.gate.shown(artifact.out.as_str(), bytes),
    };
    let shown = shown.into_iter().filter(|name| !may_stand(site, artifact, name, leads));
    let diagnostic = |name: &HiddenName| {
        let hides = site.model.index.hidden_names.get(name);
        let hides = hides.map_or_else(String::new, |path| format!(", which {path} hides"));
        let help = "write it in other words, or let it stand in one file: `[[names.allow]]` in anecdote.toml";
        match &artifact.source {
            Some(source) => {
                Diagnostic::error("E0714", format!("what is made of {source} shows `{}`{hides}", name.written))
                    .at(Span::file(source))
                    .help(help)
            }
            None => Diagnostic::error("E0714", format!("a page shows `{}`{hides}", name.written))
                .note(format!("/{}", artifact.out))
                .help(help),
        }
    };
    let mut found: Vec<Diagnostic> = shown.map(diagnostic).collect();
    if found.is_empty() {
        found.extend(part_of_name(site, artifact, text));
    }
    found
}

/// Whether the site's author lets a name stand in an output: in what is made of the file that may show it; in lists
/// and feeds, which gather what files say; and beside a link to that file's page, as on a card.
fn may_stand(site: &Site, artifact: &Artifact, name: &HiddenName, leads: &[usize]) -> bool {
    let allowed = &site.model.config.names;
    if allowed.allow.is_empty() {
        return false;
    }
    let lets_stand = |path: &SourcePath| allowed.lets_stand(name, path);
    let entries = || site.model.index.entries.iter();
    let Some(source) = artifact.source_file() else {
        let is_copy = matches!(artifact.output, Output::Copy(_));
        return !is_copy && entries().any(|entry| lets_stand(&entry.doc.path));
    };
    if lets_stand(source) {
        return true;
    }
    if let Output::Copy(CopyOf::Source(file)) = &artifact.output {
        let mut owners = entries().filter(|entry| lets_stand(&entry.doc.path));
        return owners.any(|entry| files_of(&site.model.index, entry).contains(file));
    }
    let is_linked = leads.iter().any(|at| site.pages[*at].source_file().is_some_and(lets_stand));
    is_linked && site.model.index.find(source).is_some_and(|id| !says(site, id, name))
}

/// Whether a document itself shows a name, in what its page has of it.
fn says(site: &Site, id: DocId, name: &HiddenName) -> bool {
    let entry = site.model.index.entry(id);
    let mut own = site.texts[id.at()].value.body.own_html();
    for text in [Some(&entry.title), entry.fields.description.as_ref(), entry.fields.quote.as_ref()] {
        own.push('\n');
        own.push_str(text.map_or("", String::as_str));
    }
    entry.fields.extra.each_text(&mut |text| {
        own.push('\n');
        own.push_str(text);
    });
    site.gate.shown("", own.as_bytes()).contains(&name)
}

/// Says of a file of text, such as a drawing or captions, that it shows a part of a name that its document hides.
fn part_of_name(site: &Site, artifact: &Artifact, text: Option<&str>) -> Option<Diagnostic> {
    let source = artifact.source_file()?;
    let finder = site.names_of_files.get(source)?;
    let text = text.filter(|text| !text.contains('\0'))?;
    let first = finder.find(&Folded::new(text)).into_iter().next()?;
    let line = text[..first.source.start].matches('\n').count() + 1;
    let part = &text[first.source];
    let message = format!("line {line} shows `{part}`, which belongs to a name that is not to be published");
    let help = "change the file, or let the word stand in its document: `[[names.allow]]` in anecdote.toml";
    Some(Diagnostic::error("E0714", message).at(Span::file(source)).help(help))
}
