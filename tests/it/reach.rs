//! Links that strangers wrote make nobody ask this machine, a private network, or a service that is no web server.
//! Nothing here is sent to another machine: what is not refused is on the loopback, and was allowed by the test.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

use crate::site::{Run, Site};

type Asked = Arc<Mutex<Vec<String>>>;

/// A host that writes down what it is asked, and answers with what a function makes of the path.
fn host_at(listener: TcpListener, answer: impl Fn(&str) -> String + Send + 'static) -> (String, Asked) {
    let address = listener.local_addr().unwrap().to_string();
    let asked: Asked = Arc::default();
    let log = Arc::clone(&asked);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut head = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let Some(first) = head.next() else { continue };
            let rest: Vec<String> = head.take_while(|line| !line.is_empty()).collect();
            let path = first.split(' ').nth(1).unwrap_or("").to_owned();
            log.lock().unwrap().push(format!("{first}\n{}", rest.join("\n")));
            let _ = stream.write_all(answer(&path).as_bytes());
        }
    });
    (address, asked)
}

fn host(answer: impl Fn(&str) -> String + Send + 'static) -> (String, Asked) {
    host_at(TcpListener::bind("127.0.0.1:0").unwrap(), answer)
}

const FINE: &str = "HTTP/1.1 200 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

