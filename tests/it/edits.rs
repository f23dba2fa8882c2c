//! What authors do, at random: the edits that every way of building again must follow exactly.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;

use crate::site::Site;

/// Something an author does: what, and three numbers that say to what and how.
pub type Edit = (u8, u8, u8, u8);

/// How many kinds of edits there are.
const KINDS: u8 = 27;

pub fn edit() -> impl Strategy<Value = Edit> {
    // Half of what authors do is to write stories.
    prop_oneof![(0..3u8, 0..8u8, 0..6u8, 0..6u8), (0..KINDS, 0..8u8, 0..6u8, 0..6u8),]
}

/// A number from the environment, for longer runs than the usual ones.
pub fn size(name: &str, usual: u32) -> u32 {
    std::env::var(name).ok().and_then(|size| size.parse().ok()).unwrap_or(usual)
}

/// The site to begin with: a little of everything.
pub fn site() -> Site {
    Site::new(
        "-- anecdote.toml --\nbroken_links = \"warn\"\npaginate_by = 2\n\
         -- themes/mine/theme.toml --\nname = \"mine\"\napi = 1\nextends = \"stage\"\n\
         -- content/about.md --\n+++\ntitle = \"About\"\n+++\nSee [one](stories/s1.md) and {{ quote(from=\"t\") }}.\n\
         -- content/testimonials/t.md --\n+++\nexperience = \"good\"\nauthor = \"Ada\"\n+++\nSo good.\n\
         -- content/stories/s0.md --\n+++\ntitle = \"S\"\nexperience = \"good\"\n+++\n\
         -- content/stories/s1.md --\n+++\ntitle = \"T\"\nexperience = \"bad\"\n+++\n",
    )
}

fn story(n: u8) -> String {
    if n < 5 { format!("content/stories/s{n}.md") } else { format!("content/stories/sub/s{n}.md") }
}

