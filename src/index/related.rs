//! Stories most like a story, without comparing every pair.
//!
//! Under each term that a story bears, only those next to it in time are looked at, so the work
//! grows with the number of stories, and a new story changes what is related to its neighbours only.

use std::cmp::Reverse;
use std::collections::HashMap;

use foldhash::fast::RandomState;
use rayon::prelude::*;

use super::Index;
use crate::config::Config;
use crate::model::{DocId, Kind};
use crate::text::slug;

/// How many on either side, under each term.
const WINDOW: usize = 12;

/// How much a shared term counts.
const WEIGHTS: [(&str, u32); 4] = [("brand", 4), ("touchpoints", 2), ("tags", 2), ("feelings", 1)];

/// How much the same product counts, between those that share a term.
const SAME_PRODUCT: u32 = 3;

/// The voices of one kind and language under a term, newest first.
struct List {
    weight: u32,
    members: Vec<DocId>,
}

/// For each document the most like it, best first; the last of them is of another verdict where no other is.
pub fn related(index: &Index, config: &Config) -> Vec<Vec<DocId>> {
    let (most, count) = (config.related as usize, index.entries.len());
    if most == 0 {
        return vec![Vec::new(); count];
    }
    let lists = lists(index, config);
    // In which lists each document stands, and where.
    let mut places: Vec<Vec<(usize, usize)>> = vec![Vec::new(); count];
    for (n, list) in lists.iter().enumerate() {
        for (at, id) in list.members.iter().enumerate() {
            places[id.at()].push((n, at));
        }
    }
    let mut rank = vec![usize::MAX; count];
    index.by_date.iter().enumerate().for_each(|(at, id)| rank[id.at()] = at);
    let products = products(index);
    places
        .into_par_iter()
        .enumerate()
        .map(|(own, places)| {
            let mut scores: Vec<(DocId, u32)> = Vec::with_capacity(places.len() * 2 * WINDOW);
            for (n, at) in places {
                let List { weight, members } = &lists[n];
                let near = &members[at.saturating_sub(WINDOW)..(at + WINDOW + 1).min(members.len())];
                scores.extend(near.iter().filter(|other| other.at() != own).map(|other| (*other, *weight)));
            }
            scores.sort_unstable_by_key(|(id, _)| *id);
            scores.dedup_by(|next, kept| {
                let is_same = next.0 == kept.0;
                kept.1 += if is_same { next.1 } else { 0 };
                is_same
            });
            for (id, score) in &mut scores {
                let is_same = products[own].is_some() && products[id.at()] == products[own];
                *score += if is_same { SAME_PRODUCT } else { 0 };
            }
            scores.sort_unstable_by_key(|(id, score)| (Reverse(*score), rank[id.at()]));
            let mut all: Vec<DocId> = scores.iter().take(most).map(|(id, _)| *id).collect();
            // One of them shows another side, where there is one.
            let verdict = |id: DocId| index.entry(id).experience();
            let own = verdict(DocId(own as u32));
            let is_other = |id: DocId| verdict(id) != own;
            if let Some(last) = all.len().checked_sub(1).filter(|_| !all.iter().any(|id| is_other(*id)))
                && let Some((other, _)) = scores.iter().find(|(id, _)| is_other(*id))
            {
                all[last] = *other;
            }
            all
        })
        .collect()
}

fn lists(index: &Index, config: &Config) -> Vec<List> {
    let mut lists = Vec::new();
    for taxonomy in index.taxonomies.iter() {
        let name = &config.taxonomies[taxonomy.config].name;
        let Some((_, weight)) = WEIGHTS.iter().find(|(known, _)| known == name) else { continue };
        for term in &taxonomy.terms {
            for kind in [Kind::Story, Kind::Testimonial] {
                let is_meant =
                    |id: &&DocId| index.entry(**id).kind() == kind && index.entry(**id).lang_id == taxonomy.lang_id;
                let members: Vec<DocId> = term.members.iter().filter(is_meant).copied().collect();
                if members.len() > 1 {
                    lists.push(List { weight: *weight, members });
                }
            }
        }
    }
    lists
}

/// For each document a number for its product, the same for all that write it alike.
fn products(index: &Index) -> Vec<Option<usize>> {
    let mut numbers: HashMap<String, usize, RandomState> = HashMap::default();
    let mut number = |product: &String| {
        let next = numbers.len();
        *numbers.entry(slug(product)).or_insert(next)
    };
    index.entries.iter().map(|entry| entry.fields.product.as_ref().map(&mut number)).collect()
}
