//! The holes of a body, filled: addresses for links, values for the arguments of components.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use pulldown_cmark_escape::escape_href;
use serde::Serialize;

use super::view::Card;
use super::{Planner, route};
use crate::diag::{Diagnostic, Parsed, Span};
use crate::digest::Hashed;
use crate::index::{Found, Wanted, may_show};
use crate::model::{ANYWHERE, Body, ComponentCall, Data, DocId, Kind, LeftOut, Link, Media, Right, Segment};
use crate::path::OutPath;

/// What a body's holes are filled with, in the order in which they stand.
#[derive(Clone, Debug, Default, Hash)]
pub struct Filled {
    /// For each link, ready for an attribute.
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

impl Planner {
    /// Fills a document's body, and says what leads nowhere.
    pub fn fill(&self, id: DocId, body: &Body) -> Parsed<Filled> {
        let (mut filled, mut diagnostics) = (Filled::default(), Vec::new());
        self.segments(id, &body.segments, &mut filled, &mut diagnostics);
        self.pictures(id, &mut diagnostics);
        Parsed { value: filled, diagnostics }
    }

    fn segments(&self, id: DocId, segments: &[Segment], filled: &mut Filled, diagnostics: &mut Vec<Diagnostic>) {
        for segment in segments {
            match segment {
                Segment::Html(_) | Segment::Word(_) | Segment::Contents => {}
                Segment::Link(link) => {
                    let wanted = if link.is_image { Wanted::File } else { Wanted::Anything };
                    match self.follow(id, &link.target, wanted) {
                        Found::Broken(why, help) => {
                            diagnostics.push(self.broken(id, link.range.clone(), &why, help, link.is_image));
                        }
                        Found::Gone(what) => diagnostics.push(
                            self.gone(id, link.range.clone(), &what)
                                .help("until you change it, it leads to the integrity page"),
                        ),
                        _ => {}
                    }
                    filled.links.push(self.address(id, link, false));
                }
                Segment::Component(call) => {
                    let args = self.component(id, call, diagnostics);
                    filled.components.push(args);
                    if let Some(body) = &call.body {
                        self.segments(id, body, filled, diagnostics);
                    }
                }
            }
        }
    }

    /// `image`, `photo` and `logo` must be there.
    fn pictures(&self, id: DocId, diagnostics: &mut Vec<Diagnostic>) {
        let entry = self.index.entry(id);
        if !may_show(entry, Media::Picture) {
            return;
        }
        for (name, written) in
            [("image", &entry.fields.image), ("photo", &entry.fields.photo), ("logo", &entry.fields.logo)]
        {
            let Some(written) = written else { continue };
            let span = entry.doc.span_of(name);
            match self.follow(id, written, Wanted::File) {
                Found::Broken(why, help) => {
                    let (start, end) = span.range.unwrap_or_default();
                    diagnostics.push(self.broken(id, start..end, &why, help, true));
                }
                Found::AsWritten(_) if !entry.trust().may(Right::AnyAddress) => diagnostics.push(
                    Diagnostic::warning("W0205", "this picture is dropped: it would be loaded from another host")
                        .at(span)
                        .help("save it beside the file that names it"),
                ),
                _ => {}
            }
        }
    }

    fn broken(
        &self,
        id: DocId,
        range: std::ops::Range<usize>,
        why: &str,
        help: Option<String>,
        is_image: bool,
    ) -> Diagnostic {
        let code = if is_image { "E0502" } else { "E0501" };
        let found = Diagnostic::error(code, why.to_owned()).at(Span::at(&self.index.entry(id).doc.path, range));
        match help {
            Some(help) => found.help(help),
            None if is_image => found.help("put the file beside the page, in the folder of its index.md"),
            None => found.help("mend the address; what dead links weigh, E0501 under [check] in anecdote.toml says"),
        }
    }

