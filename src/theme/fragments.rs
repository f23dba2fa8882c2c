//! `once(component="card", page=page, level=3)`: draws a component the first time, and puts the same HTML wherever it is
//! called with the same arguments. A story's card stands on many lists, and is the same on all of them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, Weak};

use foldhash::fast::RandomState;
use tera::{Context, Error, Function, Kwargs, State, Tera, TeraResult, Value};

use super::budget::{self, Bounded};
use crate::digest::Digest;

/// What a component gets from where it is called, besides its arguments.
const IMPLICITS: [&str; 2] = ["lang", "config"];

/// As many locks as keep the threads out of each other's way.
const SHARDS: usize = 16;

/// The most bytes that a shard keeps; one that is full begins anew.
const MOST_BYTES: usize = 4 << 20;

/// What has been drawn.
#[derive(Clone, Default)]
pub struct Fragments(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// The engine has the function, so the function does not own the engine.
    engine: OnceLock<Weak<Tera>>,
    shards: [Mutex<Shard>; SHARDS],
}

#[derive(Default)]
struct Shard {
    drawn: HashMap<Digest, Fragment, RandomState>,
    bytes: usize,
}

struct Fragment {
    html: Value,
    /// What it took to draw it, which each page pays.
    steps: u64,
    /// The values by whose place it is known: as long as they are kept, nothing else stands there.
    _kept: Vec<Value>,
}

thread_local! {
    // Tera makes one error of another, and loses where in the component it was.
    static FAILED: RefCell<Option<Error>> = const { RefCell::new(None) };
}

/// The error in a component that made the last template of this thread fail, if one did; it is given once.
pub fn failure() -> Option<Error> {
    FAILED.take()
}

impl Fragments {
    /// Draws with this engine from now on.
    pub fn set_engine(&self, engine: &Arc<Tera>) {
        // There is one engine for each function.
        let _ = self.0.engine.set(Arc::downgrade(engine));
    }
}

impl Fragments {
    /// Forgets what was drawn: of another plan, nothing is shown any more.
    pub fn forget(&self) {
        for shard in &self.0.shards {
            if let Ok(mut shard) = shard.lock() {
                *shard = Shard::default();
            }
        }
    }
}

impl Function<TeraResult<Value>> for Fragments {
    fn call(&self, kwargs: Kwargs, state: &State) -> TeraResult<Value> {
        self.draw(&kwargs, state)
    }

    fn is_safe(&self) -> bool {
        true
    }
}

impl Fragments {
    fn draw(&self, kwargs: &Kwargs, state: &State) -> TeraResult<Value> {
        let component: &str = kwargs.must_get("component")?;
        let mut arguments = Vec::new();
        for (name, value) in kwargs.iter() {
            arguments.extend(name.as_str().filter(|name| *name != "component").map(|name| (name.to_owned(), value)));
        }
        let mut implicits = Vec::new();
        for name in IMPLICITS {
            implicits.extend(state.get::<Value>(name)?.map(|value| (name, value)));
        }
        let arguments_of = arguments.iter().map(|(name, value)| (name.as_str(), *value));
        let all = arguments_of.chain(implicits.iter().map(|(name, value)| (*name, value)));
        let (key, kept) = key_of(component, all);
        let shard = &self.0.shards[key.short() as usize % SHARDS];
        if let Ok(shard) = shard.lock()
            && let Some(fragment) = shard.drawn.get(&key)
        {
            budget::step(fragment.steps).map_err(Error::message)?;
            return Ok(fragment.html.clone());
        }
        let Some(engine) = self.0.engine.get().and_then(Weak::upgrade) else {
            return Err(Error::message("`once` draws in pages only"));
        };
        let (mut given, mut around) = (Context::new(), Context::new());
        for (name, value) in &arguments {
            given.insert_value(name.clone(), (*value).clone());
        }
        implicits.into_iter().for_each(|(name, value)| around.insert_value(name, value));
        let before = budget::steps();
        let mut out = Bounded::default();
        engine.render_component_with_implicits_to(component, &given, &around, None, true, &mut out).map_err(
            |error| {
                let message = error.to_string();
                FAILED.set(Some(error));
                Error::message(message)
            },
        )?;
        let steps = budget::steps() - before;
        let html = String::from_utf8(out.bytes).map_err(Error::message)?;
        let (size, html) = (html.len(), Value::safe_string(&html));
        if let Ok(mut shard) = shard.lock() {
            if shard.bytes + size > MOST_BYTES {
                *shard = Shard::default();
            }
            shard.bytes += size;
            shard.drawn.insert(key, Fragment { html: html.clone(), steps, _kept: kept });
        }
        Ok(html)
    }
}

/// What a call is known by, and the values whose place is a part of it: those that pages share.
fn key_of<'a>(component: &str, arguments: impl Iterator<Item = (&'a str, &'a Value)>) -> (Digest, Vec<Value>) {
    let mut kept = Vec::new();
    let parts: Vec<(&str, Option<usize>, String, bool)> = arguments
        .map(|(name, value)| {
            let map = value.as_map().map(|map| std::ptr::from_ref(map).addr());
            let place = map.or_else(|| value.as_array().map(|all| all.as_ptr().addr()));
            match place {
                Some(place) => {
                    kept.push(value.clone());
                    (name, Some(place), value.name().to_owned(), false)
                }
                // The same text may be HTML already, or not.
                None => (name, None, format!("{} {value}", value.name()), value.is_safe()),
            }
        })
        .collect();
    (Digest::of(&(component, parts)), kept)
}
