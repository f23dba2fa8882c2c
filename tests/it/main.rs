//! The program as users run it: the real binary on real folders.

#![allow(clippy::disallowed_methods, reason = "tests look at folders")]

mod browser;
mod check;
mod command;
mod content;
mod edits;
mod elsewhere;
mod embeds;
mod engine;
mod errors;
mod files;
mod fuzzed;
mod honest;
mod hostile;
mod html;
mod http;
mod insights;
mod languages;
mod layers;
mod links;
mod lists;
mod live;
mod looks;
mod markdown;
mod output_folder;
mod outside;
mod place;
mod sample;
mod schemas;
mod serve;
mod served;
mod site;
mod stale;
mod structure;
mod structured;
mod templates_doc;
mod themes;
mod untrusted;
mod watching;
mod webdriver;
