//! The pages that browsers show, and what is known of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use foldhash::fast::RandomState;
use hyper::body::Bytes;
use tokio::sync::{Semaphore, watch};

use super::limits::LISTENERS;
use crate::digest::Digest;

/// The state of a page: its bytes, those of what it loads, and what is wrong.
pub struct State {
    /// Of what is shown, as [`Shown`](super::live::Shown) counts it.
    pub number: u64,
    /// `None` where there is no such page.
    pub page: Option<Digest>,
    pub loads: BTreeMap<String, Digest>,
    /// The path of the style sheet of all pages.
    pub style: Option<String>,
    /// The event that tells what is wrong; nothing where nothing is.
    pub problems: Bytes,
}

impl State {
    /// What stands for the page and all that it loads; empty where there is no page.
    pub fn token(&self) -> String {
        self.page.map_or_else(String::new, |page| token_of(page, &self.loads))
    }
}

/// What stands for a page and all that it loads.
pub fn token_of(page: Digest, loads: &BTreeMap<String, Digest>) -> String {
    Digest::of(&(page, loads)).to_string()
}

/// The newest state of a page; none until it is known.
pub type Topic = watch::Sender<Option<Arc<State>>>;

/// Hears of each state of a page.
pub type Receiver = watch::Receiver<Option<Arc<State>>>;

/// The pages that somebody listens to. However many do, a page's state is worked out once for each change, and all
/// of them read the same one.
pub struct Topics {
    all: Mutex<HashMap<String, Weak<Topic>, RandomState>>,
    /// How many browsers may still listen.
    pub listeners: Arc<Semaphore>,
}

impl Default for Topics {
    fn default() -> Self {
        Self { all: Mutex::default(), listeners: Arc::new(Semaphore::new(LISTENERS)) }
    }
}

impl Topics {
    /// Listens to a page; with the topic, where nobody did before and somebody must follow the page from now on.
    pub fn listen(&self, out: &str) -> (Receiver, Option<Arc<Topic>>) {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(topic) = all.get(out).and_then(Weak::upgrade) {
            return (topic.subscribe(), None);
        }
        let (topic, receiver) = watch::channel(None);
        let topic = Arc::new(topic);
        all.insert(out.to_owned(), Arc::downgrade(&topic));
        (receiver, Some(topic))
    }

    /// Forgets a page to which nobody listens any more; whether it did.
    pub fn forget(&self, out: &str, topic: &Topic) -> bool {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let is_over = topic.receiver_count() == 0;
        if is_over {
            all.remove(out);
        }
        is_over
    }
}
