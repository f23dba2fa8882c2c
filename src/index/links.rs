//! Where a link between sources leads.

use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::by_name::{Named, key_of_name, names_of};
use super::{Entry, ExcludedDocument, Index};
use crate::diag::nearest;
use crate::model::{ANYWHERE, DocId};
use crate::parse::{Target, classify};
use crate::path::SourcePath;
use crate::text::letters_of_id;

/// What a link wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Any page or file.
    Anything,
    /// A file to show or to load.
    File,
}

/// Where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A document, and what follows its address: `#part`.
    Document(DocId, String),
    /// A file that travels with the content.
    Asset(SourcePath, String),
    /// An address of the site, from its root.
    Root(String),
    /// A place in the same document.
    Here(String),
    /// An address elsewhere, or one that only the finished site can answer.
    AsWritten(String),
    /// A document that has left the site: what it is called in messages.
    Gone(String),
    /// Nowhere: what is missing, and what may be meant.
    Broken(String, Option<String>),
}

impl Index {
    /// Follows a link written in a document.
    pub fn follow(&self, from: DocId, target: &str, wanted: Wanted) -> LinkTarget {
        let entry = self.entry(from);
        let Target::Internal { path, rest } = classify(target) else {
            return LinkTarget::AsWritten(target.to_owned());
        };
        if path.is_empty() {
            return match resolved(entry, rest) {
                None => self.no_fragment(entry, rest, "this page"),
                Some(rest) => LinkTarget::Here(rest),
            };
        }
        if let Some(below) = path.strip_prefix('/') {
            let file = SourcePath::new(format!("static/{}", percent_decode_str(below).decode_utf8_lossy()));
            return if self.withheld.contains(&file) {
                LinkTarget::Gone(format!("`{path}`"))
            } else {
                LinkTarget::Root(target.to_owned())
            };
        }
        let Ok(path) = percent_decode_str(path).decode_utf8() else {
            return LinkTarget::Broken(format!("`{target}` is not readable text"), None);
        };
        if let Some(name) = path.strip_prefix(ANYWHERE) {
            return self.follow_name(entry, name, rest);
        }
        let source = match path.strip_prefix("@/") {
            Some(path) => Some(SourcePath::new(format!("content/{path}"))),
            None => entry.doc.path.join(&path),
        };
        let Some(source) = source.map(|source| self.as_stored(source)) else {
            return LinkTarget::Broken(format!("`{path}` leads out of the site's folder"), None);
        };
        if let Some(id) = self.find(&source) {
            let id = self.translation(id, entry.lang_id).unwrap_or(id);
            let there = self.entry(id);
            return match resolved(there, rest) {
                None => self.no_fragment(there, rest, source.as_str()),
                Some(rest) => LinkTarget::Document(id, rest),
            };
        }
        if self.unpublished.contains(&source) {
            return LinkTarget::Broken(
                format!("`{path}` is not published"),
                Some(super::published::WAY_OUT.to_owned()),
            );
        }
        if self.assets.contains(&source) {
            return if self.withheld.contains(&source) {
                LinkTarget::Gone(format!("`{path}`"))
            } else {
                LinkTarget::Asset(source, rest.to_owned())
            };
        }
        let is_page = crate::parse::is_document(&source);
        if let Some(absent) = self.absent(&source) {
            return if absent.reason.is_gone() {
                LinkTarget::Gone(format!("`{path}` ({})", absent.reason.word()))
            } else {
                LinkTarget::Broken(format!("`{path}` is left out of this build"), None)
            };
        }
        // `[x](other/)` may name a page by its address: only the finished site can tell.
        let has_extension = source.file_name().contains('.');
        if wanted == Wanted::Anything && !is_page && !has_extension {
            return LinkTarget::AsWritten(target.to_owned());
        }
        LinkTarget::Broken(format!("there is no file `{source}`"), self.near(&source))
    }

