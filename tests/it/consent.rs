//! Consent is never guessed: what it takes out is in no output, in no language, and in no picture. What is looked for
//! here is looked for in all bytes and paths of the output.

use crate::site::{Built, Site};

/// The outputs whose path or bytes hold a word, whatever its case.
fn holding(built: &Built, word: &str) -> Vec<String> {
    let word = word.to_lowercase();
    let holds = |path: &str, bytes: &[u8]| {
        path.to_lowercase().contains(&word) || String::from_utf8_lossy(bytes).to_lowercase().contains(&word)
    };
    built.files().into_iter().filter(|(path, bytes)| holds(path, bytes)).map(|(path, _)| path).collect()
}

fn assert_gone(built: &Built, words: &[&str]) {
    for word in words {
        assert_eq!(holding(built, word), Vec::<String>::new(), "{word}\n{}", built.run.stderr);
    }
}

fn assert_shown(built: &Built, words: &[&str]) {
    for word in words {
        assert!(!holding(built, word).is_empty(), "{word}\n{}", built.run.stderr);
    }
}

const LANGUAGES: &str = "-- anecdote.toml --\nlanguage = \"en\"\n[languages.es]\n";
const WITHDRAWN: &str = "consent = { status = \"withdrawn\" }\n";

fn story(path: &str, word: &str, fields: &str) -> String {
    format!(
        "-- content/stories/{path} --\n+++\ntitle = \"Title{word}\"\nexperience = \"bad\"\nbrand = \"Acme\"\n{fields}+++\nWords{word}.\n"
    )
}

