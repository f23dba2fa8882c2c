//! The preview against pages of other sites and against too many of everything. What a real browser makes of it is
//! tried in `attacked.rs`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::http::{Response, request};
use crate::served::Served;
use crate::site::Site;

const SITE: &str = "-- content/about.md --\n+++\ntitle = \"About\"\n+++\nWords.\n\
                    -- content/stories/a/index.md --\n+++\ntitle = \"A\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\nFirst.\n\
                    -- content/stories/a/own.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x()</script></svg>\n\
                    -- static/logo.svg --\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n\
                    -- static/film.mp4 --\n0123456789\n\
                    -- static/own.css --\nh1 { order: 1 }\n";

fn site() -> Site {
    Site::new(SITE)
}

fn ask(served: &Served, path: &str, headers: &[(&str, &str)]) -> Response {
    request(&served.address, "GET", path, headers, "")
}

/// What a browser says when a page of another site loads something.
fn fetched<'a>(site: &'a str, mode: &'a str, dest: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)]
}

#[test]
fn other_sites_learn_neither_what_a_page_says_nor_whether_there_is_one() {
    let site = site();
    let served = Served::start(&site, &["--drafts"]);
    let mut ways: Vec<Vec<(&str, &str)>> = Vec::new();
    for from in ["cross-site", "same-site"] {
        for dest in ["image", "script", "style", "font", "video", "empty", "object", "embed", "manifest", "track"] {
            ways.push(fetched(from, "no-cors", dest));
        }
        for dest in ["iframe", "frame", "object", "embed"] {
            ways.push(fetched(from, "navigate", dest));
        }
        ways.push(fetched(from, "cors", "empty"));
        ways.push([fetched(from, "navigate", "document"), vec![("Sec-Purpose", "prefetch")]].concat());
    }
    // Browsers that say nothing of the kind.
    for from in ["https://evil.example", "http://127.0.0.1:1", "http://localhost:9", "null"] {
        ways.push(vec![("Origin", from)]);
    }
    ways.push(vec![("Referer", "https://evil.example/")]);
    ways.push(vec![("Referer", "http://localhost:9/x")]);
    for way in &ways {
        let answers: Vec<Response> = [
            "/about/",
            "/about",
            "/stories/a/own.svg",
            "/film.mp4",
            "/own.css",
            "/nothing/",
            "/nothing.png",
            "/__anecdote/live.js",
            "/__anecdote/events?page=about%2Findex.html&token=",
            "/__anecdote/nothing",
            "/%ff",
        ]
        .iter()
        .map(|path| ask(&served, path, way))
        .collect();
        let same = |answer: &Response| {
            let headers: Vec<_> = answer.headers.iter().filter(|(name, _)| name != "date").cloned().collect();
            (answer.status, headers, answer.body.clone())
        };
        assert_eq!(answers[0].status, 403, "{way:?}");
        assert_eq!(answers[0].header("cross-origin-resource-policy"), "same-origin");
        for answer in &answers {
            assert!(same(answer) == same(&answers[0]), "{way:?}: {} {}", answer.status, answer.text());
        }
    }
    let post = [fetched("cross-site", "navigate", "document"), vec![("Origin", "null")]].concat();
    assert_eq!(request(&served.address, "POST", "/about/", &post, "x=1").status, 403);
}

#[test]
fn one_s_own_pages_links_that_people_follow_and_programs_are_answered() {
    let site = site();
    let served = Served::start(&site, &[]);
    let own = format!("http://{}", served.address);
    for way in [
        vec![],
        fetched("none", "navigate", "document"),
        fetched("same-origin", "no-cors", "image"),
        fetched("same-origin", "navigate", "iframe"),
        [fetched("cross-site", "navigate", "document"), vec![("Referer", "https://mail.example/")]].concat(),
        fetched("same-site", "navigate", "document"),
        vec![("Referer", own.as_str())],
        vec![("Origin", own.as_str())],
    ] {
        assert_eq!(ask(&served, "/about/", &way).status, 200, "{way:?}");
    }
}

