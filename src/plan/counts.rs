//! Counting documents: by verdict, by word, by the reason for which they are not shown.

use std::collections::BTreeMap;

use super::site_model::SiteModel;
use super::view::{Counts, Hundredths, Withheld, WordCount};
use crate::index::{Entry, ExcludedDocument};
use crate::model::{DocId, ExclusionReason, Experience, HeldBack, LangId, Rating};

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
    entries.into_iter().for_each(|entry| count(&mut counts, entry));
    counts
}

/// How many of each verdict some documents have.
pub fn of_documents(model: &SiteModel, ids: &[DocId]) -> Counts {
    counts(ids.iter().map(|id| model.index.entry(*id)))
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

/// What a list does not show; `None` if it shows all there is. `shown` counts what it shows.
pub fn withheld(model: &SiteModel, gone: &[usize], shown: &Counts, lang_id: LangId) -> Option<Withheld> {
    if gone.is_empty() {
        return None;
    }
    let gone = || gone.iter().map(|at| model.index.excluded[*at].as_ref());
    let is_held = |absent: &&ExcludedDocument| matches!(absent.reason, ExclusionReason::HeldBack(_));
    let held = counts(gone().filter(is_held).map(|absent| &absent.entry));
    Some(Withheld {
        held_back: held.total,
        held_back_bad: held.bad,
        left: gone().count() - held.total,
        one_sided: shown.total > 0 && shown.bad == 0 && held.bad > 0,
        path: model.integrity_path(lang_id),
    })
}

/// The reasons for holding back, each with what it holds back.
pub fn by_reason<'a>(absent: impl Iterator<Item = &'a ExcludedDocument> + Clone) -> Vec<(HeldBack, Counts)> {
    let of = |reason: HeldBack| {
        let held = absent.clone().filter(move |absent| absent.reason == ExclusionReason::HeldBack(reason));
        (reason, counts(held.map(|absent| &absent.entry)))
    };
    HeldBack::ALL.iter().map(|reason| of(*reason)).filter(|(_, counts)| counts.total > 0).collect()
}
