//! Finished HTML: its tags, the addresses in them, and the policy that a page brings along.

pub mod addresses;
pub mod policy;
pub mod tags;
