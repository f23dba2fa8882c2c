//! Tells a browser when the page it shows, or something that the page loads, has changed.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Either;
use http_body_util::channel::{Channel, Sender};
use hyper::Response;
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use super::answer::{Body, as_text, put};
use super::live::Live;
use super::pages::{Drawn, Outcome};
use super::resources;
use crate::diag::{Diagnostic, Severity, render_json};
use crate::digest::Digest;
use crate::path::UrlPath;
use crate::pipeline::locate;
use crate::site::Site;

/// How often something is said when there is nothing to say: so a lost connection is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// The state of a page: its bytes, those of what it loads, and what is wrong.
#[derive(Clone, Debug, Default, PartialEq)]
struct State {
    /// `None` where there is no such page.
    page: Option<Digest>,
    loads: BTreeMap<String, Digest>,
    problems: Vec<Diagnostic>,
}

impl State {
    fn now(live: &Live, out: &str) -> Self {
        let shown = live.shown();
        let page = shown.site.as_ref().and_then(|site| site.find(out).map(|page| (site, page)));
        let source = page.and_then(|(_, page)| page.source.as_ref());
        // Errors are everybody's; a warning stands where its author sees what it is about.
        let is_said = |found: &&Diagnostic| {
            let path = found.span.as_ref().map(|span| &span.path);
            found.severity == Severity::Error || (source.is_some() && path == source)
        };
        let mut problems: Vec<Diagnostic> = shown.all().filter(is_said).cloned().collect();
        locate(&mut problems, &live.root);
        let Some((site, page)) = page else { return Self { problems, ..Self::default() } };
        let Outcome { drawn, problems: own, is_news } = live.pages.draw(site, &live.root, page);
        if is_news {
            live.console.found(&own.iter().collect::<Vec<_>>());
        }
        problems.extend(own);
        match drawn {
            Some(drawn) => {
                let loads = resources::versions(live, site, out, &drawn.loads);
                Self { page: Some(drawn.digest), loads, problems }
            }
            None => Self { problems, ..Self::default() },
        }
    }

    fn token(&self) -> String {
        match self.page {
            Some(page) => Digest::of(&(page, &self.loads)).to_string(),
            None => String::new(),
        }
    }
}

/// What stands for all that a page was drawn from and loads, at the moment when it is handed out.
pub fn token(live: &Live, site: &Site, out: &str, drawn: &Drawn) -> String {
    let loads = resources::versions(live, site, out, &drawn.loads);
    State { page: Some(drawn.digest), loads, problems: Vec::new() }.token()
}

/// A stream of events about the page that the query names, which has the token that it names.
pub fn stream(query: &str, live: Arc<Live>) -> Response<Body> {
    let value = |name: &str| {
        let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        pair.map(|value| percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned())
    };
    let (out, token) = (value("page").unwrap_or_default(), value("token").unwrap_or_default());
    let (sender, body) = Channel::new(16);
    tokio::spawn(follow(live, out, token, sender));
    let mut response = Response::new(Either::Right(body));
    put(&mut response, CONTENT_TYPE, "text/event-stream");
    put(&mut response, CACHE_CONTROL, "no-store");
    response
}

/// Follows a page until its reader goes away.
async fn follow(live: Arc<Live>, out: String, token: String, mut to: Sender<Bytes, Infallible>) {
    let mut changes = live.changes();
    let mut before: Option<State> = None;
    loop {
        changes.mark_unchanged();
        let (state, page) = (Arc::clone(&live), out.clone());
        let Ok(now) = tokio::task::spawn_blocking(move || State::now(&state, &page)).await else { return };
        for (event, data) in news(&live, before.as_ref(), &token, &now) {
            let text = format!("event: {event}\ndata: {data}\n\n");
            if to.send_data(text.into()).await.is_err() {
                return;
            }
        }
        before = Some(now);
        loop {
            match tokio::time::timeout(HEARTBEAT, changes.changed()).await {
                Ok(Ok(())) => break,
                Ok(Err(_)) => return,
                Err(_) => {
                    if to.send_data(Bytes::from_static(b": still here\n\n")).await.is_err() {
                        return;
                    }
                }
            }
        }
    }
}

/// What a browser that knows one state must hear of another.
fn news(live: &Live, before: Option<&State>, token: &str, now: &State) -> Vec<(&'static str, Value)> {
    let mut events = Vec::new();
    if before.is_none() {
        events.push(("ready", json!({})));
    }
    let known = before.map(|before| &before.problems);
    if known != Some(&now.problems) && (known.is_some() || !now.problems.is_empty()) {
        let problems: Vec<Value> = now.problems.iter().map(render_json).collect();
        events.push(("problems", json!({ "problems": problems, "text": as_text(&now.problems) })));
    }
    let fresh = now.token();
    // A page that is not there has nothing to show: it is looked at again when it comes.
    let old = before.map_or_else(|| token.to_owned(), State::token);
    let is_same = fresh == old || (fresh.is_empty() && before.is_none());
    if is_same {
        return events;
    }
    let swap = before.filter(|before| before.page == now.page && before.page.is_some());
    let swap = swap.and_then(|before| only_swapped(live, before, now));
    events.push(match swap {
        Some(mut what) => {
            what["token"] = fresh.into();
            ("swap", what)
        }
        None => ("reload", json!({})),
    });
    events
}

/// The stylesheets and pictures that changed, if nothing else did: they can be swapped in place.
fn only_swapped(live: &Live, before: &State, now: &State) -> Option<Value> {
    let (mut styles, mut pictures) = (Vec::new(), Vec::new());
    let changed = now.loads.iter().filter(|(path, version)| before.loads.get(*path) != Some(version));
    for (path, _) in changed {
        let address = format!("{}{}", live.base_path(), UrlPath::new(path));
        let mime = mime_guess::from_path(path).first_or_octet_stream();
        match (mime.essence_str(), mime.type_().as_str()) {
            ("text/css", _) => styles.push(address),
            (_, "image") => pictures.push(address),
            _ => return None,
        }
    }
    Some(json!({ "styles": styles, "pictures": pictures }))
}
