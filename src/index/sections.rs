//! Folders with a list, their order, and who stands next to whom.

use std::collections::BTreeMap;

use super::{Entry, Index};
use crate::config::Config;
use crate::model::{DocId, Kind, LangId, SectionId, SortBy};

/// A folder's list in one language.
#[derive(Debug)]
pub struct Section {
    /// Below `content/`, empty for the home page.
    pub folder: String,
    /// An index into `Index::languages`.
    pub lang_id: LangId,
    /// Its `_index.md`.
    pub page: Option<DocId>,
    /// The kind that it lists, for the folders of kinds.
    pub kind: Option<Kind>,
    /// How it is ordered.
    pub sort_by: SortBy,
    /// What it lists, in order.
    pub members: Vec<DocId>,
    /// What it would list if it were not gone, as indices into `Index::left_out`.
    pub gone: Vec<usize>,
    /// The sections right below, as indices into `Index::sections`.
    pub below: Vec<SectionId>,
}

/// Finds every section: each folder with an `_index.md`, and the folders of the kinds.
pub fn sections(index: &Index, config: &Config) -> Vec<Section> {
    let mut all = Vec::new();
    for lang_id in index.lang_ids() {
        let mut found = of_language(index, lang_id);
        fill(index, config, lang_id, &mut found);
        all.extend(found);
    }
    for at in 0..all.len() {
        let (folder, lang_id) = (all[at].folder.clone(), all[at].lang_id);
        all[at].below = SectionId::all(all.len())
            .filter(|other| {
                all[other.at()].lang_id == lang_id
                    && other.at() != at
                    && parent(&all, other.at()) == Some(folder.as_str())
            })
            .collect();
    }
    all
}

fn of_language(index: &Index, lang_id: LangId) -> Vec<Section> {
    let mut pages: BTreeMap<String, DocId> = BTreeMap::new();
    for id in index.ids() {
        let entry = index.entry(id);
        if entry.kind() == Kind::Section && entry.lang_id == lang_id {
            pages.insert(entry.doc.folder.clone(), id);
        }
    }
    let mut folders: BTreeMap<String, Option<DocId>> =
        pages.into_iter().map(|(folder, id)| (folder, Some(id))).collect();
    folders.entry(String::new()).or_default();
    for (folder, kind) in Kind::FOLDERS {
        if index.entries.iter().any(|entry| entry.kind() == kind) {
            folders.entry(folder.to_owned()).or_default();
        }
    }
    folders
        .into_iter()
        .map(|(folder, page)| {
            let kind = Kind::FOLDERS.iter().find(|(name, _)| *name == folder).map(|(_, kind)| *kind);
            let wanted = page.and_then(|id| index.entry(id).fields.sort_by);
            let usual = match kind {
                Some(Kind::Ambassador | Kind::Brand) => SortBy::Title,
                _ => SortBy::Date,
            };
            Section {
                folder,
                lang_id,
                page,
                kind,
                sort_by: wanted.unwrap_or(usual),
                members: Vec::new(),
                gone: Vec::new(),
                below: Vec::new(),
            }
        })
        .collect()
}

/// Gives each document to the lists that show it, newest first.
fn fill(index: &Index, config: &Config, lang_id: LangId, sections: &mut [Section]) {
    for id in index.by_date.iter().copied() {
        let entry = index.entry(id);
        if entry.kind() == Kind::Section || !index.shown_in(id, lang_id, config.untranslated) {
            continue;
        }
        for at in lists_of(index, entry, sections) {
            sections[at].members.push(id);
        }
    }
    for at in &index.gone[lang_id.at()] {
        for list in lists_of(index, &index.excluded[*at].entry, sections) {
            sections[list].gone.push(*at);
        }
    }
    for section in sections {
        sort(&mut section.members, section.sort_by, index);
    }
}

