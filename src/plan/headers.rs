//! `_headers`: what hosts that read such a file say with each answer.

use super::embeds;
use super::site_model::SiteModel;
use crate::html::policy;

/// The file, as Netlify and Cloudflare read it.
pub const FILE: &str = "_headers";

/// Of drawings. Each brings styles of its own, which no other policy can name; it runs nothing.
const DRAWING: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; sandbox";

/// The policy of a file that says nothing itself: what pages may load, and the inline scripts and styles that
/// templates hold as they stand.
pub fn policy_of_all(model: &SiteModel) -> String {
    policy::policy(&model.config.policy_sources(), &model.theme.inline())
}

/// The headers of all files; pages say what they may run themselves as well.
///
/// A file may match several rules. Cloudflare then sends all their values of a header, and two policies bind
/// together; a line with `!` takes back what a rule before gave. Netlify takes the value of the last rule, and
/// passes over a line without a colon. So that both say the same:
/// - A rule for some files repeats all that it does not change.
/// - Who may frame pages is said by `X-Frame-Options`, which a policy with `frame-ancestors` replaces
///   (HTML standard, "check a navigation response's adherence to `X-Frame-Options`"); so the rule for embeds
///   opens them wherever the values of both stand.
/// - Drawings, which need a policy with other styles, take the first one back.
///
/// Sources: <https://developers.cloudflare.com/pages/configuration/headers/>,
/// <https://docs.netlify.com/manage/routing/headers/>, and Netlify's packages `headers-parser` and `headers`.
pub(super) fn headers(model: &SiteModel) -> String {
    let base = model.config.base_path();
    let policy = policy_of_all(model);
    let embeds = model.config.embeds.as_ref().map(|_| embeds::embed_folders(model)).unwrap_or_default();
    let ancestors = if embeds.is_empty() { "; frame-ancestors 'self'" } else { "" };
    let mut all = format!(
        "{base}*\n  Content-Security-Policy: {policy}{ancestors}\n  X-Frame-Options: SAMEORIGIN\n  \
         X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n  \
         Permissions-Policy: camera=(), geolocation=(), microphone=(), browsing-topics=()\n"
    );
    for folder in embeds {
        all.push_str(&format!("{folder}*\n  Content-Security-Policy: {policy}; frame-ancestors *\n"));
    }
    all.push_str(&format!("{base}*.svg\n  ! Content-Security-Policy\n  Content-Security-Policy: {DRAWING}\n"));
    all
}
