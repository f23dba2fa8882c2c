//! Outputs, drawn when they are asked for and kept while what they depend on stays.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use hyper::body::Bytes;
use lru::LruCache;

use super::loads;
use crate::cache::Key;
use crate::check::drawn;
use crate::diag::{Diagnostic, Warned};
use crate::digest::Digest;
use crate::path::OutPath;
use crate::pipeline::{finalize, locate};
use crate::plan::{Artifact, Input};
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
struct CachedPage {
    drawn: Option<Arc<Drawn>>,
    /// The key from which it could not be drawn, and why.
    failed: Option<(Key, Vec<Diagnostic>)>,
}

/// The outputs that were drawn last.
pub struct Pages(Mutex<LruCache<OutPath, CachedPage>>);

impl Pages {
    /// None yet.
    pub fn new() -> Self {
        Self(Mutex::new(LruCache::new(MOST)))
    }

    /// An output of a site.
    pub fn draw(&self, site: &Site, root: &Path, artifact: &Artifact) -> Outcome {
        let input = site.input(artifact);
        let key = Key::new(&site.parts(artifact, &input));
        let kept = self.lock().get(&artifact.out).cloned();
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
                .render(artifact, &input)
                .map(|bytes| Warned { value: bytes.unwrap_or_default(), diagnostics: Vec::new() }),
        };
        match bytes {
            Ok(Warned { value: bytes, diagnostics: mut found }) => {
                found.extend(drawn::look(site, artifact, &bytes).found);
                finalize(&mut found, root, &site.model.config.check);
                locate(&mut found, root);
                let is_news = before.is_none_or(|before| before.found != found) && !found.is_empty();
                let problems = found.clone();
                let drawn = Arc::new(Drawn {
                    found,
                    key,
                    digest: Digest::of_bytes(&bytes),
                    loads: loads::loaded_by(artifact.out.as_str(), &bytes),
                    bytes: bytes.into(),
                });
                if drawn.bytes.len() <= LARGEST {
                    let kept = CachedPage { drawn: Some(Arc::clone(&drawn)), failed: None };
                    self.lock().put(artifact.out.clone(), kept);
                }
                Outcome { drawn: Some(drawn), problems, is_news }
            }
            Err(mut problems) => {
                finalize(&mut problems, root, &site.model.config.check);
                locate(&mut problems, root);
                let failed = Some((key, problems.clone()));
                self.lock().put(artifact.out.clone(), CachedPage { drawn: before.clone(), failed });
                Outcome { drawn: before, problems, is_news: true }
            }
        }
    }

    /// Whether somebody asked for an output, and it could not be drawn.
    pub fn has_failed(&self, out: &OutPath) -> bool {
        self.lock().peek(out).is_some_and(|kept| kept.failed.is_some())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<OutPath, CachedPage>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
