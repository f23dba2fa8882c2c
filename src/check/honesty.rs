//! What honesty asks for. Each rule names its source in `docs/errors.md`; most weigh more where the site is a
//! brand's own.

use std::collections::BTreeSet;

use super::incentive;
use crate::config::{FILE, OperatorRole};
use crate::diag::{Diagnostic, Span};
use crate::index::{Entry, ExcludedDocument, entity_slug};
use crate::model::{
    ConsentScope, Disclosure, DisclosureKind, DocId, Edit, ExclusionReason, Experience, Kind, Media, Perspective,
};
use crate::path::SourcePath;
use crate::plan::{SiteModel, disclosure};
use crate::text::term_slug;

/// From how many voices on a pattern says something; below, it is chance.
const PATTERN_FROM: usize = 5;

/// What a document owes.
pub fn of(model: &SiteModel, id: DocId, entry: &Entry) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if entry.kind().is_voice() {
        diagnostics.extend(disclosure(model, id, entry));
        diagnostics.extend(verdict(entry));
    }
    diagnostics.extend(consent(model, id, entry));
    diagnostics.extend(sample(model, entry));
    diagnostics.extend(conditions(entry));
    diagnostics
}

/// What a document that is left out owes.
pub fn of_absent(absent: &ExcludedDocument) -> Option<Diagnostic> {
    let entry = &absent.entry;
    let is_short = entry.fields.consent.as_ref().is_some_and(|consent| !consent.covers(ConsentScope::Text));
    (absent.reason == ExclusionReason::NoConsent && is_short)
        .then(|| uncovered(entry, ConsentScope::Text, "these words are not shown"))
}

fn disclosure(model: &SiteModel, id: DocId, entry: &Entry) -> Option<Diagnostic> {
    let disclosed = disclosure::disclosure_of(model, id).map(|disclosure| disclosure.kind);
    let insider = entry.fields.perspective.filter(|from| matches!(from, Perspective::Employee | Perspective::Seller));
    let what = entry.kind().word();
    match (insider, disclosed) {
        (Some(insider), None | Some(DisclosureKind::None)) => Some(
            Diagnostic::warning(
                "W0902",
                format!("these are an insider's words ({}), and nothing says so", insider.word()),
            )
            .at(model.index.span_of(entry, "perspective"))
            .help("add disclosure = \"employee\", or what else connects them to the brand"),
        ),
        (None, None) => Some(
            Diagnostic::warning(
                "W0901",
                format!("nothing says how the speaker of this {what} is connected to the brand"),
            )
            .at(Span::at(&entry.doc.path, 0..0))
            .help(
                "add disclosure = \"none\" if they are not; else employee, paid, gift, discount, affiliate or family",
            ),
        ),
        _ => None,
    }
}

/// Service is a part of an experience, and never all of it.
fn verdict(entry: &Entry) -> Option<Diagnostic> {
    let scores = entry.doc.fields.scores.as_ref()?;
    let is_alone = scores.service.is_some() && scores.product.is_none() && scores.experience.is_none();
    (is_alone && entry.fields.rating.is_none()).then(|| {
        Diagnostic::warning("W0116", "this verdict rests on service alone")
            .at(entry.doc.span_of("scores"))
            .help("say in `scores` how the product was, and the experience as a whole")
    })
}

