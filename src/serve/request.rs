//! A request to a response.

use std::sync::Arc;

use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ACCEPT, ACCEPT_RANGES, ALLOW, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue,
    IF_NONE_MATCH, RANGE,
};
use hyper::{Method, Request, Response, StatusCode, Uri};
use percent_encoding::percent_decode_str;

use super::guard::{Asker, REFUSED};
use super::live::Live;
use super::pages::Outcome;
use super::response::{Body, CORP, OWN, html, plain, put, redirect, text};
use super::{events, inject, missing, policy};
use crate::diag::Diagnostic;
use crate::path::UrlPath;
use crate::pipeline::locate;

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
    // Drawing takes a while; others are answered meanwhile.
    let answered = live.work(move |live| route(live, &head.method, &head.uri, &head.headers)).await;
    match answered {
        Some(Answer::Whole(response)) => response,
        Some(Answer::Events(query)) => events::stream(&query, &live),
        None => text(StatusCode::INTERNAL_SERVER_ERROR, "this page could not be drawn"),
    }
}

/// What a request asks for.
pub fn route(live: &Live, method: &Method, uri: &Uri, headers: &HeaderMap) -> Answer {
    let asker = match live.hosts.asker(method, headers) {
        Ok(asker) => asker,
        Err(why) => return Answer::Whole(text(StatusCode::FORBIDDEN, &why)),
    };
    if asker != Asker::Own {
        return Answer::Whole(for_others(live, asker, method, uri, headers));
    }
    if !is_reading(method) {
        let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return Answer::Whole(response);
    }
    let base = live.base_path();
    let path = uri.path();
    let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
    let Some(below) = path.strip_prefix(&base) else {
        // The site stands below its base path, as it will where it is published.
        return Answer::Whole(if path == "/" || format!("{path}/") == base {
            redirect(&format!("{base}{query}"))
        } else {
            text(StatusCode::NOT_FOUND, &format!("this site stands below {base}"))
        });
    };
    Answer::Whole(match below.strip_prefix(OWN) {
        Some("live.js") => own_file("live.js", inject::CLIENT),
        Some("preview.css") => own_file("preview.css", inject::STYLE),
        Some("events") => return Answer::Events(uri.query().unwrap_or("").to_owned()),
        Some(_) => text(StatusCode::NOT_FOUND, "there is nothing here"),
        None => match percent_decode_str(below).decode_utf8() {
            Ok(below) => output(live, &base, &below, &query, headers),
            Err(_) => text(StatusCode::NOT_FOUND, "this address is not readable"),
        },
    })
}

fn is_reading(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// What a page of another origin gets: what it may load, or the same refusal for whatever is there or not.
fn for_others(live: &Live, asker: Asker, method: &Method, uri: &Uri, headers: &HeaderMap) -> Response<Body> {
    let base = live.base_path();
    let below = uri.path().strip_prefix(&base).and_then(|below| percent_decode_str(below).decode_utf8().ok());
    let shown = live.shown();
    let wanted = shown.site.as_ref().zip(below).and_then(|(site, below)| {
        let page = site.find(&out_of(&below))?;
        policy::may_load(site, asker, page).then_some(below)
    });
    match wanted {
        Some(below) if is_reading(method) => output(live, &base, &below, "", headers),
        _ => text(StatusCode::FORBIDDEN, REFUSED),
    }
}

/// The output that an address leads to.
fn out_of(below: &str) -> String {
    if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_owned() }
}

/// An output of the site. What is asked for is only ever looked up among the outputs.
fn output(live: &Live, base: &str, below: &str, query: &str, headers: &HeaderMap) -> Response<Body> {
    let shown = live.shown();
    let is_browser =
        headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|a| a.contains("text/html"));
    let out = out_of(below);
    let Some(site) = &shown.site else {
        let mut problems: Vec<Diagnostic> = shown.all().cloned().collect();
        problems.sort_by(Diagnostic::compare);
        locate(&mut problems, &live.root);
        return html(StatusCode::SERVICE_UNAVAILABLE, inject::problems_page(live, &out, &problems), policy::OWN);
    };
    let Some(page) = site.find(&out) else {
        let folder = format!("{below}/index.html");
        return if !below.ends_with('/') && site.find(&folder).is_some() {
            redirect(&format!("{base}{}/{query}", UrlPath::new(below)))
        } else {
            let (page, policy) = missing::page(live, site, &out, is_browser);
            html(StatusCode::NOT_FOUND, page, &policy)
        };
    };
    let Outcome { drawn, problems, is_news } = live.pages.draw(site, &live.root, page);
    if is_news {
        live.console.found(&problems.iter().collect::<Vec<_>>());
    }
    let Some(drawn) = drawn else {
        return html(StatusCode::INTERNAL_SERVER_ERROR, inject::problems_page(live, &out, &problems), policy::OWN);
    };
    let mut response = if is_browser && out.ends_with(".html") {
        let token = events::token(live, site, &out, &drawn);
        file(&out, inject::script(live, &drawn.bytes, &out, &token), &token, headers)
    } else {
        file(&out, drawn.bytes.clone(), &drawn.digest.to_string(), headers)
    };
    put(&mut response, CONTENT_SECURITY_POLICY, &policy::of(site, page, &drawn.bytes));
    if policy::is_for_others(site, page) {
        put(&mut response, CORP, "cross-origin");
    }
    response
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

/// A file of the server's own.
fn own_file(out: &str, text: &'static str) -> Response<Body> {
    file(out, Bytes::from_static(text.as_bytes()), env!("CARGO_PKG_VERSION"), &HeaderMap::new())
}
