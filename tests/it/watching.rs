//! Real editors and real trouble, through the real file watcher: the server lives through all of it
//! and ends with the right site.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use tempfile::TempDir;

use crate::edits::{self, apply, edit, size};
use crate::http;
use crate::served::Served;
use crate::site::{Site, tree};

const STORY: &str = "content/stories/a.md";

fn text(words: &str) -> String {
    format!("+++\ntitle = \"A\"\nexperience = \"good\"\n+++\nThe beginning, which lists show.\n\n{words}\n")
}

fn site() -> Site {
    let site = Site::new("-- content/about.md --\n+++\ntitle = \"About\"\n+++\n[a](stories/a.md)\n");
    site.write(STORY, text("First."));
    site
}

/// Every file of a clean build; nothing where the site has errors.
fn clean(site: &Site) -> Option<Vec<(String, Vec<u8>)>> {
    let out = TempDir::new().unwrap();
    let run = site.run(&["build", "-o", out.path().to_str().unwrap()]);
    (run.code == 0).then(|| tree(out.path()).into_iter().filter(|(path, _)| !path.starts_with(".anecdote")).collect())
}

/// Waits until every page served is what a clean build gives, and what there was besides is gone. Where
/// the site has errors, what was good last stays, which may be a file that was seen half-written.
fn converges(served: &Served, site: &Site, known: &mut Vec<(String, Vec<u8>)>) {
    let Some(fresh) = clean(site) else {
        let top = served.get("/");
        let home = if top.status == 307 { served.get(top.header("location")) } else { top };
        assert!(home.status == 200 && home.text().trim_end().ends_with("</html>"));
        return;
    };
    let paths: BTreeSet<&String> = fresh.iter().map(|(path, _)| path).collect();
    let gone: Vec<&String> = known.iter().map(|(path, _)| path).filter(|path| !paths.contains(path)).collect();
    let base = base_path(&fresh);
    let encode = |path: &str| format!("{base}{}", path.replace(' ', "%20"));
    served.until("the site", &|| {
        for (path, bytes) in &fresh {
            let response = served.get(&encode(path));
            if response.status != 200 || response.body != *bytes {
                let wanted = String::from_utf8_lossy(bytes);
                let text = response.text();
                let lines = text.lines().zip(wanted.lines()).find(|(ours, wanted)| ours != wanted);
                return Err(format!("{path}: {}, first difference: {lines:#?}", response.status));
            }
        }
        match gone.iter().find(|path| served.get(&encode(path)).status != 404) {
            Some(path) => Err(format!("{path} is still there")),
            None => Ok(()),
        }
    });
    *known = fresh;
}

