//! Terms: who is sorted under which word.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use foldhash::fast::RandomState;
use jiff::Timestamp;
use rayon::prelude::*;

use super::{Entry, Index, Section};
use crate::config::{Config, TaxonomyConfig};
use crate::diag::Diagnostic;
use crate::model::{DocId, Kind, LangId, OneOrMany, Stage};
use crate::path::SourcePath;
use crate::text::{slug, term_slug};

/// A taxonomy in one language.
#[derive(Debug)]
pub struct Taxonomy {
    /// An index into `Config::taxonomies`.
    pub config: usize,
    /// An index into `Index::languages`.
    pub lang_id: LangId,
    /// In the order of the vocabulary, then by name.
    pub terms: Vec<Term>,
    /// Where a word's term is, by the word's slug.
    lookup: BTreeMap<String, usize>,
}

/// A word, and what stands under it.
#[derive(Debug)]
pub struct Term {
    /// As in URLs; what makes two spellings one term.
    pub slug: String,
    /// The spelling used most.
    pub name: String,
    /// The brand, ambassador or campaign of that name.
    pub page: Option<DocId>,
    /// The `_index.md` of its folder, whose words stand on its page: `content/tags/red/_index.md`.
    pub about: Option<DocId>,
    /// Newest first.
    pub members: Vec<DocId>,
    /// The ambassadors and campaigns that name it, which are no voices: for a brand, who speaks for it.
    pub company: Vec<DocId>,
    /// What would stand under it if it were not gone, as indices into `Index::left_out`.
    pub gone: Vec<usize>,
    /// The language in which it has its page: its own, where a document of that language bears it; else the first
    /// where one does. So no language has pages that only list what stands in another.
    pub home: LangId,
    /// Whether it has a page of its own there. One that lists a single document has none: it has a place on the page
    /// that lists all terms.
    pub has_page: bool,
}

/// The kind whose documents are terms of a taxonomy.
pub fn kind_of(taxonomy: &str) -> Option<Kind> {
    match taxonomy {
        "brand" => Some(Kind::Brand),
        "author" => Some(Kind::Ambassador),
        "campaign" => Some(Kind::Campaign),
        _ => None,
    }
}

impl Taxonomy {
    /// Which of the terms a word means.
    pub fn position(&self, word: &str) -> Option<usize> {
        self.lookup.get(&term_slug(word)).copied()
    }
}

/// The slug by which stories name a brand, an ambassador or a campaign.
pub fn entity_slug(entry: &Entry) -> String {
    entry.fields.slug.as_deref().map_or_else(|| entry.doc.name.clone(), slug)
}

/// Where documents bear the words of a taxonomy.
#[derive(Clone, Copy, Debug)]
enum Field<'a> {
    Experience,
    Brand,
    Author,
    Campaign,
    Touchpoints,
    Feelings,
    Channel,
    Stage,
    Outcome,
    Tags,
    Series,
    /// Under `[taxonomies]`.
    Own(&'a str),
}

impl<'a> Field<'a> {
    fn of(taxonomy: &'a str) -> Self {
        match taxonomy {
            "experience" => Self::Experience,
            "brand" => Self::Brand,
            "author" => Self::Author,
            "campaign" => Self::Campaign,
            "touchpoints" => Self::Touchpoints,
            "feelings" => Self::Feelings,
            "channel" => Self::Channel,
            "stage" => Self::Stage,
            "outcome" => Self::Outcome,
            "tags" => Self::Tags,
            "series" => Self::Series,
            own => Self::Own(own),
        }
    }

    /// Gives each word of a document.
    fn each<'e>(self, entry: &'e Entry, mut give: impl FnMut(&'e str)) {
        let fields = &entry.fields;
        let mut many = |many: &'e Option<OneOrMany>| many.iter().flat_map(|many| &many.0).for_each(|word| give(word));
        match self {
            Self::Touchpoints => many(&fields.touchpoints),
            Self::Feelings => many(&fields.feelings),
            Self::Channel => many(&fields.channel),
            Self::Outcome => many(&fields.outcome),
            Self::Tags => many(&fields.tags),
            Self::Experience => entry.experience().into_iter().for_each(|verdict| give(verdict.word())),
            Self::Brand if entry.kind() == Kind::Brand => {}
            Self::Brand => fields.brand.iter().for_each(|word| give(word)),
            Self::Author => entry.authors().iter().for_each(|word| give(word)),
            Self::Series => fields.series.iter().for_each(|word| give(word)),
            Self::Campaign => fields.campaign.iter().for_each(|word| give(word)),
            Self::Stage => match &fields.stage {
                Some(Stage::At(stage)) => give(stage),
                Some(Stage::Step { from, to }) => [from, to].into_iter().for_each(|stage| give(stage)),
                None => {}
            },
            Self::Own(own) => {
                let all = fields.taxonomies.iter().flat_map(|taxonomies| &taxonomies.0);
                all.filter(|(name, _)| name == own).flat_map(|(_, terms)| &terms.0).for_each(|word| give(word));
            }
        }
    }
}

