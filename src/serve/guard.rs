//! Who may ask. A page of another site must not read this one, by whatever name it finds this machine.

use std::net::{IpAddr, SocketAddr};

use hyper::HeaderMap;
use hyper::header::{HOST, ORIGIN};

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

    /// Whether a request may be answered; the error says why not.
    pub fn check(&self, headers: &HeaderMap) -> Result<(), String> {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
        if !self.allows(host) {
            return Err(format!(
                "{host:?} is not a name of this server; allow it with --allowed-host {}",
                name_of(host)
            ));
        }
        match headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or("")) {
            None => Ok(()),
            // A proxy in front may speak https, and at another port; the name stays.
            Some(origin) => {
                let from = origin.split_once("://").map_or("", |(_, host)| host);
                match name_of(from) == name_of(host) || self.allows(from) && !from.is_empty() {
                    true => Ok(()),
                    false => Err(format!("{origin:?} is another site")),
                }
            }
        }
    }

    /// A name that leads to this machine whatever a resolver says, or one that was allowed.
    fn allows(&self, host: &str) -> bool {
        let name = name_of(host).to_ascii_lowercase();
        let literal = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match literal {
            Ok(address) => address.is_loopback() || self.is_open,
            Err(_) => name == "localhost" || name.ends_with(".localhost") || self.allowed.contains(&name),
        }
    }
}

/// A host without its port.
fn name_of(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(rest) => rest.find(']').map_or(host, |end| &host[..end + 2]),
        None => host.split(':').next().unwrap_or(host),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(hosts: &Hosts, host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        hosts.check(&headers).is_ok()
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let own = Hosts::new("127.0.0.1:4040".parse().unwrap(), &["preview.example".to_owned()]);
        for host in ["localhost:4040", "127.0.0.1:4040", "[::1]:4040", "a.localhost", "Preview.example"] {
            assert!(may(&own, host, None), "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example", "10.0.0.7:4040", "", "localhost.evil.example"] {
            assert!(!may(&own, host, None), "{host}");
        }
        let open = Hosts::new("0.0.0.0:4040".parse().unwrap(), &[]);
        assert!(may(&open, "10.0.0.7:4040", None) && !may(&open, "evil.example", None));
    }

    #[test]
    fn other_sites_may_not_ask_through_a_reader_s_browser() {
        let own = Hosts::new("127.0.0.1:4040".parse().unwrap(), &[]);
        assert!(may(&own, "localhost:4040", Some("http://localhost:4040")));
        assert!(!may(&own, "localhost:4040", Some("https://evil.example")));
        assert!(!may(&own, "localhost:4040", Some("null")));
    }
}
