//! Style sheets without what only people need: comments, line ends, spaces.

use cssparser::{Parser, ParserInput, Token};

/// A style sheet that means the same in fewer bytes. It is read as browsers read it (CSS Syntax 3); each token stays as
/// it is written, so what is unknown or wrong stays too.
pub fn style_sheet(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut input = ParserInput::new(css);
    write(&mut Parser::new(&mut input), &mut out);
    out
}

/// What stood between a token and the one before it.
#[derive(Clone, Copy, PartialEq)]
enum Gap {
    None,
    Space,
    Comment,
}

fn write(parser: &mut Parser, out: &mut String) {
    let mut gap = Gap::None;
    loop {
        let start = parser.position();
        let Ok(token) = parser.next_including_whitespace_and_comments() else { return };
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
            Token::ParenthesisBlock | Token::Function(_) => Some(')'),
            _ => None,
        };
        let text = parser.slice_from(start);
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
                write(inner, out);
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
            assert_eq!(style_sheet(css), short);
            assert_eq!(style_sheet(short), short, "what is short stays");
        }
    }
}