/// The words of a document in a taxonomy, as written.
pub fn terms_of<'a>(entry: &'a Entry, taxonomy: &str) -> Vec<&'a str> {
    let mut words = Vec::new();
    Field::of(taxonomy).each(entry, |word| words.push(word));
    words
}

/// What stands under one word.
#[derive(Default)]
struct Gathered<'a> {
    slug: String,
    /// As authors write it, with how often.
    spellings: Vec<(&'a str, usize)>,
    /// How many different words mean it.
    words: usize,
    members: Vec<DocId>,
    page: Option<DocId>,
}

/// The terms of one taxonomy in one language, while they are gathered.
#[derive(Default)]
struct Gathering<'a> {
    terms: Vec<Gathered<'a>>,
    by_slug: BTreeMap<String, usize>,
    /// What each spelling means, so that it is made a slug once: `None` if it makes none.
    by_word: HashMap<&'a str, Option<usize>, RandomState>,
    /// Other names of brands, ambassadors and campaigns.
    aliases: BTreeMap<String, String>,
}

impl<'a> Gathered<'a> {
    fn add(&mut self, word: &'a str, ids: &[DocId]) {
        match self.spellings.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += ids.len(),
            None => self.spellings.push((word, ids.len())),
        }
        self.members.extend_from_slice(ids);
    }
}

impl<'a> Gathering<'a> {
    fn term(&mut self, slug: String) -> usize {
        if let Some(at) = self.by_slug.get(&slug) {
            return *at;
        }
        self.by_slug.insert(slug.clone(), self.terms.len());
        self.terms.push(Gathered { slug, ..Gathered::default() });
        self.terms.len() - 1
    }

    /// The term that a word means.
    fn of_word(&mut self, word: &'a str) -> Option<usize> {
        if let Some(known) = self.by_word.get(word) {
            return *known;
        }
        let key = term_slug(word);
        let found = (!key.is_empty()).then(|| match self.by_slug.get(&key) {
            Some(at) => *at,
            None => {
                let key = self.aliases.get(&key).cloned().unwrap_or(key);
                self.term(key)
            }
        });
        if let Some(at) = found {
            self.terms[at].words += 1;
        }
        self.by_word.insert(word, found);
        found
    }
}

/// The words of some documents in one taxonomy and one language, each with who bears it.
#[derive(Default)]
struct Words<'a> {
    words: Vec<(&'a str, Vec<DocId>)>,
    places: HashMap<&'a str, usize, RandomState>,
}

impl<'a> Words<'a> {
    fn add(&mut self, word: &'a str, id: DocId) {
        let at = *self.places.entry(word).or_insert_with(|| {
            self.words.push((word, Vec::new()));
            self.words.len() - 1
        });
        self.words[at].1.push(id);
    }
}

/// How many documents one thread reads at a time: each is looked at once, for all taxonomies.
const CHUNK: usize = 1024;

