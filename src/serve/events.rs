//! Tells a browser when the page it shows, or something that the page loads, has changed.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Either;
use http_body_util::channel::{Channel, Sender};
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use hyper::{Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tokio::sync::OwnedSemaphorePermit;

use super::live::Live;
use super::pages::{Drawn, Outcome};
use super::resources;
use super::response::{Body, as_text, put, secured, text};
use super::topics::{Receiver, State, Topic, token_of};
use crate::diag::{Diagnostic, Severity, render_json};
use crate::path::UrlPath;
use crate::pipeline::locate;
use crate::site::Site;

/// How often something is said when there is nothing to say: so a lost connection is noticed.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How long a browser may take to read what it was told before it is given up: it asks again.
const PATIENCE: Duration = Duration::from_secs(15);

/// The state of a page now.
fn state(live: &Live, out: &str) -> State {
    let shown = live.shown();
    let number = shown.number;
    let page = shown.site.as_ref().and_then(|site| site.find(out).map(|page| (site, page)));
    let source = page.and_then(|(_, page)| page.source.as_ref());
    // Errors are everybody's; a warning stands where its author sees what it is about.
    let is_said = |found: &&Diagnostic| {
        let path = found.span.as_ref().map(|span| &span.path);
        found.severity == Severity::Error || (source.is_some() && path == source)
    };
    let mut problems: Vec<Diagnostic> = shown.all().filter(is_said).cloned().collect();
    problems.sort_by(Diagnostic::compare);
    locate(&mut problems, &live.root);
    let (mut drawn, mut loads) = (None, BTreeMap::new());
    if let Some((site, page)) = page {
        let outcome = live.pages.draw(site, &live.root, page);
        if outcome.is_news {
            live.console.found(&outcome.problems.iter().collect::<Vec<_>>());
        }
        let Outcome { drawn: bytes, problems: own, .. } = outcome;
        problems.extend(own);
        loads = bytes.as_ref().map_or_else(BTreeMap::new, |bytes| resources::versions(live, site, out, &bytes.loads));
        drawn = bytes.map(|bytes| resources::page(site, &bytes));
    }
    let is_new =
        |found: &&Diagnostic| problems.iter().all(|known| (known.code, &known.message) != (found.code, &found.message));
    let others: Vec<Diagnostic> = live.unseen().iter().filter(is_new).cloned().collect();
    problems.extend(others);
    let style = shown.site.as_ref().and_then(|site| resources::style(site)).map(str::to_owned);
    let problems = if problems.is_empty() { Bytes::new() } else { told(&problems) };
    State { number, page: drawn, loads, style, problems }
}

/// The event that tells of problems.
fn told(problems: &[Diagnostic]) -> Bytes {
    let all: Vec<Value> = problems.iter().map(render_json).collect();
    event("problems", &json!({ "problems": all, "text": as_text(problems) }))
}

fn event(name: &str, data: &Value) -> Bytes {
    format!("event: {name}\ndata: {data}\n\n").into()
}

/// What stands for all that a page was drawn from and loads, at the moment when it is handed out.
pub fn token(live: &Live, site: &Site, out: &str, drawn: &Drawn) -> String {
    token_of(resources::page(site, drawn), &resources::versions(live, site, out, &drawn.loads))
}

/// Listens to a page, which is followed from now on if nobody did before.
fn listen(live: &Arc<Live>, out: &str) -> Receiver {
    let (receiver, topic) = live.topics.listen(out);
    if let Some(topic) = topic {
        tokio::spawn(keep(Arc::clone(live), out.to_owned(), topic));
    }
    receiver
}

/// Keeps what is known of a page up to date as long as somebody listens.
async fn keep(live: Arc<Live>, out: String, topic: Arc<Topic>) {
    let mut changes = live.changes();
    loop {
        changes.mark_unchanged();
        let page = out.clone();
        if let Some(state) = live.work(move |live| state(live, &page)).await {
            topic.send_replace(Some(Arc::new(state)));
        }
        tokio::select! {
            changed = changes.changed() => if changed.is_err() { return },
            () = topic.closed() => {}
        }
        if live.topics.forget(&out, &topic) {
            return;
        }
    }
}

/// A stream of events about the page that the query names, which has the token that it names.
pub fn stream(query: &str, live: &Arc<Live>) -> Response<Body> {
    let Ok(place) = Arc::clone(&live.topics.listeners).try_acquire_owned() else {
        return text(StatusCode::SERVICE_UNAVAILABLE, "too many pages listen for changes; close some of them");
    };
    let value = |name: &str| {
        let pair = query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        pair.map(|value| percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned())
    };
    let (out, token) = (value("page").unwrap_or_default(), value("token").unwrap_or_default());
    // What waits to be read is the event at hand and no other: who reads slowly is told the newest next.
    let (to, body) = Channel::new(1);
    let since = live.shown().number;
    let states = listen(live, &out);
    let listener = Listener { live: Arc::clone(live), token, since, to, _place: place };
    tokio::spawn(listener.follow(states));
    let mut response = secured(Either::Right(body));
    put(&mut response, CONTENT_TYPE, "text/event-stream");
    put(&mut response, CACHE_CONTROL, "no-store");
    response
}

/// A browser that shows a page.
struct Listener {
    live: Arc<Live>,
    /// Of the page as it has it.
    token: String,
    /// Older states are not news to it.
    since: u64,
    to: Sender<Bytes, Infallible>,
    _place: OwnedSemaphorePermit,
}

impl Listener {
    /// Follows a page until its reader goes away.
    async fn follow(mut self, mut states: Receiver) {
        let mut before: Option<Arc<State>> = None;
        loop {
            let now = states.borrow_and_update().clone().filter(|now| now.number >= self.since);
            if let Some(now) = now {
                let events = news(&self.live, before.as_deref(), &self.token, &now);
                // While it reads, it holds no state but the newest that it knows.
                before = Some(now);
                for event in events {
                    if !self.tell(event).await {
                        return;
                    }
                }
            }
            loop {
                match tokio::time::timeout(HEARTBEAT, states.changed()).await {
                    Ok(Ok(())) => break,
                    Ok(Err(_)) => return,
                    Err(_) => {
                        if !self.tell(Bytes::from_static(b": still here\n\n")).await {
                            return;
                        }
                    }
                }
            }
        }
    }

    /// Whether it reads what it is told.
    async fn tell(&mut self, event: Bytes) -> bool {
        matches!(tokio::time::timeout(PATIENCE, self.to.send_data(event)).await, Ok(Ok(())))
    }
}

/// What a browser that knows one state must hear of another.
fn news(live: &Live, before: Option<&State>, token: &str, now: &State) -> Vec<Bytes> {
    let mut events = Vec::new();
    if before.is_none() {
        events.push(event("ready", &json!({})));
    }
    let known = before.map_or(&[][..], |before| &before.problems);
    if known != now.problems {
        events.push(if now.problems.is_empty() { told(&[]) } else { now.problems.clone() });
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
            event("swap", &what)
        }
        None => event("reload", &json!({})),
    });
    events
}

/// The stylesheets and pictures that changed, if nothing else did: they can be swapped in place. Stylesheets by their old
/// and their new address.
fn only_swapped(live: &Live, before: &State, now: &State) -> Option<Value> {
    let (mut styles, mut pictures) = (Vec::new(), Vec::new());
    let changed = now.loads.iter().filter(|(path, version)| before.loads.get(*path) != Some(version));
    for (path, _) in changed {
        let address = |path: &str| format!("{}{}", live.base_path(), UrlPath::new(path));
        let mime = mime_guess::from_path(path).first_or_octet_stream();
        match (mime.essence_str(), mime.type_().as_str()) {
            _ if path == resources::STYLE => {
                styles.push([before.style.as_deref().map(address)?, now.style.as_deref().map(address)?]);
            }
            ("text/css", _) => styles.push([address(path), address(path)]),
            (_, "image") => pictures.push(address(path)),
            _ => return None,
        }
    }
    Some(json!({ "styles": styles, "pictures": pictures }))
}
