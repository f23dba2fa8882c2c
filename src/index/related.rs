//! Stories most like a story, without comparing every pair.
//!
//! Under each word that a story bears, only those next to it in time are looked at, so the work
//! grows with the number of stories, and a new story changes what is related to its neighbours only.

use std::collections::BTreeMap;

use super::{Index, taxonomy};
use crate::model::{DocId, slug, term_slug};

/// How many on either side, under each word.
const WINDOW: usize = 12;

/// How much a shared word counts.
const WEIGHTS: [(&str, u32); 4] = [("brand", 4), ("touchpoints", 2), ("tags", 2), ("feelings", 1)];

/// For each document the most like it, best first.
pub fn related(index: &Index, most: usize) -> Vec<Vec<DocId>> {
    if most == 0 {
        return vec![Vec::new(); index.entries.len()];
    }
    let mut lists: BTreeMap<(usize, usize, u8, String), Vec<DocId>> = BTreeMap::new();
    let order: Vec<DocId> = index.by_date.iter().copied().filter(|id| index.entry(*id).kind().is_voice()).collect();
    for id in &order {
        let entry = index.entry(*id);
        for (at, (name, _)) in WEIGHTS.iter().enumerate() {
            for word in taxonomy::terms_of(entry, name) {
                let key = (at, entry.tree, entry.kind() as u8, term_slug(word));
                let list = lists.entry(key).or_default();
                if list.last() != Some(id) {
                    list.push(*id);
                }
            }
        }
    }
    let mut scores: Vec<BTreeMap<DocId, u32>> = vec![BTreeMap::new(); index.entries.len()];
    for ((at, ..), list) in &lists {
        for (n, id) in list.iter().enumerate() {
            let near = &list[n.saturating_sub(WINDOW)..(n + WINDOW + 1).min(list.len())];
            for other in near.iter().filter(|other| *other != id) {
                *scores[id.at()].entry(*other).or_default() += WEIGHTS[*at].1;
            }
        }
    }
    let rank: BTreeMap<DocId, usize> = order.iter().enumerate().map(|(rank, id)| (*id, rank)).collect();
    scores
        .into_iter()
        .enumerate()
        .map(|(at, scores)| {
            let own = &index.entries[at].fields.product.as_deref().map(slug);
            let mut best: Vec<(u32, DocId)> = scores
                .into_iter()
                .map(|(id, score)| {
                    let same = own.is_some() && index.entry(id).fields.product.as_deref().map(slug) == *own;
                    (score + u32::from(same) * 3, id)
                })
                .collect();
            best.sort_by_key(|(score, id)| (std::cmp::Reverse(*score), rank.get(id).copied()));
            best.into_iter().take(most).map(|(_, id)| id).collect()
        })
        .collect()
}
