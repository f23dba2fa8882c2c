//! Which documents are left out of a build, why, and when time alone will change that.

use jiff::Timestamp;

use super::{Audience, ExcludedDocument};
use crate::config::Config;
use crate::diag::{Diagnostic, Span};
use crate::model::{Consent, ConsentScope, ConsentStatus, DateValue, Document, ExclusionReason, Fields, Kind};

/// Why a document is left out, if it is.
pub fn excluded(
    document: &Document,
    fields: &Fields,
    moment: Option<Timestamp>,
    config: &Config,
    audience: &Audience,
) -> Option<ExclusionReason> {
    let passed = |when: &DateValue| when.timestamp(&config.timezone) <= audience.now;
    if fields.draft == Some(true) && (!audience.drafts || has_no_verdict(document, fields)) {
        return Some(ExclusionReason::Draft);
    }
    if let Some(reason) = stops_all(fields, config, audience) {
        return Some(reason);
    }
    if let Some(consent) = &fields.consent {
        let speaks = document.kind.is_voice() || document.kind == Kind::Ambassador;
        if is_pending(consent) || (speaks && !consent.covers(ConsentScope::Text)) {
            return Some(ExclusionReason::NoConsent);
        }
    }
    if let Some(expires) = fields.expires.as_ref().filter(|when| passed(when)) {
        return Some(ExclusionReason::Expired(expires.clone()));
    }
    // A section's date says when it was begun; a campaign may be announced.
    let scheduled = moment.is_some_and(|moment| moment > audience.now) && document.kind != Kind::Section;
    match fields.date.as_ref().or(document.name_date.as_ref()) {
        Some(date) if scheduled && !audience.future => Some(ExclusionReason::Scheduled(date.clone())),
        _ => None,
    }
}

/// Whether a voice does not say how the experience was, in words of its own or of others. It cannot be shown then.
pub fn has_no_verdict(document: &Document, fields: &Fields) -> bool {
    document.kind.is_voice() && fields.experience.is_none() && !document.has_field("experience") && !document.is_broken
}

/// Why a document must not be shown in any language: it is held back, or its consent was withdrawn or refused, or
/// has ended.
pub fn stops_all(fields: &Fields, config: &Config, audience: &Audience) -> Option<ExclusionReason> {
    if let Some(reason) = fields.held_back {
        return Some(ExclusionReason::HeldBack(reason));
    }
    let consent = fields.consent.as_ref()?;
    match consent.status {
        Some(ConsentStatus::Withdrawn) => return Some(ExclusionReason::Withdrawn),
        Some(ConsentStatus::Refused) => return Some(ExclusionReason::NoConsent),
        Some(ConsentStatus::Given | ConsentStatus::Pending) | None => {}
    }
    let has_passed = |when: &&DateValue| when.timestamp(&config.timezone) <= audience.now;
    consent.expires.as_ref().filter(has_passed).map(|ended| ExclusionReason::ConsentEnded(ended.clone()))
}

/// Whether somebody was asked, and has not answered.
pub fn is_pending(consent: &Consent) -> bool {
    consent.status == Some(ConsentStatus::Pending)
}

/// The next moment after which a document may appear or leave: its date, its expiry, or that of a consent.
pub fn soonest(fields: &Fields, moment: Option<Timestamp>, config: &Config, audience: &Audience) -> Option<Timestamp> {
    let ends = [fields.expires.as_ref(), fields.consent.as_ref().and_then(|consent| consent.expires.as_ref())];
    let ends = ends.into_iter().flatten().map(|when| when.timestamp(&config.timezone));
    moment.into_iter().chain(ends).filter(|moment| *moment > audience.now).min()
}

impl ExcludedDocument {
    /// Whether these are a customer's words that were there and are gone: they count.
    pub fn is_gone_voice(&self) -> bool {
        self.entry.kind().is_voice() && self.reason.is_gone()
    }
}

/// When the next day begins; until then a build says that it is of this one.
pub fn tomorrow(config: &Config, audience: &Audience) -> Option<Timestamp> {
    let today = config.timezone.to_datetime(audience.now).date();
    config.timezone.to_timestamp(today.tomorrow().ok()?.at(0, 0, 0, 0)).ok()
}

/// What the owner should hear of it: that words have left the site without anybody's doing, or that a draft is not shown
/// though drafts are.
pub fn warning(document: &Document, reason: &ExclusionReason, audience: &Audience) -> Option<Diagnostic> {
    let what = document.kind.word();
    if *reason == ExclusionReason::Draft && audience.drafts {
        let message = format!("this draft of a {what} does not say how the experience was: it is not shown yet");
        let found = Diagnostic::warning("W0132", message).at(Span::at(&document.path, 0..0));
        return Some(found.help("add experience = \"good\", \"bad\" or \"mixed\""));
    }
    let ExclusionReason::ConsentEnded(when) = reason else { return None };
    Some(
        Diagnostic::warning("W0110", format!("the consent for this {what} ended on {when}: it has left the site"))
            .at(document.span_of("consent"))
            .help("ask for it again and set `expires` anew, or take the file away"),
    )
}
