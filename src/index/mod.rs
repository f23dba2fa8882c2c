//! All documents together: which are published, in which order, under which terms, next to which.
//! Made anew in full on every build; knows documents and languages, not URLs or templates.

mod by_name;
mod cascade;
mod dated;
mod exclusion;
mod inherit;
mod languages;
mod links;
mod names;
mod people;
mod published;
mod related;
mod reuse;
mod sections;
mod stored;
mod taxonomy;
mod versions;
mod withheld;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::Config;
use crate::diag::{Diagnostic, Span, Warned};
use crate::model::{
    DateValue, DocId, Document, ExclusionReason, Experience, Fields, Kind, LangId, SectionId, TaxonomyId, Trust,
};
use crate::names::HiddenName;
use crate::parse::REMNANT;
use crate::path::SourcePath;

pub use cascade::Cascades;
pub use languages::place_of;
pub use links::{LinkTarget, Wanted};
pub use names::SharedNames;
pub use sections::{Section, is_on_wall};
pub use taxonomy::{Taxonomy, Term, entity_slug, has_page_of_its_own, kind_of, terms_of};
pub use withheld::{files_of, may_show, uncovered};

/// What decides which documents are published.
#[derive(Clone, Debug, Hash, PartialEq, Eq)]
pub struct Audience {
    /// The moment of the build.
    pub now: Timestamp,
    /// Drafts too.
    pub drafts: bool,
    /// What is dated in the future too.
    pub future: bool,
}

/// A published document among the others.
#[derive(Debug)]
pub struct Entry {
    /// The parsed file.
    pub doc: Arc<Document>,
    /// Its fields, with what cascades and its original language give.
    pub fields: Arc<Fields>,
    /// The language of its words.
    pub lang: String,
    /// The language of the part of the site where it stands: an index into `Index::languages`.
    pub lang_id: LangId,
    /// The headline, found or derived.
    pub title: String,
    /// Its date, from the front matter or the file name.
    pub date: Option<DateValue>,
    /// The date as a moment.
    pub moment: Option<Timestamp>,
    /// Its authors, as written, who are not to be named any more: `fields` holds them no longer.
    pub unnamed: Vec<String>,
}

impl Entry {
    /// What it is about.
    pub fn kind(&self) -> Kind {
        self.doc.kind
    }

    /// How far it is trusted.
    pub fn trust(&self) -> Trust {
        self.kind().trust()
    }

    /// The verdict of a customer's words.
    pub fn experience(&self) -> Option<Experience> {
        self.fields.experience.filter(|_| self.kind().is_voice())
    }

    /// The names to publish: a pseudonym stands for all others.
    pub fn authors(&self) -> &[String] {
        match (&self.fields.pseudonym, &self.fields.author) {
            (Some(pseudonym), _) => std::slice::from_ref(pseudonym),
            (None, Some(authors)) => &authors.0,
            (None, None) => &[],
        }
    }
}

/// A document that is left out: nothing of it is shown, but it counts.
#[derive(Debug)]
pub struct ExcludedDocument {
    /// The document as it would stand among the others, without a title.
    pub entry: Entry,
    /// Why it is left out.
    pub reason: ExclusionReason,
}

