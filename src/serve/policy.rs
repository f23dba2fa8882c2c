//! What a browser may do with an answer: the policy that it gets as a header, and which pages of other origins may
//! load it at all.

use super::guard::Asker;
use crate::html::policy;
use crate::model::CopyOf;
use crate::plan::{Artifact, Output, Subject, headers};
use crate::site::Site;

/// Of the server's own pages, and of short answers.
pub const OWN: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
                       form-action 'none'; frame-ancestors 'self'";

/// Of what could run a script and is no page of the site, such as a drawing or a page that came with a story: it is
/// shown, and runs nothing.
const LOCKED: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
                      media-src 'self'; sandbox; frame-ancestors 'self'";

/// Of feeds, which browsers show by a style sheet of the theme.
const FEED: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// Of other files: pictures, films, documents. A sandbox would keep browsers from showing PDFs.
const FILE: &str = "script-src 'none'; object-src 'self'; base-uri 'none'; frame-ancestors 'self'";

/// Who may frame what `[embeds]` lists: pages on this machine, whose names no resolver decides about.
const NEAR: &str = "frame-ancestors 'self' http://localhost:* http://*.localhost:* http://127.0.0.1:*";

/// The policy of an output, for its header. A page has the one that stands in it, or else the one of all files.
pub fn of(site: &Site, artifact: &Artifact, bytes: &[u8]) -> String {
    let from_content =
        matches!(&artifact.output, Output::Copy(CopyOf::Source(path)) if !path.as_str().starts_with("static/"));
    let mime = mime_guess::from_path(artifact.out.as_str()).first_or_octet_stream();
    let is_html = mime.essence_str() == "text/html";
    let is_active = is_html || mime.essence_str().ends_with("xml");
    if !is_active {
        return FILE.to_owned();
    }
    if matches!(artifact.output, Output::Feed(..)) {
        return FEED.to_owned();
    }
    if !is_html || from_content {
        return LOCKED.to_owned();
    }
    let ancestors = if is_embed(artifact) { NEAR } else { "frame-ancestors 'self'" };
    // A site may want no policy.
    if site.settings.policies.is_none() {
        return ancestors.to_owned();
    }
    let written = std::str::from_utf8(bytes).ok().and_then(policy::written);
    let all = written.map_or_else(|| headers::policy_of_all(&site.model), str::to_owned);
    format!("{all}; {ancestors}")
}

/// Whether a page of another origin may load an output. None may, unless the site has `[embeds]`: then pages on this
/// machine may load what stands on other people's pages, to try it. What such a frame loads in turn comes without a
/// name, since frames of embeds are sandboxed: of that, stylesheets and fonts, in which nobody's words are.
pub fn may_load(site: &Site, asker: Asker, artifact: &Artifact) -> bool {
    match asker {
        Asker::Own => true,
        Asker::Neighbour => {
            site.model.config.embeds.is_some() && (is_embed(artifact) || is_element(artifact) || is_dress(artifact))
        }
        Asker::Stranger => site.model.config.embeds.is_some() && is_dress(artifact),
    }
}

/// Whether other origins may load an output at all: browsers ask this of the answer.
pub fn is_for_others(site: &Site, artifact: &Artifact) -> bool {
    may_load(site, Asker::Neighbour, artifact)
}

/// What `[embeds]` lists: walls, stories, badges, and the documents that say how to show them.
fn is_embed(artifact: &Artifact) -> bool {
    matches!(artifact.output, Output::OEmbed(_) | Output::Template { subject: Subject::Embed(_), .. })
}

/// The script of the custom element.
fn is_element(artifact: &Artifact) -> bool {
    artifact.out.as_str() == "js/embed.js" && is_of_theme(artifact)
}

fn is_dress(artifact: &Artifact) -> bool {
    matches!(artifact.out.as_str().rsplit_once('.'), Some((_, "css" | "woff2"))) && is_of_theme(artifact)
}

/// Whether a file comes from a theme or from `static/`, not with a text.
fn is_of_theme(artifact: &Artifact) -> bool {
    match &artifact.output {
        Output::Copy(CopyOf::Source(path)) => path.as_str().starts_with("static/"),
        Output::Copy(CopyOf::Disk(..) | CopyOf::Embedded(_) | CopyOf::Bundle(_)) => true,
        Output::Template { subject, .. } => matches!(subject, Subject::Plain(_)),
        _ => false,
    }
}
