//! A page's subject as its template sees it.

use super::heads::PageMeta;
use super::view::{
    AliasView, HomeView, LinkView, PageView, PlainView, SectionView, SeriesView, TaxonomyView, TermPageView, View,
};
use super::{InsightsScope, Planner, Slice, Subject, TermId, json_ld, route};
use crate::digest::Hashed;
use crate::index::may_show;
use crate::model::{DocId, Experience, Film, Kind, Media};

/// How many cards of a kind the home page shows.
const HOME_LATEST: usize = 6;

/// A series of more parts than these is listed on its own page alone.
const MOST_PARTS: usize = 60;

/// How many voices of the wall.
const HOME_WALL: usize = 9;

impl Planner {
    /// What a template may see of a subject.
    pub(super) fn view(&self, subject: Subject, template: &str) -> View {
        match subject {
            Subject::Document(id) => View::Page(Box::new(self.page_view(id, None, template))),
            Subject::Entity(id, term, slice) => View::Page(Box::new(self.page_view(id, Some((term, slice)), template))),
            Subject::Home(at) => View::Home(Box::new(self.home_view(at, template))),
            Subject::Section(at, slice) => View::Section(Box::new(self.section_view(at, slice, template))),
            Subject::Wall(at, slice) => View::Wall(Box::new(self.wall_view(at, slice, template))),
            Subject::Integrity(tree) => View::Integrity(Box::new(self.integrity_view(tree, template))),
            Subject::Insights(whose) => View::Insights(Box::new(self.insights_view(whose, template))),
            Subject::Journey(tree) => View::Insights(Box::new(self.journey_view(tree, template))),
            Subject::Behind(whose) => View::Behind(Box::new(self.behind_view(whose, template))),
            Subject::Embed(of) => View::Embed(Box::new(self.embed_view(of, template))),
            Subject::Tell(tree) => View::Tell(Box::new(self.tell_view(tree, template))),
            Subject::Taxonomy(at) => View::Taxonomy(Box::new(self.taxonomy_view(at, template))),
            Subject::Term(id, slice) => View::Term(Box::new(self.term_view(id, slice, template))),
            Subject::Alias(id) => View::Alias(Box::new(self.alias_view(id))),
            Subject::Plain(name) => View::Plain(Box::new(self.plain_view(name))),
        }
    }

    /// What a document's template sees; for brands and their like, one page of what stands under them.
    fn page_view(&self, id: DocId, list: Option<(TermId, Slice)>, template: &str) -> PageView {
        let entry = self.index.entry(id);
        let (card, route) = (self.card(id), self.route(id));
        let about = PageMeta {
            template,
            tree: entry.tree,
            lang: &entry.lang,
            route,
            slice: list.map_or(Slice::ALL, |(_, slice)| slice),
            translations: self.translations_of(id),
            breadcrumbs: self.crumbs_of(id),
            page: Some(id),
        };
        let (newer, older) = self.index.neighbours[id.at()];
        let paginator = list.map(|(term, slice)| self.term_paginator(route, term, &slice));
        let first = list.filter(|(_, slice)| slice.is_first).map(|(term, _)| term);
        let measures = first.map(|term| self.measures(term));
        let is_review = json_ld::is_review(&self.config, card);
        let head = self.head(about, |crumbs| {
            let kind = entry.kind();
            let rating = measures.as_ref().and_then(|measures| measures.rating.clone());
            let rating = rating.filter(|_| kind == Kind::Brand && self.may_show_stars(id));
            let videos = self.videos(id);
            json_ld::document(&json_ld::Shown { card, kind, videos, is_review, rating, crumbs })
        });
        let answerable = entry.kind() == Kind::Story && self.takes_answers();
        PageView {
            head,
            page: card.clone(),
            newer: newer.map(|id| self.link(id)),
            older: older.map(|id| self.link(id)),
            related: self.cards_of(&self.index.related[id.at()]),
            series: self.series_of(id),
            echoes: self.echoes_of(id),
            atom: list.and_then(|(term, _)| self.said_of(term).atom),
            counts: paginator.as_ref().and_then(|paginator| paginator.counts.clone()),
            paginator,
            measures,
            insights: first.and_then(|term| self.insights_path(InsightsScope::Term(term))),
            is_review,
            oembed: self.oembed_of(id),
            respond: if answerable { self.respond(Some(id), entry.tree) } else { None },
        }
    }