fn consent(model: &SiteModel, id: DocId, entry: &Entry) -> Vec<Diagnostic> {
    let fields = &entry.fields;
    let mut diagnostics = Vec::new();
    let Some(consent) = &fields.consent else {
        let is_person = entry.kind().is_voice() || (entry.kind() == Kind::Ambassador && fields.photo.is_some());
        if is_person {
            let what = entry.kind().word();
            diagnostics.push(
                Diagnostic::warning("W0908", format!("no consent is on record for this {what}"))
                    .at(Span::at(&entry.doc.path, 0..0))
                    .help(
                        "add consent = { given = …, covers = [\"text\", \"name\"], record = \"where it is kept\" }; \
                         covers may also hold photo, video, translation and embed",
                    ),
            );
        }
        return diagnostics;
    };
    if let Some(ends) = &consent.expires {
        let left = model.index.today.until(ends.day()).map_or(i32::MAX, |span| span.get_days());
        if (0..=model.config.check.within as i32).contains(&left) {
            let message = match left {
                0 => "the consent for this ends today".to_owned(),
                1 => "the consent for this ends tomorrow".to_owned(),
                left => format!("the consent for this ends in {left} days, on {}", ends.day()),
            };
            diagnostics.push(
                Diagnostic::warning("W0909", message)
                    .at(entry.doc.span_of("consent"))
                    .help("ask for it again; on that day it leaves the site"),
            );
        }
    }
    let is_original = model.index.translations_of(id).first().is_none_or(|first| *first == id);
    if is_original {
        diagnostics.extend(excluded(model, entry));
    }
    let is_translation = !is_original || fields.edits.iter().flatten().any(|edit| *edit == Edit::Translated);
    if entry.kind().is_voice() && is_translation && !consent.covers(ConsentScope::Translation) {
        diagnostics.push(uncovered(entry, ConsentScope::Translation, "their words are shown in another language"));
    }
    let hides = entry.kind() == Kind::Ambassador && fields.pseudonym.is_none();
    if hides && !consent.covers(ConsentScope::Name) {
        diagnostics.push(uncovered(entry, ConsentScope::Name, "their profile is shown without a name"));
    }
    diagnostics
}

/// The pictures and films that are left out, once a file.
fn excluded(model: &SiteModel, entry: &Entry) -> Vec<Diagnostic> {
    let files = crate::index::uncovered(&model.index, entry);
    let is_there = |path: &&SourcePath| model.index.withheld.contains(*path);
    let names = |media: Media| -> Vec<&str> {
        let of_kind =
            |path: &&SourcePath| (Media::of_file(path.file_name()) == Some(Media::Film)) == (media == Media::Film);
        files.iter().filter(is_there).filter(of_kind).map(SourcePath::file_name).collect()
    };
    let films: Vec<&str> = if entry.fields.consents_to(ConsentScope::Video) {
        Vec::new()
    } else {
        entry.doc.outline.films.iter().map(|film| film.src.as_str()).collect()
    };
    let pictures = names(Media::Picture);
    let films: BTreeSet<&str> = films.into_iter().chain(names(Media::Film)).collect();
    let all = [
        (ConsentScope::Photo, "their pictures are left out", pictures),
        (ConsentScope::Video, "their films are left out", films.into_iter().collect()),
    ];
    let all = all.into_iter().filter(|(_, _, names)| !names.is_empty());
    all.map(|(what, so, names)| uncovered(entry, what, so).note(format!("left out: {}", names.join(", ")))).collect()
}

fn uncovered(entry: &Entry, what: ConsentScope, so: &str) -> Diagnostic {
    let what = what.word();
    Diagnostic::warning("W0907", format!("the consent does not cover `{what}`: {so}"))
        .at(entry.doc.span_of("consent"))
        .help(format!("ask for it, and add {what:?} to `covers`; or do without"))
}

fn sample(model: &SiteModel, entry: &Entry) -> Option<Diagnostic> {
    let is_sample = entry.fields.sample == Some(true) && is_real(model.config.origin());
    is_sample.then(|| {
        Diagnostic::warning("W0912", "this is made up, and the site has a real address")
            .at(model.index.span_of(entry, "sample"))
            .help("take the samples out before you publish")
    })
}

/// Whether an origin is one that readers reach: not this machine, and no name that is set aside for examples
/// (RFC 2606, RFC 6761).
fn is_real(origin: &str) -> bool {
    let host = origin.split("://").nth(1).unwrap_or(origin);
    let host = host
        .strip_prefix('[')
        .map_or_else(|| host.split(':').next().unwrap_or(""), |v6| v6.split(']').next().unwrap_or(""));
    if let Ok(address) = host.parse::<std::net::IpAddr>() {
        return match address {
            std::net::IpAddr::V4(v4) => !(v4.is_loopback() || v4.is_private() || v4.is_unspecified()),
            std::net::IpAddr::V6(v6) => !(v6.is_loopback() || v6.is_unspecified()),
        };
    }
    let host = host.to_ascii_lowercase();
    let is_below = |name: &str| host == name || host.ends_with(&format!(".{name}"));
    !["localhost", "local", "example", "test", "invalid", "example.com", "example.net", "example.org"]
        .into_iter()
        .any(is_below)
}

