//! A request to a response.

use std::convert::Infallible;
use std::sync::Arc;

use http_body_util::channel::Channel;
use http_body_util::{Either, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ACCEPT, ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue,
    IF_NONE_MATCH, LOCATION, RANGE,
};
use hyper::{Method, Request, Response, StatusCode, Uri};
use percent_encoding::percent_decode_str;

use super::live::Live;
use super::pages::Outcome;
use super::{events, inject, missing};
use crate::diag::{Diagnostic, Style, render};
use crate::path::UrlPath;
use crate::pipeline::locate;

/// What a response holds: bytes, or a stream of events.
pub type Body = Either<Full<Bytes>, Channel<Bytes, Infallible>>;

/// Where the server's own addresses are, below the base path.
pub const OWN: &str = "__anecdote/";

/// What a request comes to.
pub enum Answer {
    /// Bytes.
    Whole(Response<Body>),
    /// A stream of events about the page that this query names.
    Events(String),
}

/// Answers a request.
pub async fn answer(request: Request<Incoming>, live: Arc<Live>) -> Response<Body> {
    let (head, _) = request.into_parts();
    let state = Arc::clone(&live);
    // Drawing takes a while; others are answered meanwhile.
    let answered = tokio::task::spawn_blocking(move || route(&state, &head.method, &head.uri, &head.headers)).await;
    match answered {
        Ok(Answer::Whole(response)) => response,
        Ok(Answer::Events(query)) => events::stream(&query, live),
        Err(_) => text(StatusCode::INTERNAL_SERVER_ERROR, "this page could not be drawn"),
    }
}

/// What a request asks for.
pub fn route(live: &Live, method: &Method, uri: &Uri, headers: &HeaderMap) -> Answer {
    if let Err(why) = live.hosts.check(headers) {
        return Answer::Whole(text(StatusCode::FORBIDDEN, &why));
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Answer::Whole(response);
    }
    let base = live.base_path();
    let path = uri.path();
    let Some(below) = path.strip_prefix(&base) else {
        // The site stands below its base path, as it will where it is published.
        return Answer::Whole(match path == "/" || format!("{path}/") == base {
            true => redirect(&base),
            false => text(StatusCode::NOT_FOUND, &format!("this site stands below {base}")),
        });
    };
    Answer::Whole(match below.strip_prefix(OWN) {
        Some("live.js") => script(),
        Some("events") => return Answer::Events(uri.query().unwrap_or("").to_owned()),
        Some(_) => text(StatusCode::NOT_FOUND, "there is nothing here"),
        None => match percent_decode_str(below).decode_utf8() {
            Ok(below) => output(live, &base, &below, headers),
            Err(_) => text(StatusCode::NOT_FOUND, "this address is not readable"),
        },
    })
}

/// An output of the site. What is asked for is only ever looked up among the outputs.
fn output(live: &Live, base: &str, below: &str, headers: &HeaderMap) -> Response<Body> {
    let shown = live.shown();
    let is_browser =
        headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|a| a.contains("text/html"));
    let out = match below.is_empty() || below.ends_with('/') {
        true => format!("{below}index.html"),
        false => below.to_owned(),
    };
    let Some(site) = &shown.site else {
        let mut problems: Vec<Diagnostic> = shown.all().cloned().collect();
        locate(&mut problems, &live.root);
        return html(StatusCode::SERVICE_UNAVAILABLE, inject::problems_page(live, &out, &problems));
    };
    let Some(page) = site.find(&out) else {
        let folder = format!("{below}/index.html");
        return match !below.ends_with('/') && site.find(&folder).is_some() {
            true => redirect(&format!("{base}{}/", UrlPath::new(below))),
            false => html(StatusCode::NOT_FOUND, missing::page(live, site, &out, is_browser)),
        };
    };
    let Outcome { drawn, problems, is_news } = live.pages.draw(site, &live.root, page);
    if is_news {
        live.console.found(&problems.iter().collect::<Vec<_>>());
    }
    let Some(drawn) = drawn else {
        return html(StatusCode::INTERNAL_SERVER_ERROR, inject::problems_page(live, &out, &problems));
    };
    if is_browser && out.ends_with(".html") {
        let token = events::token(live, site, &out, &drawn);
        let with_script = inject::script(live, &drawn.bytes, &out, &token);
        return file(&out, with_script, &token, headers);
    }
    file(&out, drawn.bytes.clone(), &drawn.digest.to_string(), headers)
}

