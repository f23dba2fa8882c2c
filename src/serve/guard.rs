//! Who may ask. A page of another site must learn nothing from this server: not what a page says, nor whether there is one.
//!
//! Browsers say with each request which site it comes from and what it is for (Fetch Metadata, <https://www.w3.org/TR/fetch-metadata/>):
//! no page can change that. Where they do not, as over plain HTTP from another machine, `Origin` and `Referer` decide.

use std::net::{IpAddr, SocketAddr};

use hyper::header::{HOST, HeaderName, ORIGIN, REFERER};
use hyper::{HeaderMap, Method};

/// What strangers are told, whatever they ask for.
pub const REFUSED: &str =
    "the preview answers its own pages and no others; open the address itself in a tab of its own";

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The preview's own page, a person who opens an address in a tab, or another program.
    Own,
    /// A page of another origin on this machine, by its own word.
    Neighbour,
    /// A page of another site, or one that does not say which.
    Stranger,
}

/// The names by which this server answers.
#[derive(Clone, Debug)]
pub struct Hosts {
    /// Whether others than this machine may ask.
    is_open: bool,
    allowed: Vec<String>,
}

impl Hosts {
    /// Those of an address to listen at, and others that were allowed.
    pub fn new(address: SocketAddr, allowed: &[String]) -> Self {
        let allowed = allowed.iter().map(|name| name.to_ascii_lowercase()).collect();
        Self { is_open: !address.ip().is_loopback(), allowed }
    }

    /// Who sends a request; the error says why its host is none of ours.
    pub fn asker(&self, method: &Method, headers: &HeaderMap) -> Result<Asker, String> {
        let host = text(headers, HOST).unwrap_or("");
        if !self.allows(host) {
            return Err(format!(
                "{host:?} is not a name of this server; allow it with --allowed-host {}",
                name_of(host)
            ));
        }
        let is_own = match text(headers, SEC_FETCH_SITE) {
            Some("same-origin") => true,
            // An address that somebody typed, or a program, or a browser that says nothing of the kind.
            Some("none") | None => [ORIGIN, REFERER]
                .into_iter()
                .all(|name| text(headers, name).is_none_or(|from| self.is_ours(from, host))),
            Some(_) => is_visit(method, headers),
        };
        Ok(if is_own {
            Asker::Own
        } else {
            let from = text(headers, ORIGIN).or_else(|| text(headers, REFERER));
            let is_near = from.is_some_and(|from| is_this_machine(name_of(authority(from))));
            if is_near { Asker::Neighbour } else { Asker::Stranger }
        })
    }

    /// Whether an `Origin` or a `Referer` is this server. A proxy in front may speak https, at another port, and
    /// to us by another name: its own was allowed.
    fn is_ours(&self, from: &str, host: &str) -> bool {
        let from = authority(from);
        !from.is_empty()
            && (from.eq_ignore_ascii_case(host) || self.allowed.contains(&name_of(from).to_ascii_lowercase()))
    }

    /// A name that leads to this machine whatever a resolver says, or one that was allowed.
    fn allows(&self, host: &str) -> bool {
        let name = name_of(host).to_ascii_lowercase();
        let is_address = bare(&name).parse::<IpAddr>().is_ok();
        is_this_machine(&name) || (self.is_open && is_address) || self.allowed.contains(&name)
    }
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const SEC_FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");
/// What browsers fetch ahead says so here, under the new name and the two old ones.
const AHEAD: [HeaderName; 3] =
    [HeaderName::from_static("sec-purpose"), HeaderName::from_static("purpose"), HeaderName::from_static("x-moz")];

/// Whether a request from another site opens a page in a tab: a link that somebody followed. What a page fetches
/// ahead looks the same, but for its purpose, and nobody asked for it yet.
fn is_visit(method: &Method, headers: &HeaderMap) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
        && text(headers, SEC_FETCH_MODE) == Some("navigate")
        && text(headers, SEC_FETCH_DEST) == Some("document")
        && AHEAD.into_iter().all(|name| !headers.contains_key(name))
}

/// A header; one that cannot be read is nobody's name.
fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).map(|value| value.to_str().unwrap_or(""))
}

/// Host and port of an `Origin` or a `Referer`; nothing for `null`.
fn authority(from: &str) -> &str {
    let rest = from.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or("")
}

/// A host without its port.
fn name_of(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(rest) => rest.find(']').map_or(host, |end| &host[..end + 2]),
        None => host.split(':').next().unwrap_or(host),
    }
}

/// An address without the brackets that IPv6 has in hosts.
fn bare(name: &str) -> &str {
    name.trim_start_matches('[').trim_end_matches(']')
}

