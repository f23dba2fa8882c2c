//! Sites in several languages.

use crate::site::Site;

const SITE: &str = "-- anecdote.toml --\ntitle = \"Stories\"\n[languages.es]\ntitle = \"Historias\"\n[languages.fr]\n\
    -- content/stories/a.md --\n+++\ntitle = \"One\"\ndate = 2026-03-01\nexperience = \"bad\"\nbrand = \"acme\"\ntags = [\"t\"]\nquote = \"words\"\n+++\nwords\n\
    -- content/stories/a.es.md --\n+++\ntitle = \"Uno\"\n+++\npalabras\n\
    -- content/stories/b.md --\n+++\ntitle = \"Only English\"\ndate = 2026-02-01\nexperience = \"good\"\n+++\nx\n\
    -- content/stories/c.md --\n+++\ntitle = \"Sólo español\"\nlang = \"es\"\ndate = 2026-01-01\nexperience = \"good\"\n+++\nx\n\
    -- content/stories/d.md --\n+++\ntitle = \"Dansk\"\nlang = \"da\"\nexperience = \"good\"\n+++\nx\n";

#[test]
fn a_translation_inherits_front_matter_but_not_words() {
    let site = Site::new(SITE);
    let built = site.build();
    let page = built.read("es/stories/a/index.html");
    assert!(
        page.contains("<html lang=\"es\">")
            && page.contains("<time class=\"dt-published\" datetime=\"2026-03-01\">1 mar 2026</time>"),
        "{page}"
    );
    assert!(page.contains("story is-bad") && page.contains("/es/tags/#t") && !page.contains("class=\"deck\""));
}

#[test]
fn translations_name_each_other_both_ways() {
    let site = Site::new(SITE);
    let built = site.build();
    for path in ["stories/a/index.html", "es/stories/a/index.html"] {
        let page = built.read(path);
        for (lang, url) in [("en", "http://localhost/stories/a/"), ("es", "http://localhost/es/stories/a/")] {
            assert!(
                page.contains(&format!("<link rel=\"alternate\" hreflang=\"{lang}\" href=\"{url}\">")),
                "{path} {lang}"
            );
        }
    }
    let sitemap = built.read("sitemap.xml");
    assert!(sitemap.contains("hreflang=\"es\" href=\"http://localhost/es/stories/a/\""));
    assert!(!built.read("stories/b/index.html").contains("rel=\"alternate\" hreflang"));
}

#[test]
fn what_is_not_translated_is_shown_with_its_language_or_hidden() {
    let site = Site::new(SITE);
    let built = site.build();
    let list = built.read("es/stories/index.html");
    assert!(list.contains("Uno") && !list.contains(">One<"));
    assert!(list.contains("lang=\"en\"><") || list.contains("lang=\"en\">\n"), "{list}");
    assert!(list.contains("En inglés") && list.contains("href=\"/stories/b/\""));
    let site = Site::new(&SITE.replace("title = \"Stories\"", "title = \"Stories\"\nuntranslated = \"hide\""));
    let built = site.build();
    let list = built.read("es/stories/index.html");
    assert!(list.contains("Uno") && list.contains("Sólo español") && !list.contains("Only English"));
    assert!(!built.read("stories/index.html").contains("Sólo español"));
}

#[test]
fn each_language_has_its_feed_its_lists_and_its_terms() {
    let site = Site::new(SITE);
    let built = site.build();
    let feed = feed_rs::parser::parse(built.read("es/atom.xml").as_bytes()).unwrap();
    assert_eq!(feed.title.unwrap().content, "Historias");
    for path in ["es/index.html", "es/stories/index.html", "es/experience/bad/index.html", "fr/index.html"] {
        assert!(built.has(path), "{path}");
    }
    // A brand of which one story tells has its place on the list of brands.
    assert!(built.read("es/brands/index.html").contains("<li id=\"acme\">"));
    assert!(built.read("es/experience/index.html").contains("Mala"));
    assert!(built.read("fr/index.html").contains("Derniers récits"));
}

#[test]
fn a_language_that_the_site_is_not_made_in_is_a_guest() {
    let site = Site::new(SITE);
    let page = site.build().read("stories/d/index.html");
    assert!(page.contains("<html lang=\"da\">"));
}

#[test]
fn missing_strings_are_a_warning_with_a_list() {
    let site = Site::new(
        "-- anecdote.toml --\nlanguage = \"da\"\n-- i18n/da.toml --\nlanguage_name = \"Dansk\"\nhome = \"Hjem\"\n-- content/a.md --\nx\n",
    );
    let built = site.build();
    assert!(built.run.stderr.contains("strings are missing in language `da`"), "{}", built.run.stderr);
    assert!(built.read("a/index.html").contains("Hjem"));
}

