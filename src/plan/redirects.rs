//! `_redirects`: where older addresses lead, for hosts that read such a file. On others the pages at those addresses say it.

use std::fmt::Write as _;

use super::requested::Field;
use super::site_model::SiteModel;
use super::{patterns, route};

/// The file, as Netlify, Cloudflare and GitLab read it.
pub const FILE: &str = "_redirects";

/// A line for each older address, with and without the slash at its end: `/old/ /new/ 301`.
///
/// Sources: <https://docs.netlify.com/manage/routing/redirects/overview/>,
/// <https://developers.cloudflare.com/pages/configuration/redirects/>,
/// <https://docs.gitlab.com/user/project/pages/redirects/>.
pub(super) fn redirects(model: &SiteModel) -> String {
    let mut all = String::new();
    for id in model.index.ids() {
        let entry = model.index.entry(id);
        let now = model.route(id);
        for alias in patterns::aliases(&model.index, &model.config, entry) {
            let Ok(old) = route::written(&model.index, &alias, Field::Alias, entry.trust()) else { continue };
            if old == *now {
                continue;
            }
            let (old, now) = (old.path(&model.config), now.path(&model.config));
            // Writing to a string cannot fail.
            let _ = writeln!(all, "{old} {now} 301");
            if let Some(bare) = old.strip_suffix('/').filter(|bare| !bare.is_empty()) {
                let _ = writeln!(all, "{bare} {now} 301");
            }
        }
    }
    all
}
