//! What is known of links from before, in `.anecdote/`. It only saves questions: whoever removes it loses nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::Verdict;
use crate::disk::{self, LARGEST};

/// How long a verdict is good, in seconds: a day.
const GOOD_FOR: u64 = 24 * 60 * 60;

/// The file.
const FILE: &str = "links.json";

#[derive(Serialize, Deserialize)]
struct CachedVerdict {
    /// When it was asked, in seconds since 1970.
    asked: u64,
    verdict: Verdict,
}

/// Verdicts by address.
pub struct LinkCache {
    root: PathBuf,
    now: u64,
    known: BTreeMap<String, CachedVerdict>,
}

impl LinkCache {
    /// What is known at a site.
    pub fn load(root: &Path) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let known = disk::cache(root).and_then(|cache| cache.read(FILE, LARGEST)).ok();
        let known = known.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut known: BTreeMap<String, CachedVerdict> = known.unwrap_or_default();
        known.retain(|_, known| known.asked <= now && now - known.asked < GOOD_FOR);
        Self { root: root.to_owned(), now, known }
    }

    /// What is known of an address.
    pub fn recall(&self, address: &str) -> Option<Verdict> {
        self.known.get(address).map(|known| known.verdict.clone())
    }

    /// Keeps a verdict; one that may be another in a moment, or that costs no question, is not kept.
    pub fn learn(&mut self, address: &str, verdict: &Verdict) {
        if !matches!(verdict, Verdict::Unsure(_) | Verdict::Refused(_)) {
            self.known.insert(address.to_owned(), CachedVerdict { asked: self.now, verdict: verdict.clone() });
        }
    }

    /// Writes it down; where that cannot be, the next check asks again.
    pub fn save(&self) {
        let Ok(bytes) = serde_json::to_vec(&self.known) else { return };
        // Another check may read it this very moment: it is whole, or the one of before.
        let _ = disk::make_cache(&self.root).and_then(|cache| cache.replace(FILE, &bytes));
    }
}
