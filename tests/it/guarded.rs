//! No write follows a link, and only regular files are read.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::site::{Site, tree};

const STORY: &str = "-- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nWords.\n";

/// A run that must end in time: its exit code and all that it said.
fn timely(root: &Path, args: &[&str]) -> (i32, String) {
    let said = TempDir::new().unwrap();
    let file = fs::File::create(said.path().join("said")).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_anecdote"))
        .args(["--root", root.to_str().unwrap(), "--color", "never"])
        .args(args)
        .env("SOURCE_DATE_EPOCH", "1793577600")
        .stdin(Stdio::null())
        .stdout(file.try_clone().unwrap())
        .stderr(file)
        .spawn()
        .unwrap();
    let begun = Instant::now();
    let code = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status.code().unwrap_or(-1);
        }
        if begun.elapsed() > Duration::from_secs(30) {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{args:?} does not end");
        }
        // There is no event to wait for with a deadline.
        std::thread::sleep(Duration::from_millis(5));
    };
    (code, fs::read_to_string(said.path().join("said")).unwrap())
}

fn pipe(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let status = Command::new("mkfifo").arg(path).status().unwrap();
    assert!(status.success());
}

/// Somebody's folder with a file in it, which no run may touch.
fn victim() -> (TempDir, std::path::PathBuf) {
    let outside = TempDir::new().unwrap();
    let file = outside.path().join("victim");
    fs::write(&file, "precious").unwrap();
    (outside, file)
}

#[test]
fn no_file_of_the_program_s_own_is_written_through_a_link() {
    let names = {
        let site = Site::new(STORY);
        site.build();
        let own = tree(&site.path(".anecdote")).into_keys().map(|name| format!(".anecdote/{name}"));
        let pages = [".anecdote-manifest.json", "index.html", "stories/a/index.html"];
        own.chain(pages.iter().map(|name| format!("public/{name}"))).collect::<Vec<_>>()
    };
    let (outside, file) = victim();
    // The names under which earlier versions wrote first are among them.
    for name in names.iter().flat_map(|name| [name.clone(), format!("{}.new", name.trim_end_matches(".bin"))]) {
        // Before the first build, and before the second.
        for is_built in [false, true] {
            let site = Site::new(STORY);
            if is_built {
                site.build();
                site.write("content/stories/a.md", STORY.replace("Words", "Others").split_once("--\n").unwrap().1);
            }
            let link = site.path(&name);
            fs::create_dir_all(link.parent().unwrap()).unwrap();
            let _ = fs::remove_file(&link);
            symlink(&file, &link).unwrap();
            site.run(&["build", "--force"]);
            assert_eq!(fs::read_to_string(&file).unwrap(), "precious", "{name}, {is_built}");
            assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1, "{name}, {is_built}");
            assert!(site.run(&["build", "--force"]).code == 0, "{name}, {is_built}");
        }
    }
}

#[test]
fn no_folder_of_the_program_s_own_is_a_link() {
    for name in [".anecdote", "public", "public/stories", "public/stories/a", "public/tags"] {
        for is_built in [false, true] {
            let (outside, _) = victim();
            let site = Site::new(&STORY.replace("+++\nWords", "tags = [\"t\"]\n+++\nWords"));
            if is_built {
                site.build();
                site.write("content/stories/a.md", STORY.replace("Words", "Others").split_once("--\n").unwrap().1);
                let path = site.path(name);
                if path.exists() {
                    fs::remove_dir_all(path).unwrap();
                }
            }
            let link = site.path(name);
            fs::create_dir_all(link.parent().unwrap()).unwrap();
            symlink(outside.path(), &link).unwrap();
            let before = tree(outside.path());
            let run = site.run(&["build", "--force"]);
            assert_eq!(before, tree(outside.path()), "{name}, {is_built}");
            if name == ".anecdote" {
                site.run(&["check", "--external", "--offline"]);
                assert_eq!(before, tree(outside.path()), "{name}, {is_built}");
            }
            match name {
                ".anecdote" => {
                    assert!(run.code == 0 && run.stderr.contains("cache in .anecdote/ is not used"), "{}", run.stderr)
                }
                "public" => {
                    assert!(run.stderr.contains("a link in the site's folder leads out of it"), "{}", run.stderr)
                }
                "public/tags" if is_built => assert_eq!(run.code, 0, "{}", run.stderr),
                _ => assert!(run.code == 1 && run.stderr.contains("E0809"), "{name}: {}", run.stderr),
            }
        }
    }
}

#[test]
fn an_output_folder_that_whoever_builds_names_may_be_reached_by_their_own_links() {
    let (site, outside) = (Site::new(STORY), TempDir::new().unwrap());
    fs::create_dir(outside.path().join("real")).unwrap();
    symlink(outside.path().join("real"), outside.path().join("link")).unwrap();
    site.build_with(&["-o", outside.path().join("link/site").to_str().unwrap()]);
    assert!(outside.path().join("real/site/index.html").exists());
    // A link that stays within the site's folder leads nowhere that is not the site's.
    fs::create_dir(site.path("real")).unwrap();
    symlink(site.path("real"), site.path("public")).unwrap();
    site.build();
    assert!(site.path("real/index.html").exists());
}