/// Where a built site says that it stands.
fn base_path(files: &[(String, Vec<u8>)]) -> String {
    let home = files.iter().find(|(path, _)| path == "index.html").map(|(_, bytes)| String::from_utf8_lossy(bytes));
    let home = home.expect("every site has a home page");
    let url = home.split("rel=\"canonical\" href=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    url.splitn(4, '/').nth(3).map_or("/".to_owned(), |path| format!("/{path}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: size("ANECDOTE_CASES", 1), failure_persistence: None, max_shrink_iters: 8, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_every_page_served_is_what_a_clean_build_gives(
        edits in prop::collection::vec(edit(), 30..size("ANECDOTE_EDITS", 35) as usize)
    ) {
        let site = edits::site();
        let served = Served::start(&site, &[]);
        let mut known = clean(&site).unwrap();
        for edit in &edits {
            apply(&site, *edit);
            converges(&served, &site, &mut known);
        }
    }
}

/// Tells readers to stop, also when a test fails.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A way of saving a file.
type Save = fn(&Site, &str);

fn editors() -> Vec<(&'static str, Save)> {
    vec![
        ("a plain overwrite", |site, text| site.write(STORY, text)),
        ("written aside and renamed", |site, text| {
            site.write("content/stories/.goutputstream-X1", text);
            fs::rename(site.path("content/stories/.goutputstream-X1"), site.path(STORY)).unwrap();
        }),
        ("sed -i", |site, text| {
            site.write("content/stories/sedX1y2z3", text);
            fs::rename(site.path("content/stories/sedX1y2z3"), site.path(STORY)).unwrap();
        }),
        ("vim, backupcopy=no", |site, text| {
            // It tries whether it may create files, moves the old one away, and writes a new one.
            site.write("content/stories/4913", "");
            site.remove("content/stories/4913");
            site.write("content/stories/.a.md.swp", "swap");
            fs::rename(site.path(STORY), site.path("content/stories/a.md~")).unwrap();
            site.write(STORY, text);
            site.remove("content/stories/a.md~");
            site.remove("content/stories/.a.md.swp");
        }),
        ("vim, backupcopy=yes", |site, text| {
            fs::copy(site.path(STORY), site.path("content/stories/a.md~")).unwrap();
            site.write(STORY, text);
            site.remove("content/stories/a.md~");
        }),
        ("JetBrains, safe write", |site, text| {
            site.write("content/stories/a.md___jb_tmp___", text);
            fs::rename(site.path(STORY), site.path("content/stories/a.md___jb_old___")).unwrap();
            fs::rename(site.path("content/stories/a.md___jb_tmp___"), site.path(STORY)).unwrap();
            site.remove("content/stories/a.md___jb_old___");
        }),
        ("Emacs, with its lock and its backup", |site, text| {
            symlink("ada@host.1:2", site.path("content/stories/.#a.md")).unwrap();
            site.write("content/stories/#a.md#", text);
            fs::rename(site.path(STORY), site.path("content/stories/a.md~")).unwrap();
            site.write(STORY, text);
            site.remove("content/stories/#a.md#");
            fs::remove_file(site.path("content/stories/.#a.md")).unwrap();
        }),
        ("Kate", |site, text| {
            site.write("content/stories/.a.md.kate-swp", "swap");
            site.write(STORY, text);
            site.remove("content/stories/.a.md.kate-swp");
        }),
        ("a backup beside it", |site, text| {
            site.write("content/stories/a.md.bck", text);
            site.write(STORY, text);
        }),
    ]
}

#[test]
fn every_editor_s_way_of_saving_is_one_change_and_shows_no_temporary_file() {
    let site = site();
    let served = Served::start(&site, &[]);
    for (n, (editor, save)) in editors().into_iter().enumerate() {
        save(&site, &text(&format!("Saved as {n}.")));
        let line = served.change();
        // One line for each save: the last save's second one would come before this one's.
        assert!(line.contains("a.md"), "{editor}: {line}");
        assert!(line.contains(": changed"), "{editor}: {line}");
        let page = served.get("/stories/a/");
        assert!(page.text().contains(&format!("Saved as {n}.")), "{editor}: {}", page.text());
        for temporary in
            ["a.md~", "4913", "a.md___jb_tmp___", "a.md___jb_old___", "%23a.md%23", "a.md.bck", "sedX1y2z3"]
        {
            assert_eq!(served.get(&format!("/stories/{temporary}")).status, 404, "{editor}: {temporary}");
        }
    }
}

#[test]
fn a_file_saved_half_way_does_no_harm() {
    let site = site();
    let served = Served::start(&site, &[]);
    site.write(STORY, "+++\ntitle = \"A\"\nexp");
    served.line(&|line| line.contains("1 error; the last good pages stay up"));
    assert!(served.get("/stories/a/").text().contains("First."));
    site.write(STORY, text("Whole."));
    served.line(&|line| line.contains("mended"));
    assert!(served.get("/stories/a/").text().contains("Whole."));
}

#[test]
fn reading_the_sources_and_writing_the_output_is_no_change() {
    let site = site();
    let served = Served::start(&site, &[]);
    tree(site.root());
    assert!(
        Command::new("grep").args(["-r", "First", site.root().to_str().unwrap()]).output().unwrap().status.success()
    );
    site.build();
    site.write(".git/index", "x");
    site.write("content/.git/index", "x");
    // The same bytes again with a new time, then other bytes. A file that is truncated first would be seen half-written.
    for words in ["First.", "Second."] {
        site.write(".git/a.md", text(words));
        fs::rename(site.path(".git/a.md"), site.path(STORY)).unwrap();
    }
    served.change();
    assert!(served.get("/stories/a/").text().contains("Second."));
}

#[test]
fn files_and_folders_come_move_and_go() {
    let site = site();
    let served = Served::start(&site, &[]);
    let mut known = clean(&site).unwrap();
    let elsewhere = TempDir::new_in(site.root().parent().unwrap()).unwrap();
    type Step<'a> = (&'a str, Box<dyn Fn() + 'a>);
    let steps: Vec<Step> = vec![
        ("a file into new folders", Box::new(|| site.write("content/x/y/z/n.md", "+++\ntitle = \"N\"\n+++\n"))),
        ("a folder renamed", Box::new(|| fs::rename(site.path("content/x"), site.path("content/w")).unwrap())),
        ("a folder moved out", Box::new(|| fs::rename(site.path("content/w"), elsewhere.path().join("w")).unwrap())),
        ("a folder moved in", Box::new(|| fs::rename(elsewhere.path().join("w"), site.path("content/v")).unwrap())),
        ("a folder removed", Box::new(|| fs::remove_dir_all(site.path("content/v")).unwrap())),
        ("a name in capitals", Box::new(|| fs::rename(site.path(STORY), site.path("content/stories/A.md")).unwrap())),
        ("and back", Box::new(|| fs::rename(site.path("content/stories/A.md"), site.path(STORY)).unwrap())),
        ("a folder of templates", Box::new(|| site.write("templates/story.html", "mine {{ page.title }}"))),
        ("a folder of data", Box::new(|| site.write("data/x.toml", "a = 1"))),
        ("a config", Box::new(|| site.write("anecdote.toml", "title = \"Named\"\n"))),
        ("no config", Box::new(|| site.remove("anecdote.toml"))),
        ("no templates", Box::new(|| fs::remove_dir_all(site.path("templates")).unwrap())),
    ];
    for (what, step) in steps {
        step();
        eprintln!("{what}");
        converges(&served, &site, &mut known);
    }
}

#[test]
fn many_files_at_once_are_one_change_or_a_few() {
    let site = site();
    let served = Served::start(&site, &[]);
    for n in 0..500 {
        site.write(&format!("content/stories/n{n}.md"), text(&format!("Number {n}.")));
    }
    let mut known = Vec::new();
    let all = clean(&site).unwrap();
    known.extend(all.iter().filter(|(path, _)| path.starts_with("stories/n49") || path == "index.html").cloned());
    served.until("the last of them", &|| {
        let wrong = known.iter().find(|(path, bytes)| served.get(&format!("/{path}")).body != *bytes);
        wrong.map_or(Ok(()), |(path, _)| Err(path.clone()))
    });
}

#[test]
fn a_deleted_content_folder_may_come_back() {
    let site = site();
    let served = Served::start(&site, &[]);
    fs::remove_dir_all(site.path("content")).unwrap();
    served.until("the page's end", &|| match served.get("/stories/a/").status {
        404 => Ok(()),
        status => Err(status.to_string()),
    });
    site.write(STORY, text("Back."));
    let mut known = clean(&site).unwrap();
    converges(&served, &site, &mut known);
    site.write(STORY, text("And watched again."));
    converges(&served, &site, &mut known);
}

#[test]
fn content_behind_a_link_is_followed_within_the_site_only() {
    let site = site();
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("o.md"), "+++\ntitle = \"Outside\"\n+++\n").unwrap();
    site.write("shelf/n.md", "+++\ntitle = \"N\"\n+++\nOn the shelf.\n");
    symlink("../shelf", site.path("content/notes")).unwrap();
    symlink("..", site.path("content/stories/loop")).unwrap();
    symlink(outside.path(), site.path("content/outside")).unwrap();
    let served = Served::start(&site, &[]);
    assert_eq!(served.get("/outside/o/").status, 404);
    let mut known = clean(&site).unwrap();
    converges(&served, &site, &mut known);
    // No event of the site's folders tells of this one.
    site.write("shelf/n.md", "+++\ntitle = \"N\"\n+++\nOff the shelf.\n");
    converges(&served, &site, &mut known);
    assert!(served.get("/notes/n/").text().contains("Off the shelf."));
    site.write("anecdote.toml", "outside_links = true\n");
    served.until("the page outside", &|| match served.get("/outside/o/").status {
        200 => Ok(()),
        status => Err(status.to_string()),
    });
}

