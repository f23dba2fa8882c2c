//! The pages of a site, one planner for each kind of output.

use rayon::prelude::*;

use super::cards::{self, Cards};
use super::links::{Filled, Filler};
use super::paginate::{Slice, paginate};
use super::route::{self, Route};
use super::site::{language_name, section_title, site, taxonomy_title};
use super::view::{
    AliasView, Card, Counts, Crumb, Head, HomeView, NavView, PageView, PaginatorView, PlainView, SectionView, SiteView,
    TaxonomyView, TermPageView, TermView, TranslationView, View,
};
use super::{CopyOf, FeedEntry, FeedView, MakeView, Output, SitemapEntry, json_ld};
use crate::config::Config;
use crate::diag::Diagnostic;
use crate::digest::Hashed;
use crate::index::{Index, Section, Taxonomy, Term, kind_of};
use crate::model::{DocId, Experience, Kind, When};
use crate::path::SourcePath;
use crate::theme::{Content, Theme};

/// An output before its path is checked.
pub struct Planned<'a> {
    /// Its address.
    pub route: Route,
    /// What the sitemap says of it; nothing for what is no page.
    pub sitemap: Option<SitemapEntry>,
    /// The document that it shows.
    pub source: Option<SourcePath>,
    /// What it is made of.
    pub output: Output<'a>,
}

/// The most addresses that one sitemap may hold (sitemaps.org).
const SITEMAP_MOST: usize = 50_000;

/// How many cards of a kind the home page shows.
const HOME_LATEST: usize = 6;

/// Knows what documents show of each other, and makes views of it.
pub struct Planner<'a> {
    index: &'a Index,
    theme: &'a Theme,
    config: &'a Config,
    filler: Filler<'a>,
    sites: Vec<Hashed<SiteView>>,
}

impl<'a> Planner<'a> {
    /// Makes the cards of all documents.
    pub fn new(index: &'a Index, theme: &'a Theme, config: &'a Config) -> Self {
        let cards = Cards::new(index, theme, config);
        let filler = Filler::new(index, theme, config, cards);
        let sites = (0..index.languages.len()).map(|tree| Hashed::new(site(index, theme, config, tree))).collect();
        Self { index, theme, config, filler, sites }
    }

    /// Plans every output.
    pub fn all(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Planned<'_>> {
        let mut pages = Vec::new();
        let (documents, found): (Vec<_>, Vec<_>) = (0..self.index.entries.len() as u32)
            .into_par_iter()
            .map(DocId)
            .filter(|id| self.index.entry(*id).kind() != Kind::Section)
            .map(|id| {
                let mut diagnostics = Vec::new();
                (self.document(id, &mut diagnostics), diagnostics)
            })
            .unzip();
        pages.extend(documents.into_iter().flatten());
        diagnostics.extend(found.into_iter().flatten());
        for at in 0..self.index.sections.len() {
            self.section(at, &mut pages, diagnostics);
        }
        for (at, taxonomy) in self.index.taxonomies.iter().enumerate() {
            self.taxonomy(at, taxonomy, &mut pages, diagnostics);
        }
        self.aliases(&mut pages);
        self.site_feeds(&mut pages);
        self.copies(&mut pages);
        self.sitemap_and_plain(&mut pages);
        pages
    }
}

/// A list to cut into pages.
struct List<'a> {
    route: &'a Route,
    members: &'a [DocId],
    per: u32,
}