/// Gathers the terms in use.
pub fn taxonomies(index: &Index, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Vec<Taxonomy> {
    let languages = index.languages.len();
    let chunks: Vec<Vec<Words>> = index.by_date.par_chunks(CHUNK).map(|ids| words_of(index, config, ids)).collect();
    let (all, found): (Vec<_>, Vec<_>) = (0..config.taxonomies.len() * languages)
        .into_par_iter()
        .map(|at| {
            let words = chunks.iter().flat_map(|chunk| &chunk[at].words);
            taxonomy(index, config, (at / languages, LangId((at % languages) as u32)), words)
        })
        .unzip();
    diagnostics.extend(found.into_iter().flatten());
    let mut all: Vec<Taxonomy> = all.into_iter().flatten().collect();
    find_homes(index, config, &mut all);
    all
}

/// Finds where each term has its page, and whether it has one.
fn find_homes(index: &Index, config: &Config, taxonomies: &mut [Taxonomy]) {
    let mut homes: HashMap<(usize, String), (LangId, bool), RandomState> = HashMap::default();
    let is_local = |lang_id: LangId, term: &Term| {
        let mut documents = term.members.iter().chain(&term.company).chain(&term.about);
        documents.any(|id| index.entry(*id).lang_id == lang_id)
    };
    // They stand in the order of the languages.
    for taxonomy in taxonomies.iter_mut() {
        let (of, lang_id) = (&config.taxonomies[taxonomy.config], taxonomy.lang_id);
        // Where the author's own page stands in place of the list, terms have no other place.
        let has_list = !has_page_of_its_own(index, &of.path, lang_id);
        for term in taxonomy.terms.iter_mut().filter(|term| term.page.is_none() && is_local(lang_id, term)) {
            let is_short = term.members.len() < 2 && term.gone.is_empty() && term.about.is_none();
            term.has_page = of.name == EXPERIENCE || !(is_short && has_list);
            homes.entry((taxonomy.config, term.slug.clone())).or_insert((lang_id, term.has_page));
        }
    }
    for taxonomy in taxonomies {
        let (config, lang_id) = (taxonomy.config, taxonomy.lang_id);
        for term in taxonomy.terms.iter_mut().filter(|term| term.page.is_none() && !is_local(lang_id, term)) {
            if let Some(home) = homes.get(&(config, term.slug.clone())) {
                (term.home, term.has_page) = *home;
            }
        }
    }
}

/// The taxonomy of the verdicts: each has its page, however few stories bear it.
const EXPERIENCE: &str = "experience";

/// Whether a page stands at the address of a taxonomy's list: `content/tags/index.md` or `content/tags.md`.
pub fn has_page_of_its_own(index: &Index, path: &str, lang_id: LangId) -> bool {
    let files = [format!("content/{path}/index.md"), format!("content/{path}.md")].map(SourcePath::new);
    files.iter().filter_map(|file| index.find(file)).any(|id| index.entry(id).lang_id == lang_id)
}

/// The words of some documents by taxonomy, then by language.
fn words_of<'a>(index: &'a Index, config: &Config, ids: &[DocId]) -> Vec<Words<'a>> {
    let languages = index.languages.len();
    let fields: Vec<Field> = config.taxonomies.iter().map(|taxonomy| Field::of(&taxonomy.name)).collect();
    let mut all: Vec<Words> =
        std::iter::repeat_with(Words::default).take(config.taxonomies.len() * languages).collect();
    for id in ids {
        let entry = index.entry(*id);
        if entry.kind() == Kind::Section {
            continue;
        }
        for lang_id in index.lang_ids().filter(|lang_id| index.shown_in(*id, *lang_id, config.untranslated)) {
            for (at, field) in fields.iter().enumerate() {
                field.each(entry, |word| all[at * languages + lang_id.at()].add(word, *id));
            }
        }
    }
    all
}

/// A taxonomy in one language; `None` if it is not in use there.
fn taxonomy<'a>(
    index: &Index,
    config: &Config,
    (at, lang_id): (usize, LangId),
    words: impl Iterator<Item = &'a (&'a str, Vec<DocId>)>,
) -> (Option<Taxonomy>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let (terms, aliases) = gather(index, config, (at, lang_id), words, &mut diagnostics);
    if terms.is_empty() {
        return (None, diagnostics);
    }
    let mut lookup: BTreeMap<String, usize> =
        terms.iter().enumerate().map(|(at, term)| (term.slug.clone(), at)).collect();
    for (alias, slug) in aliases {
        if let Some(at) = lookup.get(&slug).copied() {
            lookup.entry(alias).or_insert(at);
        }
    }
    let mut taxonomy = Taxonomy { config: at, lang_id, terms, lookup };
    let name = &config.taxonomies[at].name;
    for at in &index.gone[lang_id.at()] {
        let words = terms_of(&index.excluded[*at].entry, name);
        let terms: BTreeSet<usize> = words.into_iter().filter_map(|word| taxonomy.position(word)).collect();
        for term in terms {
            taxonomy.terms[term].gone.push(*at);
        }
    }
    (Some(taxonomy), diagnostics)
}

