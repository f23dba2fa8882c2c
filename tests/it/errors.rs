//! What is said when something is wrong: each message as a whole.

use insta::assert_snapshot;

use crate::site::Site;

fn story(front: &str) -> Site {
    Site::new(&format!("-- content/stories/late-parcel.md --\n+++\n{front}\n+++\nWords.\n"))
}

macro_rules! said {
    ($($name:ident: $site:expr;)+) => { $(#[test] fn $name() { assert_snapshot!($site.fails()); })+ };
}

said! {
    an_unknown_verdict: story("title = \"x\"\nexperience = \"god\"");
    no_verdict: story("title = \"x\"");
    a_wrong_type: story("title = \"x\"\nexperience = \"good\"\nweight = \"heavy\"");
    a_wrong_type_inside_a_table: story("title = \"x\"\nexperience = \"good\"\nscores = { product = 9, service = 2 }");
    an_unreadable_date: story("title = \"x\"\nexperience = \"good\"\ndate = \"yesterday\"");
    a_rating_out_of_range: story("title = \"x\"\nexperience = \"good\"\nrating = 4.3\nnps = 11");
    an_address_that_runs_a_script: story("title = \"x\"\nexperience = \"good\"\nsource = { url = \"javascript:alert(1)\" }");
    an_unclosed_string: story("title = \"x\nexperience = \"good\"");
    front_matter_that_is_never_closed: Site::new("-- content/stories/a.md --\n+++\ntitle = \"x\"\n");
    a_tab_in_yaml: Site::new("-- content/stories/a.md --\n---\ntitle: x\nscores:\n\tproduct: 4\n---\n");
    a_key_that_stands_twice_in_yaml: Site::new("-- content/stories/a.md --\n---\ntitle: x\ntitle: y\nexperience: good\n---\n");
    every_error_of_a_run_at_once: Site::new(
        "-- content/stories/a.md --\n+++\ntitle = \"x\"\nexperience = \"god\"\ndate = 2026-13-01\n+++\n\
         -- content/stories/b.md --\n---\ntitle: x\nexperience: gud\nrating: 7\n---\n\
         -- content/stories/c.md --\nno verdict\n"
    );
    a_dead_link: Site::new(
        "-- content/a.md --\nSee [the other](stories/othr.md).\n\
         -- content/stories/other.md --\n+++\ntitle = \"O\"\nexperience = \"good\"\n+++\n"
    );
    a_dead_fragment: Site::new("-- content/a.md --\nSee [below](b.md#delivry).\n-- content/b.md --\n## Delivery\n");
    a_missing_picture: Site::new("-- content/a/index.md --\n![A cup](cups.jpg)\n-- content/a/cup.jpg --\nx\n");
    a_missing_main_picture: story("title = \"x\"\nexperience = \"good\"\nimage = \"cup.jpg\"");
    an_unknown_component: Site::new("-- content/a.md --\n{{ figur(src=\"x.png\") }}\n");
    a_component_without_end: Site::new("-- content/a.md --\n{% quote(from=\"x\") %}\nwords\n");
    a_component_with_a_wrong_argument: Site::new("-- content/a.md --\nIt was {{ rating(value=\"four\") }}.\n");
    a_component_with_an_unknown_argument: Site::new("-- content/a.md --\nIt was {{ rating(valeu=4) }}.\n");
    a_quote_of_nobody: Site::new(
        "-- content/a.md --\n{{ quote(from=\"adda\") }}\n\
         -- content/testimonials/ada.md --\n+++\nexperience = \"good\"\n+++\nx\n"
    );
    an_unknown_template: Site::new("-- content/a.md --\n+++\ntemplate = \"pag.html\"\n+++\n");
    two_pages_with_one_address: Site::new(
        "-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\nslug = \"same\"\n+++\n\
         -- content/stories/b.md --\n+++\ntitle = \"B\"\nexperience = \"bad\"\nslug = \"same\"\n+++\n"
    );
    a_page_at_the_address_of_one_of_the_site_s_own: Site::new("-- content/integrity.md --\nx\n");
    an_alias_that_is_a_page: Site::new(
        "-- content/a.md --\n+++\naliases = [\"/b/\"]\n+++\n-- content/b.md --\nx\n"
    );
    a_static_file_that_is_a_page: Site::new("-- content/a.md --\nx\n-- static/a/index.html --\nx\n");
    names_that_differ_by_case: Site::new("-- static/Cup.png --\nx\n-- static/cup.png --\nx\n");
    a_page_that_is_a_folder: Site::new("-- content/a.md --\n+++\npermalink = \"/x.html\"\n+++\n-- static/x.html/y.txt --\nx\n");
    a_word_without_letters: story("title = \"x\"\nexperience = \"good\"\ntags = [\"fine\", \"..\"]");
    an_unknown_config_key: Site::new("-- anecdote.toml --\ntitel = \"x\"\n");
    a_config_value_of_the_wrong_type: Site::new("-- anecdote.toml --\npaginate_by = \"many\"\ntimezone = \"Mars/Olympus\"\nbase_url = \"example.org\"\n");
    an_unknown_theme: Site::new("-- anecdote.toml --\ntheme = \"stagge\"\n");
    a_theme_for_another_contract: Site::new(
        "-- anecdote.toml --\ntheme = \"old\"\n-- themes/old/theme.toml --\nname = \"old\"\napi = 7\nextends = \"stage\"\n"
    );
    a_template_with_a_syntax_error: Site::new("-- content/a.md --\nx\n-- templates/page.html --\n<h1>\n{{ page.title }\n");
    an_undefined_variable: Site::new("-- content/a.md --\nx\n-- templates/page.html --\n<h1>{{ page.titel }}</h1>\n");
    an_unknown_filter: Site::new("-- content/a.md --\nx\n-- templates/page.html --\n<h1>{{ page.title | uper }}</h1>\n");
    an_unknown_include: Site::new("-- content/a.md --\nx\n-- templates/page.html --\n{% include \"partials/nope.html\" %}\n");
    a_missing_parent: Site::new("-- content/a.md --\nx\n-- templates/page.html --\n{% extends \"nope.html\" %}\n");
    a_template_that_extends_itself: Site::new("-- content/a.md --\nx\n-- templates/page.html --\n{% extends \"page.html\" %}\n");
    an_error_in_a_component_in_an_include: Site::new(
        "-- content/a.md --\nx\n-- templates/page.html --\n<main>\n{% include \"partials/outer.html\" %}\n</main>\n\
         -- templates/partials/outer.html --\n<p>{{ <inner page={page} /> }}</p>\n\
         -- templates/partials/inner.html --\n{% component inner(page: map) %}{{ page.missing.deep }}{% endcomponent inner %}\n"
    );
    a_translation_that_does_not_say_whose_name_it_must_not_show: Site::new(
        "-- anecdote.toml --\n[languages.es]\n\
         -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\nauthor = \"Ana Paz\"\npseudonym = \"A.\"\n+++\n\
         -- content/stories/a.es.md --\nAna Paz habla.\n"
    );
    a_folder_and_a_picture_that_show_a_hidden_name: Site::new(
        "-- content/stories/ana-paz/x/index.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\nauthor = \"Ana Paz\"\npseudonym = \"A.\"\n+++\n\
         -- content/stories/ana-paz/x/ana_paz.svg --\n<svg/>\n"
    );
    a_text_that_names_an_ambassador_who_has_a_pseudonym: Site::new(
        "-- content/ambassadors/ana-paz.md --\n+++\nname = \"Ana Paz\"\npseudonym = \"A.\"\n+++\n\
         -- content/about.md --\nWritten with ana  PAZ.\n"
    );
    a_filter_on_the_wrong_value: Site::new("-- content/a.md --\nx\n-- templates/page.html --\n{{ page.title | date }}\n");
}

#[test]
fn what_has_left_the_site_is_said_where_others_still_lead_to_it() {
    let site = Site::new(
        "-- content/testimonials/gone.md --\n+++\nexperience = \"bad\"\nconsent = { expires = 2026-11-01 }\n+++\nWords.\n\
         -- content/a.md --\nSee [that](testimonials/gone.md).\n\n{{ quote(from=\"gone\") }}\n",
    );
    let built = site.build();
    assert_snapshot!(built.run.stderr);
    assert!(built.read("a/index.html").contains("See <a href=\"/integrity/\">that</a>."));
}

#[test]
fn a_file_that_is_not_utf8_is_named_with_its_line() {
    let site = Site::new("-- content/stories/b.md --\n+++\ntitle = \"B\"\nexperience = \"bad\"\n+++\n");
    site.write("content/stories/a.md", b"+++\ntitle = \"Caf\xe9\"\n+++\n");
    assert_snapshot!(site.fails());
}

#[test]
fn an_unknown_field_is_kept_and_the_nearest_name_is_said() {
    let site = Site::new(
        "-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ntouchpoint = \"helpdesk\"\nmood = 3\n+++\n\
         -- templates/story.html --\n{{ page.extra.mood }} {{ page.extra.touchpoint }}",
    );
    let built = site.build();
    assert_eq!(built.read("stories/a/index.html"), "3 helpdesk");
    assert_snapshot!(built.run.stderr);
}

#[test]
fn names_of_other_generators_in_the_config_are_understood_with_a_warning() {
    let site = Site::new("-- anecdote.toml --\nbaseURL = \"https://example.org/x\"\n-- content/a.md --\nx\n");
    let built = site.build();
    assert!(built.read("a/index.html").contains("https://example.org/x/a/"));
    assert_snapshot!(built.run.stderr);
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
