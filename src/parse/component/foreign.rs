//! The tags of other generators: shortcodes of Hugo and Zola, tags of Liquid, JSX, and what stands alone in a line for
//! a table of contents. What we have a component for becomes a call of it, what Markdown has signs for becomes those,
//! and of all others what they stand around is kept. Their names are in [`super::names`].

use std::collections::BTreeSet;
use std::ops::Range;

use super::arguments::Cursor;
use super::foreign_names::{CONTENTS, DETAILS, NOTES, WORDPRESS, component};
use super::jsx::{html_with_values, jsx, jsx_tag};
use super::tag::{Ends, Other, Tag, known_or_left_out, name_of, tag_args, window};
use super::wordpress::wordpress;
use super::{Call, Dialect};
use crate::model::{ANYWHERE, Data};
use crate::parse::signs::Signs;

impl Ends {
    /// Finds them.
    pub fn of(text: &str) -> Self {
        let mut all = Self::default();
        for (at, sign) in text.match_indices(['{', '<']) {
            let tag = match (sign, text.as_bytes().get(at + 1)) {
                ("{", Some(b'{')) => {
                    shortcode_tag(text, at).filter(|tag| tag.is_closing).map(|tag| (tag.name, tag.end))
                }
                ("{", Some(b'%')) => liquid_tag(text, at)
                    .and_then(|tag| Some((tag.name.strip_prefix("end").filter(|name| !name.is_empty())?, tag.end))),
                ("<", Some(b'/')) => jsx_tag(text, at).map(|tag| (tag.name, tag.end)),
                _ => None,
            };
            if let Some((name, end)) = tag {
                all.0.entry(name.to_owned()).or_default().push(at..end);
            }
        }
        all
    }
}

/// Whether a text may hold any besides calls in braces.
pub fn may_be_in(signs: &Signs, is_mdx: bool) -> bool {
    let text = signs.text();
    let is_wordpress = |at: usize| WORDPRESS.iter().any(|name| text[at + 1..].starts_with(name));
    is_mdx
        || ["{:", "[toc]", "TOC", "={", "%%"].iter().any(|sign| signs.hold(sign))
        || signs.places("[").any(is_wordpress)
        || signs.places("](").any(|at| spaced_target(text, at + 1).is_some())
        || signs.places("<").any(|at| text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_uppercase))
}

/// A call in our own form under our name, unless the theme has one under theirs: Zola writes calls as we do.
pub fn renamed(call: Call, components: &BTreeSet<String>) -> Call {
    let is_ours = call.name == "quote" && call.args.get("from").is_some();
    if is_ours || components.contains(&call.name) && call.name != "quote" {
        return call;
    }
    let Data::Table(written) = &call.args else { return call };
    match component(&call.name, written, call.body.is_some()) {
        Some((name, args)) => Call { name, args: Data::Table(args), arg_spans: Vec::new(), ..call },
        None => call,
    }
}

/// Reads the tag that begins at `at`.
pub fn read(text: &str, at: usize, ends: &Ends, dialect: &Dialect) -> Option<Other> {
    let rest = &text[at..];
    if let Some(found) = contents(text, at) {
        return Some(found);
    }
    match rest.as_bytes().get(..2)? {
        b"{{" => shortcode(text, at, ends, dialect).or_else(|| expression(text, at)),
        b"{%" => liquid(text, at, ends, dialect),
        b"{:" => attributes(text, at),
        b"{/" if dialect.is_mdx => {
            let end = rest.strip_prefix("{/*")?.find("*/}")? + "{/**/}".len();
            Some(Other::Text { text: String::new(), range: at..at + end, name: None })
        }
        [b'<', next] if next.is_ascii_lowercase() => html_with_values(text, at),
        [b'<', _] => jsx(text, at, ends, dialect).or_else(|| html_with_values(text, at)),
        [b'[', _] => wordpress(text, at),
        b"%%" => comment(text, at),
        [b'(', _] => spaced_target(text, at),
        [b'i' | b'e', _] if dialect.is_mdx => module_line(text, at),
        _ => None,
    }
}

