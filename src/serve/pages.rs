//! Outputs, drawn when they are asked for and kept while what they depend on stays.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use hyper::body::Bytes;
use lru::LruCache;

use super::loads;
use crate::cache::Key;
use crate::check::drawn;
use crate::diag::{Diagnostic, Parsed};
use crate::digest::Digest;
use crate::path::OutPath;
use crate::pipeline::{locate, settle};
use crate::plan::{Input, Page};
use crate::site::Site;
use crate::source;

/// How many are kept: those of a long session, not all of a large site.
const MOST: NonZeroUsize = NonZeroUsize::new(1024).unwrap();

/// The largest that is kept.
const LARGEST: usize = 4 << 20;

/// An output's bytes.
pub struct Drawn {
    key: Key,
    /// The bytes, exactly as a build writes them.
    pub bytes: Bytes,
    /// Their digest.
    pub digest: Digest,
    /// The addresses that it loads, if it is a page or a stylesheet.
    pub loads: Vec<String>,
    /// What is wrong with it, though it could be drawn.
    pub found: Vec<Diagnostic>,
}

/// What came of drawing an output.
#[derive(Clone)]
pub struct Outcome {
    /// Its bytes: the last good ones if it cannot be drawn as it is now.
    pub drawn: Option<Arc<Drawn>>,
    /// Why it cannot.
    pub problems: Vec<Diagnostic>,
    /// Whether these problems were not there before.
    pub is_news: bool,
}

#[derive(Clone)]
struct Kept {
    drawn: Option<Arc<Drawn>>,
    /// The key from which it could not be drawn, and why.
    failed: Option<(Key, Vec<Diagnostic>)>,
}

/// The outputs that were drawn last.
pub struct Pages(Mutex<LruCache<OutPath, Kept>>);

impl Pages {
    /// None yet.
    pub fn new() -> Self {
        Self(Mutex::new(LruCache::new(MOST)))
    }

    /// An output of a site.
    pub fn draw(&self, site: &Site, root: &Path, page: &Page) -> Outcome {
        let input = site.input(page);
        let key = Key::new(&site.parts(page, &input));
        let kept = self.lock().get(&page.out).cloned();
        let before = kept.as_ref().and_then(|kept| kept.drawn.clone());
        if let Some((failed, problems)) = kept.and_then(|kept| kept.failed)
            && failed == key
        {
            return Outcome { drawn: before, problems, is_news: false };
        }
        if let Some(drawn) = before.as_ref().filter(|drawn| drawn.key == key && !matches!(input, Input::Copy(_))) {
            return Outcome { problems: drawn.found.clone(), drawn: Some(Arc::clone(drawn)), is_news: false };
        }
        let bytes = match &input {
            Input::Copy(copy) => {
                source::read_copy(root, copy, &site.model.config.pictures).map_err(|found| vec![found])
            }
            _ => site
                .render(page, &input)
                .map(|bytes| Parsed { value: bytes.unwrap_or_default(), diagnostics: Vec::new() }),
        };
        match bytes {
            Ok(Parsed { value: bytes, diagnostics: mut found }) => {
                found.extend(drawn::look(site, page, &bytes).found);
                settle(&mut found, root, &site.model.config.check);
                locate(&mut found, root);
                let is_news = before.is_none_or(|before| before.found != found) && !found.is_empty();
                let problems = found.clone();
                let drawn = Arc::new(Drawn {
                    found,
                    key,
                    digest: Digest::of_bytes(&bytes),
                    loads: loads::loaded_by(page.out.as_str(), &bytes),
                    bytes: bytes.into(),
                });
                if drawn.bytes.len() <= LARGEST {
                    let kept = Kept { drawn: Some(Arc::clone(&drawn)), failed: None };
                    self.lock().put(page.out.clone(), kept);
                }
                Outcome { drawn: Some(drawn), problems, is_news }
            }
            Err(mut problems) => {
                settle(&mut problems, root, &site.model.config.check);
                locate(&mut problems, root);
                let failed = Some((key, problems.clone()));
                self.lock().put(page.out.clone(), Kept { drawn: before.clone(), failed });
                Outcome { drawn: before, problems, is_news: true }
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<OutPath, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