#[test]
fn new_and_init_write_through_no_link() {
    for name in ["content", "content/stories", "content/stories/mine.md"] {
        let (site, (outside, file)) = (Site::new("-- anecdote.toml --\ntitle = \"x\"\n"), victim());
        let to = if name.ends_with(".md") { file.as_path() } else { outside.path() };
        fs::create_dir_all(site.path(name).parent().unwrap()).unwrap();
        symlink(to, site.path(name)).unwrap();
        let before = tree(outside.path());
        let run = site.run(&["new", "story", "Mine"]);
        assert_eq!(before, tree(outside.path()), "{name}");
        assert!(run.code == 1 && !run.stderr.contains("panicked"), "{name}: {}", run.stderr);
        // Nor does it make what a link to nowhere would lead to.
        fs::remove_file(site.path(name)).unwrap();
        symlink(outside.path().join("none.md"), site.path(name)).unwrap();
        assert_eq!(site.run(&["new", "story", "Mine"]).code, 1, "{name}");
        assert_eq!(before, tree(outside.path()), "{name}");
    }
    let site = Site::new("-- anecdote.toml --\ntitle = \"x\"\n");
    let elsewhere = TempDir::new().unwrap();
    symlink(elsewhere.path(), site.path("link")).unwrap();
    let run = site.run(&["init", site.path("link").to_str().unwrap()]);
    assert!(run.code == 1 && run.stderr.contains("a link stands there"), "{}", run.stderr);
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    assert_eq!(site.run(&["init", site.path("made").to_str().unwrap()]).code, 0);
    assert_eq!(site.run(&["new", "story", "Mine"]).code, 0);
    assert!(site.path("content/stories/mine.md").exists());
}