#[test]
fn where_there_are_no_events_changes_are_looked_for() {
    let site = site();
    let served = Served::start(&site, &["--poll"]);
    let mut known = clean(&site).unwrap();
    site.write(STORY, text("Found."));
    converges(&served, &site, &mut known);
    site.write("content/new/n.md", "+++\ntitle = \"N\"\n+++\n");
    converges(&served, &site, &mut known);
    fs::remove_file(site.path(STORY)).unwrap();
    site.write("content/about.md", "+++\ntitle = \"About\"\n+++\n");
    converges(&served, &site, &mut known);
}

#[test]
fn at_the_system_s_limit_of_watches_it_says_so_and_looks_instead() {
    let site = site();
    let script = format!(
        "echo 2 > /proc/sys/user/max_inotify_watches && exec {} --root {} serve --port 0",
        env!("CARGO_BIN_EXE_anecdote"),
        site.root().display()
    );
    let tried =
        Command::new("unshare").args(["-Ur", "sh", "-c", "echo 2 > /proc/sys/user/max_inotify_watches"]).output();
    if !tried.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: this system lets nobody set a limit of watches");
        return;
    }
    let mut command = Command::new("unshare");
    command.args(["-Ur", "sh", "-c", &format!("exec 2>&1; {script}")]);
    // What is said before the address is said on the same stream, so it is heard in order.
    let served = Served::run(command);
    let mut known = clean(&site).unwrap();
    site.write(STORY, text("Found."));
    converges(&served, &site, &mut known);
    assert!(served.said().iter().any(|line| line.contains("sudo sysctl fs.inotify.max_user_watches")));
}

