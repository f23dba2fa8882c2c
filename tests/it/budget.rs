//! A template without end is an error that names it, the page and a way out.

use std::process::Command;

use crate::site::Site;

const CONFIG: &str = "-- anecdote.toml --\ntitle = \"T\"\nbase_url = \"https://t.example\"\n-- content/a.md --\n+++\ntitle = \
                      \"A\"\n+++\nwords\n";

fn drawn_with(template: &str) -> Site {
    Site::new(&format!("{CONFIG}-- templates/page.html --\n<html><body>{template}</body></html>\n"))
}

#[test]
fn loops_within_loops_and_pages_without_end_are_errors_with_the_page_and_the_template() {
    let thrice = |inside: &str| {
        format!(
            "{{% set all = range(end=3000) %}}{{% for a in all %}}{{% for b in all %}}{{% for c in all %}}{inside}\
             {{% endfor %}}{{% endfor %}}{{% endfor %}}"
        )
    };
    for (template, limit) in [
        (thrice("x"), "10 million steps"),
        (thrice("{{ a }}"), "10 million steps"),
        (format!("{{% set text %}}{}{{% endset %}}", thrice("{{ page.title }}")), "10 million steps"),
        (thrice("{% for d in range(end=10) %}{% endfor %}"), "10 million steps"),
        ("{% for a in range(end=100000000000) %}{% endfor %}".to_owned(), "10 million steps"),
        (
            "{% set line %}{% for a in range(end=100000) %}0123456789{% endfor %}{% endset %}\
             {% for a in range(end=100) %}{{ line }}{% endfor %}"
                .to_owned(),
            "64 MB",
        ),
    ] {
        let said = drawn_with(&template).fails();
        assert!(said.contains("E0415") && said.contains(limit), "{template}\n{said}");
        assert!(said.contains("templates/page.html") && said.contains("/a/index.html"), "{template}\n{said}");
    }
}

#[test]
fn a_component_that_a_text_calls_has_the_same_budget() {
    let site = Site::new(&format!(
        "{CONFIG}\n{{{{ endless() }}}}\n-- templates/components/endless.html --\n{{% component endless() %}}\
         {{% for a in range(end=9000) %}}{{% for b in range(end=9000) %}}x{{% endfor %}}{{% endfor %}}\
         {{% endcomponent endless %}}\n"
    ));
    let said = site.fails();
    assert!(said.contains("E0415") && said.contains("endless") && said.contains("/a/index.html"), "{said}");
}

#[test]
fn a_text_that_is_joined_to_itself_ends_the_build_with_a_message() {
    for grow in ["{% set_global s = s ~ s %}", "{% set_global s = s | replace(from=\"a\", to=\"aa\") %}"] {
        let site =
            drawn_with(&format!("{{% set s = \"aaaaaaaa\" %}}{{% for n in range(end=40) %}}{grow}{{% endfor %}}"));
        let said = site.fails();
        assert!(said.contains("E0415") && said.contains("2 GB") && said.contains("/a/index.html"), "{said}");
        assert!(!site.path("public/a/index.html").exists());
    }
}

#[test]
fn a_loop_that_puts_nothing_out_ends_after_a_time() {
    let site = drawn_with(
        "{% set all = range(end=3000) %}{% for a in all %}{% for b in all %}{% for c in all %}{% endfor %}{% endfor %}\
         {% endfor %}",
    );
    let output = Command::new(env!("CARGO_BIN_EXE_anecdote"))
        .args(["--root", site.root().to_str().unwrap(), "build"])
        .env("ANECDOTE_PAGE_SECONDS", "1")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("E0415") && said.contains("1 seconds") && said.contains("/a/index.html"), "{said}");
}

#[test]
fn numbers_and_ranges_take_what_they_are_given() {
    let site = drawn_with(
        "{{ 1.5 | number(decimals=1000000000000) }} {{ range(end=3) | join(sep=\",\") }} \
         {{ range(start=9, end=1, step_by=-4) | join(sep=\",\") }} {{ range(start=1, end=6, step_by=2) | join(sep=\",\") }} \
         [{{ range(start=1, end=1) | join(sep=\",\") }}]",
    );
    let html = site.build().read("a/index.html");
    assert!(html.contains("1.500000000000000 0,1,2 9,5 1,3,5 []"), "{html}");
}
