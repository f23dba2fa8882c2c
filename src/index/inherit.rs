//! What a document says together with what it takes over: from its original language, from other versions of it, and
//! from the folders above; without what must not be shown of its speaker.

use std::sync::Arc;

use super::{Cascades, languages};
use crate::diag::Diagnostic;
use crate::model::{Consent, Document, Fields, Kind};

/// A document's own fields, then those of its original language, then the consent that other versions record, then
/// the cascades', nearest first.
pub fn fields(
    document: &Document,
    cascades: &Cascades,
    originals: &languages::Originals,
    consent: Option<&Consent>,
) -> Arc<Fields> {
    let original = originals.of(document);
    let above = cascades.above(document);
    let consent = consent.filter(|_| document.fields.consent.is_none());
    if original.is_none() && above.is_empty() && consent.is_none() {
        return Arc::clone(&document.fields);
    }
    let mut fields = Fields::clone(&document.fields);
    if let Some(original) = original {
        let mut shared = Fields::clone(&original.fields);
        // Words are not inherited: they are in another language.
        shared.aliases = None;
        shared.quote = None;
        shared.description = None;
        shared.permalink = None;
        fields.inherit(&shared);
    }
    if fields.consent.is_none() {
        fields.consent = consent.cloned();
    }
    for cascade in above {
        fields.inherit(&cascade.fields);
    }
    Arc::new(fields)
}

/// Takes out where somebody can be found whose name is not to be shown.
pub fn without_profile(document: &Document, fields: &mut Arc<Fields>) -> Option<Diagnostic> {
    let is_speaker = document.kind.is_voice() || document.kind == Kind::Ambassador;
    let holds_some = fields.source.as_ref().is_some_and(|source| source.url.is_some())
        || fields.links.is_some()
        || fields.url.is_some();
    if !(is_speaker && holds_some && fields.hides_name(document.kind)) {
        return None;
    }
    let dropped = *Arc::make_mut(fields).drop_profiles().first()?;
    let message = "this address is left out: it may show the name of somebody who is not to be named";
    let found = Diagnostic::warning("W0914", message).at(document.span_of(dropped));
    Some(found.help("take it out; what else `source` says of where the words come from is shown"))
}