/// The lists that show a document: all of its kind, the nearest folder's, and the one above a transparent one.
fn lists_of(index: &Index, entry: &Entry, sections: &[Section]) -> Vec<usize> {
    let mut folder = Some(entry.doc.folder.as_str());
    if entry.doc.is_bundle {
        folder = folder.and_then(up);
    }
    // The kind's own list has all of its kind, wherever they stand.
    let kind_list = sections.iter().position(|section| section.kind == Some(entry.kind()));
    let mut lists: Vec<usize> = kind_list.into_iter().collect();
    while let Some(name) = folder {
        if let Some(at) = sections.iter().position(|section| section.folder == name) {
            if Some(at) != kind_list && !name.is_empty() && sections[at].kind.is_none() {
                lists.push(at);
            }
            let transparent = sections[at].page.is_some_and(|page| index.entry(page).fields.transparent == Some(true));
            if !transparent {
                break;
            }
        }
        folder = up(name);
    }
    lists
}

fn up(folder: &str) -> Option<&str> {
    match folder {
        "" => None,
        folder => Some(folder.rsplit_once('/').map_or("", |(above, _)| above)),
    }
}

fn parent(all: &[Section], at: usize) -> Option<&str> {
    let section = &all[at];
    std::iter::successors(up(&section.folder), |folder| up(folder))
        .find(|folder| all.iter().any(|other| other.lang_id == section.lang_id && other.folder == *folder))
}

/// The folder of a source, below `content/`.
pub fn below_content(folder: &str) -> &str {
    folder.strip_prefix("content/").or_else(|| folder.strip_prefix("content")).unwrap_or(folder)
}

/// Orders a list that stands newest first.
fn sort(ids: &mut [DocId], by: SortBy, index: &Index) {
    let updated = |entry: &Entry| {
        entry.fields.updated.as_ref().map(|when| when.day()).or(entry.date.as_ref().map(|when| when.day()))
    };
    match by {
        SortBy::Date => {}
        SortBy::UpdateDate => ids.sort_by_key(|id| std::cmp::Reverse(updated(index.entry(*id)))),
        SortBy::Weight => ids.sort_by_key(|id| index.entry(*id).fields.weight.unwrap_or(i64::MAX)),
        SortBy::Title => ids.sort_by_cached_key(|id| crate::text::slug(&index.entry(*id).title)),
        SortBy::Slug => ids.sort_by_cached_key(|id| index.entry(*id).doc.name.clone()),
    }
}

/// Whether a document stands on the wall: a testimonial, or a story with a line to quote.
pub fn is_on_wall(entry: &Entry) -> bool {
    match entry.kind() {
        Kind::Testimonial => true,
        Kind::Story => entry.fields.quote.is_some(),
        _ => false,
    }
}

/// The voices of the wall, for each language.
pub fn walls(index: &Index, config: &Config) -> Vec<Vec<DocId>> {
    let languages = index.lang_ids();
    languages
        .map(|lang_id| {
            let shown = |id: &DocId| is_on_wall(index.entry(*id)) && index.shown_in(*id, lang_id, config.untranslated);
            let mut wall: Vec<DocId> = index.by_date.iter().copied().filter(shown).collect();
            wall.sort_by_key(|id| index.entry(*id).fields.weight.unwrap_or(i64::MAX));
            wall
        })
        .collect()
}

/// The next newer and the next older document, in the list of a document's kind or folder, of those
/// that stand in the same language.
pub fn neighbours(index: &Index) -> Vec<(Option<DocId>, Option<DocId>)> {
    let mut all = vec![(None, None); index.entries.len()];
    for section in index.sections.iter() {
        let own: Vec<DocId> =
            section.members.iter().copied().filter(|id| index.entry(*id).lang_id == section.lang_id).collect();
        for pair in own.windows(2) {
            let (newer, older) = (pair[0], pair[1]);
            if section.kind.is_some() || all[older.at()].0.is_none() {
                all[older.at()].0 = Some(newer);
            }
            if section.kind.is_some() || all[newer.at()].1.is_none() {
                all[newer.at()].1 = Some(older);
            }
        }
    }
    all
}
