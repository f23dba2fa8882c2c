//! The server: what it answers, to whom, and what it never does.

use std::os::unix::fs::symlink;
use std::process::Command;

use crate::http::{Events, request};
use crate::served::Served;
use crate::site::{Site, tree};

const SITE: &str = "-- content/about.md --\n+++\ntitle = \"About\"\n+++\nWords.\n\
                    -- content/stories/a.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nFirst.\n\
                    -- static/film.mp4 --\n0123456789\n";

fn site() -> Site {
    Site::new(SITE)
}

#[test]
fn every_page_is_served_as_a_build_writes_it_and_nothing_is_written() {
    let site = site();
    let served = Served::start(&site, &[]);
    assert!(!site.path("public").exists() && !site.path(".anecdote").exists());
    site.build();
    for (path, bytes) in tree(&site.path("public")) {
        if path.starts_with(".anecdote") {
            continue;
        }
        let response = served.get(&format!("/{path}"));
        assert_eq!(response.status, 200, "{path}");
        assert!(response.body == bytes, "{path} differs");
    }
    assert!(served.get("/").text().contains("<!doctype html>"));
}

#[test]
fn stopping_leaves_the_output_folder_alone() {
    let site = site();
    site.build();
    let before = tree(site.root());
    let served = Served::start(&site, &[]);
    assert_eq!(served.get("/about/").status, 200);
    assert_eq!(served.interrupt(), 0, "Ctrl-C is no failure");
    assert!(tree(site.root()) == before);
}

#[test]
fn browsers_get_a_script_and_nobody_else_does() {
    let site = site();
    let served = Served::start(&site, &[]);
    let tag = "<script src=\"/__anecdote/live.js\"";
    assert!(served.visit("/about/").text().contains(tag));
    assert!(!served.get("/about/").text().contains(tag));
    let script = served.get("/__anecdote/live.js");
    assert!(script.header("content-type").contains("javascript"));
    // It finds the server by its own address: through proxies, ports and tunnels.
    assert!(script.text().contains("new URL(\"events\", self.src)") && !script.text().contains("://"));
}

#[test]
fn below_a_base_path_the_site_stands_where_it_will_stand() {
    let site = site();
    site.write("anecdote.toml", "base_url = \"https://example.org/x/y/\"\n");
    let served = Served::start(&site, &[]);
    let top = served.get("/");
    assert_eq!((top.status, top.header("location")), (307, "/x/y/"));
    assert!(served.visit("/x/y/about/").text().contains("<script src=\"/x/y/__anecdote/live.js\""));
    assert_eq!(served.get("/about/").status, 404);
    assert_eq!(served.get(&format!("/x/y/{}", site.build().style())).status, 200);
}

#[test]
fn an_address_without_its_last_slash_leads_to_the_page() {
    let site = site();
    let served = Served::start(&site, &[]);
    let response = served.get("/stories/a");
    assert_eq!((response.status, response.header("location")), (307, "/stories/a/"));
    assert_eq!(served.get("//evil.example/stories").status, 404);
}

#[test]
fn a_page_that_there_is_not_lists_the_nearest_that_there_are() {
    let site = site();
    let served = Served::start(&site, &[]);
    let response = served.visit("/storis/a/%3Cb%3E");
    assert_eq!(response.status, 404);
    assert!(response.text().contains("<a href=\"/stories/a/\">/stories/a/</a>"));
    assert!(!response.text().contains("<b>"));
}

