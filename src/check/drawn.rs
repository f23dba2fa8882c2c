//! One drawn page: where it leads, what it loads, and what of it is not said in words.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Diagnostic, Span};
use crate::digest::Digest;
use crate::html::policy;
use crate::html::tags::{self, Attribute, Tag, plain};
use crate::model::CopyOf;
use crate::path::SourcePath;
use crate::plan::{Artifact, Output};
use crate::site::Site;

/// As wide as a picture is shown where its page does not say, in CSS pixels.
const WIDEST: u32 = 1280;

/// The most device pixels that a screen has for a CSS pixel.
const DENSEST: u32 = 3;

/// A picture up to this width is never too large, however small it is shown.
const SMALL: u32 = 800;

/// As many other files are named in which the same thing is wrong.
const MOST_FILES: usize = 3;

/// More pixels than a browser unpacks without harm: a hundred million take 400 MB.
const MOST_PIXELS: u64 = 100_000_000;

/// What a page shows of itself.
#[derive(Default)]
pub struct Seen {
    /// What is wrong with it.
    pub found: Vec<Diagnostic>,
    /// The outputs to which it leads, by place in the plan.
    pub leads: Vec<usize>,
    /// The parts of other pages to which it leads: a place in the plan, an id, the address as it stands there.
    pub parts: BTreeSet<(usize, String, String)>,
    /// The addresses at other hosts to which it leads.
    pub outside: BTreeSet<String>,
    /// The digests of its ids, half of each.
    pub ids: Vec<u64>,
}

/// Looks at an output as it was drawn.
pub fn look(site: &Site, artifact: &Artifact, bytes: &[u8]) -> Seen {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Seen { found: super::names::shown(site, artifact, bytes, None, &[]), ..Seen::default() };
    };
    let mut look = PageInspector {
        site,
        artifact,
        seen: Seen::default(),
        said: BTreeSet::new(),
        own: BTreeMap::new(),
        policy: None,
        allowed: None,
        is_of_page: false,
    };
    match artifact.out.as_str().rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => {
            tags::each(text, &mut |tag| look.tag_once(&text[tag.range.clone()], tag));
            look.own_parts();
        }
        "css" => in_css(text).into_iter().for_each(|address| look.loads(address)),
        _ => {}
    }
    look.seen.leads.sort_unstable();
    look.seen.leads.dedup();
    look.seen.found.extend(super::names::shown(site, artifact, bytes, Some(text), &look.seen.leads));
    look.seen
}

/// The addresses that a stylesheet loads: `url(…)` and `@import "…"`.
pub fn in_css(text: &str) -> Vec<&str> {
    let urls = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    let imports = text.split("@import").skip(1).filter_map(|rest| rest.split(';').next());
    let imports = imports.filter(|import| !import.contains("url("));
    urls.chain(imports).map(|address| address.trim().trim_matches(['"', '\''])).collect()
}

/// The digest of an id.
pub fn id_digest(id: &str) -> u64 {
    Digest::of_bytes(id.as_bytes()).short()
}

/// Says of what many pages share that they do, once. A dead link is one finding, however many files hold it.
pub fn gather(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    type Same = (&'static str, Cow<'static, str>, Option<Span>);
    let mut first: BTreeMap<Same, (Diagnostic, usize, BTreeSet<SourcePath>)> = BTreeMap::new();
    for one in diagnostics {
        // Where it is written is known, or all pages of the theme have it.
        let is_by_target = matches!(one.code, "W0703" | "W0704");
        let place = one.span.clone().filter(|span| span.range.is_some() && !is_by_target);
        let file = one.span.as_ref().map(|span| span.path.clone());
        let key = (one.code, one.message.clone(), place);
        let (_, _, files) =
            first.entry(key).and_modify(|(_, more, _)| *more += 1).or_insert_with(|| (one, 0, BTreeSet::new()));
        files.extend(file);
    }
    let all = first.into_values().map(|(one, more, mut files)| {
        if let Some(span) = &one.span {
            files.remove(&span.path);
        }
        let shown: Vec<&str> = files.iter().take(MOST_FILES).map(SourcePath::as_str).collect();
        match (more, shown.is_empty()) {
            (0, _) => one,
            (_, false) => {
                let more = match files.len() - shown.len() {
                    0 => String::new(),
                    more => format!(" and {more} more"),
                };
                one.note(format!("and in {}{more}", shown.join(", ")))
            }
            (more, true) => one.note(format!("and on {more} other {}", if more == 1 { "page" } else { "pages" })),
        }
    });
    all.collect()
}

