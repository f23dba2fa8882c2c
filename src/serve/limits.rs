//! How much the server takes on at once.

/// How many connections are held at once. A browser holds six; the rest is room for many windows, and for tools.
pub const CONNECTIONS: usize = 2048;

/// How many browsers may listen at once: half of all connections, so that pages can still be asked for.
pub const LISTENERS: usize = CONNECTIONS / 2;

/// How many outputs are drawn at once: more would only wait for each other, each with memory of its own.
pub fn workers() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from).clamp(2, 8)
}
