//! Anecdote turns a folder of customer stories into a static site.
//!
//! One straight line, every stage a pure function on values, with input and output at the two ends:
//! `source` → `parse` → `index` → `plan` → `render` → `write`; `pipeline` names them all.
#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(not(test), warn(clippy::unwrap_used))]

pub mod cache;
pub mod check;
pub mod cli;
pub mod cms;
pub mod config;
pub mod diag;
pub mod digest;
pub mod disk;
pub mod external;
pub mod html;
pub mod index;
pub mod lsp;
mod marks;
pub mod media;
pub mod model;
pub mod names;
pub mod parse;
pub mod path;
pub mod pipeline;
pub mod plan;
pub mod publish;
pub mod render;
pub mod serve;
pub mod site;
pub mod source;
pub mod stamp;
pub mod text;
pub mod theme;
pub mod watch;
pub mod write;
