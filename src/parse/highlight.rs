//! Code to HTML with CSS classes. The grammars are loaded when the first code block with a known
//! language is met, so a site without code pays nothing.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Longer code is shown without colours rather than slowly.
const MOST_BYTES: usize = 200_000;

/// The names of JavaScript. Its own grammar never comes to an end at `a`, a new line and `/* b, c */` (syntect 5.3); that
/// of TypeScript reads all of it, JSX included.
const SCRIPTS: [&str; 5] = ["cjs", "javascript", "js", "jsx", "mjs"];
const TYPED_SCRIPT: &str = "tsx";

/// What stands after the fence of a block of code, as Hugo, Zola, Docusaurus, Gatsby and others write it:
/// `rust,linenos,hl_lines=2 4-5`, `js {1,3-4} title="a.js"`.
#[derive(Debug, Default, PartialEq, Eq)]
struct Fence {
    language: String,
    title: Option<String>,
    /// The number of the first line, where lines are numbered.
    numbered_from: Option<usize>,
    /// The lines that stand out, from 1.
    marked: Vec<RangeInclusive<usize>>,
}

impl Fence {
    fn read(info: &str) -> Self {
        let end = info.find([',', ' ', '{', '\t', ':']).unwrap_or(info.len());
        let mut fence = Self { language: info[..end].trim().to_owned(), ..Self::default() };
        let mut rest = &info[end..];
        // `js:src/a.js` names a file.
        if let Some(name) = rest.strip_prefix(':') {
            let length = name.find(char::is_whitespace).unwrap_or(name.len());
            fence.title = Some(name[..length].to_owned()).filter(|name| !name.is_empty());
            rest = &name[length..];
        }
        // Without words there are no options.
        while let Some(start) = rest.find(|c: char| c.is_alphanumeric() || c == '{') {
            rest = &rest[start..];
            // `{1,3-4}`, but `{linenos=true}` is a list of options.
            if let Some(inner) = rest.strip_prefix('{') {
                let lines = inner.split('}').next().unwrap_or("");
                if lines.bytes().all(|byte| byte.is_ascii_digit() || b",- ".contains(&byte)) {
                    fence.marked.extend(lines_of(lines));
                    rest = &inner[lines.len()..];
                } else {
                    rest = inner
                }
                continue;
            }
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
            let (name, after) = (&rest[..length], &rest[length..]);
            let (value, after) = match after.strip_prefix('=') {
                Some(after) => value_of(after),
                None => ("", after),
            };
            rest = after;
            fence.option(name, value);
        }
        fence
    }

    fn option(&mut self, name: &str, value: &str) {
        match name.to_ascii_lowercase().as_str() {
            "title" | "name" | "filename" | "file" => {
                self.title = Some(value.to_owned()).filter(|name| !name.is_empty())
            }
            "linenos" | "showlinenumbers" | "linenumbers" | "line_numbers" if value != "false" => {
                self.numbered_from.get_or_insert(1);
            }
            "linenostart" | "linenumberstart" | "startfrom" => {
                self.numbered_from = value.parse().ok().or(self.numbered_from);
            }
            "hl_lines" | "highlight" | "mark_lines" | "lines" => self.marked.extend(lines_of(value)),
            _ => {}
        }
    }
}

/// A value in quotes or brackets, or up to the next comma; Zola's `hl_lines=2 4-5` goes on with numbers.
fn value_of(text: &str) -> (&str, &str) {
    let close = match text.chars().next() {
        Some('"') => '"',
        Some('\'') => '\'',
        Some('[') => ']',
        _ => {
            let plain = |c: char| c == ',' || c == '}' || c == '{';
            let end = text.find(plain).unwrap_or(text.len());
            let is_number = |word: &&&str| word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
            let words: Vec<&str> = text[..end].split(' ').collect();
            let taken = words.iter().take_while(is_number).count().max(1);
            let length = words[..taken].iter().map(|word| word.len() + 1).sum::<usize>() - 1;
            return (text[..length].trim(), &text[length..]);
        }
    };
    match text[1..].split_once(close) {
        Some((value, rest)) => (value, rest),
        None => (&text[1..], ""),
    }
}

/// `1,3-4`, `1 3-4`, `1,"3-4"`
fn lines_of(text: &str) -> impl Iterator<Item = RangeInclusive<usize>> {
    text.split([',', ' ', '"', '\'']).filter_map(|part| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        Some(first.trim().parse().ok()?..=last.trim().parse().ok()?)
    })
}

/// A `<pre>` block, and whether it wants the style of code; `info` is what stands after the fence.
pub fn code_block(info: &str, code: &str) -> (String, bool) {
    let fence = Fence::read(info);
    let mut html = String::with_capacity(code.len() + 64);
    if let Some(title) = &fence.title {
        html.push_str("<figure class=\"code\"><figcaption>");
        escape(&mut html, title);
        html.push_str("</figcaption>");
    }
    html.push_str("<pre tabindex=\"0\"><code");
    if !fence.language.is_empty() {
        html.push_str(" class=\"language-");
        escape(&mut html, &fence.language);
        html.push('"');
    }
    html.push('>');
    let highlighted = highlight(&fence.language, code);
    let by_lines = fence.numbered_from.is_some() || !fence.marked.is_empty();
    let is_styled = highlighted.is_some() || by_lines || fence.title.is_some();
    let code = highlighted.unwrap_or_else(|| {
        let mut plain = String::with_capacity(code.len());
        escape(&mut plain, code);
        plain
    });
    if by_lines {
        html.push_str(&by_line(&code, &fence))
    } else {
        html.push_str(&code)
    }
    html.push_str("</code></pre>");
    if fence.title.is_some() {
        html.push_str("</figure>");
    }
    html.push('\n');
    (html, is_styled)
}

