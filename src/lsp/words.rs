//! The words of a site that a field may hold: slugs of its documents, words of its vocabularies, names of its files.

use super::question::Question;
use crate::check::vocabulary;
use crate::index::{Entry, entity_slug, kind_of};
use crate::model::{DocId, Kind};
use crate::path::SourcePath;
use crate::site::Site;
use crate::text::slug;

/// A word that a site knows.
pub struct Word {
    /// As it is written.
    pub text: String,
    /// What it is called, and what it is.
    pub about: String,
    /// The file that it leads to.
    pub file: Option<SourcePath>,
}

/// The words that a field may hold; none where it takes any.
pub fn of_field(question: &Question, field: &str) -> Vec<Word> {
    let site = question.site;
    match field {
        "echo_of" => documents(site, Kind::Story),
        "template" => {
            let names = site.model.theme.page_templates().into_iter();
            names.map(|name| Word { text: name.to_owned(), about: "template".to_owned(), file: None }).collect()
        }
        "lang" => {
            let languages = site.model.index.languages.iter();
            languages.map(|code| Word { text: code.clone(), about: String::new(), file: None }).collect()
        }
        "image" | "photo" | "logo" => beside(question),
        _ => match kind_of(field) {
            Some(kind) => documents(site, kind),
            None => {
                let known = vocabulary::words(&site.model, field).into_iter();
                known.map(|word| Word { about: about(&word), text: word.name, file: None }).collect()
            }
        },
    }
}

/// What a word of a field leads to, however it is written.
pub fn find(question: &Question, field: &str, written: &str) -> Option<Word> {
    let is_it = |word: &Word| word.text == written || slug(&word.text) == slug(written);
    of_field(question, field).into_iter().find(is_it)
}

fn documents(site: &Site, kind: Kind) -> Vec<Word> {
    let index = &site.model.index;
    let word = |entry: &Entry| {
        let text = if kind == Kind::Story { own_name(entry) } else { entity_slug(entry) };
        let about = format!("{} · {}", entry.title, kind.word());
        Word { text, about, file: Some(entry.doc.path.clone()) }
    };
    let mut found: Vec<Word> =
        index.entries.iter().filter(|entry| entry.kind() == kind).map(|entry| word(entry)).collect();
    found.sort_by(|a, b| a.text.cmp(&b.text));
    // Versions in other languages share their slug.
    found.dedup_by(|a, b| a.text == b.text);
    found
}

fn own_name(entry: &Entry) -> String {
    entry.fields.slug.clone().unwrap_or_else(|| entry.doc.name.clone())
}

fn about(word: &vocabulary::Word) -> String {
    let used = match word.uses {
        0 => "not used yet".to_owned(),
        1 => "in 1 document".to_owned(),
        more => format!("in {more} documents"),
    };
    [Some(used.as_str()), word.label.as_deref(), word.description.as_deref()]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The files that lie beside a document.
fn beside(question: &Question) -> Vec<Word> {
    let folder = format!("{}/", question.path.folder());
    let files = question.site.assets.keys().filter_map(|path| Some((path, path.as_str().strip_prefix(&folder)?)));
    files
        .filter(|(_, name)| !name.contains('/'))
        .map(|(path, name)| Word { text: name.to_owned(), about: String::new(), file: Some(path.clone()) })
        .collect()
}

/// The files that a link may lead to, as it is written: documents from the top, and what lies beside this one.
pub fn targets(question: &Question) -> Vec<Word> {
    let index = &question.site.model.index;
    let document = |id: DocId| {
        let entry = index.entry(id);
        let below = entry.doc.path.as_str().strip_prefix("content/")?;
        Some(Word { text: format!("@/{below}"), about: entry.title.clone(), file: Some(entry.doc.path.clone()) })
    };
    index.ids().filter_map(document).chain(beside(question)).collect()
}

/// The file to which a link leads, if it is one of the site's sources.
pub fn target(question: &Question, written: &str) -> Option<SourcePath> {
    let written = written.split(['#', '?']).next().filter(|path| !path.is_empty() && !path.contains(':'))?;
    let path = match written.strip_prefix("@/") {
        Some(below) => SourcePath::new(format!("content/{below}")),
        None => question.path.join(written)?,
    };
    let is_there = question.site.assets.contains_key(&path) || question.site.model.index.find(&path).is_some();
    is_there.then_some(path)
}
