//! What people already have comes in whole: their words, under the names and in the shapes of other generators.

use crate::site::Site;

fn page(front: &str, body: &str) -> String {
    let site = Site::new("");
    site.write("content/stories/a.md", format!("---\ntitle: A tale\nexperience: good\n{front}\n---\n{body}\n"));
    site.build().read("stories/a/index.html")
}

/// The words of a page, without tags.
fn text(html: &str) -> String {
    let tags = regex_lite::Regex::new("<[^>]*>").unwrap();
    tags.replace_all(html, " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn html_in_customers_words_keeps_its_words() {
    for (body, words) in [
        ("<p>They were kind.</p>", "They were kind."),
        ("<blockquote><p>Never again.</p></blockquote>", "Never again."),
        ("<table><tr><td>Cup</td><td>Lid</td></tr></table>", "Cup Lid"),
        ("<details><summary>More</summary>\n\nThe *rest*.\n\n</details>", "More The rest ."),
        ("<Quote by=\"x\">Kind words</Quote>", "Kind words"),
        ("Line<br>break. <a href=\"https://e.example\">link</a>", "Line break. link"),
        ("<h2>Then</h2>\n<ul><li>one</li><li>two</li></ul>", "Then one two"),
        ("We were happy.\n\n:) Thanks!", "We were happy. :) Thanks!"),
    ] {
        let html = page("", body);
        assert!(text(&html).contains(words), "{body}\n{}", text(&html));
    }
}

#[test]
fn nothing_is_said_of_a_speaker_of_whom_nothing_is_known() {
    let unnamed = "Someone who wishes to stay unnamed";
    assert!(!page("", "Words.").contains(unnamed));
    let consent = "author: Ana Paz\nconsent: { status: given, covers: [text] }";
    assert!(page(consent, "Words.").contains(unnamed));
    let site = Site::new("-- content/testimonials/t.md --\n---\nexperience: good\nbrand: Tally\n---\nFine.\n");
    let wall = text(&site.build().read("testimonials/index.html"));
    assert!(!wall.contains(unnamed) && wall.contains("Tally"), "{wall}");
}

#[test]
fn what_a_speaker_does_is_shown_and_published_for_programs() {
    let site = Site::new("");
    let front = "title: A\nexperience: good\nauthor: Ana Paz\nposition: Locksmith\norganisation: Paz & Daughter";
    site.write("content/stories/a.md", format!("---\n{front}\n---\nWords.\n"));
    let built = site.build();
    let html = built.read("stories/a/index.html");
    assert!(html.contains("<span class=\"p-job-title\">Locksmith</span>"), "{html}");
    assert!(html.contains("<span class=\"p-org\">Paz &amp; Daughter</span>"), "{html}");
    assert!(html.contains("\"jobTitle\":\"Locksmith\"") && html.contains("\"worksFor\":{"), "{html}");
    assert!(built.read("api/v1/stories/a.json").contains("\"company\":\"Paz & Daughter\""));
    assert!(built.read("api/v1/stories.csv").contains("Locksmith,Paz & Daughter"));
}

#[test]
fn a_testimonial_whose_words_stand_in_its_front_matter_is_not_empty() {
    for field in ["quote", "testimonial", "text", "message", "review", "body"] {
        let site = Site::new("");
        site.write("content/testimonials/t.md", format!("---\nexperience: good\n{field}: They *were* kind.\n---\n"));
        let html = site.build().read("testimonials/t/index.html");
        assert!(text(&html).contains("They were kind."), "{field}\n{}", text(&html));
    }
}

#[test]
fn fields_of_other_generators_are_ours_in_their_shapes() {
    for (front, shown) in [
        ("author_name: Ana Paz", "Ana Paz"),
        ("authors: [{ name: Ana Paz, url: /x }, Bo Li]", "Ana Paz"),
        ("author: { name: Ana Paz }", "Ana Paz"),
        ("location: { city: Vigo, country: Spain }", "Vigo, Spain"),
        ("location: 01067", "01067"),
        ("product: 1.10", "1.10"),
        ("tags: one, two words, three", "two words"),
        ("tags: [{ name: One }, 2.0, 1_000]", "2.0"),
        ("categories: Plates\ntags: [Cups]", "Plates"),
        ("keywords: [Lids]\ntags: Cups", "Lids"),
        ("summary: In short", "In short"),
        ("date: Feb 3, 2024", "3 February 2024"),
        ("pubDate: 2024/02/03", "3 February 2024"),
        ("rating: \"4,5\"", "4.5 out of 5"),
        ("source: Smashing Letters", "Smashing Letters"),
        ("weight: \"3\"\nsample: \"yes\"", "Made up for this sample"),
    ] {
        let html = page(front, "Words.");
        assert!(text(&html).contains(shown) || html.contains(shown), "{front}\n{}", text(&html));
    }
}

#[test]
fn fields_that_were_left_empty_are_absent() {
    let fields =
        ["brand", "date", "image", "permalink", "description", "slug", "rating", "url", "lang", "updated", "author"];
    let front: String = fields.iter().map(|field| format!("{field}: \"\"\n")).collect();
    assert!(text(&page(&front, "Words.")).contains("A tale"));
}

#[test]
fn an_address_with_a_dot_is_a_page() {
    for (permalink, file) in [
        ("/news/v2.0/", "news/v2.0/index.html"),
        ("/news/v2.0", "news/v2.0/index.html"),
        ("/2023/regex-1.9", "2023/regex-1.9/index.html"),
        ("/2018/crates.io-incident", "2018/crates.io-incident/index.html"),
        ("/old/page.html", "old/page.html"),
    ] {
        let site = Site::new("");
        let front = format!("title: A\nexperience: good\nurl: {permalink}");
        site.write("content/stories/a.md", format!("---\n{front}\n---\nWords.\n"));
        assert!(site.build().read(file).contains("Words."), "{permalink}");
    }
}

#[test]
fn a_first_heading_is_the_title_and_is_not_shown_twice() {
    let site = Site::new("-- content/about.md --\n# About *us*\n\nWe pour.\n\n[up](#about-us)\n");
    site.write("content/stories/a.md", "---\ntitle: A tale\nexperience: good\n---\n# A Tale\n\nWords.\n");
    let built = site.build();
    for (file, heading) in [("about/index.html", "About us"), ("stories/a/index.html", "A tale")] {
        let html = built.read(file);
        assert_eq!(html.matches("<h1").count(), 1, "{html}");
        assert!(html.contains(heading), "{html}");
    }
}

#[test]
fn parts_of_pages_are_found_under_the_ids_of_other_generators() {
    let body = "## LeanCore 2.0 & `console.log()`\n\n[a](#leancore-20--consolelog) [b](#leancore-2-0-console-log) [c](#LeanCore_2.0_console.log)\n";
    let html = page("", body);
    assert_eq!(html.matches("href=\"#leancore-2-0-console-log\"").count(), 3, "{html}");
}

#[test]
fn a_site_runs_in_the_direction_of_its_language() {
    let site = Site::new("-- anecdote.toml --\nlanguage = \"ar\"\n[languages.en]\n");
    site.write("content/stories/a.md", "---\ntitle: طرد\nexperience: bad\n---\nكلمات.\n");
    site.write("content/stories/b.md", "---\ntitle: A guest\nexperience: good\nlang: fr\n---\nMots.\n");
    site.write("content/stories/c.en.md", "---\ntitle: Parcel\nexperience: bad\n---\nWords.\n");
    let built = site.build();
    assert!(built.read("stories/a/index.html").contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(built.read("en/stories/c/index.html").contains("<html lang=\"en\">"));
    assert!(built.read("stories/index.html").contains(" lang=\"fr\" dir=\"ltr\">"));
    // Styles know a beginning and an end of lines, and no left and right.
    for (path, css) in built.files().iter().filter(|(path, _)| path.ends_with(".css")) {
        let css = String::from_utf8_lossy(css).replace(".right{text-align:right}", "");
        for physical in ["-left", "-right", " left:", " right:", "text-align: left", "text-align: right"] {
            assert!(!css.contains(physical), "{path}: {physical}");
        }
    }
}

#[test]
fn a_site_declares_fields_and_taxonomies_of_its_own() {
    let site = Site::new(
        "-- anecdote.toml --\n[taxonomies.categories]\n[fields.story]\ndepartment = \"string\"\nseats = \"integer\"\n\
         customer = \"string\"\ngifts = \"list\"\nopened = \"date\"\nvip = \"boolean\"\nshare = \"number\"\n\
         -- templates/story.html --\n{% for k, v in page.extra %}{{ k }}={{ v }};{% endfor %}\n\
         -- content/stories/a.md --\n---\ntitle: A\nexperience: good\ndepartment: 007\nseats: '12'\ncustomer: Paz Ltd\n\
         gifts: cup, lid\nopened: 2024/2/3\nvip: 'yes'\nshare: 1,5\ncategories: [Lost luggage]\ntags: [rain]\n---\nWords.\n\
         -- content/stories/b.md --\n---\ntitle: B\nexperience: good\nseats: many\n---\nWords.\n",
    );
    let said = site.fails();
    assert!(said.contains("error[E0103]: `seats` is a whole number on this site"), "{said}");
    assert_eq!(said.matches("[W0105]").count(), 0, "{said}");
    site.remove("content/stories/b.md");
    let built = site.build();
    let html = built.read("stories/a/index.html");
    for words in [
        "department=007",
        "seats=12",
        "customer=Paz Ltd",
        "[&quot;cup&quot;, &quot;lid&quot;]",
        "opened=2024-02-03",
        "vip=true",
        "share=1.5",
    ] {
        assert!(html.contains(words), "{words}\n{html}");
    }
    assert!(built.has("categories/lost-luggage/index.html") && built.has("tags/rain/index.html"));
    assert!(!built.has("tags/lost-luggage/index.html"));
}
