//! A small HTTP client, so that requests are exactly what a test says.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends a request whose path goes out as it is.
pub fn request(address: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response {
    let mut stream = open(address, method, path, headers, body);
    let (status, headers) = head(&mut stream);
    let mut response = Response { status, headers, body: Vec::new() };
    let length: usize = response.header("content-length").parse().unwrap_or(0);
    if method != "HEAD" && length > 0 {
        response.body.resize(length, 0);
        stream.read_exact(&mut response.body).unwrap();
    }
    response
}

pub fn get(address: &str, path: &str) -> Response {
    request(address, "GET", path, &[], "")
}

/// What a browser asks for when somebody goes to a page.
pub fn visit(address: &str, path: &str) -> Response {
    request(address, "GET", path, &[("Accept", "text/html,application/xhtml+xml")], "")
}

fn open(address: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> BufReader<TcpStream> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(130))).unwrap();
    let mut text = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "Host") {
        text += &format!("Host: {address}\r\n");
    }
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    if !body.is_empty() {
        text += &format!("Content-Length: {}\r\n", body.len());
    }
    stream.write_all(format!("{text}\r\n{body}").as_bytes()).unwrap();
    BufReader::new(stream)
}

fn head(stream: &mut BufReader<TcpStream>) -> (u16, Vec<(String, String)>) {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    let status = lines[0].split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines[1..].iter().filter_map(|line| line.split_once(":"));
    (status, headers.map(|(name, value)| (name.to_owned(), value.trim().to_owned())).collect())
}

/// A stream of events, read one by one.
pub struct Events(BufReader<TcpStream>);

impl Events {
    pub fn open(address: &str, path: &str) -> Self {
        let mut stream = open(address, "GET", path, &[], "");
        let (status, headers) = head(&mut stream);
        assert_eq!(status, 200);
        assert!(headers.iter().any(|(_, value)| value == "text/event-stream"));
        let mut events = Self(stream);
        // From here on nothing is missed.
        assert_eq!(events.next().0, "ready");
        events
    }

    /// The next event: its name and its data. Chunk lengths and heartbeats are passed over.
    pub fn next(&mut self) -> (String, serde_json::Value) {
        let mut event = String::new();
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(name) = line.trim_end().strip_prefix("event: ") {
                event = name.to_owned();
            } else if let Some(data) = line.trim_end().strip_prefix("data: ") {
                return (event, serde_json::from_str(data).unwrap());
            }
        }
    }
}