/// Whether a name leads to this machine whatever a resolver says (RFC 6761, section 6.3).
fn is_this_machine(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    match bare(&name).parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => name == "localhost" || name.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asker(hosts: &Hosts, host: &str, more: &[(&'static str, &str)]) -> Result<Asker, String> {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        for (name, value) in more {
            headers.insert(*name, value.parse().unwrap());
        }
        hosts.asker(&Method::GET, &headers)
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let own = Hosts::new("127.0.0.1:4040".parse().unwrap(), &["preview.example".to_owned()]);
        for host in ["localhost:4040", "127.0.0.1:4040", "[::1]:4040", "a.localhost", "Preview.example"] {
            assert_eq!(asker(&own, host, &[]), Ok(Asker::Own), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example", "10.0.0.7:4040", "", "localhost.evil.example"] {
            assert!(asker(&own, host, &[]).is_err(), "{host}");
        }
        let open = Hosts::new("0.0.0.0:4040".parse().unwrap(), &[]);
        assert!(asker(&open, "10.0.0.7:4040", &[]).is_ok() && asker(&open, "evil.example", &[]).is_err());
    }

    #[test]
    fn a_page_of_the_preview_itself_is_told_from_all_others() {
        let hosts = Hosts::new("127.0.0.1:4040".parse().unwrap(), &["preview.example".to_owned()]);
        let of = |more: &[(&'static str, &str)]| asker(&hosts, "localhost:4040", more).unwrap();
        for own in [
            vec![("origin", "http://localhost:4040")],
            vec![("referer", "http://localhost:4040/stories/?a#b")],
            // A proxy in front, whose name was allowed.
            vec![("origin", "https://preview.example")],
            vec![("sec-fetch-site", "same-origin"), ("origin", "https://preview.example:8443")],
            vec![("sec-fetch-site", "none")],
        ] {
            assert_eq!(of(&own), Asker::Own, "{own:?}");
        }
        for (more, who) in [
            (vec![("origin", "http://localhost:4041")], Asker::Neighbour),
            (vec![("origin", "http://127.0.0.1:4040")], Asker::Neighbour),
            (vec![("referer", "http://[::1]:80/x")], Asker::Neighbour),
            (vec![("sec-fetch-site", "same-site"), ("referer", "http://localhost:1/")], Asker::Neighbour),
            (vec![("sec-fetch-site", "same-site")], Asker::Stranger),
            (vec![("sec-fetch-site", "cross-site"), ("referer", "http://localhost.evil.example/")], Asker::Stranger),
            (vec![("sec-fetch-site", "nonsense")], Asker::Stranger),
            (vec![("origin", "https://evil.example")], Asker::Stranger),
            (vec![("origin", "null")], Asker::Stranger),
            (vec![("referer", "https://evil.example/http://localhost:4040/")], Asker::Stranger),
            (vec![("referer", "localhost:4040")], Asker::Stranger),
        ] {
            assert_eq!(of(&more), who, "{more:?}");
        }
    }

    #[test]
    fn of_other_sites_only_a_link_that_somebody_follows_is_answered() {
        let hosts = Hosts::new("127.0.0.1:4040".parse().unwrap(), &[]);
        let of = |mode: &str, dest: &str, more: &[(&'static str, &str)]| {
            let all = [("sec-fetch-site", "cross-site"), ("sec-fetch-mode", mode), ("sec-fetch-dest", dest)];
            asker(&hosts, "localhost:4040", &[&all, more].concat()).unwrap()
        };
        assert_eq!(of("navigate", "document", &[("referer", "https://evil.example/")]), Asker::Own);
        for dest in ["iframe", "frame", "object", "embed", "fencedframe"] {
            assert_eq!(of("navigate", dest, &[]), Asker::Stranger, "{dest}");
        }
        for dest in ["image", "script", "style", "empty", "font", "video", "track", "manifest", "worker", "document"] {
            assert_eq!(of("no-cors", dest, &[]), Asker::Stranger, "{dest}");
        }
        assert_eq!(of("cors", "empty", &[("origin", "https://evil.example")]), Asker::Stranger);
        assert_eq!(of("websocket", "websocket", &[]), Asker::Stranger);
        for (ahead, value) in [("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch"), ("x-moz", "prefetch")] {
            assert_eq!(of("navigate", "document", &[(ahead, value)]), Asker::Stranger, "{ahead}");
        }
        let mut form = HeaderMap::new();
        for (name, value) in [
            ("host", "localhost:4040"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ] {
            form.insert(name, value.parse().unwrap());
        }
        assert_eq!(hosts.asker(&Method::POST, &form), Ok(Asker::Stranger));
    }
}
