//! Content digests, and values that carry theirs: hash once, compare everywhere.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::{Serialize, Serializer};
use xxhash_rust::xxh3::{Xxh3Default, xxh3_128};

/// A 128-bit xxh3 digest. Not cryptographic: it tells changed from unchanged, nothing else.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(u128);

impl Digest {
    /// Of nothing there.
    pub const NONE: Self = Self(0);

    /// The digest of some bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// The digest of what a value's `Hash` feeds. Stable for one program and platform, which is
    /// all that a cache needs.
    pub fn of<T: Hash + ?Sized>(value: &T) -> Self {
        let mut hasher = Feed(Xxh3Default::new());
        value.hash(&mut hasher);
        Self(hasher.0.digest128())
    }

    /// Half of it, for places where there are many.
    pub fn short(self) -> u64 {
        self.0 as u64
    }

    /// Reads what `Display` wrote.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 32).then(|| u128::from_str_radix(text, 16).ok()).flatten().map(Self)
    }
}

/// Groups of two or more items whose keys are equal, as indices in ascending order. Items without a key are in no group.
/// Where few are alike, as is usual, this costs far less than a map of all of them.
pub fn alike<T: Sync>(items: &[T], key: impl Fn(&T) -> Option<Digest> + Sync) -> Vec<Vec<usize>> {
    let keys = items.par_iter().enumerate().filter_map(|(at, item)| Some((key(item)?, at)));
    let mut keys: Vec<(Digest, usize)> = keys.collect();
    keys.par_sort_unstable();
    let groups = keys.chunk_by(|(a, _), (b, _)| a == b).filter(|group| group.len() > 1);
    groups.map(|group| group.iter().map(|(_, at)| *at).collect()).collect()
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

struct Feed(Xxh3Default);

impl Hasher for Feed {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }
    fn finish(&self) -> u64 {
        self.0.digest()
    }
}

/// A shared value with its digest, converted for templates at most once.
///
/// Cloning shares the value. Hashing feeds the digest alone, so a view made of these hashes in
/// time proportional to their number. Serialising hands over the prepared template value, which
/// Tera takes by reference count.
pub struct Hashed<T>(Arc<Inner<T>>);

struct Inner<T> {
    value: T,
    digest: Digest,
    template: OnceLock<tera::Value>,
}

impl<T: Hash> Hashed<T> {
    /// Hashes the value and takes it over.
    pub fn new(value: T) -> Self {
        let digest = Digest::of(&value);
        Self(Arc::new(Inner { value, digest, template: OnceLock::new() }))
    }
}

impl<T> Hashed<T> {
    /// The digest, computed when the value was made.
    pub fn digest(&self) -> Digest {
        self.0.digest
    }
}

impl<T: Serialize> Hashed<T> {
    /// The value as templates see it; made on first use and shared afterwards.
    pub fn template_value(&self) -> &tera::Value {
        self.0.template.get_or_init(|| tera::Value::from_serializable(&self.0.value))
    }
}

impl<T> Clone for Hashed<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Hashed<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0.value
    }
}

impl<T> Hash for Hashed<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.digest.hash(state);
    }
}

impl<T> PartialEq for Hashed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.digest == other.0.digest
    }
}

impl<T: fmt::Debug> fmt::Debug for Hashed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.value.fmt(f)
    }
}

impl<T: Serialize> Serialize for Hashed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.template_value().serialize(serializer)
    }
}
