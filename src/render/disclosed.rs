//! Holds a drawn page to its promise: wherever it shows somebody's words, it says before them how they are
//! connected to the brand (16 CFR 255.5). A theme that leaves it out fails the build.

use crate::diag::{Diagnostic, Span};
use crate::marks::{self, Disclosed, Name};
use crate::plan::view::Card;
use crate::plan::{Argument, Artifact, Filled, Output, View};
use crate::theme::Theme;

/// What a page owes its readers, if it owes them anything.
pub fn check(
    artifact: &Artifact,
    html: &[u8],
    view: &View,
    filled: Option<&Filled>,
    theme: &Theme,
) -> Option<Diagnostic> {
    let (name, disclosed) = marks::undisclosed(std::str::from_utf8(html).ok()?)?;
    let (own, shown) = view.voices();
    let quoted = filled.map(quoted).unwrap_or_default();
    let card = own.into_iter().chain(shown).chain(quoted).find(|card| Name::of(&card.permalink) == name);
    let own_words = card.and_then(|card| card.disclosure.as_ref()?.text.as_deref());
    let label = match disclosed {
        Disclosed::Own(_) => own_words.map(str::to_owned),
        Disclosed::Kind(kind) => {
            theme.strings.word(view.lang(), &format!("disclosure.{}", kind.word()), None).map(str::to_owned)
        }
    };
    let whose = card.map_or("a story", |card| card.title.as_str());
    let message = format!(
        "/{} shows the words of “{whose}” without saying before them: {}",
        artifact.out,
        label.as_deref().unwrap_or("how its speaker is connected to the brand")
    );
    let found = Diagnostic::error("E0702", message)
        .help("show `page.disclosure` by the byline, before the words: its `text`, or t(key=\"disclosure.KIND\")");
    let Output::Template { template, .. } = &artifact.output else { return Some(found) };
    Some(match theme.sources.get(&**template) {
        Some(source) => found.at(Span::file(source)),
        None => found.note(super::drawn(artifact, template)),
    })
}

/// The cards that components in a text show.
fn quoted(filled: &Filled) -> Vec<&Card> {
    let values = filled.components.iter().flatten().flat_map(|args| args.values());
    let cards = values.filter_map(|value| match value {
        Argument::Card(card) => Some(&**card),
        Argument::Plain(_) => None,
    });
    cards.collect()
}
