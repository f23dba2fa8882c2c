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
    let (path, css) = (built.style(), built.read(&built.style()));
    assert!(css.contains("--accent:light-dark(#006b36,#77ffdd)") && css.ends_with("--corner:0px}"), "{css}");
    assert!(built.read("stories/a/index.html").contains(&format!("href=\"/{path}\"")));
    // The theme's own letters are serifs: to ask for them changes nothing.
    assert!(!css.contains("Charter"));
    site.write("anecdote.toml", "title = \"S\"\n");
    let built = site.build();
    assert!(built.style() != path && !built.read(&built.style()).contains("#006b36"));
}

#[test]
fn a_site_brings_fonts_pictures_and_styles_of_its_own() {
    let site = site(
        "[look]\nfont = \"fonts/mine.woff2\"\nlogo = \"/img/logo.svg\"\nshare_image = \"img/share.png\"\nfavicon = \"icon.svg\"\ndensity = \"compact\"\nhero = \"picture\"\nhero_image = \"img/logo.svg\"\nhome = [\"wall\", \"lead\"]\n[[footer]]\ntitle = \"Imprint\"\nurl = \"/imprint/\"",
    );
    let said = site.fails();
    for file in ["fonts/mine.woff2", "img/logo.svg", "img/share.png", "icon.svg"] {
        assert!(said.contains(&format!("error[E0306]: there is no file static/{file}")), "{said}");
    }
    site.write("static/fonts/mine.woff2", "font");
    site.write("static/img/share.png", "no picture");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 30 20\"/>";
    site.write("static/img/logo.svg", svg);
    site.write("static/icon.svg", svg);
    site.write("static/css/custom.css", "/* mine */ .brandmark { color : red }");
    site.write("content/imprint.md", "+++\ntitle = \"Imprint\"\n+++\nWe.\n");
    site.write("content/testimonials/t.md", "+++\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nFine.\n");
    site.write("templates/partials/head.html", "<meta name=\"mine\" content=\"head\">");
    site.write("templates/partials/footer.html", "<p>mine</p>");
    let built = site.build();
    let (css, home) = (built.read(&built.style()), built.read("index.html"));
    assert!(css.contains("url(\"../fonts/mine.woff2\")") && css.contains("--text:site-text,"), "{css}");
    assert!(css.ends_with(".brandmark{color :red}"), "what the site writes comes last");
    for part in [
        "<link rel=\"preload\" as=\"font\" crossorigin href=\"/fonts/mine.woff2\">",
        "<img src=\"/img/logo.svg\" alt=\"\" width=\"30\" height=\"20\">",
        "<meta property=\"og:image\" content=\"http://localhost/img/share.png\">",
        "<link rel=\"icon\" href=\"/icon.svg\">",
        "class=\"hero-picture\"",
        "<a href=\"/imprint/\">Imprint</a>",
        "<meta name=\"mine\" content=\"head\"></head>",
        "<p>mine</p>",
    ] {
        assert!(home.contains(part), "{part}\n{home}");
    }
    assert!(!home.contains("newsreader.woff2"), "the theme's own font is not loaded at once");
    assert!(home.find("class=\"wall\"").unwrap() < home.find("class=\"frontpage").unwrap());
    // Every kind of page, errors and frames of others included, takes them.
    for page in ["404.html", "stories/a/index.html", "insights/index.html", "integrity/index.html"] {
        let page = built.read(page);
        assert!(page.contains(&built.style()) && page.contains("name=\"mine\"") && page.contains("<p>mine</p>"));
    }
}

fn site_config(accent: &str) -> String {
    format!("[look]\naccent = \"{accent}\"\ntype = \"serif\"\ncorners = \"square\"\n[look.dark]\naccent = \"#7fd\"\n")
}

#[test]
fn what_cannot_be_read_is_an_error_with_a_colour_that_can() {
    insta::assert_snapshot!(site("[look]\npaper = \"#777\"\nink = \"#888\"\n[look.dark]\ngood = \"#123\"").fails());
    insta::assert_snapshot!(site("[look]\npaper = \"beige\"\ntype = \"fancy\"").fails());
}