/// The code with an element for each line: what is open where a line ends is closed there, and opened again.
fn by_line(html: &str, fence: &Fence) -> String {
    let mut out = String::with_capacity(html.len() * 3 / 2);
    let mut open: Vec<&str> = Vec::new();
    for (n, line) in html.split_inclusive('\n').enumerate() {
        // Behind the last line end only what is still open is closed.
        if line.replace("</span>", "").is_empty() {
            break;
        }
        let line = line.strip_suffix('\n').unwrap_or(line);
        let mark = if fence.marked.iter().any(|lines| lines.contains(&(n + 1))) { " marked" } else { "" };
        match fence.numbered_from {
            Some(first) => out.push_str(&format!("<span class=\"line{mark}\" data-line=\"{}\">", first + n)),
            None => out.push_str(&format!("<span class=\"line{mark}\">")),
        }
        open.iter().for_each(|tag| out.push_str(tag));
        out.push_str(line);
        for (at, _) in line.match_indices('<') {
            let tag = &line[at..line[at..].find('>').map_or(line.len(), |n| at + n + 1)];
            if tag.starts_with("</") {
                open.pop();
            } else {
                open.push(tag);
            }
        }
        open.iter().for_each(|_| out.push_str("</span>"));
        out.push_str("\n</span>");
    }
    out
}

fn highlight(language: &str, code: &str) -> Option<String> {
    if language.is_empty() || matches!(language, "text" | "txt" | "plain") || code.len() > MOST_BYTES {
        return None;
    }
    let is_script = SCRIPTS.iter().any(|script| language.eq_ignore_ascii_case(script));
    // A comment in a script within a page or a text would be read by the grammar that may not come to an end.
    let holds_script =
        || ["```", "~~~"].iter().any(|fence| code.contains(fence)) || code.to_ascii_lowercase().contains("script");
    if !is_script && code.contains("/*") && holds_script() {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(if is_script { TYPED_SCRIPT } else { language })?;
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, style);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

fn escape(html: &mut String, text: &str) {
    // Writing to a string cannot fail.
    let _ = pulldown_cmark_escape::escape_html(html, text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fence_says_language_title_numbers_and_lines_as_other_generators_write_them() {
        let fence = |language: &str, title: Option<&str>, numbered_from, marked: &[RangeInclusive<usize>]| Fence {
            language: language.to_owned(),
            title: title.map(str::to_owned),
            numbered_from,
            marked: marked.to_vec(),
        };
        for (info, expected) in [
            ("rust", fence("rust", None, None, &[])),
            ("rust,linenos,hl_lines=2 4-5,name=a.rs", fence("rust", Some("a.rs"), Some(1), &[2..=2, 4..=5])),
            (
                "go {linenos=table,hl_lines=[8,\"15-17\"],linenostart=199}",
                fence("go", None, Some(199), &[8..=8, 15..=17]),
            ),
            (
                "jsx {1,4-6} title=\"/src/a b.js\" showLineNumbers",
                fence("jsx", Some("/src/a b.js"), Some(1), &[1..=1, 4..=6]),
            ),
            ("js:src/a.js", fence("js", Some("src/a.js"), None, &[])),
            ("{1-2}", fence("", None, None, &[1..=2])),
            ("python hl_lines=\"1 3\"", fence("python", None, None, &[1..=1, 3..=3])),
            ("text linenos=false", fence("text", None, None, &[])),
        ] {
            assert_eq!(Fence::read(info), expected, "{info}");
        }
    }

    #[test]
    fn lines_are_elements_and_what_spans_several_is_closed_in_each() {
        let (html, _) = code_block("rust,linenos,hl_lines=2", "/* a\nb */ let\n");
        let lines: Vec<&str> = html.split("<span class=\"line").skip(1).collect();
        assert!(
            lines[0].starts_with("\" data-line=\"1\">") && lines[1].starts_with(" marked\" data-line=\"2\">"),
            "{html}"
        );
        assert_eq!(lines.len(), 2, "{html}");
        assert_eq!(html.matches("<span").count(), html.matches("</span>").count(), "{html}");
        let balanced = |line: &str| line.matches("<span").count() + 1 == line.matches("</span>").count();
        assert!(lines.iter().all(|line| balanced(line)), "{html}");
        assert_eq!(code_block("text title=\"<a>\"", "x\n").0.matches("&lt;a&gt;").count(), 1);
    }

    #[test]
    fn comments_in_scripts_come_to_an_end() {
        let script = "a\n  /* x, y */\n";
        for language in ["js", "jsx", "JavaScript", "mjs", "ts", "tsx"] {
            assert!(code_block(language, script).1, "{language}");
        }
        for language in ["html", "php", "vue", "svelte", "markdown", "erb"] {
            code_block(language, &format!("<SCRIPT>\n{script}</SCRIPT>\n"));
            code_block(language, &format!("```js\n{script}```\n"));
        }
        assert!(code_block("js", "const a = 1;").0.contains("hl-"));
    }
}
