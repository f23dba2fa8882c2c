//! A page's subject as its template sees it.

use std::collections::{BTreeMap, BTreeSet};

use super::artifact::{InsightsScope, Subject, TermId};
use super::heads::{self, PageMeta};
use super::paginate::Slice;
use super::route::{self};
use super::site_model::SiteModel;
use super::view::{
    AliasView, HomeView, LinkView, PageView, PlainView, SectionView, SeriesView, TaxonomyView, TermPageView, View,
};
use super::{cards, counts, embeds, feeds, insights, integrity, json_ld, lists, respond, site, titles, totals, wall};
use crate::digest::Hashed;
use crate::index::may_show;
use crate::model::{DocId, Experience, Film, Kind, LangId, Media, SectionId, TaxonomyId};

/// How many cards of a kind the home page shows.
const HOME_LATEST: usize = 6;

/// A series of more parts than these is listed on its own page alone.
const MOST_PARTS: usize = 60;

/// How many voices of the wall.
const HOME_WALL: usize = 9;

/// What a template may see of a subject.
pub(super) fn view(model: &SiteModel, subject: Subject, template: &str) -> View {
    match subject {
        Subject::Document(id) => View::Page(Box::new(page_view(model, id, None, template))),
        Subject::Entity(id, term, slice) => View::Page(Box::new(page_view(model, id, Some((term, slice)), template))),
        Subject::Home(at) => View::Home(Box::new(home_view(model, at, template))),
        Subject::Section(at, slice) => View::Section(Box::new(section_view(model, at, slice, template))),
        Subject::Wall(at, slice) => View::Wall(Box::new(wall::wall_view(model, at, slice, template))),
        Subject::Integrity(lang_id) => View::Integrity(Box::new(integrity::integrity_view(model, lang_id, template))),
        Subject::Insights(whose) => View::Insights(Box::new(insights::pages::insights_view(model, whose, template))),
        Subject::Journey(lang_id) => View::Insights(Box::new(insights::pages::journey_view(model, lang_id, template))),
        Subject::Embed(of) => View::Embed(Box::new(embeds::embed_view(model, of, template))),
        Subject::Tell(lang_id) => View::Tell(Box::new(respond::tell_view(model, lang_id, template))),
        Subject::Taxonomy(at) => View::Taxonomy(Box::new(taxonomy_view(model, at, template))),
        Subject::Term(id, slice) => View::Term(Box::new(term_view(model, id, slice, template))),
        Subject::Alias(id) => View::Alias(Box::new(alias_view(model, id))),
        Subject::Plain(name) => View::Plain(Box::new(plain_view(model, name))),
    }
}

/// What a document's template sees; for brands and their like, one page of what stands under them.
fn page_view(model: &SiteModel, id: DocId, list: Option<(TermId, Slice)>, template: &str) -> PageView {
    let entry = model.index.entry(id);
    let (card, route) = (cards::card(model, id), model.route(id));
    let about = PageMeta {
        template,
        lang_id: entry.lang_id,
        lang: &entry.lang,
        route,
        slice: list.map_or(Slice::ALL, |(_, slice)| slice),
        translations: heads::translations_of(model, id),
        breadcrumbs: heads::crumbs_of(model, id),
        page: Some(id),
    };
    let (newer, older) = model.index.neighbours[id.at()];
    let paginator = list.map(|(term, slice)| lists::term_paginator(model, route, term, &slice));
    let first = list.filter(|(_, slice)| slice.is_first).map(|(term, _)| term);
    let measures = first.map(|term| totals::measures(model, term));
    let is_review = json_ld::is_review(&model.config, card);
    let head = heads::head(model, about, |crumbs| {
        let kind = entry.kind();
        let rating = measures.as_ref().and_then(|measures| measures.rating.clone());
        let rating = rating.filter(|_| kind == Kind::Brand && may_show_stars(model, id));
        let videos = videos(model, id);
        json_ld::document(&json_ld::PageData { card, kind, videos, is_review, rating, crumbs })
    });
    let answerable = entry.kind() == Kind::Story && respond::takes_answers(model);
    PageView {
        head,
        page: card.clone(),
        newer: newer.map(|id| cards::link(model, id)),
        older: older.map(|id| cards::link(model, id)),
        related: cards::cards_of(model, &model.index.related[id.at()]),
        series: series_of(model, id),
        echoes: echoes_of(model, id),
        atom: list.and_then(|(term, _)| lists::said_of(model, term).atom),
        counts: paginator.as_ref().and_then(|paginator| paginator.counts.clone()),
        paginator,
        measures,
        insights: first.and_then(|term| insights::routes::insights_path(model, InsightsScope::Term(term))),
        is_review,
        oembed: embeds::oembed_of(model, id),
        respond: if answerable { respond::respond(model, Some(id), entry.lang_id) } else { None },
    }
}

