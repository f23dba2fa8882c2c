//! How many outputs a change has touched: those whose keys are others than before.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cache::Key;
use crate::path::OutPath;
use crate::plan::{Output, Page};
use crate::site::Site;

/// The keys of the outputs when they were last counted.
#[derive(Default)]
pub struct Touched {
    keys: BTreeMap<OutPath, Key>,
    site: Option<Arc<Site>>,
}

impl Touched {
    /// Counts, unless it is told to stop: then the next count goes on from the same keys.
    pub fn count(&mut self, site: &Arc<Site>, stop: &mut dyn FnMut() -> bool) -> Option<usize> {
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
        let mut count = 0;
        let mut fresh = Vec::new();
        for page in site.pages.iter().filter(may_differ) {
            if stop() {
                return None;
            }
            let key = Key::new(&site.parts(page, &site.input(page)));
            if self.keys.get(&page.out) != Some(&key) {
                count += 1;
                fresh.push((page.out.clone(), key));
            }
        }
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