    /// Whether the stars that customers give a brand may be marked up: they are not self-serving, and none of
    /// them is made up.
    fn may_show_stars(&self, id: DocId) -> bool {
        let Some(term) = self.entities.get(&id) else { return false };
        let is_sample = |id: &DocId| {
            let fields = &self.index.entry(*id).fields;
            fields.rating.is_some() && fields.sample == Some(true)
        };
        json_ld::may_have_stars(&self.config, Some(&self.cards.term(*term).slug))
            && !self.members(*term).iter().any(is_sample)
    }

    /// The films in a document's text.
    fn videos(&self, id: DocId) -> Vec<json_ld::Video> {
        let film = |film: &Film| {
            let there = self.file(id, &film.src).map(|(_, permalink)| permalink);
            let elsewhere =
                || Some(film.src.clone()).filter(|src| src.starts_with("https://") || src.starts_with("http://"));
            Some(json_ld::Video {
                title: film.title.clone().unwrap_or_else(|| self.title(id)),
                poster: film.poster.as_ref().and_then(|poster| self.file(id, poster)).map(|(_, permalink)| permalink),
                url: there.or_else(elsewhere)?,
                is_file: film.is_file(),
            })
        };
        let entry = self.index.entry(id);
        let films = entry.doc.outline.films.iter().filter(|_| may_show(entry, Media::Film));
        films.filter_map(film).collect()
    }

    /// The series of a document, if it has other parts.
    fn series_of(&self, id: DocId) -> Option<SeriesView> {
        let entry = self.index.entry(id);
        let (at, taxonomy) = self.taxonomy_named("series", entry.tree)?;
        let term = taxonomy.position(entry.fields.series.as_deref()?)?;
        let members = &taxonomy.terms[term].members;
        let place = members.iter().position(|member| *member == id).filter(|_| members.len() > 1)?;
        let reference = self.cards.term(TermId { taxonomy: at, term });
        let part = |at: usize| members.get(at).map(|member| self.link(*member));
        let listed = if members.len() > MOST_PARTS { &[][..] } else { members };
        Some(SeriesView {
            name: reference.name.clone(),
            path: reference.path.clone(),
            number: place + 1,
            total: members.len(),
            parts: listed.iter().map(|member| self.link(*member)).collect(),
            previous: place.checked_sub(1).and_then(part),
            next: part(place + 1),
        })
    }

    fn echoes_of(&self, id: DocId) -> Vec<Hashed<LinkView>> {
        self.echoes(id).iter().map(|id| self.link(*id)).collect()
    }

    fn home_view(&self, at: usize, template: &str) -> HomeView {
        let section = &self.index.sections[at];
        let tree = section.tree;
        let (site, route) = (&self.sites[tree], route::home(&self.index, tree));
        let about = PageMeta {
            template,
            tree,
            lang: &site.language,
            route: &route,
            slice: Slice::ALL,
            translations: self.home_translations(),
            breadcrumbs: Vec::new(),
            page: section.page,
        };
        let head = self.head(about, |_| {
            json_ld::home(&site.title, &site.description, &route.permalink(&self.config), &site.language)
        });
        let members = |kind: Kind| {
            let of_kind = self.index.sections.iter().find(|section| section.tree == tree && section.kind == Some(kind));
            of_kind.map(|section| section.members.as_slice()).unwrap_or_default()
        };
        let latest = |ids: &[DocId], most: usize| self.cards_of(&ids[..ids.len().min(most)]);
        let stories = members(Kind::Story);
        let voices = stories.iter().chain(members(Kind::Testimonial));
        let counts = super::measures::counts(voices.map(|id| self.index.entry(*id)));
        let gone = &self.index.gone[tree];
        let by_experience = Experience::ALL.iter().map(|verdict| {
            let of_verdict = stories.iter().copied().filter(|id| self.index.entry(*id).experience() == Some(*verdict));
            (verdict.word(), self.cards_of(&of_verdict.take(HOME_LATEST).collect::<Vec<_>>()))
        });
        let mut brands = self.terms_named("brand", tree);
        brands.sort_by_key(|brand| std::cmp::Reverse(brand.page_count));
        HomeView {
            head,
            page: section.page.map(|page| self.card(page).clone()),
            latest: latest(stories, HOME_LATEST),
            by_experience: by_experience.collect(),
            testimonials: latest(members(Kind::Testimonial), HOME_LATEST),
            ambassadors: latest(members(Kind::Ambassador), 12),
            campaigns: latest(members(Kind::Campaign), HOME_LATEST),
            brands,
            touchpoints: self.terms_named("touchpoints", tree),
            feelings: self.terms_named("feelings", tree),
            withheld: self.withheld(gone, &counts, tree),
            counts,
            wall: latest(&self.index.walls[tree], HOME_WALL),
        }
    }