/// Everything about the documents together.
#[derive(Debug, Default)]
pub struct Index {
    names: by_name::Names,
    /// The published documents by id, in order of their source paths.
    pub entries: Vec<Arc<Entry>>,
    /// Where the site stands: `https://example.org/blog/`.
    pub base: String,
    /// The languages of the site, the main one first.
    pub languages: Vec<String>,
    /// The folders that have a list, for each language.
    pub sections: Arc<Vec<Section>>,
    /// The taxonomies that are in use, for each language.
    pub taxonomies: Arc<Vec<Taxonomy>>,
    /// For each document the next newer and the next older of its list.
    pub neighbours: Arc<Vec<(Option<DocId>, Option<DocId>)>>,
    /// For each story the stories most like it.
    pub related: Arc<Vec<Vec<DocId>>>,
    /// For each language the voices of the wall: all testimonials, and stories with a line to quote. Those with
    /// a weight first, the lightest at the top; then newest first.
    pub walls: Arc<Vec<Vec<DocId>>>,
    /// What is left out, in order of its source paths.
    pub excluded: Vec<Arc<ExcludedDocument>>,
    /// By language, the voices that are gone and whose absence its lists own to, as indices into `excluded`.
    pub gone: Vec<Vec<usize>>,
    /// The files that only what is left out shows, or that its speakers do not agree to: they leave as well.
    pub withheld: BTreeSet<SourcePath>,
    /// The files that nobody has said are meant to be published: they stand among `withheld`, too.
    pub unpublished: BTreeSet<SourcePath>,
    /// Every document, newest first; without a date last; then by path.
    pub by_date: Arc<Vec<DocId>>,
    /// The same document in other languages, itself included, by language; nothing where there are no others.
    pub translations: Arc<BTreeMap<DocId, Vec<DocId>>>,
    /// The documents whose addresses keep the dates of their files' names.
    pub dated: BTreeSet<SourcePath>,
    /// The sources that are no documents.
    pub assets: Arc<BTreeSet<SourcePath>>,
    /// The day of the build, in the site's time zone.
    pub today: Date,
    /// When a document next appears or leaves by its date, or the day ends; until then time changes nothing here.
    pub next_change: Option<Timestamp>,
    /// The names that no output may show, each with a file that hides it.
    pub hidden_names: BTreeMap<HiddenName, SourcePath>,
    /// What folders give.
    cascades: Arc<Cascades>,
    /// Which files lie beside which documents, found when first asked for.
    beside: OnceLock<withheld::Beside>,
    stored: OnceLock<stored::Stored>,
    reuse: reuse::Reusable,
}

impl Index {
    /// The languages of the site.
    pub fn lang_ids(&self) -> impl DoubleEndedIterator<Item = LangId> + Clone + use<> {
        LangId::all(self.languages.len())
    }

    /// All taxonomies, each with its place.
    pub fn taxonomies_by_id(&self) -> impl Iterator<Item = (TaxonomyId, &Taxonomy)> {
        TaxonomyId::all(self.taxonomies.len()).zip(self.taxonomies.iter())
    }

    /// A taxonomy in a language.
    pub fn taxonomy(&self, id: TaxonomyId) -> &Taxonomy {
        &self.taxonomies[id.at()]
    }

    /// A folder of documents in a language.
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.at()]
    }

    /// The `_index.md` of a folder of a language.
    pub fn page_of_folder(&self, folder: &str, lang_id: LangId) -> Option<DocId> {
        self.sections.iter().find(|section| section.lang_id == lang_id && section.folder == folder)?.page
    }

    /// The document of an id.
    pub fn entry(&self, id: DocId) -> &Entry {
        &self.entries[id.at()]
    }

    /// The document of a source; entries stand in the order of their paths.
    pub fn find(&self, path: &SourcePath) -> Option<DocId> {
        self.entries.binary_search_by(|entry| entry.doc.path.cmp(path)).ok().map(|at| DocId(at as u32))
    }

    /// Where a field of a document is written: in its file, or in the `_index.md` that gives it; else the document.
    pub fn span_of(&self, entry: &Entry, field: &str) -> Span {
        if entry.doc.has_field(field) {
            return entry.doc.span_of(field);
        }
        let given = self.cascades.above(&entry.doc).into_iter().find(|cascade| cascade.fields.has(field));
        let given = given.and_then(|cascade| self.find(&cascade.path)).map(|id| &self.entry(id).doc);
        given.map_or_else(|| entry.doc.span_of(field), |section| section.span_of(&format!("cascade.{field}")))
    }

    /// Drops what is said of names in files that are left out: nobody reads them.
    pub fn drop_remnants(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.retain(|one| {
            one.code != REMNANT || one.span.as_ref().is_none_or(|span| self.absent(&span.path).is_none())
        });
    }

    /// Every id, in order.
    pub fn ids(&self) -> impl Iterator<Item = DocId> + use<> {
        (0..self.entries.len() as u32).map(DocId)
    }
}

