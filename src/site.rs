//! A planned site: any page of it can be drawn, one at a time, by whoever wants its bytes.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, OnceLock, PoisonError};

use foldhash::fast::RandomState;

use crate::cache;
use crate::diag::{Diagnostic, Warned};
use crate::digest::{Digest, Hashed};
use crate::model::{Body, CopyOf, DocId, Right};
use crate::names::{Finder, Gate};
use crate::path::SourcePath;
use crate::plan::view::Part;
use crate::plan::{self, Artifact, Filled, Input, Output, SiteModel, uncovered};
use crate::render::{self, Settings, Text};
use crate::stamp::Stamp;

/// Everything that pages are drawn from. Drawing is pure, but for files that are copied.
pub struct Site {
    /// Knows what pages may see.
    pub model: Arc<SiteModel>,
    /// The outputs, in order of their paths.
    pub pages: Arc<Vec<Artifact>>,
    /// The texts of the documents, by id.
    pub texts: Arc<Vec<Arc<Warned<Text>>>>,
    /// How addresses are written.
    pub settings: Settings,
    /// Where each output is among the pages; the same value as long as the pages are the same.
    pub positions: Arc<Positions>,
    /// Tags of its pages with which nothing is wrong.
    pub known_tags: KnownTags,
    /// The files that travel with the content.
    pub assets: Arc<BTreeMap<SourcePath, Stamp>>,
    /// Knows which names no output may show.
    pub gate: Arc<Gate>,
    /// What finds the names, and parts of them, that the document of a file hides.
    pub names_of_files: Arc<BTreeMap<SourcePath, Finder>>,
}

/// Where each output is among the pages, by the digest of its path; made when first asked for.
#[derive(Default)]
pub struct Positions(OnceLock<HashMap<u64, usize, RandomState>>);

/// Tags of a site with which nothing is wrong on any page, by the digest of their text, each with the output to which it
/// leads: most tags of a page stand on many others. As many maps as keep the threads out of each other's way.
#[derive(Default)]
pub struct KnownTags([Mutex<HashMap<u64, Option<usize>, RandomState>>; 16]);

impl KnownTags {
    /// Where a tag leads, if it is known.
    pub fn get(&self, digest: u64) -> Option<Option<usize>> {
        self.part(digest).get(&digest).copied()
    }

    /// Remembers a tag.
    pub fn insert(&self, digest: u64, leads: Option<usize>) {
        self.part(digest).insert(digest, leads);
    }

