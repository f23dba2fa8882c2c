//! The addresses that files ask for, with `permalink` and `aliases`: which of them may be had.
//!
//! A name in a site's root may mean something to a host (`_headers`, `.htaccess`), to a browser (`sw.js`), to search
//! engines (`robots.txt`), or to this program. Lists of such names are never whole, so strangers' files get what is
//! plainly the address of a page, and nothing else.

use crate::diag::Diagnostic;
use crate::model::{Right, Trust};

/// Which field asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The page itself is to stand there.
    Permalink,
    /// What stands there leads to the page.
    Alias,
}

/// The endings of pages: what other generators and content systems call them.
const PAGES: [&str; 3] = ["html", "htm", "xhtml"];

/// The endings of files for programs that a site's own pages may be.
const DATA: [&str; 3] = ["xml", "json", "txt"];

/// The endings of pages that a program made, where an alias may lead from.
const PROGRAMS: [&str; 12] =
    ["php", "php3", "php5", "asp", "aspx", "jsp", "jspx", "cfm", "cgi", "pl", "shtml", "phtml"];

/// The folders of pages and files that are generated, in each language's folder.
const GENERATED: [&str; 6] = ["api", "embed", "insights", "integrity", "journey", "tell"];

/// What this program's own files begin with.
const OWN: &str = ".anecdote";

/// Why an address cannot be had: a code, what is wrong, and a way out.
#[derive(Debug, PartialEq, Eq)]
pub struct Refusal {
    code: &'static str,
    why: String,
    help: &'static str,
}

impl Refusal {
    fn reserved(why: String, help: &'static str) -> Self {
        Self { code: "E0605", why, help }
    }

    /// One for an address that no disk can hold, and why.
    pub fn unwritable(why: String) -> Self {
        Self { code: "E0601", why, help: "write another path, as `/2019/old-post/`" }
    }

    /// What is said of a page that cannot stand where it asks to, without the place.
    pub fn of_permalink(self) -> Diagnostic {
        let help = format!("{}; the page stands where it would without `permalink`", self.help);
        Diagnostic::error(self.code, self.why).help(help)
    }

    /// What is said of an alias that is left out, without the place.
    pub fn of_alias(self) -> Diagnostic {
        Diagnostic::warning("W0607", format!("this alias is left out: {}", self.why)).help(self.help)
    }
}

/// Whether a file that is trusted so far may have an address, which it writes as `path`. `languages` have folders of
/// their own.
pub fn check(path: &str, field: Field, trust: Trust, languages: &[String]) -> Result<(), Refusal> {
    if path.contains("://") || path.starts_with("//") {
        let why = format!("`{path}` names a host: an address of this site is a path");
        return Err(Refusal { code: "E0606", why, help: "write what follows the host, as `/2019/old-post/`" });
    }
    if path.contains(['?', '#']) {
        let why = format!("`{path}` is no path: `?` begins a query and `#` a part of a page");
        return Err(Refusal { code: "E0606", why, help: "write the path alone, as `/2019/old-post/`" });
    }
    let parts: Vec<String> = path.split('/').filter(|part| !part.is_empty()).map(bare).collect();
    not_hidden(path, &parts, trust)?;
    if trust.may(Right::AnyPermalink) {
        return Ok(());
    }
    let below = match parts.first() {
        Some(first) if languages.iter().any(|code| code.eq_ignore_ascii_case(first)) => &parts[1..],
        _ => &parts[..],
    };
    match below.first() {
        None => return Err(Refusal::reserved(format!("`{path}` is the home page's"), "name a page below it")),
        Some(first) if GENERATED.contains(&first.as_str()) => {
            let why = format!("`{path}` stands among the pages that the site makes in `/{first}/`");
            return Err(Refusal::reserved(why, "begin it with another folder"));
        }
        Some(_) => {}
    }
    match parts.last().filter(|_| !path.ends_with('/')) {
        Some(name) => is_page(path, name, field),
        None => Ok(()),
    }
}

/// Whether an output is called as only this program's own files are.
pub fn is_programs_own(out: &str) -> bool {
    bare(out.split('/').next().unwrap_or("")).starts_with(OWN)
}

/// A part of a path as a disk may take it: without case, and without characters that are not shown, which some ignore.
fn bare(part: &str) -> String {
    let is_shown = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    part.trim().chars().filter(is_shown).flat_map(char::to_lowercase).collect()
}

/// Names that begin with a dot are hidden, and mean something to whoever put them there; `_` begins those of hosts and
/// generators. The site's own pages may stand in `/.well-known/` (RFC 8615).
fn not_hidden(path: &str, parts: &[String], trust: Trust) -> Result<(), Refusal> {
    let may = trust.may(Right::AnyPermalink);
    let is_well_known = |at: usize, part: &str| may && at == 0 && part == ".well-known";
    let is_reserved = |(at, part): (usize, &String)| {
        (part.starts_with('.') && !part.trim_matches('.').is_empty() && !is_well_known(at, part))
            || (part.starts_with('_') && !may)
    };
    if parts.iter().enumerate().any(is_reserved) {
        Err(Refusal::reserved(
            format!("`{path}` has a part that begins with `.` or `_`: such names are kept for hosts and programs"),
            "take the sign away",
        ))
    } else {
        Ok(())
    }
}