struct PageInspector<'a> {
    site: &'a Site,
    artifact: &'a Artifact,
    seen: Seen,
    /// What has been said of this page.
    said: BTreeSet<(&'static str, String)>,
    /// Parts of this very page that it leads to, with the address as it stands there.
    own: BTreeMap<String, String>,
    /// The page's Content-Security-Policy.
    policy: Option<Cow<'a, str>>,
    /// Its words, once something asks for them: few pages hold anything inline, and some hold a lot.
    allowed: Option<BTreeSet<String>>,
    /// Whether what was found out about a tag holds on this page only.
    is_of_page: bool,
}

impl<'a> PageInspector<'a> {
    /// Looks at a tag, unless it was seen on another page.
    fn tag_once(&mut self, text: &'a str, tag: Tag<'a>) {
        // Nothing is said of `<p>`.
        if !text.contains(' ') && tag.content.is_empty() && !tag.is("img") && tag.attributes().next().is_none() {
            return;
        }
        let known = &self.site.known_tags;
        let digest = Digest::of_bytes(text.as_bytes()).short();
        if let Some(leads) = known.get(digest) {
            return self.seen.leads.extend(leads);
        }
        let (has_content, before) = (!tag.content.is_empty(), self.seen.leads.len());
        self.is_of_page = has_content || tag.is("meta");
        self.tag(tag);
        let leads = &self.seen.leads[before..];
        if leads.len() < 2 && !self.is_of_page {
            known.insert(digest, leads.first().copied());
        }
    }

