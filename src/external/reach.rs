//! Which hosts may be asked. Links come from strangers, and whoever runs a check stands where strangers do not: beside
//! the machine's own servers, and inside a network. So only what everybody can reach is asked, and that is decided on
//! the address that the connection goes to, at every redirect: a name may lead somewhere else the next moment.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// The ports of web servers. Behind others stand services that a line of HTTP may trouble.
const PORTS: [u16; 7] = [80, 443, 8000, 8008, 8080, 8443, 8888];

/// Endings of names that mean something within a network only: RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`, and
/// those that routers and companies took.
const WITHIN: [&str; 9] = ["localhost", "local", "internal", "home.arpa", "lan", "home", "corp", "intranet", "private"];

/// Why a host is not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(pub String);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// What may be asked.
#[derive(Clone, Debug, Default)]
pub struct Reach {
    /// Hosts that whoever runs the check named, `HOST` or `HOST:PORT`, in small letters.
    pub allowed: Vec<String>,
}

impl Reach {
    /// Whether an address may be asked, as far as it says itself.
    pub fn check(&self, uri: &Uri) -> Result<(), Refused> {
        let Some(authority) = uri.authority() else { return refuse("it names no host") };
        if authority.as_str().contains('@') {
            return refuse("it holds a user name or a password");
        }
        let is_secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            _ => return refuse("it is no address of the web"),
        };
        let port = authority.port_u16().unwrap_or(if is_secure { 443 } else { 80 });
        if self.allows(authority.host(), port) {
            return Ok(());
        }
        check_name(authority.host())?;
        if PORTS.contains(&port) { Ok(()) } else { refuse(&format!("port {port} is none of web servers")) }
    }

    /// Whether a host was named by whoever runs the check.
    fn allows(&self, host: &str, port: u16) -> bool {
        let host = host.to_ascii_lowercase();
        let whole = format!("{host}:{port}");
        self.allowed.iter().any(|allowed| *allowed == host || *allowed == whole)
    }
}

fn refuse(why: &str) -> Result<(), Refused> {
    Err(Refused(why.to_owned()))
}

/// Whether a name can be one that everybody reaches. What ends in a number is an address (URL standard, "ends in a
/// number"), and resolvers read it in more ways than one writes it: `127.1`, `0x7f000001`, `017700000001`.
fn check_name(host: &str) -> Result<(), Refused> {
    let name = host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
    if let Ok(address) = name.parse::<IpAddr>() {
        return check_address(address);
    }
    let name = name.trim_end_matches('.');
    let last = name.rsplit('.').next().unwrap_or(name);
    if last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit()) {
        return refuse("it writes the address of a machine in an unusual way");
    }
    if name == last {
        return refuse("its host is a name of one word, which means something within a network only");
    }
    if WITHIN.iter().any(|end| name.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'))) {
        refuse("its host is a name that means something within a network only")
    } else {
        Ok(())
    }
}

/// Whether everybody reaches an address.
fn check_address(address: IpAddr) -> Result<(), Refused> {
    let is_public = match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    };
    if is_public {
        Ok(())
    } else {
        refuse(&format!("{address} is an address of this machine, of a private network, or of none"))
    }
}

/// Whether IANA's registry of special addresses (RFC 6890 and its updates) leaves an address to everybody.
fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 168, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (198, 18..=19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

/// The same of IPv6: global unicast (RFC 4291, section 2.4) without what stands for something else. An IPv4 address
/// in IPv6's clothes, mapped or for NAT64 (RFC 6052), is judged as what it is.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    if let [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] = parts {
        return is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)));
    }
    let is_global = parts[0] & 0xe000 == 0x2000;
    // Protocol assignments with Teredo and ORCHID, documentation, 6to4.
    let is_special = (parts[0] == 0x2001 && (parts[1] < 0x200 || parts[1] == 0xdb8))
        || parts[0] == 0x2002
        || (parts[0] == 0x3fff && parts[1] < 0x1000);
    is_global && !is_special
}

/// Resolves names as the system does, and lets no connection go where none may.
#[derive(Debug)]
pub struct Guard(pub Reach);

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let other = |refused: Refused| ureq::Error::Other(Box::new(refused));
        self.0.check(uri).map_err(other)?;
        let addresses = DefaultResolver::default().resolve(uri, config, timeout)?;
        let allowed = uri.authority().is_some_and(|authority| {
            let usual = if uri.scheme_str() == Some("https") { 443 } else { 80 };
            self.0.allows(authority.host(), authority.port_u16().unwrap_or(usual))
        });
        if !allowed {
            for address in addresses.iter() {
                check_address(address.ip()).map_err(other)?;
            }
        }
        Ok(addresses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(address: &str) -> bool {
        let reach = Reach { allowed: vec!["127.0.0.1:8123".to_owned(), "wiki.corp".to_owned()] };
        address.parse().is_ok_and(|uri| reach.check(&uri).is_ok())
    }

    #[test]
    fn what_everybody_reaches_may_be_asked() {
        for address in [
            "https://example.com/",
            "http://EXAMPLE.com:8080/x?y",
            "https://1.1.1.1/",
            "https://a.b.c.example.org./",
            "https://172.15.0.1/",
            "https://100.63.255.255/",
            "https://[2606:4700::1111]/",
            "https://[64:ff9b::1.1.1.1]/",
            "https://localhost.example/",
            "https://my.locale/",
            // Named by whoever runs the check.
            "http://127.0.0.1:8123/",
            "https://wiki.corp:9999/",
        ] {
            assert!(may(address), "{address}");
        }
    }

    #[test]
    fn this_machine_private_networks_and_odd_spellings_may_not() {
        for host in [
            "localhost",
            "LOCALHOST",
            "localhost.",
            "a.localhost",
            "printer.local",
            "db.internal",
            "router",
            "nas.lan",
            "metadata.google.internal",
            "x.home.arpa",
            "wiki.corp.corp",
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.9",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.88.99.1",
            "2130706433",
            "0x7f000001",
            "017700000001",
            "127.1",
            "127.0.1",
            "0177.0.0.1",
            "0x7f.1",
            "127.0.0.0x1",
            "127.0.0.1.",
            "1.1.1.08",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:10.0.0.1]",
            "[::ffff:169.254.169.254]",
            "[::127.0.0.1]",
            "[fe80::1]",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[ff02::1]",
            "[fec0::1]",
            "[64:ff9b::10.0.0.1]",
            "[64:ff9b:1::1]",
            "[2002:7f00:1::]",
            "[2001::1]",
            "[2001:db8::1]",
            "[3fff::1]",
            "[100::1]",
            "[5f00::1]",
        ] {
            assert!(!may(&format!("http://{host}/")), "{host}");
        }
        for address in [
            "http://user@example.com/",
            "https://user:pw@example.com/",
            "https://:pw@example.com/",
            "ftp://example.com/",
            "file:///etc/passwd",
            "gopher://example.com/",
            "http://example.com:22/",
            "http://example.com:25/",
            "https://example.com:6379/",
            "http://example.com:0/",
            // Another port of an allowed host, and an allowed host as a part of another.
            "http://127.0.0.1:8124/",
            "http://127.0.0.1/",
            "/relative",
        ] {
            assert!(!may(address), "{address}");
        }
    }
}
