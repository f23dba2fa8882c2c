//! Rewriting the addresses in finished HTML, attribute by attribute.

use std::borrow::Cow;
use std::ops::Range;

use super::tags::{self, Attribute, Tag, plain};

/// The attributes that hold one address.
const ATTRIBUTES: [&str; 10] =
    ["href", "src", "action", "formaction", "poster", "data-src", "xlink:href", "background", "cite", "longdesc"];

/// Every address in a page, with the name of the element that has it.
pub fn addresses(html: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    rewrite(html, &mut |element, address| {
        all.push((element.to_ascii_lowercase(), address.to_owned()));
        None
    });
    all
}

/// Gives each address in a tag, with the element's name, to `change`, which may give another. Text is
/// never touched.
pub fn rewrite(html: &str, change: &mut dyn FnMut(&str, &str) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut copied = 0;
    let mut put = |range: Range<usize>, value: &str| {
        out.push_str(&html[copied..range.start]);
        let quote = if html[range.clone()].starts_with('\'') { '\'' } else { '"' };
        out.push(quote);
        for c in value.chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '"' if quote == '"' => out.push_str("&quot;"),
                '\'' if quote == '\'' => out.push_str("&#39;"),
                c => out.push(c),
            }
        }
        out.push(quote);
        copied = range.end;
    };
    tags::each(html, &mut |tag| {
        for attribute in tag.attributes().filter(|attribute| !attribute.value.is_empty()) {
            if let Some(value) = changed(&tag, &attribute, change) {
                put(attribute.range, &value);
            }
        }
    });
    out.push_str(&html[copied..]);
    out
}

/// The value that an attribute gets, if it holds addresses and any of them changes.
fn changed(tag: &Tag, attribute: &Attribute, change: &mut dyn FnMut(&str, &str) -> Option<String>) -> Option<String> {
    let is = |name: &str| attribute.name.eq_ignore_ascii_case(name);
    if ATTRIBUTES.iter().any(|name| is(name)) || (is("data") && tag.is("object")) {
        return change(tag.name, &plain(attribute.value));
    }
    if attribute
        .name
        .get(attribute.name.len().saturating_sub(6)..)
        .is_some_and(|end| end.eq_ignore_ascii_case("srcset"))
    {
        let value = plain(attribute.value);
        let all = candidates(&value, &mut |address| change(tag.name, address));
        return (all != value).then_some(all);
    }
    let refreshes = || tag.get("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh"));
    if is("content") && tag.is("meta") && refreshes() {
        let value = plain(attribute.value);
        let (lead, address) = refresh(&value)?;
        return change(tag.name, &address).map(|address| format!("{lead}{address}"));
    }
    None
}

/// Where a `refresh` leads, and what stands before it: `0; url='/there/'` (HTML, section 4.2.5.3).
fn refresh(value: &str) -> Option<(String, Cow<'_, str>)> {
    let (delay, rest) = value.split_once([';', ','])?;
    let rest = rest.trim();
    let rest = match rest.get(..3) {
        Some(url) if url.eq_ignore_ascii_case("url") => rest[3..].trim_start().strip_prefix('=').unwrap_or(rest).trim(),
        _ => rest,
    };
    let address = rest.trim_matches(['"', '\'']);
    Some((format!("{}; url=", delay.trim()), Cow::Borrowed(address)))
}

/// The addresses of a `srcset`, each with what it is for: `a.jpg 1x, b.jpg 2x`.
fn candidates(value: &str, change: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let all = value.split(',').map(|candidate| {
        let candidate = candidate.trim();
        let (address, size) = candidate.split_once(char::is_whitespace).unwrap_or((candidate, ""));
        let address = change(address).unwrap_or_else(|| address.to_owned());
        if size.is_empty() { address } else { format!("{address} {}", size.trim()) }
    });
    all.collect::<Vec<_>>().join(", ")
}

/// An address of the site as seen from a page `depth` folders down; a folder's page is named. It begins with `./` or
/// `../`, so that nothing in it can be read as a scheme or as a host.
pub fn relative(address: &str, base_path: &str, depth: usize) -> Option<String> {
    let path = address.strip_prefix(base_path).filter(|_| !address.starts_with("//"))?;
    let cut = path.find(['#', '?']).unwrap_or(path.len());
    let (path, rest) = path.split_at(cut);
    let file = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    let up = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
    Some(format!("{up}{path}{file}{rest}"))
}

/// A text of the site with its own addresses whole, for feeds and programs.
pub fn with_origin<'a>(html: &'a str, origin: &str) -> Cow<'a, str> {
    if may_hold_path(html) {
        Cow::Owned(rewrite(html, &mut |_, address| absolute(address, origin)))
    } else {
        Cow::Borrowed(html)
    }
}

