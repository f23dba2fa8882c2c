//! A name that is hidden is in no byte and no path of the output, or the build says where it is left.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use regex_lite::Regex;
use unicode_normalization::UnicodeNormalization;

use crate::site::Site;

/// The diagnostics that say that something of a name is left.
const SAID: [&str; 3] = ["E0114", "E0126", "E0714"];

/// A text as a person searches it: without tags, entities, percent codes, accents and characters that show nothing.
fn plain(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut all = String::new();
    let without_tags = Regex::new("<[^>]*>").unwrap().replace_all(&text, "").into_owned();
    for text in [text, without_tags] {
        let percent = percent_encoding::percent_decode_str(&text).decode_utf8_lossy().into_owned();
        let codes = Regex::new("&#(x?)([0-9a-fA-F]+);").unwrap();
        let entities = codes.replace_all(&percent, |found: &regex_lite::Captures| {
            let radix = if &found[1] == "x" { 16 } else { 10 };
            u32::from_str_radix(&found[2], radix).ok().and_then(char::from_u32).map(String::from).unwrap_or_default()
        });
        let entities = entities.replace("&yacute;", "ý").replace("&shy;", "");
        let visible = entities.nfkd().filter(|c| {
            !unicode_normalization::char::is_combining_mark(*c)
                && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        });
        all.extend(visible.flat_map(char::to_lowercase));
        all.push('\n');
    }
    all
}

/// Wants none of these words in any byte or path of what was built.
fn shows_none(site: &Site, words: &[&str], what: &str) {
    for (path, bytes) in site.output() {
        let texts = [plain(path.as_bytes()), plain(&bytes)];
        for word in words {
            let word = plain(word.as_bytes());
            let word = word.lines().next().unwrap();
            assert!(texts.iter().all(|text| !text.contains(word)), "{what}: {word} in {path}\n{}", texts[1]);
        }
    }
}

/// Builds, and wants none of these words anywhere, unless the build fails and says that something is left.
fn hides(site: &Site, words: &[&str], what: &str) {
    let run = site.run(&["build"]);
    if run.code == 0 {
        return shows_none(site, words, what);
    }
    assert!(SAID.iter().any(|code| run.stderr.contains(code)), "{what}\n{}", run.stderr);
    assert!(!site.path("public/index.html").exists(), "{what}: something was written");
}

/// Builds a site of many stories by Zadie Quarmby. Those of which the build says that something of the name is left
/// are taken away, and the rest is searched.
fn hides_in_all<'a>(stories: impl Iterator<Item = (&'a str, String)>) {
    let site = Site::new("");
    let stories: Vec<(&str, String)> = stories.collect();
    for (n, (_, text)) in stories.iter().enumerate() {
        site.write(&format!("content/stories/a{n}.md"), text);
    }
    let run = site.run(&["build", "--format", "json"]);
    let said = |n: usize| {
        let of_file = format!("content/stories/a{n}.md");
        let mut lines = run.stdout.lines().chain(run.stderr.lines());
        lines.any(|line| line.contains(&of_file) && SAID.iter().any(|code| line.contains(code)))
    };
    let mut left = Vec::new();
    for (n, (what, _)) in stories.iter().enumerate() {
        if said(n) { site.remove(&format!("content/stories/a{n}.md")) } else { left.push(*what) }
    }
    site.build();
    shows_none(&site, &["zadie", "quarmby"], &format!("{left:#?}"));
}

fn story(author: &str, more: &str, body: &str) -> String {
    format!(
        "+++\ntitle = \"A tale\"\ndate = 2026-01-01\nexperience = \"good\"\nauthor = {author:?}\npseudonym = \"A reader\"\n{more}\n+++\n{body}\n"
    )
}

/// A site with one story by Zadie Quarmby, who is published as `A reader`.
fn by_zadie(more: &str, body: &str) -> Site {
    let site = Site::new("");
    site.write("content/stories/a.md", story("Zadie Quarmby", more, body));
    site
}

