//! What a plan is made from, and what its pages share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::cards::Cards;
use super::departed::Departed;
use super::feeds::SitemapEntry;
use super::insights::Facts;
use super::queries::{self, Answers};
use super::route::{self, Route};
use super::site::site;
use super::view::{Insights, IntegrityFigures, LinkView, LinkedBrand, SiteView};
use super::{Input, Output, Page, TermId};
use crate::config::{Config, OperatorRole};
use crate::digest::Hashed;
use crate::index::{Entry, Index, Taxonomy, kind_of};
use crate::model::{Data, DocId, Kind, LeftOut};
use crate::text::slug;
use crate::theme::Theme;

/// Knows what documents show of each other, and makes views of it.
pub struct Planner {
    /// All documents together.
    pub index: Arc<Index>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// The config.
    pub config: Arc<Config>,
    /// The files of `data/`.
    pub data: Arc<BTreeMap<String, Hashed<Data>>>,
    pub(super) queries: Answers,
    pub(super) cards: Cards,
    pub(super) sites: Vec<Hashed<SiteView>>,
    by_slug: OnceLock<BTreeMap<(Kind, String), Vec<DocId>>>,
    echoes: OnceLock<BTreeMap<DocId, BTreeSet<DocId>>>,
    /// The term that a brand, an ambassador or a campaign is, in its own tree.
    pub(super) entities: BTreeMap<DocId, TermId>,
    routes: Vec<Route>,
    sitemap: OnceLock<Vec<SitemapEntry>>,
    pub(super) departed: OnceLock<Departed>,
    pub(super) api_voices: OnceLock<Vec<DocId>>,
    pub(super) figures: OnceLock<Hashed<IntegrityFigures>>,
    /// By tree.
    pub(super) facts: Vec<OnceLock<Facts>>,
    /// By tree.
    pub(super) site_insights: Vec<OnceLock<Hashed<Insights>>>,
    /// By document.
    pub(super) links: Vec<OnceLock<Hashed<LinkView>>>,
}

impl Planner {
    /// Prepares what is shared.
    pub fn new(
        index: Arc<Index>,
        theme: Arc<Theme>,
        config: Arc<Config>,
        data: Arc<BTreeMap<String, Hashed<Data>>>,
    ) -> Self {
        let routes: Vec<Route> =
            index.entries.par_iter().map(|entry| route::document(&index, &config, entry)).collect();
        let cards = Cards::new(&index, &theme, &config);
        let entities = entities(&index, &config);
        let queries = queries::unanswered(&theme, index.languages.len());
        let (by_slug, echoes) = (OnceLock::new(), OnceLock::new());
        let (sitemap, figures) = (OnceLock::new(), OnceLock::new());
        let sites = Vec::new();
        let facts = empty(index.languages.len());
        let site_insights = empty(index.languages.len());
        let links = empty(index.entries.len());
        let mut planner = Self {
            index,
            theme,
            config,
            data,
            queries,
            cards,
            sites,
            by_slug,
            echoes,
            entities,
            routes,
            sitemap,
            departed: OnceLock::new(),
            api_voices: OnceLock::new(),
            figures,
            facts,
            site_insights,
            links,
        };
        planner.sites = (0..planner.index.languages.len()).map(|tree| Hashed::new(planner.site(tree))).collect();
        planner
    }

    /// The site in one language.
    fn site(&self, tree: usize) -> SiteView {
        let mut view = site(&self.index, &self.theme, &self.config, tree);
        let own = self.config.operator.controls.0.iter().find_map(|word| {
            let (_, brands) = self.taxonomy_named("brand", tree)?;
            brands.terms[brands.position(word)?].page
        });
        view.brand = own.filter(|_| self.config.operator.role == OperatorRole::Brand).map(|id| LinkedBrand {
            title: self.index.entry(id).title.clone(),
            path: self.route(id).path(&self.config),
            image: self.image(id),
        });
        view
    }

    /// The address of a document.
    pub(super) fn route(&self, id: DocId) -> &Route {
        &self.routes[id.at()]
    }

