//! The preview without a network: what it would answer.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Either;
use hyper::{HeaderMap, Method, Uri};
use jiff::Timestamp;

use super::console::{Change, Console};
use super::guard::Hosts;
use super::live::Live;
use super::request::{Answer, route};
use crate::diag::Diagnostic;
use crate::index::Audience;
use crate::model::ExclusionReason;
use crate::path::SourcePath;
use crate::pipeline::{Builder, Project};
use crate::source::ChangeSet;

/// What is shown of a site as it stands in its folder.
pub struct Preview(Live);

/// A status, the headers, and the bytes.
pub type Answered = (u16, Vec<(String, String)>, Vec<u8>);

impl Preview {
    /// The preview of a site; what is wrong with it is not said.
    pub fn of(root: &Path) -> Self {
        let audience = Audience { now: Timestamp::UNIX_EPOCH, drafts: false, future: true };
        let project = Project::new(root, audience);
        let hosts = Hosts::new(([127, 0, 0, 1], 4040).into(), &[]);
        let live = Live::new(root.to_owned(), hosts, None, Arc::new(Silence));
        live.show(Builder::new(project).build(&ChangeSet::Everywhere));
        Self(live)
    }

    /// What is answered to a GET of an address with these headers; `None` where they are no HTTP, or ask for events.
    pub fn get(&self, address: &str, headers: &[(&str, &str)]) -> Option<Answered> {
        let uri: Uri = address.parse().ok()?;
        let mut all = HeaderMap::new();
        all.insert(hyper::header::HOST, "localhost:4040".parse().ok()?);
        for (name, value) in headers {
            all.insert(name.parse::<hyper::header::HeaderName>().ok()?, value.parse().ok()?);
        }
        let Answer::Whole(response) = route(&self.0, &Method::GET, &uri, &all) else { return None };
        let (head, body) = response.into_parts();
        let text = |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = head.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        let Either::Left(body) = body else { return None };
        let bytes = body.into_inner().map(|bytes| bytes.to_vec()).unwrap_or_default();
        Some((head.status.as_u16(), headers, bytes))
    }
}

/// Hears nothing.
struct Silence;

impl Console for Silence {
    fn excluded(&self, _: &[(SourcePath, ExclusionReason)]) {}
    fn ready(&self, _: &str, _: usize, _: Duration) {}
    fn changed(&self, _: &Change) {}
    fn found(&self, _: &[&Diagnostic]) {}
    fn note(&self, _: &str) {}
}
