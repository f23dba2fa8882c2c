//! How many outputs a change has touched: those whose keys are others than before.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cache::Key;
use crate::path::OutPath;
use crate::plan::{Output, Page};
use crate::site::Site;

/// The keys of the outputs when they were last counted.
pub struct Touched {
    keys: BTreeMap<OutPath, Key>,
    /// The site that was counted last; none while what follows it is not counted yet.
    site: Option<Arc<Site>>,
    /// The first site, as long as not all its keys are known, and how many are.
    first: Option<(Arc<Site>, usize)>,
}

impl Touched {
    /// Counts from a first site on.
    pub fn since(site: Option<Arc<Site>>) -> Self {
        Self { keys: BTreeMap::new(), site: None, first: site.map(|site| (site, 0)) }
    }

    /// Takes the keys of the first site, unless it is told to stop: then it goes on another time.
    pub fn begin(&mut self, stop: &mut dyn FnMut() -> bool) {
        let Some((site, mut at)) = self.first.take() else { return };
        while let Some(page) = site.pages.get(at) {
            if stop() {
                self.first = Some((site, at));
                return;
            }
            self.keys.insert(page.out.clone(), key(&site, page));
            at += 1;
        }
        self.site = Some(site);
    }

    /// Counts, unless it is told to stop: then the next count goes on from the same keys.
    pub fn count(&mut self, site: &Arc<Site>, stop: &mut dyn FnMut() -> bool) -> Option<usize> {
        self.begin(stop);
        if self.first.is_some() {
            return None;
        }
        // Under the same plan, only texts can be others.
        let same_plan = self
            .site
            .take()
            .filter(|before| Arc::ptr_eq(&before.planner, &site.planner) && Arc::ptr_eq(&before.assets, &site.assets));
        let may_differ = |page: &&Page| match (&same_plan, &page.output) {
            (None, _) => true,
            (Some(before), Output::Template { text: Some(id), .. }) => {
                !Arc::ptr_eq(&before.texts[id.at()], &site.texts[id.at()])
            }
            (Some(_), _) => false,
        };
        let mut fresh = Vec::new();
        for page in site.pages.iter().filter(may_differ) {
            if stop() {
                return None;
            }
            let key = key(site, page);
            if self.keys.get(&page.out) != Some(&key) {
                fresh.push((page.out.clone(), key));
            }
        }
        let mut count = fresh.len();
        self.keys.extend(fresh);
        if same_plan.is_none() {
            let before = self.keys.len();
            self.keys.retain(|out, _| site.find(out.as_str()).is_some());
            count += before - self.keys.len();
        }
        self.site = Some(Arc::clone(site));
        Some(count)
    }
}

fn key(site: &Site, page: &Page) -> Key {
    Key::new(&site.parts(page, &site.input(page)))
}
