//! The pictures and files that leave with what is left out, and those that a speaker does not agree to show.
//!
//! A file belongs to the documents that name it, and to those beside which it lies ([`Beside`]). When all of those
//! are left out, so is the file.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;

use super::by_name::Named;
use super::stored::composed;
use super::versions::{stem, without_language};
use super::{Entry, Index};
use crate::model::{ANYWHERE, ConsentScope, DateValue, Document, Media, is_file_name};
use crate::parse::{Target, classify};
use crate::path::SourcePath;
use crate::text::slug;

/// The files of the site that are not to be published.
pub fn files(index: &Index) -> BTreeSet<SourcePath> {
    let mut withheld = BTreeSet::new();
    for absent in &index.excluded {
        withheld.extend(files_of(index, &absent.entry));
    }
    for entry in &index.entries {
        withheld.extend(uncovered(index, entry));
    }
    if withheld.is_empty() {
        return withheld;
    }
    // Somebody who is published may show it as well.
    for entry in &index.entries {
        let uncovered = uncovered(index, entry);
        for path in files_of(index, entry).into_iter().filter(|path| !uncovered.contains(path)) {
            withheld.remove(&path);
        }
    }
    withheld
}

/// The files that belong to a document.
pub fn files_of(index: &Index, entry: &Entry) -> BTreeSet<SourcePath> {
    let beside = index.beside.get_or_init(|| Beside::new(index));
    named(index, entry).into_iter().chain(beside.of(&entry.doc.path).iter().cloned()).collect()
}

/// Those of a document's files that its speaker does not agree to show.
pub fn uncovered(index: &Index, entry: &Entry) -> BTreeSet<SourcePath> {
    if may_show(entry, Media::Picture) && may_show(entry, Media::Film) {
        return BTreeSet::new();
    }
    // A still is part of its film.
    let films = &entry.doc.outline.films;
    let stills = films
        .iter()
        .filter_map(|film| film.poster.as_deref())
        .flat_map(|still| sources(&entry.doc, still, &index.base));
    let stills: BTreeSet<SourcePath> = stills.map(|path| index.as_stored(path)).collect();
    let shows =
        |path: &SourcePath| if stills.contains(path) { Some(Media::Film) } else { Media::of_file(path.file_name()) };
    let is_covered = |path: &SourcePath| shows(path).is_none_or(|media| may_show(entry, media));
    files_of(index, entry).into_iter().filter(|path| !is_covered(path) && !crate::parse::is_document(path)).collect()
}

/// Whether a speaker agrees to pictures, or to films, being shown.
pub fn may_show(entry: &Entry, media: Media) -> bool {
    entry.fields.consents_to(match media {
        Media::Picture => ConsentScope::Photo,
        Media::Film => ConsentScope::Video,
    })
}

/// The files that a document names, in whatever way.
pub(super) fn named(index: &Index, entry: &Entry) -> Vec<SourcePath> {
    let fields = &entry.fields;
    let pictures = [&fields.image, &fields.photo, &fields.logo].into_iter().flatten();
    let written = pictures.chain(&entry.doc.outline.files);
    let mut all: Vec<SourcePath> = written
        .flat_map(|written| match written.strip_prefix(ANYWHERE) {
            Some(name) => match index.named(entry, name) {
                Some(Named::Asset(path)) => vec![path],
                Some(Named::Document(_)) | None => Vec::new(),
            },
            None => sources(&entry.doc, written, &index.base).into_iter().map(|path| index.as_stored(path)).collect(),
        })
        .collect();
    fields.extra.each_text(&mut |text| {
        if is_file_name(text) {
            all.extend(sources(&entry.doc, text, &index.base).into_iter().map(|path| index.as_stored(path)));
        }
    });
    all
}

/// The files to which an address may lead from a document: as it is written, and as it is meant. `base` is where the site
/// stands, `https://example.org/blog/`.
fn sources(document: &Document, written: &str, base: &str) -> Vec<SourcePath> {
    let own = below(written, base);
    let Target::Internal { path, .. } = classify(own.as_deref().unwrap_or(written)) else { return Vec::new() };
    let meant = percent_encoding::percent_decode_str(path).decode_utf8().ok().filter(|meant| meant != path);
    let in_folder = |folder: &str, path: &str| Some(SourcePath::new(format!("{folder}/{path}")));
    // Other tools take a path from the folder of static files on, or with it: `../static/img/x.jpg`.
    let in_static = |path: &str| {
        let is_start = |start: &usize| matches!(path[..*start].chars().next_back(), None | Some('/'));
        match path.rfind("static/").filter(is_start) {
            Some(start) => Some(SourcePath::new(&path[start..])),
            None => in_folder("static", path).filter(|_| path.contains('/') && !path.starts_with(['/', '.', '@'])),
        }
    };
    let sources = |path: &str| match (path.strip_prefix("@/"), path.strip_prefix('/')) {
        (Some(path), _) => [in_folder("content", path), None],
        // From the root, what travels with the content has the address of its folder.
        (None, Some(path)) => [in_folder("static", path), in_folder("content", path)],
        (None, None) => [document.path.join(path), None],
    };
    let written = || [Some(path), meant.as_deref()].into_iter().flatten();
    written().flat_map(sources).flatten().chain(written().filter_map(in_static)).collect()
}

