//! Addresses by pattern: what its tokens stand for in a document, and which pattern holds for it.

use std::borrow::Cow;

use super::slugs;
use crate::config::Config;
use crate::index::{Entry, Index, terms_of};
use crate::model::{Kind, Pattern, Patterns, Token};
use crate::text::{slug, term_slug};

/// The address that a document asks for, with its own `permalink` or by a pattern of the config; `None` if neither
/// says, so that its folder does.
pub fn permalink<'a>(index: &Index, config: &Config, entry: &'a Entry) -> Option<Cow<'a, str>> {
    if let Some(own) = entry.fields.permalink.as_deref() {
        return Some(match Pattern::in_permalink(own) {
            Some(pattern) => Cow::Owned(address(index, entry, &pattern)),
            None => Cow::Borrowed(own),
        });
    }
    let patterns = of(&config.permalinks, entry);
    patterns.first().map(|pattern| Cow::Owned(address(index, entry, pattern)))
}

/// The older addresses of a document: those that it lists, and those that the config's patterns give.
pub fn aliases<'a>(index: &Index, config: &Config, entry: &'a Entry) -> Vec<Cow<'a, str>> {
    let own = entry.fields.aliases.iter().flat_map(|aliases| &aliases.0);
    let own = own.map(|alias| match Pattern::in_permalink(alias) {
        Some(pattern) => Cow::Owned(address(index, entry, &pattern)),
        None => Cow::Borrowed(alias.as_str()),
    });
    own.chain(of(&config.aliases, entry).iter().map(|pattern| Cow::Owned(address(index, entry, pattern)))).collect()
}

/// Whether the address of a document asks for a date that it has not.
pub fn lacks_date(config: &Config, entry: &Entry) -> bool {
    let asks = || match entry.fields.permalink.as_deref() {
        Some(own) => Pattern::in_permalink(own).is_some_and(|pattern| pattern.has_date()),
        None => of(&config.permalinks, entry).first().is_some_and(Pattern::has_date),
    };
    entry.date.is_none() && asks()
}

/// The patterns that hold for a document. Lists stand where their folder does.
fn of<'a>(patterns: &'a Patterns, entry: &Entry) -> &'a [Pattern] {
    if patterns.is_empty() || entry.kind() == Kind::Section {
        &[]
    } else {
        patterns.of(&entry.doc.folder, entry.kind().folder())
    }
}

/// The address that a pattern gives a document, below the folder of its language.
fn address(index: &Index, entry: &Entry, pattern: &Pattern) -> String {
    let below = pattern.address(&|token| value(entry, token));
    match slugs::prefix(index, entry.lang_id) {
        "" => below,
        prefix => format!("/{prefix}{below}"),
    }
}

fn value(entry: &Entry, token: Token) -> String {
    let date = |notation: &str| {
        let local = entry.date.as_ref().map(|when| when.local());
        local.map_or_else(String::new, |local| local.strftime(notation).to_string())
    };
    let folders = || {
        let folder = entry.doc.folder.as_str();
        if entry.doc.is_bundle { folder.rsplit_once('/').map_or("", |(above, _)| above) } else { folder }
    };
    let slugs = |names: &mut dyn Iterator<Item = &str>| names.map(slug).collect::<Vec<_>>().join("/");
    match token {
        Token::Date(notation) => date(notation),
        Token::LowerDate(notation) => date(notation).to_lowercase(),
        Token::Slug => slugs::own_slug(entry),
        // A title of signs alone has no slug.
        Token::Title => {
            Some(slug(&entry.title)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| slugs::own_slug(entry))
        }
        Token::FileName => entry.doc.name.clone(),
        Token::Section => slugs(&mut folders().split('/').take(1)),
        Token::Sections => slugs(&mut folders().split('/')),
        Token::Path => format!("{}/{}", slugs(&mut folders().split('/')), entry.doc.name),
        Token::Categories => slugs(&mut terms_of(entry, "categories").into_iter()),
        Token::Brand => entry.fields.brand.as_deref().map(term_slug).unwrap_or_default(),
        Token::Experience => entry.fields.experience.map_or("", |verdict| verdict.word()).to_owned(),
        Token::Ending => ".html".to_owned(),
    }
}