/// `{{< name … >}}` and `{{% name … %}}` of Hugo.
fn shortcode_tag(text: &str, at: usize) -> Option<Tag<'_>> {
    let window = window(text, at);
    let sign = window.chars().nth(2).filter(|sign| matches!(sign, '<' | '%'))?;
    let close = if sign == '<' { ">}}" } else { "%}}" };
    let mut cursor = Cursor { text: window, at: 3 };
    cursor.skip_space();
    let is_closing = cursor.eat("/");
    cursor.skip_space();
    let name = name_of(&mut cursor);
    let closed = format!("/{close}");
    let args = tag_args(&mut cursor, &[closed.as_str(), close])?;
    let is_closed = cursor.eat("/");
    (cursor.eat(close) && !name.is_empty()).then(|| Tag { name, args, end: at + cursor.at, is_closing, is_closed })
}

fn shortcode(text: &str, at: usize, ends: &Ends, dialect: &Dialect) -> Option<Other> {
    // `{{</* name */>}}` shows a shortcode.
    let window = window(text, at);
    if let Some(rest) = window.strip_prefix("{{</*").or_else(|| window.strip_prefix("{{%/*")) {
        let end = rest.find("*/")?;
        let close = rest[end + 2..].starts_with(if window.starts_with("{{<") { ">}}" } else { "%}}" });
        let shown = format!("{}{}{}", &window[..3], &rest[..end], rest.get(end + 2..end + 5)?);
        return close.then(|| Other::Text { text: shown, range: at..at + 5 + end + 5, name: None });
    }
    let tag = shortcode_tag(text, at)?;
    let end = |name: &str| ends.after(name, tag.end);
    match tag.name {
        "ref" | "relref" => {
            let path = tag.text(&["0", "path"])?;
            let address = if path.starts_with('#') { path.to_owned() } else { anywhere(path) };
            // Alone in a text it is read; in a link, or in the value of an attribute, it is an address.
            let is_address = text[..at].ends_with(['(', '<', '"', '\'', '=']) || text[..at].ends_with("]: ");
            let text = if is_address { address } else { format!("[{}](<{address}>)", path.replace(['[', ']'], " ")) };
            return Some(Other::Text { text, range: at..tag.end, name: None });
        }
        "highlight" if !tag.is_closing => {
            let options = tag.text(&["1", "options"]).unwrap_or("").replace(',', " ");
            return fenced(text, &tag, at, end("highlight")?, &options);
        }
        _ => {}
    }
    Some(known_or_left_out(at, &tag, end(tag.name), &format!("{{{{< {} >}}}}", tag.name), dialect))
}

/// A page by its name, wherever it stands.
fn anywhere(path: &str) -> String {
    format!("{ANYWHERE}{}", path.trim_start_matches(['/', '@']))
}

/// The code between two tags, as a fenced block.
fn fenced(text: &str, tag: &Tag, at: usize, end: Range<usize>, options: &str) -> Option<Other> {
    let code = text.get(tag.end..end.start)?.trim_matches('\n');
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let language = tag.text(&["0", "lang", "language"]).unwrap_or("").trim_start_matches("lang:");
    let info = format!("{language} {options}");
    let text = format!("\n{fence}{}\n{code}\n{fence}\n", info.trim());
    Some(Other::Text { text, range: at..end.end, name: None })
}

/// `{% name … %}` of Liquid and Nunjucks.
fn liquid_tag(text: &str, at: usize) -> Option<Tag<'_>> {
    let window = window(text, at);
    let mut cursor = Cursor { text: window, at: 2 };
    cursor.eat("-");
    cursor.skip_space();
    let name = name_of(&mut cursor);
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let close = ["-%}", "%}"];
    let from = cursor.at;
    let args = match tag_args(&mut cursor, &close) {
        Some(args) => args,
        // Expressions of any kind.
        None => {
            cursor.at = from + window[from..].find("%}").filter(|n| !window[from..from + n].contains("\n\n"))?;
            Vec::new()
        }
    };
    cursor.eat("-");
    let is_closing = name.starts_with("end");
    let end = at + cursor.at + 2;
    let tag = Tag { name, args, end, is_closing, is_closed: false };
    (cursor.eat("%}") && is_name).then_some(tag)
}

