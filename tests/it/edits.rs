//! After any sequence of edits the output equals that of a fresh build into an empty folder.

use proptest::prelude::*;

use crate::site::Site;

/// Something an author does; numbers choose among eight stories.
#[derive(Clone, Debug)]
enum Edit {
    Write { story: u8, verdict: u8, tag: u8, day: u8, draft: bool },
    Slug { story: u8, slug: u8 },
    Delete { story: u8 },
    Rename { from: u8, to: u8 },
    Asset { name: u8, there: bool },
    Config { paginate_by: u8, spanish: bool, base: bool },
    Brand { there: bool },
    Template { which: u8 },
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (0..8u8, 0..3u8, 0..4u8, 1..28u8, any::<bool>())
            .prop_map(|(story, verdict, tag, day, draft)| Edit::Write { story, verdict, tag, day, draft }),
        1 => (0..8u8, 0..3u8).prop_map(|(story, slug)| Edit::Slug { story, slug }),
        1 => (0..8u8).prop_map(|story| Edit::Delete { story }),
        1 => (0..8u8, 0..8u8).prop_map(|(from, to)| Edit::Rename { from, to }),
        1 => (0..3u8, any::<bool>()).prop_map(|(name, there)| Edit::Asset { name, there }),
        1 => (0..4u8, any::<bool>(), any::<bool>())
            .prop_map(|(paginate_by, spanish, base)| Edit::Config { paginate_by, spanish, base }),
        1 => any::<bool>().prop_map(|there| Edit::Brand { there }),
        1 => (0..3u8).prop_map(|which| Edit::Template { which }),
    ]
}

fn file(story: u8) -> String {
    format!("content/stories/s{story}.md")
}

fn apply(site: &Site, edit: &Edit) {
    let remove = |path: &str| {
        let _ = std::fs::remove_file(site.path(path));
    };
    match edit {
        Edit::Write { story, verdict, tag, day, draft } => {
            let verdict = ["good", "bad", "mixed"][usize::from(*verdict)];
            let text = format!(
                "+++\ntitle = \"Story {story} of day {day}\"\ndate = 2026-01-{day:02}\nexperience = \"{verdict}\"\n\
                 brand = \"acme\"\ntags = [\"t{tag}\"]\ndraft = {draft}\n+++\nWords.\n"
            );
            site.write(&file(*story), text);
        }
        Edit::Slug { story, slug } => {
            let text = format!("+++\ntitle = \"S\"\nexperience = \"bad\"\nslug = \"slug-{slug}\"\n+++\n");
            site.write(&file(*story), text);
        }
        Edit::Delete { story } => remove(&file(*story)),
        Edit::Rename { from, to } => {
            let _ = std::fs::rename(site.path(&file(*from)), site.path(&file(*to)));
        }
        Edit::Asset { name, there: true } => site.write(&format!("content/stories/a{name}.txt"), "x"),
        Edit::Asset { name, there: false } => remove(&format!("content/stories/a{name}.txt")),
        Edit::Config { paginate_by, spanish, base } => {
            let base = if *base { "https://example.org/x/" } else { "http://localhost/" };
            let spanish = if *spanish { "[languages.es]\n" } else { "" };
            site.write("anecdote.toml", format!("paginate_by = {paginate_by}\nbase_url = \"{base}\"\n{spanish}"));
        }
        Edit::Brand { there: true } => site.write("content/brands/acme.md", "+++\nname = \"Acme\"\n+++\n"),
        Edit::Brand { there: false } => remove("content/brands/acme.md"),
        Edit::Template { which: 0 } => remove("templates/story.html"),
        Edit::Template { which } => site.write("templates/story.html", format!("{which} {{{{ page.title }}}}")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_edits_ends_in_what_a_clean_build_gives(edits in prop::collection::vec(edit(), 12..20)) {
        let site = Site::new("-- content/stories/s0.md --\n+++\ntitle = \"S\"\nexperience = \"good\"\n+++\n");
        for edit in &edits {
            apply(&site, edit);
            let run = site.run(&["build"]);
            match run.code {
                0 => { site.build().same_as_clean(); }
                // Two stories may have taken one slug: the site is left alone until that is mended.
                _ => prop_assert!(run.stderr.contains("would both be"), "{}", run.stderr),
            }
        }
    }
}