    fn part(&self, digest: u64) -> MutexGuard<'_, HashMap<u64, Option<usize>, RandomState>> {
        self.0[digest as usize % self.0.len()].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Site {
    /// The output of a path.
    pub fn find(&self, out: &str) -> Option<&Artifact> {
        self.pages.binary_search_by(|page| page.out.as_str().cmp(out)).ok().map(|at| &self.pages[at])
    }

    /// Where the output to which a path leads is among the pages, for those who ask often: a folder, with or
    /// without its slash, leads to its `index.html`.
    pub fn position(&self, path: &str) -> Option<usize> {
        let digest = |path: &str| Digest::of_bytes(path.as_bytes()).short();
        let positions = self.positions.0.get_or_init(|| {
            let mut all = HashMap::default();
            for (at, page) in self.pages.iter().enumerate() {
                let out = page.out.as_str();
                all.insert(digest(out), at);
                if let Some(folder) = folder_of(out) {
                    all.insert(digest(folder), at);
                    all.entry(digest(folder.trim_end_matches('/'))).or_insert(at);
                }
            }
            all
        });
        positions.get(&digest(path)).copied().filter(|at| {
            let out = self.pages[*at].out.as_str();
            out == path
                || folder_of(out).is_some_and(|folder| folder.trim_end_matches('/') == path.trim_end_matches('/'))
        })
    }

    /// The path of the output that an address in another one leads to; `None` for those of other hosts.
    pub fn resolve(&self, out: &str, address: &str) -> Option<String> {
        let address = address.split(['#', '?']).next().unwrap_or("");
        if address.is_empty() || address.contains(':') || address.starts_with("//") {
            return None;
        }
        let path = match address.strip_prefix(&self.settings.base_path) {
            Some(path) => path.to_owned(),
            None if address.starts_with('/') => return None,
            None => {
                let mut parts: Vec<&str> = out.split('/').collect();
                parts.pop();
                for part in address.split('/') {
                    match part {
                        "." | "" => {}
                        ".." => {
                            parts.pop()?;
                        }
                        part => parts.push(part),
                    }
                }
                parts.join("/")
            }
        };
        Some(percent_encoding::percent_decode_str(&path).decode_utf8().ok()?.into_owned())
    }

    /// All that a page may see.
    pub fn input(&self, artifact: &Artifact) -> Input {
        plan::input(&self.model, artifact, &self.pages)
    }

    /// Everything that a page's bytes depend on.
    pub fn parts(&self, artifact: &Artifact, input: &Input) -> Vec<Part> {
        let pictures = &self.model.config.pictures;
        let stamp = |copy: &CopyOf| match copy {
            CopyOf::Source(path) => Digest::of(&(self.assets.get(path), pictures)),
            CopyOf::Disk(path, stamp) => Digest::of(&(path, stamp, pictures)),
            CopyOf::Embedded(bytes) => Digest::of_bytes(bytes),
            CopyOf::Bundle(bytes) => Digest::of_bytes(bytes),
        };
        let mut parts =
            cache::parts(artifact, input, &self.texts_of(artifact, input), &self.model.theme, &self.settings, &stamp);
        // What was fit to be published before another name was hidden is looked at again.
        let allowed = &self.model.config.names;
        parts.push(("hidden names", Digest::of(&(self.gate.digest(), allowed)).short()));
        if let Output::Copy(CopyOf::Source(path)) = &artifact.output
            && let Some(finder) = self.names_of_files.get(path)
        {
            parts.push(("names of its document", Digest::of(finder.names()).short()));
        }
        parts
    }

    /// Draws a page; `None` for files that are copied.
    pub fn render(&self, artifact: &Artifact, input: &Input) -> Result<Option<Vec<u8>>, Vec<Diagnostic>> {
        render::render(artifact, input, &self.texts_of(artifact, input), &self.model.theme, &self.settings)
    }

    /// The texts that a page shows, in order.
    fn texts_of(&self, artifact: &Artifact, input: &Input) -> Vec<&Text> {
        let ids = match (&artifact.output, input) {
            (Output::Template { text, .. }, _) => text.as_slice(),
            (_, Input::Api(_, texts) | Input::Feed(_, _, texts)) => texts,
            _ => &[],
        };
        ids.iter().map(|id| &self.texts[id.at()].value).collect()
    }
}

/// The folder whose page an output is, with a slash at its end.
fn folder_of(out: &str) -> Option<&str> {
    out.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'))
}

/// What fills most texts, which have no holes.
static UNFILLED: LazyLock<Hashed<Filled>> = LazyLock::new(|| Hashed::new(Filled::default()));

/// Fills the holes of a document's body.
pub fn text(model: &SiteModel, id: DocId, body: &Hashed<Body>) -> Warned<Text> {
    let covered = uncovered::covered_body(model, id, body).map(Hashed::new);
    let body = covered.as_ref().unwrap_or(body);
    let Warned { value: filled, diagnostics } = plan::fill::fill(model, id, body);
    let filled = if filled.is_empty() { UNFILLED.clone() } else { Hashed::new(filled) };
    let is_trusted = model.config.markdown.trust_voices || model.index.entry(id).trust().may(Right::RawHtml);
    Warned { value: Text { body: body.clone(), filled, is_trusted }, diagnostics }
}
