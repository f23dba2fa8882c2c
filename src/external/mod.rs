//! `check --external`: whether links to other hosts lead anywhere. It asks politely: one request at a host at a time,
//! with a pause between them; it asks for the head first; and what it learned it knows for a day. It asks nobody whom
//! only this machine or its network reaches (`reach.rs`).
#![expect(clippy::disallowed_methods, reason = "this is the shell: it asks other hosts, and reads the clock")]

mod ask;
mod link_cache;
mod meter;
mod reach;
mod verdict;

pub use verdict::Verdict;
use verdict::host_of;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;

use ask::Asker;
use link_cache::LinkCache;
pub use reach::Reach;

/// How many hosts are asked at once.
const HOSTS_AT_ONCE: usize = 8;

/// Asks about each address, unless that is known; the verdicts in the order of the addresses. Where it is `offline`, only
/// what is known is told.
pub fn check(addresses: &[&str], root: &Path, offline: bool, reach: &Reach) -> Vec<Option<Verdict>> {
    let mut cache = LinkCache::load(root);
    let mut by_host: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let known = |address: &&str| refusal(reach, address).or_else(|| cache.recall(address));
    let mut verdicts: Vec<Option<Verdict>> = addresses.iter().map(known).collect();
    for (at, address) in addresses.iter().enumerate().filter(|(at, _)| verdicts[*at].is_none() && !offline) {
        by_host.entry(host_of(address)).or_default().push(at);
    }
    let hosts: Vec<Vec<usize>> = by_host.into_values().collect();
    let (next, told) = (Mutex::new(hosts.iter()), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..HOSTS_AT_ONCE.min(hosts.len()) {
            scope.spawn(|| {
                let mut asker = Asker::new(reach.clone());
                while let Some(host) = next.lock().ok().and_then(|mut next| next.next()) {
                    for at in host {
                        let verdict = asker.ask(addresses[*at]);
                        if let Ok(mut told) = told.lock() {
                            told.push((*at, verdict));
                        }
                    }
                }
            });
        }
    });
    for (at, verdict) in told.into_inner().unwrap_or_default() {
        cache.learn(addresses[at], &verdict);
        verdicts[at] = Some(verdict);
    }
    cache.save();
    verdicts
}

/// Why an address is not asked, where it says that itself.
fn refusal(reach: &Reach, address: &str) -> Option<Verdict> {
    let uri = address.split('#').next()?.parse().ok()?;
    reach.check(&uri).err().map(|refused| Verdict::Refused(refused.0))
}
