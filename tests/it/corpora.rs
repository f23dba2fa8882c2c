//! Content that no one here wrote, where it is at hand: `ANECDOTE_CORPORA` names a folder with
//! `netzbremse/` and `18f/`. Without it these tests say that they are skipped.

use std::fs;
use std::path::PathBuf;

use crate::site::Site;

fn corpus(name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("ANECDOTE_CORPORA").map(PathBuf::from)?.join(name).join("content");
    folder.is_dir().then_some(folder)
}

fn site_of(name: &str, config: &str) -> Option<(Site, usize)> {
    let Some(from) = corpus(name) else {
        eprintln!("skipped: ANECDOTE_CORPORA does not name a folder with {name}/");
        return None;
    };
    let site = Site::new(&format!("-- anecdote.toml --\n{config}"));
    let mut files = 0;
    for entry in walkdir::WalkDir::new(&from) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() {
            let path = entry.path().strip_prefix(&from).unwrap();
            site.write(&format!("content/{}", path.display()), fs::read(entry.path()).unwrap());
            files += 1;
        }
    }
    Some((site, files))
}

fn result(site: &Site) -> serde_json::Value {
    let run = site.run(&["build", "--format", "json"]);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

#[test]
fn netzbremse_makes_a_wall_of_bad_experiences_in_two_languages() {
    let config =
        "title = \"Netzbremse\"\nlanguage = \"de\"\nbroken_links = \"warn\"\npaginate_by = 0\n[languages.en]\n";
    let Some((site, _)) = site_of("netzbremse", config) else { return };
    let index = fs::read_to_string(site.path("content/testimonials/_index.md")).unwrap();
    site.write(
        "content/testimonials/_index.md",
        index.replacen("---\n", "---\ncascade:\n  experience: bad\n  brand: Telekom\n", 1),
    );
    let json = result(&site);
    assert_eq!(json["ok"], true, "{json:#}");
    // All 41 are accounted for: those that are published, and a draft.
    let published = json["stories"].as_u64().unwrap() as usize;
    let excluded = json["left_out"].as_array().unwrap();
    let held = excluded.iter().filter(|one| one["file"].as_str().unwrap().contains("testimonials/")).count();
    assert_eq!((published + held, held), (41, 1), "{json:#}");
    for wall in ["public/testimonials/index.html", "public/en/testimonials/index.html"] {
        let html = fs::read_to_string(site.path(wall)).unwrap();
        assert_eq!(html.matches("class=\"card is-bad\"").count(), published, "{wall}");
    }
}

#[test]
fn every_file_of_18f_is_a_page_or_a_located_finding() {
    let Some((site, files)) = site_of("18f", "broken_links = \"warn\"\n") else { return };
    let json = result(&site);
    let found = json["diagnostics"].as_array().unwrap();
    let errors: Vec<_> = found.iter().filter(|found| found["severity"] == "error").collect();
    eprintln!(
        "{files} files, {} errors, {} warnings, {} left out",
        errors.len(),
        found.len() - errors.len(),
        json["left_out"].as_array().unwrap().len()
    );
    for error in &errors {
        assert!(error["file"].is_string(), "{error:#}");
        eprintln!("{}: {}:{}: {}", error["code"], error["file"], error["line"], error["message"]);
    }
    // The files with an error out of the way, all others are pages.
    let mut wrong = std::collections::BTreeSet::new();
    for error in &errors {
        wrong.insert(error["file"].as_str().unwrap().to_owned());
    }
    for path in &wrong {
        site.remove(path);
    }
    let json = result(&site);
    assert_eq!(json["ok"], true, "{json:#}");
    let excluded = json["left_out"].as_array().unwrap().len();
    let sitemap = fs::read_to_string(site.path("public/sitemap.xml")).unwrap();
    eprintln!("{} with errors, {excluded} left out, {} addresses", wrong.len(), sitemap.matches("<loc>").count());
    assert!(sitemap.matches("<loc>").count() >= files - wrong.len() - excluded);
}
