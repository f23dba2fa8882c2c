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
    assert!(built.has("mine.css") && built.has("css/stage.css"));
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
