//! What must not be shown any more is gone from the disk, or the build fails and says which file is not.

use std::fs;
use std::os::unix::fs::symlink;

use crate::site::{Site, tree};

const CONFIG: &str = "-- anecdote.toml --\n[embeds]\n";

fn story(name: &str, more: &str) -> String {
    format!(
        "-- content/stories/{name}/index.md --\n+++\ntitle = \"Quetzal {name}\"\nexperience = \"good\"\naliases = [\"/old-{name}/\"]\n\
         tags = [\"tag-{name}\"]\n{more}+++\nQuetzal words of {name}. ![Face](face.jpg)\n-- content/stories/{name}/face.jpg --\nface of {name}\n"
    )
}

fn site() -> Site {
    Site::new(&format!("{CONFIG}{}{}", story("a", ""), story("b", "")))
}

/// What leaves the story `a`, each with the fields that say so.
const REASONS: [&str; 6] = [
    "consent = { status = \"withdrawn\" }\n",
    "consent = { status = \"refused\" }\n",
    "consent = { status = \"given\", expires = 2026-01-01 }\n",
    "consent = { status = \"given\", covers = [\"name\"] }\n",
    "held_back = \"author-request\"\n",
    "expires = 2026-01-01\n",
];

fn leave(site: &Site, reason: &str) {
    let text = story("a", reason);
    let text = text.split_once("--\n").unwrap().1.split_once("-- content").unwrap().0.to_owned();
    site.write("content/stories/a/index.md", text);
}

/// The files of the output that hold a word of the story, packed ones by their names.
fn showing(site: &Site) -> Vec<String> {
    let words = ["words of a.", "face of a", "Quetzal a", "tag-a", "old-a", "stories/a/"];
    let shows = |(path, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let is_shown = words.iter().any(|word| text.contains(word) || path.contains(word));
        (is_shown && path != ".anecdote-manifest.json").then_some(path)
    };
    tree(&site.path("public")).into_iter().filter_map(shows).collect()
}

#[test]
fn pages_that_another_tool_rewrote_go_with_the_consent() {
    for reason in REASONS {
        let site = site();
        site.build();
        // A minifier, a packer, a picture squeezer: every file is another now, and has packed copies.
        for (path, bytes) in tree(&site.path("public")) {
            if !path.starts_with('.') {
                let file = site.path("public").join(&path);
                let text = String::from_utf8_lossy(&bytes).replace('\n', "\r\n");
                fs::write(&file, format!("{text}\r\n")).unwrap();
                for end in [".gz", ".br", ".zst"] {
                    fs::write(site.path("public").join(format!("{path}{end}")), &text).unwrap();
                }
            }
        }
        assert!(showing(&site).len() > 8);
        leave(&site, reason);
        let built = site.build();
        assert_eq!(showing(&site), [""; 0], "{reason}{}", built.run.stderr);
        assert!(built.has("stories/b/index.html") && built.read("stories/b/index.html").contains("words of b."));
        // What packs the site again finds a site like any other.
        for (path, _) in tree(&site.path("public")) {
            if [".gz", ".br", ".zst"].iter().any(|end| path.ends_with(end)) {
                fs::remove_file(site.path("public").join(path)).unwrap();
            }
        }
        site.build().same_as_clean();
    }
}

#[test]
fn a_page_that_no_manifest_knows_is_named_until_it_is_gone() {
    for (name, is_sidecar) in [
        ("stories/a/index.html", false),
        ("stories/a/index.html.gz", true),
        ("stories/a/face.jpg", false),
        ("old-a/index.html", false),
        ("api/v1/stories/a.json", false),
        ("embed/story/a/index.html.br", true),
    ] {
        let site = site();
        leave(&site, REASONS[0]);
        if is_sidecar {
            // The page itself went long ago.
            site.build();
        }
        site.write(&format!("public/{name}"), "words of a.");
        let run = site.run(&["build", "--force"]);
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        assert!(
            run.stderr.contains("error[E0808]") && run.stderr.contains(&format!("{name} still shows")),
            "{}",
            run.stderr
        );
        // The rest is there, and the message says so.
        assert!(run.stderr.contains("the rest of the site was written") && !run.stderr.contains("nothing was written"));
        assert!(site.path("public/stories/b/index.html").exists());
        assert_eq!(site.run(&["build"]).code, 1, "{name}");
        site.remove(&format!("public/{name}"));
        site.build().same_as_clean();
    }
}

#[test]
fn what_lies_behind_a_link_is_named_and_not_removed() {
    // A page of the story itself, and one for the pages of others.
    for folder in ["stories/a", "embed/story/a"] {
        let site = site();
        site.build();
        let link = site.path("public").join(folder);
        fs::rename(&link, site.path("elsewhere")).unwrap();
        symlink(site.path("elsewhere"), &link).unwrap();
        leave(&site, REASONS[0]);
        for _ in 0..2 {
            let run = site.run(&["build"]);
            assert!(run.code == 1, "{folder}: {}", run.stderr);
            assert!(run.stderr.contains(&format!("{folder}/index.html still shows")), "{}", run.stderr);
        }
        assert!(site.path("elsewhere/index.html").exists());
        fs::remove_file(&link).unwrap();
        site.build().same_as_clean();
    }
}

#[test]
fn a_page_of_its_own_at_that_address_belongs_into_static() {
    let site = site();
    site.build();
    leave(&site, REASONS[0]);
    site.write("static/stories/a/index.html", "<!doctype html><title>Gone</title><p>This story was taken down.");
    assert!(site.build().read("stories/a/index.html").contains("taken down"));
}

