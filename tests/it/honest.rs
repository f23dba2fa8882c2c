//! What is not to be published is published nowhere, and what must be said is said wherever words are shown.

use std::fmt::Write as _;

use proptest::prelude::*;

use crate::edits::size;
use crate::site::{Built, Site};

/// What may be true of a voice.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Shown,
    HeldBack,
    Withdrawn,
    Ended,
    Pending,
    NotTheWords,
    Pseudonym,
    NotTheName,
    NotThePhoto,
    Draft,
}

impl State {
    const ALL: [Self; 10] = [
        Self::Shown,
        Self::HeldBack,
        Self::Withdrawn,
        Self::Ended,
        Self::Pending,
        Self::NotTheWords,
        Self::Pseudonym,
        Self::NotTheName,
        Self::NotThePhoto,
        Self::Draft,
    ];

    fn fields(self) -> &'static str {
        match self {
            Self::Shown => "consent = { status = \"given\", expires = 2027-01-01 }",
            Self::HeldBack => "held_back = \"abusive\"",
            Self::Withdrawn => "consent = { status = \"withdrawn\" }",
            Self::Ended => "consent = { given = 2020-01-01, expires = 2026-11-01 }",
            Self::Pending => "consent = { status = \"pending\" }",
            Self::NotTheWords => "consent = { covers = [\"name\", \"photo\"] }",
            Self::Pseudonym => "pseudonym = \"Somebody Else\"",
            Self::NotTheName => "consent = { covers = [\"text\", \"photo\"] }",
            Self::NotThePhoto => "consent = { covers = [\"text\", \"name\"] }",
            Self::Draft => "draft = true",
        }
    }

    fn shows_words(self) -> bool {
        matches!(self, Self::Shown | Self::Pseudonym | Self::NotTheName | Self::NotThePhoto)
    }

    fn shows_name(self) -> bool {
        matches!(self, Self::Shown | Self::NotThePhoto)
    }

    fn shows_photo(self) -> bool {
        matches!(self, Self::Shown | Self::Pseudonym | Self::NotTheName)
    }
}

/// How a voice's file lies in its folder.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shape {
    Story,
    Bundle,
    Testimonial,
}

fn voices() -> impl Strategy<Value = Vec<(State, Shape)>> {
    let state = prop::sample::select(State::ALL.to_vec());
    let shape = prop::sample::select(vec![Shape::Story, Shape::Bundle, Shape::Testimonial]);
    prop::collection::vec((state, shape), 1..14)
}

fn write_voice(site: &Site, n: usize, state: State, shape: Shape) {
    let (file, image) = match shape {
        Shape::Story => (format!("stories/slug{n}x.md"), format!("stories/photo{n}x.svg")),
        Shape::Bundle => (format!("stories/slug{n}x/index.md"), format!("stories/slug{n}x/photo{n}x.svg")),
        Shape::Testimonial => (format!("testimonials/slug{n}x.md"), format!("testimonials/photo{n}x.svg")),
    };
    let author = format!("Given{n} Family{n}");
    let mut text = format!("+++\nexperience = \"good\"\nauthor = \"{author}\"\nbrand = \"Acme\"\n");
    let _ = writeln!(text, "title = \"Title{n}x of {author}\"\ndescription = \"Description{n}x, GIVEN{n}  FAMILY{n}\"");
    let _ = writeln!(text, "quote = \"Quote{n}x of mine\"\npositives = [\"Point{n}x by Family{n}, Given{n}\"]");
    let _ = writeln!(text, "tags = [\"tag{n}x\", \"given{n}-family{n}\"]\naliases = [\"/old{n}x/\"]");
    let _ = writeln!(text, "image = \"photo{n}x.svg\"\nimage_alt = \"Alt{n}x\"\n{}\n+++\n", state.fields());
    let _ = writeln!(text, "Words{n}x, says {author}. Quote{n}x of mine.\n\n# Heading{n}x of **Given{n}** Family{n}\n");
    let _ =
        writeln!(text, "[me](https://social.example/given{n}-family{n} \"given{n}_family{n}\") `@given{n}family{n}`");
    site.write(&format!("content/{file}"), text);
    site.write(
        &format!("content/{image}"),
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><!--photo{n}x--></svg>"),
    );
}

/// Which of some words stand in what was built, file names included.
fn found<'a>(built: &Built, words: &'a [String]) -> Vec<&'a str> {
    let files = built.files();
    let texts: Vec<String> = files
        .iter()
        .map(|(path, bytes)| format!("{path}\n{}", String::from_utf8_lossy(bytes)).to_lowercase())
        .collect();
    let stands = |word: &&String| texts.iter().any(|text| text.contains(&word.to_lowercase()));
    words.iter().filter(stands).map(String::as_str).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: size("ANECDOTE_CASES", 8), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_what_is_not_to_be_shown_is_in_any_byte_or_file_name(voices in voices()) {
        let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n[taxonomies.brand]\nfeed = true\n[taxonomies.tags]\nfeed = true\n");
        for (n, (state, shape)) in voices.iter().enumerate() {
            write_voice(&site, n, *state, *shape);
        }
        // Others link to each of them, and quote the testimonials.
        let mut page = String::new();
        for (n, (state, shape)) in voices.iter().enumerate().filter(|(_, (state, _))| *state != State::Draft) {
            let file = match shape {
                Shape::Story => format!("stories/slug{n}x.md"),
                Shape::Bundle => format!("stories/slug{n}x/index.md"),
                Shape::Testimonial => format!("testimonials/slug{n}x.md"),
            };
            let _ = writeln!(page, "[this](@/{file})\n");
            if *shape == Shape::Testimonial {
                let words = if state.shows_words() { "said".to_owned() } else { format!("Words{n}x") };
                let _ = writeln!(page, "{{% quote(from=\"slug{n}x\") %}}\n{words}\n{{% end %}}\n");
            }
        }
        site.write("content/others.md", page);
        let built = site.build();
        for (n, (state, _)) in voices.iter().enumerate() {
            let words = ["title", "description", "quote", "point", "words", "heading", "slug", "old", "tag"];
            let words: Vec<String> = words.iter().map(|word| format!("{word}{n}x")).collect();
            let names: Vec<String> = [
                format!("Given{n} Family{n}"), format!("given{n}-family{n}"), format!("given{n}_family{n}"),
                format!("given{n}family{n}"), format!("Family{n}, Given{n}"), format!("GIVEN{n}  FAMILY{n}"),
            ].to_vec();
            let photos = [format!("photo{n}x.svg"), format!("<!--photo{n}x-->"), format!("Alt{n}x")];
            match state.shows_words() {
                true => prop_assert_eq!(found(&built, &words).len(), words.len(), "{} {:?}", n, state),
                false => prop_assert_eq!(found(&built, &words), Vec::<&str>::new(), "{} {:?}", n, state),
            }
            match state.shows_name() {
                true => prop_assert!(!found(&built, &names).is_empty(), "{} {:?}", n, state),
                false => prop_assert_eq!(found(&built, &names), Vec::<&str>::new(), "{} {:?}", n, state),
            }
            match state.shows_photo() {
                true => prop_assert_eq!(found(&built, &photos).len(), 3, "{} {:?}", n, state),
                false => prop_assert_eq!(found(&built, &photos), Vec::<&str>::new(), "{} {:?}", n, state),
            }
        }
    }
}
