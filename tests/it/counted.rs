//! What is counted: people and their stories, each once, in however many languages they are told.

use serde_json::Value;

use crate::site::Site;

const LANGUAGES: &str = "-- anecdote.toml --\ntitle = \"Stories\"\n[languages.es]\n[languages.fr]\n";

fn story(path: &str, more: &str) -> String {
    format!("-- content/{path} --\n+++\ntitle = \"{path}\"\nexperience = \"bad\"\n{more}+++\nwords\n")
}

fn echoes(site: &Site, story: &str) -> Value {
    let list: Value = serde_json::from_str(&site.build().read("api/v1/stories.json")).unwrap();
    let id = format!("stories/{story}");
    list["stories"].as_array().unwrap().iter().find(|story| story["id"] == id).unwrap()["echoes"].clone()
}

#[test]
fn an_echo_in_three_languages_is_one_person_more() {
    let files = [
        LANGUAGES.to_owned(),
        story("stories/a.md", ""),
        story("stories/a.es.md", ""),
        story("stories/b.md", "echo_of = \"a\"\n"),
        story("stories/b.es.md", ""),
        story("stories/b.fr.md", "echo_of = \"a\"\n"),
        story("testimonials/c.md", "echo_of = \"a\"\nlang = \"fr\"\n"),
    ];
    let site = Site::new(&files.concat());
    assert_eq!(echoes(&site, "a"), 2);
    let built = site.build();
    for (page, words, led_to) in [
        ("stories/a/index.html", "2 more experienced this", "href=\"/stories/b/\""),
        ("es/stories/a/index.html", "2 personas más lo han vivido", "href=\"/es/stories/b/\""),
    ] {
        let html = built.read(page);
        let list = html.split("<section class=\"echoes\">").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(list.contains(words) && list.contains(led_to), "{page}: {list}");
        assert_eq!(list.matches("<li>").count(), 2, "{page}: {list}");
    }
    assert!(
        built
            .read("api/v1/stories.csv")
            .lines()
            .any(|line| line.starts_with("stories/a,") && line.contains(",2,no,no"))
    );
}

#[test]
fn echoes_of_one_story_by_the_names_of_its_translations_are_echoes_of_it() {
    let files = [
        LANGUAGES.to_owned(),
        story("stories/a.md", ""),
        story("stories/a.es.md", "slug = \"uno\"\n"),
        story("stories/b.md", "echo_of = \"a\"\n"),
        story("stories/c.md", "echo_of = \"uno\"\nlang = \"es\"\n"),
    ];
    assert_eq!(echoes(&Site::new(&files.concat()), "a"), 2);
}

#[test]
fn whoever_is_held_back_withdrawn_or_a_draft_is_no_echo() {
    let files = [
        story("stories/a.md", ""),
        story("stories/b.md", "echo_of = \"a\"\nheld_back = \"abusive\"\n"),
        story("stories/c.md", "echo_of = \"a\"\nconsent = { status = \"withdrawn\" }\n"),
        story("stories/d.md", "echo_of = \"a\"\ndraft = true\n"),
        story("stories/e.md", "echo_of = \"a\"\nexpires = 2020-01-01\n"),
        story("stories/f.md", "echo_of = \"a\"\n"),
    ];
    assert_eq!(echoes(&Site::new(&files.concat()), "a"), 1);
}

#[test]
fn a_voice_cannot_be_its_own_echo() {
    let itself = story("stories/a.md", "echo_of = \"a\"\n");
    let translation = [
        LANGUAGES.to_owned(),
        story("stories/a.md", ""),
        story("stories/a.es.md", "slug = \"uno\"\necho_of = \"a\"\n"),
    ];
    let pair = [story("stories/a.md", "echo_of = \"b\"\n"), story("stories/b.md", "echo_of = \"a\"\n")];
    let three = [
        story("stories/a.md", "echo_of = \"b\"\n"),
        story("stories/b.md", "echo_of = \"c\"\n"),
        story("stories/c.md", "echo_of = \"a\"\n"),
    ];
    // The circle closes in another language.
    let languages = [
        LANGUAGES.to_owned(),
        story("stories/a.md", "echo_of = \"b\"\n"),
        story("stories/b.md", ""),
        story("stories/b.es.md", "echo_of = \"a\"\n"),
    ];
    for (files, place) in [
        (itself, "content/stories/a.md:4:11"),
        (translation.concat(), "content/stories/a.es.md:5:11"),
        (pair.concat(), "content/stories/b.md:4:11"),
        (three.concat(), "content/stories/c.md:4:11"),
        (languages.concat(), "content/stories/b.es.md:4:11"),
    ] {
        let said = Site::new(&files).fails();
        assert!(said.contains("error[E0513]") && said.contains(place), "{said}");
    }
}

#[test]
fn a_chain_of_echoes_is_no_circle() {
    let files = [
        story("stories/a.md", ""),
        story("stories/b.md", "echo_of = \"a\"\n"),
        story("stories/c.md", "echo_of = \"b\"\n"),
        // A testimonial of the same name is somebody else.
        story("testimonials/a.md", "echo_of = \"a\"\n"),
    ];
    let site = Site::new(&files.concat());
    assert_eq!((echoes(&site, "a"), echoes(&site, "b")), (2.into(), 1.into()));
}

