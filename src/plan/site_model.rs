//! What a plan is made from, and what its pages share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::artifact::TermId;
use super::departed::{self, Departed};
use super::facts::{self, Facts};
use super::own_pages::OwnPage;
use super::references::{self, References};
use super::route::{self, Route};
use super::slugs;
use super::view::{Card, ImageView, Insights, IntegrityFigures, LinkView, QueryView, Ref, SiteView, SitemapEntry};
use crate::config::Config;
use crate::digest::Hashed;
use crate::index::{Entry, ExcludedDocument, Index, Taxonomy, Term, kind_of};
use crate::model::{Data, DocId, ExclusionReason, Kind, LangId, Sizes, TaxonomyId};
use crate::text::slug;
use crate::theme::Theme;

/// A site as its pages know it: what it is made from, and what many of them show.
pub struct SiteModel {
    /// All documents together.
    pub index: Arc<Index>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// The config.
    pub config: Arc<Config>,
    /// The files of `data/`.
    pub data: Arc<BTreeMap<String, Hashed<Data>>>,
    /// How large its pictures are.
    pub pictures: Arc<Sizes>,
    /// The term that a brand, an ambassador or a campaign is, in its own language.
    pub(super) entities: Arc<BTreeMap<DocId, TermId>>,
    pub(super) memo: Memo,
    references: Arc<References>,
    routes: Arc<Vec<Route>>,
}

/// Values that several pages need, each made when it is first asked for.
pub(super) struct Memo {
    by_slug: OnceLock<BTreeMap<(Kind, String), Vec<DocId>>>,
    echoes: OnceLock<BTreeMap<DocId, BTreeSet<DocId>>>,
    departed: OnceLock<Departed>,
    /// By language.
    facts: Vec<OnceLock<Facts>>,
    /// By language.
    pub sites: Vec<OnceLock<Hashed<SiteView>>>,
    /// By document.
    pub cards: Vec<OnceLock<Hashed<Card>>>,
    /// By document.
    pub links: Vec<OnceLock<Hashed<LinkView>>>,
    /// By language, then by name.
    pub queries: Vec<BTreeMap<String, OnceLock<Hashed<QueryView>>>>,
    /// By language.
    pub insights: Vec<OnceLock<Hashed<Insights>>>,
    pub figures: OnceLock<Hashed<IntegrityFigures>>,
    pub api_voices: OnceLock<Vec<DocId>>,
    pub sitemap: OnceLock<Vec<SitemapEntry>>,
}

impl Memo {
    fn new(index: &Index, theme: &Theme) -> Self {
        let (languages, documents) = (index.languages.len(), index.entries.len());
        let queries = || theme.queries.keys().map(|name| (name.clone(), OnceLock::new())).collect();
        Self {
            by_slug: OnceLock::new(),
            echoes: OnceLock::new(),
            departed: OnceLock::new(),
            facts: empty(languages),
            sites: empty(languages),
            cards: empty(documents),
            links: empty(documents),
            queries: std::iter::repeat_with(queries).take(languages).collect(),
            insights: empty(languages),
            figures: OnceLock::new(),
            api_voices: OnceLock::new(),
            sitemap: OnceLock::new(),
        }
    }
}

impl SiteModel {
    /// Prepares what is shared.
    pub fn new(
        index: Arc<Index>,
        theme: Arc<Theme>,
        config: Arc<Config>,
        data: Arc<BTreeMap<String, Hashed<Data>>>,
        pictures: Arc<Sizes>,
    ) -> Self {
        let routes = index.entries.par_iter().map(|entry| route::document(&index, &config, entry)).collect();
        let references = Arc::new(References::new(&index, &theme, &config));
        let entities = Arc::new(entities(&index, &config));
        let memo = Memo::new(&index, &theme);
        Self { index, theme, config, data, pictures, entities, memo, references, routes: Arc::new(routes) }
    }

    /// The same with an index that took over the order of this one's: addresses and terms are the same, and what pages
    /// show is made anew.
    pub fn with_index(&self, index: Arc<Index>) -> Self {
        let memo = Memo::new(&index, &self.theme);
        Self {
            index,
            theme: Arc::clone(&self.theme),
            config: Arc::clone(&self.config),
            data: Arc::clone(&self.data),
            pictures: Arc::clone(&self.pictures),
            entities: Arc::clone(&self.entities),
            memo,
            references: Arc::clone(&self.references),
            routes: Arc::clone(&self.routes),
        }
    }

    /// The address of a document.
    pub(super) fn route(&self, id: DocId) -> &Route {
        &self.routes[id.at()]
    }

    /// Shows the pictures of the documents that terms are, wherever the terms are named.
    pub(super) fn show_pictures(&mut self, pictures: Vec<(TermId, ImageView)>) {
        Arc::make_mut(&mut self.references).show_pictures(pictures);
    }

    /// What a term is called, and where it stands.
    pub(super) fn reference(&self, id: TermId) -> &Hashed<Ref> {
        self.references.term(id)
    }

    /// The reference of the term that a word means in a language.
    pub(super) fn reference_of(&self, taxonomy: &str, lang_id: LangId, word: &str) -> Option<Hashed<Ref>> {
        self.references.of_word(&self.index, taxonomy, lang_id, word)
    }

    /// A language's taxonomy, with its place in the index, if it is in use there.
    pub(super) fn taxonomy_named(&self, name: &str, lang_id: LangId) -> Option<(TaxonomyId, &Taxonomy)> {
        let at = self.references.taxonomy(name, lang_id)?;
        Some((at, self.index.taxonomy(at)))
    }

