//! Addresses: the only place that makes them.

use std::borrow::Cow;

use super::paginate::Slice;
use super::requested::{self, Field, Refusal};
use super::{patterns, slugs};
use crate::config::Config;
use crate::index::{Entry, Index, Section};
use crate::model::{Kind, LangId, Trust};
use crate::path::{OutPath, SourcePath, UrlPath, is_device};
use crate::text::{slug, term_slug};

/// An address of the site: readable, without base path, `stories/ada/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Route(String);

impl Route {
    /// A folder's address from its parts; empty parts are skipped.
    fn folder<'a>(parts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut path = String::new();
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            path.push_str(part);
            // A tag may be called so, and no folder on Windows.
            path.push_str(if is_device(part) { "-/" } else { "/" });
        }
        Self(path)
    }

    /// A file below a folder's address.
    pub fn file(&self, name: &str) -> Self {
        Self(format!("{}{name}", self.base()))
    }

    /// A folder below.
    pub fn below(&self, name: &str) -> Self {
        Self(format!("{}{name}/", self.base()))
    }

    /// The folder of what belongs to a page: its own, or one that is called as its file.
    fn base(&self) -> Cow<'_, str> {
        match self.0.rsplit_once('/').map_or(self.0.as_str(), |(_, name)| name) {
            "" => Cow::Borrowed(&self.0),
            name => Cow::Owned(format!("{}/", self.0.strip_suffix(ending(name)).unwrap_or(&self.0))),
        }
    }

    /// The file of the output that answers: `stories/ada/index.html`.
    pub fn out(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') { format!("{}index.html", self.0) } else { self.0.clone() }
    }

    /// The same, when the address is no longer needed.
    pub fn into_out(self) -> String {
        let mut out = self.0;
        if out.is_empty() || out.ends_with('/') {
            out.push_str("index.html");
        }
        out
    }

    /// The same with another ending, if it has the one.
    pub fn with_ending(&self, ending: &str, other: &str) -> Self {
        self.0.strip_suffix(ending).map_or_else(|| self.clone(), |name| Self(format!("{name}{other}")))
    }

    /// Whether it is that file of the output.
    pub fn is_file(&self, out: &str) -> bool {
        self.0 == out
    }

    /// The path with the base path, percent-encoded: for `href`.
    pub fn path(&self, config: &Config) -> String {
        format!("{}{}", config.base_path(), UrlPath::new(&self.0))
    }

    /// The whole address.
    pub fn permalink(&self, config: &Config) -> String {
        format!("{}{}", config.base_url, UrlPath::new(&self.0))
    }

    /// The path from the folder of its file to the top of the site.
    pub fn to_top(&self) -> String {
        "../".repeat(self.out().matches('/').count())
    }

    /// An older page of a list: `stories/page/12/`.
    pub fn page(&self, number: usize) -> Self {
        Self(format!("{}page/{number}/", self.base()))
    }

    /// The page of a list that shows a slice of it; readers find the newest at the list's own address.
    pub fn of_slice(&self, slice: &Slice) -> Self {
        if slice.is_first { self.clone() } else { self.page(slice.number) }
    }
}

/// The home page of a language.
pub fn home(index: &Index, lang_id: LangId) -> Route {
    Route::folder([slugs::prefix(index, lang_id)])
}

/// A document's page.
pub fn document(index: &Index, config: &Config, entry: &Entry) -> Route {
    // One that cannot be had is reported where the page is planned.
    let wanted = patterns::permalink(index, config, entry);
    if let Some(Ok(route)) = wanted.map(|path| written(index, &path, Field::Permalink, entry.trust())) {
        return route;
    }
    let folder = entry.doc.folder.as_str();
    let folder = if entry.doc.is_bundle { folder.rsplit_once('/').map_or("", |(above, _)| above) } else { folder };
    let own = match entry.kind() {
        Kind::Section => String::new(),
        _ if keeps_date(index, entry) => {
            let date = entry.doc.name_date.as_ref().map(|date| date.day().to_string());
            format!("{}-{}", date.unwrap_or_default(), slugs::own_slug(entry))
        }
        _ => slugs::own_slug(entry),
    };
    let prefix = slugs::prefix(index, entry.lang_id);
    if is_plain(folder) {
        return Route::folder([prefix, folder, &own]);
    }
    let folders: Vec<String> = folder.split('/').map(folder_name).collect();
    let parts = std::iter::once(prefix).chain(folders.iter().map(String::as_str));
    Route::folder(parts.chain(std::iter::once(own.as_str())))
}

/// Whether a document's address holds the date of its file's name, as another file is called the same but for its date.
pub fn keeps_date(index: &Index, entry: &Entry) -> bool {
    !index.dated.is_empty() && entry.fields.slug.is_none() && index.dated.contains(&entry.doc.path)
}

/// Whether a folder's name is its own slug, part by part, as nearly all are.
fn is_plain(folder: &str) -> bool {
    let is_part = |part: &str| {
        let is_plain = part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        is_plain && !part.starts_with('-') && !part.ends_with('-') && !part.contains("--")
    };
    folder.split('/').all(is_part)
}

