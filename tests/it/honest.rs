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
    let _ = writeln!(text, "[me](https://social.example/{n} \"given{n}_family{n}\") `@given{n}family{n}`");
    // Pictures stand in the text as well.
    let _ = writeln!(text, "![Alt{n}x](photo{n}x.svg)\n\n{{{{ figure(src=\"photo{n}x.svg\", alt=\"Alt{n}x\") }}}}");
    site.write(&format!("content/{file}"), text);
    site.write(
        &format!("content/{image}"),
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>photo{n}x</title></svg>"),
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
            let photos = [format!("photo{n}x.svg"), format!("<title>photo{n}x</title>"), format!("Alt{n}x")];
            if state.shows_words() { prop_assert_eq!(found(&built, &words).len(), words.len(), "{} {:?}", n, state) } else { prop_assert_eq!(found(&built, &words), Vec::<&str>::new(), "{} {:?}", n, state) }
            if state.shows_name() { prop_assert!(!found(&built, &names).is_empty(), "{} {:?}", n, state) } else { prop_assert_eq!(found(&built, &names), Vec::<&str>::new(), "{} {:?}", n, state) }
            if state.shows_photo() { prop_assert_eq!(found(&built, &photos).len(), 3, "{} {:?}", n, state) } else { prop_assert_eq!(found(&built, &photos), Vec::<&str>::new(), "{} {:?}", n, state) }
        }
    }
}

/// The counts of the integrity page.
fn figures(built: &Built) -> serde_json::Value {
    serde_json::from_str(&built.read("integrity/index.json")).unwrap()
}

