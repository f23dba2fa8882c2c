//! Style sheets without what only people need: comments, line ends, spaces; with addresses that hold where the one of
//! all pages stands.

use std::ops::Range;

use cssparser::{Parser, ParserInput, ToCss, Token};

use crate::path::SourcePath;

/// A style sheet that means the same in fewer bytes, in a file in `static/css/` in place of `path`. It is read as browsers
/// read it (CSS Syntax 3); each token stays as it is written, so what is unknown or wrong stays too.
pub fn style_sheet(css: &str, path: &SourcePath) -> String {
    let mut out = String::with_capacity(css.len());
    let mut input = ParserInput::new(css);
    write(&mut Parser::new(&mut input), path, false, &mut out);
    out
}

/// Where a style sheet names others: `@import`, outside of all blocks.
pub fn imports(css: &str) -> Vec<Range<usize>> {
    let mut input = ParserInput::new(css);
    let mut parser = Parser::new(&mut input);
    let mut found = Vec::new();
    loop {
        let start = parser.position().byte_index();
        match parser.next_including_whitespace_and_comments() {
            Ok(Token::AtKeyword(name)) if name.eq_ignore_ascii_case("import") => {
                found.push(start..parser.position().byte_index());
            }
            Ok(_) => {}
            Err(_) => return found,
        }
    }
}

/// An address of a file that a style sheet names, from `static/css/` on; `None` where it stays as it is.
fn moved(address: &str, path: &SourcePath) -> Option<String> {
    let is_far = address.starts_with(['/', '#', '?']) || address.contains(':') || address.is_empty();
    if is_far || path.folder() == FOLDER {
        return None;
    }
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let target = path.join(&address[..end])?;
    let target = target.as_str().strip_prefix("static/")?;
    Some(match target.strip_prefix("css/") {
        Some(below) => format!("{below}{}", &address[end..]),
        None => format!("../{target}{}", &address[end..]),
    })
}

/// The folder of the style sheet of all pages.
const FOLDER: &str = "static/css";

/// What stood between a token and the one before it.
#[derive(Clone, Copy, PartialEq)]
enum Gap {
    None,
    Space,
    Comment,
}

/// Writes what is left of a block; `is_address` says that it is what stands between the brackets of `url()`.
fn write(parser: &mut Parser, path: &SourcePath, is_address: bool, out: &mut String) {
    let mut gap = Gap::None;
    loop {
        let start = parser.position();
        let Ok(token) = parser.next_including_whitespace_and_comments() else { return };
        let mut opens_address = false;
        let mut other = None;
        let close = match token {
            Token::WhiteSpace(_) => {
                gap = Gap::Space;
                continue;
            }
            Token::Comment(_) => {
                gap = if gap == Gap::None { Gap::Comment } else { gap };
                continue;
            }
            Token::CurlyBracketBlock => Some('}'),
            Token::SquareBracketBlock => Some(']'),
            Token::ParenthesisBlock => Some(')'),
            Token::Function(name) => {
                opens_address = name.eq_ignore_ascii_case("url");
                Some(')')
            }
            Token::UnquotedUrl(address) => {
                other = moved(address, path).map(|address| Token::UnquotedUrl(address.into()).to_css_string());
                None
            }
            Token::QuotedString(address) if is_address => {
                other = moved(address, path).map(|address| Token::QuotedString(address.into()).to_css_string());
                None
            }
            _ => None,
        };
        let text = other.as_deref().unwrap_or(parser.slice_from(start));
        match gap {
            Gap::Space if keeps_space(out, text) => out.push(' '),
            // Without anything between them, two words would be one.
            Gap::Comment if is_word_end(out) && text.starts_with(is_word) => out.push_str("/**/"),
            _ => {}
        }
        gap = Gap::None;
        out.push_str(text);
        if let Some(close) = close {
            // Nothing in it is an error: it is written as it stands.
            let _ = parser.parse_nested_block(|inner| {
                write(inner, path, opens_address, out);
                Ok::<(), cssparser::ParseError<()>>(())
            });
            if close == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push(close);
        }
    }
}