#[test]
fn plurals_and_first_days_follow_the_language() {
    let site = Site::new(
        "-- anecdote.toml --\nlanguage = \"fr\"\n-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ndate = 2026-05-01\nworth = { currency = \"EUR\", paid = 12345.5 }\n+++\nx\n",
    );
    let built = site.build();
    let page = built.read("stories/a/index.html");
    assert!(page.contains("1er mai 2026") && page.contains("12\u{202f}345,50\u{a0}€"), "{page}");
    assert!(built.read("experience/good/index.html").contains("1 récit<"));
}

#[test]
fn a_language_may_have_a_folder_of_its_own() {
    let site = Site::new(
        "-- anecdote.toml --\ntitle = \"T\"\nlanguage = \"en\"\n[languages.zh_cn]\n[languages.es.labels]\ngood = \"Dulce\"\n\
         [languages.es.taxonomies]\ntags = \"Palabras\"\ntouchpoints = { title = \"Momentos\", terms = { delivery = \"El reparto\" } }\n\
         -- content/stories/_index.md --\n---\ncascade: { tags: [shared] }\n---\n\
         -- content/en/stories/parcel.md --\n---\ntitle: The parcel\nexperience: good\ndate: 2024-01-02\ntouchpoints: [delivery]\n---\nWords.\n\
         -- content/es/stories/parcel.md --\n---\ntitle: El paquete\n---\nPalabras. [en](../../en/stories/parcel.md)\n\
         -- content/zh_cn/stories/parcel.md --\n---\ntitle: 包裹\n---\n文字。\n\
         -- content/es/stories/solo.md --\n---\ntitle: Solo\nexperience: bad\n---\nMás palabras.\n\
         -- content/es/about.md --\n---\ntitle: Acerca\n---\nHola.\n\
         -- content/es/_index.md --\n---\ntitle: Inicio\n---\nHola.\n",
    );
    let built = site.build();
    let html = built.read("es/stories/parcel/index.html");
    for part in [
        "<html lang=\"es\"",
        "hreflang=\"x-default\" href=\"http://localhost/stories/parcel/\"",
        "hreflang=\"zh-CN\" href=\"http://localhost/zh-CN/stories/parcel/\"",
        "Dulce",
        "El reparto",
        "href=\"/es/stories/parcel/\">en</a>",
        "/es/tags/shared/",
    ] {
        assert!(html.contains(part), "{part}\n{html}");
    }
    for path in [
        "stories/parcel/index.html",
        "zh-CN/stories/parcel/index.html",
        "es/stories/solo/index.html",
        "es/about/index.html",
        "es/index.html",
    ] {
        assert!(built.has(path), "{path}");
    }
    assert!(!built.has("en/stories/parcel/index.html") && built.read("es/touchpoints/index.html").contains("Momentos"));
    assert!(built.read("sitemap.xml").contains("hreflang=\"x-default\""));
    assert!(built.read("es/stories/index.html").contains("El paquete"));
}

#[test]
fn what_one_language_s_file_withdraws_or_hides_leaves_the_others_in_their_folders() {
    let site = Site::new(
        "-- anecdote.toml --\n[languages.es]\n\
         -- content/stories/a.md --\n---\ntitle: A\nexperience: good\nconsent: { status: withdrawn }\n---\nWords.\n\
         -- content/es/stories/a.md --\n---\ntitle: Una\nexperience: good\n---\nPalabras.\n\
         -- content/stories/b.md --\n---\ntitle: B\nexperience: good\nauthor: Zadie Quarmby\npseudonym: A reader\n---\nWords.\n\
         -- content/es/stories/b.md --\n---\ntitle: Be\n---\nDice Zadie Quarmby.\n",
    );
    let built = site.build();
    assert!(!built.has("es/stories/a/index.html"));
    assert!(!built.read("es/stories/b/index.html").contains("Quarmby"));
}

#[test]
fn stories_in_the_folder_of_a_language_that_the_site_does_not_have_are_stories() {
    let site = Site::new(
        "-- content/en/stories/late.md --\n---\ntitle: Late\nexperience: bad\nauthor: Zadie Quarmby\n\
         consent: { status: given, given: 2026-01-01, covers: [text] }\n---\nWords. <script>alert(1)</script>\n\
         -- content/stories/gone.md --\n---\ntitle: Gone\nexperience: bad\nconsent: { status: withdrawn }\n---\nWords.\n\
         -- content/fr/stories/gone.md --\n---\ntitle: Partie\nexperience: bad\n---\nDes mots.\n\
         -- content/stories/hidden.md --\n---\ntitle: Hidden\nexperience: bad\nauthor: Zadie Quarmby\npseudonym: A rider\n---\nWords.\n\
         -- content/fr/stories/hidden.md --\n---\ntitle: Voix\nexperience: bad\n---\nZadie Quarmby parle.\n",
    );
    for (path, bytes) in site.build().files() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("Quarmby") && !text.contains("alert(1)") && !text.contains("Des mots"), "{path}");
    }
}
