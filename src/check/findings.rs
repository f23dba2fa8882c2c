//! What was found when all documents were held against each other, kept so that the next build checks again only what
//! may have changed.

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::RandomState;

use crate::diag::{Diagnostic, Severity};
use crate::path::SourcePath;

/// What is wrong with the documents of a site.
#[derive(Debug, Default)]
pub struct Findings {
    /// What each document shows by itself, by id: most show nothing.
    each: Vec<Option<Arc<OfDocument>>>,
    /// What they show together, settled, and once each.
    together: Vec<Diagnostic>,
}

/// What a document shows by itself.
#[derive(Debug)]
pub struct OfDocument {
    /// In its own file, settled.
    own: Vec<Diagnostic>,
    /// In a file that gives it fields. Other documents may show the same there.
    given: Vec<Diagnostic>,
}

impl OfDocument {
    /// Sorts out what stands in the document's file; `None` where nothing was found.
    pub fn new(path: &SourcePath, found: Vec<Diagnostic>, settle: &dyn Fn(&mut Vec<Diagnostic>)) -> Option<Arc<Self>> {
        if found.is_empty() {
            return None;
        }
        let is_own = |one: &Diagnostic| one.span.as_ref().is_some_and(|span| span.path == *path);
        let (mut own, given): (Vec<Diagnostic>, Vec<Diagnostic>) = found.into_iter().partition(is_own);
        settle(&mut own);
        Some(Arc::new(Self { own, given }))
    }
}

impl Findings {
    /// Puts together what each document shows, by id, and what they show together.
    pub fn new(
        each: Vec<Option<Arc<OfDocument>>>,
        mut together: Vec<Diagnostic>,
        settle: &dyn Fn(&mut Vec<Diagnostic>),
    ) -> Self {
        together.extend(each.iter().flatten().flat_map(|of| of.given.iter().cloned()));
        settle(&mut together);
        Self { each, together }
    }

    /// What the document of an id shows by itself.
    pub fn of_document(&self, at: usize) -> Option<&Arc<OfDocument>> {
        self.each.get(at)?.as_ref()
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.each.iter().flatten().flat_map(|of| &of.own).chain(&self.together)
    }

    /// How many weigh so much.
    pub fn count(&self, severity: Severity) -> usize {
        self.iter().filter(|found| found.severity == severity).count()
    }

    /// Those that an earlier build did not find.
    pub fn since<'a>(&'a self, before: &'a Self) -> Vec<&'a Diagnostic> {
        let of = |all: &'a Self, at: usize| all.each.get(at).and_then(Option::as_ref);
        let is_kept = |at: &usize| of(self, *at).map(Arc::as_ptr) == of(before, *at).map(Arc::as_ptr);
        let changed: Vec<usize> = (0..self.each.len().max(before.each.len())).filter(|at| !is_kept(at)).collect();
        let found = |all: &'a Self| {
            let each = changed.iter().filter_map(move |at| of(all, *at)).flat_map(|of| &of.own);
            each.chain(&all.together)
        };
        let known: HashSet<&Diagnostic, RandomState> = found(before).collect();
        found(self).filter(|found| !known.contains(found)).collect()
    }
}