/// Whether the stars that customers give a brand may be marked up: they are not self-serving, and none of
/// them is made up.
fn may_show_stars(model: &SiteModel, id: DocId) -> bool {
    let Some(term) = model.entities.get(&id) else { return false };
    let is_sample = |id: &DocId| {
        let fields = &model.index.entry(*id).fields;
        fields.rating.is_some() && fields.sample == Some(true)
    };
    json_ld::may_have_stars(&model.config, Some(&model.reference(*term).slug))
        && !model.members(*term).iter().any(is_sample)
}

/// The films in a document's text.
fn videos(model: &SiteModel, id: DocId) -> Vec<json_ld::Video> {
    let film = |film: &Film| {
        let there = cards::file(model, id, &film.src).map(|(_, permalink)| permalink);
        let elsewhere =
            || Some(film.src.clone()).filter(|src| src.starts_with("https://") || src.starts_with("http://"));
        Some(json_ld::Video {
            title: film.title.clone().unwrap_or_else(|| cards::title(model, id)),
            poster: film
                .poster
                .as_ref()
                .and_then(|poster| cards::file(model, id, poster))
                .map(|(_, permalink)| permalink),
            url: there.or_else(elsewhere)?,
            is_file: film.is_file(),
        })
    };
    let entry = model.index.entry(id);
    let films = entry.doc.outline.films.iter().filter(|_| may_show(entry, Media::Film));
    films.filter_map(film).collect()
}

/// The series of a document, if it has other parts.
fn series_of(model: &SiteModel, id: DocId) -> Option<SeriesView> {
    let entry = model.index.entry(id);
    let (at, taxonomy) = model.taxonomy_named("series", entry.lang_id)?;
    let term = taxonomy.position(entry.fields.series.as_deref()?)?;
    let members = &taxonomy.terms[term].members;
    let place = members.iter().position(|member| *member == id).filter(|_| members.len() > 1)?;
    let reference = model.reference(TermId { taxonomy: at, term });
    let part = |at: usize| members.get(at).map(|member| cards::link(model, *member));
    let listed = if members.len() > MOST_PARTS { &[][..] } else { members };
    Some(SeriesView {
        name: reference.name.clone(),
        path: reference.path.clone(),
        number: place + 1,
        total: members.len(),
        parts: listed.iter().map(|member| cards::link(model, *member)).collect(),
        previous: place.checked_sub(1).and_then(part),
        next: part(place + 1),
    })
}

fn echoes_of(model: &SiteModel, id: DocId) -> Vec<Hashed<LinkView>> {
    model.echoes(id).iter().map(|id| cards::link(model, *id)).collect()
}