/// An incentive must not hang on what is said.
fn conditions(entry: &Entry) -> Vec<Diagnostic> {
    let fields = &entry.doc.fields;
    let disclosed = fields.disclosure.as_ref().and_then(|disclosure| disclosure.text.as_ref());
    let mut said = vec![("disclosure", disclosed)];
    if entry.kind() == Kind::Campaign {
        said.extend([
            ("goal", fields.goal.as_ref()),
            ("slogan", fields.slogan.as_ref()),
            ("description", fields.description.as_ref()),
        ]);
    }
    let said = said.into_iter().filter_map(|(name, text)| Some((name, text?)));
    said.filter(|(_, text)| incentive::hangs_on_sentiment(text))
        .map(|(name, _)| conditional(entry.doc.span_of(name)))
        .collect()
}

fn conditional(span: Span) -> Diagnostic {
    Diagnostic::warning("W0903", "what people get seems to hang on their saying something good")
        .at(span)
        .help("give the same for any story, good or bad, and say so")
}

/// What the site as a whole owes.
pub fn of_site(model: &SiteModel) -> Vec<Diagnostic> {
    let mut found = only_good(model);
    found.extend(pattern(model));
    let config = &model.config;
    let path = SourcePath::new(FILE);
    let integrity =
        std::iter::once(&config.integrity).chain(config.languages.values().filter_map(|own| own.integrity.as_ref()));
    for text in integrity.filter_map(|integrity| integrity.incentives.as_ref()) {
        if incentive::hangs_on_sentiment(text) {
            found.push(conditional(Span::file(&path)).sought(text, [path.clone()]));
        }
    }
    let has_voices = model.index.entries.iter().any(|entry| entry.kind().is_voice());
    // Of what a starter left to be said, `anecdote check` speaks.
    if has_voices && config.integrity.checked.is_none() && config.placeholders.is_empty() {
        found.push(
            Diagnostic::warning("W0913", "the site does not say whether and how it checks that stories are true")
                .at(Span::file(&path))
                .help("say it in `checked` under [integrity], or say there that you do not"),
        );
    }
    found.extend(controls(model));
    found
}

/// The brands for which the operator speaks, and which are none of the site's: readers are told of them.
fn controls(model: &SiteModel) -> Vec<Diagnostic> {
    let brands = model.index.entries.iter().filter(|entry| entry.kind() == Kind::Brand);
    let known: Vec<String> = brands.map(|entry| entity_slug(entry)).collect();
    let path = SourcePath::new(FILE);
    // A brand need not have a page: the word of a story is one, too.
    let is_word = |slug: &str| {
        let brands = model.index.taxonomies.iter().filter(|one| model.config.taxonomies[one.config].name == "brand");
        brands.flat_map(|taxonomy| &taxonomy.terms).any(|term| term.slug == slug)
    };
    let is_known = |word: &String| known.contains(&term_slug(word)) || is_word(&term_slug(word));
    let unknown = model.config.operator.controls.0.iter().filter(|word| !is_known(word));
    unknown
        .map(|word| {
            Diagnostic::warning(
                "W0917",
                format!("the operator speaks for {word:?}, and no brand of the site is called so"),
            )
            .at(Span::file(&path))
            .sought(&format!("{word:?}"), [path.clone()])
            .suggest(word, known.iter().map(String::as_str))
        })
        .collect()
}

