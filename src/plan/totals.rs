//! What voices come to together: verdicts, scores, replies, what is missing. Counting only.

use std::collections::BTreeMap;

use super::artifact::TermId;
use super::site_model::SiteModel;
use super::view::{Counts, Measures, Ref, ScoreView, TermCounts, YearCounts};
use super::{cards, counts, insights};
use crate::digest::Hashed;
use crate::index::{Entry, terms_of};
use crate::model::{DocId, Experience, Kind, LangId, Rating};

/// What stands under the name of a brand, an ambassador or a campaign, together.
pub(super) fn measures(model: &SiteModel, id: TermId) -> Measures {
    let term = &model.index.taxonomy(id.taxonomy).terms[id.term];
    let lang_id = model.index.taxonomy(id.taxonomy).lang_id;
    let voices: Vec<DocId> =
        term.members.iter().copied().filter(|id| model.index.entry(*id).kind().is_voice()).collect();
    let entries = || voices.iter().map(|id| model.index.entry(*id));
    let counts = counts::counts(entries());
    let verified =
        counts::word_counts(entries().filter_map(|entry| Some(entry.fields.verified.as_ref()?.how)), |how| {
            how.word().to_owned()
        });
    let replies = || entries().filter_map(|entry| entry.fields.reply.as_ref());
    let latest = Experience::ALL.iter().filter_map(|verdict| {
        let newest = voices.iter().find(|id| model.index.entry(**id).experience() == Some(*verdict))?;
        Some((verdict.word(), cards::card(model, *newest).clone()))
    });
    let company = |kind: Kind| -> Vec<DocId> {
        term.company.iter().copied().filter(|id| model.index.entry(*id).kind() == kind).collect()
    };
    Measures {
        verified_total: verified.iter().map(|method| method.count).sum(),
        verified,
        replies: replies().count(),
        resolved: replies().filter(|reply| reply.resolution.is_some()).count(),
        scores: scores(entries()),
        rating: insights::rating(model, id),
        touchpoints: term_counts(model, "touchpoints", lang_id, &voices),
        years: years(entries()),
        latest: latest.collect(),
        joined: joined(model, &voices),
        people: cards::cards_of(model, &company(Kind::Ambassador)),
        campaigns: cards::cards_of(model, &company(Kind::Campaign)),
        withheld: counts::withheld(model, &term.gone, &counts, lang_id),
        counts,
    }
}

/// Good and bad by term, in the order of the taxonomy.
fn term_counts(model: &SiteModel, name: &str, lang_id: LangId, voices: &[DocId]) -> Vec<TermCounts> {
    let Some((at, taxonomy)) = model.taxonomy_named(name, lang_id) else { return Vec::new() };
    let mut all: BTreeMap<usize, Counts> = BTreeMap::new();
    for id in voices {
        let entry = model.index.entry(*id);
        let mut terms: Vec<usize> =
            terms_of(entry, name).into_iter().filter_map(|word| taxonomy.position(word)).collect();
        terms.sort_unstable();
        terms.dedup();
        terms.into_iter().for_each(|term| counts::count(all.entry(term).or_default(), entry));
    }
    let term = |(term, counts)| TermCounts { term: model.reference(TermId { taxonomy: at, term }).clone(), counts };
    all.into_iter().map(term).collect()
}

fn joined(model: &SiteModel, voices: &[DocId]) -> Vec<Hashed<Ref>> {
    let mut all: Vec<Hashed<Ref>> = Vec::new();
    for campaign in voices.iter().filter_map(|id| cards::card(model, *id).campaign.clone()) {
        if !all.contains(&campaign) {
            all.push(campaign);
        }
    }
    all
}

fn scores<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<ScoreView> {
    let mut all: [(&'static str, Vec<Rating>); 3] =
        [("product", Vec::new()), ("service", Vec::new()), ("experience", Vec::new())];
    // What another platform collected enters no mean of ours.
    let is_own = |entry: &&Entry| entry.fields.source.as_ref().is_none_or(|source| source.platform.is_none());
    for scores in entries.filter(is_own).filter_map(|entry| entry.fields.scores) {
        for (slot, score) in all.iter_mut().zip([scores.product, scores.service, scores.experience]) {
            slot.1.extend(score);
        }
    }
    all.iter().filter_map(|(name, all)| Some(ScoreView { name, mean: counts::mean(all)?, count: all.len() })).collect()
}

/// By the year in which it happened; where nobody says, in which it was published.
fn years<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<YearCounts> {
    let mut all: BTreeMap<i16, Counts> = BTreeMap::new();
    for entry in entries {
        if let Some(when) = entry.fields.experienced_on.as_ref().or(entry.date.as_ref()) {
            counts::count(all.entry(when.day().year()).or_default(), entry);
        }
    }
    all.into_iter().map(|(year, counts)| YearCounts { year, counts }).collect()
}