fn home_view(model: &SiteModel, at: SectionId, template: &str) -> HomeView {
    let section = model.index.section(at);
    let lang_id = section.lang_id;
    let (site, route) = (site::site(model, lang_id), route::home(&model.index, lang_id));
    let about = PageMeta {
        template,
        lang_id,
        lang: &site.language,
        route: &route,
        slice: Slice::ALL,
        translations: heads::home_translations(model),
        breadcrumbs: Vec::new(),
        page: section.page,
    };
    let head = heads::head(model, about, |_| {
        json_ld::home(&site.title, &site.description, &route.permalink(&model.config), &site.language)
    });
    let members = |kind: Kind| {
        let of_kind =
            model.index.sections.iter().find(|section| section.lang_id == lang_id && section.kind == Some(kind));
        of_kind.map(|section| section.members.as_slice()).unwrap_or_default()
    };
    let latest = |ids: &[DocId], most: usize| cards::cards_of(model, &ids[..ids.len().min(most)]);
    let stories = members(Kind::Story);
    let voices = stories.iter().chain(members(Kind::Testimonial));
    let counts = counts::counts(voices.map(|id| model.index.entry(*id)));
    let gone = &model.index.gone[lang_id.at()];
    // Nothing stands twice on it.
    let is_own = |id: &DocId| model.index.entry(*id).lang_id == lang_id;
    let (mut ranked, foreign): (Vec<DocId>, Vec<DocId>) = stories.iter().copied().partition(is_own);
    ranked.extend(foreign);
    let (newest, older) = ranked.split_at(ranked.len().min(HOME_LATEST));
    let mut shown: BTreeSet<DocId> = newest.iter().copied().collect();
    let by_experience: BTreeMap<&str, Vec<DocId>> = Experience::ALL
        .iter()
        .map(|verdict| {
            let is_of = |id: &DocId| model.index.entry(*id).experience() == Some(*verdict);
            (verdict.word(), older.iter().copied().filter(is_of).take(HOME_LATEST).collect())
        })
        .collect();
    let sides = by_experience.iter().filter(|(verdict, _)| **verdict != Experience::Mixed.word());
    shown.extend(sides.flat_map(|(_, ids)| ids));
    let voices: Vec<DocId> =
        model.index.walls[lang_id.at()].iter().copied().filter(|id| !shown.contains(id)).take(HOME_WALL).collect();
    let by_experience = by_experience.into_iter().map(|(verdict, ids)| (verdict, cards::cards_of(model, &ids)));
    let mut brands = lists::terms_named(model, "brand", lang_id);
    brands.sort_by_key(|brand| std::cmp::Reverse(brand.page_count));
    HomeView {
        head,
        page: section.page.map(|page| cards::card(model, page).clone()),
        latest: cards::cards_of(model, newest),
        by_experience: by_experience.collect(),
        testimonials: latest(members(Kind::Testimonial), HOME_LATEST),
        ambassadors: latest(members(Kind::Ambassador), 12),
        campaigns: latest(members(Kind::Campaign), HOME_LATEST),
        brands,
        touchpoints: lists::terms_named(model, "touchpoints", lang_id),
        feelings: lists::terms_named(model, "feelings", lang_id),
        withheld: counts::withheld(model, gone, &counts, lang_id),
        counts,
        wall: cards::cards_of(model, &wall::apart(model, &voices)),
    }
}

fn section_view(model: &SiteModel, at: SectionId, slice: Slice, template: &str) -> SectionView {
    let section = model.index.section(at);
    let route = route::section(&model.index, &model.config, section);
    let title = titles::section_title(&model.index, &model.theme, section);
    let lang = &model.index.languages[section.lang_id.at()];
    let about = PageMeta {
        template,
        lang_id: section.lang_id,
        lang,
        route: &route,
        slice,
        translations: heads::section_translations(model, section),
        breadcrumbs: heads::crumbs_of_section(model, section),
        page: section.page,
    };
    let head = heads::head(model, about, |crumbs| json_ld::list(&title, &route.permalink(&model.config), lang, crumbs));
    SectionView {
        head,
        title,
        page: section.page.filter(|_| slice.is_first).map(|page| cards::card(model, page).clone()),
        folder: section.folder.clone(),
        subsections: section.below.iter().map(|at| heads::nav_of(model, model.index.section(*at))).collect(),
        paginator: lists::paginator(model, &route, &section.members, &section.gone, &slice, section.lang_id),
    }
}