fn to(location: &str) -> String {
    format!("HTTP/1.1 302 X\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
}

fn site(links: &[String]) -> Site {
    let links: Vec<String> = links.iter().map(|link| format!("[x]({link})")).collect();
    Site::new(&format!("-- content/_index.md --\n[A](about.md)\n-- content/about.md --\n{}\n", links.join("\n")))
}

/// The addresses that were not asked.
fn refused(run: &Run) -> Vec<String> {
    let lines = run.stderr.lines().filter(|line| line.starts_with("warning[W0713]"));
    lines.map(|line| line.split('`').nth(1).unwrap().to_owned()).collect()
}

#[test]
fn this_machine_and_its_network_are_not_asked_however_their_addresses_are_written() {
    let (address, asked) = host(|_| FINE.to_owned());
    let port = address.split(':').nth(1).unwrap();
    let hosts = [
        "127.0.0.1",
        "localhost",
        "LOCALHOST",
        "a.localhost",
        "localhost.",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "017700000001",
        "0177.0.0.1",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "10.1.2.3",
        "172.20.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "router",
        "metadata.google.internal",
        "printer.local",
        "nas.lan",
        "224.0.0.251",
        "255.255.255.255",
    ];
    let mut links: Vec<String> = hosts.iter().map(|host| format!("http://{host}:{port}/")).collect();
    // At the usual port as well, and services that are no web servers at any host.
    links.extend(hosts.iter().map(|host| format!("https://{host}/")));
    links.extend([22, 25, 6379, 11211].map(|port| format!("http://shop.example:{port}/")));
    let run = site(&links).run(&["check", "--external"]);
    // Markdown escapes brackets, and such an address is none.
    links.retain(|link| !link.contains('['));
    links.sort();
    let mut told = refused(&run);
    told.sort();
    assert_eq!(told, links, "{}", run.stderr);
    assert!(run.code == 0 && run.stderr.contains("content/about.md:1:"), "{}", run.stderr);
    assert!(asked.lock().unwrap().is_empty());
}

#[test]
fn no_redirect_leads_where_no_link_may() {
    let (inner, asked) = host(|_| FINE.to_owned());
    let port = inner.split(':').nth(1).unwrap().to_owned();
    let ways = [
        format!("http://{inner}/secret"),
        format!("http://localhost:{port}/"),
        format!("http://127.1:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("//2130706433:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://shop.example:25/".to_owned(),
        "http://ada:pw@127.0.0.1:80/".to_owned(),
    ];
    let all = ways.clone();
    let (outer, _) = host(move |path| match path.strip_prefix("/to/") {
        Some(at) => to(&all[at.parse::<usize>().unwrap()]),
        None => FINE.to_owned(),
    });
    let links: Vec<String> = (0..ways.len()).map(|at| format!("http://{outer}/to/{at}")).collect();
    let run = site(&links).run(&["check", "--external", "--allow-host", &outer]);
    assert_eq!(refused(&run), links, "{}", run.stderr);
    assert!(asked.lock().unwrap().is_empty(), "{:?}", asked.lock().unwrap());
    // A redirect of a redirect of a redirect ends somewhere.
    let (round, asked) = host(|path| to(&format!("/round{path}")));
    let run = site(&[format!("http://{round}/")]).run(&["check", "--external", "--allow-host", &round]);
    assert!(run.stderr.contains("W0710"), "{}", run.stderr);
    assert!(asked.lock().unwrap().len() <= 36, "{}", asked.lock().unwrap().len());
}

#[test]
fn a_name_that_leads_to_this_machine_is_not_asked() {
    // A port of web servers, so that only the address can be the reason.
    let Some(listener) =
        [8000, 8008, 8080, 8443, 8888].iter().find_map(|port| TcpListener::bind(("127.0.0.1", *port)).ok())
    else {
        eprintln!("skipped: no port of web servers is free");
        return;
    };
    let (address, asked) = host_at(listener, |_| FINE.to_owned());
    let port = address.split(':').nth(1).unwrap();
    let names = ["inward.example", "mapped.example"];
    let site = site(&names.map(|name| format!("http://{name}:{port}/")));
    site.write("hosts", "127.0.0.1 inward.example\n::ffff:127.0.0.1 mapped.example\n");
    let script = format!(
        "mount --bind '{0}/hosts' /etc/hosts && exec {1} --root '{0}' --color never check --external",
        site.root().display(),
        env!("CARGO_BIN_EXE_anecdote"),
    );
    let can = Command::new("unshare").args(["-Urm", "sh", "-c", "mount --bind /etc/hostname /etc/hosts"]).output();
    if !can.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: this system lets nobody name hosts for one program");
        return;
    }
    let output = Command::new("unshare").args(["-Urm", "sh", "-c", &script]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    for name in names {
        let line = said.lines().find(|line| line.contains(name) && line.starts_with("warning[W0713]"));
        assert!(line.is_some_and(|line| line.contains("127.0.0.1 is an address of this machine")), "{said}");
    }
    assert!(asked.lock().unwrap().is_empty());
}

#[test]
fn a_link_with_a_password_is_told_without_it_and_nobody_is_asked() {
    let (address, asked) = host(|_| FINE.to_owned());
    let links =
        ["ada:Sesame-1@", "Sesame-1@", ":Sesame-1@", "a@b:Sesame-1@"].map(|who| format!("http://{who}{address}/x"));
    let site = site(&links);
    for args in [
        &["check"][..],
        &["check", "--format", "json"],
        &["check", "--format", "github"],
        &["check", "--external", "--allow-host", &address],
    ] {
        let run = site.run(args);
        let said = format!("{}{}", run.stdout, run.stderr);
        assert_eq!(said.matches("holds a user name or a password").count(), links.len(), "{said}");
        assert!(said.contains(&format!("http://…@{address}/x")) && said.contains("W0712"), "{said}");
        assert!(!said.contains("Sesame"), "{said}");
    }
    assert!(asked.lock().unwrap().is_empty());
    for path in crate::site::tree(&site.path(".anecdote")) {
        assert!(!String::from_utf8_lossy(&path.1).contains("Sesame"), "{}", path.0);
    }
}

#[test]
fn only_so_much_is_read_of_an_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let sent = Arc::new(Mutex::new(Vec::new()));
    let counts = Arc::clone(&sent);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut head = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let Some(first) = head.next() else { continue };
            head.take_while(|line| !line.is_empty()).for_each(drop);
            // 405 to HEAD, so that the whole is asked for, which never ends.
            let status = match (first.starts_with("HEAD"), first.contains("/redirect")) {
                (true, _) => "405 X",
                (false, true) => "302 X\r\nLocation: /end",
                (false, false) => "404 X",
            };
            let _ = stream.write_all(format!("HTTP/1.1 {status}\r\nTransfer-Encoding: chunked\r\n\r\n").as_bytes());
            let chunk = [&b"10000\r\n"[..], &[b'x'; 0x10000], b"\r\n"].concat();
            let mut count = 0;
            while !first.starts_with("HEAD") && count < 1 << 30 && send(&mut stream, &chunk) {
                count += chunk.len();
            }
            counts.lock().unwrap().push(count);
        }
    });
    let links = ["end", "redirect"].map(|path| format!("http://{address}/{path}"));
    let run = site(&links).run(&["check", "--external", "--allow-host", &address]);
    assert!(run.stderr.contains("/end` leads nowhere: the host answers 404"), "{}", run.stderr);
    assert!(run.stderr.contains("W0710") && run.stderr.contains("/redirect`"), "{}", run.stderr);
    // What the system's buffers take besides, and no more.
    let sent = sent.lock().unwrap();
    assert!(sent.iter().any(|count| *count > 1 << 20) && sent.iter().all(|count| *count < 64 << 20), "{sent:?}");
}

fn send(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    stream.write_all(bytes).is_ok()
}