/// Indexes the documents, which come in order of their paths. What `last`, made under the same config,
/// says of documents that have not changed is taken from there.
pub fn index(
    documents: &[Arc<Document>],
    assets: Arc<BTreeSet<SourcePath>>,
    config: &Config,
    audience: &Audience,
    last: Option<&Index>,
) -> Warned<Index> {
    let languages = config.language_codes();
    let cascades = Cascades::collect(documents.iter().map(Arc::as_ref), &config.language_codes());
    let originals = languages::originals(documents);
    let versions = versions::Versions::collect(documents, &cascades, &originals, config, audience);
    let unnamed = people::Unnamed::collect(documents, (&cascades, &originals, &versions), config, audience);
    let cascades = Arc::new(cascades);
    let around = reuse::Around { cascades: Arc::clone(&cascades), versions, unnamed };
    let last = last.filter(|last| last.reuse.holds(documents, &around, audience, last.next_change));
    let placed: Vec<Arc<Placed>> = documents
        .par_iter()
        .enumerate()
        .map(|(at, document)| match last.and_then(|last| last.reuse.placed(at, document, originals.of(document))) {
            Some(placed) => placed,
            None => Arc::new(place(document, &around, &originals, &languages, config, audience)),
        })
        .collect();
    let today = config.timezone.to_datetime(audience.now).date();
    let next_change = exclusion::tomorrow(config, audience);
    let dated = dated::keep_dates(documents);
    let mut index = Index {
        base: config.base_url.clone(),
        cascades,
        languages,
        assets,
        dated,
        today,
        next_change,
        ..Index::default()
    };
    let mut diagnostics = Vec::new();
    for placed in &placed {
        diagnostics.extend(placed.diagnostics.iter().cloned());
        index.next_change = index.next_change.into_iter().chain(placed.next_change).min();
        match &placed.entry {
            Ok(entry) => index.entries.push(Arc::clone(entry)),
            Err(absent) => index.excluded.push(Arc::clone(absent)),
        }
    }
    index.gone = languages::gone(&index, config.untranslated);
    index.withheld = withheld::files(&index);
    index.unpublished = published::not_meant(&index, &around.cascades, config);
    index.withheld.extend(index.unpublished.iter().cloned());
    diagnostics.extend(published::warning(&index.unpublished));
    index.hidden_names = names::hidden(documents, &around.unnamed);
    let mut unusable = Vec::new();
    match last.filter(|last| last.sorts_like(&index)) {
        Some(last) => index.take_order(last),
        None => {
            index.translations = Arc::new(languages::translations(&index));
            index.by_date = Arc::new(by_date(&index.entries));
            index.sections = Arc::new(sections::sections(&index, config));
            index.taxonomies = Arc::new(taxonomy::taxonomies(&index, config, &mut unusable));
            index.walls = Arc::new(sections::walls(&index, config));
            let (neighbours, related) =
                rayon::join(|| sections::neighbours(&index), || related::related(&index, config));
            (index.neighbours, index.related) = (Arc::new(neighbours), Arc::new(related));
        }
    }
    index.reuse = reuse::Reusable::new(placed, around, audience.clone(), unusable.is_empty());
    diagnostics.extend(unusable);
    Warned { value: index, diagnostics }
}

/// A document with its place, or why it has none.
#[derive(Debug)]
struct Placed {
    doc: Arc<Document>,
    /// The document that it translates.
    original: Option<Arc<Document>>,
    entry: Result<Arc<Entry>, Arc<ExcludedDocument>>,
    diagnostics: Vec<Diagnostic>,
    next_change: Option<Timestamp>,
}