fn taxonomy_view(model: &SiteModel, at: TaxonomyId, template: &str) -> TaxonomyView {
    let taxonomy = model.index.taxonomy(at);
    let (lang_id, nav) = (taxonomy.lang_id, lists::taxonomy_nav(model, taxonomy));
    let lang = &model.index.languages[lang_id.at()];
    let route = route::taxonomy(&model.index, &model.config, taxonomy.config, lang_id);
    let about = PageMeta {
        template,
        lang_id,
        lang,
        route: &route,
        slice: Slice::ALL,
        translations: heads::taxonomy_translations(model, taxonomy),
        breadcrumbs: vec![heads::home_crumb(model, lang_id), heads::crumb(model, &nav.title, &route)],
        page: model.taxonomy_page(taxonomy),
    };
    let head =
        heads::head(model, about, |crumbs| json_ld::list(&nav.title, &route.permalink(&model.config), lang, crumbs));
    TaxonomyView {
        head,
        title: nav.title.clone(),
        taxonomy: nav,
        page: model.taxonomy_page(taxonomy).map(|page| cards::card(model, page).clone()),
        terms: lists::terms(model, at),
    }
}

fn term_view(model: &SiteModel, id: TermId, slice: Slice, template: &str) -> TermPageView {
    let taxonomy = model.index.taxonomy(id.taxonomy);
    let term = &taxonomy.terms[id.term];
    let (lang_id, nav, reference) = (taxonomy.lang_id, lists::taxonomy_nav(model, taxonomy), model.reference(id));
    let lang = &model.index.languages[lang_id.at()];
    let route = model.term_route(taxonomy, term);
    let above = route::taxonomy(&model.index, &model.config, taxonomy.config, lang_id);
    let about = PageMeta {
        template,
        lang_id,
        lang,
        route: &route,
        slice,
        translations: heads::term_translations(model, taxonomy, &term.slug),
        breadcrumbs: vec![
            heads::home_crumb(model, lang_id),
            heads::crumb(model, &nav.title, &above),
            heads::crumb(model, &reference.name, &route),
        ],
        page: term.about,
    };
    let head = heads::head(model, about, |crumbs| {
        json_ld::list(&reference.name, &route.permalink(&model.config), lang, crumbs)
    });
    let said = lists::said_of(model, id);
    TermPageView {
        head,
        title: reference.name.clone(),
        taxonomy: nav,
        page: term.about.filter(|_| slice.is_first).map(|page| cards::card(model, page).clone()),
        term: reference.clone(),
        owner: said.owner,
        description: said.description,
        atom: said.atom,
        insights: insights::routes::insights_path(model, InsightsScope::Term(id)),
        paginator: lists::term_paginator(model, &route, id, &slice),
    }
}

fn alias_view(model: &SiteModel, id: DocId) -> AliasView {
    let LinkView { title, path, permalink, lang, .. } = &*cards::link(model, id);
    AliasView { lang: lang.clone(), path: path.clone(), permalink: permalink.clone(), title: title.clone() }
}

fn plain_view(model: &SiteModel, name: &'static str) -> PlainView {
    let route = plain_route(model, name);
    let about = PageMeta {
        template: name,
        lang_id: LangId::MAIN,
        lang: &model.index.languages[0],
        route: &route,
        slice: Slice::ALL,
        translations: Vec::new(),
        breadcrumbs: Vec::new(),
        page: None,
    };
    let head = heads::head(model, about, |_| String::new());
    PlainView {
        head,
        sitemap: model.config.sitemap.then(|| feeds::sitemap_route(model, None).permalink(&model.config)),
    }
}

/// The address of a page of the site as such.
pub(super) fn plain_route(model: &SiteModel, name: &str) -> route::Route {
    route::home(&model.index, LangId::MAIN).file(name)
}