fn liquid(text: &str, at: usize, ends: &Ends, dialect: &Dialect) -> Option<Other> {
    let mut tag = liquid_tag(text, at)?;
    let tag_end = tag.end;
    let end = |name: &str| ends.after(name, tag_end);
    let gone = |range: Range<usize>| Some(Other::Text { text: String::new(), range, name: None });
    match tag.name {
        "raw" | "verbatim" => {
            let end = end(tag.name)?;
            let kept = text.get(tag.end..end.start)?.to_owned();
            return Some(Other::Text { text: kept, range: at..end.end, name: None });
        }
        "comment" => return gone(at..end("comment")?.end),
        "highlight" | "codeblock" => {
            let options = if text[at..tag.end].contains("linenos") { "linenos" } else { "" };
            return fenced(text, &tag, at, end(tag.name)?, options);
        }
        "link" | "post_url" => {
            let path = tag.text(&["0"])?;
            let name = path.rsplit('/').next().unwrap_or(path);
            return Some(Other::Text { text: anywhere(name), range: at..tag.end, name: None });
        }
        _ => {}
    }
    if tag.name == "end" {
        // Ours, of a call that there is not.
        return None;
    }
    if tag.name.starts_with("end") {
        let opened = tag.name.trim_start_matches("end").to_owned();
        tag.name = tag.name.trim_start_matches("end");
        let is_known = NOTES.contains(&opened.as_str()) || DETAILS.contains(&opened.as_str());
        if is_known {
            return Some(known_or_left_out(at, &tag, None, "", dialect));
        }
        return gone(at..tag.end);
    }
    let shown = text[at + 2..tag.end - 2].trim_matches(['-', ' ', '\n']);
    if matches!(tag.name, "include" | "include_relative" | "include_cached" | "render") {
        let file = tag.text(&["0"])?.to_owned();
        let stem = file.rsplit('/').next().unwrap_or(&file).split('.').next().unwrap_or("").to_owned();
        tag.args.retain(|(key, _)| key != "0");
        let shown = format!("include {file}");
        let tag = Tag { name: &stem, ..tag };
        return Some(known_or_left_out(at, &tag, None, &shown, dialect));
    }
    let end = end(tag.name);
    let shown = shown.split_whitespace().next().unwrap_or(tag.name).to_owned();
    Some(known_or_left_out(at, &tag, end, &format!("{{% {shown} %}}"), dialect))
}

/// `{{ site.baseurl }}`, `{{ "/cup.jpg" | relative_url }}`: addresses from the site's root.
fn expression(text: &str, at: usize) -> Option<Other> {
    let end = at + window(text, at).find("}}")?;
    let inner = text[at + 2..end].trim();
    let range = at..end + 2;
    if matches!(inner, "site.baseurl" | "site.url" | "site.base_url") {
        return Some(Other::Text { text: String::new(), range, name: None });
    }
    let (value, filters) = inner.split_once('|')?;
    let is_address = filters.split('|').all(|filter| {
        let name = filter.trim().split([':', ' ', '(']).next().unwrap_or("");
        matches!(name, "relative_url" | "absolute_url" | "url" | "prepend" | "relURL" | "absURL" | "safe")
    });
    let value = value.trim();
    let path = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote))?;
    let is_path = path.starts_with('/') && !path.contains(char::is_whitespace);
    (is_address && is_path).then(|| Other::Text { text: path.to_owned(), range, name: None })
}

