//! What left the site because nobody may show it any more: the files that an earlier build may have made of it.

use std::collections::BTreeSet;

use super::patterns;
use super::requested::Field;
use super::route::{self, Route};
use crate::config::Config;
use crate::index::{Entry, Index, files_of};
use crate::path::{OutPath, SourcePath};

/// How the files end that can hold somebody's words.
const WITH_WORDS: [&str; 6] = [".html", ".json", ".xml", ".csv", ".svg", ".txt"];

/// The outputs that must not be there any more.
#[derive(Clone, Debug, Default)]
pub struct Departed {
    /// The outputs of the documents themselves, and the files that left with them.
    pub outs: BTreeSet<OutPath>,
    /// The folders of the output that were theirs, each with a slash at its end.
    folders: BTreeSet<String>,
    /// Whether names are hidden, which earlier builds may have shown anywhere.
    hides_names: bool,
}

impl Departed {
    /// Whether nobody left, and no name is hidden.
    pub fn is_empty(&self) -> bool {
        self.outs.is_empty() && !self.hides_names
    }

    /// Whether an output that is no longer made may show what left: it is one of its files, or it is a list, a feed or
    /// a page of any kind, of which nobody knows what it showed.
    pub fn may_show(&self, out: &OutPath) -> bool {
        let path = out.as_str();
        let has_words = || WITH_WORDS.iter().any(|end| path.ends_with(end));
        let is_in = |(slash, _): (usize, &str)| self.folders.contains(&path[..=slash]);
        !self.is_empty() && (has_words() || path.match_indices('/').any(is_in) || self.outs.contains(out))
    }

    fn add(&mut self, route: Route) {
        self.outs.extend(OutPath::new(route.into_out()));
    }
}

/// Finds what left the site because nobody may show it any more. Drafts, and what is for later, never had to go.
pub fn find(index: &Index, config: &Config) -> Departed {
    let mut departed = Departed { hides_names: !index.hidden_names.is_empty(), ..Departed::default() };
    for absent in index.excluded.iter().filter(|absent| absent.reason.is_gone()) {
        of_document(index, config, &absent.entry, &mut departed);
    }
    for path in &index.withheld {
        departed.add(of_file(index, config, path));
    }
    departed
}

fn of_document(index: &Index, config: &Config, entry: &Entry, departed: &mut Departed) {
    let page = route::document(index, config, entry);
    let embed = route::embedded(index, entry.lang_id, &page);
    departed.add(route::api_story(index, &page));
    departed.add(embed.file("oembed.json"));
    departed.add(embed);
    for alias in patterns::aliases(index, config, entry) {
        // An alias that the file may not have never stood anywhere.
        if let Ok(route) = route::written(index, &alias, Field::Alias, entry.trust()) {
            departed.add(route);
        }
    }
    let folder = entry.doc.path.folder();
    for file in files_of(index, entry) {
        // Beside an `index.md` a file travelled with the page, whatever the page's address was.
        if let Some(below) = file.as_str().strip_prefix(folder).filter(|_| entry.doc.is_bundle) {
            departed.add(page.file(below.trim_start_matches('/')));
        }
    }
    if let Some(folder) = page.out().strip_suffix("index.html").map(str::to_owned).filter(|folder| !folder.is_empty()) {
        departed.folders.insert(folder);
    }
    departed.add(page);
}

fn of_file(index: &Index, config: &Config, path: &SourcePath) -> Route {
    match path.as_str().strip_prefix("static/") {
        Some(path) => route::static_file(path),
        None => route::asset(index, config, path),
    }
}
