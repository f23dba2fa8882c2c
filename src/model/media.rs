//! What a file may show, told by its name.

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

/// Gives the names of files that raw HTML holds, in whatever attribute: whole quoted values, as names may hold spaces,
/// and the words of each, as a `srcset` holds several.
pub fn files_in_html(html: &str, give: &mut impl FnMut(&str)) {
    for quoted in html.split(['"', '\'']) {
        if !quoted.contains('.') {
            continue;
        }
        let mut found = |text: &str| {
            if is_file_name(text) {
                give(text.trim());
            }
        };
        found(quoted);
        let is_between = |c: char| c.is_whitespace() || matches!(c, ',' | '=' | '(' | ')' | '<' | '>');
        quoted.split(is_between).filter(|word| *word != quoted).for_each(&mut found);
    }
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
    fn raw_html_names_files_in_any_attribute() {
        let html = "<img src=a.jpg srcset=\"b.jpg 1x, c d.jpg 2x\"><video poster='e f.png'></video>\
            <p style=\"background: url(g.webp)\">";
        let mut found = Vec::new();
        files_in_html(html, &mut |name| found.push(name.to_owned()));
        for name in ["a.jpg", "b.jpg", "e f.png", "g.webp"] {
            assert!(found.contains(&name.to_owned()), "{name}: {found:?}");
        }
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