fn place(
    document: &Arc<Document>,
    around: &reuse::Around,
    originals: &languages::Originals,
    languages: &[String],
    config: &Config,
    audience: &Audience,
) -> Placed {
    let (doc, original, mut diagnostics) = (Arc::clone(document), originals.of(document).cloned(), Vec::new());
    let shared = around.versions.of(document);
    let consent = shared.and_then(|shared| shared.consent.as_ref());
    let mut fields = inherit::fields(document, &around.cascades, originals, consent);
    let (unnamed, names_gone) = around.unnamed.take_out(document, &mut fields);
    let no_profile = inherit::without_profile(document, &mut fields);
    let date = fields.date.clone().or_else(|| document.name_date.clone());
    let moment = date.as_ref().map(|date| date.timestamp(&config.timezone));
    let next_change = exclusion::soonest(&fields, moment, config, audience);
    let (lang, lang_id) = languages::place(document, &fields, languages);
    let entry = |title| Entry {
        doc: Arc::clone(document),
        fields: Arc::clone(&fields),
        lang,
        lang_id,
        title,
        date,
        moment,
        unnamed,
    };
    let own = exclusion::excluded(document, &fields, moment, config, audience);
    diagnostics.extend(own.as_ref().and_then(|reason| exclusion::warning(document, reason, audience)));
    // What must not be shown in one language must not be shown in another.
    let stop = shared.and_then(|shared| shared.stop.as_ref());
    let is_own = exclusion::stops_all(&document.fields, config, audience).is_some();
    let told =
        stop.filter(|(_, other)| !is_own && originals.of(document).is_none_or(|original| original.path != *other));
    diagnostics.extend(told.map(|(reason, other)| versions::leaves_with(document, reason, other)));
    if let Some(reason) = own.or_else(|| stop.map(|(reason, _)| reason.clone())) {
        let absent = ExcludedDocument { entry: entry(String::new()), reason };
        return Placed { doc, original, entry: Err(Arc::new(absent)), diagnostics, next_change };
    }
    diagnostics.extend(names_gone.into_iter().chain(no_profile));
    diagnostics.extend(names::given(document, &around.cascades));
    let title = title(document, &fields, &mut diagnostics);
    if exclusion::has_no_verdict(document, &fields) {
        diagnostics.push(no_experience(document));
    }
    let entry = entry(title);
    Placed { doc, original, entry: Ok(Arc::new(entry)), diagnostics, next_change }
}

/// Newest first; without a date last; then by path.
fn by_date(entries: &[Arc<Entry>]) -> Vec<DocId> {
    let moments = entries.iter().zip(0..).map(|(entry, id)| (Reverse(entry.moment), DocId(id)));
    let mut all: Vec<(Reverse<Option<Timestamp>>, DocId)> = moments.collect();
    all.sort_unstable();
    all.into_iter().map(|(_, id)| id).collect()
}

fn no_experience(document: &Document) -> Diagnostic {
    let what = document.kind.word();
    Diagnostic::error("E0107", format!("this {what} does not say how the experience was"))
        .at(Span::at(&document.path, 0..0))
        .help(
            "add experience = \"good\", \"bad\" or \"mixed\"; \
             or set it for a whole folder, in its _index.md under [cascade]",
        )
}

/// The headline; a testimonial needs none, and a file name is better than nothing.
fn title(document: &Document, fields: &Fields, diagnostics: &mut Vec<Diagnostic>) -> String {
    if let Some(title) = fields.title.as_ref().or(fields.name.as_ref()).filter(|title| !title.trim().is_empty()) {
        return title.trim().to_owned();
    }
    if document.kind == Kind::Testimonial {
        let words = fields.quote.as_ref().unwrap_or(&document.outline.excerpt);
        if !words.is_empty() {
            return crate::parse::cut(words, 60);
        }
    }
    if document.kind == Kind::Story && !document.is_broken && !document.has_field("title") {
        diagnostics.push(
            Diagnostic::warning("W0108", "this story has no title; its file name stands in")
                .at(Span::at(&document.path, 0..0))
                .help("add title = \"…\""),
        );
    }
    let words = match document.kind {
        Kind::Section => document.folder.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("content"),
        _ => document.name.as_str(),
    };
    let words = words.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