/// Does it, and gives the places that a watcher would name.
pub fn apply(site: &Site, (kind, n, a, b): Edit) -> BTreeSet<PathBuf> {
    let mut at = BTreeSet::new();
    let mut write = |path: &str, text: String| {
        // A folder that was not there is what a watcher sees first.
        let file = site.path(path);
        let new = file.ancestors().skip(1).find(|above| above.exists()).unwrap().to_owned();
        at.insert(file.ancestors().find(|path| path.parent() == Some(&new)).unwrap().to_owned());
        at.insert(file);
        site.write(path, text);
    };
    let verdict = ["good", "bad", "mixed"][usize::from(a) % 3];
    match kind {
        0 => write(
            &story(n),
            format!(
                "+++\ntitle = \"Story {n} {a}\"\ndate = 2026-01-{:02}\nexperience = \"{verdict}\"\nbrand = \"acme\"\n\
                 tags = [\"t{b}\", \"T{a}\"]\nrating = {}\n+++\nWords of {b}.\n\n<!-- more -->\n\n## Part {a}\n",
                b + 1,
                a % 5 + 1
            ),
        ),
        1 => {
            let file = site.path(&story(n));
            if let Ok(text) = fs::read_to_string(&file) {
                write(&story(n), format!("{text}\nAnd more {a}. [there](../about.md#x{b})\n"));
            }
        }
        2 => write(
            &story(n),
            format!(
                "+++\ntitle = \"Slug\"\nexperience = \"bad\"\nslug = \"slug-{n}-{a}\"\naliases = [\"/old-{n}-{b}/\"]\n+++\n"
            ),
        ),
        3 => at.extend(remove(site, &story(n))),
        4 => at.extend(rename(site, &story(n), &story((n + a + 1) % 8))),
        5 => {
            let names = ["content/stories/sub", "content/stories/moved", "content/notes"];
            let (from, to) = (names[usize::from(a) % 3], names[usize::from(b) % 3]);
            if from != to && !site.path(to).exists() {
                at.extend(rename(site, from, to));
            }
        }
        6 if a < 4 => write(&format!("content/stories/a{n}.mp3"), format!("{a}")),
        6 => at.extend(remove(site, &format!("content/stories/a{n}.mp3"))),
        7 => {
            let base = if a < 2 { "https://example.org/x/" } else { "http://localhost/" };
            let spanish = if b < 3 { "[languages.es]\n" } else { "" };
            let theme = if n < 4 { "stage" } else { "mine" };
            write(
                "anecdote.toml",
                format!(
                    "title = \"Site {a}\"\nbroken_links = \"warn\"\npaginate_by = {b}\nbase_url = \"{base}\"\n\
                     theme = \"{theme}\"\nrelated = {a}\n\
                     [operator]\nrole = \"brand\"\ncontrols = [\"acme\"]\n[responses]\nmail = \"m{b}@x.example\"\n\
                     [insights]\nat_least = {}\n[embeds.bad]\nwhere = {{ experience = \"{verdict}\" }}\n\
                     [look]\ncorners = \"{}\"\n{spanish}",
                    b % 3 + 1,
                    ["soft", "round"][usize::from(a) % 2]
                ),
            );
        }
        8 if a < 4 => write("content/brands/acme.md", format!("+++\nname = \"Acme {a}\"\n+++\nBrand {b}.\n")),
        8 => at.extend(remove(site, "content/brands/acme.md")),
        9 if a < 4 => {
            let inner =
                ["", "{% include \"partials/mine.html\" %}", "{{ data.prices }}", "{{ queries }}"][usize::from(a)];
            write("templates/story.html", format!("{b} {{{{ page.title }}}} {{{{ page.content }}}} {inner}"));
        }
        9 => at.extend(remove(site, "templates/story.html")),
        10 if a < 5 => write("templates/partials/mine.html", format!("mine {a} {{{{ t(key=\"home\") }}}}")),
        10 => at.extend(remove(site, "templates/partials/mine.html")),
        11 if a < 4 => write("i18n/en.toml", format!("home = \"Home {b}\"\n")),
        11 => at.extend(remove(site, "i18n/en.toml")),
        12 if a < 4 => write("data/prices.csv", format!("name,price\ntea,{b}\n")),
        12 => at.extend(remove(site, "data/prices.csv")),
        13 if a < 4 => write("static/extra.css", format!("a {{ order: {b} }}")),
        13 => at.extend(remove(site, "static/extra.css")),
        14 => write(
            "content/about.md",
            format!("+++\ntitle = \"About\"\n+++\n[one]({}#part-{a}) [two](@/stories/a{b}.mp3)\n", &story(n)[8..]),
        ),
        15 => {
            if let Ok(text) = fs::read_to_string(site.path(&story(n))) {
                let draft = text.contains("draft = true");
                let text = text.replace("draft = true\n", "");
                write(&story(n), if draft { text } else { text.replacen("+++\n", "+++\ndraft = true\n", 1) });
            }
        }
        16 => write(
            &story(n),
            format!(
                "+++\ntitle = \"Me too\"\nexperience = \"bad\"\necho_of = \"s{a}\"\nauthor = [\"ada\", \"Bo\"]\n+++\n"
            ),
        ),
        17 if a < 4 => write(
            &story(n).replace(".md", ".es.md"),
            format!("+++\ntitle = \"Cuento {a}\"\nexperience = \"good\"\ntags = [\"t{b}\"]\n+++\nPalabras.\n"),
        ),
        17 => at.extend(remove(site, &story(n).replace(".md", ".es.md"))),
        18 if a < 4 => write(
            "content/stories/sub/_index.md",
            format!("+++\ntitle = \"Sub {a}\"\n[cascade]\ntags = [\"c{b}\"]\nexperience = \"{verdict}\"\n+++\n"),
        ),
        18 => at.extend(remove(site, "content/stories/sub/_index.md")),
        19 => {
            // The whole content goes away and comes back, as when a branch is checked out.
            let (content, aside) = (site.path("content"), site.path("aside"));
            fs::rename(&content, &aside).unwrap();
            fs::rename(&aside, &content).unwrap();
            at.insert(content);
        }
        20 => write(
            "themes/mine/theme.toml",
            format!(
                "name = \"mine\"\napi = 1\nextends = \"stage\"\n[queries.best]\nwhere = {{ experience = \"{verdict}\" }}\n\
                 sort = \"rating\"\nlimit = {b}\n[queries.by_tag]\ngroup_by = \"tags\"\n"
            ),
        ),
        21 if a < 4 => {
            let kind = ["none", "employee", "gift"][usize::from(b) % 3];
            let brand = if n < 4 { "acme" } else { "other" };
            write(
                "content/ambassadors/ada.md",
                format!("+++\nname = \"Ada {a}\"\nbrand = \"{brand}\"\ndisclosure = \"{kind}\"\n+++\nHello {b}.\n"),
            );
        }
        21 => at.extend(remove(site, "content/ambassadors/ada.md")),
        22 => {
            let state = [
                "held_back = \"abusive\"",
                "consent = { status = \"withdrawn\" }",
                "consent = { expires = 2026-11-01 }",
                "pseudonym = \"P.\"",
                "consent = { covers = [\"text\"] }",
                "disclosure = { kind = \"paid\", text = \"Was paid for this\" }",
            ][usize::from(b) % 6];
            write(
                &story(n),
                format!(
                    "+++\ntitle = \"Told {a}\"\nexperience = \"{verdict}\"\nauthor = [\"ada\", \"Ann Onymous\"]\nbrand = \"acme\"\n\
                     image = \"a{n}.mp3\"\nquote = \"Words of it\"\n{state}\n+++\nWords of it, says Ann Onymous.\n"
                ),
            );
        }
        23 => write(
            "content/testimonials/t.md",
            format!(
                "+++\nexperience = \"{verdict}\"\nauthor = \"ada\"\nbrand = \"acme\"\nweight = {a}\nfeelings = [\"f{b}\"]\n\
                 touchpoints = [\"delivery\"]\n+++\nSo good {n}.\n"
            ),
        ),
        24 if a < 4 => {
            write("content/integrity/_index.md", format!("+++\ntitle = \"How {a}\"\n+++\nWe work so {b}.\n"))
        }
        24 => at.extend(remove(site, "content/integrity/_index.md")),
        25 => write(
            &story(n),
            format!(
                "+++\ntitle = \"Told {n}\"\ndate = 2026-02-{:02}\nexperience = \"{verdict}\"\nbrand = \"acme\"\n\
                 touchpoints = [\"delivery\", \"{}\"]\nnps = {}\ncsat = {}\n\
                 feelings = [\"f{b}\"]\noutcome = \"{}\"\nworth = {{ currency = \"EUR\", paid = {b}, would_pay = {a}0 }}\n\
                 +++\nIn figures.\n",
                a + 1,
                ["helpdesk", "packaging"][usize::from(a) % 2],
                b + 5,
                b % 5 + 1,
                ["retention", "churn"][usize::from(b) % 2],
            ),
        ),
        _ => {
            let (from, to) = (story(n), story(n).replace("/s", "/S").replace("/Stories/Sub", "/stories/sub"));
            at.extend(rename(site, &from, &to.replace("/Stories", "/stories").replace("/Sub", "/sub")));
        }
    }
    at
}

fn remove(site: &Site, path: &str) -> Option<PathBuf> {
    fs::remove_file(site.path(path)).ok().map(|()| site.path(path))
}

fn rename(site: &Site, from: &str, to: &str) -> Vec<PathBuf> {
    let (from, to) = (site.path(from), site.path(to));
    if !from.exists() {
        return Vec::new();
    }
    fs::create_dir_all(to.parent().unwrap()).unwrap();
    fs::rename(&from, &to).unwrap();
    vec![from, to.parent().unwrap().to_owned(), to]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: size("ANECDOTE_CASES", 2), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_the_output_folder_is_what_a_clean_build_gives(
        edits in prop::collection::vec(edit(), 25..30)
    ) {
        let site = site();
        site.build();
        for edit in &edits {
            apply(&site, *edit);
            // What cannot be built leaves the folder alone until it is mended.
            if site.run(&["build"]).code == 0 {
                site.build().same_as_clean();
            }
        }
    }
}
