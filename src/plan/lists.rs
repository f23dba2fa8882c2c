//! Lists: what stands on a page of one, and the terms of a taxonomy.

use super::cards;
use super::route::Route;
use super::view::{Card, Counts, NavView, PaginatorView, TermView};
use super::{Planner, Slice, TermId};
use crate::digest::Hashed;
use crate::index::{Taxonomy, Term};
use crate::model::DocId;

impl Planner {
    /// What stands under a term, newest first.
    pub(super) fn members(&self, id: TermId) -> &[DocId] {
        &self.index.taxonomies[id.taxonomy].terms[id.term].members
    }

    pub(super) fn term_route(&self, taxonomy: &Taxonomy, term: &Term) -> Route {
        cards::term_route(&self.index, &self.config, taxonomy, term)
    }

    pub(super) fn cards_of(&self, ids: &[DocId]) -> Vec<Hashed<Card>> {
        ids.iter().map(|id| self.card(*id).clone()).collect()
    }

    /// A page of a term's list.
    pub(super) fn term_paginator(&self, route: &Route, id: TermId, slice: &Slice) -> PaginatorView {
        let taxonomy = &self.index.taxonomies[id.taxonomy];
        let term = &taxonomy.terms[id.term];
        self.paginator(route, &term.members, &term.gone, slice, taxonomy.tree)
    }

    /// A page of a list that begins at `route`; what is `gone` it would show.
    pub(super) fn paginator(
        &self,
        route: &Route,
        members: &[DocId],
        gone: &[usize],
        slice: &Slice,
        tree: usize,
    ) -> PaginatorView {
        let counts = slice.is_first.then(|| self.counts(members));
        let path_of = |number: usize| route.page(number).path(&self.config);
        let first = route.path(&self.config);
        let Slice { number, from, to, is_first, newer, older } = *slice;
        PaginatorView {
            pages: self.cards_of(&members[from..to]),
            current_index: number,
            is_first,
            previous: (!is_first).then(|| newer.map_or_else(|| first.clone(), path_of)),
            next: older.map(path_of),
            // The first page has the highest number.
            number_pagers: is_first.then_some(number),
            total_pages: is_first.then_some(members.len()),
            withheld: counts.as_ref().and_then(|counts| self.withheld(gone, counts, tree)),
            counts,
            first,
        }
    }

    pub(super) fn counts(&self, members: &[DocId]) -> Counts {
        super::measures::counts(members.iter().map(|id| self.index.entry(*id)))
    }

    pub(super) fn taxonomy_nav(&self, taxonomy: &Taxonomy) -> NavView {
        let route = super::route::taxonomy(&self.index, &self.config, taxonomy.config, taxonomy.tree);
        NavView {
            name: self.config.taxonomies[taxonomy.config].name.clone(),
            title: self.taxonomy_title(taxonomy),
            path: route.path(&self.config),
        }
    }

    /// The terms of a tree's taxonomy as its index shows them; none where it is not in use.
    pub(super) fn terms_named(&self, name: &str, tree: usize) -> Vec<TermView> {
        let is_it = |taxonomy: &Taxonomy| taxonomy.tree == tree && self.config.taxonomies[taxonomy.config].name == name;
        self.index.taxonomies.iter().position(is_it).map(|at| self.terms(at)).unwrap_or_default()
    }

    /// The terms of a taxonomy as its index shows them.
    pub(super) fn terms(&self, at: usize) -> Vec<TermView> {
        (0..self.index.taxonomies[at].terms.len()).map(|term| self.term(TermId { taxonomy: at, term })).collect()
    }

    /// A term as its taxonomy's index shows it.
    fn term(&self, id: TermId) -> TermView {
        let (reference, members) = (self.cards.term(id), self.members(id));
        let said = self.said_of(id);
        TermView {
            name: reference.name.clone(),
            slug: reference.slug.clone(),
            path: reference.path.clone(),
            permalink: reference.permalink.clone(),
            page_count: members.len(),
            counts: self.counts(members),
            owner: said.owner,
            description: said.description,
            atom: said.atom,
            page: self.index.taxonomies[id.taxonomy].terms[id.term].page.map(|page| self.card(page).clone()),
        }
    }

    /// What the config says of a term, and its feed.
    pub(super) fn said_of(&self, id: TermId) -> SaidOf {
        let taxonomy = &self.index.taxonomies[id.taxonomy];
        let term = &taxonomy.terms[id.term];
        let vocabulary = &self.config.taxonomies[taxonomy.config].terms;
        let known = vocabulary.iter().find(|known| crate::text::term_slug(&known.name) == term.slug);
        let atom = || self.term_route(taxonomy, term).file("atom.xml").path(&self.config);
        SaidOf {
            owner: known.and_then(|known| known.owner.clone()),
            description: known
                .and_then(|known| known.description.clone())
                .or_else(|| term.about.and_then(|id| self.index.entry(id).fields.description.clone())),
            atom: self.has_feed(id.taxonomy).then(atom),
        }
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