    /// The path of a language's integrity page; its home page where the theme has none.
    pub(super) fn integrity_path(&self, tree: usize) -> String {
        let route = match self.theme.has(super::integrity::TEMPLATE) {
            true => route::integrity(&self.index, tree),
            false => route::home(&self.index, tree),
        };
        route.path(&self.config)
    }

    /// A tree's taxonomy, with its place in the index, if it is in use there.
    pub(super) fn taxonomy_named(&self, name: &str, tree: usize) -> Option<(usize, &Taxonomy)> {
        let at = self.cards.taxonomy(name, tree)?;
        Some((at, &self.index.taxonomies[at]))
    }

    /// Documents by kind and slug, in order of their ids.
    pub fn by_slug(&self) -> &BTreeMap<(Kind, String), Vec<DocId>> {
        self.by_slug.get_or_init(|| {
            let mut all: BTreeMap<(Kind, String), Vec<DocId>> = BTreeMap::new();
            for id in self.index.ids() {
                let entry = self.index.entry(id);
                all.entry((entry.kind(), route::own_slug(entry))).or_default().push(id);
            }
            all
        })
    }

    /// Why documents of that name are not on the site.
    pub fn left(&self, kind: Kind, wanted: &str) -> impl Iterator<Item = &LeftOut> {
        let wanted = slug(wanted);
        let is_it = move |entry: &Entry| entry.kind() == kind && route::own_slug(entry) == wanted;
        self.index.left_out.iter().filter(move |absent| is_it(&absent.entry)).map(|absent| &absent.reason)
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
        let all = self.echoes.get_or_init(|| {
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
        let tree = self.index.entry(id).tree;
        let echoes = all.get(&self.index.first_version(id)).into_iter().flatten();
        echoes.map(|echo| self.index.translation(*echo, tree).unwrap_or(*echo)).collect()
    }

    /// All that a page may see. `pages` are those of the plan, which its sitemap lists.
    pub fn input(&self, page: &Page, pages: &[Page]) -> Input {
        let sitemap = || self.sitemap.get_or_init(|| self.sitemap_entries(pages));
        match &page.output {
            Output::Template { template, subject, .. } => Input::View(self.view(*subject, template)),
            Output::Atom(subject) => Input::Atom(self.feed(*subject, "atom.xml")),
            Output::JsonFeed(subject) => Input::JsonFeed(self.feed(*subject, "feed.json")),
            Output::Api(file) => self.api_input(*file),
            Output::OEmbed(of) => Input::OEmbed(self.oembed(*of)),
            Output::Integrity => Input::Integrity(self.figures().clone()),
            Output::Sitemap(at) => {
                Input::Sitemap(sitemap().chunks(super::feeds::SITEMAP_MOST).nth(*at).unwrap_or_default().to_vec())
            }
            Output::SitemapIndex(parts) => Input::SitemapIndex(
                (0..*parts).map(|at| self.sitemap_route(Some(at)).permalink(&self.config)).collect(),
            ),
            Output::Headers => Input::Headers(self.headers()),
            Output::Copy(copy) => Input::Copy(copy.clone()),
        }
    }
}

/// So many values that nobody has asked for yet.
fn empty<T>(count: usize) -> Vec<OnceLock<T>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// Which documents are terms of the taxonomy that lists their kind.
fn entities(index: &Index, config: &Config) -> BTreeMap<DocId, TermId> {
    let mut all = BTreeMap::new();
    for (at, taxonomy) in index.taxonomies.iter().enumerate() {
        let kind = kind_of(&config.taxonomies[taxonomy.config].name);
        for (term, page) in taxonomy.terms.iter().enumerate().filter_map(|(n, term)| Some((n, term.page?))) {
            let entry = index.entry(page);
            if entry.tree == taxonomy.tree && Some(entry.kind()) == kind {
                all.entry(page).or_insert(TermId { taxonomy: at, term });
            }
        }
    }
    all
}
