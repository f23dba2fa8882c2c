//! What a file may show, told by its name, and how large pictures are.

use std::collections::BTreeMap;

use crate::path::SourcePath;

/// What a target begins with that is a name, and not a path: whatever is called so is meant, wherever it stands.
pub const ANYWHERE: &str = "@/**/";

/// Width and height of a picture: in pixels, or in the units of a drawing.
pub type Size = (u32, u32);

/// The sizes of a site's pictures that can be read.
pub type Sizes = BTreeMap<SourcePath, Size>;

/// What a file may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// A still picture.
    Picture,
    /// A film or a recording.
    Film,
}

impl Media {
    /// What a file of that name or address shows: nothing, if it is a text, or has no ending that is known.
    pub fn of(name: &str) -> Option<Self> {
        let path = name.split(['?', '#']).next().unwrap_or(name);
        match mime_guess::from_path(path).first()?.type_().as_str() {
            "image" => Some(Self::Picture),
            "video" | "audio" => Some(Self::Film),
            _ => None,
        }
    }

    /// What a file of the site may show: a picture, too, where its ending is not known. Raw pictures of cameras have
    /// many endings.
    pub fn of_file(name: &str) -> Option<Self> {
        let is_known = mime_guess::from_path(name).first().is_some();
        if is_known { Self::of(name) } else { Some(Self::Picture) }
    }
}

/// Whether a text looks like the name or the path of a file.
pub fn is_file_name(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or(text).trim();
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_ending =
        |ending: &str| (1..=8).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    path.len() <= 1024 && !path.contains('\n') && name.rsplit_once('.').is_some_and(|(_, ending)| is_ending(ending))
}

/// Endings of files that pages need, whoever writes of them.
const OF_PAGES: [&str; 12] = ["css", "htm", "html", "js", "json", "mjs", "otf", "toml", "ttf", "woff", "woff2", "xml"];

/// As long as the path of a file is, at most.
const LONGEST_PATH: usize = 1024;

/// The names of files that a source text holds, wherever and in whatever syntax: links, HTML, arguments, comments,
/// code. Names with spaces are known in quotes only.
pub fn files_in_text(text: &str) -> Vec<String> {
    let mut files = Vec::new();
    let is_quote = |c: char| matches!(c, '"' | '\'');
    let is_between = |c: char| c.is_whitespace() || is_quote(c) || ",;=()<>[]{}`|*\\".contains(c);
    for (dot, _) in text.match_indices('.') {
        let after = &text[dot + 1..];
        let ending = &after[..after.bytes().take(9).take_while(u8::is_ascii_alphanumeric).count()];
        let mut rest = after[ending.len()..].chars();
        let is_end = match rest.next() {
            Some('.' | ':' | '!') => rest.next().is_none_or(is_between),
            Some(next) => is_between(next) || matches!(next, '?' | '#'),
            None => true,
        };
        let is_ending = (2..=8).contains(&ending.len()) && ending.bytes().any(|byte| byte.is_ascii_alphabetic());
        if !is_end || !is_ending || OF_PAGES.iter().any(|page| page.eq_ignore_ascii_case(ending)) {
            continue;
        }
        let mut before = &text[..dot];
        before = &before[before.ceil_char_boundary(before.len().saturating_sub(LONGEST_PATH))..];
        before = before.rsplit('\n').next().unwrap_or(before);
        let mut name = |before: &str| {
            if !before.is_empty() {
                files.push(format!("{before}.{ending}"));
            }
        };
        let word = before.rsplit(is_between).next().unwrap_or(before);
        name(word);
        if before[..before.len() - word.len()].ends_with("[[") {
            name(&format!("{ANYWHERE}{word}"));
        }
        if let Some((_, quoted)) = before.rsplit_once(is_quote).filter(|(_, quoted)| quoted.len() > word.len()) {
            name(quoted);
        }
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_told_from_sentences_and_hosts() {
        for name in ["a.jpg", "b/secret a.jpg", "@/x.md", "a.JPEG?size=2", "./c.tar.gz", ".hidden"] {
            assert!(is_file_name(name), "{name}");
        }
        for text in ["", "A sentence. And another", "nothing", "a.jpg\nb", "etc."] {
            assert!(!is_file_name(text), "{text}");
        }
    }

    #[test]
    fn a_text_names_files_in_any_syntax() {
        let text = "<img src=a.jpg srcset=\"b.jpg 1x, c.jpg 2x\"><video poster='d e.png'></video>\n\
            <p style=\"background: url(f.webp)\"> {{< zoom /g.jpg >}} {% img h.svg %} [x]: i.PDF\n\
            <I src={require(\"/j.avif\")} /> `k.mp4` See l.gif. <!-- m.jpeg --> ![[n.png|200]] https://x.example/o.jpg?p=1";
        let found = files_in_text(text);
        for name in [
            "a.jpg",
            "b.jpg",
            "c.jpg",
            "d e.png",
            "f.webp",
            "/g.jpg",
            "h.svg",
            "i.PDF",
            "/j.avif",
            "k.mp4",
            "l.gif",
            "m.jpeg",
            "n.png",
            "@/**/n.png",
            "https://x.example/o.jpg",
        ] {
            assert!(found.contains(&name.to_owned()), "{name}: {found:?}");
        }
        assert_eq!(files_in_text("One. Two.Three, 2.5 and style.css; e.g. this."), ["Two.Three"]);
    }

    #[test]
    fn an_ending_says_what_a_file_shows() {
        assert_eq!(Media::of("a.JPG"), Some(Media::Picture));
        assert_eq!(Media::of("https://x.example/a.mp4?x#t=1"), Some(Media::Film));
        assert_eq!(Media::of("voice.mp3"), Some(Media::Film));
        assert_eq!((Media::of("a.pdf"), Media::of("a"), Media::of("a.xyzzy")), (None, None, None));
        assert_eq!((Media::of_file("a.pdf"), Media::of_file("a.xyzzy")), (None, Some(Media::Picture)));
    }
}
