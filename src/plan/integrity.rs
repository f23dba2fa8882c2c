//! The integrity page: what came in, what is shown, what is not and why. Every voice counts once.

use std::collections::BTreeMap;

use super::own_pages::OwnPage;
use super::site_model::SiteModel;
use super::view::{Counts, IntegrityFigures, IntegrityView, NavView, ReasonCounts};
use super::{cards, counts, disclosure, heads, route, wall};
use crate::digest::Hashed;
use crate::index::{Entry, ExcludedDocument, place_of};
use crate::model::{DisclosureKind, ExclusionReason, LangId};

/// The counts, made once.
pub(super) fn figures(model: &SiteModel) -> &Hashed<IntegrityFigures> {
    model.memo.figures.get_or_init(|| Hashed::new(count_figures(model)))
}

fn count_figures(model: &SiteModel) -> IntegrityFigures {
    let (shown, absent) = voices(model);
    let of = |is_it: &dyn Fn(&ExclusionReason) -> bool| {
        counts::counts(absent.iter().filter(|absent| is_it(&absent.reason)).map(|absent| &absent.entry))
    };
    let entries = || shown.iter().copied();
    let verified = entries().filter_map(|entry| Some(entry.fields.verified.as_ref()?.how));
    let verified = counts::word_counts(verified, |how| how.word().to_owned());
    let kinds = || entries().filter_map(|entry| disclosure_kind(model, entry));
    let disclosed = counts::word_counts(kinds(), |kind| kind.word().to_owned());
    let is_incentive = |kind: &DisclosureKind| {
        use DisclosureKind::{Affiliate, Discount, Gift, Paid};
        matches!(kind, Paid | Gift | Discount | Affiliate)
    };
    let edits = entries().flat_map(|entry| entry.fields.edits.iter().flatten().copied());
    let platforms = entries().filter_map(|entry| entry.fields.source.as_ref()?.platform.clone());
    let replies = || entries().filter_map(|entry| entry.fields.reply.as_ref());
    let reason = |(reason, counts): (crate::model::HeldBack, Counts)| ReasonCounts { reason: reason.word(), counts };
    IntegrityFigures {
        date: model.index.today.to_string(),
        received: counts::counts(entries().chain(absent.iter().map(|absent| &absent.entry))),
        shown: counts::counts(entries()),
        held_back: of(&|reason| matches!(reason, ExclusionReason::HeldBack(_))),
        held_back_by_reason: counts::by_reason(absent.iter().copied()).into_iter().map(reason).collect(),
        withdrawn: of(&|reason| matches!(reason, ExclusionReason::Withdrawn)),
        consent_ended: of(&|reason| matches!(reason, ExclusionReason::ConsentEnded(_))),
        without_consent: of(&|reason| matches!(reason, ExclusionReason::NoConsent)),
        expired: of(&|reason| matches!(reason, ExclusionReason::Expired(_))),
        pending: of(&|reason| matches!(reason, ExclusionReason::Draft | ExclusionReason::Scheduled(_))),
        verified_total: verified.iter().map(|method| method.count).sum(),
        verified,
        undisclosed: shown.len() - disclosed.iter().map(|kind| kind.count).sum::<usize>(),
        disclosed,
        incentives: kinds().filter(is_incentive).count(),
        edited: counts::word_counts(edits, |edit| edit.word().to_owned()),
        platforms: counts::word_counts(platforms, |name| name),
        replies: replies().count(),
        resolved: replies().filter(|reply| reply.resolution.is_some()).count(),
        unnamed: entries().filter(|entry| entry.fields.pseudonym.is_some() || entry.authors().is_empty()).count(),
        samples: entries().filter(|entry| entry.fields.sample == Some(true)).count(),
    }
}

/// Every voice once, in the first of its languages: those that are shown, and those that are not in any.
fn voices(model: &SiteModel) -> (Vec<&Entry>, Vec<&ExcludedDocument>) {
    let mut shown: BTreeMap<String, &Entry> = BTreeMap::new();
    for entry in model.index.entries.iter().filter(|entry| entry.kind().is_voice()) {
        let known = shown.entry(place_of(&entry.doc)).or_insert(entry);
        if entry.lang_id < known.lang_id {
            *known = entry;
        }
    }
    let mut absent: BTreeMap<String, &ExcludedDocument> = BTreeMap::new();
    for other in model.index.excluded.iter().filter(|absent| absent.entry.kind().is_voice()) {
        let place = place_of(&other.entry.doc);
        if shown.contains_key(&place) {
            continue;
        }
        let known = absent.entry(place).or_insert(other);
        if other.entry.lang_id < known.entry.lang_id {
            *known = other;
        }
    }
    (shown.into_values().collect(), absent.into_values().collect())
}

fn disclosure_kind(model: &SiteModel, entry: &Entry) -> Option<DisclosureKind> {
    let id = model.index.find(&entry.doc.path)?;
    disclosure::disclosure_of(model, id).map(|disclosure| disclosure.kind)
}

pub(super) fn integrity_view(model: &SiteModel, lang_id: LangId, template: &str) -> IntegrityView {
    let lang = &model.index.languages[lang_id.at()];
    let (head, page) =
        heads::own_head(model, lang_id, template, OwnPage::Integrity.folder(), &route::integrity, "integrity.title");
    let own = model.config.languages.get(lang).and_then(|own| own.integrity.clone());
    IntegrityView {
        head,
        page: page.map(|id| cards::card(model, id).clone()),
        figures: figures(model).clone(),
        says: own.unwrap_or_else(|| model.config.integrity.clone()),
        controls: model.config.operator.controls.0.iter().map(|word| controlled(model, word, lang_id)).collect(),
        pinned: wall::pinned(model, lang_id),
        json: route::integrity(&model.index, LangId::MAIN).file("index.json").path(&model.config),
    }
}

/// A brand that the operator speaks for; without a path if nobody tells of it.
fn controlled(model: &SiteModel, word: &str, lang_id: LangId) -> NavView {
    let term = model.taxonomy_named("brand", lang_id).and_then(|(at, taxonomy)| Some((at, taxonomy.position(word)?)));
    let (title, path) = match term {
        Some((taxonomy, term)) => {
            let reference = model.reference(super::TermId { taxonomy, term });
            (reference.name.clone(), reference.path.clone())
        }
        None => (word.to_owned(), String::new()),
    };
    NavView { name: word.to_owned(), title, path }
}