    fn tag(&mut self, tag: Tag<'a>) {
        let mut is_described = false;
        if tag.name.eq_ignore_ascii_case("meta")
            && tag.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("content-security-policy"))
        {
            (self.policy, self.allowed) = (tag.get("content"), None);
        }
        if policy::directive(&tag).is_some() && !self.allows(&policy::hash(tag.content)) {
            let first = tag.content.trim();
            // Templates fill in the rest.
            let first = &first[..first.floor_char_boundary(12)];
            self.stopped(&format!("an inline {}", tag.name), first);
        }
        for Attribute { name, value, .. } in tag.attributes() {
            match name.len() {
                2 if name.eq_ignore_ascii_case("id") => {
                    self.is_of_page = true;
                    self.seen.ids.push(id_digest(&plain(value)));
                }
                3 if name.eq_ignore_ascii_case("src") => self.shows(&tag, &plain(value)),
                3 if name.eq_ignore_ascii_case("alt") => is_described = true,
                4 if name.eq_ignore_ascii_case("href") => self.href(&tag, plain(value)),
                4 if name.eq_ignore_ascii_case("name") && tag.name.eq_ignore_ascii_case("a") => {
                    self.is_of_page = true;
                    self.seen.ids.push(id_digest(&plain(value)));
                }
                4 if name.eq_ignore_ascii_case("data") && tag.name.eq_ignore_ascii_case("object") => {
                    self.shows(&tag, &plain(value))
                }
                5 if name.eq_ignore_ascii_case("style") => {
                    if !self.allows("'unsafe-inline'") {
                        self.stopped("a `style` attribute", value);
                    }
                    in_css(&plain(value)).into_iter().for_each(|address| self.loads(address));
                }
                6 if name.eq_ignore_ascii_case("poster") => self.shows(&tag, &plain(value)),
                6 | 11 if name.to_ascii_lowercase().ends_with("srcset") => {
                    for candidate in plain(value).split(',') {
                        self.shows(&tag, candidate.split_whitespace().next().unwrap_or(""));
                    }
                }
                _ if name.len() > 2
                    && name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"))
                    && !self.allows("'unsafe-inline'") =>
                {
                    self.stopped(&format!("`{name}`"), value);
                }
                _ => {}
            }
        }
        if !is_described && tag.name.eq_ignore_ascii_case("img") {
            let source = tag.get("src").unwrap_or_default();
            self.say("W0706", format!("`{source}` is shown without an alternative text"), &source, |found| {
                found.help("give the `img` an `alt`: what it shows, or nothing (alt=\"\") if it is mere decoration")
            });
        }
    }

    /// Whether the page's policy names a source; a page without one allows all.
    fn allows(&mut self, source: &str) -> bool {
        self.is_of_page = true;
        let Some(policy) = &self.policy else { return true };
        let words = || policy.split([' ', ';']).map(str::to_owned).collect();
        self.allowed.get_or_insert_with(words).contains(source)
    }

    /// Something inline that the browser will not run.
    fn stopped(&mut self, what: &str, text: &str) {
        self.say("W0708", format!("the policy of its page stops {what}"), text, |found| {
            found.help(
                "move it into a file below static/, and data into `data-` attributes; or see [security] in the config",
            )
        });
    }

    fn href(&mut self, tag: &Tag<'a>, address: Cow<'a, str>) {
        if tag.name.eq_ignore_ascii_case("link") {
            let rel = tag.get("rel").unwrap_or_default().to_ascii_lowercase();
            let loads = [
                "stylesheet",
                "icon",
                "preload",
                "prefetch",
                "modulepreload",
                "manifest",
                "preconnect",
                "dns-prefetch",
            ];
            if rel.split_whitespace().any(|word| loads.contains(&word) || word.ends_with("-icon")) {
                return self.shows(tag, &address);
            }
        }
        self.leads(&address);
    }

    /// An address whose content the page shows.
    fn shows(&mut self, tag: &Tag<'a>, address: &str) {
        self.loads(address);
        if let Some(at) = self.leads(address)
            && tag.name.eq_ignore_ascii_case("img")
            && let Output::Copy(CopyOf::Source(source)) = &self.site.pages[at].output
            && let Some(size) = self.site.model.pictures.get(source).copied()
            && !source.as_str().ends_with(".svg")
        {
            // A picture's own width says how it is formed, not how wide it is shown.
            let shown = tag.get("width").and_then(|width| width.parse().ok()).filter(|shown| *shown != size.0);
            self.picture(source.clone(), size, shown);
        }
    }

    fn picture(&mut self, source: SourcePath, (width, height): (u32, u32), shown: Option<u32>) {
        let pixels = u64::from(width) * u64::from(height);
        let most = shown.unwrap_or(WIDEST).saturating_mul(DENSEST).max(SMALL);
        let message = match shown {
            _ if pixels > MOST_PIXELS => format!("this picture unpacks to {width} × {height} pixels"),
            _ if width <= most => return,
            Some(shown) => format!("this picture is {width} pixels wide, and shown {shown} wide"),
            None => format!("this picture is {width} pixels wide, and nowhere shown wider than {WIDEST}"),
        };
        self.is_of_page = true;
        if self.said.insert(("W0707", message.clone())) {
            let help = format!("save it {most} pixels wide: that is enough for any screen");
            let note = format!("on /{}", self.artifact.out);
            self.seen.found.push(Diagnostic::warning("W0707", message).at(Span::file(&source)).note(note).help(help));
        }
    }

    /// An address to which the page leads: the output there, if it is one of ours.
    fn leads(&mut self, address: &str) -> Option<usize> {
        let Some(path) = self.own_address(address) else {
            let address = address.trim();
            if address.starts_with("https://") || address.starts_with("http://") {
                self.is_of_page = true;
                self.seen.outside.insert(address.to_owned());
            }
            return None;
        };
        let (path, part) = path.split_once('#').map_or((&*path, ""), |(path, part)| (path, part));
        // Elsewhere a relative address leads elsewhere, and a part may be there or not.
        self.is_of_page |= !path.starts_with('/') || !part.is_empty();
        if path.is_empty() {
            if !part.is_empty() && part != "top" {
                self.own.insert(decoded(part), address.to_owned());
            }
            return None;
        }
        // Most addresses are plain, and need no reading.
        let plain = path.strip_prefix(&self.site.settings.base_path).and_then(|below| self.site.position(below));
        let found = match plain {
            Some(at) => Some(at),
            None => self.site.position(&self.site.resolve(self.artifact.out.as_str(), path)?),
        };
        let Some(at) = found else {
            self.say("W0703", format!("a page leads to `{address}`, and nothing is there"), address, |found| {
                found.help("mend the address, or put the file there: static/ holds what stands at the site's root")
            });
            return None;
        };
        self.seen.leads.push(at);
        if !part.is_empty() && part != "top" {
            if self.site.pages[at].out == self.artifact.out {
                self.own.insert(decoded(part), address.to_owned());
            } else {
                self.seen.parts.insert((at, decoded(part), address.to_owned()));
            }
        }
        Some(at)
    }

    /// An address of the site as a path, if it is one.
    fn own_address<'b>(&self, address: &'b str) -> Option<Cow<'b, str>> {
        let address = address.trim();
        if let Some(rest) = address.strip_prefix(self.site.model.config.origin()).filter(|rest| rest.starts_with('/')) {
            return Some(Cow::Borrowed(rest));
        }
        let has_scheme = address.find([':', '/', '?', '#']).is_some_and(|at| address[at..].starts_with(':'));
        (!has_scheme && !address.starts_with("//")).then_some(Cow::Borrowed(address))
    }

    /// An address that the browser fetches by itself.
    fn loads(&mut self, address: &str) {
        let address = address.trim();
        let rest = match address.split_once(':') {
            Some((scheme, rest)) if ["http", "https"].iter().any(|http| scheme.eq_ignore_ascii_case(http)) => rest,
            Some(_) => return,
            None => address,
        };
        if rest.starts_with("//") && self.own_address(address).is_none() {
            let host = rest.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or_default();
            self.say("W0704", format!("a page loads something from `{host}`, another host"), address, |found| {
                found
                    .note(format!("it is `{address}`"))
                    .help("save it below static/: whoever keeps that host sees each of your readers")
            });
        }
    }

    /// The parts of this page to which it leads itself.
    fn own_parts(&mut self) {
        let ids: BTreeSet<u64> = self.seen.ids.iter().copied().collect();
        let missing: Vec<(String, String)> =
            std::mem::take(&mut self.own).into_iter().filter(|(part, _)| !ids.contains(&id_digest(part))).collect();
        for (part, address) in missing {
            self.no_part(&part, &address);
        }
    }

    fn no_part(&mut self, part: &str, address: &str) {
        let message = format!("a page leads to `{address}`, and has no part `{part}`");
        self.say("W0703", message, address, |found| found.help("give the part that is meant this `id`"));
    }

    fn say(&mut self, code: &'static str, message: String, address: &str, finish: impl Fn(Diagnostic) -> Diagnostic) {
        self.is_of_page = true;
        if self.said.insert((code, message.clone())) {
            self.seen.found.push(finish(on_page(self.site, self.artifact, code, message, address)));
        }
    }
}

/// A finding on a drawn page. Where the address is written is looked for in the page's source, then in the site's
/// own templates and those of its theme.
pub fn on_page(site: &Site, artifact: &Artifact, code: &'static str, message: String, address: &str) -> Diagnostic {
    let found = Diagnostic::warning(code, message).note(format!("on /{}", artifact.out));
    let found = match artifact.source_file() {
        Some(path) => found.at(Span::file(path)),
        None => found,
    };
    // A file that is copied from `static/` is no source of a page.
    let copied = SourcePath::new(format!("static/{}", artifact.out));
    let templates = site.model.theme.sources.values().cloned();
    found.sought(address, artifact.source_file().cloned().into_iter().chain([copied]).chain(templates))
}

fn decoded(part: &str) -> String {
    percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::in_css;

    #[test]
    fn a_stylesheet_loads_what_it_imports_and_what_it_shows() {
        let css = "@import \"base.css\"; a { background: url('img/x.svg') } @import url(y.css);";
        assert_eq!(in_css(css), ["img/x.svg", "y.css", "base.css"]);
    }
}
