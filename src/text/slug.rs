//! Names as they stand in URLs.

use deunicode::deunicode_char;
use unicode_normalization::UnicodeNormalization;

/// Turns a title or a file name into a URL part: lower case, letters and digits of any script,
/// hyphens between. Accents are dropped from Latin letters; other scripts stay as they are.
/// May be empty, when there is nothing to keep.
pub fn slug(text: &str) -> String {
    if text.is_ascii() {
        return ascii_slug(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut push = |part: &str| {
        for c in part.chars() {
            if c.is_alphanumeric() {
                out.extend(c.to_lowercase());
            } else if is_unseen(c) {
                // They only say how letters are joined, or where a word may break.
            } else if is_mark(c) {
                out.push(c);
            } else if c != '\'' && c != '’' && !out.is_empty() && !out.ends_with('-') {
                out.push('-');
            }
        }
    };
    for c in text.nfc() {
        let latin = ('\u{c0}'..='\u{24f}').contains(&c);
        match deunicode_char(c).filter(|_| latin) {
            Some(ascii) => push(ascii),
            None => push(c.encode_utf8(&mut [0; 4])),
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

fn ascii_slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(byte.to_ascii_lowercase() as char);
        } else if byte != b'\'' && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// A character that is not shown: joiners, the soft hyphen, marks of direction.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}')
}

/// A combining mark, without which words of several scripts fall apart.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The longest slug of a term, in bytes: a folder's name may have 255.
const LONGEST: usize = 200;

/// Like [`slug`], but short enough for a folder, for names such as `C`, `C++` and `C#`, which must stay apart, and for emoji, which are spoken.
pub fn term_slug(name: &str) -> String {
    let slug = spoken_slug(name);
    if slug.len() <= LONGEST {
        return slug;
    }
    let start = slug.floor_char_boundary(LONGEST - 20);
    format!("{}-{:x}", slug[..start].trim_end_matches('-'), crate::digest::Digest::of_bytes(slug.as_bytes()).short())
}

fn spoken_slug(name: &str) -> String {
    let has_emoji = !name.is_ascii() && name.chars().any(|c| emojis::get(c.encode_utf8(&mut [0; 4])).is_some());
    if !has_emoji && !name.contains(['+', '#', '&', '%', '@']) {
        return slug(name);
    }
    let name = name.trim();
    let mut spoken = String::with_capacity(name.len() + 8);
    for c in name.chars() {
        match c {
            '+' => spoken.push_str(" plus "),
            '#' => spoken.push_str(" sharp "),
            '&' => spoken.push_str(" and "),
            '%' => spoken.push_str(" percent "),
            '@' => spoken.push_str(" at "),
            // Digits and signs are emoji only with a mark behind them.
            c if c.is_ascii() => spoken.push(c),
            c => match emojis::get(c.encode_utf8(&mut [0; 4])) {
                Some(emoji) => spoken.extend([" ", emoji.name(), " "]),
                None => spoken.push(c),
            },
        }
    }
    slug(&spoken)
}

/// The letters and digits of an id, by which those that other generators make of the same heading are known.
pub fn letters_of_id(id: &str) -> String {
    slug(id).replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_safe_in_urls_and_keep_every_script() {
        assert_eq!(slug("The Late Parcel, again"), "the-late-parcel-again");
        assert_eq!(slug("Überraschung à l’école"), "uberraschung-a-lecole");
        assert_eq!(slug("日本語"), "日本語");
        assert_eq!(slug("a/b"), "a-b");
        assert_eq!(slug(".."), "");
        assert_eq!(slug("हिन्दी"), "हिन्दी");
    }

    #[test]
    fn names_that_differ_by_a_sign_stay_apart() {
        let slugs: Vec<_> = ["C", "C++", "C#", "c ", "1", "🙂1", "❤️", "日本"].map(term_slug).to_vec();
        assert_eq!(slugs, ["c", "c-plus-plus", "c-sharp", "c", "1", "slightly-smiling-face-1", "red-heart", "日本"]);
        assert_eq!((slug("نمی\u{200c}خواهم"), slug("co\u{ad}op")), ("نمیخواهم".to_owned(), "coop".to_owned()));
    }
}
