//! Dates that cannot be: what has not happened yet, and what was told before it happened.

use crate::diag::Diagnostic;
use crate::index::{Entry, ExcludedDocument};
use crate::model::{DateValue, ExclusionReason};
use crate::plan::SiteModel;

/// What a document's dates say that cannot be.
pub fn of(model: &SiteModel, entry: &Entry) -> Vec<Diagnostic> {
    let today = model.index.today;
    let fields = &entry.doc.fields;
    let mut diagnostics = Vec::new();
    let past = [
        ("experienced_on", fields.experienced_on.as_ref()),
        ("updated", fields.updated.as_ref()),
        ("verified", fields.verified.as_ref().and_then(|verified| verified.on.as_ref())),
        ("consent", fields.consent.as_ref().and_then(|consent| consent.given.as_ref())),
        ("reply", fields.reply.as_ref().and_then(|reply| reply.date.as_ref())),
        ("source", fields.source.as_ref().and_then(|source| source.date.as_ref())),
    ];
    for (name, when) in past.iter().filter_map(|(name, when)| Some((*name, (*when)?))) {
        if when.day() > today {
            diagnostics.push(
                Diagnostic::warning("W0111", format!("`{name}` says {when}, a day that is still to come"))
                    .at(entry.doc.span_of(name))
                    .help(format!("today is {today}")),
            );
        }
    }
    let (happened, told) = (entry.fields.experienced_on.as_ref(), entry.date.as_ref());
    if let Some((happened, told)) = happened.zip(told).filter(|(happened, told)| happened.day() > told.day())
        && entry.doc.has_field("experienced_on")
    {
        let message = format!("this was published on {}, before it happened on {}", told.day(), happened.day());
        diagnostics.push(
            Diagnostic::warning("W0117", message)
                .at(entry.doc.span_of("experienced_on"))
                .help("one of `date` and `experienced_on` is another day"),
        );
    }
    diagnostics
}

/// What is not shown yet.
pub fn of_absent(absent: &ExcludedDocument) -> Option<Diagnostic> {
    let ExclusionReason::Scheduled(when) = &absent.reason else { return None };
    let doc = &absent.entry.doc;
    let what = doc.kind.word();
    let day = DateValue::Day(when.day());
    Some(
        Diagnostic::warning("W0112", format!("this {what} is dated {day} and does not appear before then"))
            .at(doc.span_of("date"))
            .help("`--future` shows it now"),
    )
}