fn number(value: &serde_json::Value) -> u64 {
    value.as_u64().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: size("ANECDOTE_CASES", 6), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_add_up_to_the_whole_and_equal_a_count_made_elsewhere(
        voices in prop::collection::vec((0..3usize, 0..State::ALL.len(), 0..9usize, 0..4usize, any::<bool>()), 1..24)
    ) {
        const VERDICTS: [&str; 3] = ["good", "bad", "mixed"];
        const REASONS: [&str; 9] = ["confidential", "abusive", "personal-data", "discriminatory", "false", "fake", "unrelated", "author-request", "no-consent"];
        const METHODS: [&str; 4] = ["", "email", "document", "in-person"];
        let site = Site::new("-- anecdote.toml --\n[languages.es]\n");
        // A second count, of what was written.
        let mut count: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
        let mut add = |what: String| *count.entry(what).or_default() += 1;
        for (n, (verdict, state, reason, method, translated)) in voices.iter().enumerate() {
            let (verdict, state, method) = (VERDICTS[*verdict], State::ALL[*state], METHODS[*method]);
            let fields = match state {
                State::HeldBack => format!("held_back = \"{}\"", REASONS[*reason]),
                other => other.fields().to_owned(),
            };
            let mut front = format!("title = \"T{n}\"\nexperience = \"{verdict}\"\nbrand = \"Acme\"\nauthor = \"A{n} B{n}\"\n{fields}\n");
            if !method.is_empty() {
                let _ = writeln!(front, "verified = {{ how = \"{method}\" }}");
            }
            site.write(&format!("content/stories/s{n}.md"), format!("+++\n{front}+++\nWords.\n"));
            if *translated {
                // Told in another language, it is the same story.
                site.write(&format!("content/stories/s{n}.es.md"), format!("+++\n{front}+++\nPalabras.\n"));
            }
            let part = match state {
                State::HeldBack => "held_back",
                State::Withdrawn => "withdrawn",
                State::Ended => "consent_ended",
                State::Pending | State::NotTheWords => "without_consent",
                State::Draft => "pending",
                _ => "shown",
            };
            add(format!("received {verdict}"));
            add(format!("{part} {verdict}"));
            if part == "held_back" {
                add(format!("reason {} {verdict}", REASONS[*reason]));
            }
            if part == "shown" && !method.is_empty() {
                add(format!("verified {method}"));
            }
        }
        let count = |what: String| count.get(&what).copied().unwrap_or(0);
        let built = site.build();
        let figures = figures(&built);
        let parts = ["shown", "held_back", "withdrawn", "consent_ended", "without_consent", "expired", "pending"];
        for verdict in VERDICTS {
            prop_assert_eq!(number(&figures["received"][verdict]), count(format!("received {verdict}")));
            for part in parts {
                prop_assert_eq!(number(&figures[part][verdict]), count(format!("{part} {verdict}")), "{} {}", part, verdict);
            }
            prop_assert_eq!(
                number(&figures["received"][verdict]),
                parts.iter().map(|part| number(&figures[*part][verdict])).sum::<u64>()
            );
        }
        for part in parts.iter().chain(&["received"]) {
            let by_verdict: u64 = VERDICTS.iter().map(|verdict| number(&figures[*part][*verdict])).sum();
            prop_assert_eq!(number(&figures[*part]["total"]), by_verdict);
        }
        let reasons = figures["held_back_by_reason"].as_array().unwrap();
        prop_assert_eq!(reasons.iter().map(|line| number(&line["counts"]["total"])).sum::<u64>(), number(&figures["held_back"]["total"]));
        for line in reasons {
            for verdict in VERDICTS {
                let reason = line["reason"].as_str().unwrap();
                prop_assert_eq!(number(&line["counts"][verdict]), count(format!("reason {reason} {verdict}")));
            }
        }
        for line in figures["verified"].as_array().unwrap() {
            prop_assert_eq!(number(&line["count"]), count(format!("verified {}", line["word"].as_str().unwrap())));
        }
        // The brand's list owns to what it does not show, and says so when that makes it one-sided.
        let shown = number(&figures["shown"]["total"]);
        let gone: u64 = parts[1..6].iter().map(|part| number(&figures[*part]["total"])).sum();
        // Where nothing is shown, nobody is told that there is such a brand; a single story, where nothing is left out,
        // stands on the page that lists all brands.
        let has_page = shown > 1 || (shown == 1 && gone > 0);
        prop_assert_eq!(built.has("brands/acme/index.html"), has_page);
        if has_page {
            let list = built.read("brands/acme/index.html");
            prop_assert_eq!(list.contains("class=\"withheld"), gone > 0);
            let one_sided = number(&figures["shown"]["bad"]) == 0 && number(&figures["held_back"]["bad"]) > 0;
            prop_assert_eq!(list.contains("withheld one-sided"), one_sided);
        }
    }
}

/// A site where an ambassador's connection, a story's own and a gift must be said wherever words stand.
fn connected() -> Site {
    Site::new(
        "-- anecdote.toml --\npaginate_by = 4\n[taxonomies.author]\nfeed = true\n\
         -- content/ambassadors/ada.md --\n+++\nname = \"Ada\"\nbrand = \"acme\"\ndisclosure = \"employee\"\n+++\nAda works here.\n\
         -- content/brands/acme.md --\n+++\nname = \"Acme\"\n+++\nA brand.\n\
         -- content/brands/other.md --\n+++\nname = \"Other\"\n+++\nAnother.\n\
         -- content/stories/a.md --\n+++\ntitle = \"By an insider\"\nexperience = \"good\"\nauthor = \"ada\"\nbrand = \"acme\"\n\
         disclosure = \"none\"\ndate = 2026-02-01\n+++\nInsider words stand here.\n\
         -- content/stories/b.md --\n+++\ntitle = \"About others\"\nexperience = \"bad\"\nauthor = \"ada\"\nbrand = \"other\"\n\
         date = 2026-02-02\n+++\nWords about somebody else.\n\
         -- content/testimonials/c.md --\n+++\nexperience = \"good\"\nauthor = \"Bo\"\nbrand = \"acme\"\ndate = 2026-02-03\n\
         disclosure = { kind = \"gift\", text = \"Has a lamp from them\" }\n+++\nGifted words shine.\n\
         -- content/quoting.md --\n{{ quote(from=\"c\") }}\n",
    )
}

