//! Rewriting the addresses in finished HTML, attribute by attribute.

use super::tags::tag_end;

/// The attributes that hold one address.
const ATTRIBUTES: [&str; 5] = ["href", "src", "action", "poster", "data-src"];

/// Every address in a page, with the name of the element that has it.
pub fn addresses(html: &str) -> Vec<(String, String)> {
    let mut all = Vec::new();
    rewrite(html, &mut |element, address| {
        all.push((element.to_ascii_lowercase(), address.replace("&amp;", "&")));
        None
    });
    all
}

/// Gives each address in a tag, with the element's name, to `change`, which may give another. Text is
/// never touched.
pub fn rewrite(html: &str, change: &mut dyn FnMut(&str, &str) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        let (text, tag) = rest.split_at(open);
        out.push_str(text);
        let is_tag = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic());
        let end = if is_tag { tag_end(tag) } else { 1 };
        if is_tag {
            rewrite_tag(&tag[..end], change, &mut out)
        } else {
            out.push_str(&tag[..end])
        }
        rest = &tag[end..];
        // What scripts and styles hold is not HTML.
        for raw in ["script", "style"] {
            if is_tag && tag[1..].starts_with(raw) {
                let close = rest.find(&format!("</{raw}")).unwrap_or(rest.len());
                out.push_str(&rest[..close]);
                rest = &rest[close..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn rewrite_tag(tag: &str, change: &mut dyn FnMut(&str, &str) -> Option<String>, out: &mut String) {
    let element = tag[1..].split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let mut rest = tag;
    // Quotes of either kind hold a value; names stand before them.
    while let Some(open) = rest.find(['"', '\'']) {
        let (before, value) = rest.split_at(open + 1);
        let quote = &before[open..];
        let end = value.find(quote).unwrap_or(value.len());
        let (value, after) = value.split_at(end);
        out.push_str(before);
        let name = before[..open].trim_end().trim_end_matches('=').trim_end();
        let name = name.rsplit(|c: char| c.is_whitespace() || c == '"' || c == '\'').next().unwrap_or("");
        // `<meta http-equiv="refresh" content="0; url=/there/">`
        let (lead, address) = match value.strip_prefix("0; url=") {
            Some(address) if name == "content" => ("0; url=", address),
            _ => ("", value),
        };
        let changed = match name.ends_with("srcset") {
            true => Some(candidates(value, &mut |address| change(element, address))),
            false if ATTRIBUTES.contains(&name) || !lead.is_empty() => change(element, address),
            false => None,
        };
        out.push_str(lead);
        out.push_str(changed.as_deref().unwrap_or(address));
        // The closing quote is not an opening one.
        let closed = after.len().min(1);
        out.push_str(&after[..closed]);
        rest = &after[closed..];
    }
    out.push_str(rest);
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

/// An address of the site as seen from a page `depth` folders down; a folder's page is named.
pub fn relative(address: &str, base_path: &str, depth: usize) -> Option<String> {
    let path = address.strip_prefix(base_path).filter(|_| !address.starts_with("//"))?;
    let cut = path.find(['#', '?']).unwrap_or(path.len());
    let (path, rest) = path.split_at(cut);
    let file = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    let up = "../".repeat(depth);
    Some(format!("{up}{path}{file}{rest}"))
}

/// An address of the site with its host, for feeds.
pub fn absolute(address: &str, origin: &str) -> Option<String> {
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
    fn a_relative_address_names_the_file_of_a_folder() {
        assert_eq!(relative("/y/z/a/#b", "/y/z/", 2).as_deref(), Some("../../a/index.html#b"));
        assert_eq!(relative("/y/z/css/x.css", "/y/z/", 1).as_deref(), Some("../css/x.css"));
        assert_eq!(relative("https://e.example/", "/", 1), None);
    }
}
