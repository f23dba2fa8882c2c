//! Configurations of content systems, by which people write in a form: made from the schema of front matter and from the
//! words of the site. Each collection is a folder of `content/`.

mod decap;
mod form;
mod pages;

use serde_json::Value;

use crate::plan::SiteModel;

/// The systems that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Decap CMS: `static/admin/config.yml`.
    Decap,
    /// Sveltia CMS: the same file, with what it knows besides.
    Sveltia,
    /// Pages CMS: `.pages.yml`.
    Pages,
}

/// The configuration of a system for a site, to be written as YAML.
pub fn configuration(system: System, model: &SiteModel) -> Value {
    let collections = form::collections(model);
    let languages = &model.index.languages;
    match system {
        System::Decap => decap::configuration(&collections, None),
        System::Sveltia => decap::configuration(&collections, Some(languages)),
        System::Pages => pages::configuration(&collections, languages),
    }
}