impl Planner<'_> {
    fn document<'s>(&'s self, id: DocId, diagnostics: &mut Vec<Diagnostic>) -> Vec<Planned<'s>> {
        let entry = self.index.entry(id);
        let route = route::document(self.index, entry);
        let template = self.template(id, &format!("{}.html", entry.kind().word()), diagnostics);
        let filled = self.filler.fill(id, diagnostics);
        let body = Some((entry.doc.body.clone(), filled));
        let source = Some(entry.doc.path.clone());
        let Some((taxonomy, term)) = kind_term(self.index, self.config, id) else {
            let sitemap = Some(self.sitemap_of(&route, &self.translations_of(id), Some(id)));
            let view: MakeView = Box::new(move || View::Page(Box::new(self.page_view(id, None))));
            return vec![Planned { route, sitemap, source, output: Output::Template { template, view, body } }];
        };
        // A brand, an ambassador or a campaign: its page is a list as well.
        let config = &self.config.taxonomies[taxonomy.config];
        let per = config.paginate_by.unwrap_or(self.config.paginate_by);
        let feed = self.config.feeds.enabled && config.feed;
        let atom = feed.then(|| route.file("atom.xml").path(self.config));
        let list = List { route: &route, members: &term.members, per };
        let mut pages: Vec<Planned> = Vec::new();
        for (at, paginator) in self.paginators(&list) {
            let translations = if paginator.is_first { self.translations_of(id) } else { Vec::new() };
            let sitemap = Some(self.sitemap_of(&at, &translations, Some(id)));
            let page = (at.clone(), paginator, atom.clone());
            let view: MakeView = Box::new(move || View::Page(Box::new(self.page_view(id, Some(page.clone())))));
            let output = Output::Template { template: template.clone(), view, body: body.clone() };
            pages.push(Planned { route: at, sitemap, source: source.clone(), output });
        }
        if feed {
            pages.push(self.feed(&entry.title, entry.tree, &route, &term.members));
        }
        pages
    }

    /// What a document's template sees; for brands and their like, one page of what stands under them.
    fn page_view(&self, id: DocId, list: Option<(Route, PaginatorView, Option<String>)>) -> PageView {
        let entry = self.index.entry(id);
        let card = self.filler.cards.card(id);
        let route = route::document(self.index, entry);
        let head = self.head(entry.tree, &entry.lang, &route, self.translations_of(id), self.crumbs_of(id), |crumbs| {
            json_ld::document(self.config, entry.kind(), card, crumbs)
        });
        let link = |id: DocId| cards::link(self.index, self.config, id);
        let (newer, older) = self.index.neighbours[id.at()];
        let (head, paginator, atom) = match list {
            Some((at, paginator, atom)) => (self.head_of_page(&head, &at), Some(paginator), atom),
            None => (head, None, None),
        };
        PageView {
            head,
            page: card.clone(),
            toc: entry.doc.body.toc.clone(),
            newer: newer.map(link),
            older: older.map(link),
            related: self.index.related[id.at()].iter().map(|id| self.filler.cards.card(*id).clone()).collect(),
            echoes: self.echoes(id),
            atom,
            counts: paginator.as_ref().and_then(|paginator| paginator.counts.clone()),
            paginator,
        }
    }

    fn sitemap_of(&self, route: &Route, translations: &[TranslationView], id: Option<DocId>) -> SitemapEntry {
        let changed =
            id.map(|id| self.index.entry(id)).and_then(|entry| entry.fields.updated.as_ref().or(entry.date.as_ref()));
        SitemapEntry {
            url: route.permalink(self.config),
            changed: changed.map(|when| when.day().to_string()),
            translations: translations.iter().map(|other| (other.lang.clone(), other.permalink.clone())).collect(),
        }
    }

    /// The template that a document asks for, or its kind's.
    fn template(&self, id: DocId, usual: &str, diagnostics: &mut Vec<Diagnostic>) -> String {
        let entry = self.index.entry(id);
        match &entry.fields.template {
            Some(wanted) if self.theme.has(wanted) => wanted.clone(),
            Some(wanted) => {
                diagnostics.push(
                    Diagnostic::error("E0505", format!("there is no template `{wanted}`"))
                        .at(entry.doc.span_of("template"))
                        .suggest(wanted, self.theme.page_templates()),
                );
                usual.to_owned()
            }
            None => usual.to_owned(),
        }
    }

    fn echoes(&self, id: DocId) -> Vec<super::view::LinkView> {
        self.filler.echoes.get(&id).into_iter().flatten().map(|id| cards::link(self.index, self.config, *id)).collect()
    }

    fn section<'s>(&'s self, at: usize, pages: &mut Vec<Planned<'s>>, diagnostics: &mut Vec<Diagnostic>) {
        let section = &self.index.sections[at];
        if section.folder.is_empty() {
            pages.push(self.home(section, diagnostics));
            return;
        }
        // `/brands/` lists all brands that anyone names, which is the taxonomy's index.
        if self.taxonomy_of(section).is_some() {
            return;
        }
        let route = route::section(self.index, section);
        let title = self.section_title(section);
        let (template, body) = self.own_page(section.page, "section.html", diagnostics);
        let lang = &self.index.languages[section.tree];
        let crumbs = self.crumbs_of_section(section);
        let head = self.head(section.tree, lang, &route, self.section_translations(section), crumbs, |crumbs| {
            json_ld::list(&title, &route.permalink(self.config), lang, crumbs)
        });
        let wanted = section.page.and_then(|page| self.index.entry(page).fields.paginate_by);
        let per = wanted.unwrap_or(self.config.paginate_by);
        let subsections = section.below.iter().map(|at| self.nav_of(&self.index.sections[*at])).collect::<Vec<_>>();
        for (at, paginator) in self.paginators(&List { route: &route, members: &section.members, per }) {
            let head = self.head_of_page(&head, &at);
            let translations = head.translations.clone();
            let view = SectionView {
                head,
                title: title.clone(),
                page: section.page.map(|page| self.filler.cards.card(page).clone()).filter(|_| paginator.is_first),
                folder: section.folder.clone(),
                subsections: subsections.clone(),
                paginator,
            };
            let body = body.clone().filter(|_| view.page.is_some());
            let output =
                Output::Template { template: template.clone(), view: ready(View::Section(Box::new(view))), body };
            let sitemap = Some(self.sitemap_of(&at, &translations, section.page));
            pages.push(Planned { route: at, sitemap, source: self.source_of(section.page), output });
        }
    }

    /// The template and the body of a list's own `_index.md`.
    fn own_page(
        &self,
        page: Option<DocId>,
        usual: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> (String, Option<(Hashed<crate::model::Body>, Filled)>) {
        let Some(id) = page else { return (usual.to_owned(), None) };
        let template = self.template(id, usual, diagnostics);
        let filled = self.filler.fill(id, diagnostics);
        (template, Some((self.index.entry(id).doc.body.clone(), filled)))
    }

    fn source_of(&self, page: Option<DocId>) -> Option<SourcePath> {
        page.map(|page| self.index.entry(page).doc.path.clone())
    }

    fn taxonomy_of(&self, section: &Section) -> Option<(usize, &Taxonomy)> {
        self.index.taxonomies.iter().enumerate().find(|(_, taxonomy)| {
            let config = &self.config.taxonomies[taxonomy.config];
            taxonomy.tree == section.tree && config.path == section.folder && kind_of(&config.name) == section.kind
        })
    }

    fn home<'s>(&'s self, section: &Section, diagnostics: &mut Vec<Diagnostic>) -> Planned<'s> {
        let tree = section.tree;
        let route = route::home(self.index, tree);
        let site = &self.sites[tree];
        let (template, body) = self.own_page(section.page, "home.html", diagnostics);
        let translations = self.tree_translations(tree, |tree| Some(route::home(self.index, tree)));
        let head = self.head(tree, &site.language, &route, translations, Vec::new(), |_| {
            json_ld::home(&site.title, &site.description, &route.permalink(self.config), &site.language)
        });
        let members = |kind: Kind| {
            let of_kind = self.index.sections.iter().find(|section| section.tree == tree && section.kind == Some(kind));
            of_kind.map(|section| section.members.as_slice()).unwrap_or_default()
        };
        let cards_of = |ids: &[DocId], most: usize| -> Vec<Hashed<Card>> {
            ids.iter().take(most).map(|id| self.filler.cards.card(*id).clone()).collect()
        };
        let stories = members(Kind::Story);
        let by_experience = Experience::ALL.iter().map(|verdict| {
            let ids: Vec<DocId> =
                stories.iter().copied().filter(|id| self.index.entry(*id).experience() == Some(*verdict)).collect();
            (verdict.word(), cards_of(&ids, HOME_LATEST))
        });
        let terms = |name: &str| {
            let found =
                self.index.taxonomies.iter().enumerate().find(|(_, taxonomy)| {
                    taxonomy.tree == tree && self.config.taxonomies[taxonomy.config].name == name
                });
            found.map(|(at, taxonomy)| self.terms(at, taxonomy)).unwrap_or_default()
        };
        let mut brands = terms("brand");
        brands.sort_by_key(|brand| std::cmp::Reverse(brand.page_count));
        let sitemap = Some(self.sitemap_of(&route, &head.translations, section.page));
        let view = HomeView {
            head,
            page: section.page.map(|page| self.filler.cards.card(page).clone()),
            latest: cards_of(stories, HOME_LATEST),
            by_experience: by_experience.collect(),
            testimonials: cards_of(members(Kind::Testimonial), HOME_LATEST),
            ambassadors: cards_of(members(Kind::Ambassador), 12),
            campaigns: cards_of(members(Kind::Campaign), HOME_LATEST),
            brands,
            touchpoints: terms("touchpoints"),
            feelings: terms("feelings"),
            counts: self.counts(stories),
        };
        let output = Output::Template { template, view: ready(View::Home(Box::new(view))), body };
        Planned { route, sitemap, source: self.source_of(section.page), output }
    }

    fn taxonomy<'s>(
        &'s self,
        at: usize,
        taxonomy: &Taxonomy,
        pages: &mut Vec<Planned<'s>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let config = &self.config.taxonomies[taxonomy.config];
        let tree = taxonomy.tree;
        let lang = &self.index.languages[tree];
        let route = route::taxonomy(self.index, self.config, taxonomy.config, tree);
        let section = self.index.sections.iter().find(|section| section.tree == tree && section.folder == config.path);
        let page = section.and_then(|section| section.page);
        let title = match page {
            Some(page) => self.index.entry(page).title.clone(),
            None => self.taxonomy_title(taxonomy),
        };
        let nav = NavView { name: config.name.clone(), title: title.clone(), path: route.path(self.config) };
        let terms = self.terms(at, taxonomy);
        let crumbs = vec![self.home_crumb(tree), self.crumb(&title, &route)];
        let translations = self.tree_translations(tree, |tree| {
            let there = self.same_taxonomy(taxonomy, tree)?;
            Some(route::taxonomy(self.index, self.config, there.config, tree))
        });
        let head = self.head(tree, lang, &route, translations, crumbs.clone(), |crumbs| {
            json_ld::list(&title, &route.permalink(self.config), lang, crumbs)
        });
        let (template, body) = self.own_page(page, "taxonomy.html", diagnostics);
        let sitemap = Some(self.sitemap_of(&route, &head.translations, None));
        let view = TaxonomyView {
            head,
            title,
            taxonomy: nav.clone(),
            page: page.map(|page| self.filler.cards.card(page).clone()),
            terms: terms.clone(),
        };
        let output = Output::Template { template, view: ready(View::Taxonomy(Box::new(view))), body };
        pages.push(Planned { route, sitemap, source: self.source_of(page), output });
        let made: Vec<Vec<Planned>> = taxonomy
            .terms
            .par_iter()
            .zip(&terms)
            .enumerate()
            .filter(|(_, (term, _))| term.page.is_none())
            .map(|(n, (term, shown))| self.term(at, taxonomy, (n, term), shown, &nav, &crumbs))
            .collect();
        pages.extend(made.into_iter().flatten());
    }

    fn term<'s>(
        &'s self,
        at: usize,
        taxonomy: &Taxonomy,
        (n, term): (usize, &Term),
        shown: &TermView,
        nav: &NavView,
        crumbs: &[Crumb],
    ) -> Vec<Planned<'s>> {
        let config = &self.config.taxonomies[taxonomy.config];
        let tree = taxonomy.tree;
        let lang = &self.index.languages[tree];
        let route = cards::term_route(self.index, self.config, taxonomy, term);
        let mut crumbs = crumbs.to_vec();
        crumbs.push(self.crumb(&shown.name, &route));
        let translations = self.tree_translations(tree, |tree| {
            let there = self.same_taxonomy(taxonomy, tree)?;
            let term = there.terms.iter().find(|other| other.slug == term.slug)?;
            Some(cards::term_route(self.index, self.config, there, term))
        });
        let head = self.head(tree, lang, &route, translations, crumbs, |crumbs| {
            json_ld::list(&shown.name, &route.permalink(self.config), lang, crumbs)
        });
        let per = config.paginate_by.unwrap_or(self.config.paginate_by);
        let mut pages: Vec<Planned> = self
            .paginators(&List { route: &route, members: &term.members, per })
            .into_iter()
            .map(|(page, paginator)| {
                let head = self.head_of_page(&head, &page);
                let sitemap = Some(self.sitemap_of(&page, &head.translations, None));
                let view = TermPageView {
                    head,
                    title: shown.name.clone(),
                    taxonomy: nav.clone(),
                    term: self.filler.cards.refs[at][n].clone(),
                    owner: shown.owner.clone(),
                    description: shown.description.clone(),
                    atom: shown.atom.clone(),
                    paginator,
                };
                let output = Output::Template {
                    template: "term.html".to_owned(),
                    view: ready(View::Term(Box::new(view))),
                    body: None,
                };
                Planned { route: page, sitemap, source: None, output }
            })
            .collect();
        if shown.atom.is_some() {
            pages.push(self.feed(&shown.name, tree, &route, &term.members));
        }
        pages
    }

    /// The terms of a taxonomy as its index shows them.
    fn terms(&self, at: usize, taxonomy: &Taxonomy) -> Vec<TermView> {
        let config = &self.config.taxonomies[taxonomy.config];
        let feed = self.config.feeds.enabled && config.feed;
        let shown = taxonomy.terms.iter().zip(&self.filler.cards.refs[at]).map(|(term, reference)| {
            let route = cards::term_route(self.index, self.config, taxonomy, term);
            let known = config.terms.iter().find(|known| crate::model::term_slug(&known.name) == term.slug);
            TermView {
                name: reference.name.clone(),
                slug: term.slug.clone(),
                path: reference.path.clone(),
                permalink: reference.permalink.clone(),
                page_count: term.members.len(),
                counts: self.counts(&term.members),
                owner: known.and_then(|known| known.owner.clone()),
                description: known.and_then(|known| known.description.clone()),
                atom: feed.then(|| route.file("atom.xml").path(self.config)),
                page: term.page.map(|page| self.filler.cards.card(page).clone()),
            }
        });
        shown.collect()
    }

    fn same_taxonomy(&self, taxonomy: &Taxonomy, tree: usize) -> Option<&Taxonomy> {
        self.index.taxonomies.iter().find(|other| other.tree == tree && other.config == taxonomy.config)
    }

    /// Cuts a list into pages with their addresses.
    fn paginators(&self, list: &List) -> Vec<(Route, PaginatorView)> {
        let slices = paginate(list.members.len(), list.per as usize);
        let pagers = slices.len();
        let first = list.route.path(self.config);
        slices
            .into_iter()
            .map(|slice| {
                let path_of = |number: usize| list.route.page(number).path(self.config);
                let Slice { number, from, to, is_first, newer, older } = slice;
                let previous = (!is_first).then(|| newer.map_or_else(|| first.clone(), path_of));
                let paginator = PaginatorView {
                    pages: list.members[from..to].iter().map(|id| self.filler.cards.card(*id).clone()).collect(),
                    current_index: number,
                    is_first,
                    first: first.clone(),
                    previous,
                    next: older.map(path_of),
                    number_pagers: is_first.then_some(pagers),
                    total_pages: is_first.then_some(list.members.len()),
                    counts: is_first.then(|| self.counts(list.members)),
                };
                let route = if is_first { list.route.clone() } else { list.route.page(number) };
                (route, paginator)
            })
            .collect()
    }

    fn counts(&self, members: &[DocId]) -> Counts {
        let of = |verdict| members.iter().filter(|id| self.index.entry(**id).experience() == Some(verdict)).count();
        Counts {
            good: of(Experience::Good),
            bad: of(Experience::Bad),
            mixed: of(Experience::Mixed),
            total: members.len(),
        }
    }

    fn head(
        &self,
        tree: usize,
        lang: &str,
        route: &Route,
        translations: Vec<TranslationView>,
        breadcrumbs: Vec<Crumb>,
        json_ld: impl FnOnce(&[Crumb]) -> String,
    ) -> Head {
        let json_ld = json_ld(&breadcrumbs);
        Head {
            config: self.sites[tree].clone(),
            lang: lang.to_owned(),
            current_path: route.path(self.config),
            current_url: route.permalink(self.config),
            translations,
            breadcrumbs,
            json_ld,
        }
    }

    /// The same head on a further page of a list, which has no translations of its own.
    fn head_of_page(&self, head: &Head, route: &Route) -> Head {
        let mut head = head.clone();
        let path = route.path(self.config);
        if path != head.current_path {
            head.translations = Vec::new();
            head.current_path = path;
            head.current_url = route.permalink(self.config);
        }
        head
    }

    fn crumb(&self, title: &str, route: &Route) -> Crumb {
        Crumb { title: title.to_owned(), path: route.path(self.config), permalink: route.permalink(self.config) }
    }

    fn home_crumb(&self, tree: usize) -> Crumb {
        let lang = &self.index.languages[tree];
        let title = self.theme.strings.word(lang, "home", None).unwrap_or("Home");
        self.crumb(title, &route::home(self.index, tree))
    }

    fn crumbs_of(&self, id: DocId) -> Vec<Crumb> {
        let entry = self.index.entry(id);
        let mut crumbs = vec![self.home_crumb(entry.tree)];
        let folder = entry.doc.path.folder();
        let folder = folder.strip_prefix("content/").unwrap_or("");
        let mut at = String::new();
        for part in folder.split('/').filter(|part| !part.is_empty()) {
            if !at.is_empty() {
                at.push('/');
            }
            at.push_str(part);
            let section = self.index.sections.iter().find(|section| section.tree == entry.tree && section.folder == at);
            if let Some(section) = section {
                crumbs.push(self.crumb(&self.section_title(section), &route::section(self.index, section)));
            }
        }
        crumbs.push(self.crumb(&entry.title, &route::document(self.index, entry)));
        crumbs
    }

    fn crumbs_of_section(&self, section: &Section) -> Vec<Crumb> {
        let mut crumbs = vec![self.home_crumb(section.tree)];
        let above = self.index.sections.iter().filter(|other| {
            other.tree == section.tree
                && !other.folder.is_empty()
                && section.folder.strip_prefix(&other.folder).is_some_and(|rest| rest.starts_with('/'))
        });
        crumbs.extend(above.map(|other| self.crumb(&self.section_title(other), &route::section(self.index, other))));
        crumbs.push(self.crumb(&self.section_title(section), &route::section(self.index, section)));
        crumbs
    }

    fn section_title(&self, section: &Section) -> String {
        section_title(self.index, self.theme, section)
    }

    fn taxonomy_title(&self, taxonomy: &Taxonomy) -> String {
        taxonomy_title(self.index, self.theme, self.config, taxonomy)
    }

    fn nav_of(&self, section: &Section) -> NavView {
        let path = route::section(self.index, section).path(self.config);
        NavView { name: section.folder.clone(), title: self.section_title(section), path }
    }

    fn translation(&self, tree: usize, route: &Route) -> TranslationView {
        let lang = &self.index.languages[tree];
        TranslationView {
            lang: lang.clone(),
            name: language_name(self.theme, lang),
            path: route.path(self.config),
            permalink: route.permalink(self.config),
        }
    }

    fn translations_of(&self, id: DocId) -> Vec<TranslationView> {
        let all = self.index.entry(id).translations.iter().map(|id| self.index.entry(*id));
        all.map(|entry| self.translation(entry.tree, &route::document(self.index, entry))).collect()
    }

    /// The trees that have a page, this one included; none if it is the only one.
    fn tree_translations(&self, own: usize, there: impl Fn(usize) -> Option<Route>) -> Vec<TranslationView> {
        let all: Vec<TranslationView> = (0..self.index.languages.len())
            .filter_map(|tree| there(tree).map(|route| self.translation(tree, &route)))
            .collect();
        if all.len() > 1 && own < self.index.languages.len() { all } else { Vec::new() }
    }

    fn section_translations(&self, section: &Section) -> Vec<TranslationView> {
        self.tree_translations(section.tree, |tree| {
            let same = self.index.sections.iter().find(|other| other.tree == tree && other.folder == section.folder)?;
            Some(route::section(self.index, same))
        })
    }

    fn aliases<'s>(&'s self, pages: &mut Vec<Planned<'s>>) {
        for id in self.index.ids() {
            let entry = self.index.entry(id);
            let Some(aliases) = &entry.fields.aliases else { continue };
            let target = cards::link(self.index, self.config, id);
            for alias in &aliases.0 {
                let view = AliasView {
                    lang: entry.lang.clone(),
                    path: target.path.clone(),
                    permalink: target.permalink.clone(),
                    title: target.title.clone(),
                };
                let output = Output::Template {
                    template: "alias.html".to_owned(),
                    view: ready(View::Alias(Box::new(view))),
                    body: None,
                };
                pages.push(Planned {
                    route: route::written(alias),
                    sitemap: None,
                    source: Some(entry.doc.path.clone()),
                    output,
                });
            }
        }
    }

    fn site_feeds<'s>(&'s self, pages: &mut Vec<Planned<'s>>) {
        if !self.config.feeds.enabled {
            return;
        }
        for tree in 0..self.index.languages.len() {
            let mut members: Vec<DocId> = self
                .index
                .ids()
                .filter(|id| {
                    let kind = self.index.entry(*id).kind();
                    let shown = self.index.shown_in(*id, tree, self.config.untranslated);
                    shown && matches!(kind, Kind::Story | Kind::Testimonial | Kind::Campaign | Kind::Page)
                })
                .collect();
            crate::index::sort_by_date(&mut members, self.index);
            let route = route::home(self.index, tree);
            let view = self.feed_view(&self.sites[tree].title, tree, &route, "atom.xml", &members);
            let json = FeedView { own_url: route.file("feed.json").permalink(self.config), ..view.clone() };
            pages.push(Planned {
                route: route.file("atom.xml"),
                sitemap: None,
                source: None,
                output: Output::Atom(view),
            });
            pages.push(Planned {
                route: route.file("feed.json"),
                sitemap: None,
                source: None,
                output: Output::JsonFeed(json),
            });
        }
    }

    fn feed(&self, title: &str, tree: usize, route: &Route, members: &[DocId]) -> Planned<'static> {
        let title = format!("{title} · {}", self.sites[tree].title);
        let view = self.feed_view(&title, tree, route, "atom.xml", members);
        Planned { route: route.file("atom.xml"), sitemap: None, source: None, output: Output::Atom(view) }
    }

    /// The newest dated documents of a list; a feed is a calendar, so what has no date is not in it.
    fn feed_view(&self, title: &str, tree: usize, route: &Route, file: &str, members: &[DocId]) -> FeedView {
        let site = &self.sites[tree];
        let entries = members
            .iter()
            .filter_map(|id| {
                let entry = self.index.entry(*id);
                let published = entry.date.as_ref()?.rfc3339(&self.config.timezone);
                let updated = entry.fields.updated.as_ref().map(|when: &When| when.rfc3339(&self.config.timezone));
                let card = self.filler.cards.card(*id).clone();
                let disclosure = self.disclosure(&card, &site.language);
                Some(FeedEntry { updated: updated.unwrap_or_else(|| published.clone()), published, card, disclosure })
            })
            .take(self.config.feeds.limit as usize);
        FeedView {
            title: title.to_owned(),
            description: site.description.clone(),
            lang: site.language.clone(),
            own_url: route.file(file).permalink(self.config),
            page_url: route.permalink(self.config),
            origin: self.config.origin().to_owned(),
            entries: entries.collect(),
        }
    }

    fn disclosure(&self, card: &Card, lang: &str) -> Option<String> {
        let disclosure = card.disclosure.as_ref()?;
        if let Some(text) = &disclosure.text {
            return Some(text.clone());
        }
        let key = format!("disclosure.{}", disclosure.kind.word());
        self.theme.strings.word(lang, &key, None).map(str::to_owned)
    }

    fn copies<'s>(&'s self, pages: &mut Vec<Planned<'s>>) {
        for path in &self.index.assets {
            let output = Output::Copy(CopyOf::Source(path.clone()));
            pages.push(Planned {
                route: route::asset(self.index, path),
                sitemap: None,
                source: Some(path.clone()),
                output,
            });
        }
        for (path, content) in &self.theme.statics {
            let copy = match content {
                Content::Embedded(bytes) => CopyOf::Embedded(bytes),
                Content::Disk(path) => CopyOf::Disk(path.clone()),
                Content::Read(_) => continue,
            };
            pages.push(Planned {
                route: route::static_file(path),
                sitemap: None,
                source: None,
                output: Output::Copy(copy),
            });
        }
    }

    fn sitemap_and_plain<'s>(&'s self, pages: &mut Vec<Planned<'s>>) {
        let top = route::home(self.index, 0);
        let mut sitemap = None;
        if self.config.sitemap {
            let mut entries: Vec<SitemapEntry> = pages.iter().filter_map(|page| page.sitemap.clone()).collect();
            entries.sort();
            let route = top.file("sitemap.xml");
            sitemap = Some(route.permalink(self.config));
            if entries.len() <= SITEMAP_MOST {
                pages.push(Planned { route, sitemap: None, source: None, output: Output::Sitemap(entries) });
            } else {
                let mut all = Vec::new();
                for (at, part) in entries.chunks(SITEMAP_MOST).enumerate() {
                    let route = top.file(&format!("sitemap-{}.xml", at + 1));
                    all.push(route.permalink(self.config));
                    pages.push(Planned { route, sitemap: None, source: None, output: Output::Sitemap(part.to_vec()) });
                }
                pages.push(Planned { route, sitemap: None, source: None, output: Output::SitemapIndex(all) });
            }
        }
        for name in ["404.html", "robots.txt"] {
            let own = pages.iter().any(|page| page.route.out() == name);
            if own || !self.theme.has(name) {
                continue;
            }
            let route = top.file(name);
            let lang = &self.index.languages[0];
            let head = self.head(0, lang, &route, Vec::new(), Vec::new(), |_| String::new());
            let view = ready(View::Plain(Box::new(PlainView { head, sitemap: sitemap.clone() })));
            let output = Output::Template { template: name.to_owned(), view, body: None };
            pages.push(Planned { route, sitemap: None, source: None, output });
        }
    }
}

/// A view that is small, or shares all it holds.
fn ready<'a>(view: View) -> MakeView<'a> {
    Box::new(move || view.clone())
}

/// The term whose page a document is, in the document's own tree.
fn kind_term<'a>(index: &'a Index, config: &Config, id: DocId) -> Option<(&'a Taxonomy, &'a Term)> {
    let entry = index.entry(id);
    if !matches!(entry.kind(), Kind::Brand | Kind::Ambassador | Kind::Campaign) {
        return None;
    }
    let of_kind = index.taxonomies.iter().filter(|taxonomy| {
        taxonomy.tree == entry.tree && kind_of(&config.taxonomies[taxonomy.config].name) == Some(entry.kind())
    });
    of_kind.into_iter().find_map(|taxonomy| Some((taxonomy, taxonomy.terms.iter().find(|term| term.page == Some(id))?)))
}