/// An address below the site's own, with host or without, from the site's root on.
fn below(written: &str, base: &str) -> Option<String> {
    let base = base.split_once("://").map_or(base, |(_, base)| base).trim_end_matches('/');
    let written = written.trim();
    let far = written.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https")).map(|(_, rest)| rest);
    let rest = match far.or_else(|| written.strip_prefix("//")) {
        Some(far) => far.strip_prefix(base)?,
        // Other tools want the folder of the site in addresses.
        None => written.strip_prefix(&base[base.find('/')?..])?,
    };
    rest.starts_with('/').then(|| rest.to_owned())
}

/// Which files lie beside which documents: in the folder of a page, down to the next page's; or in the same folder
/// with a name, or in a folder with a name, that begins with the document's. Of several such names the longest counts:
/// `a-b-1.jpg` is that of `a-b.md`, and not of `a.md`.
#[derive(Debug, Default)]
pub struct Beside(BTreeMap<SourcePath, Vec<SourcePath>>);

/// Documents by folder, then by name in lower case.
type ByName<'a> = HashMap<&'a str, HashMap<String, Vec<&'a SourcePath>, RandomState>, RandomState>;

impl Beside {
    fn new(index: &Index) -> Self {
        let entries = index.entries.iter().map(|entry| &entry.doc);
        let documents: Vec<&Document> =
            entries.chain(index.excluded.iter().map(|absent| &absent.entry.doc)).map(AsRef::as_ref).collect();
        let mut by_name: ByName = HashMap::default();
        let mut pages: HashMap<&str, Vec<&SourcePath>, RandomState> = HashMap::default();
        for document in documents {
            let (folder, stem) = (document.path.folder(), stem(&document.path));
            let is_page = without_language(stem) == "index";
            let (folder, stem) = match folder.rsplit_once('/').filter(|_| is_page) {
                Some((above, name)) => {
                    pages.entry(folder).or_default().push(&document.path);
                    (above, name)
                }
                None => (folder, stem),
            };
            let named = by_name.entry(folder).or_default();
            for name in names(stem) {
                let all = named.entry(name).or_default();
                if !all.contains(&&document.path) {
                    all.push(&document.path);
                }
            }
        }
        let mut beside: BTreeMap<SourcePath, Vec<SourcePath>> = BTreeMap::new();
        for asset in index.assets.iter() {
            for owner in owners(asset, &by_name, &pages) {
                beside.entry((*owner).clone()).or_default().push(asset.clone());
            }
        }
        Self(beside)
    }

    fn of(&self, document: &SourcePath) -> &[SourcePath] {
        self.0.get(document).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The names by which files may call themselves a document's: with and without its language and its date, and as in
/// its address.
fn names(stem: &str) -> BTreeSet<String> {
    let stem = composed(stem);
    let stem = stem.as_ref();
    let bare = without_language(stem);
    let dated = |name: &str| name.get(..10).and_then(DateValue::parse).is_some() && name.len() > 11;
    let undated = bare.get(11..).filter(|_| dated(bare)).unwrap_or(bare);
    let all = [stem.to_lowercase(), bare.to_lowercase(), undated.to_lowercase(), slug(undated)];
    all.into_iter().filter(|name| !name.is_empty()).collect()
}

/// The documents that a file lies beside.
fn owners<'a, 'b>(
    asset: &'a SourcePath,
    by_name: &'b ByName<'a>,
    pages: &'b HashMap<&'a str, Vec<&'a SourcePath>, RandomState>,
) -> &'b [&'a SourcePath] {
    let (mut folder, mut name) = (asset.folder(), asset.file_name());
    loop {
        if let Some(found) = by_name.get(folder).and_then(|named| longest(named, name)) {
            return found;
        }
        if let Some(found) = pages.get(folder) {
            return found;
        }
        // What lies in a section's folder is the section's.
        let is_section = by_name.get(folder).is_some_and(|named| named.contains_key("_index"));
        match folder.rsplit_once('/').filter(|_| !is_section) {
            Some((above, last)) => (folder, name) = (above, last),
            None => return &[],
        }
    }
}

/// The documents with the longest name that a file's name begins with, up to the end of a word or a number.
fn longest<'a, 'b>(
    named: &'b HashMap<String, Vec<&'a SourcePath>, RandomState>,
    file: &str,
) -> Option<&'b [&'a SourcePath]> {
    let file = composed(file).to_lowercase();
    let ends_here = |at: usize| {
        let (before, after) = (file[..at].chars().next_back(), file[at..].chars().next());
        let goes_on =
            |after: char| after.is_alphanumeric() && (!after.is_numeric() || before.is_some_and(char::is_numeric));
        !after.is_some_and(goes_on)
    };
    let ends = file.char_indices().map(|(at, c)| at + c.len_utf8()).filter(|at| ends_here(*at));
    ends.collect::<Vec<_>>().into_iter().rev().find_map(|end| named.get(&file[..end])).map(Vec::as_slice)
}
