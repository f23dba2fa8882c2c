//! Which pages are being drawn now, for whoever watches over the process: a page that takes for ever can be named by
//! another thread only.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::plan::{Artifact, Output};

/// The pages by number, which grows; and the next number.
static NOW: Mutex<(u64, BTreeMap<u64, Drawing>)> = Mutex::new((0, BTreeMap::new()));

/// A page that is being drawn.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// The page: what is drawn, from what, with which template.
    pub note: String,
}

/// Ends the drawing of its page when it is dropped.
#[derive(Debug)]
pub struct Guard(Option<u64>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(number) = self.0 {
            NOW.lock().unwrap_or_else(PoisonError::into_inner).1.remove(&number);
        }
    }
}

/// A page begins; only those with a template are watched.
pub fn begin(artifact: &Artifact) -> Guard {
    let Output::Template { template, .. } = &artifact.output else { return Guard(None) };
    let drawing = Drawing { note: super::drawn(artifact, template) };
    let mut now = NOW.lock().unwrap_or_else(PoisonError::into_inner);
    let number = now.0;
    now.0 += 1;
    now.1.insert(number, drawing);
    Guard(Some(number))
}

/// The page that has been drawn for longest, with its number.
pub fn oldest() -> Option<(u64, Drawing)> {
    let now = NOW.lock().unwrap_or_else(PoisonError::into_inner);
    now.1.first_key_value().map(|(number, drawing)| (*number, drawing.clone()))
}