    /// Documents by kind and slug, in order of their ids.
    pub fn by_slug(&self) -> &BTreeMap<(Kind, String), Vec<DocId>> {
        self.memo.by_slug.get_or_init(|| {
            let mut all: BTreeMap<(Kind, String), Vec<DocId>> = BTreeMap::new();
            for id in self.index.ids() {
                let entry = self.index.entry(id);
                all.entry((entry.kind(), slugs::own_slug(entry))).or_default().push(id);
            }
            all
        })
    }

    /// Why documents of that name are not on the site.
    pub fn left(&self, kind: Kind, wanted: &str) -> impl Iterator<Item = &ExclusionReason> {
        let wanted = slug(wanted);
        let is_it = move |entry: &Entry| entry.kind() == kind && slugs::own_slug(entry) == wanted;
        self.index.excluded.iter().filter(move |absent| is_it(&absent.entry)).map(|absent| &absent.reason)
    }

    /// The address of a term's page: that of its document, if it has one.
    pub(super) fn term_route(&self, taxonomy: &Taxonomy, term: &Term) -> Route {
        references::term_route(&self.index, &self.config, taxonomy, term)
    }

    /// The `_index.md` of the folder that has a taxonomy's path.
    pub(super) fn taxonomy_page(&self, taxonomy: &Taxonomy) -> Option<DocId> {
        self.index.page_of_folder(&self.config.taxonomies[taxonomy.config].path, taxonomy.lang_id)
    }

    /// Whether the terms of a taxonomy have feeds.
    pub(super) fn has_feed(&self, taxonomy: TaxonomyId) -> bool {
        self.config.feeds.enabled && self.config.taxonomies[self.index.taxonomy(taxonomy).config].feed
    }

    /// The path of a language's integrity page; its home page where the theme has none.
    pub(super) fn integrity_path(&self, lang_id: LangId) -> String {
        let route = if self.theme.has(OwnPage::Integrity.template()) {
            route::integrity(&self.index, lang_id)
        } else {
            route::home(&self.index, lang_id)
        };
        route.path(&self.config)
    }

    /// What stands under a term, newest first.
    pub(super) fn members(&self, id: TermId) -> &[DocId] {
        &self.index.taxonomy(id.taxonomy).terms[id.term].members
    }

    /// The document that would stand at a path in the output, were it not left out.
    pub fn excluded_at(&self, out: &str) -> Option<&ExcludedDocument> {
        let stands_there = |entry: &Entry| route::document(&self.index, &self.config, entry).out() == out;
        self.index.excluded.iter().map(Arc::as_ref).find(|absent| stands_there(&absent.entry))
    }

    /// What left the site because nobody may show it any more.
    pub fn departed(&self) -> &Departed {
        self.memo.departed.get_or_init(|| departed::find(&self.index, &self.config))
    }

    /// What the voices of a language say.
    pub(super) fn facts(&self, lang_id: LangId) -> &Facts {
        let read = || facts::read(&self.index, &self.theme, &self.config, &self.references, lang_id);
        self.memo.facts[lang_id.at()].get_or_init(read)
    }

    /// The story that a document says "I experienced this too" to: one other than itself, if there is one.
    pub(crate) fn answered(&self, id: DocId) -> Option<DocId> {
        let wanted = slug(self.index.entry(id).fields.echo_of.as_deref()?);
        let stories = self.by_slug().get(&(Kind::Story, wanted))?;
        let own = self.index.first_version(id);
        stories.iter().copied().find(|story| self.index.first_version(*story) != own).or(stories.first().copied())
    }

    /// The voices that say "I experienced this too" to a story, each once: in the story's language where they
    /// have a version in it, or else in their first. What a story says to itself does not count.
    pub(super) fn echoes(&self, id: DocId) -> Vec<DocId> {
        let all = self.memo.echoes.get_or_init(|| {
            let mut all: BTreeMap<DocId, BTreeSet<DocId>> = BTreeMap::new();
            for id in self.index.ids().filter(|id| self.index.entry(*id).kind().is_voice()) {
                let Some(story) = self.answered(id) else { continue };
                let (story, echo) = (self.index.first_version(story), self.index.first_version(id));
                if story != echo {
                    all.entry(story).or_default().insert(echo);
                }
            }
            all
        });
        let lang_id = self.index.entry(id).lang_id;
        let echoes = all.get(&self.index.first_version(id)).into_iter().flatten();
        echoes.map(|echo| self.index.translation(*echo, lang_id).unwrap_or(*echo)).collect()
    }
}

/// So many values that nobody has asked for yet.
fn empty<T>(count: usize) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// Which documents are terms of the taxonomy that lists their kind.
fn entities(index: &Index, config: &Config) -> BTreeMap<DocId, TermId> {
    let mut all = BTreeMap::new();
    for (at, taxonomy) in index.taxonomies_by_id() {
        let kind = kind_of(&config.taxonomies[taxonomy.config].name);
        for (term, page) in taxonomy.terms.iter().enumerate().filter_map(|(n, term)| Some((n, term.page?))) {
            let entry = index.entry(page);
            if entry.lang_id == taxonomy.lang_id && Some(entry.kind()) == kind {
                all.entry(page).or_insert(TermId { taxonomy: at, term });
            }
        }
    }
    all
}