/// A file, or the part of it that is wanted, or word that it is still the same.
fn file(out: &str, bytes: Bytes, tag: &str, headers: &HeaderMap) -> Response<Body> {
    let tag = format!("\"{tag}\"");
    let known = headers.get(IF_NONE_MATCH).and_then(|known| known.to_str().ok()).unwrap_or("");
    let mut response = if known.split(',').any(|known| known.trim() == tag) {
        plain(StatusCode::NOT_MODIFIED, Bytes::new())
    } else {
        match part(&bytes, headers) {
            None => plain(StatusCode::OK, bytes),
            Some(Ok((part, range))) => {
                let mut response = plain(StatusCode::PARTIAL_CONTENT, part);
                put(&mut response, CONTENT_RANGE, &range);
                response
            }
            Some(Err(range)) => {
                let mut response = plain(StatusCode::RANGE_NOT_SATISFIABLE, Bytes::new());
                put(&mut response, CONTENT_RANGE, &range);
                response
            }
        }
    };
    put(&mut response, CONTENT_TYPE, &mime(out));
    put(&mut response, ETAG, &tag);
    put(&mut response, ACCEPT_RANGES, "bytes");
    response
}

/// The part of a file that a player or a viewer asks for, with its range; the error is the whole's.
fn part(bytes: &Bytes, headers: &HeaderMap) -> Option<Result<(Bytes, String), String>> {
    let wanted = headers.get(RANGE)?.to_str().ok()?;
    let all = bytes.len() as u64;
    let ranges = http_range_header::parse_range_header(wanted).ok()?.validate(all);
    Some(match ranges.as_deref() {
        Ok([range]) => {
            let (from, to) = (*range.start() as usize, *range.end() as usize);
            Ok((bytes.slice(from..=to), format!("bytes {from}-{to}/{all}")))
        }
        // Several parts at once: the whole will do.
        Ok(_) => return None,
        Err(_) => Err(format!("bytes */{all}")),
    })
}

fn mime(out: &str) -> String {
    let mime = mime_guess::from_path(out).first_or_octet_stream();
    let is_text = mime.type_() == mime_guess::mime::TEXT
        || matches!(
            mime.essence_str(),
            "application/json" | "application/xml" | "application/javascript" | "image/svg+xml"
        );
    if is_text { format!("{}; charset=utf-8", mime.essence_str()) } else { mime.essence_str().to_owned() }
}

fn script() -> Response<Body> {
    file("live.js", Bytes::from_static(inject::CLIENT.as_bytes()), env!("CARGO_PKG_VERSION"), &HeaderMap::new())
}

fn html(status: StatusCode, page: Bytes) -> Response<Body> {
    let mut response = plain(status, page);
    put(&mut response, CONTENT_TYPE, "text/html; charset=utf-8");
    response
}

/// A short answer in words.
pub fn text(status: StatusCode, words: &str) -> Response<Body> {
    let mut response = plain(status, format!("{words}\n").into());
    put(&mut response, CONTENT_TYPE, "text/plain; charset=utf-8");
    response
}

fn redirect(to: &str) -> Response<Body> {
    let mut response = plain(StatusCode::TEMPORARY_REDIRECT, Bytes::new());
    put(&mut response, LOCATION, to);
    response
}

fn plain(status: StatusCode, bytes: Bytes) -> Response<Body> {
    let mut response = Response::new(Either::Left(Full::new(bytes)));
    *response.status_mut() = status;
    // What is kept must be asked after each time: the next save may have changed it.
    put(&mut response, CACHE_CONTROL, "no-cache");
    put(&mut response, HeaderName::from_static("x-content-type-options"), "nosniff");
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