#[test]
fn a_disclosure_stands_before_the_words_in_every_output_that_carries_them() {
    let site = connected();
    let built = site.build();
    let mut carriers = 0;
    for (path, bytes) in built.files() {
        let text = String::from_utf8_lossy(&bytes);
        for (words, said) in
            [("Insider words stand", "Works for the brand"), ("Gifted words shine", "Has a lamp from them")]
        {
            let mut from = 0;
            for (at, _) in text.match_indices(words) {
                let before = &text[from..at];
                let in_json = path.ends_with(".json") && text[at..].contains(said);
                assert!(before.contains(said) || in_json, "{path}: {words}\n{before}");
                // Until other words come, it has been said.
                from = text[..at].rfind(said).unwrap_or(at);
                carriers += 1;
            }
        }
    }
    assert!(carriers > 20, "{carriers}");
    let other = built.read("stories/b/index.html");
    let article = other.split("<article").nth(1).unwrap();
    assert!(
        !article.split("class=\"e-content\"").next().unwrap().contains("Works for the brand"),
        "a connection to one brand is none to another"
    );
}

#[test]
fn a_connection_stays_when_the_profile_that_tells_of_it_leaves() {
    let site = connected();
    let profile = std::fs::read_to_string(site.path("content/ambassadors/ada.md")).unwrap();
    site.write("content/ambassadors/ada.md", profile.replacen("+++\n", "+++\ndraft = true\n", 1));
    let built = site.build();
    assert!(!built.has("ambassadors/ada/index.html"));
    assert!(built.read("stories/a/index.html").contains("Works for the brand"));
}

#[test]
fn a_theme_whose_card_leaves_the_disclosure_out_fails_the_build() {
    let site = connected();
    site.build();
    // Too late is left out as well.
    for card in [
        "<p>{{ page.excerpt }}</p>",
        "<p>{{ page.excerpt }}</p>{% if page.disclosure %}{{ <disclosure of={page.disclosure} /> }}{% endif %}",
    ] {
        site.write(
            "templates/partials/card.html",
            format!(
                "{{% component card(page: map, level: integer = 2, @lang) %}}{card}{{% endcomponent card %}}\
                 {{% component voice(page: map, level: integer = 2, @lang) %}}{card}{{% endcomponent voice %}}\
                 {{% component person(page: map, level: integer = 2, @lang) %}}{{% endcomponent person %}}"
            ),
        );
        let said = site.fails();
        assert!(said.contains("error[E0702]: /stories/index.html shows the words of “By an insider” without saying before them: Works for the brand"), "{said}");
    }
    site.remove("templates/partials/card.html");
    site.write(
        "templates/components/quote.html",
        "{% component quote(from: map) {\"from\": \"testimonial\"} %}<q>{{ from.excerpt }}</q>{% endcomponent quote %}",
    );
    assert!(site.fails().contains(
        "/quoting/index.html shows the words of “Bo on Acme” without saying before them: Has a lamp from them"
    ));
    site.remove("templates/components/quote.html");
    site.write("templates/story.html", "<body>{{ page.content }}");
    assert!(site.fails().contains("/stories/a/index.html shows the words of “By an insider”"));
}

