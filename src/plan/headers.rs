//! `_headers`: what hosts that read such a file say with each answer.

use std::collections::BTreeSet;

use super::Planner;
use crate::render::policy;

/// The file, as Netlify and Cloudflare read it.
pub const FILE: &str = "_headers";

impl Planner {
    /// The headers of all files; pages say what they may run themselves as well.
    pub(super) fn headers(&self) -> String {
        let inline = &self.theme.inline;
        let hashes: BTreeSet<_> = inline.iter().map(|text| ("script-src", policy::hash(text))).collect();
        let mut sources = self.config.policy_sources();
        // Drawings bring their own styles, which differ from one to the next; a page's own policy names its own.
        sources.entry("style-src".to_owned()).or_default().push("'unsafe-inline'".to_owned());
        let mut policy = policy::policy(&sources, &hashes);
        // Where others may show stories, pages may stand in theirs.
        if self.config.embeds.is_none() {
            policy.push_str("; frame-ancestors 'self'");
        }
        format!(
            "{}*\n  Content-Security-Policy: {policy}\n  X-Content-Type-Options: nosniff\n  \
             Referrer-Policy: strict-origin-when-cross-origin\n  \
             Permissions-Policy: camera=(), geolocation=(), microphone=(), browsing-topics=()\n",
            self.config.base_path()
        )
    }
}
