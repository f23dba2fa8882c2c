//! What becomes of a site where something is wrong. What is said of it stands in `tests/broken/`.

use crate::site::Site;

#[test]
fn a_link_to_what_has_left_leads_to_where_the_site_says_so() {
    let site = Site::new(
        "-- content/testimonials/gone.md --\n+++\nexperience = \"bad\"\nconsent = { expires = 2026-11-01 }\n+++\nWords.\n\
         -- content/a.md --\nSee [that](testimonials/gone.md).\n\n{{ quote(from=\"gone\") }}\n",
    );
    let built = site.build();
    assert!(built.read("a/index.html").contains("See <a href=\"/integrity/\">that</a>."));
}

#[test]
fn an_unknown_field_is_kept() {
    let site = Site::new(
        "-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ntouchpoint = \"helpdesk\"\nmood = 3\n+++\n\
         -- templates/story.html --\n{{ page.extra.mood }} {{ page.extra.touchpoint }}",
    );
    let built = site.build();
    assert_eq!(built.read("stories/a/index.html"), "3 helpdesk");
}

#[test]
fn names_of_other_generators_in_the_config_are_understood() {
    let site = Site::new("-- anecdote.toml --\nbaseURL = \"https://example.org/x\"\n-- content/a.md --\nx\n");
    let built = site.build();
    assert!(built.read("a/index.html").contains("https://example.org/x/a/"));
}

#[test]
fn nothing_is_written_while_an_error_stands() {
    let site = Site::new("-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nold\n");
    let before = site.build().files();
    site.write("content/stories/a.md", "+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nnew\n");
    site.write("content/stories/b.md", "+++\ntitle = \"B\"\n+++\n");
    site.fails();
    assert_eq!(before, crate::site::tree(&site.path("public")));
    // Errors that only drawing finds leave the folder alone as well.
    site.write("content/stories/b.md", "+++\ntitle = \"B\"\nexperience = \"bad\"\n+++\n");
    site.write("templates/story.html", "{{ page.nope }}");
    site.fails();
    assert_eq!(before, crate::site::tree(&site.path("public")));
}

#[test]
fn escape_codes_in_a_title_do_not_reach_the_terminal() {
    let site = Site::new("-- content/a.md --\n{{ \"\\u001b\" }}\n");
    site.write("content/b.md", "---\n\"\\e[31mred\": 1\n---\n");
    let built = site.build();
    assert!(!built.run.stderr.contains('\u{1b}'));
}