/// `ANECDOTE_SWAPS` says how often.
#[test]
fn a_folder_that_is_swapped_for_a_link_during_a_build_leads_nowhere() {
    let rounds: u32 = std::env::var("ANECDOTE_SWAPS").ok().and_then(|count| count.parse().ok()).unwrap_or(5);
    let site = Site::new(STORY);
    let outside = TempDir::new().unwrap();
    let write = |round: u32| {
        (0..40).for_each(|n| {
            let text = format!("+++\ntitle = \"S{n}\"\nexperience = \"good\"\n+++\nround {round}\n");
            site.write(&format!("content/stories/s{n}.md"), text);
        });
    };
    write(0);
    site.build();
    // Elsewhere there are files of the very names, so that removing is tried as well.
    for (path, bytes) in tree(&site.path("public/stories")) {
        let file = outside.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    let before = tree(outside.path());
    for round in 1..=rounds {
        write(round);
        fs::remove_file(site.path(&format!("content/stories/s{}.md", round % 40))).unwrap();
        let (real, aside) = (site.path("public/stories"), site.path("aside"));
        let mut child = Command::new(env!("CARGO_BIN_EXE_anecdote"))
            .args(["--root", site.root().to_str().unwrap(), "-q", "build"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while child.try_wait().unwrap().is_none() {
            if fs::rename(&real, &aside).is_ok() {
                if symlink(outside.path(), &real).is_ok() {
                    std::thread::yield_now();
                    let _ = fs::remove_file(&real);
                }
                let _ = fs::remove_dir_all(&real);
                let _ = fs::rename(&aside, &real);
            }
        }
        let _ = fs::remove_dir_all(&aside);
        assert!(before == tree(outside.path()), "round {round}");
    }
    // The folder that was put back may hold what a build removed from the one in its place.
    let stories = site.path("public/stories");
    let _ = if stories.is_symlink() { fs::remove_file(&stories) } else { fs::remove_dir_all(&stories) };
    site.build_with(&["--force"]).same_as_clean();
}

#[test]
fn a_config_or_a_theme_that_a_link_brings_from_elsewhere_is_refused() {
    let outside = Site::new(
        "-- anecdote.toml --\ntitle = \"Secret\"\noutside_links = true\n\
         -- x/theme.toml --\nname = \"x\"\napi = 1\nextends = \"stage\"\n-- x/templates/page.html --\nsecret\n",
    );
    let config = "-- anecdote.toml --\ntheme = \"x\"\n";
    let open = "-- anecdote.toml --\ntheme = \"x\"\noutside_links = true\n";
    let theme = "-- themes/x/theme.toml --\nname = \"x\"\napi = 1\nextends = \"stage\"\n";
    let cases: [(&str, &str, &str); 4] = [
        ("", "anecdote.toml", "anecdote.toml"),
        (config, "themes/x", "x"),
        (config, "themes", ""),
        (config, "themes/x/theme.toml", "x/theme.toml"),
    ];
    for (files, link, to) in cases {
        let site = Site::new(files);
        site.write("content/a.md", "Words.\n");
        fs::create_dir_all(site.path(link).parent().unwrap()).unwrap();
        symlink(outside.path(to), site.path(link)).unwrap();
        let said = site.fails();
        assert!(said.contains("error[E0012]") && said.contains("leads out of the site's folder"), "{link}: {said}");
        assert!(!said.to_lowercase().contains("secret"), "{link}: {said}");
    }
    // Whoever allows it has it, and within the site's folder it was never in question.
    let site = Site::new(open);
    site.write("content/a.md", "Words.\n");
    fs::create_dir(site.path("themes")).unwrap();
    symlink(outside.path("x"), site.path("themes/x")).unwrap();
    site.build();
    let site =
        Site::new(&format!("-- shared/anecdote.toml --\ntheme = \"x\"\n{}", theme.replace("themes/", "shared/")));
    fs::create_dir(site.path("themes")).unwrap();
    symlink(site.path("shared/x"), site.path("themes/x")).unwrap();
    symlink("shared/anecdote.toml", site.path("anecdote.toml")).unwrap();
    site.build();
    // A config that is said to be there and is not is no config of its own.
    fs::remove_file(site.path("anecdote.toml")).unwrap();
    symlink("nowhere", site.path("anecdote.toml")).unwrap();
    assert!(site.fails().contains("error[E0001]"));
}

#[test]
fn what_is_no_regular_file_is_an_error_wherever_it_stands_and_nobody_waits_for_it() {
    let files = format!(
        "-- anecdote.toml --\ntheme = \"x\"\noutside_links = true\n\
         -- themes/x/theme.toml --\nname = \"x\"\napi = 1\nextends = \"stage\"\n{STORY}"
    );
    let places = [
        "anecdote.toml",
        "content/stories/p.md",
        "content/stories/p.png",
        "content/_index.md",
        "data/p.toml",
        "themes/x/theme.toml",
        "themes/x/templates/p.html",
        "themes/x/i18n/en.toml",
        "templates/page.html",
        "static/p.css",
        "i18n/en.toml",
    ];
    for place in places {
        for kind in ["pipe", "device", "socket"] {
            let site = Site::new(&files);
            let path = site.path(place);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let _ = fs::remove_file(&path);
            let _socket = match kind {
                "pipe" => {
                    pipe(&path);
                    None
                }
                "device" => {
                    symlink("/dev/zero", &path).unwrap();
                    None
                }
                _ => Some(std::os::unix::net::UnixListener::bind(&path).unwrap()),
            };
            let commands: &[&str] = if kind == "pipe" { &["build", "check"] } else { &["check"] };
            for command in commands {
                let (code, said) = timely(site.root(), &[command]);
                let is_outside = place == "anecdote.toml" && kind == "device";
                let wanted = if is_outside { "error[E0012]" } else { "error[E0011]" };
                assert!(code == 1 && said.contains(wanted), "{command}, {place}, {kind}: {said}");
            }
        }
    }
    let ignored = Site::new("-- anecdote.toml --\nignore = [\"*.sock\"]\n-- content/a.md --\nWords.\n");
    pipe(&ignored.path("content/editor.sock"));
    assert_eq!(timely(ignored.root(), &["build"]).0, 0);
}

#[test]
fn what_is_no_regular_file_in_the_output_or_the_cache_is_replaced_and_nobody_waits_for_it() {
    for name in [".anecdote-manifest.json", "stories/a/index.html", "atom.xml", "robots.txt"] {
        let site = Site::new(STORY);
        site.build();
        fs::remove_file(site.path("public").join(name)).unwrap();
        pipe(&site.path("public").join(name));
        let (_, said) = timely(site.root(), &["build", "--force"]);
        let (code, more) = timely(site.root(), &["build", "--force"]);
        assert_eq!(code, 0, "{name}: {said}{more}");
        site.build().same_as_clean();
    }
    let site = Site::new(STORY);
    site.build();
    for (name, _) in tree(&site.path(".anecdote")) {
        fs::remove_file(site.path(".anecdote").join(&name)).unwrap();
        pipe(&site.path(".anecdote").join(&name));
    }
    pipe(&site.path(".anecdote/links.json"));
    assert_eq!(timely(site.root(), &["build"]).0, 0);
    assert_eq!(timely(site.root(), &["check", "--external", "--offline"]).0, 0);
    site.build().same_as_clean();
}

#[test]
fn a_file_of_a_size_that_no_memory_holds_is_an_error() {
    let site = Site::new(STORY);
    fs::create_dir(site.path("static")).unwrap();
    // It takes no room on the disk: there is nothing in it.
    fs::File::create(site.path("static/huge.bin")).unwrap().set_len(1 << 40).unwrap();
    let (code, said) = timely(site.root(), &["build"]);
    assert!(code == 1 && said.contains("error[E0001]") && said.contains("MB long"), "{said}");
    site.remove("static/huge.bin");
    site.build();
    // In the output it is not even read.
    let file = fs::File::create(site.path("public/stories/a/index.html")).unwrap();
    file.set_len(1 << 40).unwrap();
    assert_eq!(timely(site.root(), &["build"]).0, 0);
    site.build().same_as_clean();
}
