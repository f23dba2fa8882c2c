//! Forms for content systems: what they offer is what front matter knows, and what they write is read.

use std::path::Path;

use serde_json::{Value, json};

use crate::site::{Site, run_in};

const SYSTEMS: [&str; 3] = ["decap", "sveltia", "pages"];

fn forms(root: &Path, system: &str) -> Value {
    let run = run_in(root, &["schema", system]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    serde_saphyr::from_str(&run.stdout).unwrap()
}

fn collections<'a>(system: &str, forms: &'a Value) -> &'a [Value] {
    forms[if system == "pages" { "content" } else { "collections" }].as_array().unwrap()
}

fn named<'a>(all: &'a Value, name: &str) -> &'a Value {
    all.as_array().unwrap().iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name}"))
}

fn options<'a>(system: &str, field: &'a Value) -> &'a Value {
    if system == "pages" { &field["options"]["values"] } else { &field["options"] }
}

/// Every field of a form, however deep, as its path.
fn paths(fields: &Value, above: &str, found: &mut Vec<String>) {
    for field in fields.as_array().unwrap() {
        let path = format!("{above}{}", field["name"].as_str().unwrap());
        if let Some(below) = field.get("fields") {
            paths(below, &format!("{path}."), found);
        }
        found.push(path);
    }
}

#[test]
fn the_forms_of_all_systems_ask_for_the_same_fields() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let of = |system: &str| {
        let forms = forms(root, system);
        let mut found = Vec::new();
        for collection in collections(system, &forms) {
            paths(&collection["fields"], &format!("{}.", collection["name"].as_str().unwrap()), &mut found);
        }
        found
    };
    let [decap, sveltia, pages] = SYSTEMS.map(of);
    assert_eq!(decap, sveltia);
    assert_eq!(decap, pages);
    for path in [
        "stories.experience",
        "stories.consent.covers",
        "testimonials.quote",
        "brands.logo",
        "ambassadors.brought.kind",
        "pages.body",
    ] {
        assert!(decap.iter().any(|known| known == path), "{path}: {decap:#?}");
    }
}

#[test]
fn the_forms_offer_the_words_of_the_site() {
    let site = Site::new(
        "-- anecdote.toml --\n[taxonomies.touchpoints]\nterms = [{ name = \"till\" }]\n\
         [languages.es]\n\
         -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\nfeelings = [\"glee\"]\n+++\nWords.\n",
    );
    for system in SYSTEMS {
        let forms = forms(site.root(), system);
        let stories = collections(system, &forms).iter().find(|one| one["name"] == "stories").unwrap();
        let field = |name: &str| named(&stories["fields"], name);
        assert_eq!(options(system, field("experience")), &json!(["good", "bad", "mixed"]), "{system}");
        assert_eq!(options(system, field("touchpoints")), &json!(["till"]), "{system}");
        let feelings = options(system, field("feelings")).as_array().unwrap();
        assert!(feelings.contains(&json!("glee")) && feelings.contains(&json!("relief")), "{system}: {feelings:?}");
        assert_eq!(field("experience")["required"], true, "{system}");
        let hint = if system == "pages" { "description" } else { "hint" };
        assert_eq!(field("condition")[hint], "What qualifies the verdict.", "{system}");
    }
    // Sveltia alone knows x.es.md beside x.md.
    assert_eq!(forms(site.root(), "sveltia")["i18n"]["locales"], json!(["en", "es"]));
    assert!(forms(site.root(), "decap").get("i18n").is_none());
    assert_eq!(run_in(Path::new("/"), &["schema", "decap"]).code, 2, "there is no site");
}

#[test]
fn what_content_systems_leave_empty_was_not_said() {
    let front = "title = \"A\"\nexperience = \"bad\"\nnps = 10.0\npart = 2.0\nseries = \"S\"\ndisclosure = { kind = \"\", text = \"\" }\n\
                 verified = { how = \"\", on = \"\" }\nscores = { product = \"\", service = 4 }\nworth = { currency = \"\" }\n\
                 stage = { from = \"\", to = \"\" }\nreply = { text = \"Sorry.\", date = \"\", by = \"\" }\n\
                 figures = [{ value = \"3\", label = \"cups\", source = \"\" }, { value = \"\", label = \"\" }]\n";
    let site = Site::new("");
    site.write("content/stories/a.md", format!("+++\n{front}+++\nWords.\n"));
    let run = site.run(&["check"]);
    assert!(run.code == 0 && !run.stderr.contains("error["), "{}", run.stderr);
    let page = site.build().read("stories/a/index.html");
    assert!(page.contains("Sorry.") && page.contains("cups"), "{page}");
    // A consent that was emptied is none.
    site.write("content/stories/a.md", format!("+++\n{front}consent = {{ status = \"\" }}\n+++\nWords.\n"));
    assert!(site.fails().contains("E0103"));
    for (wrong, code) in
        [("nps = 9.5", "E0103"), ("nps = 11.0", "E0103"), ("verified = { how = \"\", on = 2026-01-01 }", "E0905")]
    {
        site.write("content/stories/a.md", format!("+++\ntitle = \"A\"\nexperience = \"bad\"\n{wrong}\n+++\nWords.\n"));
        let said = site.fails();
        assert!(said.contains(code), "{wrong}: {said}");
    }
}

#[test]
fn a_name_with_dots_is_no_file() {
    let site = Site::new("");
    let story = |front: &str| format!("+++\ntitle = \"A\"\nexperience = \"bad\"\n{front}\n+++\nWords.\n");
    for front in [
        "consent.covers = [\"text\"]",
        "consent . covers = [\"text\"]",
        "[consent]\ncovers = [\"text\"]\n[extra.inner.covers]\nx = 1",
    ] {
        site.write("content/stories/a.md", story(front));
        let run = site.run(&["check"]);
        assert!(!run.stderr.contains("W0907"), "{front}: {}", run.stderr);
    }
    // What a value names still is one.
    site.write("content/stories/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    site.write("content/stories/a.md", story("consent.covers = [\"text\"]\nimage = \"a.svg\"\nimage_alt = \"A\""));
    assert!(site.run(&["check"]).stderr.contains("W0907"));
    assert!(!site.build().has("stories/a.svg"));
}