#[test]
fn an_answer_by_mail_is_begun_by_the_site_and_read_back_into_a_draft() {
    let site = Site::new(
        "-- anecdote.toml --\nlanguage = \"es\"\n[responses]\nmail = \"hola@example.org\"\n\
         -- content/stories/cola.md --\n+++\ntitle = \"La cola\"\nexperience = \"bad\"\nbrand = \"Acme\"\n+++\nEsperé.\n",
    );
    let built = site.build();
    let page = built.read("stories/cola/index.html");
    let link = page.split("href=\"mailto:hola@example.org?subject=").nth(1).unwrap().split('"').next().unwrap();
    let body = link.split("body=").nth(1).unwrap();
    let body = percent_encoding::percent_decode_str(body).decode_utf8().unwrap().into_owned();
    assert!(body.contains("[echo_of]: cola\r\n") && body.contains("[experience]: good\r\n"), "{body}");
    // The reader fills it in, and it comes as a mail, folded as mails are.
    let filled = body
        .replace("[author]:", "[author]: Inés Ortega")
        .replace("[consent]:", "[consent]: Sí, con mi nombre")
        .replace("[words]:\r\n", "[words]:\r\n\r\nA mí también, y \"dos\" veces.\r\n");
    let encoded = filled.replace('=', "=3D").replace('é', "=C3=A9").replace('í', "=C3=AD");
    site.write(
        "mail.eml",
        format!(
            "From: Ines <ines@example.org>\r\nTo: hola@example.org\r\nSubject: x\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{encoded}"
        ),
    );
    let run = site.run(&["new", "--from", site.path("mail.eml").to_str().unwrap()]);
    assert_eq!((run.code, run.stdout.trim()), (0, "content/testimonials/answer-2026-11-02.md"), "{}", run.stderr);
    let draft = std::fs::read_to_string(site.path("content/testimonials/answer-2026-11-02.md")).unwrap();
    assert_eq!(
        draft,
        "+++\nexperience = \"good\"\nbrand = \"acme\"\nauthor = \"Inés Ortega\"\necho_of = \"cola\"\ndate = 2026-11-02\n\
         draft = true\nconsent = { status = \"given\", given = 2026-11-02, covers = [\"text\", \"name\"], \
         record = \"message of 2026-11-02\" }\n+++\n\nA mí también, y \"dos\" veces.\n"
    );
    // A second one of the same day has its own file; one without words is none; no address is kept.
    assert!(
        site.run(&["new", "--from", site.path("mail.eml").to_str().unwrap()]).stdout.contains("answer-2026-11-02-2.md")
    );
    site.write("empty.txt", "experience: good\n");
    let run = site.run(&["new", "--from", site.path("empty.txt").to_str().unwrap()]);
    assert!(run.code == 1 && run.stderr.contains("holds no answer"), "{}", run.stderr);
    assert!(!draft.contains("ines@example.org"));
    // Published, it is counted on its parent.
    site.write("content/testimonials/answer-2026-11-02.md", draft.replace("draft = true\n", ""));
    assert!(site.build().read("stories/cola/index.html").contains("class=\"echoes\""));
}

#[test]
fn answers_go_to_a_plain_form_if_the_owner_has_one_and_nowhere_if_not() {
    let story = "-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"bad\"\n+++\nx\n";
    let site = Site::new(&format!("-- anecdote.toml --\n[responses]\nform = \"https://forms.example/f/1\"\n{story}"));
    let built = site.build();
    for (path, hidden) in [("stories/a/index.html", true), ("tell/index.html", false)] {
        let page = built.read(path);
        assert!(page.contains("action=\"https://forms.example/f/1\" method=\"post\""), "{path}");
        assert!(page.contains("name=\"consent\" value=\"text\" required"), "{path}");
        assert_eq!(page.contains("name=\"echo_of\" value=\"a\""), hidden, "{path}");
    }
    let off = Site::new(story);
    let built = off.build();
    assert!(!built.has("tell/index.html") && !built.read("stories/a/index.html").contains("respond"));
    off.write("anecdote.toml", "[responses]\nform = \"https://x.example/\"\nmail = \"a@b.example\"\n");
    assert!(off.fails().contains("answers go to a `form` or to a `mail`box, not to both"));
}