#[test]
fn readers_see_whole_pages_and_never_a_404_while_the_site_is_built_again_and_again() {
    let site = site();
    for n in 0..20 {
        site.write(&format!("content/stories/n{n}.md"), text(&format!("Number {n}.")));
    }
    let served = Served::start(&site, &[]);
    let (stop, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    let saves = editors();
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..4)
            .map(|n| {
                let (stop, asked, address) = (&stop, &asked, &served.address);
                let path = ["/stories/a/", "/stories/", "/", "/stories/n7/"][n];
                scope.spawn(move || {
                    while !stop.load(Ordering::Relaxed) {
                        let response = http::get(address, path);
                        assert_eq!(response.status, 200, "{path}");
                        assert!(response.text().trim_end().ends_with("</html>"), "{path} is not whole");
                        asked.fetch_add(1, Ordering::Relaxed);
                    }
                })
            })
            .collect();
        let stopping = Stop(&stop);
        for n in 0..size("ANECDOTE_REBUILDS", 60) {
            let (_, save) = saves[n as usize % saves.len()];
            save(&site, &text(&format!("Save {n}.")));
            served.change();
        }
        drop(stopping);
        readers.into_iter().for_each(|reader| reader.join().unwrap());
    });
    assert!(asked.load(Ordering::Relaxed) > 60);
}

#[test]
fn for_as_long_as_one_likes_random_edits_under_load_serve_no_wrong_byte() {
    let seconds = u64::from(size("ANECDOTE_SOAK_SECONDS", 3));
    let site = edits::site();
    let served = Served::start(&site, &[]);
    let mut known = clean(&site).unwrap();
    let (begun, stop, asked) = (Instant::now(), AtomicBool::new(false), AtomicUsize::new(0));
    let mut edits = 0;
    std::thread::scope(|scope| {
        for n in 0..8 {
            let (stop, asked, address) = (&stop, &asked, &served.address);
            let path = ["/", "/stories/", "/about/", "/stories/s1/", "/tags/", "/atom.xml", "/extra.css", "/x/"][n];
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let response = http::get(address, path);
                    assert!(matches!(response.status, 200 | 307 | 404), "{path}: {}", response.status);
                    asked.fetch_add(1, Ordering::Relaxed);
                    std::thread::sleep(Duration::from_millis(5));
                }
            });
        }
        let _stopping = Stop(&stop);
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let mut memory = Vec::new();
        while begun.elapsed() < Duration::from_secs(seconds) {
            let edit = edit().new_tree(&mut runner).unwrap().current();
            apply(&site, edit);
            edits += 1;
            eprintln!("{edits}: {edit:?}");
            converges(&served, &site, &mut known);
            if edits % 50 == 0 {
                memory.extend(served.memory_kilobytes());
            }
        }
        eprintln!("{edits} edits, {} requests, memory in kB every 50 edits: {memory:?}", asked.load(Ordering::Relaxed));
    });
    assert!(edits > 0);
}
