//! What became of a link.

use serde::{Deserialize, Serialize};

/// What became of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "is", content = "why")]
pub enum Verdict {
    /// It leads somewhere.
    Fine,
    /// It leads nowhere: the host says so, or there is no such host.
    Dead(String),
    /// The host would not say: it is busy, or answers no programs.
    Unsure(String),
    /// It was not asked, as readers do not reach it, or as it may be asked for nothing but the web.
    Refused(String),
}

/// The host of an address, with its port.
pub fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}
