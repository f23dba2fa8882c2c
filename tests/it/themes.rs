//! Themes of one's own.

use crate::site::Site;

#[test]
fn a_theme_extends_another_and_takes_what_it_lacks_from_it() {
    let site = Site::new(
        "-- anecdote.toml --\ntheme = \"mine\"\n\
         -- themes/mine/theme.toml --\nname = \"mine\"\napi = 1\nextends = \"stage\"\n\
         -- themes/mine/templates/page.html --\n{% extends \"page-base.html\" %}{% block main %}MINE {{ page.title }}{% endblock main %}\n\
         -- themes/mine/static/mine.css --\n/**/\n-- themes/mine/i18n/en.toml --\nhome = \"Start\"\n\
         -- content/a.md --\n+++\ntitle = \"A\"\n+++\n\
         -- content/stories/b.md --\n+++\ntitle = \"B\"\nexperience = \"good\"\n+++\n",
    );
    let built = site.build();
    assert!(built.read("a/index.html").contains("MINE A"));
    assert!(built.read("stories/b/index.html").contains(">Start</a>"));
    assert!(built.has("mine.css") && built.has(&built.style()));
}

#[test]
fn a_theme_that_extends_itself_is_an_error() {
    let site = Site::new(
        "-- anecdote.toml --\ntheme = \"a\"\n-- themes/a/theme.toml --\nname = \"a\"\napi = 1\nextends = \"b\"\n\
         -- themes/b/theme.toml --\nname = \"b\"\napi = 1\nextends = \"a\"\n-- content/a.md --\nx\n",
    );
    assert!(site.fails().contains("theme `a` extends itself, by way of others"));
}

#[test]
fn a_theme_without_a_template_that_is_needed_is_an_error_that_says_so() {
    let site = Site::new(
        "-- anecdote.toml --\ntheme = \"bare\"\n-- themes/bare/theme.toml --\nname = \"bare\"\napi = 1\n\
         -- themes/bare/templates/home.html --\nhome\n-- content/a.md --\nx\n",
    );
    let said = site.fails();
    assert!(said.contains("page.html") && said.contains("a/index.html"), "{said}");
}

#[test]
fn a_component_that_is_drawn_once_is_what_it_is_when_it_is_drawn_each_time() {
    let site = Site::new("-- anecdote.toml --\n[languages.es]\n");
    for n in 0..5 {
        let story =
            format!("+++\ntitle = \"S{n}\"\nexperience = \"good\"\ndisclosure = \"gift\"\n+++\nWords of {n}.\n");
        site.write(&format!("content/stories/s{n}.md"), &story);
        site.write(&format!("content/stories/s{n}.es.md"), &story);
    }
    let list = |card: &str| format!("{{% for page in paginator.pages %}}{card}{{% endfor %}}");
    let pages = ["stories/index.html", "es/stories/index.html"];
    site.write("templates/section.html", list("{{ <card page={page} level={3} /> }}"));
    let built = site.build();
    let each = pages.map(|page| built.read(page));
    site.write("templates/section.html", list("{{ once(component=\"card\", page=page, level=3) }}"));
    let built = site.build();
    assert_eq!(pages.map(|page| built.read(page)), each);
    assert!(each[0].contains("<h3") && each[0] != each[1]);
    // A component that is another now is drawn anew, however it is named.
    for call in ["once(component=\"own\", page=page)", "once(component=\"o\" ~ \"wn\", page=page)"] {
        site.write("templates/section.html", list(&format!("{{{{ {call} }}}}")));
        for text in ["one", "two"] {
            site.write("templates/own.html", format!("{{% component own(page: map) %}}{text}{{% endcomponent own %}}"));
            assert!(site.build().same_as_clean().read("stories/index.html").contains(text), "{call}");
        }
    }
}

#[test]
fn a_component_that_is_drawn_once_tells_its_arguments_apart() {
    let site = Site::new(
        "-- content/a.md --\nx\n-- templates/own.html --\n{% component own(text) %}[{{ text }}]{% endcomponent own %}\n\
         -- templates/page.html --\n{{ once(component=\"own\", text=\"<b>\") }}{{ once(component=\"own\", text=\"<b>\" | safe) }}\
         {{ once(component=\"own\", text=1) }}{{ once(component=\"own\", text=\"1\") }}{{ once(component=\"own\", text=1.0) }}\
         {{ once(component=\"own\", text=[1]) }}{{ once(component=\"own\", text=[2]) }}",
    );
    let page = site.build().read("a/index.html");
    assert!(
        page.ends_with("[&lt;b&gt;][<b>][1][1][1.0][[1]][[2]]")
            || page.ends_with("[&lt;b&gt;][<b>][1][1][1][[1]][[2]]"),
        "{page}"
    );
    site.write("templates/own.html", "{% component own(text) %}{{ text.missing.at }}{% endcomponent own %}");
    let said = site.fails();
    assert!(said.contains("error[E0411]") && said.contains("--> templates/own.html:1:"), "{said}");
}
