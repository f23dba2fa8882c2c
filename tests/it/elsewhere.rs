//! Links to other hosts: asked politely, remembered, and told apart.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use crate::site::Site;

/// What was asked of a host: method and path, with when.
type Asked = Arc<Mutex<Vec<(String, Instant)>>>;

/// A host that answers each path as it is told; an answer of 0 is none at all.
fn host(answers: &[(&str, &[u16])]) -> (String, Asked) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let asked: Asked = Arc::default();
    let mut answers: BTreeMap<String, Vec<u16>> =
        answers.iter().map(|(path, all)| ((*path).to_owned(), all.iter().rev().copied().collect())).collect();
    let log = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let Some(first) = lines.next() else { continue };
            for _ in lines.by_ref().take_while(|line| !line.is_empty()) {}
            log.lock().unwrap().push((first.trim_end_matches(" HTTP/1.1").to_owned(), Instant::now()));
            let all = answers.get_mut(&first).or(None);
            let all = match all {
                Some(all) => all,
                None => answers.entry(first.split(' ').nth(1).unwrap().to_owned()).or_insert_with(|| vec![404]),
            };
            let status = if all.len() > 1 { all.pop().unwrap() } else { all[0] };
            let more = if status == 302 { "Location: /fine\r\n" } else { "" };
            let mut stream = stream;
            let _ = write!(stream, "HTTP/1.1 {status} X\r\n{more}Content-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    (address, asked)
}

#[test]
fn other_hosts_are_asked_once_a_day_one_question_at_a_time_and_their_answers_told_apart() {
    let (one, asked) = host(&[
        ("/fine", &[200]),
        ("/moved", &[302]),
        ("/no-head", &[405, 200]),
        ("/gone", &[404]),
        ("/busy", &[503, 503, 200]),
        ("/no-robots", &[403]),
    ]);
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let links = ["fine", "fine#part", "moved", "no-head", "gone", "busy", "no-robots"];
    let links: String = links.iter().map(|path| format!("[x](http://{one}/{path}) ")).collect();
    let site = Site::new(&format!(
        "-- content/_index.md --\n[About](about.md)\n-- content/about.md --\n{links}\n\n[y](http://{nobody}/)\n"
    ));
    let silent = site.run(&["check"]);
    assert!(asked.lock().unwrap().is_empty() && silent.code == 0 && !site.path(".anecdote").exists());
    let nobody_too = nobody.to_string();
    let external = ["check", "--external", "--allow-host", &one, "--allow-host", &nobody_too];
    let run = site.run(&external);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("warning[")).collect();
    let says = |code: &str, words: &str| said.iter().any(|line| line.contains(code) && line.contains(words));
    assert!(says("W0709", "/gone` leads nowhere: the host answers 404") && says("W0709", "nobody answers"), "{said:?}");
    assert!(says("W0710", "/no-robots") && said.len() == 3, "{said:?}");
    assert!(run.stderr.contains("--> content/about.md:1:"), "{}", run.stderr);
    {
        let asked = asked.lock().unwrap();
        let lines: Vec<&str> = asked.iter().map(|(line, _)| line.as_str()).collect();
        assert!(
            lines.contains(&"HEAD /no-head") && lines.contains(&"GET /no-head") && !lines.contains(&"GET /moved"),
            "{lines:?}"
        );
        // A redirect is one question; between two there is a pause.
        let pauses: Vec<u128> = asked.windows(2).map(|pair| (pair[1].1 - pair[0].1).as_millis()).collect();
        assert!(pauses.iter().filter(|pause| **pause < 200).count() <= 1, "{pauses:?}");
    }
    // What is known is not asked again; what nobody could say is.
    let before = asked.lock().unwrap().len();
    let again = site.run(&[&external[..], &["--format", "json"]].concat());
    assert!(again.stdout.contains("W0709") && again.stdout.contains("W0710"), "{}", again.stdout);
    let new: Vec<String> = asked.lock().unwrap()[before..].iter().map(|(line, _)| line.clone()).collect();
    assert!(!new.is_empty() && new.iter().all(|line| line.ends_with("/no-robots")), "{new:?}");
    // Offline, nobody is asked, and what is known is said.
    let before = asked.lock().unwrap().len();
    let offline = site.run(&[&external[..], &["--offline"]].concat());
    assert!(offline.stderr.contains("W0709") && !offline.stderr.contains("W0710"), "{}", offline.stderr);
    assert_eq!(asked.lock().unwrap().len(), before);
    assert_eq!(site.run(&["check", "--offline"]).code, 2);
    assert_eq!(site.run(&["check", "--allow-host", "x.example"]).code, 2);
}