    fn gone(&self, id: DocId, range: std::ops::Range<usize>, what: &str) -> Diagnostic {
        Diagnostic::warning("W0506", format!("{what} has left the site"))
            .at(Span::at(&self.index.entry(id).doc.path, range))
    }

    /// The arguments of a component; `None` if one of them names what has left the site.
    fn component(
        &self,
        id: DocId,
        call: &ComponentCall,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<BTreeMap<String, Argument>> {
        let path = &self.index.entry(id).doc.path;
        if !self.theme.components.contains(&call.name) {
            let known = self.theme.components.iter().map(String::as_str);
            diagnostics.push(
                Diagnostic::error("E0503", format!("there is no component `{}`", call.name))
                    .at(Span::at(path, call.range.clone()))
                    .suggest(&call.name, known),
            );
            return Some(BTreeMap::new());
        }
        let definition = self.theme.tera.get_component_definition(&call.name);
        let Data::Table(args) = &call.args else { return Some(BTreeMap::new()) };
        args.iter()
            .enumerate()
            .map(|(n, (name, value))| {
                let meaning = definition.as_ref().and_then(|definition| definition.metadata().get(name));
                // They stand in one order.
                let span = call.arg_spans.get(n).filter(|(known, _)| known == name);
                let range = span.map_or(call.range.clone(), |(_, range)| range.clone());
                let value = match meaning.and_then(tera::Value::as_str) {
                    Some("file") => Argument::Plain(self.files(id, value, &range, Wanted::File, diagnostics)),
                    Some("link") => Argument::Plain(self.files(id, value, &range, Wanted::Anything, diagnostics)),
                    Some(kind) => self.named(id, kind, value, &range, diagnostics)?,
                    None => Argument::Plain(value.clone()),
                };
                Some((name.clone(), value))
            })
            .collect()
    }

    /// An argument that names a file of this page, or a list of them; or, where anything is wanted,
    /// an address that is only followed by whoever clicks on it.
    fn files(
        &self,
        id: DocId,
        value: &Data,
        range: &std::ops::Range<usize>,
        wanted: Wanted,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Data {
        match value {
            Data::String(written) => {
                let found = self.follow(id, written, wanted);
                match &found {
                    Found::Broken(why, help) => {
                        diagnostics.push(self.broken(id, range.clone(), why, help.clone(), true));
                    }
                    Found::Gone(what) => diagnostics.push(self.gone(id, range.clone(), what)),
                    Found::AsWritten(address)
                        if !self.index.entry(id).trust().may(Right::AnyAddress) && !may_stand(address, wanted) =>
                    {
                        let message = "this address is dropped: customers' words load nothing from other hosts";
                        let span = Span::at(&self.index.entry(id).doc.path, range.clone());
                        diagnostics.push(Diagnostic::warning("W0205", message).at(span));
                        return Data::String(String::new());
                    }
                    _ => {}
                }
                Data::String(self.path_of(id, written, found, false))
            }
            Data::Array(all) => {
                Data::Array(all.iter().map(|value| self.files(id, value, range, wanted, diagnostics)).collect())
            }
            other => other.clone(),
        }
    }

    /// An argument that names a document by its slug.
    fn named(
        &self,
        id: DocId,
        kind: &str,
        value: &Data,
        range: &std::ops::Range<usize>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Argument> {
        let (Some(kind), Some(wanted)) = (Kind::parse(kind), value.as_str()) else {
            return Some(Argument::Plain(value.clone()));
        };
        let tree = self.index.entry(id).tree;
        let found = self.by_slug().get(&(kind, crate::text::slug(wanted)));
        let best = found.and_then(|all| all.iter().find(|id| self.index.entry(**id).tree == tree).or(all.first()));
        match best {
            Some(best) => Some(Argument::Card(self.card(*best).clone())),
            None if self.left(kind, wanted).any(LeftOut::is_gone) => {
                let what = format!("the {} `{wanted}`", kind.word());
                diagnostics
                    .push(self.gone(id, range.clone(), &what).help("nothing stands in its place; take this out"));
                None
            }
            None => {
                let known: Vec<&str> =
                    self.by_slug().keys().filter(|(other, _)| *other == kind).map(|(_, slug)| slug.as_str()).collect();
                diagnostics.push(
                    Diagnostic::error("E0504", format!("there is no {} `{wanted}`", kind.word()))
                        .at(Span::at(&self.index.entry(id).doc.path, range.clone()))
                        .suggest(wanted, known),
                );
                Some(Argument::Plain(Data::Null))
            }
        }
    }
}

/// Whether an address elsewhere may stand in a customer's words: to click on, never to load.
fn may_stand(address: &str, wanted: Wanted) -> bool {
    let crate::parse::Target::External { scheme } = crate::parse::classify(address) else { return true };
    wanted == Wanted::Anything && crate::parse::is_safe_scheme(&scheme)
}

impl Planner {
    /// Follows a link; an address of the site may be that of a document that has left it.
    pub(super) fn follow(&self, id: DocId, target: &str, wanted: Wanted) -> Found {
        let found = self.index.follow(id, target, wanted);
        match &found {
            Found::Root(address) | Found::AsWritten(address) if self.has_left(address) => {
                Found::Gone(format!("`{address}`"))
            }
            _ => found,
        }
    }

    fn has_left(&self, address: &str) -> bool {
        let address = address.split(['#', '?']).next().unwrap_or(address);
        let base = self.config.base_path();
        let below = address.strip_prefix(self.config.base_url.as_str()).or_else(|| address.strip_prefix(base));
        let Some(below) = below.or_else(|| address.strip_prefix('/')).filter(|_| !self.departed().outs.is_empty())
        else {
            return false;
        };
        let below = percent_decode_str(below.trim_start_matches('/')).decode_utf8_lossy();
        let page = format!("{}/index.html", below.trim_end_matches('/'));
        let outs = [Some(page), Some(below.into_owned())].into_iter().flatten();
        // Another document may have its address now.
        let is_gone = |out: &String| {
            OutPath::new(out.clone()).is_ok_and(|out| self.departed().outs.contains(&out))
                && !self.index.ids().any(|id| self.route(id).out() == *out)
        };
        outs.into_iter().any(|out| is_gone(&out))
    }

    /// A link's address, ready for an attribute; from anywhere but the page itself when `outside`.
    pub fn address(&self, id: DocId, link: &Link, outside: bool) -> String {
        let wanted = if link.is_image { Wanted::File } else { Wanted::Anything };
        let found = self.follow(id, &link.target, wanted);
        let path = self.path_of(id, &link.target, found, outside);
        let mut escaped = String::with_capacity(path.len());
        // Writing to a string cannot fail.
        let _ = escape_href(&mut escaped, &path);
        escaped
    }

    fn path_of(&self, id: DocId, written: &str, found: Found, outside: bool) -> String {
        match found {
            Found::Document(other, rest) => format!("{}{rest}", self.route(other).path(&self.config)),
            Found::Asset(path, rest) => {
                format!("{}{rest}", route::asset(&self.index, &self.config, &path).path(&self.config))
            }
            Found::Root(path) => crate::theme::with_base(self.config.base_path(), &path),
            Found::Here(rest) if outside => format!("{}{rest}", self.route(id).path(&self.config)),
            Found::Here(rest) => rest,
            Found::AsWritten(address) => address,
            Found::Gone(_) => self.integrity_path(self.index.entry(id).tree),
            Found::Broken(..) => match written.strip_prefix(ANYWHERE) {
                Some(name) => as_name(name),
                None => written.to_owned(),
            },
        }
    }
}

/// The address of a name that nothing has. Whatever it looks like, it is a path of this site: what is no letter of a
/// name is encoded, so that it has no scheme and no host.
fn as_name(name: &str) -> String {
    const NAME: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.');
    utf8_percent_encode(name.trim_start_matches(['/', '\\']), &NAME).to_string()
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