#[test]
fn a_story_that_is_held_back_in_two_languages_is_one_that_a_third_does_not_show() {
    let files = [
        LANGUAGES.to_owned(),
        story("stories/a.md", "brand = \"acme\"\nheld_back = \"abusive\"\n"),
        story("stories/a.es.md", ""),
        story("stories/b.md", "brand = \"acme\"\n"),
    ];
    let site = Site::new(&files.concat());
    let built = site.build();
    for page in ["fr/stories/index.html", "brands/acme/index.html", "fr/insights/index.html"] {
        let html = built.read(page);
        let said = html.split("class=\"withheld").nth(1).unwrap_or("nothing").split("</p>").next().unwrap();
        let words = if page.starts_with("fr/") {
            ">1 autre est écarté (Mauvaise : 1)"
        } else {
            ">1 more is held back (Bad: 1)"
        };
        assert!(said.contains(words), "{page}: {said}");
    }
    let figures: Value = serde_json::from_str(&built.read("integrity/index.json")).unwrap();
    assert_eq!((&figures["received"]["total"], &figures["held_back"]["total"]), (&2.into(), &1.into()));
}

#[test]
fn a_story_in_three_languages_counts_once_wherever_anything_is_counted() {
    let fields = "brand = \"Acme\"\nauthor = \"Ana\"\ncampaign = \"winter\"\ntouchpoints = [\"phone\"]\nrating = 2\n";
    let files = [
        LANGUAGES.replace("[languages.es]", "[embeds]\n[insights]\nat_least = 1\n[languages.es]"),
        story("stories/a.md", fields),
        story("stories/a.es.md", ""),
        story("stories/a.fr.md", fields),
        "-- content/campaigns/winter.md --\n+++\ntitle = \"Winter\"\n+++\nx\n".to_owned(),
        "-- content/campaigns/winter.es.md --\n+++\ntitle = \"Invierno\"\n+++\nx\n".to_owned(),
        "-- content/brands/acme.md --\n+++\ntitle = \"Acme\"\n+++\nx\n".to_owned(),
        "-- content/ambassadors/ana.md --\n+++\ntitle = \"Ana\"\nbrand = \"Acme\"\n+++\nx\n".to_owned(),
        "-- content/ambassadors/ana.es.md --\n+++\ntitle = \"Ana\"\n+++\nx\n".to_owned(),
    ];
    let site = Site::new(&files.concat());
    let built = site.build();
    let json = |path: &str| serde_json::from_str::<Value>(&built.read(path)).unwrap();
    assert_eq!(json("api/v1/stories.json")["total"], 1);
    assert_eq!(json("api/v1/insights.json")["insights"]["counts"]["total"], 1);
    assert_eq!(json("integrity/index.json")["received"]["total"], 1);
    assert_eq!(built.read("api/v1/stories.csv").lines().count(), 2);
    for (folder, tree) in [("", "en"), ("es/", "es"), ("fr/", "fr")] {
        for page in ["brands/acme", "campaigns/winter", "ambassadors/ana", "insights", "experience/bad"] {
            let path = format!("{folder}{page}/index.html");
            let Some(html) = built.files().get(&path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()) else {
                // A page without a translation stands in the first language alone.
                assert!(tree != "en", "{path}");
                continue;
            };
            let tally = html.split("<p class=\"tally\">").nth(1).unwrap_or(&html).split("</p>").next().unwrap();
            assert!(!tally.contains("</span> 2") && !tally.contains("</span> 3"), "{path}: {tally}");
        }
        assert!(built.read(&format!("{folder}embed/badge.svg")).contains('1'));
    }
    let brand = built.read("brands/acme/index.html");
    assert_eq!(brand.matches("href=\"/ambassadors/ana/\">Ana</a></h3>").count(), 1, "{brand}");
}

#[test]
fn no_cell_of_the_table_is_a_formula_in_any_country() {
    let attempts =
        ["x;=1+1", "＝1+1", "\u{200b}=1+1", "\u{feff}@SUM(1)", "|calc", "%0A", "\"=1+1", "-1+1", "a\\t=1", "a\\n+1"];
    let escaped = |text: &str| text.replace('"', "\\\"");
    let files = attempts.iter().enumerate().map(|(at, text)| {
        let text = escaped(text);
        story(
            &format!("stories/s{at}.md"),
            &format!("quote = \"{text}\"\nlocation = \"{text}\"\nauthor = \"{text} a\"\nworth = {{ paid = 5, would_pay = -12.5 }}\n"),
        )
    });
    let site = Site::new(&files.collect::<String>());
    let built = site.build();
    let text = built.read("api/v1/stories.csv");
    // As the table is read with either mark between cells, in quotes or by lines alone.
    let mut cells: Vec<String> = Vec::new();
    for (mark, quoting) in [(b',', true), (b';', true), (b';', false), (b'\t', false)] {
        let mut reader = csv::ReaderBuilder::new();
        let reader = reader.delimiter(mark).quoting(quoting).flexible(true).has_headers(false);
        for row in reader.from_reader(text.as_bytes()).records() {
            cells.extend(row.unwrap().iter().map(str::to_owned));
        }
    }
    let is_odd = |c: char| c.is_whitespace() || matches!(c, '"' | '\u{200b}' | '\u{feff}');
    for cell in &cells {
        let begins = cell.trim_start_matches(is_odd);
        let is_formula = begins.starts_with(['=', '＝', '+', '-', '@', '|', '%']);
        assert!(!is_formula || cell == "-12.5", "{cell:?}");
    }
    assert!(cells.iter().filter(|cell| *cell == "-12.5").count() >= attempts.len(), "{text}");
}