#[test]
fn a_hidden_name_is_found_in_a_text_however_it_is_written() {
    let forms = [
        "Zadie Quarmby's",
        "Zadie Quarmby’s",
        "Zadie<b> Quarmby</b>",
        "<span>Zadie</span> Quarmby",
        "Zadie <!-- x --> Quarmby",
        "Zadie *Quar*mby",
        "**Z**adie Quarmby",
        "***Zadie*** ~~Quarmby~~",
        "[Zadie](https://x.example) Quarmby",
        "<https://x.example/?first=Zadie&last=Quarmby>",
        "[x](https://x.example/Zadie/Quarmby)",
        "[x](https://x.example/?q=Zadie%20Quarmb%C3%BD)",
        "Z&#97;die Quarmby",
        "Zadie Quarmb&yacute;",
        "Z&#x61;die Qu&#97;rmby",
        "Za\u{200b}die Quar\u{200d}mby",
        "Zadie Quar\u{ad}mby",
        "Zadie Quar&shy;mby",
        "Zadie            Quarmby",
        "Zadie\n\nQuarmby",
        "Zadie\n\n---\n\n> Quarmby",
        "Mrs Quarmby",
        "Z. Quarmby",
        "Zadie M. Quarmby",
        "Zadie \"Z\" Quarmby",
        "Dear Ms Quarmby",
        "dear zadie",
        "@zadiequarmby92",
        "@quarmbyzadie",
        "zquarmby@x.example",
        "`Zadie Quarmby`",
        "```\nZadie Quarmby\n```",
        "```quarmby\nx\n```",
        "![Zadie Quarmby](https://x.example/a.jpg)",
        "[x](https://x.example \"Zadie Quarmby\")",
        "# Zadie Quarmby {#zadie-quarmby}",
        "| a | b |\n|---|---|\n| Zadie | Quarmby |",
        "x[^q]\n\n[^q]: Zadie Quarmby",
        "{{ figure(src=\"quarmby.jpg\", alt=\"Zadie Quarmby\") }}",
        "{% details(summary=\"x\") %}\nZadie Quarmby\n{% end %}",
        "Ｚａｄｉｅ Ｑｕａｒｍｂｙ",
        "𝐙𝐚𝐝𝐢𝐞 𝐐𝐮𝐚𝐫𝐦𝐛𝐲",
        "ZADIE QUARMBY",
        "Źądìé Qúärmbÿ",
    ];
    hides_in_all(forms.iter().map(|form| (*form, story("Zadie Quarmby", "", &format!("Once {form} was here.")))));
    hides_in_all(forms.iter().map(|form| (*form, story("Zadie Quarmby", "", form))));
}

#[test]
fn a_hidden_name_is_found_in_every_field() {
    let fields = [
        "description = \"By Zadie Quarmby’s friend\"",
        "series = \"Quarmby: Zadie Quarmby speaks\"",
        "verified = { how = \"email\", by = \"Zadie Quarmby's bank\" }",
        "slug = \"quarmbys\"",
        "slug = \"zadie-quarmby\"",
        "aliases = [\"/quarmby/\"]",
        "permalink = \"/z-quarmby/\"",
        "reply = { text = \"Dear Ms Quarmby\" }",
        "tags = [\"zadiequarmby\", \"x\"]",
        "taxonomies = { regions = [\"Quarmby\"] }",
        "extra = { note = \"Zadie\", Quarmby = 1 }",
        "brand = \"Quarmby & Daughters\"",
        "quote = \"Quarmby, Zadie\"",
        "positives = [\"Zadie\"]",
        "source = { platform = \"x\", url = \"https://x.example/zadiequarmby\" }",
        "experience_of = \"being Zadie Quarmby\"",
        "lesson = \"Za\\u200bdie\"",
        "unknown = \"Zadie\"",
    ];
    hides_in_all(fields.iter().map(|field| (*field, story("Zadie Quarmby", field, "Words."))));
}