#[test]
fn a_page_that_is_known_is_not_sent_again_and_a_film_comes_in_parts() {
    let site = site();
    let served = Served::start(&site, &[]);
    let first = served.get("/about/");
    assert_eq!(first.header("cache-control"), "no-cache");
    let etag = first.header("etag").to_owned();
    let again = request(&served.address, "GET", "/about/", &[("If-None-Match", &etag)], "");
    assert_eq!((again.status, again.body.len()), (304, 0));
    let part = request(&served.address, "GET", "/film.mp4", &[("Range", "bytes=2-4")], "");
    assert_eq!((part.status, part.text().as_str(), part.header("content-range")), (206, "234", "bytes 2-4/11"));
    assert_eq!(part.header("content-type"), "video/mp4");
    let beyond = request(&served.address, "GET", "/film.mp4", &[("Range", "bytes=90-")], "");
    assert_eq!((beyond.status, beyond.header("content-range")), (416, "bytes */11"));
}

#[test]
fn no_request_reads_outside_of_the_site() {
    let site = site();
    site.write("secret.txt", "secret");
    std::fs::create_dir_all(site.path("static")).unwrap();
    symlink("/etc/passwd", site.path("static/passwd")).unwrap();
    symlink("/etc", site.path("content/etc")).unwrap();
    let served = Served::start(&site, &[]);
    for path in [
        "/../../etc/passwd",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/about/../../secret.txt",
        "/%00",
        "/about%00/",
        "//etc/passwd",
        "/etc/passwd",
        "/passwd",
        "/%ff",
        "/secret.txt",
        "/anecdote.toml",
        "/content/about.md",
    ] {
        let response = served.get(path);
        assert_eq!(response.status, 404, "{path}");
        assert!(!response.text().contains("secret") || path.contains("secret"), "{path}");
    }
    assert_eq!(request(&served.address, "POST", "/about/", &[], "x").status, 405);
    assert_eq!(request(&served.address, "GET", "http://evil.example/about/", &[], "").status, 200);
}

#[test]
fn other_hosts_and_other_sites_are_refused() {
    let site = site();
    let served = Served::start(&site, &["--allowed-host", "preview.example"]);
    let ask = |headers: &[(&str, &str)]| request(&served.address, "GET", "/about/", headers, "").status;
    assert_eq!(ask(&[("Host", "evil.example")]), 403);
    assert_eq!(ask(&[("Host", "evil.example:80")]), 403);
    assert_eq!(ask(&[("Host", "preview.example")]), 200);
    assert_eq!(ask(&[("Host", "localhost:1")]), 200);
    assert_eq!(ask(&[("Origin", "https://evil.example")]), 403);
    assert_eq!(ask(&[("Origin", "null")]), 403);
    assert!(served.address.starts_with("127.0.0.1:"), "only this machine by default");
}

#[test]
fn a_port_in_use_is_an_error_if_it_was_asked_for() {
    let site = site();
    let served = Served::start(&site, &[]);
    let port = served.address.split(':').nth(1).unwrap().to_owned();
    let run = site.run(&["serve", "--port", &port]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("--port"), "{}", run.stderr);
}

#[test]
fn the_usual_port_gives_way_to_the_next() {
    let site = site();
    let serve = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_anecdote"));
        command.args(["--root", site.root().to_str().unwrap(), "serve"]);
        Served::run(command)
    };
    let (first, second) = (serve(), serve());
    assert_ne!(first.address, second.address);
}

#[test]
fn a_page_hears_of_its_own_changes_only() {
    let site = site();
    let served = Served::start(&site, &[]);
    let page = served.visit("/stories/a/").text();
    let token = page.split("data-token=\"").nth(1).unwrap().split('"').next().unwrap();
    let events = |out: &str, token: &str| {
        Events::open(&served.address, &format!("/__anecdote/events?page={}&token={token}", out.replace('/', "%2F")))
    };
    let mut own = events("stories/a/index.html", token);
    site.write("content/about.md", "+++\ntitle = \"About\"\n+++\nOther words.\n");
    served.change();
    site.write(
        "content/stories/a.md",
        "+++\ntitle = \"A\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nSecond.\n",
    );
    // The change of the other page, which came first, was not worth a word.
    assert_eq!(own.next().0, "reload");
    served.until("the page", &|| {
        if served.get("/stories/a/").text().contains("Second.") { Ok(()) } else { Err("not yet".to_owned()) }
    });
    // Who comes back with what they had is told at once.
    assert_eq!(events("stories/a/index.html", token).next().0, "reload");
}