/// Whether the last part of an address names a file. `/news/v2.0` is a page.
pub fn is_file(name: &str, field: Field) -> bool {
    let ending = name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_ascii_lowercase());
    let ending = ending.as_str();
    PAGES.contains(&ending) || DATA.contains(&ending) || (field == Field::Alias && PROGRAMS.contains(&ending))
}

/// Whether a file's name is that of a page, and not of what a host shows when something is wrong.
fn is_page(path: &str, name: &str, field: Field) -> Result<(), Refusal> {
    // `v2.0` has no ending; strangers may call no folder `sw.js` either.
    let is_ending =
        |ending: &str| ending.starts_with(|c: char| c.is_alphabetic()) && ending.chars().all(char::is_alphanumeric);
    let Some((stem, ending)) = name.rsplit_once('.').filter(|(_, ending)| is_ending(ending)) else { return Ok(()) };
    let is_page = PAGES.contains(&ending) || (field == Field::Alias && PROGRAMS.contains(&ending));
    if !is_page {
        let why = format!("`{path}` is the address of a file, and not of a page");
        return Err(Refusal::reserved(why, "end it with a slash, or with .html"));
    }
    // `404.html`, `50x.html`
    let is_status = stem.len() == 3 && stem.starts_with(|c: char| c.is_ascii_digit());
    if is_status && stem.bytes().all(|byte| byte.is_ascii_digit() || byte == b'x') {
        Err(Refusal::reserved(
            format!("`{path}` is what hosts show in place of other pages"),
            "call it something else, or end it with a slash",
        ))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(path: &str, field: Field, trust: Trust) -> Option<&'static str> {
        check(path, field, trust, &["en".to_owned(), "es".to_owned()]).err().map(|refusal| refusal.code)
    }

    #[test]
    fn strangers_get_addresses_of_pages_and_no_others() {
        for path in
            ["/a/", "a", "/2019/05/old-post.html", "/x.htm", "/a.b/", "/es/a/", "/a/api/", "/2019/404/", "/con:text/"]
        {
            assert_eq!(code(path, Field::Permalink, Trust::Voice), None, "{path}");
            assert_eq!(code(path, Field::Alias, Trust::Profile), None, "{path}");
        }
        for path in ["/old.php", "/x/Default.aspx", "/index.cfm"] {
            assert_eq!(code(path, Field::Alias, Trust::Voice), None, "{path}");
            assert_eq!(code(path, Field::Permalink, Trust::Voice), Some("E0605"), "{path}");
        }
        let reserved = [
            "/.anecdote-manifest.json",
            "/.Anecdote-staging-1/a/",
            "/robots.txt",
            "/.htaccess",
            "/_worker.js",
            "/sw.js",
            "/web.config",
            "/.well-known/security.txt",
            "/.git/config",
            "/a/.git/",
            "/_headers",
            "/_redirects",
            "/x/_y/",
            "/404.html",
            "/de/50x.html",
            "/service-worker.js",
            "/sitemap.xml",
            "/CNAME.txt",
            "/favicon.ico",
            "/ads.txt",
            "/vercel.json",
            "/netlify.toml",
            "/",
            "/es/",
            "/api/v1/x/",
            "/es/Integrity/x/",
            "/embed/x/",
            "/\u{200c}.git/x/",
            "/.g\u{200c}it/",
            "/x.js",
            "/feed.json",
        ];
        for path in reserved {
            assert_eq!(code(path, Field::Permalink, Trust::Voice), Some("E0605"), "{path}");
            assert_eq!(code(path, Field::Alias, Trust::Voice), Some("E0605"), "{path}");
        }
    }

    #[test]
    fn the_site_s_own_pages_get_all_but_hidden_names() {
        for path in ["/.well-known/x/", "/feed.json", "/404.html", "/_x/", "/api/", "/"] {
            assert_eq!(code(path, Field::Permalink, Trust::Own), None, "{path}");
        }
        for path in ["/.anecdote-manifest.json", "/.git/x/", "/a/.well-known/", "/.htaccess"] {
            assert_eq!(code(path, Field::Alias, Trust::Own), Some("E0605"), "{path}");
        }
    }

    #[test]
    fn an_address_is_a_path() {
        for path in ["//evil.example", "https://evil.example/a", "///x"] {
            assert_eq!(code(path, Field::Permalink, Trust::Own), Some("E0606"), "{path}");
        }
        assert_eq!(code("/?p=12", Field::Alias, Trust::Voice), Some("E0606"));
        assert_eq!(code("/a#b", Field::Permalink, Trust::Voice), Some("E0606"));
    }
}