/// Good ones shown while bad ones are held back: on the whole site, or of a brand.
fn only_good(model: &SiteModel) -> Vec<Diagnostic> {
    let index = &model.index;
    let held: Vec<&Entry> = index
        .excluded
        .iter()
        .filter(|absent| {
            matches!(absent.reason, ExclusionReason::HeldBack(_)) && absent.entry.experience() == Some(Experience::Bad)
        })
        .map(|absent| &absent.entry)
        .collect();
    let Some(first) = held.first() else { return Vec::new() };
    let shown = |brand: Option<&str>| {
        let voices = index.entries.iter().filter(|entry| entry.kind().is_voice());
        let mut all = voices.filter(|entry| brand.is_none() || entry.fields.brand.as_deref() == brand).peekable();
        all.peek().is_some() && all.all(|entry| entry.experience() == Some(Experience::Good))
    };
    let found = |entry: &Entry, whose: String| {
        Diagnostic::warning("W0911", format!("only good stories {whose}are shown, and bad ones are held back"))
            .at(entry.doc.span_of("held_back"))
            .help("show those that can be shown, cut or without names if need be; the integrity page counts the others")
    };
    if shown(None) {
        return vec![found(first, String::new())];
    }
    let mut brands: Vec<&str> = held.iter().filter_map(|entry| entry.fields.brand.as_deref()).collect();
    brands.sort_unstable();
    brands.dedup();
    let of = |brand: &&str| held.iter().copied().find(|entry| entry.fields.brand.as_deref() == Some(*brand));
    brands
        .iter()
        .filter(|brand| shown(Some(brand)))
        .filter_map(|brand| Some(found(of(brand)?, format!("of {brand} "))))
        .collect()
}

/// Whoever was given something says something good, and the others do not.
fn pattern(model: &SiteModel) -> Option<Diagnostic> {
    let index = &model.index;
    let is_gift = |disclosure: &Disclosure| {
        matches!(disclosure.kind, DisclosureKind::Paid | DisclosureKind::Gift | DisclosureKind::Discount)
    };
    // Where no profile says so of a speaker, only their own words can.
    let absent = index.excluded.iter().map(|absent| &absent.entry);
    let mut people =
        index.entries.iter().map(AsRef::as_ref).chain(absent).filter(|entry| entry.kind() == Kind::Ambassador);
    let profiles_say = people.any(|person| person.fields.disclosure.as_ref().is_some_and(is_gift));
    let was_given = |id: DocId| {
        let own = index.entry(id).fields.disclosure.as_ref();
        let said = if profiles_say { disclosure::disclosure_of(model, id) } else { own };
        said.is_some_and(is_gift)
    };
    let (given, others): (Vec<DocId>, Vec<DocId>) =
        index.ids().filter(|id| index.entry(*id).kind().is_voice()).partition(|id| was_given(*id));
    let good =
        |all: &[DocId]| all.iter().filter(|id| model.index.entry(**id).experience() == Some(Experience::Good)).count();
    let (first, of_others) = (given.first()?, good(&others));
    let is_pattern = given.len() >= PATTERN_FROM && good(&given) == given.len();
    (is_pattern && others.len() >= PATTERN_FROM && of_others < others.len()).then(|| {
        let message = format!(
            "all {} stories whose speakers got something are good; of the others, {of_others} of {} are",
            given.len(),
            others.len()
        );
        let entry = model.index.entry(*first);
        let whose = if model.config.operator.role == OperatorRole::Brand { "you give" } else { "brands give" };
        Diagnostic::warning("W0904", message)
            .at(Span::at(&entry.doc.path, 0..0))
            .help(format!("make sure that nothing {whose} hangs on a good story; then allow W0904"))
    })
}

#[cfg(test)]
mod tests {
    use super::is_real;

    #[test]
    fn names_set_aside_for_examples_and_this_machine_are_no_real_addresses() {
        for origin in [
            "http://localhost",
            "http://localhost:4040",
            "https://counter.example",
            "http://127.0.0.1:80",
            "http://[::1]:4040",
            "https://www.example.com",
            "http://192.168.1.4",
            "https://a.test",
        ] {
            assert!(!is_real(origin), "{origin}");
        }
        for origin in ["https://stories.northwind.coffee", "https://example.blog", "http://93.184.216.34"] {
            assert!(is_real(origin), "{origin}");
        }
    }
}
