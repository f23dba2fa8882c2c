//! What a newcomer meets before the first site is online.

use std::path::Path;
use std::process::{Command, Output};

use anecdote::serve::Preview;
use tempfile::TempDir;

use crate::site::{Site, run_in};

const STORY: &str = "+++\ntitle = \"A\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nWords.\n";

/// Runs the program in a folder, without `--root`.
fn run_at(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_anecdote"))
        .current_dir(folder)
        .args(["--color", "never"])
        .args(args)
        .env("SOURCE_DATE_EPOCH", "1793577600") // 2026-11-02
        .output()
        .unwrap()
}

#[test]
fn the_site_is_found_from_every_folder_below_it() {
    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n");
    site.write("content/stories/deep/a.md", STORY);
    for folder in [".", "content", "content/stories/deep"] {
        let output = run_at(&site.path(folder), &["build"]);
        assert!(output.status.success(), "{folder}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!site.path("content/public").exists() && !site.path("content/stories/deep/public").exists());
    }
    assert!(site.path("public/stories/deep/a/index.html").exists());
    let output = run_at(&site.path("content/stories"), &["new", "story", "From below"]);
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(shown.trim(), "../../content/stories/from-below.md");
    assert!(output.status.success() && site.path("content/stories").join(shown.trim()).exists());
    // A folder of stories is a site of its own, even below another.
    site.write("drafts/content/stories/b.md", STORY);
    assert!(run_at(&site.path("drafts"), &["build"]).status.success());
    assert!(site.path("drafts/public/stories/b/index.html").exists());
}

#[test]
fn what_is_no_site_is_refused_and_stays_as_it_was() {
    let site = Site::new("-- notes/a.md --\nMine.\n");
    for args in [&["build"][..], &["check"], &["serve", "--port", "1"], &["new", "story", "A"], &["embed", "wall"]] {
        let run = site.run(args);
        assert_eq!(run.code, 2, "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains("is no site") && run.stderr.contains("anecdote init"), "{args:?}: {}", run.stderr);
        let output = run_at(site.root(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
    }
    assert_eq!(std::fs::read_dir(site.root()).unwrap().count(), 1);
}

#[test]
fn a_draft_is_spoken_of_wherever_it_is_looked_for() {
    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n");
    site.write("content/stories/b.md", STORY);
    assert_eq!(site.run(&["new", "story", "The late parcel", "--experience", "bad"]).code, 0);
    site.write("content/stories/soon.md", STORY.replace("+++\nW", "date = 2027-01-01\n+++\nW"));
    let built = site.build();
    let said = "Left out: 1 draft (--drafts shows it), 1 scheduled (--future shows it; the next appears on 2027-01-01)";
    assert!(built.run.stderr.contains(said), "{}", built.run.stderr);
    let preview = Preview::of(site.root());
    for (path, why) in [
        (
            "/stories/the-late-parcel/",
            "It is left out, for it is a draft. <code>anecdote serve --drafts</code> shows it.",
        ),
        ("/stories/the-late-parcels/", "is no page of this site. Near it are"),
    ] {
        let (status, _, bytes) = preview.get(path, &[("accept", "text/html")]).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(status == 404 && text.contains(why), "{path}: {text}");
    }
}

#[test]
fn a_new_story_says_what_its_author_said_and_nothing_else() {
    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\ntimezone = \"America/Los_Angeles\"\n[languages.es]\n");
    let read = |path: &str| std::fs::read_to_string(site.path(path)).unwrap();
    assert_eq!(site.run(&["new", "story", "Open"]).code, 0);
    let open = read("content/stories/open.md");
    // It is still the first there, when in London the second begins.
    assert!(
        open.contains("date = 2026-11-01") && open.contains("# experience = ") && open.contains("# disclosure = "),
        "{open}"
    );
    let options = [
        "--experience",
        "bad",
        "--brand",
        "H&M \"x\"",
        "--author",
        "Ada",
        "--disclosure",
        "gift",
        "--date",
        "2026-10-01",
    ];
    let run = site.run(&[&["new", "story", "Told", "--lang", "es", "--bundle"], &options[..]].concat());
    assert_eq!((run.code, run.stdout.trim()), (0, "content/stories/told/index.es.md"), "{}", run.stderr);
    let told = read("content/stories/told/index.es.md");
    for line in [
        "experience = \"bad\"",
        "brand = \"H&M \\\"x\\\"\"",
        "author = \"Ada\"",
        "disclosure = \"gift\"",
        "date = 2026-10-01",
    ] {
        assert!(told.lines().any(|one| one == line), "{line}: {told}");
    }
    assert!(site.build_with(&["--drafts"]).run.stderr.contains("W0132"), "it is not shown until it says how it was");
    site.remove("content/stories/open.md");
    site.build_with(&["--drafts", "-o", site.path("out").to_str().unwrap()]);
    let run = site.run(&["new", "ambassador", "Ida", "--brand", "acme", "--disclosure", "gift"]);
    let ida = read(run.stdout.trim());
    assert!(
        ida.contains("brand = \"acme\"") && ida.contains("disclosure = \"gift\"") && !ida.contains("none\"\n#"),
        "{ida}"
    );
    assert_eq!(site.run(&["new", "ambassador", "Una"]).code, 0);
    assert!(read("content/ambassadors/una.md").lines().all(|line| !line.starts_with("disclosure")));
    // A translation stands beside the folder's own file.
    site.write("content/stories/boxed/index.md", STORY);
    let run = site.run(&["new", "story", "Boxed", "--lang", "es"]);
    assert_eq!(run.stdout.trim(), "content/stories/boxed/index.es.md");
    assert!(run.stderr.contains("It translates content/stories/boxed/index.md."), "{}", run.stderr);
    let run = site.run(&["new", "story", "Solo", "--lang", "es"]);
    assert!(run.stderr.contains("It translates nothing: no solo.md is there."), "{}", run.stderr);
    let refused = [
        (&["new", "story", "B", "--lang", "fr"][..], "the site has no language `fr`; it has en, es"),
        (&["new", "brand", "B", "--experience", "good"], "--experience says nothing of this kind"),
        (&["new", "story", "B", "--experience", "great"], "[possible values: good, bad, mixed]"),
        (&["new", "story", "B", "--date", "soon"], "write 2026-03-14"),
    ];
    for (args, why) in refused {
        let run = site.run(args);
        assert!(run.code == 2 && run.stderr.contains(why), "{args:?}: {}", run.stderr);
    }
    assert!(!site.path("content/stories/b.md").exists());
}

#[test]
fn a_brand_has_one_page_however_its_name_is_written() {
    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n");
    for (name, slug) in [("H&M", "h-and-m"), ("C++ Club", "c-plus-plus-club"), ("Café №5", "cafe-no5")] {
        let run = site.run(&["new", "brand", name]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let path = run.stdout.trim().to_owned();
        let slug = if slug.starts_with("cafe") {
            path.trim_start_matches("content/brands/").trim_end_matches(".md").to_owned()
        } else {
            slug.to_owned()
        };
        assert_eq!(path, format!("content/brands/{slug}.md"));
        assert_eq!(
            site.run(&["new", "story", &format!("About {name}"), "--experience", "good", "--brand", name]).code,
            0
        );
        let built = site.build_with(&["--drafts"]);
        assert!(!built.run.stderr.contains("W0508"), "{}", built.run.stderr);
        assert!(built.read(&format!("brands/{slug}/index.html")).contains("About "), "{slug}");
    }
    let brands =
        std::fs::read_dir(site.path("public/brands")).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir());
    assert_eq!(brands.count(), 3);
}

#[test]
fn a_site_begins_in_a_cloned_repository_and_empty() {
    let dir = TempDir::new().unwrap();
    let write = |path: &str, text: &str| {
        let file = dir.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, text).unwrap();
    };
    for (path, text) in [(".git/HEAD", "x"), ("README.md", "mine"), ("LICENSE-MIT", "mine"), (".gitignore", "*.swp")] {
        write(path, text);
    }
    let at = dir.path().to_str().unwrap();
    let run = run_in(dir.path(), &["init", at]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(std::fs::read_to_string(dir.path().join(".gitignore")).unwrap(), "*.swp\npublic/\n");
    assert_eq!(std::fs::read_to_string(dir.path().join("README.md")).unwrap(), "mine");
    assert_eq!(run_in(dir.path(), &["build"]).code, 0);
    let run = run_in(dir.path(), &["init", at]);
    assert!(run.code == 1 && run.stderr.contains("holds `anecdote.toml` already"), "{}", run.stderr);

    let empty = dir.path().join("my 'site");
    let run = run_in(dir.path(), &["init", "--empty", empty.to_str().unwrap()]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("my '\\''site'\n  anecdote new story"), "{}", run.stdout);
    assert_eq!(run_in(&empty, &["build"]).code, 0);
    assert_eq!(std::fs::read_dir(empty.join("content/stories")).unwrap().count(), 0);
    assert_eq!(run_in(&empty, &["new", "story", "One", "--experience", "good"]).code, 0);
    assert_eq!(run_in(&empty, &["build", "--drafts"]).code, 0);
}

#[test]
fn a_build_that_would_remove_most_of_the_site_stops() {
    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n");
    (0..14)
        .for_each(|n| site.write(&format!("content/stories/s{n}.md"), STORY.replace("\"A\"", &format!("\"A {n}\""))));
    let before = site.build().files();
    std::fs::rename(site.path("content"), site.path("aside")).unwrap();
    let said = site.fails();
    assert!(said.contains("E0810") && said.contains("--force"), "{said}");
    assert_eq!(crate::site::tree(&site.path("public")), before);
    site.build_with(&["--force"]);
    assert!(!site.path("public/stories/s1/index.html").exists());
    // What must not be shown any more goes without being asked for.
    std::fs::rename(site.path("aside"), site.path("content")).unwrap();
    site.build();
    let gone = STORY.replace("+++\nW", "consent = { status = \"withdrawn\" }\n+++\nW");
    (0..14).for_each(|n| site.write(&format!("content/stories/s{n}.md"), &gone));
    site.build();
    assert!(!site.path("public/stories/s1/index.html").exists());
}

/// In a terminal of its own: the questions, and Enter for each.
#[cfg(target_os = "linux")]
#[test]
fn somebody_before_a_terminal_is_asked_for_what_is_not_given() {
    use std::fs::{File, OpenOptions};
    use std::io::{Read, Write};

    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n");
    let outer = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&outer).unwrap();
    unlockpt(&outer).unwrap();
    let name = ptsname(&outer, Vec::new()).unwrap().into_string().unwrap();
    let inner = OpenOptions::new().read(true).write(true).open(name).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_anecdote"))
        .args(["--root", site.root().to_str().unwrap(), "new", "story", "Asked", "--author", "Ada"])
        .env("TERM", "xterm")
        .stdin(inner.try_clone().unwrap())
        .stdout(inner.try_clone().unwrap())
        .stderr(inner)
        .spawn()
        .unwrap();
    let mut terminal = File::from(outer);
    let mut shown = String::new();
    let mut buffer = [0; 4096];
    // Each answer is given when its question is there.
    for (question, answer) in
        [("How was it?", "\u{1b}[B\u{1b}[B\r"), ("With which brand?", "Acme\r"), ("What connects them", "\u{1b}[B\r")]
    {
        while !shown.contains(question) {
            let count = terminal.read(&mut buffer).unwrap();
            shown.push_str(&String::from_utf8_lossy(&buffer[..count]));
        }
        terminal.write_all(answer.as_bytes()).unwrap();
    }
    // Reading ends with an error when nobody holds the other end any more.
    while let Ok(count @ 1..) = terminal.read(&mut buffer) {
        shown.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    assert!(child.wait().unwrap().success(), "{shown}");
    assert!(!shown.contains("Who tells it?"), "{shown}");
    let text = std::fs::read_to_string(site.path("content/stories/asked.md")).unwrap();
    for line in ["experience = \"bad\"", "brand = \"Acme\"", "author = \"Ada\"", "disclosure = \"none\""] {
        assert!(text.lines().any(|one| one == line), "{line}: {text}");
    }
}

#[test]
fn each_host_gets_a_file_that_it_can_read() {
    let yaml = |text: &str| serde_saphyr::from_str::<serde_json::Value>(text).unwrap();
    for (host, path) in [
        ("github", ".github/workflows/site.yml"),
        ("gitlab", ".gitlab-ci.yml"),
        ("netlify", "netlify.toml"),
        ("cloudflare", "build.sh"),
    ] {
        let dir = TempDir::new().unwrap();
        let at = dir.path().join("site");
        assert_eq!(run_in(dir.path(), &["init", "--ci", host, at.to_str().unwrap()]).code, 0);
        let text = std::fs::read_to_string(at.join(path)).unwrap();
        assert!(text.contains("anecdote check --base-url"), "{host}: {text}");
        assert!(text.contains("anecdote build") && text.contains(env!("CARGO_PKG_VERSION")), "{host}: {text}");
        match host {
            "github" => assert!(yaml(&text)["jobs"]["site"]["steps"].as_array().unwrap().len() > 5),
            "gitlab" => assert_eq!(yaml(&text)["pages"]["artifacts"]["paths"][0], "public"),
            "netlify" => {
                assert_eq!(toml::from_str::<toml::Table>(&text).unwrap()["build"]["publish"].as_str(), Some("public"))
            }
            _ => assert!(Command::new("sh").arg("-n").arg(at.join(path)).status().is_ok_and(|status| status.success())),
        }
        // Into a site that is there comes that file alone, and never over one.
        std::fs::remove_file(at.join(path)).unwrap();
        let before = crate::site::tree(&at);
        let run = run_in(dir.path(), &["init", "--ci", host, at.to_str().unwrap()]);
        assert_eq!((run.code, run.stdout.trim()), (0, path), "{}", run.stderr);
        assert_eq!(crate::site::tree(&at).len(), before.len() + 1);
        let run = run_in(dir.path(), &["init", "--ci", host, at.to_str().unwrap()]);
        assert!(run.code == 1 && run.stderr.contains("is there already"), "{}", run.stderr);
    }
}

#[test]
fn errors_stand_before_warnings_in_the_preview() {
    let site =
        Site::new("-- anecdote.toml --\ntitle = \"S\"\n-- content/brands/acme.md --\n+++\nname = \"Acme\"\n+++\n");
    site.write("content/stories/a.md", "+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nWords.\n");
    site.write(
        "content/stories/b.md",
        "+++\ntitle = \"B\"\nexperience = \"good\"\necho_of = \"nowhere\"\n+++\nWords.\n",
    );
    let (status, _, bytes) = Preview::of(site.root()).get("/", &[("accept", "text/html")]).unwrap();
    let page = String::from_utf8(bytes).unwrap();
    let at = |code: &str| page.find(code).unwrap_or_else(|| panic!("{code}: {page}"));
    assert!(status == 503 && at("E0504") < at("W0901"), "{page}");
}

#[test]
fn what_only_a_comment_names_is_no_picture() {
    let person = |photo: &str| {
        format!(
            "+++\nname = \"Ida Moss\"\nbrand = \"moss\"\ndisclosure = \"gift\"\n{photo}\n\
             consent = {{ given = 2026-01-01, covers = [\"text\", \"name\"], record = \"mail\" }}\n+++\nIda.\n"
        )
    };
    let site =
        Site::new("-- anecdote.toml --\ntitle = \"S\"\n[operator]\nrole = \"brand\"\n[integrity]\nchecked = \"no\"\n");
    site.write("content/brands/moss.md", "+++\nname = \"Moss\"\n+++\n");
    for photo in ["# photo = \"portrait.jpg\"", "   #photo = 'portrait.jpg'", "#![x](portrait.jpg)"] {
        site.write("content/ambassadors/ida.md", person(photo));
        assert!(!site.build().run.stderr.contains("W0907"), "{photo}");
    }
    site.write("content/ambassadors/portrait.jpg", "x");
    site.write("content/ambassadors/ida.md", person("photo = \"portrait.jpg\""));
    assert!(site.fails().contains("W0907"));
}

#[test]
fn a_slip_in_a_template_does_not_empty_a_part_of_every_page() {
    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n");
    site.write("content/stories/a.md", STORY);
    site.write("templates/story.html", "<h1>{{ page.title }}</h1>{{ page.opning | safe }}");
    let said = site.fails();
    assert!(said.contains("E0411") && said.contains("templates/story.html:1:"), "{said}");
    site.write("templates/story.html", "<h1>{{ page.title }}</h1>{{ page.opening | safe }}{{ 3 | safe }}");
    assert!(site.build().read("stories/a/index.html").contains("</h1><p>Words.</p>"));
}

#[test]
fn a_draft_without_words_is_none_of_a_builds_concern_and_a_language_has_a_code() {
    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n[integrity]\nchecked = \"no\"\n");
    assert_eq!(site.run(&["new", "story", "Soon"]).code, 0);
    assert_eq!(site.build().run.stderr, "Left out: 1 draft (--drafts shows it)\n");
    for (language, is_code) in [("english", false), ("Deutsch", false), ("en", true), ("pt_br", true), ("gsw", true)] {
        site.write("anecdote.toml", format!("title = \"S\"\nlanguage = \"{language}\"\n"));
        let said = site.run(&["build"]).stderr;
        assert_eq!(!said.contains("this is no code of a language: write `en`"), is_code, "{language}: {said}");
    }
}

#[test]
fn the_check_of_a_theme_can_stop_at_warnings() {
    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n");
    assert_eq!(site.run(&["theme", "check", "--deny", "warnings"]).code, 0);
    site.write("templates/story.html", "<h1>{{ page.title }}</h1>{{ page.excerpt }}");
    let run = site.run(&["theme", "check"]);
    assert!(run.code == 0 && run.stderr.contains("W0711"), "{}", run.stderr);
    assert_eq!(site.run(&["theme", "check", "--deny", "warnings"]).code, 1);
}

#[test]
fn a_draft_without_a_verdict_keeps_no_other_page_from_being_shown() {
    let site = Site::new("-- anecdote.toml --\ntitle = \"S\"\n");
    site.write("content/stories/a.md", STORY);
    site.write("content/stories/later.md", "+++\ntitle = \"Later\"\ndraft = true\n+++\n");
    site.write("content/stories/other.md", "+++\ntitle = \"Other\"\nexperience = \"bad\"\ndraft = true\n+++\nWords.\n");
    let built = site.build_with(&["--drafts"]);
    assert!(built.has("stories/a/index.html") && built.has("stories/other/index.html"));
    assert!(!built.has("stories/later/index.html"));
    assert!(
        built.run.stderr.contains("W0132") && built.run.stderr.contains("content/stories/later.md"),
        "{}",
        built.run.stderr
    );
    // Without drafts it is nobody's business; published, it is an error.
    assert!(!site.build().run.stderr.contains("W0132"));
    site.write("content/stories/later.md", "+++\ntitle = \"Later\"\n+++\nWords.\n");
    assert!(site.fails().contains("E0107"));
}