/// A site of which one voice was paid for, and others say the same.
fn same_words(disclosure: &str, words: &str) -> Site {
    let site = Site::new(
        "-- anecdote.toml --\ntitle = \"A good long title\"\n[[menu]]\ntitle = \"About our long story\"\nurl = \"/stories/\"\n",
    );
    let voice = |more: &str| format!("+++\ntitle = \"Thanks\"\nexperience = \"good\"\n{more}+++\n{words}\n");
    site.write("content/testimonials/a.md", voice(&format!("disclosure = {disclosure}\nauthor = \"Ada\"\n")));
    site.write("content/testimonials/b.md", voice("author = \"Bea\"\n"));
    site.write("content/testimonials/c.md", voice("author = \"Cem\"\n"));
    site.write("content/stories/d.md", voice("author = \"Dan\"\n"));
    site.write("content/stories/e.md", voice(&format!("disclosure = {disclosure}\nauthor = \"Eve\"\n")));
    site
}

#[test]
fn what_somebody_who_was_paid_says_others_may_say_as_well() {
    for words in [
        "Thank you so much!",
        "A good long title",
        "About our long story",
        "Works for the brand",
        "Ada",
        "👍",
        "# Thanks",
    ] {
        for disclosure in ["\"discount\"", "{ kind = \"paid\", text = \"Thank you so much!\" }"] {
            let site = same_words(disclosure, words);
            let built = site.build();
            assert_eq!(built.run.code, 0, "{words}, {disclosure}: {}", built.run.stderr);
        }
    }
}

#[test]
fn a_short_disclosure_is_missed_like_a_long_one() {
    for text in ["Ad", "Gifted", "Werbung", "広告"] {
        let site =
            same_words(&format!("{{ kind = \"gift\", text = \"{text}\" }}"), "An ad in words: Gifted, Werbung, 広告.");
        assert_eq!(site.build().run.code, 0);
        site.write("templates/story.html", "<h1>{{ page.title }}</h1>{{ page.content }}");
        let said = site.fails();
        let missing = format!("/stories/e/index.html shows the words of “Thanks” without saying before them: {text}");
        assert!(said.contains(&missing), "{said}");
        // What the page says of another kind is not what this one says.
        site.write("templates/story.html", "{{ t(key=\"disclosure.gift\") }}{{ page.content }}");
        assert!(site.fails().contains(&missing));
        site.write(
            "templates/story.html",
            "{% if page.disclosure %}{{ page.disclosure.text | upper }}{% endif %}{{ page.content | trim }}",
        );
        assert_eq!(site.build().run.code, 0);
    }
}

#[test]
fn words_are_found_however_a_template_puts_them_and_nothing_of_the_search_is_left() {
    let ways = [
        "{{ page.excerpt }}",
        "{{ page.excerpt | upper }}",
        "{{ page.excerpt | truncate(length=12) }}",
        "{{ page.excerpt | replace(from=\"you\", to=\"them\") }}",
        "<p title=\"{{ page.excerpt }}\">x</p>",
        "{% set words = page.excerpt %}{{ words }}",
        "{{ page.content | safe }}",
        "{{ t(key=\"owned_by\", owner=page.excerpt) }}",
        "{{ page.excerpt | json_encode }}",
    ];
    let site = same_words("\"discount\"", "Thank you so much!");
    for way in ways {
        site.write("templates/story.html", way);
        assert!(site.fails().contains("/stories/e/index.html shows the words of “Thanks”"), "{way}");
        site.write(
            "templates/story.html",
            format!(
                "{{% if page.disclosure %}}{{{{ t(key=\"disclosure.\" ~ page.disclosure.kind) | capitalize }}}}{{% endif %}}\
                 {way}<i>{{{{ page.excerpt | length }}}}</i>"
            ),
        );
        let built = site.build();
        assert_eq!(built.run.code, 0, "{way}: {}", built.run.stderr);
        let page = built.read("stories/e/index.html");
        assert!(page.contains(">Got a discount") && page.ends_with("<i>18</i>"), "{way}: {page}");
        for (path, bytes) in built.files().into_iter().filter(|(path, _)| !path.ends_with(".woff2")) {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(|c: char| ('\u{fdd0}'..='\u{fdef}').contains(&c) || c as u32 >= 0xf0000), "{path}");
        }
    }
}
