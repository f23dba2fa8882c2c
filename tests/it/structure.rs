//! Overriding a theme, piece by piece.

use crate::site::Site;

const STORY: &str =
    "-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nx {{ rating(value=4) }}\n";

#[test]
fn a_site_overrides_a_template_a_partial_a_component_a_style_and_a_string() {
    let site = Site::new(&format!(
        "{STORY}-- templates/partials/verdict.html --\n{{% component verdict(experience, label, path = \"\") %}}MY VERDICT{{% endcomponent verdict %}}\n\
         {{% component shape(of) %}}{{% endcomponent shape %}}{{% component connection(of = none) %}}{{% endcomponent connection %}}\
         {{% component face(of: map, class = \"\") %}}{{% endcomponent face %}}\
         {{% component disclosure(of) %}}{{% endcomponent disclosure %}}{{% component stars(value) %}}MY STARS{{% endcomponent stars %}}\
         {{% component trust(page: map, link: bool = false, review: bool = false, stars: bool = true) %}}{{{{ <verdict experience={{page.experience}} label=\"x\" /> }}}}{{% endcomponent trust %}}\
         {{% component person_line(page: map, link: bool = false, full: bool = false) %}}{{% endcomponent person_line %}}\n\
         -- templates/components/shout.html --\n{{% component shout(what) %}}<b>{{{{ what | upper }}}}</b>{{% endcomponent shout %}}\n\
         -- content/b.md --\n{{{{ shout(what=\"hey\") }}}}\n\
         -- static/css/stage.css --\nbody {{}}\n\
         -- i18n/en.toml --\nskip = \"Jump\"\n"
    ));
    let built = site.build();
    let page = built.read("stories/a/index.html");
    assert!(page.contains("MY VERDICT") && page.contains("MY STARS") && page.contains("Jump"));
    assert!(built.read("b/index.html").contains("<b>HEY</b>"));
    assert_eq!(built.read(&built.style()), "body{}");
    assert!(page.contains(&built.style()) && !built.has("css/stage.css"));
}

#[test]
fn a_template_may_build_on_the_themes_own() {
    let site = Site::new(&format!(
        "{STORY}-- templates/story.html --\n{{% extends \"stage/story.html\" %}}\n{{% block main %}}BEFORE {{{{ super() }}}} AFTER{{% endblock main %}}\n"
    ));
    let page = site.build().read("stories/a/index.html");
    assert!(page.find("BEFORE").unwrap() < page.find("<h1 class=\"p-name\">A").unwrap() && page.contains("AFTER"));
}
