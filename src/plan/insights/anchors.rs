//! The place of each list of stories on the page that lists the stories behind the numbers.

use crate::text::term_slug;

/// The place of all stories.
pub const ALL: &str = "all";

/// The place of those that came from other platforms.
pub const ELSEWHERE: &str = "elsewhere";

/// The place of those that answer a question.
pub fn scale(name: &str) -> String {
    format!("scale-{name}")
}

/// The place of those under a term.
pub fn term(taxonomy: &str, slug: &str) -> String {
    format!("{taxonomy}-{slug}")
}

/// The place of those under a touchpoint that were told to this site, where some were not.
pub fn clue(slug: &str) -> String {
    format!("clue-{slug}")
}

/// The place of those that tell of a step.
pub fn step(from: &str, to: &str) -> String {
    format!("step-{from}--{to}")
}

/// The place of those of a span of time.
pub fn period(slug: &str) -> String {
    format!("time-{slug}")
}

/// The place of those in a line of an account.
pub fn worth(currency: &str, line: Option<(&str, &str)>) -> String {
    let currency = currency_slug(currency);
    line.map_or_else(|| format!("worth-{currency}"), |(taxonomy, slug)| format!("worth-{currency}--{taxonomy}-{slug}"))
}

/// A currency as it stands in addresses.
pub fn currency_slug(currency: &str) -> String {
    let slug = term_slug(currency);
    if slug.is_empty() { "none".to_owned() } else { slug }
}
