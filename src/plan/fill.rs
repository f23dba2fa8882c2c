//! The holes of a body, filled: addresses for links, values for the arguments of components.

use std::collections::BTreeMap;

use serde::Serialize;

use super::site_model::SiteModel;
use super::view::Card;
use super::{addresses, cards};
use crate::diag::{Diagnostic, Span, Warned};
use crate::digest::Hashed;
use crate::index::{LinkTarget, Wanted, may_show};
use crate::model::{Body, ComponentCall, Data, DocId, ExclusionReason, Kind, Media, Right, Segment};

/// What a body's holes are filled with, in the order in which they stand.
#[derive(Clone, Debug, Default, Hash)]
pub struct Filled {
    /// For each link its address, ready for an attribute; for each picture its attributes `src`, `width` and `height`.
    pub links: Vec<String>,
    /// For each component, its arguments; `None` where it would show what has left the site.
    pub components: Vec<Option<BTreeMap<String, Argument>>>,
}

impl Filled {
    /// Whether there was nothing to fill.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty() && self.components.is_empty()
    }
}

/// The value of a component's argument.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
pub enum Argument {
    /// As written.
    Plain(Data),
    /// A document that it names.
    Card(Hashed<Card>),
}

/// Fills a document's body, and says what leads nowhere.
pub fn fill(model: &SiteModel, id: DocId, body: &Body) -> Warned<Filled> {
    let (mut filled, mut diagnostics) = (Filled::default(), Vec::new());
    fill_segments(model, id, &body.segments, &mut filled, &mut diagnostics);
    pictures(model, id, &mut diagnostics);
    Warned { value: filled, diagnostics }
}

fn fill_segments(
    model: &SiteModel,
    id: DocId,
    segments: &[Segment],
    filled: &mut Filled,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for segment in segments {
        match segment {
            Segment::Html(_) | Segment::Word(_) | Segment::Contents => {}
            Segment::Link(link) => {
                let wanted = if link.is_image { Wanted::File } else { Wanted::Anything };
                match addresses::follow(model, id, &link.target, wanted) {
                    LinkTarget::Broken(why, help) => {
                        diagnostics.push(broken(model, id, link.range.clone(), &why, help, link.is_image));
                    }
                    LinkTarget::Gone(what) => diagnostics.push(
                        gone(model, id, link.range.clone(), &what)
                            .help("until you change it, it leads to the integrity page"),
                    ),
                    _ => {}
                }
                filled.links.push(addresses::of_link(model, id, link, false));
            }
            Segment::Component(call) => {
                let args = component(model, id, call, diagnostics);
                filled.components.push(args);
                if let Some(body) = &call.body {
                    fill_segments(model, id, body, filled, diagnostics);
                }
            }
        }
    }
}

/// `image`, `photo` and `logo` must be there.
fn pictures(model: &SiteModel, id: DocId, diagnostics: &mut Vec<Diagnostic>) {
    let entry = model.index.entry(id);
    if !may_show(entry, Media::Picture) {
        return;
    }
    for (name, written) in
        [("image", &entry.fields.image), ("photo", &entry.fields.photo), ("logo", &entry.fields.logo)]
    {
        let Some(written) = written else { continue };
        let span = entry.doc.span_of(name);
        match addresses::follow(model, id, written, Wanted::File) {
            LinkTarget::Broken(why, help) => {
                let (start, end) = span.range.unwrap_or_default();
                diagnostics.push(broken(model, id, start..end, &why, help, true));
            }
            LinkTarget::AsWritten(_) if !entry.trust().may(Right::AnyAddress) => diagnostics.push(
                Diagnostic::warning("W0205", "this picture is dropped: it would be loaded from another host")
                    .at(span)
                    .help("save it beside the file that names it"),
            ),
            _ => {}
        }
    }
}

fn broken(
    model: &SiteModel,
    id: DocId,
    range: std::ops::Range<usize>,
    why: &str,
    help: Option<String>,
    is_image: bool,
) -> Diagnostic {
    let code = if is_image { "E0502" } else { "E0501" };
    let found = Diagnostic::error(code, why.to_owned()).at(Span::at(&model.index.entry(id).doc.path, range));
    match help {
        Some(help) => found.help(help),
        None if is_image => found.help("put the file beside the page, in the folder of its index.md"),
        None => found.help("mend the address; what dead links weigh, E0501 under [check] in anecdote.toml says"),
    }
}

fn gone(model: &SiteModel, id: DocId, range: std::ops::Range<usize>, what: &str) -> Diagnostic {
    Diagnostic::warning("W0506", format!("{what} has left the site"))
        .at(Span::at(&model.index.entry(id).doc.path, range))
}

