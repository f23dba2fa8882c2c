//! Responses, and the headers that each has.

use std::convert::Infallible;

use http_body_util::channel::Channel;
use http_body_util::{Either, Full};
use hyper::body::Bytes;
use hyper::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Response, StatusCode};

use super::policy;
use crate::diag::{Style, render};

/// What a response holds: bytes, or a stream of events.
pub type Body = Either<Full<Bytes>, Channel<Bytes, Infallible>>;

/// Where the server's own addresses are, below the base path.
pub const OWN: &str = "__anecdote/";

/// Which origins may load an answer, and which share a group of windows with a page (Fetch and HTML standards).
pub const CORP: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const COOP: HeaderName = HeaderName::from_static("cross-origin-opener-policy");

pub fn html(status: StatusCode, page: Bytes, policy: &str) -> Response<Body> {
    let mut response = plain(status, page);
    put(&mut response, CONTENT_TYPE, "text/html; charset=utf-8");
    put(&mut response, CONTENT_SECURITY_POLICY, policy);
    response
}

/// A short answer in words.
pub fn text(status: StatusCode, words: &str) -> Response<Body> {
    let mut response = plain(status, format!("{words}\n").into());
    put(&mut response, CONTENT_TYPE, "text/plain; charset=utf-8");
    response
}

pub fn redirect(to: &str) -> Response<Body> {
    let mut response = plain(StatusCode::TEMPORARY_REDIRECT, Bytes::new());
    put(&mut response, LOCATION, to);
    response
}

pub fn plain(status: StatusCode, bytes: Bytes) -> Response<Body> {
    let mut response = secured(Either::Left(Full::new(bytes)));
    *response.status_mut() = status;
    response
}

/// An answer that no other origin may load, frame or hold a window of, and that nobody keeps without asking.
pub fn secured(body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    // What is kept must be asked after each time: the next save may have changed it.
    put(&mut response, CACHE_CONTROL, "no-cache");
    put(&mut response, X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(&mut response, CORP, "same-origin");
    put(&mut response, COOP, "same-origin");
    put(&mut response, CONTENT_SECURITY_POLICY, policy::OWN);
    response
}

/// Sets a header.
pub fn put(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Problems as the terminal shows them, without colour.
pub fn as_text(problems: &[crate::diag::Diagnostic]) -> String {
    problems.iter().map(|found| render(found, Style::Plain)).collect::<Vec<_>>().join("\n\n")
}
