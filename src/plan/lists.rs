//! Lists: what stands on a page of one, and the terms of a taxonomy.

use super::artifact::TermId;
use super::paginate::Slice;
use super::route::Route;
use super::site_model::SiteModel;
use super::view::{NavView, PaginatorView, TermView};
use super::{cards, counts, references, titles};
use crate::index::Taxonomy;
use crate::model::{DocId, LangId, TaxonomyId};

/// A page of a term's list.
pub(super) fn term_paginator(model: &SiteModel, route: &Route, id: TermId, slice: &Slice) -> PaginatorView {
    let taxonomy = model.index.taxonomy(id.taxonomy);
    let term = &taxonomy.terms[id.term];
    paginator(model, route, &term.members, &term.gone, slice, taxonomy.lang_id)
}

/// A page of a list that begins at `route`; what is `gone` it would show.
pub(super) fn paginator(
    model: &SiteModel,
    route: &Route,
    members: &[DocId],
    gone: &[usize],
    slice: &Slice,
    lang_id: LangId,
) -> PaginatorView {
    let counts = slice.is_first.then(|| counts::of_documents(model, members));
    let path_of = |number: usize| route.page(number).path(&model.config);
    let first = route.path(&model.config);
    let Slice { number, from, to, is_first, newer, older } = *slice;
    PaginatorView {
        pages: cards::cards_of(model, &members[from..to]),
        current_index: number,
        is_first,
        previous: (!is_first).then(|| newer.map_or_else(|| first.clone(), path_of)),
        next: older.map(path_of),
        // The first page has the highest number.
        number_pagers: is_first.then_some(number),
        total_pages: is_first.then_some(members.len()),
        withheld: counts.as_ref().and_then(|counts| counts::withheld(model, gone, counts, lang_id)),
        counts,
        first,
    }
}

pub(super) fn taxonomy_nav(model: &SiteModel, taxonomy: &Taxonomy) -> NavView {
    let route = super::route::taxonomy(&model.index, &model.config, taxonomy.config, taxonomy.lang_id);
    NavView {
        name: model.config.taxonomies[taxonomy.config].name.clone(),
        title: titles::list_title(model, taxonomy),
        path: route.path(&model.config),
    }
}

/// The terms of a language's taxonomy as its index shows them; none where it is not in use.
pub(super) fn terms_named(model: &SiteModel, name: &str, lang_id: LangId) -> Vec<TermView> {
    model.taxonomy_named(name, lang_id).map(|(id, _)| terms(model, id)).unwrap_or_default()
}

/// The terms of a taxonomy as its index shows them.
pub(super) fn terms(model: &SiteModel, at: TaxonomyId) -> Vec<TermView> {
    (0..model.index.taxonomy(at).terms.len()).map(|term| term_view(model, TermId { taxonomy: at, term })).collect()
}

/// A term as its taxonomy's index shows it.
fn term_view(model: &SiteModel, id: TermId) -> TermView {
    let (reference, members) = (model.reference(id), model.members(id));
    let (said, taxonomy) = (said_of(model, id), model.index.taxonomy(id.taxonomy));
    let term = &taxonomy.terms[id.term];
    let is_listed = !term.has_page && term.home == taxonomy.lang_id;
    let listed = members.iter().filter(|_| is_listed);
    TermView {
        name: reference.name.clone(),
        slug: reference.slug.clone(),
        path: reference.path.clone(),
        permalink: reference.permalink.clone(),
        has_page: term.has_page,
        stories: listed.map(|id| cards::link(model, *id)).collect(),
        page_count: members.len(),
        counts: counts::of_documents(model, members),
        owner: said.owner,
        description: said.description,
        atom: said.atom,
        page: term.page.map(|page| cards::card(model, page).clone()),
    }
}

/// What the config says of a term, and its feed.
pub(super) fn said_of(model: &SiteModel, id: TermId) -> SaidOf {
    let taxonomy = model.index.taxonomy(id.taxonomy);
    let term = &taxonomy.terms[id.term];
    let known = references::vocabulary(&model.index, &model.config, id);
    let atom = || model.term_route(taxonomy, term).file("atom.xml").path(&model.config);
    SaidOf {
        owner: known.and_then(|known| known.owner.clone()),
        description: known
            .and_then(|known| known.description.clone())
            .or_else(|| term.about.and_then(|id| model.index.entry(id).fields.description.clone())),
        atom: (term.has_page && model.has_feed(id.taxonomy)).then(atom),
    }
}

/// What a site says of a term.
pub struct SaidOf {
    /// Who answers for it.
    pub owner: Option<String>,
    /// One sentence about it.
    pub description: Option<String>,
    /// The path of its feed.
    pub atom: Option<String>,
}