/// A picture that can be told from others by its bytes.
fn picture(site: &Site, path: &str) {
    let name = path.rsplit('/').next().unwrap().split('.').next().unwrap();
    site.write(path, format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>bytes of {name}--</title></svg>"));
}

#[test]
fn a_withdrawal_in_one_language_takes_all_versions_out_whichever_file_says_it() {
    for (said, silent) in [
        ("a.en.md", "a.es.md"),
        ("a.es.md", "a.en.md"),
        ("a.md", "a.es.md"),
        ("a.es.md", "a.md"),
        ("a.de.md", "a.md"),
        ("a.md", "a.de.md"),
        ("a.md", "a.pt-BR.md"),
        ("a/index.en.md", "a/index.es.md"),
        ("a/index.es.md", "a/index.md"),
        ("a.es.md", "a/index.md"),
        ("a/index.md", "a.fr.md"),
        ("a.md", "a.es.markdown"),
    ] {
        let site = Site::new(
            &[LANGUAGES, &story(said, "One", WITHDRAWN), &story(silent, "Two", ""), &story("b.md", "Other", "")]
                .concat(),
        );
        let built = site.build();
        assert_gone(&built, &["WordsOne", "TitleOne", "WordsTwo", "TitleTwo"]);
        assert_shown(&built, &["WordsOther"]);
        // Who takes over the original's consent is told nothing new.
        let is_original = said == "a.md" && silent.starts_with("a.es.");
        assert_eq!(built.run.stderr.contains("warning[W0124]"), !is_original, "{said} {silent}: {}", built.run.stderr);
    }
}

#[test]
fn so_does_whatever_else_must_not_be_shown_and_no_consent_elsewhere_outweighs_it() {
    let given = "consent = { status = \"given\", given = 2026-01-01 }\n";
    for fields in [
        "consent = { status = \"refused\" }\n",
        "consent = { expires = 2026-11-01 }\n",
        "held_back = \"author-request\"\n",
        "held_back = \"no-consent\"\n",
        "draft = true\nconsent = { status = \"withdrawn\" }\n",
    ] {
        let site = Site::new(&[LANGUAGES, &story("a.en.md", "One", fields), &story("a.es.md", "Two", given)].concat());
        assert_gone(&site.build(), &["WordsOne", "WordsTwo"]);
    }
    // Who was asked and has not answered has agreed to no version that says nothing; to another they may have.
    let pending = "consent = { status = \"pending\" }\n";
    let site = Site::new(&[LANGUAGES, &story("a.en.md", "One", pending), &story("a.es.md", "Two", "")].concat());
    assert_gone(&site.build(), &["WordsOne", "WordsTwo"]);
    let site = Site::new(&[LANGUAGES, &story("a.en.md", "One", pending), &story("a.es.md", "Two", given)].concat());
    let built = site.build();
    assert_gone(&built, &["WordsOne"]);
    assert_shown(&built, &["WordsTwo"]);
}

#[test]
fn names_that_only_look_alike_are_no_versions() {
    let files =
        [LANGUAGES, &story("a.md", "One", WITHDRAWN), &story("a-b.md", "Two", ""), &story("a.part2.md", "Three", "")];
    let site = Site::new(&files.concat());
    let built = site.build();
    assert_gone(&built, &["WordsOne"]);
    assert_shown(&built, &["WordsTwo", "WordsThree"]);
}

#[test]
fn a_version_that_says_nothing_has_the_consent_that_another_records() {
    let limited = "author = \"Zadie Quarmby\"\nimage = \"visage.svg\"\nconsent = { covers = [\"text\", \"name\", \"translation\"] }\n";
    let site = Site::new(
        &[LANGUAGES, &story("a.en.md", "One", limited), &story("a.es.md", "Two", "image = \"visage.svg\"\n")].concat(),
    );
    picture(&site, "content/stories/visage.svg");
    let built = site.build();
    assert_shown(&built, &["WordsOne", "WordsTwo"]);
    assert_gone(&built, &["visage"]);
}

#[test]
fn a_withdrawal_and_its_end_are_followed_by_every_build_after() {
    let site = Site::new(
        &[LANGUAGES, &story("a.de.md", "One", ""), &story("a.md", "Two", ""), &story("b.md", "Other", "")].concat(),
    );
    assert_shown(&site.build(), &["WordsOne", "WordsTwo"]);
    for (fields, is_shown) in [(WITHDRAWN, false), ("", true), ("held_back = \"author-request\"\n", false), ("", true)]
    {
        let text = story("a.de.md", "One", fields);
        site.write("content/stories/a.de.md", text.split_once('\n').unwrap().1);
        let built = site.build();
        built.same_as_clean();
        assert_eq!(holding(&built, "WordsTwo").is_empty(), !is_shown, "{fields}");
    }
}

/// A story with every way to show a picture.
fn pictures_of(kind: &str, fields: &str) -> Site {
    let site = Site::new(&format!(
        "-- anecdote.toml --\npublish = [\"*.pdf\"]\n[embeds]\n\
         -- content/{kind}/a/index.md --\n+++\ntitle = \"A\"\nname = \"Ada\"\nexperience = \"good\"\nimage = \"p-main.svg\"\nimage_alt = \"Alt-main\"\n\
         photo = \"p-photo.svg\"\ngallery = [\"p-gallery.svg\"]\ndisclosure = \"none\"\ndate = 2026-01-01\n{fields}[extra]\nportrait = \"p-extra.svg\"\nmotto = \"Kept motto\"\n\
         deep = {{ one = [\"p-deep.svg\"] }}\n+++\n\
         Before ![Alt-text](p-text.svg \"Title-text\") after.\n\n![Alt-alone](p-alone.svg)\n\n\
         {{{{ figure(src=\"p-figure.svg\", alt=\"Alt-figure\", caption=\"Caption-figure\") }}}}\n\n\
         {{{{ gallery(images=[\"p-one.svg\", \"p two.svg\"]) }}}}\n\n\
         {{{{ video(src=\"p-film.mp4\", poster=\"p-poster.svg\", title=\"Title-film\") }}}}\n\n\
         {{{{ video(src=\"https://films.example/p-far\", title=\"Title-far\") }}}}\n\n[a link](p-linked.svg)\n\n<!-- more -->\n\nLast words.\n",
    ));
    for name in
        ["main", "photo", "gallery", "extra", "deep", "text", "alone", "figure", "one", "poster", "linked", "lonely"]
    {
        picture(&site, &format!("content/{kind}/a/p-{name}.svg"));
    }
    picture(&site, &format!("content/{kind}/a/p two.svg"));
    site.write(&format!("content/{kind}/a/p-film.mp4"), "bytes of p-film");
    site.write(&format!("content/{kind}/a/p-raw.cr9"), "bytes of p-raw");
    site.write(&format!("content/{kind}/a/receipt.pdf"), "bytes of receipt");
    site
}

const ALL_PICTURES: [&str; 20] = [
    "p-main",
    "p-photo",
    "p-gallery",
    "p-extra",
    "p-deep",
    "p-text",
    "p-alone",
    "p-figure",
    "p-one",
    "p two",
    "p%20two",
    "p-linked",
    "p-lonely",
    "p-raw",
    "Alt-main",
    "Alt-text",
    "Title-text",
    "Alt-alone",
    "Alt-figure",
    "Caption-figure",
];
const ALL_FILMS: [&str; 5] = ["p-film", "p-poster", "Title-film", "p-far", "Title-far"];

#[test]
fn a_consent_without_photo_shows_no_picture_and_no_film_in_any_output() {
    for kind in ["stories", "testimonials", "ambassadors"] {
        let site = pictures_of(kind, "consent = { covers = [\"text\", \"name\", \"embed\"] }\n");
        let built = site.build();
        assert_gone(&built, &ALL_PICTURES);
        assert_gone(&built, &ALL_FILMS);
        assert_shown(&built, &["Last words", "bytes of receipt"]);
        let page = built.read(&format!("{kind}/a/index.html"));
        assert!(page.contains("<p>Before  after.</p>") && !page.contains("<p></p>"), "{page}");
        let said = &built.run.stderr;
        assert!(said.contains("does not cover `photo`: their pictures are left out"), "{said}");
        assert!(said.contains("does not cover `video`: their films are left out"), "{said}");
        built.same_as_clean();
    }
}

#[test]
fn photo_and_video_are_agreed_to_apart() {
    let site = pictures_of("stories", "consent = { covers = [\"text\", \"photo\"] }\n");
    let built = site.build();
    assert_shown(&built, &["p-main", "p-text", "p-figure", "p-one", "p-lonely", "Alt-alone"]);
    assert_gone(&built, &ALL_FILMS);
    let site = pictures_of("stories", "consent = { covers = [\"text\", \"Video\"] }\n");
    let built = site.build();
    assert_shown(&built, &ALL_FILMS);
    assert_gone(&built, &ALL_PICTURES);
    let site = pictures_of("stories", "");
    let built = site.build();
    assert_shown(&built, &["p-main", "p-text", "p-alone", "p-figure", "p-one", "p-film", "p-poster", "p-lonely"]);
}

#[test]
fn links_to_what_has_left_lead_to_the_integrity_page_however_they_are_written() {
    let site = Site::new("-- anecdote.toml --\nbase_url = \"https://x.example/blog/\"\n");
    site.write("content/stories/doom.md", "+++\ntitle = \"Secret parcel\"\naliases = [\"The doom\", \"/old/doom/\"]\nexperience = \"bad\"\nconsent = { status = \"withdrawn\" }\n+++\nWords.\n");
    let written = [
        "[[doom]]",
        "[[Secret parcel]]",
        "[[The doom|it]]",
        "[it](doom.md)",
        "[it](@/stories/doom.md)",
        "[it](/stories/doom/)",
        "[it](/stories/doom)",
        "[it](/blog/stories/doom/#part)",
        "[it](https://x.example/blog/stories/doom/)",
        "[it](//x.example/blog/stories/doom/)",
        "[it](/old/doom/)",
        "[it]({{< relref \"stories/doom\" >}})",
        "{{< ref \"doom.md\" >}}",
        "<a href=\"/stories/doom/\">it</a>",
    ];
    let text = written.join("\n\n");
    site.write("content/stories/a.md", format!("+++\ntitle = \"A\"\nexperience = \"good\"\n+++\n{text}\n"));
    let built = site.build();
    let page = built.read("stories/a/index.html");
    assert_eq!(page.matches("<p><a href=\"/blog/integrity/\">").count(), written.len(), "{page}");
    assert!(!page.contains("@/**/"), "{page}");
    assert_eq!(built.run.stderr.matches("[W0703]").count(), 0, "{}", built.run.stderr);
}

#[test]
fn words_about_a_picture_go_with_it() {
    let written = [
        "<figure><img src=\"p-one.svg\" alt=\"x\"><figcaption>Words of @</figcaption></figure>",
        "<figure><figcaption>Words <b>of</b> @</figcaption><img src=\"p-one.svg\" alt=\"x\"></figure>",
        "<figure>\n\n![x](p-one.svg)\n\n<figcaption>\n\nWords *of* @\n\n</figcaption></figure>",
        "[caption id=\"a\"]<img src=\"p-one.svg\" /> Words of @[/caption]",
        "[caption id=\"a\"]![x](p-one.svg) Words *of* @[/caption]",
        "{{< figure src=\"p-one.svg\" >}}Words of @{{< /figure >}}",
        "{% gallery(images=[\"p-one.svg\"]) %}Words of @{% end %}",
    ];
    let site = |consent: &str| {
        let mut text = format!("+++\ntitle = \"A\"\nexperience = \"bad\"\n{consent}+++\n");
        for (n, line) in written.iter().enumerate() {
            text.push_str(&line.replace('@', &format!("q{n}q")));
            text.push_str("\n\n");
        }
        text.push_str(
            "<figure><blockquote>A saying</blockquote><figcaption>Said q9q</figcaption></figure>\n\nLast words.\n",
        );
        let site = Site::new("");
        site.write("content/stories/a.md", text);
        picture(&site, "content/stories/p-one.svg");
        site
    };
    let (shown, gone) = (site(""), site("consent = { covers = [\"text\"] }\n"));
    let (shown, gone) = (shown.build(), gone.build());
    for (n, line) in written.iter().enumerate() {
        assert!(!holding(&shown, &format!("q{n}q")).is_empty(), "{line}\n{}", shown.read("stories/a/index.html"));
        assert!(holding(&gone, &format!("q{n}q")).is_empty(), "{line}\n{}", gone.read("stories/a/index.html"));
    }
    assert_shown(&gone, &["Last words", "A saying", "Said q9q"]);
}

#[test]
fn raw_html_of_trusted_voices_shows_no_picture_without_photo() {
    let site = Site::new(
        "-- anecdote.toml --\nmarkdown.trust_voices = true\n\
         -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"bad\"\nconsent = { covers = [\"text\"] }\n+++\n\
         Kept <img src=\"p-one.svg\" alt=\"Alt-one\"> words.\n\n<picture><source srcset=\"p-two.svg 1x, p-three.svg 2x\"><img src=p-four.svg></picture>\n\n\
         <video poster='p-five.svg'><source src=\"p-six.mp4\"></video>\n\n<p style=\"background: url(p-seven.svg)\">More words.</p>\n",
    );
    for name in ["one", "two", "three", "four", "five", "seven"] {
        picture(&site, &format!("content/stories/p-{name}.svg"));
    }
    site.write("content/stories/p-six.mp4", "bytes");
    let built = site.build();
    assert_gone(&built, &["p-one", "p-two", "p-three", "p-four", "p-five", "p-six", "bytes of p-seven", "Alt-one"]);
    assert_shown(&built, &["Kept", "More words"]);
}

#[test]
fn another_document_that_is_shown_may_show_the_same_picture() {
    let site = Site::new(
        &[
            story("a.md", "One", "image = \"cup.svg\"\nconsent = { covers = [\"text\"] }\n"),
            story("b.md", "Two", "image = \"cup.svg\"\n"),
        ]
        .concat(),
    );
    picture(&site, "content/stories/cup.svg");
    let built = site.build();
    assert_shown(&built, &["bytes of cup"]);
    let page = built.read("stories/a/index.html");
    let own = page.split("</article>").next().unwrap();
    assert!(!own.contains("cup.svg") && page.contains("cup.svg"), "the other one is shown below");
}

#[test]
fn a_word_that_no_consent_knows_is_an_error_and_grants_nothing() {
    for (word, near) in [
        ("names", "name"),
        ("photos", "photo"),
        ("vidoe", "video"),
        ("translations", "translation"),
        ("embeds", "embed"),
    ] {
        let site = Site::new(&story("a.md", "One", &format!("consent = {{ covers = [\"text\", \"{word}\"] }}\n")));
        let said = site.fails();
        assert!(said.contains("error[E0103]") && said.contains(&format!("did you mean `{near}`?")), "{word}: {said}");
        assert!(said.contains("content/stories/a.md:5:"), "{said}");
    }
    let site =
        Site::new(&story("a.md", "One", "author = \"Zadie Quarmby\"\nconsent = { covers = [\"TEXT\", \" Name \"] }\n"));
    assert_shown(&site.build(), &["WordsOne", "Zadie Quarmby"]);
    // An empty list is a list of nothing.
    let site = Site::new(
        &[
            story("a.md", "One", "consent = { covers = [] }\n"),
            story("b.md", "Two", "consent = { covers = \"text\" }\n"),
        ]
        .concat(),
    );
    let built = site.build();
    assert_gone(&built, &["WordsOne"]);
    assert_shown(&built, &["WordsTwo"]);
}

/// An ambassador, and what others wrote of them or with them.
fn ambassador(fields: &str) -> Site {
    Site::new(&format!(
        "-- anecdote.toml --\npublish = [\"*.pdf\"]\n[embeds]\n[taxonomies.author]\nfeed = true\n\
         -- content/ambassadors/zadie-quarmby.md --\n+++\nname = \"Zadie Quarmby\"\nbrand = \"acme\"\ndisclosure = \"employee\"\nslug = \"the-rider\"\n\
         links = [{{ title = \"Blog\", url = \"https://zadie.example/\" }}]\nurl = \"https://zquarmby.example/\"\n{fields}+++\nHello from me.\n\
         -- content/brands/acme.md --\n+++\nname = \"Acme\"\n+++\nA brand.\n\
         -- content/campaigns/c.md --\n+++\ntitle = \"C\"\nbrand = \"acme\"\nauthor = [\"zadie-quarmby\"]\n+++\nOne campaign.\n\
         -- content/stories/one.md --\n+++\ntitle = \"One\"\nexperience = \"good\"\nbrand = \"acme\"\nauthor = \"zadie-quarmby\"\ndate = 2026-01-01\n+++\nWordsOne.\n\
         -- content/stories/two.md --\n+++\ntitle = \"Two\"\nexperience = \"bad\"\nbrand = \"acme\"\nauthor = [\"Zadie Quarmby\", \"Bo Li\"]\ndate = 2026-01-02\n+++\nWordsTwo.\n\
         -- content/testimonials/three.md --\n+++\nexperience = \"mixed\"\nbrand = \"acme\"\nauthor = \"zadie-quarmby\"\ndate = 2026-01-03\n+++\nWordsThree.\n"
    ))
}

#[test]
fn an_ambassador_who_did_not_agree_to_their_name_is_shown_without_it() {
    let site = ambassador("consent = { covers = [\"text\", \"photo\"] }\n");
    let built = site.build();
    assert_gone(&built, &["zadie", "quarmby"]);
    assert_shown(&built, &["Hello from me", "WordsOne", "WordsTwo", "WordsThree", "Bo Li"]);
    assert!(built.has("ambassadors/the-rider/index.html"));
    assert!(
        built.read("ambassadors/the-rider/index.html").contains("Someone who wishes to stay unnamed"),
        "{}",
        built.read("ambassadors/the-rider/index.html")
    );
    assert!(
        built.run.stderr.contains("does not cover `name`: their profile is shown without a name"),
        "{}",
        built.run.stderr
    );
    let site = ambassador("pseudonym = \"A rider\"\nconsent = { covers = [\"text\", \"photo\"] }\n");
    let built = site.build();
    assert_gone(&built, &["zadie", "quarmby"]);
    assert!(built.read("stories/one/index.html").contains("A rider"));
}

#[test]
fn an_ambassador_who_did_not_agree_to_their_words_has_no_profile() {
    let built = ambassador("consent = { covers = [\"name\", \"photo\"] }\n");
    let built = built.build();
    assert_gone(&built, &["Hello from me"]);
    assert!(built.read("stories/one/index.html").contains("quarmby"));
}

#[test]
fn an_ambassador_who_withdrew_is_named_in_no_by_line_and_every_file_that_does_is_said() {
    for fields in [
        "consent = { status = \"withdrawn\" }\n",
        "consent = { status = \"refused\" }\n",
        "consent = { status = \"pending\" }\n",
        "consent = { expires = 2026-11-01 }\n",
        "held_back = \"author-request\"\n",
        "draft = true\nconsent = { status = \"withdrawn\" }\n",
    ] {
        let site = ambassador(fields);
        let built = site.build();
        assert_gone(&built, &["zadie", "quarmby", "Hello from me", "the-rider"]);
        assert_shown(&built, &["WordsOne", "WordsTwo", "WordsThree", "Bo Li", "One campaign"]);
        // A connection is no less one.
        assert!(built.read("stories/one/index.html").contains("Works for the brand"));
        for file in ["campaigns/c.md", "stories/one.md", "stories/two.md", "testimonials/three.md"] {
            let check = site.run(&["check"]);
            assert!(check.stderr.contains("warning[W0915]") && check.stderr.contains(file), "{file}: {}", check.stderr);
        }
        let before = ambassador("");
        let text = std::fs::read_to_string(before.path("content/ambassadors/zadie-quarmby.md")).unwrap();
        site.write("content/ambassadors/zadie-quarmby.md", text);
        let built = site.build();
        assert_shown(&built, &["Zadie Quarmby", "the-rider"]);
        built.same_as_clean();
    }
}

#[test]
fn a_profile_elsewhere_of_somebody_who_is_not_named_is_published_nowhere() {
    let source =
        "source = { platform = \"Ratings\", url = \"https://ratings.example/u/zadie-q\", date = 2026-01-01 }\n";
    for hidden in [
        "pseudonym = \"A reader\"\n",
        "author = \"Zadie Quarmby\"\npseudonym = \"A reader\"\n",
        "author = \"Zadie Quarmby\"\nconsent = { covers = [\"text\"] }\n",
        "consent = { covers = [\"text\"] }\nlinks = [{ title = \"Blog\", url = \"https://zadie-q.example\" }]\n",
    ] {
        let site = Site::new(&story("a.md", "One", &format!("rating = 4\n{source}{hidden}")));
        let built = site.build();
        assert_gone(&built, &["zadie-q", "ratings.example"]);
        assert_shown(&built, &["WordsOne", "Ratings"]);
        assert_eq!(built.run.stderr.matches("warning[W0914]").count(), 1, "{}", built.run.stderr);
    }
    let built = ambassador("pseudonym = \"A rider\"\n");
    assert_gone(&built.build(), &["zadie.example", "zquarmby.example"]);
    let site = Site::new(&story("a.md", "One", &format!("author = \"Zadie Quarmby\"\n{source}")));
    assert_shown(&site.build(), &["https://ratings.example/u/zadie-q"]);
    // A translation takes the source over, and its pseudonym with it.
    let hidden = format!("{source}author = \"Zadie Quarmby\"\npseudonym = \"A reader\"\n");
    let again = "author = \"Zadie Quarmby\"\npseudonym = \"A reader\"\n";
    let site = Site::new(&[LANGUAGES, &story("a.md", "One", &hidden), &story("a.es.md", "Two", again)].concat());
    assert_gone(&site.build(), &["zadie-q"]);
}

/// What a story may lie beside, by name: whether the picture goes with the story `a`.
const BESIDE: [(&str, bool); 17] = [
    ("a.svg", true),
    ("a-pic.svg", true),
    ("a_2.svg", true),
    ("a 3.svg", true),
    ("a4.svg", true),
    ("A-caps.SVG", true),
    ("a.thumb.svg", true),
    ("a/one.svg", true),
    ("a/deeper/two.svg", true),
    ("a-files/three.svg", true),
    ("2026-01-01-a.svg", true),
    ("a-b.svg", false),
    ("a-b-pic.svg", false),
    ("a-b/four.svg", false),
    ("ab.svg", false),
    ("b-a.svg", false),
    ("other/a.svg", false),
];

#[test]
fn pictures_beside_a_story_go_with_it_by_the_longest_name_that_fits() {
    for gone in [
        "consent = { status = \"withdrawn\" }\n",
        "draft = true\n",
        "held_back = \"abusive\"\n",
        "expires = 2026-01-01\n",
    ] {
        let file = if gone.starts_with("draft") { "a.md" } else { "2026-01-01-a.md" };
        let site = Site::new(
            &[story(file, "One", gone), story("a-b.md", "Two", ""), story("other/c.md", "Three", "")].concat(),
        );
        for (path, _) in BESIDE {
            let name = path.replace(['/', ' ', '.'], "+");
            site.write(
                &format!("content/stories/{path}"),
                format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>bytes of {name}--</title></svg>"),
            );
        }
        let built = site.build();
        for (path, goes) in BESIDE {
            if file == "a.md" && path == "2026-01-01-a.svg" {
                continue;
            }
            let name = path.replace(['/', ' ', '.'], "+");
            assert_eq!(holding(&built, &format!("bytes of {name}-")).is_empty(), goes, "{path} {gone}");
        }
    }
}

#[test]
fn every_file_that_a_withdrawn_story_names_in_any_syntax_goes_with_it() {
    let written = [
        "{{< figure src=\"/img/@\" link=\"/img/@\" >}}",
        "{{< lightbox /img/@ >}}",
        "{{< carousel >}}\n![x](/img/@)\n{{< /carousel >}}",
        "{% img /img/@ %}",
        "{% include image.html url=\"/img/@\" %}",
        "<Lightbox src=\"/img/@\" />",
        "<img src={require(\"/img/@\")} />",
        "![x]({{ site.baseurl }}/img/@)",
        "![x]({{ \"/img/@\" | relative_url }})",
        "{{ resize_image(path=\"img/@\", width=1) }}",
        "<!-- ![x](/img/@) -->",
        "%% ![x](/img/@) %%",
        "`/img/@`",
        "```\n![x](/img/@)\n```",
        "[unused]: /img/@",
        "![x](https://x.example/blog/img/@)",
        "![x](/blog/img/@)",
        "See /img/@.",
        "[caption id=\"x\"]<img src=\"../static/img/@\">[/caption]",
        "> [!note] ![t](/img/@)\n> x",
        "![x](/img/@){: .big }",
    ];
    let site = Site::new("-- anecdote.toml --\nbase_url = \"https://x.example/blog/\"\n");
    let mut text = "+++\ntitle = \"A\"\nexperience = \"bad\"\nconsent = { status = \"withdrawn\" }\n+++\n".to_owned();
    for (n, line) in written.iter().enumerate() {
        text.push_str(&line.replace('@', &format!("p{n}.svg")));
        text.push_str("\n\n");
        picture(&site, &format!("static/img/p{n}.svg"));
    }
    picture(&site, "static/img/kept.svg");
    site.write("content/stories/gone.md", &text);
    let built = site.build();
    let left: Vec<&str> = written
        .iter()
        .enumerate()
        .filter(|(n, _)| !holding(&built, &format!("bytes of p{n}--")).is_empty())
        .map(|(_, line)| *line)
        .collect();
    assert_eq!(left, Vec::<&str>::new());
    assert!(!holding(&built, "bytes of kept--").is_empty());
}

#[test]
fn every_file_that_a_withdrawn_story_names_in_any_way_goes_with_it() {
    let site = Site::new(
        "-- content/stories/gone.md --\n+++\ntitle = \"A\"\nexperience = \"bad\"\nconsent = { status = \"withdrawn\" }\nimage = \"../p1.svg\"\n\
         gallery = [\"../p2.svg\", { file = \"../p3.svg\" }]\nphoto = \"@/p4.svg\"\nepisodes = [{ title = \"x\", text = \"../p5.svg\" }]\n[extra]\nphoto = \"../p6.svg\"\n+++\n\
         {{ figure(src=\"../secret p7.svg\") }} {{ gallery(images=[\"../p8.svg\"]) }}\n\n![x](<../p9 with spaces.svg>) ![y](../p10%20coded.svg) [z](../p11.svg)\n\n\
         <img src=\"../p12.svg\" srcset=\"../p13.svg 1x, ../p14.svg 2x\">\n\n<video poster=../p15.svg><source src='../p16.mp4'></video> <!-- ../p17.svg -->\n\n\
         ![static](/p18.svg)\n\
         -- content/gone-page.md --\n+++\ntitle = \"P\"\nconsent = { status = \"withdrawn\" }\n+++\n<img src=\"q1.svg\">\n<picture>\n<source\n srcset=\"q2.svg 2x,q3.svg\">\n</picture>\n\n<a href=\"q4 4.pdf\">x</a>\n\
         -- content/stories/hidden.md --\n+++\ntitle = \"B\"\nexperience = \"bad\"\nauthor = \"Zadie Quarmby\"\npseudonym = \"A reader\"\nheld_back = \"author-request\"\nimage = \"../zadie-quarmby-r1.svg\"\n+++\n\
         ![](../zadie-quarmby-r2.svg)\n\
         -- content/stories/shown.md --\n+++\ntitle = \"C\"\nexperience = \"bad\"\n+++\n![x](../p2.svg) ![y](/p11.svg)\n\
         -- content/about.md --\n+++\ntitle = \"About\"\n+++\n<img src=\"q3.svg\" alt=\"x\">\n",
    );
    let names = [
        "p1",
        "p2",
        "p3",
        "p4",
        "p5",
        "p6",
        "secret p7",
        "p8",
        "p9 with spaces",
        "p10 coded",
        "p11",
        "p12",
        "p13",
        "p14",
        "p15",
        "p17",
        "q1",
        "q2",
        "q3",
        "zadie-quarmby-r1",
        "zadie-quarmby-r2",
    ];
    for name in names {
        picture(&site, &format!("content/{name}.svg"));
    }
    picture(&site, "static/p18.svg");
    site.write("content/p16.mp4", "bytes of p16--");
    site.write("content/q4 4.pdf", "bytes of q4 4--");
    let built = site.build();
    for name in names.iter().chain(&["p16", "p18", "q4 4"]) {
        let stays = ["p2", "p11", "q3"].contains(name);
        assert_eq!(!holding(&built, &format!("bytes of {name}--")).is_empty(), stays, "{name}");
    }
    built.same_as_clean();
    // And they come back.
    let text = std::fs::read_to_string(site.path("content/stories/gone.md")).unwrap();
    site.write("content/stories/gone.md", text.replace("withdrawn", "given"));
    let built = site.build();
    assert_shown(&built, &["bytes of p1--", "bytes of secret p7--", "bytes of p18--"]);
    built.same_as_clean();
}