    fn follow_name(&self, from: &Entry, name: &str, rest: &str) -> LinkTarget {
        match self.named(from, name) {
            Some(Named::Document(id)) => match resolved(self.entry(id), rest) {
                None => self.no_fragment(self.entry(id), rest, self.entry(id).doc.path.as_str()),
                Some(rest) => LinkTarget::Document(id, rest),
            },
            Some(Named::Asset(path)) if self.withheld.contains(&path) => LinkTarget::Gone(format!("`{path}`")),
            Some(Named::Asset(path)) => LinkTarget::Asset(path, rest.to_owned()),
            None => {
                let wanted = key_of_name(name.rsplit('/').next().unwrap_or(name));
                let is_called =
                    |absent: &&Arc<ExcludedDocument>| names_of(&absent.entry).any(|name| key_of_name(name) == wanted);
                match self.excluded.iter().find(is_called).filter(|absent| absent.reason.is_gone()) {
                    Some(absent) => LinkTarget::Gone(format!("`{name}` ({})", absent.reason.word())),
                    None => {
                        let titles = self.entries.iter().map(|entry| entry.title.as_str());
                        let near = nearest(name, titles).map(|near| format!("did you mean `{near}`?"));
                        LinkTarget::Broken(format!("nothing is called `{name}`"), near)
                    }
                }
            }
        }
    }

    /// The document of a source, if it is left out.
    pub fn absent(&self, path: &SourcePath) -> Option<&ExcludedDocument> {
        let found = self.excluded.binary_search_by(|absent| absent.entry.doc.path.cmp(path));
        found.ok().map(|at| self.excluded[at].as_ref())
    }

    fn no_fragment(&self, there: &Entry, rest: &str, place: &str) -> LinkTarget {
        let part = fragment(rest).unwrap_or("");
        let ids = there.doc.outline.anchors.iter().map(String::as_str);
        let near = nearest(part, ids).map(|id| format!("did you mean `#{id}`?"));
        LinkTarget::Broken(format!("there is no `#{part}` on {place}"), near)
    }

    fn near(&self, source: &SourcePath) -> Option<String> {
        let name = source.file_name();
        let all = || self.entries.iter().map(|entry| &entry.doc.path).chain(self.assets.iter());
        if let Some(same) = all().find(|path| path.file_name() == name) {
            return Some(format!("did you mean `@/{}`?", super::sections::below_content(same.as_str())));
        }
        nearest(name, all().map(SourcePath::file_name)).map(|near| format!("did you mean `{near}`?"))
    }
}

fn fragment(rest: &str) -> Option<&str> {
    rest.split_once('#').map(|(_, id)| id).filter(|id| !id.is_empty())
}

/// What follows a path, with the part of the page as it is called here; `None` if the page has no such part.
///
/// GitHub, kramdown, Zola and others make ids of headings by other rules. They keep the letters, which tell.
fn resolved(entry: &Entry, rest: &str) -> Option<String> {
    let Some(id) = fragment(rest).filter(|id| !has_anchor(entry, id)) else { return Some(rest.to_owned()) };
    let wanted = letters_of_id(&percent_decode_str(id).decode_utf8_lossy());
    let all = &entry.doc.outline.anchors_by_letters;
    let first = all.partition_point(|(letters, _)| *letters < wanted);
    let mut same = all[first..].iter().take_while(|(letters, _)| *letters == wanted && !wanted.is_empty());
    // Two that differ in signs alone cannot be told apart.
    let (_, found) = same.next().filter(|_| same.next().is_none())?;
    let before = rest.split('#').next().unwrap_or_default();
    Some(format!("{before}#{found}"))
}

fn has_anchor(entry: &Entry, id: &str) -> bool {
    let outline = &entry.doc.outline;
    let decoded = percent_decode_str(id).decode_utf8_lossy();
    outline.anchors.binary_search_by(|anchor| anchor.as_str().cmp(&decoded)).is_ok()
        || id.starts_with("fn-")
        || id.starts_with("fnref-")
        || matches!(id, "top" | "continue-reading")
        // What a component draws is not known before the theme draws it.
        || outline.has_components
}
