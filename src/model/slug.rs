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

/// A combining mark, without which words of several scripts fall apart.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Like [`slug`], but for names such as `C`, `C++` and `C#`, which must stay apart.
pub fn term_slug(name: &str) -> String {
    if !name.contains(['+', '#', '&', '%', '@']) {
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
            c => spoken.push(c),
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
        let slugs: Vec<_> = ["C", "C++", "C#", "c "].map(term_slug).to_vec();
        assert_eq!(slugs, ["c", "c-plus-plus", "c-sharp", "c"]);
    }
}