/// Whether a value of an attribute may begin with a slash: most texts have no such address, and few have other slashes
/// after these characters.
fn may_hold_path(html: &str) -> bool {
    let bytes = html.as_bytes();
    let begins = |at: usize| {
        at.checked_sub(1).is_some_and(|before| matches!(bytes[before], b'"' | b'\'' | b'=' | b',' | b';' | 0..=b' '))
    };
    memchr::memchr_iter(b'/', bytes).any(begins) || memchr::memmem::find(bytes, b"&#").is_some()
}

/// An address of the site with its host, for feeds.
fn absolute(address: &str, origin: &str) -> Option<String> {
    (address.starts_with('/') && !address.starts_with("//")).then(|| format!("{origin}{address}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_attributes_of_tags_are_rewritten() {
        let html = r#"<a class="x" href="/a/">see href="/b/" &lt;a href="/c/"&gt;</a><img src="/d.png" alt='a > b href="/e/"'><script>"<a href=\"/f/\">"</script>"#;
        let out = rewrite(html, &mut |_, address| Some(format!("..{address}")));
        assert_eq!(out, html.replace("href=\"/a/\"", "href=\"../a/\"").replace("src=\"/d", "src=\"../d"));
    }

    #[test]
    fn every_candidate_of_a_picture_is_rewritten() {
        let html = r#"<img src="/a.jpg" srcset="/a.jpg 1x, /b.jpg 2x">"#;
        assert_eq!(
            rewrite(html, &mut |_, address| Some(format!("..{address}"))),
            r#"<img src="../a.jpg" srcset="../a.jpg 1x, ../b.jpg 2x">"#
        );
        assert_eq!(addresses(html).len(), 3);
    }

    #[test]
    fn the_site_s_own_addresses_are_whole_elsewhere() {
        for (html, whole) in [
            ("<a href=\"/a/\">b/c</a>", "<a href=\"https://x.example/a/\">b/c</a>"),
            ("<a href=/a/>b</a>", "<a href=\"https://x.example/a/\">b</a>"),
            ("<a href= '/a/'>b</a>", "<a href= 'https://x.example/a/'>b</a>"),
            ("<a href=&#x2F;a/>b</a>", "<a href=\"https://x.example/a/\">b</a>"),
            ("<img srcset=\"b.png 1x,/a.png 2x\">", "<img srcset=\"b.png 1x, https://x.example/a.png 2x\">"),
            ("<a href=\"https://y.example/a/\">b/c</a><br/>", "<a href=\"https://y.example/a/\">b/c</a><br/>"),
            ("<a href=\"//y.example/\">b</a>", "<a href=\"//y.example/\">b</a>"),
            ("</p> / <p>", "</p> / <p>"),
        ] {
            assert_eq!(with_origin(html, "https://x.example"), whole);
        }
    }

    #[test]
    fn a_relative_address_names_the_file_of_a_folder() {
        assert_eq!(relative("/y/z/a/#b", "/y/z/", 2).as_deref(), Some("../../a/index.html#b"));
        assert_eq!(relative("/y/z/css/x.css", "/y/z/", 1).as_deref(), Some("../css/x.css"));
        assert_eq!(relative("https://e.example/", "/", 1), None);
    }

    #[test]
    fn a_relative_address_has_no_scheme_and_no_host() {
        for path in [
            "/javascript:alert(1)/",
            "/a:b",
            "/https:/evil.example/",
            "/x//evil.example/",
            "/\\evil.example/",
            "/data:,x",
            "/",
        ] {
            for depth in 0..3 {
                let address = relative(path, "/", depth).unwrap();
                assert!(address.starts_with("./") || address.starts_with("../"), "{address}");
            }
        }
        assert_eq!(relative("//evil.example/", "/", 0), None);
    }

    #[test]
    fn addresses_are_found_however_they_are_written_and_not_in_comments() {
        let html = "<A HREF=/a/>x</A><a\nhref = '/b/?x&amp;y=\"'>y</a><!-- <a href=\"/no/\"> --><svg><use xlink:href=\"/c.svg#d\"/></svg>\
                    <OBJECT data=/e></OBJECT><p data=/no title=\"href='/no'\"><img SrcSet=\"/f 1x\"><button formaction=/g>\
                    <meta HTTP-EQUIV=Refresh content=\"3;URL='/h/'\"><meta name=x content=\"0; url=/no\"><script src=/i>'<a href=\"/no\">'</SCRIPT >\
                    <textarea><a href=\"/no\"></textarea><a href=/last>";
        let out = rewrite(html, &mut |_, address| Some(format!("..{address}")));
        let expected = html
            .replace("HREF=/a/", "HREF=\"../a/\"")
            .replace("'/b/?x&amp;y=\"'", "'../b/?x&amp;y=\"'")
            .replace("\"/c.svg#d\"", "\"../c.svg#d\"")
            .replace("data=/e", "data=\"../e\"")
            .replace("\"/f 1x\"", "\"../f 1x\"")
            .replace("formaction=/g", "formaction=\"../g\"")
            .replace("3;URL='/h/'", "3; url=../h/")
            .replace("src=/i", "src=\"../i\"")
            .replace("href=/last", "href=\"../last\"");
        assert_eq!(out, expected);
    }
}