/// A line that asks for a table of contents, `[TOC]`; or kramdown's, which stands below an item of a list.
fn contents(text: &str, at: usize) -> Option<Other> {
    let rest = &text[at..];
    let own = CONTENTS.iter().find(|line| rest.starts_with(**line));
    let of_list = ["{:toc}", "{: toc}"].iter().find(|line| rest.starts_with(**line));
    let end = at + own.or(of_list)?.len();
    let before = text[..at].trim_end_matches([' ', '\t']);
    let after = text[end..].trim_start_matches([' ', '\t', '\r']);
    let is_alone = (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'));
    // `* TOC` stands in the line above.
    let item = before.trim_end_matches('\n').rfind('\n').map_or(0, |n| n + 1);
    let is_item = of_list.is_some() && before[item..].starts_with(['*', '-', '+', '1']);
    let args = Data::Table(Vec::new());
    let range = if is_item { item..end } else { at..end };
    is_alone
        .then(|| Other::Call(Call { name: super::CONTENTS.to_owned(), args, arg_spans: Vec::new(), body: None, range }))
}

/// `{: .note #id}` of kramdown, alone in its line or at the end of one.
fn attributes(text: &str, at: usize) -> Option<Other> {
    let end = at + window(text, at).find('}')?;
    let inner = text[at + 2..end].trim();
    let is_attribute = |part: &str| {
        let named = part.split_once('=').map(|(_, value)| value).unwrap_or(part);
        part.len() > 1 && (part.starts_with(['.', '#', ':']) || named.len() < part.len())
    };
    let line_ends = text[end + 1..].chars().next().is_none_or(|c| c == '\n' || c.is_whitespace() || c == '|');
    let is_all =
        !inner.is_empty() && inner.split_whitespace().all(|part| is_attribute(part) || part.ends_with(['"', '\'']));
    (is_all && line_ends).then(|| Other::Text {
        text: String::new(),
        range: at..end + 1,
        name: Some("{: … }".to_owned()),
    })
}

/// `%%for my eyes%%` of Obsidian, in one paragraph or in lines of its own.
fn comment(text: &str, at: usize) -> Option<Other> {
    let is_open = at == 0 || text[..at].ends_with(|c: char| c.is_whitespace() || c == '(');
    let inner = window(text, at + 2);
    let length = inner.find("%%").filter(|_| is_open)?;
    let is_block = inner.starts_with('\n') && inner[..length].ends_with('\n');
    let is_line = !inner[..length].contains("\n\n") && !inner.starts_with(|c: char| c == '%' || c.is_ascii_digit());
    let range = at..at + 2 + length + 2;
    let said = Some("%% … %%".to_owned());
    (length > 0 && (is_block || is_line)).then(|| Other::Text { text: String::new(), range, name: said })
}

/// The target of a link to a file whose name holds spaces, `(my cup.png)`, as Markdown wants it.
fn spaced_target(text: &str, at: usize) -> Option<Other> {
    // No name of a file is longer.
    let end = text.floor_char_boundary((at + 512).min(text.len()));
    let inner = text[at..end].strip_prefix('(').filter(|_| text[..at].ends_with(']'))?;
    let target = &inner[..inner.find([')', '\n', '<', '"', '\''])?];
    let is_closed = inner[target.len()..].starts_with(')');
    let ending = target.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_file = (2..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let range = at..at + target.len() + 2;
    (is_closed && is_file && target.contains(' ') && target.trim() == target).then(|| Other::Text {
        text: format!("(<{target}>)"),
        range,
        name: None,
    })
}

/// `import x from 'y'` and `export const x = …` at the beginning of a line, up to the next blank one.
fn module_line(text: &str, at: usize) -> Option<Other> {
    let rest = &text[at..];
    let line = rest.lines().next()?;
    let is_import =
        line.starts_with("import ") && (line.contains(" from ") || line.contains(['"', '\'']) || line.ends_with('{'));
    let is_export = ["const", "let", "var", "function", "default", "class", "{", "async", "*"]
        .iter()
        .any(|word| line.strip_prefix("export ").is_some_and(|rest| rest.starts_with(word)));
    if !is_import && !is_export {
        return None;
    }
    let end = rest.find("\n\n").map_or(text.len(), |n| at + n);
    Some(Other::Text { text: String::new(), range: at..end, name: None })
}
