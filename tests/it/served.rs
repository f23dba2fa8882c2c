//! A running server over a site's folder.

use std::cell::RefCell;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::http::{self, Response};
use crate::site::Site;

/// As long as anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Served {
    child: Child,
    pub address: String,
    lines: Receiver<String>,
    said: RefCell<Vec<String>>,
}

impl Served {
    pub fn start(site: &Site, args: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_anecdote"));
        command.args(["--root", site.root().to_str().unwrap(), "--color", "never", "serve", "--port", "0"]).args(args);
        Self::run(command)
    }

    /// Serves a folder.
    pub fn start_at(root: &std::path::Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_anecdote"));
        command.args(["--root", root.to_str().unwrap(), "--color", "never", "serve", "--port", "0"]);
        Self::run(command)
    }

    /// Runs a command that serves, and waits until it says where.
    pub fn run(mut command: Command) -> Self {
        command.env("SOURCE_DATE_EPOCH", "1793577600").stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (sender, lines) = channel();
        for stream in [
            Box::new(child.stdout.take().unwrap()) as Box<dyn std::io::Read + Send>,
            Box::new(child.stderr.take().unwrap()),
        ] {
            let sender = sender.clone();
            std::thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let _ = sender.send(line);
                }
            });
        }
        let mut served = Self { child, address: String::new(), lines, said: RefCell::default() };
        let line = served.line(&|line| line.starts_with("Serving "));
        let address = line.split("http://").nth(1).unwrap().split('/').next().unwrap();
        served.address = address.to_owned();
        served
    }

    /// The next line that is like that; what was said before it is passed over.
    pub fn line(&self, is_it: &dyn Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        while let Ok(line) = self.lines.recv_timeout(PATIENCE.saturating_sub(begun.elapsed())) {
            self.said.borrow_mut().push(line.clone());
            if is_it(&line) {
                return line;
            }
        }
        panic!("the line never came; there were {:#?}", self.said.borrow());
    }

    /// All that was said up to now.
    pub fn said(&self) -> Vec<String> {
        self.said.borrow().clone()
    }

    /// The next line about a change.
    pub fn change(&self) -> String {
        self.line(&|line| line.ends_with(" ms") && line.contains(": "))
    }

    pub fn get(&self, path: &str) -> Response {
        http::get(&self.address, path)
    }

    pub fn visit(&self, path: &str) -> Response {
        http::visit(&self.address, path)
    }

    /// Waits until it holds, looking again whenever something is said.
    pub fn until(&self, what: &str, holds: &dyn Fn() -> Result<(), String>) {
        let begun = Instant::now();
        loop {
            match holds() {
                Ok(()) => return,
                Err(why) => assert!(begun.elapsed() < PATIENCE, "{what}: {why}"),
            }
            self.said.borrow_mut().extend(self.lines.recv_timeout(Duration::from_millis(20)));
        }
    }

    pub fn interrupt(mut self) -> i32 {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        self.child.wait().unwrap().code().unwrap()
    }

    pub fn memory_kilobytes(&self) -> Option<u64> {
        self.status("VmRSS:")
    }

    /// How many threads it has, where the system says so.
    pub fn threads(&self) -> Option<u64> {
        self.status("Threads:")
    }

    /// How long it has computed, in hundredths of a second, where the system says so.
    pub fn computed(&self) -> Option<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        Some(fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?)
    }

    fn status(&self, name: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().split(' ').next()?.parse().ok()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