#[test]
fn an_ordinary_page_that_somebody_changed_stays_and_is_not_forgotten() {
    let site = Site::new("-- content/a.md --\nWords.\n-- content/b.md --\nWords.\n");
    site.build();
    let words = site.path("public/a/index.html");
    let ours = fs::read(&words).unwrap();
    fs::write(&words, "edited by hand").unwrap();
    site.remove("content/a.md");
    for _ in 0..3 {
        let run = site.build().run;
        assert!(
            run.stderr.contains("somebody changed 1 file, which stays") && run.stderr.contains("a/index.html"),
            "{}",
            run.stderr
        );
        assert_eq!(fs::read_to_string(&words).unwrap(), "edited by hand");
    }
    // A page that comes to that address does not replace what is somebody's own.
    site.write("content/a.md", "Other words.\n");
    assert!(site.fails().contains("error[E0804]"));
    site.remove("content/a.md");
    // When it is what was written again, it is ours again.
    fs::write(&words, ours).unwrap();
    site.build().same_as_clean();
}

#[test]
fn a_digit_that_flipped_in_the_manifest_is_noticed_and_there_is_a_way_out() {
    let files = "-- content/a.md --\nWords.\n-- content/b.md --\nWords.\n-- static/x.txt --\nx\n";
    let site = Site::new(files);
    site.build();
    let manifest = site.path("public/.anecdote-manifest.json");
    let whole = fs::read(&manifest).unwrap();
    let text = String::from_utf8(whole.clone()).unwrap();
    // In a digest, in a path, in a name of a field, in the sum.
    let places = [
        text.find("a/index.html\":\"").unwrap() + 20,
        text.find("a/index.html").unwrap(),
        text.find("\"sum\"").unwrap() + 1,
        text.find("\"sum\"").unwrap() + 12,
        text.find("\"files\"").unwrap() + 3,
        text.len() - 1,
    ];
    for at in places {
        let mut damaged = whole.clone();
        damaged[at] ^= 1;
        fs::write(&manifest, &damaged).unwrap();
        let before = tree(&site.path("public"));
        let said = site.fails();
        assert!(said.contains("error[E0807]") && said.contains("--force"), "{at}: {said}");
        assert_eq!(before, tree(&site.path("public")), "{at}");
    }
    for cut in [0, 1, whole.len() / 2] {
        fs::write(&manifest, &whole[..cut]).unwrap();
        assert!(site.fails().contains("error[E0807]"), "{cut}");
    }
    // With --force a page that can be shown to be ours goes, though the digest of another flipped, to one that can be
    // read or to none.
    for other in [if whole[places[0]] == b'0' { b'1' } else { b'0' }, b'`'] {
        let mut damaged = whole.clone();
        damaged[places[0]] = other;
        fs::write(&manifest, &damaged).unwrap();
        site.remove("content/a.md");
        site.remove("content/b.md");
        let built = site.build_with(&["--force"]);
        assert!(!built.has("b/index.html") && built.has("a/index.html"), "{}", built.run.stderr);
        assert!(built.run.stderr.contains("a/index.html"), "{}", built.run.stderr);
        fs::remove_dir_all(site.path("public")).unwrap();
        site.write("content/a.md", "Words.\n");
        site.write("content/b.md", "Words.\n");
        site.build();
    }
    // The other way: the folder goes, and is made anew.
    fs::remove_dir_all(site.path("public")).unwrap();
    site.build().same_as_clean();
}

#[test]
fn a_manifest_of_before_there_were_sums_is_read() {
    let site = Site::new("-- content/a.md --\nWords.\n-- content/b.md --\nWords.\n");
    site.build();
    let manifest = site.path("public/.anecdote-manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let sum = regex_lite::Regex::new("\"sum\":\"[0-9a-f]{32}\",").unwrap();
    assert!(sum.is_match(&text));
    fs::write(&manifest, sum.replace(&text, "").as_bytes()).unwrap();
    site.remove("content/a.md");
    assert!(!site.build().same_as_clean().has("a/index.html"));
}

#[test]
fn a_message_says_how_much_was_put_in_place_before_it_went_wrong() {
    let site = Site::new("-- content/m.md --\n+++\npermalink = \"/m.html\"\n+++\nWords.\n-- content/b.md --\nWords.\n");
    site.build();
    fs::remove_file(site.path("public/m.html")).unwrap();
    fs::create_dir_all(site.path("public/m.html/mine")).unwrap();
    site.write("content/b.md", "Other words.\n");
    site.write("content/c/d.md", "New words.\n");
    let said = site.fails();
    assert!(
        said.contains("error[E0803]") && said.contains("m.html") && !said.contains("nothing was written"),
        "{said}"
    );
    let place = regex_lite::Regex::new("([0-9]+) of ([0-9]+) files that changed were put in place").unwrap();
    let found = place.captures(&said).unwrap_or_else(|| panic!("{said}"));
    let (done, all): (usize, usize) = (found[1].parse().unwrap(), found[2].parse().unwrap());
    let clean = tempfile::TempDir::new().unwrap();
    site.build_with(&["-o", clean.path().to_str().unwrap()]);
    let clean = tree(clean.path());
    let now = tree(&site.path("public"));
    let missing = clean.iter().filter(|(path, bytes)| !path.starts_with('.') && now.get(*path) != Some(bytes)).count();
    assert_eq!(all - done, missing, "{said}");
    fs::remove_dir_all(site.path("public/m.html")).unwrap();
    site.build().same_as_clean();
}
