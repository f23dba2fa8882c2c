//! A real browser, driven by the WebDriver protocol (w3.org/TR/webdriver2).

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http::request;

pub struct Browser {
    driver: Child,
    address: String,
    session: String,
    _profile: TempDir,
}

/// Whether there is a browser to drive; where one is required, that there is none is an error.
pub fn is_there() -> bool {
    let there = Command::new("chromedriver").arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(there || std::env::var_os("ANECDOTE_REQUIRE_BROWSER").is_none(), "there is no chromedriver");
    if !there {
        eprintln!("skipped: there is no chromedriver");
    }
    there
}

impl Browser {
    pub fn start() -> Self {
        let start = || {
            let mut driver = Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn().unwrap();
            let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines().map_while(Result::ok);
            let Some(line) = lines.find(|line| line.contains("started successfully on port")) else {
                eprintln!("chromedriver did not start: {:?}", driver.wait());
                return None;
            };
            // It stops when nobody hears it.
            std::thread::spawn(move || lines.for_each(drop));
            Some((driver, line))
        };
        // The port that it finds free may be another program's by the time it is used.
        let (driver, line) = (0..5).find_map(|_| start()).unwrap();
        let port = line.rsplit(' ').next().unwrap().trim_end_matches('.').to_owned();
        let profile = TempDir::new().unwrap();
        let mut browser =
            Self { driver, address: format!("127.0.0.1:{port}"), session: String::new(), _profile: profile };
        let args = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--window-size=1000,700",
            &format!("--user-data-dir={}", browser._profile.path().display()),
        ];
        // Other tests keep the machine busy at the same time.
        let patience = json!({ "script": 120_000 });
        let options = json!({ "alwaysMatch": { "goog:chromeOptions": { "args": args }, "timeouts": patience } });
        let answer = browser.send("POST", "/session", &json!({ "capabilities": options }));
        browser.session = answer["sessionId"].as_str().unwrap().to_owned();
        browser
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let headers = [("Content-Type", "application/json; charset=utf-8")];
        let response = request(&self.address, method, path, &headers, &body);
        let mut answer: Value = serde_json::from_slice(&response.body).unwrap();
        assert_eq!(response.status, 200, "{path}: {answer}");
        answer["value"].take()
    }

    pub fn go(&self, url: &str) {
        self.send("POST", &format!("/session/{}/url", self.session), &json!({ "url": url }));
    }

    /// Runs a script and gives what it returns.
    pub fn run(&self, script: &str) -> Value {
        let path = format!("/session/{}/execute/sync", self.session);
        self.send("POST", &path, &json!({ "script": script, "args": [] }))
    }

    /// Goes into a frame, as a script gave it; back to the whole page with `null`.
    pub fn frame(&self, frame: &Value) {
        self.send("POST", &format!("/session/{}/frame", self.session), &json!({ "id": frame }));
    }

    /// Runs a script that calls back with what it found.
    pub fn run_async(&self, script: &str) -> Value {
        let path = format!("/session/{}/execute/async", self.session);
        self.send("POST", &path, &json!({ "script": script, "args": [] }))
    }

    /// What the page's policy has stopped since it began.
    pub fn stopped(&self) -> Value {
        self.run_async(
            "const done = arguments[arguments.length - 1];\
             const say = (all) => done(all.map((one) => `${one.body.effectiveDirective} ${one.body.blockedURL}`));\
             new ReportingObserver(say, { types: ['csp-violation'], buffered: true }).observe();\
             setTimeout(() => done([]), 100);",
        )
    }

    /// Gives the window a width, and the reader a liking for light or dark.
    pub fn window(&self, width: u32, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", &media);
        let size = json!({ "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.devtools("Emulation.setDeviceMetricsOverride", &size);
    }

    /// Runs a command of the Chrome DevTools Protocol.
    pub fn devtools(&self, command: &str, params: &Value) -> Value {
        let path = format!("/session/{}/goog/cdp/execute", self.session);
        self.send("POST", &path, &json!({ "cmd": command, "params": params }))
    }

    /// Presses a key and lets it go; special keys by their code points in WebDriver.
    pub fn press(&self, key: &str) {
        let strokes = json!([{ "type": "keyDown", "value": key }, { "type": "keyUp", "value": key }]);
        let actions = json!({ "actions": [{ "type": "key", "id": "keys", "actions": strokes }] });
        self.send("POST", &format!("/session/{}/actions", self.session), &actions);
    }

    /// Waits until an expression holds, on this page or the one that takes its place.
    pub fn until(&self, expression: &str) {
        let begun = std::time::Instant::now();
        while self.run(&format!("return !!({expression})")) != json!(true) {
            assert!(begun.elapsed().as_secs() < 20, "never: {expression}");
            // A frame or two of the browser's own.
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }

    /// A picture of the window.
    pub fn picture(&self) -> String {
        let path = format!("/session/{}/screenshot", self.session);
        self.send("GET", &path, &Value::Null).as_str().unwrap().to_owned()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let path = format!("/session/{}", self.session);
            // A driver that is gone must not hide why a test failed.
            let _ = std::panic::catch_unwind(|| request(&self.address, "DELETE", &path, &[], ""));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