#[test]
fn a_stylesheet_is_swapped_and_an_error_is_shown_until_it_is_mended() {
    let site = site();
    site.write("static/css/stage.css", "a { color: red }");
    let served = Served::start(&site, &[]);
    let page = served.visit("/about/").text();
    let token = page.split("data-token=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut events =
        Events::open(&served.address, &format!("/__anecdote/events?page=about%2Findex.html&token={token}"));
    site.write("static/css/stage.css", "a { color: blue }");
    let (event, data) = events.next();
    let [from, to] = [0, 1].map(|at| data["styles"][0][at].as_str().unwrap().to_owned());
    assert!(event == "swap" && page.contains(&from) && from != to, "{event} {data}");
    assert!(served.get(&to).text().contains("a{color:blue}"));
    site.write("content/about.md", "+++\ntitle = \"About\nbroken\n+++\n");
    let (event, data) = events.next();
    assert_eq!(event, "problems");
    assert_eq!(data["problems"][0]["file"], "content/about.md");
    assert_eq!(data["problems"][0]["line"], 2);
    assert!(data["text"].as_str().unwrap().contains("content/about.md:2"), "{data}");
    assert!(served.get("/about/").text().contains("Words."), "the last good page stays up");
    site.write("content/about.md", "+++\ntitle = \"About\"\n+++\nWords.\n");
    let (event, data) = events.next();
    assert_eq!((event.as_str(), &data["problems"]), ("problems", &serde_json::json!([])));
}

#[test]
fn an_error_while_a_page_is_drawn_leaves_its_last_good_bytes_up() {
    let site = site();
    let served = Served::start(&site, &[]);
    assert!(served.get("/about/").text().contains("Words."));
    site.write("templates/page.html", "{{ page.nothing.more }}");
    served.until("the error", &|| {
        let events = Events::open(&served.address, "/__anecdote/events?page=about%2Findex.html&token=");
        let (event, data) = { events }.next();
        if event == "problems" && data["text"].as_str().unwrap().contains("templates/page.html") {
            Ok(())
        } else {
            Err(format!("{event} {data}"))
        }
    });
    assert!(served.get("/about/").text().contains("Words."));
    site.remove("templates/page.html");
    served.until("the page", &|| {
        let events = Events::open(&served.address, "/__anecdote/events?page=about%2Findex.html&token=");
        let (event, data) = { events }.next();
        if event == "reload" { Ok(()) } else { Err(format!("{event} {data}")) }
    });
}

#[test]
fn a_site_with_errors_from_the_start_appears_when_they_are_mended() {
    let site = site();
    site.write("templates/page.html", "{% if %}");
    let served = Served::start(&site, &[]);
    let response = served.visit("/about/");
    assert_eq!(response.status, 503);
    assert!(response.text().contains("templates/page.html:1") && response.text().contains("live.js"));
    site.write("templates/page.html", "fine {{ page.title }}");
    served.line(&|line| line.contains("mended"));
    assert_eq!(served.get("/about/").text(), "fine About");
}

#[test]
fn a_draft_bears_a_mark_wherever_it_is_shown() {
    let site = site();
    site.write("content/stories/d.md", "+++\ntitle = \"D\"\nexperience = \"bad\"\ndraft = true\n+++\nNot yet.\n");
    site.write("content/notes.md", "+++\ntitle = \"N\"\ndraft = true\n+++\nNot yet.\n");
    assert_eq!(Served::start(&site, &[]).get("/stories/d/").status, 404);
    let served = Served::start(&site, &["--drafts"]);
    for path in ["/stories/d/", "/stories/", "/notes/"] {
        assert!(served.get(path).text().contains("class=\"badge draft\""), "{path}");
    }
    let built = site.build_with(&["--drafts"]);
    assert!(built.read("notes/index.html").contains("class=\"badge draft\""));
}

#[test]
fn an_error_on_a_page_that_nobody_looks_at_is_said_and_taken_back() {
    let site = site();
    site.write("content/campaigns/one.md", "+++\ntitle = \"One\"\n+++\nWords.\n");
    let served = Served::start(&site, &[]);
    let mut events = Events::open(&served.address, "/__anecdote/events?page=stories/a/index.html&token=x");
    let mut problems = || loop {
        let (name, data) = events.next();
        if name == "problems" {
            return data["problems"].clone();
        }
    };
    site.write("templates/campaign.html", "{{ nothing.here }}");
    // On the terminal, and over the page that somebody does look at.
    served.line(&|line| line.contains("templates/campaign.html:1"));
    assert_eq!(problems()[0]["file"], "templates/campaign.html");
    std::fs::remove_file(site.path("templates/campaign.html")).unwrap();
    served.line(&|line| line.contains("Every page can be drawn again"));
    assert_eq!(problems(), serde_json::json!([]));
}

#[test]
fn a_previewed_page_knows_who_sees_it_and_what_opens_its_file() {
    let site = site();
    site.write("content/stories/b.md", "+++\ntitle = \"B\"\nexperience = \"bad\"\ndraft = true\n+++\nWords.\n");
    site.write("content/stories/c.md", "+++\ntitle = \"C\"\nexperience = \"bad\"\ndate = 2031-05-06\n+++\nWords.\n");
    let served = Served::start(&site, &["--drafts", "--future", "--editor", "zed"]);
    let page = |path: &str| served.visit(path).text();
    assert!(page("/stories/b/").contains("data-state=\"Draft\""));
    assert!(page("/stories/c/").contains("data-state=\"Scheduled for 2031-05-06\""));
    let a = page("/stories/a/");
    assert!(!a.contains("data-state") && a.contains("data-source=\"content/stories/a.md\""), "{a}");
    let root = site.root().canonicalize().unwrap();
    assert!(a.contains(&format!("data-editor=\"zed://file{}/{{path}}:{{line}}:{{column}}\"", root.display())), "{a}");
    let run = site.run(&["serve", "--editor", "javascript:{path}"]);
    assert!(run.code == 2 && run.stderr.contains("vscode"), "{}", run.stderr);
}

#[test]
fn a_document_that_moves_is_named_with_what_leads_readers_on() {
    let site = site();
    let served = Served::start(&site, &[]);
    std::fs::rename(site.path("content/stories/a.md"), site.path("content/stories/b.md")).unwrap();
    let said = served.line(&|line| line.contains("stands at"));
    assert!(said.contains("content/stories/b.md stood at /stories/a/ and stands at /stories/b/"), "{said}");
    assert!(said.contains("aliases = [\"/stories/a/\"]"), "{said}");
    // With it, nothing is said any more; another slug is another address, too.
    site.write("content/about.md", "+++\ntitle = \"About\"\nslug = \"who\"\n+++\nWords.\n");
    let said = served.line(&|line| line.contains("stands at"));
    assert!(said.contains("content/about.md stood at /about/ and stands at /who/"), "{said}");
    site.write("content/about.md", "+++\ntitle = \"About\"\nslug = \"us\"\naliases = [\"/who/\"]\n+++\nWords.\n");
    served.line(&|line| line.contains("content/about.md: changed"));
    site.write("content/stories/c.md", "+++\ntitle = \"C\"\nexperience = \"bad\"\ndraft = true\n+++\nWords.\n");
    let said = served.line(&|line| line.contains("content/stories/c.md is left out") || line.contains("stands at"));
    assert!(said.contains("left out"), "{said}");
    site.write("content/stories/c.md", "+++\ntitle = \"C\"\nexperience = \"bad\"\n+++\nWords.\n");
    served.line(&|line| line.contains("content/stories/c.md is no longer left out"));
}