    fn section_view(&self, at: usize, slice: Slice, template: &str) -> SectionView {
        let section = &self.index.sections[at];
        let route = route::section(&self.index, &self.config, section);
        let title = self.section_title(section);
        let lang = &self.index.languages[section.tree];
        let about = PageMeta {
            template,
            tree: section.tree,
            lang,
            route: &route,
            slice,
            translations: self.section_translations(section),
            breadcrumbs: self.crumbs_of_section(section),
            page: section.page,
        };
        let head = self.head(about, |crumbs| json_ld::list(&title, &route.permalink(&self.config), lang, crumbs));
        SectionView {
            head,
            title,
            page: section.page.filter(|_| slice.is_first).map(|page| self.card(page).clone()),
            folder: section.folder.clone(),
            subsections: section.below.iter().map(|at| self.nav_of(&self.index.sections[*at])).collect(),
            paginator: self.paginator(&route, &section.members, &section.gone, &slice, section.tree),
        }
    }

    fn taxonomy_view(&self, at: usize, template: &str) -> TaxonomyView {
        let taxonomy = &self.index.taxonomies[at];
        let (tree, nav) = (taxonomy.tree, self.taxonomy_nav(taxonomy));
        let lang = &self.index.languages[tree];
        let route = route::taxonomy(&self.index, &self.config, taxonomy.config, tree);
        let about = PageMeta {
            template,
            tree,
            lang,
            route: &route,
            slice: Slice::ALL,
            translations: self.taxonomy_translations(taxonomy),
            breadcrumbs: vec![self.home_crumb(tree), self.crumb(&nav.title, &route)],
            page: self.taxonomy_page(taxonomy),
        };
        let head = self.head(about, |crumbs| json_ld::list(&nav.title, &route.permalink(&self.config), lang, crumbs));
        TaxonomyView {
            head,
            title: nav.title.clone(),
            taxonomy: nav,
            page: self.taxonomy_page(taxonomy).map(|page| self.card(page).clone()),
            terms: self.terms(at),
        }
    }

    fn term_view(&self, id: TermId, slice: Slice, template: &str) -> TermPageView {
        let taxonomy = &self.index.taxonomies[id.taxonomy];
        let term = &taxonomy.terms[id.term];
        let (tree, nav, reference) = (taxonomy.tree, self.taxonomy_nav(taxonomy), self.cards.term(id));
        let lang = &self.index.languages[tree];
        let route = self.term_route(taxonomy, term);
        let above = route::taxonomy(&self.index, &self.config, taxonomy.config, tree);
        let about = PageMeta {
            template,
            tree,
            lang,
            route: &route,
            slice,
            translations: self.term_translations(taxonomy, &term.slug),
            breadcrumbs: vec![
                self.home_crumb(tree),
                self.crumb(&nav.title, &above),
                self.crumb(&reference.name, &route),
            ],
            page: term.about,
        };
        let head =
            self.head(about, |crumbs| json_ld::list(&reference.name, &route.permalink(&self.config), lang, crumbs));
        let said = self.said_of(id);
        TermPageView {
            head,
            title: reference.name.clone(),
            taxonomy: nav,
            page: term.about.filter(|_| slice.is_first).map(|page| self.card(page).clone()),
            term: reference.clone(),
            owner: said.owner,
            description: said.description,
            atom: said.atom,
            insights: self.insights_path(InsightsScope::Term(id)),
            paginator: self.term_paginator(&route, id, &slice),
        }
    }

    fn alias_view(&self, id: DocId) -> AliasView {
        let LinkView { title, path, permalink, lang, .. } = &*self.link(id);
        AliasView { lang: lang.clone(), path: path.clone(), permalink: permalink.clone(), title: title.clone() }
    }

    fn plain_view(&self, name: &'static str) -> PlainView {
        let route = self.plain_route(name);
        let about = PageMeta {
            template: name,
            tree: 0,
            lang: &self.index.languages[0],
            route: &route,
            slice: Slice::ALL,
            translations: Vec::new(),
            breadcrumbs: Vec::new(),
            page: None,
        };
        let head = self.head(about, |_| String::new());
        PlainView { head, sitemap: self.config.sitemap.then(|| self.sitemap_route(None).permalink(&self.config)) }
    }

    /// The address of a page of the site as such.
    pub(super) fn plain_route(&self, name: &str) -> route::Route {
        route::home(&self.index, 0).file(name)
    }
}
