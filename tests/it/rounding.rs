//! How numbers are rounded: an end of a scale is said of what lies there, and of nothing else.

use std::fmt::Write as _;

use serde_json::Value;

use crate::site::Site;

/// A site whose insights come from so many stories at the top of every scale, and others.
fn site(top: usize, others: &[&str]) -> Site {
    let mut files = String::from(
        "-- anecdote.toml --\ntitle = \"S\"\nrelated = 0\npaginate_by = 5000\n[languages.es]\n[languages.fr]\n\
         -- content/testimonials/_index.md --\n+++\n[cascade]\nbrand = \"acme\"\ntouchpoints = [\"phone\"]\n+++\n\
         -- content/brands/acme.md --\n+++\ntitle = \"Acme\"\n+++\nx\n",
    );
    let best = "experience = \"good\"\nnps = 10\ncsat = 5\nces = 7\nrating = 5\noutcome = [\"stayed\"]\nscores = { product = 5, service = 5 }";
    for (at, fields) in std::iter::repeat_n(best, top).chain(others.iter().copied()).enumerate() {
        let _ = write!(files, "-- content/testimonials/t{at}.md --\n+++\n{fields}\n+++\nx\n");
    }
    Site::new(&files)
}

/// The page's words without its elements.
fn words(html: &str) -> String {
    let page = scraper::Html::parse_document(html);
    page.root_element().text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn one_bad_among_thousands_is_not_rounded_away() {
    let bad = "experience = \"bad\"\nnps = 8\ncsat = 3\nces = 6\nrating = 4.5\nscores = { product = 4.5, service = 1 }";
    let good = "experience = \"good\"\nnps = 10\ncsat = 5\nces = 7\nrating = 5\noutcome = [\"left\"]";
    // It takes thousands to come so near to an end.
    let site = site(2_498, &[bad, good]);
    let built = site.build();
    let page = words(&built.read("insights/index.html"));
    for said in [
        "Good > 99.9 % between 99.8 and > 99.9",
        "Bad < 0.1 % between < 0.1 and 0.2",
        "Satisfied (CSAT) > 99.9 % between 99.8 and > 99.9",
        "Would recommend (NPS) > 99.9 between 99.7 and 100",
        "> 4.9 /5 between > 4.9 and 5",
        "> 6.9 /7 between > 6.9 and 7",
        "Product: 4.99, between 4.99 and 5",
        // A drawing in words, and its letters.
        "stayed: Good 2498 (> 99.9 %)",
        "left: Good 1 (< 0.1 %)",
        "stayed> 99 %",
        "left< 1 %",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("100 %") && !page.contains("5 /5") && !page.contains("7 /7"), "{page}");
    for (lang, good, bad) in [("es", "> 99,9 %", "< 0,1 %"), ("fr", "> 99,9 %", "< 0,1 %")] {
        let page = words(&built.read(&format!("{lang}/insights/index.html")));
        assert!(page.contains(good) && page.contains(bad) && page.contains("> 4,9 /5"), "{lang}: {page}");
    }
    let brand = words(&built.read("brands/acme/index.html"));
    assert!(brand.contains("4.99/5") && !brand.contains("5/5"), "{brand}");
    let json: Value = serde_json::from_str(&built.read("api/v1/insights.json")).unwrap();
    let insights = &json["insights"];
    assert_eq!((&insights["good"]["value"], &insights["bad"]["value"]), (&99.96.into(), &0.04.into()));
    assert_eq!(insights["scales"]["rating"]["measure"]["value"], 4.99);
    assert_eq!(insights["scales"]["nps"]["measure"]["value"], 99.96);
}

#[test]
fn what_all_say_is_said_as_such() {
    let site = site(20, &[]);
    let built = site.build();
    let page = words(&built.read("insights/index.html"));
    for said in ["Good 100 %", "Bad 0 %", "100 between", "100 % between", "5 /5", "7 /7", "Product: 5"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(words(&built.read("brands/acme/index.html")).contains("5/5"));
}

#[test]
fn templates_round_shares_and_numbers_on_a_scale_in_one_way() {
    let site = Site::new(
        "-- content/a.md --\n+++\ntitle = \"A\"\n+++\n{{ rating(value=4.998) }} {{ rating(value=5) }}\n\
         -- content/b.es.md --\n+++\ntitle = \"B\"\n+++\nx\n-- anecdote.toml --\n[languages.es]\n\
         -- templates/page.html --\n{% for n in [0, 0.01, 0.04, 0.05, 49.95, 99.94, 99.95, 99.99, 100] %}{{ n | share }}; {% endfor %}|\n\
         {% for n in [0, 0.2, 0.5, 50, 99.4, 99.5, 100] %}{{ n | share(precision=0) }}; {% endfor %}|\n\
         {% for n in [1, 1.01, 1.06, 4.94, 4.95, 4.99, 5] %}{{ n | on_scale(least=1, most=5) }}; {% endfor %}|\n\
         {% for n in [-100, -99.99, -99.9, 0, 99.99, 100] %}{{ n | on_scale(least=-100, most=100) }}; {% endfor %}|\n\
         {% for n in [4.99, 4.994, 4.996, 1.004] %}{{ n | on_scale(least=1, most=5, precision=2) }}; {% endfor %}|\n{{ page.content | safe }}\n",
    );
    let built = site.build();
    let page = words(&built.read("a/index.html"));
    let lines: Vec<&str> = page.split('|').map(str::trim).collect();
    assert_eq!(lines[0], "0 %; < 0.1 %; < 0.1 %; 0.1 %; 50 %; 99.9 %; > 99.9 %; > 99.9 %; 100 %;");
    assert_eq!(lines[1], "0 %; < 1 %; 1 %; 50 %; 99 %; > 99 %; 100 %;");
    assert_eq!(lines[2], "1; < 1.1; 1.1; 4.9; > 4.9; > 4.9; 5;");
    assert_eq!(lines[3], "−100; < −99.9; −99.9; 0; > 99.9; 100;");
    assert_eq!(lines[4], "4.99; 4.99; > 4.99; < 1.01;");
    assert!(lines[5].contains("> 4.99") && lines[5].contains("5 out of 5"), "{}", lines[5]);
    assert!(words(&built.read("es/b/index.html")).contains("> 99,9 %; 100 %;"));
}