#[test]
fn every_answer_says_that_no_other_site_may_load_frame_or_hold_it() {
    let site = site();
    let served = Served::start(&site, &[]);
    for path in [
        "/",
        "/about/",
        "/about",
        "/stories/a/own.svg",
        "/logo.svg",
        "/film.mp4",
        "/own.css",
        "/atom.xml",
        "/nothing/",
        "/__anecdote/live.js",
        "/__anecdote/preview.css",
        "/%ff",
        "/stories/index.json",
    ] {
        for response in [served.get(path), served.visit(path)] {
            assert_eq!(response.header("cross-origin-resource-policy"), "same-origin", "{path}");
            assert_eq!(response.header("cross-origin-opener-policy"), "same-origin", "{path}");
            assert_eq!(response.header("x-content-type-options"), "nosniff", "{path}");
            let policy = response.header("content-security-policy");
            assert!(policy.contains("frame-ancestors 'self'") && !policy.contains("script-src *"), "{path}: {policy}");
        }
    }
    let page = served.visit("/about/");
    let meta =
        page.text().split("Content-Security-Policy\" content=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(page.header("content-security-policy"), format!("{meta}; frame-ancestors 'self'"));
}

#[test]
fn a_drawing_or_a_page_that_came_with_a_story_runs_nothing() {
    let site = site();
    site.write("content/stories/a/own.html", "<!doctype html><html><head></head><script>x()</script></html>");
    site.write("content/stories/a/own.xml", "<x/>");
    site.write("static/own.html", "<!doctype html><html><head></head><script>x()</script></html>");
    let served = Served::start(&site, &[]);
    for path in ["/stories/a/own.svg", "/logo.svg", "/stories/a/own.html", "/stories/a/own.xml"] {
        let response = served.get(path);
        // Whether such a file is published at all is decided elsewhere.
        if response.status == 404 {
            continue;
        }
        let policy = response.header("content-security-policy").to_owned();
        assert!(policy.contains("default-src 'none'") && policy.contains("; sandbox;"), "{path}: {policy}");
        assert!(!policy.contains("script-src"), "{path}: {policy}");
    }
    assert_eq!(served.get("/logo.svg").status, 200);
    // A feed has a style sheet, which a sandbox would keep away; it runs nothing either.
    let policy = served.get("/atom.xml").header("content-security-policy").to_owned();
    assert!(policy.starts_with("default-src 'none'; style-src 'self';") && !policy.contains("script-src"), "{policy}");
    // A page of the site's own people is bound by what binds all files.
    let policy = served.get("/own.html").header("content-security-policy").to_owned();
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe-inline"), "{policy}");
    // Who wants no policy gets none but this.
    site.write("anecdote.toml", "[security]\npolicy = false\n");
    served.until("the config", &|| match served.get("/about/").header("content-security-policy") {
        "frame-ancestors 'self'" => Ok(()),
        policy => Err(policy.to_owned()),
    });
}

#[test]
fn a_redirect_keeps_what_was_asked() {
    let site = site();
    let served = Served::start(&site, &[]);
    for (path, to) in [
        ("/stories/a?x=1&y=%2F", "/stories/a/?x=1&y=%2F"),
        ("/about?", "/about/?"),
        ("/stories?a=//evil.example", "/stories/?a=//evil.example"),
        ("/about", "/about/"),
    ] {
        let response = served.get(path);
        assert_eq!((response.status, response.header("location")), (307, to), "{path}");
    }
    site.write("anecdote.toml", "base_url = \"https://example.org/x/\"\n");
    served.until("the base path", &|| match served.get("/?q=1").header("location") {
        "/x/?q=1" => Ok(()),
        to => Err(to.to_owned()),
    });
}

#[test]
fn what_the_preview_adds_has_no_style_in_the_page() {
    let site = site();
    let served = Served::start(&site, &[]);
    let missing = served.visit("/storis/a/").text();
    assert!(missing.contains("<aside lang=\"en\" class=\"anecdote-near\">") && !missing.contains("style="));
    assert!(missing.contains("<link rel=\"stylesheet\" href=\"/__anecdote/preview.css\">"));
    assert!(served.get("/__anecdote/preview.css").header("content-type").starts_with("text/css"));
    site.write("content/about.md", "+++\ntitle = \"About\nbroken\n+++\n");
    let broken = Served::start(&site, &[]);
    let page = broken.visit("/about/");
    assert!(page.status == 503 && !page.text().contains("<style") && !page.text().contains("style="));
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
}

#[test]
fn embeds_may_be_tried_from_other_pages_of_this_machine_and_nothing_else_may() {
    let site = site();
    site.write("anecdote.toml", "[embeds]\n");
    site.write("static/private.jpg", "x");
    let served = Served::start(&site, &[]);
    let near = |path: &str, dest: &str| {
        let mode = if dest == "iframe" { "navigate" } else { "no-cors" };
        let way = [fetched("cross-site", mode, dest), vec![("Referer", "http://localhost:9/")]].concat();
        ask(&served, path, &way)
    };
    for (path, dest) in [
        ("/embed/wall/", "iframe"),
        ("/embed/story/a/", "iframe"),
        ("/embed/badge.svg", "image"),
        ("/embed/wall/oembed.json", "empty"),
        ("/js/embed.js", "script"),
        (&format!("/{}", site.build().style()), "style"),
    ] {
        let response = near(path, dest);
        assert_eq!((response.status, response.header("cross-origin-resource-policy")), (200, "cross-origin"), "{path}");
    }
    let policy = near("/embed/wall/", "iframe").header("content-security-policy").to_owned();
    assert!(
        policy.ends_with("frame-ancestors 'self' http://localhost:* http://*.localhost:* http://127.0.0.1:*"),
        "{policy}"
    );
    for path in ["/", "/stories/a/", "/private.jpg", "/stories/a/own.svg", "/atom.xml", "/embed/none/", "/none.css"] {
        assert_eq!(near(path, "image").status, 403, "{path}");
    }
    // A page that does not say where it is gets the stylesheets, which a sandboxed frame needs, and no more.
    let far = |path: &str, dest: &str| ask(&served, path, &fetched("cross-site", "no-cors", dest)).status;
    assert_eq!(far(&format!("/{}", site.build().style()), "style"), 200);
    for path in ["/embed/wall/", "/embed/story/a/", "/embed/badge.svg", "/js/embed.js", "/stories/a/"] {
        assert_eq!(far(path, "iframe"), 403, "{path}");
        let way = [fetched("cross-site", "navigate", "iframe"), vec![("Referer", "https://evil.example/")]].concat();
        assert_eq!(ask(&served, path, &way).status, 403, "{path}");
    }
}

/// Room for so many connections in this process, where the system says so.
fn room() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find(|line| line.starts_with("Max open files"));
    line.and_then(|line| line.split_whitespace().nth(3)?.parse().ok()).unwrap_or(256)
}