fn folder_name(name: &str) -> String {
    let slug = slug(name);
    if slug.is_empty() { name.to_owned() } else { slug }
}

/// An address that a file asks for, `/about-us/` or `/old.html`, if it may have it.
pub fn written(index: &Index, path: &str, field: Field, trust: Trust) -> Result<Route, Refusal> {
    let path = path.trim();
    requested::check(path, field, trust, &index.languages)?;
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let is_file = !path.ends_with('/') && parts.last().is_some_and(|name| requested::is_file(name, field));
    let path = parts.join("/");
    let route = Route(if is_file || path.is_empty() { path } else { path + "/" });
    // What else is made of an address would say the same again.
    OutPath::new(route.out()).map_err(Refusal::unwritable)?;
    Ok(route)
}

/// A name's ending with its dot; nothing if it has none.
fn ending(name: &str) -> &str {
    name.rfind('.').map_or("", |at| &name[at..])
}

/// A section's list.
pub fn section(index: &Index, config: &Config, section: &Section) -> Route {
    if let Some(page) = section.page {
        return document(index, config, index.entry(page));
    }
    let folders: Vec<String> = section.folder.split('/').filter(|name| !name.is_empty()).map(folder_name).collect();
    Route::folder(std::iter::once(slugs::prefix(index, section.lang_id)).chain(folders.iter().map(String::as_str)))
}

/// A taxonomy's index.
pub fn taxonomy(index: &Index, config: &Config, taxonomy: usize, lang_id: LangId) -> Route {
    Route::folder([slugs::prefix(index, lang_id), &config.taxonomies[taxonomy].path])
}

/// A term's page.
pub fn term(index: &Index, config: &Config, taxonomy: usize, lang_id: LangId, slug: &str) -> Route {
    Route::folder([slugs::prefix(index, lang_id), &config.taxonomies[taxonomy].path, &term_slug(slug)])
}

/// The page where readers tell theirs.
pub fn tell(index: &Index, lang_id: LangId) -> Route {
    Route::folder([slugs::prefix(index, lang_id), "tell"])
}

/// What all stories of a language say together.
pub fn insights(index: &Index, lang_id: LangId) -> Route {
    Route::folder([slugs::prefix(index, lang_id), "insights"])
}

/// The journey: good and bad by touchpoint.
pub fn journey(index: &Index, lang_id: LangId) -> Route {
    Route::folder([slugs::prefix(index, lang_id), "journey"])
}

/// The folder of the files for other programs.
pub fn api(index: &Index) -> Route {
    home(index, LangId::MAIN).below("api").below("v1")
}

/// The file of a document for other programs.
pub fn api_story(index: &Index, document: &Route) -> Route {
    let out = document.out();
    let id = out.strip_suffix("/index.html").or_else(|| out.strip_suffix(".html")).unwrap_or(&out);
    api(index).file(&format!("{id}.json"))
}

/// The folder of what others may show, in a language.
pub fn embeds(index: &Index, lang_id: LangId) -> Route {
    home(index, lang_id).below("embed")
}

/// The page of a document that others may show.
pub fn embedded(index: &Index, lang_id: LangId, document: &Route) -> Route {
    under(&embeds(index, lang_id).below("story"), &home(index, lang_id), document)
}

/// The address of a document, below another folder instead of its language's; stories leave out their own.
fn under(folder: &Route, home: &Route, document: &Route) -> Route {
    let own = document.0.strip_prefix(&home.0).unwrap_or(&document.0);
    let own = own.strip_prefix("stories/").unwrap_or(own);
    let own = own.strip_suffix(".html").map_or_else(|| own.to_owned(), |name| format!("{name}/"));
    Route(format!("{}{own}", folder.0))
}

/// The page that says how stories are collected, checked and counted.
pub fn integrity(index: &Index, lang_id: LangId) -> Route {
    Route::folder([slugs::prefix(index, lang_id), "integrity"])
}

/// A file that travels with the content.
pub fn asset(index: &Index, config: &Config, path: &SourcePath) -> Route {
    // Beside or below an `index.md` it travels with the page, whatever the page's address is.
    let above = std::iter::successors(Some(path.folder()), |folder| folder.rsplit_once('/').map(|(above, _)| above));
    for folder in above {
        let bundle = SourcePath::new(format!("{folder}/index.md"));
        if let Some(id) = index.find(&bundle) {
            let below = &path.as_str()[folder.len() + 1..];
            return document(index, config, index.entry(id)).file(below);
        }
    }
    let folders: Vec<String> = below_content(path.folder()).split('/').map(folder_name).collect();
    Route::folder(folders.iter().map(String::as_str)).file(path.file_name())
}

/// A file of `static/`.
pub fn static_file(path: &str) -> Route {
    Route(path.to_owned())
}

pub(super) fn below_content(folder: &str) -> &str {
    folder.strip_prefix("content/").or_else(|| folder.strip_prefix("content")).unwrap_or(folder)
}