#[test]
fn a_hidden_name_is_found_in_the_names_of_files() {
    for path in
        ["zadiequarmby2.md", "z-quarmby-waits.md", "2026-01-01-zadie-quarmby.md", "Quarmby/index.md", "quarmbys.md"]
    {
        let site = Site::new("");
        site.write(&format!("content/stories/{path}"), story("Zadie Quarmby", "", "Words."));
        hides(&site, &["zadie", "quarmby"], path);
    }
    for picture in ["portrait-quarmby.svg", "zadie.svg", "zadiequarmby.svg"] {
        let site = by_zadie(&format!("image = \"{picture}\"\nimage_alt = \"x\""), "Words.");
        site.write(&format!("content/stories/{picture}"), "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
        hides(&site, &["zadie", "quarmby"], picture);
    }
}

#[test]
fn an_author_is_a_name_whatever_stands_beside_it() {
    for (author, text, words) in [
        ("Quarmby, Zadie Maria", "Zadie Quarmby and Zadie Maria Quarmby", &["zadie", "quarmby", "maria"][..]),
        ("de la Quarmby, Zadie", "Zadie de la Quarmby", &["zadie", "quarmby"]),
        ("Zadie Quarmby-Stone", "Zadie Quarmby, Mrs Stone", &["zadie", "quarmby", "stone"]),
        ("Dr. Zadie Quarmby", "Zadie Quarmby", &["zadie", "quarmby"]),
        ("Zadie Quarmby (Leeds)", "Zadie Quarmby", &["zadie", "quarmby"]),
        ("Zadie Quarmby <z@x.example>", "Zadie Quarmby", &["zadie", "quarmby"]),
        ("Zadie <zadie.quarmby@x.example>", "Zadie Quarmby", &["zadie", "quarmby"]),
        ("Zadie Quarmby & Bo Lindqvist", "Bo Lindqvist knows Zadie Quarmby", &["zadie", "quarmby", "lindqvist"]),
        ("Zadie Quarmby, MSc", "Zadie Quarmby", &["zadie", "quarmby"]),
        ("Zadie Quarmby, z@x.example", "Zadie Quarmby", &["zadie", "quarmby"]),
        ("[Zadie Quarmby](https://x.example)", "Zadie Quarmby", &["zadie", "quarmby"]),
        ("Zadie Quarmby @zadieq", "Zadie Quarmby, @zadieq", &["zadie", "quarmby"]),
        ("@zadiequarmby", "ask @zadiequarmby92 or ZadieQuarmby", &["zadiequarmby"]),
        ("Zadie", "ZADIE and Zadie’s, zadie@x.example", &["zadie"]),
        ("Anne Dubreuil", "le livre d'Anne Dubreuil", &["anne dubreuil", "dubreuil"]),
        ("山田太郎", "私は山田太郎です。山田さん", &["山田太郎", "山田"]),
        ("王小明", "我叫王小明。", &["王小明", "小明"]),
        ("김민준", "저는 김민준입니다", &["김민준", "민준"]),
        ("Nguyễn Thị Đào", "Nguyen Thi Dao", &["nguyen"]),
        ("Σωκράτης Παπαδόπουλος", "ΣΩΚΡΑΤΗΣ ΠΑΠΑΔΟΠΟΥΛΟΣ", &["παπαδοπουλο"]),
        ("محمد الفارسي", "قال مُحَمَّد الفَارِسِيّ", &["محمد", "الفارسي"]),
        ("דנה כהן", "פגשתי את דָּנָה כֹּהֵן", &["דנה", "כהן"]),
        ("Jörg Müller", "Joerg Mueller", &["joerg", "mueller", "jorg", "muller"]),
        ("Иван Петров", "ИВАН ПЕТРОВ, Петрова", &["петров"]),
        ("Söğüt Işıklar", "SÖĞÜT IŞIKLAR", &["sogut"]),
    ] {
        let site = Site::new("");
        site.write("content/stories/a.md", story(author, "", &format!("Here: {text}.")));
        hides(&site, words, author);
    }
}

#[test]
fn a_name_that_a_cascade_or_another_version_hides_is_hidden() {
    let site =
        Site::new("-- content/stories/_index.md --\n+++\ntitle = \"S\"\n[cascade]\nauthor = \"Zadie Quarmby\"\n+++\n");
    let own = "+++\ntitle = \"A\"\nexperience = \"good\"\npseudonym = \"A reader\"\n+++\nZadie Quarmby was here.\n";
    site.write("content/stories/a.md", own);
    hides(&site, &["zadie", "quarmby"], "an author from a cascade");

    for (languages, other) in [("[languages.es]\n", "a.es.md"), ("", "a.de.md"), ("[languages.es]\n", "a.pt-BR.md")] {
        for (first, second) in [("a.md", other), (other, "a.md"), ("a.en.md", other), (other, "a.en.md")] {
            let site = Site::new("");
            site.write("anecdote.toml", languages);
            site.write(&format!("content/stories/{first}"), story("Zadie Quarmby", "", "Zadie Quarmby speaks."));
            let open =
                "+++\ntitle = \"B\"\nexperience = \"good\"\nauthor = \"Zadie Quarmby\"\n+++\nHabla Zadie Quarmby.\n";
            site.write(&format!("content/stories/{second}"), open);
            hides(&site, &["zadie", "quarmby"], &format!("{first} beside {second}"));
        }
    }
}

#[test]
fn a_version_without_an_author_hides_the_author_of_the_others() {
    let site = Site::new("-- anecdote.toml --\n[languages.de]\n");
    let open = "+++\ntitle = \"A\"\nexperience = \"good\"\nauthor = \"Zadie\"\n+++\nZadie speaks.\n";
    site.write("content/stories/a.md", open);
    site.write(
        "content/stories/a.de.md",
        "+++\ntitle = \"B\"\nexperience = \"good\"\npseudonym = \"A reader\"\n+++\nZadie spricht.\n",
    );
    site.build().same_as_clean();
    shows_none(&site, &["zadie"], "a pseudonym in one version, the author in another");
    // A pseudonym that is taken back is not kept alive by the version that took it over.
    site.write("content/stories/a.de.md", "+++\ntitle = \"B\"\nexperience = \"good\"\n+++\nZadie spricht.\n");
    assert!(site.build().read("stories/a/index.html").contains("Zadie speaks"));
}

#[test]
fn two_words_of_a_longer_name_are_the_name_wherever_they_stand() {
    let site = Site::new("-- content/about.md --\nBy Zadie Quarmby.\n");
    site.write("content/stories/a.md", story("Zadie Quarmby Villanueva", "", "Words."));
    hides(&site, &["zadie quarmby"], "the first family name alone");
    // Whoever lets two of three words stand does not let the third.
    let site = Site::new("-- anecdote.toml --\n[[names.allow]]\nfile = \"content/*\"\nwords = [\"Zadie Quarmby\"]\n");
    site.write("content/stories/a.md", story("Zadie Quarmby Villanueva", "", "By Zadie Quarmby Villanueva."));
    hides(&site, &["villanueva"], "two of three words are let stand");
}

#[test]
fn a_version_that_begins_to_hide_a_name_hides_it_in_the_others_at_the_next_build() {
    let site = Site::new("-- anecdote.toml --\n[languages.es]\n");
    let open = "+++\ntitle = \"B\"\nexperience = \"good\"\nauthor = \"Zadie Quarmby\"\n+++\nHabla Zadie Quarmby.\n";
    site.write("content/stories/a.es.md", open);
    site.write("content/stories/a.md", open);
    assert!(site.build().read("es/stories/a/index.html").contains("Zadie Quarmby"));
    site.write("content/stories/a.md", story("Zadie Quarmby", "", "Zadie Quarmby speaks."));
    site.build().same_as_clean();
    assert!(!plain(&site.output()["es/stories/a/index.html"]).contains("quarmby"));
}

#[test]
fn the_name_is_looked_for_in_all_that_other_files_and_the_site_itself_say() {
    let elsewhere: &[(&str, &str)] = &[
        ("content/about.md", "Written with zadie  QUARMBY.\n"),
        ("content/about.md", "Written with Z&#97;die <b>Quar</b>mby.\n"),
        ("content/about.md", "[Zadie](stories/a.md) Quarmby\n"),
        ("content/zadie-quarmby.md", "Words.\n"),
        ("content/about.md", "+++\ntitle = \"About\"\ndescription = \"Za\\u200bdie\\nQuarmby\"\n+++\n"),
        ("content/stories/b.md", "+++\ntitle = \"B\"\nexperience = \"bad\"\nauthor = \"Zadie Quarmby\"\n+++\nWords.\n"),
        ("content/stories/b.md", "+++\ntitle = \"B\"\nexperience = \"bad\"\n+++\nI met Zádie Quarmby\u{301}.\n"),
        ("anecdote.toml", "title = \"The site of Zadie Quarmby\"\n"),
        ("anecdote.toml", "[[menu]]\ntitle = \"Quarmby, Zadie\"\nurl = \"/x/\"\n"),
        ("static/people.csv", "first;last\nZadie;Quarmby\n"),
        ("static/zadiequarmby.txt", "x"),
        ("static/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><text>Zadie</text><text>Quarmby</text></svg>"),
        ("static/data.json", "{\"by\": \"Z\\u0061die Quarmby\"}"),
        ("templates/partials/foot.html", "x"),
    ];
    for (path, text) in elsewhere {
        let site = by_zadie("", "Words.");
        site.write(path, text);
        hides(&site, &["zadie quarmby", "zadie-quarmby", "zadiequarmby", "quarmby, zadie", "zadie;quarmby"], path);
    }
}

#[test]
fn a_name_that_is_hidden_later_is_looked_for_in_what_was_built_before() {
    let site = by_zadie("", "Words.");
    site.write("content/stories/a.md", story("Thora Vik", "", "Words."));
    site.write("content/about.md", "Written with Zadie Quarmby.\n");
    site.build();
    site.write("content/stories/a.md", story("Zadie Quarmby", "", "Words."));
    let run = site.run(&["build"]);
    assert_ne!(run.code, 0);
    assert!(run.stderr.contains("E0714") && run.stderr.contains("content/about.md"), "{}", run.stderr);
}

#[test]
fn an_ambassador_with_a_pseudonym_is_named_nowhere() {
    for (path, text) in [
        ("content/about.md", "[Inés](ambassadors/a.md) Ortega\n"),
        ("content/ines-ortega.md", "x\n"),
        ("content/about.md", "+++\ntitle = \"A\"\ndescription = \"\"\"Ine\u{301}s\nOrtega\"\"\"\n+++\n"),
        ("data/team.toml", "name = \"Inés Ortega\"\n"),
    ] {
        let site = Site::new(
            "-- content/ambassadors/a.md --\n+++\nname = \"Inés Ortega\"\npseudonym = \"A rider\"\n+++\nI am Inés Ortega.\n",
        );
        site.write("templates/page.html", "{% extends \"base.html\" %}{% block main %}{{ page.content | safe }}{{ data | json_encode }}{% endblock %}");
        site.write(path, text);
        hides(&site, &["ines ortega", "ines-ortega"], path);
    }
}

#[test]
fn an_ambassador_is_named_nowhere_in_a_story_whose_consent_does_not_cover_the_name() {
    let site = Site::new("-- content/ambassadors/zq.md --\n+++\nname = \"Thora Quarmby\"\n+++\nWords.\n");
    let consent = "consent = { status = \"given\", covers = [\"text\"] }";
    let text = format!("+++\ntitle = \"A tale\"\nexperience = \"good\"\nauthor = \"zq\"\n{consent}\n+++\nWords.\n");
    site.write("content/stories/a.md", text);
    let built = site.build();
    assert!(!plain(built.read("stories/a/index.html").as_bytes()).contains("quarmby"));
    // Without a name, the file's stands for it, and is hidden as well.
    let site = Site::new("");
    site.write("content/ambassadors/zadie-quarmby.md", format!("+++\n{consent}\n+++\nWords.\n"));
    hides(&site, &["zadie", "quarmby"], "an ambassador called after the file");
}

#[test]
fn the_author_of_the_site_may_let_a_word_stand_in_a_file() {
    let site = by_zadie("location = \"Quarmby Street\"", "Words.");
    let run = site.run(&["build"]);
    assert!(
        run.code == 1 && run.stderr.contains("E0126") && run.stderr.contains("content/stories/a.md:7"),
        "{}",
        run.stderr
    );
    site.write("anecdote.toml", "[[names.allow]]\nfile = \"content/stories/a.md\"\nwords = [\"Quarmby\"]\n");
    assert!(site.build().read("stories/a/index.html").contains("Quarmby Street"));
    // A story cannot let it stand by itself.
    site.write("anecdote.toml", "");
    site.write(
        "content/stories/a.md",
        story("Zadie Quarmby", "location = \"Quarmby Street\"\n[names]\nallow = [\"Quarmby\"]", "x"),
    );
    assert_eq!(site.run(&["build"]).code, 1);
}

#[test]
fn an_address_is_not_damaged_where_the_name_stands_in_it() {
    let site = by_zadie("", "[x](https://x.example/Zadie/Quarmby)");
    let run = site.run(&["build"]);
    assert!(run.code == 1 && run.stderr.contains("E0126") && run.stderr.contains("this address"), "{}", run.stderr);
    let site = by_zadie("", "Zadie Quarmby, [x](https://x.example/)");
    assert!(site.build().read("stories/a/index.html").contains("A reader, <a href=\"https://x.example/\""));
}

/// Ways to write a first and a last name.
fn forms() -> impl Strategy<Value = fn(&str, &str) -> String> {
    select(vec![
        |first: &str, last: &str| format!("{first} {last}"),
        |first: &str, last: &str| format!("{last}, {first}"),
        |first: &str, last: &str| format!("{first} {last}'s"),
        |first: &str, last: &str| format!("{}-{}", first.to_lowercase(), last.to_lowercase()),
        |first: &str, last: &str| format!("@{}{}7", first.to_lowercase(), last.to_lowercase()),
        |first: &str, last: &str| format!("{}. {last}", first.chars().next().unwrap()),
        |first: &str, last: &str| format!("{first} M. {}", last.to_uppercase()),
        |_: &str, last: &str| format!("Mx {last}"),
        |first: &str, _: &str| format!("d'{first}"),
        |first: &str, last: &str| format!("{first} \u{200b}{}\u{ad}{}", &last[..3], &last[3..]),
        |first: &str, last: &str| format!("*{first}* **{}**{}", &last[..2], &last[2..]),
        |first: &str, last: &str| format!("&#{};{} {last}", u32::from(first.chars().next().unwrap()), &first[1..]),
        |first: &str, last: &str| format!("{first}\n\n{last}"),
        |first: &str, last: &str| format!("https://x.example/{first}%20{last}"),
        |first: &str, last: &str| format!("{}.{}@x.example", first.to_lowercase(), last.to_lowercase()),
        |first: &str, last: &str| format!("{first} (\"Zed\") {last}"),
    ])
}

/// Where the form is planted: a field, a text, a file, of the story itself or of others.
fn places() -> impl Strategy<Value = usize> {
    0..12_usize
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn planted(site: &Site, place: usize, form: &str, author: &str) {
    let plain = form.replace('\n', " ");
    let quoted = quoted(&plain);
    let slug: String = plain.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    let own = |more: &str, body: &str| site.write("content/stories/a.md", story(author, more, body));
    match place {
        0 => own("", &format!("Once {form} came.")),
        1 => own(&format!("description = {quoted}"), "x"),
        2 => own(&format!("tags = [{quoted}]"), "x"),
        3 => own(&format!("reply = {{ text = {quoted}, by = \"Us\" }}"), "x"),
        4 => own(&format!("positives = [\"a\", {quoted}]"), "x"),
        5 => own(&format!("aliases = [\"/old/{slug}/\"]"), "x"),
        6 => own(&format!("extra = {{ a = [{{ b = {quoted} }}] }}"), "x"),
        7 => own("", &format!("> {form}\n\n- x\n  - {form}\n")),
        8 => own(&format!("series = {quoted}\nlesson = {quoted}"), "x"),
        9 => {
            own("", "x");
            site.write("content/about.md", format!("It was {form}.\n"));
        }
        10 => {
            own("", "x");
            site.write("content/testimonials/t.md", format!("+++\nexperience = \"good\"\n+++\nSays {form}.\n"));
        }
        _ => {
            own("", "x");
            site.write(&format!("content/stories/{}.md", slug.trim_matches('-')), story(author, "", "y"));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("ANECDOTE_NAMES").ok().and_then(|count| count.parse().ok()).unwrap_or(48),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn random_names_in_random_forms_and_places_are_in_no_byte_or_are_said(
        first in select(vec!["Zadie", "Thorvald", "Quilla", "Xanthe", "Bryndis"]),
        last in select(vec!["Quarmby", "Zwartkop", "Pfefferkuch", "Okonkwo", "Vlasenko"]),
        form in forms(),
        place in places(),
    ) {
        let site = Site::new("");
        let form = form(first, last);
        planted(&site, place, &form, &format!("{first} {last}"));
        let (first, last) = (first.to_lowercase(), last.to_lowercase());
        // Elsewhere, one of the two alone is anybody's.
        let both = [format!("{first} {last}"), format!("{first}{last}"), format!("{first}-{last}"), format!("{last}, {first}")];
        let words: Vec<&str> = match place {
            9 | 10 => both.iter().map(String::as_str).collect(),
            _ => vec![&first, &last],
        };
        hides(&site, &words, &format!("{place}: {form}"));
    }
}

/// One file of a random site: what it is, and where in it something is planted.
#[derive(Clone, Debug)]
struct Planted {
    folder: &'static str,
    field: &'static str,
    /// The form of the name, the person, and where it stands.
    form: fn(&str, &str) -> String,
    person: usize,
    in_body: bool,
}

const PEOPLE: [(&str, &str); 3] = [("Zadie", "Quarmby"), ("Thorvald", "Zwartkop"), ("Xanthe", "Pfefferkuch")];

fn planted_files() -> impl Strategy<Value = Vec<Planted>> {
    let folders = select(vec!["stories", "testimonials", "brands", "campaigns", "ambassadors", "."]);
    let fields = select(vec!["title", "description", "extra.note", "tags", "image"]);
    let one = (folders, fields, forms(), 0..PEOPLE.len(), any::<bool>());
    proptest::collection::vec(
        one.prop_map(|(folder, field, form, person, in_body)| Planted { folder, field, form, person, in_body }),
        2..7,
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: std::env::var("ANECDOTE_NAMES").ok().and_then(|count| count.parse().ok()).unwrap_or(24),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_random_site_publishes_a_whole_name_that_one_of_its_stories_hides(
        files in planted_files(),
        how in proptest::collection::vec(select(vec!["pseudonym", "consent", "cascade"]), PEOPLE.len()),
    ) {
        let site = Site::new("");
        for (n, ((first, last), how)) in PEOPLE.iter().zip(&how).enumerate() {
            let author = format!("author = \"{first} {last}\"");
            let hides = match *how {
                "pseudonym" => format!("{author}\npseudonym = \"Reader {n}\""),
                "consent" => format!("{author}\nconsent = {{ status = \"given\", covers = [\"text\"] }}"),
                _ => {
                    let cascade = format!("[cascade]\n{author}\npseudonym = \"Reader {n}\"");
                    site.write(&format!("content/stories/p{n}/_index.md"), format!("+++\n{cascade}\n+++\n"));
                    String::new()
                }
            };
            let path = format!("content/stories/p{n}/hidden.md");
            site.write(&path, format!("+++\ntitle = \"Tale {n}\"\nexperience = \"bad\"\n{hides}\n+++\nMy words.\n"));
        }
        for (n, planted) in files.iter().enumerate() {
            let (first, last) = PEOPLE[planted.person];
            let form = (planted.form)(first, last);
            let quoted = quoted(&form.replace('\n', " "));
            let (field, body) = match (planted.in_body, planted.field) {
                (true, _) => (String::new(), form),
                (_, "tags") => (format!("tags = [{quoted}]"), "Words.".to_owned()),
                (_, "image") => {
                    (format!("image_alt = {quoted}"), "Words.".to_owned())
                }
                (_, field) => (format!("{field} = {quoted}"), "Words.".to_owned()),
            };
            let title = if field.starts_with("title") { String::new() } else { format!("title = \"T{n}\"") };
            let verdict = if ["stories", "testimonials"].contains(&planted.folder) { "experience = \"good\"" } else { "" };
            let path = format!("content/{}/f{n}.md", planted.folder);
            site.write(&path, format!("+++\n{title}\n{verdict}\n{field}\n+++\n{body}\n"));
        }
        let both: Vec<String> = PEOPLE
            .iter()
            .map(|(first, last)| (first.to_lowercase(), last.to_lowercase()))
            .flat_map(|(first, last)| ["{} {}", "{}{}", "{}-{}"].map(|form| form.replacen("{}", &first, 1).replacen("{}", &last, 1)))
            .collect();
        let words: Vec<&str> = both.iter().map(String::as_str).collect();
        hides(&site, &words, &format!("{files:?} {how:?}"));
    }
}

#[test]
fn a_page_to_which_a_story_leads_may_name_others_who_share_a_part_of_its_hidden_name() {
    for link in
        ["[there](../about.md#x)", "[there](@/about.md)", "There: `../about.md`.", "<a href=\"../about.md\">there</a>"]
    {
        let site = by_zadie("", "Words.");
        site.write("content/about.md", "+++\ntitle = \"About\"\n+++\nZadie Brown runs it.\n");
        site.build();
        site.write("content/stories/a.md", story("Zadie Quarmby", "", link));
        site.build().same_as_clean();
    }
}

#[test]
fn a_drawing_beside_a_story_may_not_show_a_part_of_its_hidden_name() {
    let site = Site::new("");
    site.write("content/stories/a/index.md", story("Zadie Quarmby", "", "![a box](box.svg)"));
    let drawing = |text: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><text>{text}</text></svg>");
    site.write("content/stories/a/box.svg", drawing("of the Quarmbys"));
    let run = site.run(&["build"]);
    assert!(run.code == 1 && run.stderr.contains("E0714") && run.stderr.contains("a/box.svg"), "{}", run.stderr);
    site.write("anecdote.toml", "[[names.allow]]\nfile = \"content/stories/a/index.md\"\nwords = [\"Quarmby\"]\n");
    assert!(site.build().read("stories/a/box.svg").contains("Quarmbys"));
    // What was built before is looked at again.
    site.write("anecdote.toml", "");
    assert_eq!(site.run(&["build"]).code, 1);
}

#[test]
fn a_story_hides_all_names_of_the_ambassador_who_tells_it() {
    let site = Site::new("-- content/ambassadors/zq.md --\n+++\nname = \"Zadie Quarmby\"\n+++\nWords.\n");
    for (author, body) in [("zq", "Mrs Quarmby smiled."), ("zq", "Dear zadie,"), ("Zq", "ask quarmby@x.example")] {
        site.write("content/stories/a.md", story(author, "", body));
        let run = site.run(&["build"]);
        assert!(run.code == 1 && run.stderr.contains("E0126"), "{author} {body}\n{}", run.stderr);
    }
}

#[test]
fn an_ambassador_who_left_is_named_by_nobody() {
    let profile = |consent: &str| format!("+++\nname = \"Zadie Quarmby\"\nconsent = {{ {consent} }}\n+++\nWords.\n");
    let site = Site::new("");
    site.write("content/ambassadors/zq.md", profile("status = \"withdrawn\""));
    for author in ["Dr. Zadie Quarmby", "Quarmby, Zadie", "zadie quarmby", "zq", "Zadie Quarmby (Leeds)"] {
        site.write(
            "content/stories/a.md",
            format!("+++\ntitle = \"T\"\nexperience = \"good\"\nauthor = {author:?}\n+++\nWords.\n"),
        );
        let run = site.run(&["build"]);
        assert!(run.code == 0 && run.stderr.contains("W0915"), "{author}\n{}", run.stderr);
        shows_none(&site, &["quarmby"], author);
    }
    site.remove("content/stories/a.md");
    for (path, text) in
        [("content/about.md", "We thank Zadie Quarmby.\n"), ("data/team.toml", "a = \"Quarmby, Zadie\"\n")]
    {
        site.write("templates/page.html", "{% extends \"base.html\" %}{% block main %}{{ page.content | safe }}{{ data | json_encode }}{% endblock %}");
        site.write("content/about.md", "Us.\n");
        site.write(path, text);
        let run = site.run(&["build"]);
        assert!(run.code == 1 && run.stderr.contains("E0714"), "{path}\n{}", run.stderr);
        site.remove(path);
    }
    // Whoever still agrees may be spoken of.
    site.write("content/ambassadors/zq.md", profile("status = \"given\""));
    site.write("content/about.md", "We thank Zadie Quarmby.\n");
    site.build();
}

#[test]
fn pages_brands_and_campaigns_hide_their_authors_as_well() {
    for path in ["content/about.md", "content/brands/b.md", "content/campaigns/c.md"] {
        let site = Site::new("");
        site.write(
            path,
            "+++\ntitle = \"T\"\nauthor = \"Zadie Quarmby\"\npseudonym = \"The editor\"\n+++\nBy Zadie Quarmby.\n",
        );
        hides(&site, &["zadie", "quarmby"], path);
    }
}

#[test]
fn packed_and_changed_pages_go_when_a_name_is_hidden_later() {
    let site = Site::new("");
    let named = |more: &str| {
        format!("+++\ntitle = \"T\"\nexperience = \"good\"\nauthor = \"Zadie Quarmby\"\n{more}\n+++\nWords.\n")
    };
    site.write("content/stories/zadie-quarmby.md", named(""));
    site.build();
    // Other tools pack and rewrite what was built.
    for path in ["public/index.html.gz", "public/stories/index.html.br", "public/stories/zadie-quarmby/index.html"] {
        site.write(path, "Zadie Quarmby");
    }
    site.remove("content/stories/zadie-quarmby.md");
    site.write("content/stories/a.md", named("pseudonym = \"A reader\""));
    site.build();
    shows_none(&site, &["zadie", "quarmby"], "after a pseudonym was given");
}

/// The files of a site's output by path.
impl Site {
    fn output(&self) -> BTreeMap<String, Vec<u8>> {
        let folder = self.path("public");
        let files =
            walkdir::WalkDir::new(&folder).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
        let file = |entry: walkdir::DirEntry| {
            let path = entry.path().strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
            (path, std::fs::read(entry.path()).unwrap())
        };
        files.map(file).collect()
    }
}

#[test]
fn a_story_of_an_ambassador_whose_profile_hides_the_name_hides_it_as_well() {
    let profiles = [
        ("pseudonym = \"A rider\"", "A rider"),
        ("consent = { status = \"given\", covers = [\"text\"] }", ""),
        ("consent = { status = \"withdrawn\" }", ""),
    ];
    for (says, instead) in profiles {
        let site = Site::new("-- content/stories/_index.md --\n+++\ntitle = \"Stories\"\n+++\n");
        site.write("content/ambassadors/zq.md", format!("+++\nname = \"Zadie Quarmby\"\n{says}\n+++\nWords.\n"));
        let tale = |author: &str, title: &str, body: &str| {
            let author = if author.is_empty() { String::new() } else { format!("author = {author:?}\n") };
            format!("+++\ntitle = {title:?}\nexperience = \"good\"\n{author}+++\n{body}\n")
        };
        for author in ["zq", "Zadie Quarmby", "Dr. Zadie Quarmby"] {
            site.write("content/stories/zadie-quarmby.md", tale(author, "By Zadie Quarmby", "I am Zadie Quarmby."));
            hides(&site, &["zadie", "quarmby"], says);
            let files = site.output();
            let page = files.iter().find(|(path, _)| path.starts_with("stories/") && path.ends_with("/index.html"));
            assert!(page.is_some_and(|(_, page)| plain(page).contains(&instead.to_lowercase())), "{says}");
        }
        // What is left of it is spoken of, also where a folder says who speaks.
        site.remove("content/stories/zadie-quarmby.md");
        site.write("content/stories/a.md", tale("zq", "T", "Mrs Quarmby smiled."));
        assert!(site.run(&["build"]).stderr.contains("E0126"), "{says}");
        site.write("content/stories/_index.md", "+++\ntitle = \"Stories\"\n[cascade]\nauthor = \"zq\"\n+++\n");
        site.write("content/stories/a.md", tale("", "T", "Mrs Quarmby smiled."));
        assert!(site.run(&["build"]).stderr.contains("E0126"), "{says}");
    }
}

#[test]
fn what_a_folder_gives_shows_no_part_of_a_name_either() {
    for given in [
        "tags = [\"Quarmby\"]",
        "location = \"Quarmby\"",
        "series = \"The Quarmby diaries\"",
        "extra = { by = \"Mrs Quarmby\" }",
    ] {
        let site = Site::new("");
        site.write("content/stories/_index.md", format!("+++\ntitle = \"S\"\n[cascade]\n{given}\n+++\n"));
        site.write("content/stories/a.md", story("Zadie Quarmby", "", "Words."));
        let run = site.run(&["build"]);
        assert!(run.code == 1 && run.stderr.contains("E0126"), "{given}\n{}", run.stderr);
        // The file's own word stands in its place.
        if given.starts_with("location") {
            site.write("content/stories/a.md", story("Zadie Quarmby", "location = \"Leeds\"", "Words."));
            site.build();
        }
    }
}

#[test]
fn a_name_stands_only_in_the_files_for_which_it_is_let_stand() {
    let site = Site::new(
        "-- anecdote.toml --\n[[names.allow]]\nfile = \"content/stories/editor.md\"\nwords = [\"Zadie Quarmby\"]\n",
    );
    let tale = |title: &str, body: &str| format!("+++\ntitle = {title:?}\nexperience = \"bad\"\n+++\n{body}\n");
    site.write("content/stories/a.md", story("Zadie Quarmby", "", "Words."));
    site.write("content/stories/editor.md", tale("Zadie Quarmby, our editor", "Another Zadie Quarmby."));
    // Lists show its title, and so do the pages of its neighbours.
    site.write("content/stories/c.md", tale("C", "Words."));
    assert!(site.build().read("stories/c/index.html").contains("Zadie Quarmby, our editor"));
    for (path, text) in [
        ("content/other.md", "+++\ntitle = \"O\"\n+++\nBy Zadie Quarmby.\n"),
        ("content/other.md", "+++\ntitle = \"By Zadie Quarmby\"\n+++\nWords.\n"),
        ("content/stories/d.md", &tale("D", "We met Zadie Quarmby, not [our editor](editor.md).")),
        ("static/a.txt", "Zadie Quarmby\n"),
    ] {
        site.write(path, text);
        let run = site.run(&["build"]);
        assert!(run.code == 1 && run.stderr.contains("E0714"), "{path}\n{}", run.stderr);
        site.remove(path);
    }
    // Within longer words it is not meant.
    site.write("anecdote.toml", "[[names.allow]]\nfile = \"content/stories/*\"\nwords = [\"Szadiea Quarmbyson\"]\n");
    assert_eq!(site.run(&["build"]).code, 1);
}