/// Whether there is room for so many; where not, that is said.
fn has_room(wanted: usize) -> bool {
    let is_enough = room() > wanted + 200;
    if !is_enough {
        eprintln!("skipped: this process may not open {wanted} connections");
    }
    is_enough
}

fn connect(served: &Served, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(&served.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(text.as_bytes()).unwrap();
    stream
}

/// It takes as long as the server's patience with a head, five seconds.
#[test]
fn half_requests_and_idle_connections_are_given_up() {
    if !has_room(2000) {
        return;
    }
    let site = site();
    let served = Served::start(&site, &[]);
    let halves = ["GET /about/ HTTP/1.1\r\nHost: 127", "", "G", "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n"];
    let mut open: Vec<TcpStream> = (0..2000).map(|n| connect(&served, halves[n % halves.len()])).collect();
    assert_eq!(served.get("/about/").status, 200, "two thousand half requests keep nobody out");
    // A connection that is kept alive, and asks nothing more.
    let whole = format!("GET /about/ HTTP/1.1\r\nHost: {}\r\n\r\n", served.address);
    let mut idle = connect(&served, &whole);
    // Each ends, with a 408 or without a word. On a busy machine connecting takes longer than their patience does.
    let connected = Instant::now();
    for stream in open.iter_mut().chain([&mut idle]) {
        let mut rest = Vec::new();
        stream.read_to_end(&mut rest).unwrap();
        assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 "), "{}", String::from_utf8_lossy(&rest));
    }
    assert!(connected.elapsed() < Duration::from_secs(15), "{:?}", connected.elapsed());
    assert_eq!(served.get("/about/").status, 200);
    if let Some(threads) = served.threads() {
        assert!(threads < 40, "{threads}");
    }
}

#[test]
fn too_many_connections_are_told_so() {
    if !has_room(2500) {
        return;
    }
    let site = site();
    let served = Served::start(&site, &[]);
    let path = "/__anecdote/events?page=about%2Findex.html&token=";
    let event = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", served.address);
    let status = |stream: &TcpStream| {
        let mut line = String::new();
        // Whoever is told that there is no place may find the connection closed before.
        let _ = BufReader::new(stream).read_line(&mut line);
        line.split(' ').nth(1).unwrap_or("503").to_owned()
    };
    // Those who listen leave room for others.
    let open: Vec<TcpStream> = (0..1100).map(|_| connect(&served, &event)).collect();
    let told: Vec<String> = open.iter().map(status).collect();
    assert_eq!(
        (told.iter().filter(|told| *told == "200").count(), told.iter().filter(|told| *told == "503").count()),
        (1024, 76)
    );
    assert_eq!(served.get("/about/").status, 200);
    // All together leave room for nobody. A machine that is too slow to fill them before the first are given up
    // shows nothing.
    let whole = event.replace(path, "/about/");
    let mut told = None;
    for _ in 0..5 {
        let begun = Instant::now();
        let more: Vec<TcpStream> = (0..1100).map(|_| connect(&served, "")).collect();
        let answer = status(&connect(&served, &whole));
        if begun.elapsed() < Duration::from_secs(4) {
            told = Some(answer);
            break;
        }
        drop(more);
    }
    match told {
        Some(told) => assert_eq!(told, "503"),
        None => eprintln!("skipped: this machine is too busy to open a thousand connections in four seconds"),
    }
    drop(open);
    served.until("a place", &|| match status(&connect(&served, &whole)).as_str() {
        "200" => Ok(()),
        told => Err(told.to_owned()),
    });
}

#[test]
fn a_thousand_windows_hear_of_a_change_that_is_worked_out_once() {
    if !has_room(1000) {
        return;
    }
    let site = site();
    // Something to be said of each change.
    for n in 0..200 {
        site.write(
            &format!("content/stories/n{n}.md"),
            format!("+++\ntitle = \"N{n}\"\nexperience = \"good\"\n+++\nWords.\n"),
        );
    }
    let served = Served::start(&site, &[]);
    let before = served.memory_kilobytes();
    let page = served.visit("/stories/a/").text();
    let token = page.split("data-token=\"").nth(1).unwrap().split('"').next().unwrap();
    let path = format!("/__anecdote/events?page=stories%2Fa%2Findex.html&token={token}");
    let text = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", served.address);
    let mut windows: Vec<BufReader<TcpStream>> = (0..1000).map(|_| BufReader::new(connect(&served, &text))).collect();
    let hears = |windows: &mut Vec<BufReader<TcpStream>>, event: &str| {
        for window in windows {
            let mut line = String::new();
            while line.trim_end() != format!("event: {event}") {
                line.clear();
                assert!(window.read_line(&mut line).unwrap() > 0, "the stream ended before {event}");
            }
        }
    };
    hears(&mut windows, "ready");
    for words in ["Second.", "Third."] {
        site.write(
            "content/stories/a/index.md",
            format!("+++\ntitle = \"A\"\nexperience = \"good\"\ndisclosure = \"none\"\n+++\n{words}\n"),
        );
        hears(&mut windows, "reload");
    }
    let (threads, memory) = (served.threads(), served.memory_kilobytes());
    eprintln!("1000 windows, two changes: {threads:?} threads, {before:?} kB before, {memory:?} kB after");
    if let (Some(threads), Some(before), Some(memory)) = (threads, before, memory) {
        assert!(threads < 40, "{threads}");
        assert!(memory < before + (100 << 10), "{before} kB before, {memory} kB after");
    }
}

#[test]
fn a_storm_of_requests_in_a_storm_of_changes_stays_bounded() {
    if !has_room(512) {
        return;
    }
    let site = site();
    let words = "It went on and on, and then it went on again. ".repeat(2000);
    for n in 0..64 {
        let text = format!("+++\ntitle = \"N{n}\"\nexperience = \"good\"\n+++\n{words}\n");
        site.write(&format!("content/stories/n{n}.md"), text);
    }
    let served = Served::start(&site, &[]);
    let before = served.memory_kilobytes();
    let mut most = 0;
    for round in 0..3 {
        site.write("anecdote.toml", format!("title = \"Round {round}\"\n"));
        let mut open: Vec<TcpStream> = (0..512)
            .map(|n| {
                let path = format!("/stories/n{}/", n % 64);
                let head = format!(
                    "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\nConnection: close\r\n\r\n",
                    served.address
                );
                connect(&served, &head)
            })
            .collect();
        most = most.max(served.threads().unwrap_or(0));
        for stream in &mut open {
            let mut text = Vec::new();
            stream.read_to_end(&mut text).unwrap();
            assert!(text.starts_with(b"HTTP/1.1 200 ") && text.len() > 90_000);
        }
    }
    let memory = served.memory_kilobytes();
    eprintln!("512 requests three times: {most} threads, {before:?} kB before, {memory:?} kB after");
    assert!(most < 40, "{most}");
    if let (Some(before), Some(memory)) = (before, memory) {
        assert!(memory < before + (300 << 10), "{before} kB before, {memory} kB after");
    }
}

/// The second is what it is about: what a server computes while it can take no connection.
#[test]
fn where_no_more_files_may_be_open_the_server_waits_and_does_not_spin() {
    let site = site();
    let mut command = Command::new("sh");
    command.args([
        "-c",
        &format!(
            "ulimit -n 40; exec {} --root '{}' serve --port 0",
            env!("CARGO_BIN_EXE_anecdote"),
            site.root().display()
        ),
    ]);
    let served = Served::run(command);
    assert_eq!(served.get("/about/").status, 200);
    let open: Vec<TcpStream> = (0..60).map(|_| connect(&served, "")).collect();
    if let Some(before) = served.computed() {
        std::thread::sleep(Duration::from_secs(1));
        let computed = served.computed().unwrap() - before;
        assert!(computed < 30, "{computed} hundredths of a second in one second");
    }
    drop(open);
    assert_eq!(served.get("/about/").status, 200);
}