/// Whether a space between what is written and what comes next has a meaning, as in selectors and sums.
fn keeps_space(before: &str, next: &str) -> bool {
    let means_nothing_after = |c: char| matches!(c, '{' | '}' | ';' | ',' | '(' | '[' | ':' | '>');
    let means_nothing_before = |c: char| matches!(c, '{' | '}' | ';' | ',' | ')' | ']' | '>' | '!');
    !before.is_empty() && !before.ends_with(means_nothing_after) && !next.starts_with(means_nothing_before)
}

fn is_word_end(text: &str) -> bool {
    text.ends_with(is_word)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '#' | '%' | '\\' | '+') || !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_that_mean_something_stay() {
        for (css, short) in [
            ("a  :hover , b > c + d ~ e { color : red ; }", "a :hover,b>c + d ~ e{color :red}"),
            ("p { width: calc( 1rem  +  4vw ); margin: -1rem -2px }", "p{width:calc(1rem + 4vw);margin:-1rem -2px}"),
            (
                "@media (width > 40rem) and (hover) { a { b: c !important; } }",
                "@media (width>40rem) and (hover){a{b:c!important}}",
            ),
            ("/* x */ @layer a, b;\n.x /* y */ .z { --v: ; }", "@layer a,b;.x .z{--v:}"),
            (
                "a { content: \"  }/*  \" ; background: url( x y.png ) }",
                "a{content:\"  }/*  \";background:url( x y.png )}",
            ),
            ("a/**/b{c:d/**/e}", "a/**/b{c:d/**/e}"),
            (
                ".grid { grid-area: 1 / -1; inset: 0 auto auto 0 } .a { &:hover { x: y } & .b { z: 1 } }",
                ".grid{grid-area:1 / -1;inset:0 auto auto 0}.a{&:hover{x:y}& .b{z:1}}",
            ),
            ("a[href = 'x' i] { font: 1rem/1.5 \"A b\", serif }", "a[href = 'x' i]{font:1rem/1.5 \"A b\",serif}"),
            ("a { b: c", "a{b:c}"),
        ] {
            let path = SourcePath::new("static/css/x.css");
            assert_eq!(style_sheet(css, &path), short);
            assert_eq!(style_sheet(short, &path), short, "what is short stays");
        }
    }

    #[test]
    fn addresses_hold_wherever_their_style_sheet_stood() {
        for (path, css, moved) in [
            ("static/css/a.css", "a{b:url(../x.png)}", "a{b:url(../x.png)}"),
            ("static/css/parts/a.css", "a{b:url( ../../img/x.png )}", "a{b:url(../img/x.png)}"),
            ("static/css/parts/a.css", "a{b:url(\"x y.png?v=1#z\")}", "a{b:url(\"parts/x y.png?v=1#z\")}"),
            ("static/a.css", "a{b:URL('img/x.png'),url(css/y.png)}", "a{b:URL(\"../img/x.png\"),url(y.png)}"),
            (
                "static/vendor/b/a.css",
                "@font-face{src:url(f.woff2) format(\"woff2\")}",
                "@font-face{src:url(../vendor/b/f.woff2) format(\"woff2\")}",
            ),
            (
                "static/vendor/a.css",
                "a{b:url(data:image/png;base64,AA==),url(/x.png),url(#f)}",
                "a{b:url(data:image/png;base64,AA==),url(/x.png),url(#f)}",
            ),
            (
                "static/vendor/a.css",
                "a{b:url(../../../x.png);content:\"../x.png\"}",
                "a{b:url(../../../x.png);content:\"../x.png\"}",
            ),
        ] {
            assert_eq!(style_sheet(css, &SourcePath::new(path)), moved, "{path}");
        }
    }

    #[test]
    fn imports_are_found_outside_of_blocks_strings_and_comments() {
        for (css, places) in [
            ("@import \"a.css\";\n@IMPORT url(b.css);", vec![0..7, 17..24]),
            ("/* @import */ a{content:\"@import\"} @layer x{@import \"c.css\"}", vec![]),
        ] {
            assert_eq!(imports(css), places, "{css}");
        }
    }
}
