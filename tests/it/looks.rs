//! Colours and type that a site sets.

use crate::site::Site;

fn site(look: &str) -> Site {
    Site::new(&format!(
        "-- anecdote.toml --\ntitle = \"S\"\n[check]\nW0913 = \"allow\"\n{look}\n-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nx\n"
    ))
}

#[test]
fn a_site_sets_colours_and_type_and_every_page_loads_them() {
    let site =
        site("[look]\naccent = \"#0a5\"\ntype = \"serif\"\ncorners = \"square\"\n[look.dark]\naccent = \"#7fd\"");
    let said = site.fails();
    insta::assert_snapshot!(said);
    site.write("anecdote.toml", site_config("#006b36"));
    let built = site.build();
    let css = built.read("look.css");
    assert!(
        css.contains("--accent: #006b36;") && css.contains("--accent: #77ffdd;") && css.contains("--corner: 0;"),
        "{css}"
    );
    assert!(built.read("stories/a/index.html").contains("href=\"/look.css\""));
    site.write("anecdote.toml", "title = \"S\"\n");
    let built = site.build();
    assert!(!built.has("look.css") && !built.read("index.html").contains("look.css"));
}

fn site_config(accent: &str) -> String {
    format!("[look]\naccent = \"{accent}\"\ntype = \"serif\"\ncorners = \"square\"\n[look.dark]\naccent = \"#7fd\"\n")
}

#[test]
fn what_cannot_be_read_is_an_error_with_a_colour_that_can() {
    insta::assert_snapshot!(site("[look]\npaper = \"#777\"\nink = \"#888\"\n[look.dark]\ngood = \"#123\"").fails());
    insta::assert_snapshot!(site("[look]\npaper = \"beige\"\ntype = \"fancy\"").fails());
}