/// The arguments of a component; `None` if one of them names what has left the site.
fn component(
    model: &SiteModel,
    id: DocId,
    call: &ComponentCall,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<BTreeMap<String, Argument>> {
    let path = &model.index.entry(id).doc.path;
    if !model.theme.components.contains(&call.name) {
        let known = model.theme.components.iter().map(String::as_str);
        diagnostics.push(
            Diagnostic::error("E0503", format!("there is no component `{}`", call.name))
                .at(Span::at(path, call.range.clone()))
                .suggest(&call.name, known),
        );
        return Some(BTreeMap::new());
    }
    let definition = model.theme.tera.get_component_definition(&call.name);
    let Data::Table(args) = &call.args else { return Some(BTreeMap::new()) };
    let meaning = |name: &str| definition.as_ref()?.metadata().get(name)?.as_str();
    let mut filled: BTreeMap<String, Argument> = args
        .iter()
        .enumerate()
        .map(|(n, (name, value))| {
            // They stand in one order.
            let span = call.arg_spans.get(n).filter(|(known, _)| known == name);
            let range = span.map_or(call.range.clone(), |(_, range)| range.clone());
            let value = match meaning(name) {
                Some("file") => Argument::Plain(files(model, id, value, &range, Wanted::File, diagnostics)),
                Some("link") => Argument::Plain(files(model, id, value, &range, Wanted::Anything, diagnostics)),
                Some(kind) => named(model, id, kind, value, &range, diagnostics)?,
                None => Argument::Plain(value.clone()),
            };
            Some((name.clone(), value))
        })
        .collect::<Option<_>>()?;
    // A component that wants to know how large its picture is need not be told by the author.
    let wants = |name: &str| definition.as_ref().is_some_and(|of| of.args().iter().any(|arg| arg.name() == name));
    if ["width", "height"].iter().all(|name| wants(name) && !filled.contains_key(*name)) {
        let files =
            args.iter().filter(|(name, _)| meaning(name) == Some("file")).filter_map(|(_, value)| value.as_str());
        let mut sizes =
            files.filter_map(|file| addresses::size_of(model, &addresses::follow(model, id, file, Wanted::File)));
        if let Some((width, height)) = sizes.next() {
            let size = [("width", width), ("height", height)];
            filled.extend(size.map(|(name, length)| (name.to_owned(), Argument::Plain(Data::Int(length.into())))));
        }
    }
    Some(filled)
}

/// An argument that names a file of this page, or a list of them; or, where anything is wanted,
/// an address that is only followed by whoever clicks on it.
fn files(
    model: &SiteModel,
    id: DocId,
    value: &Data,
    range: &std::ops::Range<usize>,
    wanted: Wanted,
    diagnostics: &mut Vec<Diagnostic>,
) -> Data {
    match value {
        Data::String(written) => {
            let found = addresses::follow(model, id, written, wanted);
            match &found {
                LinkTarget::Broken(why, help) => {
                    diagnostics.push(broken(model, id, range.clone(), why, help.clone(), true));
                }
                LinkTarget::Gone(what) => diagnostics.push(gone(model, id, range.clone(), what)),
                LinkTarget::AsWritten(address)
                    if !model.index.entry(id).trust().may(Right::AnyAddress) && !may_stand(address, wanted) =>
                {
                    let message = "this address is dropped: customers' words load nothing from other hosts";
                    let span = Span::at(&model.index.entry(id).doc.path, range.clone());
                    diagnostics.push(Diagnostic::warning("W0205", message).at(span));
                    return Data::String(String::new());
                }
                _ => {}
            }
            Data::String(addresses::path_of(model, id, written, found, false))
        }
        Data::Array(all) => {
            Data::Array(all.iter().map(|value| files(model, id, value, range, wanted, diagnostics)).collect())
        }
        other => other.clone(),
    }
}

/// An argument that names a document by its slug.
fn named(
    model: &SiteModel,
    id: DocId,
    kind: &str,
    value: &Data,
    range: &std::ops::Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Argument> {
    let (Some(kind), Some(wanted)) = (Kind::parse(kind), value.as_str()) else {
        return Some(Argument::Plain(value.clone()));
    };
    let lang_id = model.index.entry(id).lang_id;
    let found = model.by_slug().get(&(kind, crate::text::slug(wanted)));
    let best = found.and_then(|all| all.iter().find(|id| model.index.entry(**id).lang_id == lang_id).or(all.first()));
    match best {
        Some(best) => Some(Argument::Card(cards::card(model, *best).clone())),
        None if model.left(kind, wanted).any(ExclusionReason::is_gone) => {
            let what = format!("the {} `{wanted}`", kind.word());
            diagnostics.push(gone(model, id, range.clone(), &what).help("nothing stands in its place; take this out"));
            None
        }
        None => {
            let known: Vec<&str> =
                model.by_slug().keys().filter(|(other, _)| *other == kind).map(|(_, slug)| slug.as_str()).collect();
            diagnostics.push(
                Diagnostic::error("E0504", format!("there is no {} `{wanted}`", kind.word()))
                    .at(Span::at(&model.index.entry(id).doc.path, range.clone()))
                    .suggest(wanted, known),
            );
            Some(Argument::Plain(Data::Null))
        }
    }
}

/// Whether an address elsewhere may stand in a customer's words: to click on, never to load.
fn may_stand(address: &str, wanted: Wanted) -> bool {
    let crate::parse::Target::External { scheme } = crate::parse::classify(address) else { return true };
    wanted == Wanted::Anything && crate::parse::is_safe_scheme(&scheme)
}

impl Argument {
    /// The value that the component gets.
    pub fn to_value(&self) -> tera::Value {
        match self {
            Self::Plain(data) => tera::Value::from_serializable(data),
            Self::Card(card) => card.template_value().clone(),
        }
    }
}