fn unusable(index: &Index, entry: &Entry, taxonomy: &TaxonomyConfig, word: &str) -> Diagnostic {
    Diagnostic::error(
        "E0109",
        format!("{word:?} under `{}` holds no letter or digit, so it has no address", taxonomy.name),
    )
    .at(index.span_of(entry, &taxonomy.name))
    .help("take it out, or write it in letters")
}

fn gather<'a>(
    index: &Index,
    config: &Config,
    (at, lang_id): (usize, LangId),
    words: impl Iterator<Item = &'a (&'a str, Vec<DocId>)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Term>, BTreeMap<String, String>) {
    let taxonomy = &config.taxonomies[at];
    let mut gathering = Gathering::default();
    if let Some(kind) = kind_of(&taxonomy.name) {
        let of_kind = index.ids().filter(|id| index.entry(*id).kind() == kind);
        for id in of_kind.filter(|id| index.shown_in(*id, lang_id, config.untranslated)) {
            let entry = index.entry(id);
            let key = entity_slug(entry);
            // A story may name a brand by its name as well as by its slug.
            gathering.aliases.insert(slug(&entry.title), key.clone());
            for name in &entry.doc.hidden_names {
                gathering.aliases.insert(name.slug(), key.clone());
            }
            let at = gathering.term(key);
            gathering.terms[at].page = Some(id);
        }
    }
    for (word, ids) in words {
        match gathering.of_word(word) {
            Some(at) => gathering.terms[at].add(word.trim(), ids),
            None => diagnostics.extend(ids.iter().map(|id| unusable(index, index.entry(*id), taxonomy, word))),
        }
    }
    for term in &mut gathering.terms {
        // Each spelling came newest first; several must be put together.
        if term.words > 1 {
            term.members.sort_by_key(|id| (Reverse(index.entry(*id).moment), *id));
        }
        term.members.dedup();
        if taxonomy.name == "series" {
            term.members.sort_by_key(|id| in_series(index.entry(*id), *id));
        }
    }
    let about = about_terms(index, &taxonomy.path, lang_id);
    let mut terms = gathering.terms;
    // Ambassadors who said nothing yet have a page, but are no authors.
    if taxonomy.name == "author" {
        terms.retain(|term| !term.members.is_empty());
    }
    let mut terms: Vec<Term> = terms
        .into_iter()
        .map(|Gathered { slug, spellings, members, page, .. }| {
            let about = about.get(&slug).copied().filter(|_| page.is_none());
            let name = match page.or(about.filter(|id| index.entry(*id).fields.title.is_some())) {
                Some(id) => index.entry(id).title.clone(),
                None => most_used(&spellings).unwrap_or(&slug).to_owned(),
            };
            let is_company = |id: &DocId| matches!(index.entry(*id).kind(), Kind::Ambassador | Kind::Campaign);
            let (company, members) = members.into_iter().partition(is_company);
            Term { slug, name, page, about, members, company, gone: Vec::new(), home: lang_id, has_page: true }
        })
        .collect();
    let order = |term: &Term| taxonomy.terms.iter().position(|known| term_slug(&known.name) == term.slug);
    terms.sort_by_cached_key(|term| (order(term).unwrap_or(usize::MAX), slug(&term.name), term.slug.clone()));
    (terms, gathering.aliases)
}

/// The place of a document in its series: as it says, else by its date.
fn in_series(entry: &Entry, id: DocId) -> (i64, Option<Timestamp>, DocId) {
    (entry.fields.part.unwrap_or(i64::MAX), entry.moment, id)
}

/// The `_index.md` in the folders below a taxonomy's, by the slugs of the folders.
fn about_terms(index: &Index, path: &str, lang_id: LangId) -> BTreeMap<String, DocId> {
    let of_section = |section: &Section| {
        let (above, name) = section.folder.rsplit_once('/')?;
        Some((term_slug(name), section.page?)).filter(|_| above == path && section.lang_id == lang_id)
    };
    index.sections.iter().filter_map(of_section).collect()
}

/// The spelling used most; of several the first in the alphabet.
fn most_used<'a>(spellings: &[(&'a str, usize)]) -> Option<&'a str> {
    spellings.iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(name, _)| *name)
}
