//! What voices come to together: verdicts, scores, replies, what is missing. Counting only.

use std::collections::BTreeMap;

use super::view::{Counts, Hundredths, Measures, Ref, ScoreView, TermCounts, Withheld, WordCount, YearCounts};
use super::{Planner, TermId};
use crate::digest::Hashed;
use crate::index::{Entry, ExcludedDocument, terms_of};
use crate::model::{DocId, Experience, HeldBack, Kind, LeftOut, Rating};

/// Adds one document to counts.
pub fn count(counts: &mut Counts, entry: &Entry) {
    counts.total += 1;
    match entry.experience() {
        Some(Experience::Good) => counts.good += 1,
        Some(Experience::Bad) => counts.bad += 1,
        Some(Experience::Mixed) => counts.mixed += 1,
        None => {}
    }
}

/// How many of each verdict.
pub fn counts<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Counts {
    let mut counts = Counts::default();
    entries.into_iter().for_each(|entry| self::count(&mut counts, entry));
    counts
}

/// How often each word comes, in the order of the words.
pub fn word_counts<T: Ord>(words: impl IntoIterator<Item = T>, word: impl Fn(T) -> String) -> Vec<WordCount> {
    let mut all: BTreeMap<T, usize> = BTreeMap::new();
    words.into_iter().for_each(|word| *all.entry(word).or_default() += 1);
    all.into_iter().map(|(value, count)| WordCount { word: word(value), count }).collect()
}

/// A mean of scores in halves from 1 to 5, rounded to hundredths as [`Hundredths::on_scale`] does; `None` of nothing.
pub fn mean(scores: &[Rating]) -> Option<Hundredths> {
    let halves: i64 = scores.iter().map(|score| i64::from(score.halves())).sum();
    (!scores.is_empty()).then(|| Hundredths::on_scale(halves as f64 / 2.0 / scores.len() as f64, (1.0, 5.0)))
}

impl Planner {
    /// What stands under the name of a brand, an ambassador or a campaign, together.
    pub(super) fn measures(&self, id: TermId) -> Measures {
        let term = &self.index.taxonomies[id.taxonomy].terms[id.term];
        let tree = self.index.taxonomies[id.taxonomy].tree;
        let voices: Vec<DocId> =
            term.members.iter().copied().filter(|id| self.index.entry(*id).kind().is_voice()).collect();
        let entries = || voices.iter().map(|id| self.index.entry(*id));
        let counts = counts(entries());
        let verified = word_counts(entries().filter_map(|entry| Some(entry.fields.verified.as_ref()?.how)), |how| {
            how.word().to_owned()
        });
        let replies = || entries().filter_map(|entry| entry.fields.reply.as_ref());
        let latest = Experience::ALL.iter().filter_map(|verdict| {
            let newest = voices.iter().find(|id| self.index.entry(**id).experience() == Some(*verdict))?;
            Some((verdict.word(), self.card(*newest).clone()))
        });
        let company = |kind: Kind| -> Vec<DocId> {
            term.company.iter().copied().filter(|id| self.index.entry(*id).kind() == kind).collect()
        };
        Measures {
            verified_total: verified.iter().map(|method| method.count).sum(),
            verified,
            replies: replies().count(),
            resolved: replies().filter(|reply| reply.resolution.is_some()).count(),
            scores: scores(entries()),
            rating: self.rating(id),
            touchpoints: self.term_counts("touchpoints", tree, &voices),
            years: years(entries()),
            latest: latest.collect(),
            joined: self.joined(&voices),
            people: self.cards_of(&company(Kind::Ambassador)),
            campaigns: self.cards_of(&company(Kind::Campaign)),
            withheld: self.withheld(&term.gone, &counts, tree),
            counts,
        }
    }

    /// Good and bad by term, in the order of the taxonomy.
    fn term_counts(&self, name: &str, tree: usize, voices: &[DocId]) -> Vec<TermCounts> {
        let Some((at, taxonomy)) = self.taxonomy_named(name, tree) else { return Vec::new() };
        let mut all: BTreeMap<usize, Counts> = BTreeMap::new();
        for id in voices {
            let entry = self.index.entry(*id);
            let mut terms: Vec<usize> =
                terms_of(entry, name).into_iter().filter_map(|word| taxonomy.position(word)).collect();
            terms.sort_unstable();
            terms.dedup();
            terms.into_iter().for_each(|term| count(all.entry(term).or_default(), entry));
        }
        let term = |(term, counts)| TermCounts { term: self.cards.term(TermId { taxonomy: at, term }).clone(), counts };
        all.into_iter().map(term).collect()
    }

    fn joined(&self, voices: &[DocId]) -> Vec<Hashed<Ref>> {
        let mut all: Vec<Hashed<Ref>> = Vec::new();
        for campaign in voices.iter().filter_map(|id| self.card(*id).campaign.clone()) {
            if !all.contains(&campaign) {
                all.push(campaign);
            }
        }
        all
    }

    /// What a list does not show; `None` if it shows all there is. `shown` counts what it shows.
    pub(super) fn withheld(&self, gone: &[usize], shown: &Counts, tree: usize) -> Option<Withheld> {
        if gone.is_empty() {
            return None;
        }
        let gone = || gone.iter().map(|at| self.index.left_out[*at].as_ref());
        let is_held = |absent: &&ExcludedDocument| matches!(absent.reason, LeftOut::HeldBack(_));
        let held = counts(gone().filter(is_held).map(|absent| &absent.entry));
        Some(Withheld {
            held_back: held.total,
            held_back_bad: held.bad,
            left: gone().count() - held.total,
            one_sided: shown.total > 0 && shown.bad == 0 && held.bad > 0,
            path: self.integrity_path(tree),
        })
    }
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
    all.iter().filter_map(|(name, all)| Some(ScoreView { name, mean: mean(all)?, count: all.len() })).collect()
}

/// By the year in which it happened; where nobody says, in which it was published.
fn years<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<YearCounts> {
    let mut all: BTreeMap<i16, Counts> = BTreeMap::new();
    for entry in entries {
        if let Some(when) = entry.fields.experienced_on.as_ref().or(entry.date.as_ref()) {
            count(all.entry(when.day().year()).or_default(), entry);
        }
    }
    all.into_iter().map(|(year, counts)| YearCounts { year, counts }).collect()
}

/// The reasons for holding back, each with what it holds back.
pub fn by_reason<'a>(absent: impl Iterator<Item = &'a ExcludedDocument> + Clone) -> Vec<(HeldBack, Counts)> {
    let of = |reason: HeldBack| {
        let held = absent.clone().filter(move |absent| absent.reason == LeftOut::HeldBack(reason));
        (reason, counts(held.map(|absent| &absent.entry)))
    };
    HeldBack::ALL.iter().map(|reason| of(*reason)).filter(|(_, counts)| counts.total > 0).collect()
}
