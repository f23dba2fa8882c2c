//! One output to bytes: a pure function of what the plan holds and the theme.

mod content;
mod json;
mod urls;
mod xml;

use tera::value::Key;
use tera::{Context, Value};

use crate::diag::{Diagnostic, Span};
use crate::digest::Hashed;
use crate::model::Body;
use crate::plan::{Filled, Output, Page, View};
use crate::theme::{Theme, from_tera};

/// How addresses are written.
#[derive(Clone, Debug, Hash)]
pub struct Settings {
    /// The path part of the base URL, with slashes at both ends.
    pub base_path: String,
    /// Whether addresses are relative to their page, so that the site opens from a disk.
    pub relative_urls: bool,
}

/// Renders a page. `None` for files that are copied.
pub fn render(page: &Page, theme: &Theme, settings: &Settings) -> Result<Option<Vec<u8>>, Vec<Diagnostic>> {
    let bytes = match &page.output {
        Output::Template { template, view, body } => {
            let html = template_page(page, template, &view(), body.as_ref(), theme)?;
            match settings.relative_urls && page.out.as_str().ends_with(".html") {
                true => relative(html, page, settings),
                false => html,
            }
        }
        Output::Atom(feed) => xml::atom(feed).map_err(|error| vec![failed(page, &error.to_string())])?,
        Output::JsonFeed(feed) => json::feed(feed),
        Output::Sitemap(entries) => xml::sitemap(entries).map_err(|error| vec![failed(page, &error.to_string())])?,
        Output::SitemapIndex(all) => xml::sitemap_index(all).map_err(|error| vec![failed(page, &error.to_string())])?,
        Output::Copy(_) => return Ok(None),
    };
    Ok(Some(bytes))
}

fn failed(page: &Page, why: &str) -> Diagnostic {
    Diagnostic::error("E0701", format!("/{} cannot be made: {why}", page.out))
}

fn template_page(
    page: &Page,
    template: &str,
    view: &View,
    body: Option<&(Hashed<Body>, Filled)>,
    theme: &Theme,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let mut context = Context::from_serialize(view).map_err(|error| vec![failed(page, &error.to_string())])?;
    if let Some((body, filled)) = body {
        let html = content::html(page, body, filled, &context, theme)?;
        put_content(&mut context, &html, body);
    }
    let mut bytes = Vec::with_capacity(16 * 1024);
    match theme.tera.render_to(template, &context, &mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => Err(explain(page, template, &error, theme)),
    }
}

/// `page.content` and `page.toc` stand beside what the card says.
fn put_content(context: &mut Context, html: &str, body: &Body) {
    let Some(mut map) = context.get("page").and_then(Value::as_map).cloned() else { return };
    map.insert(Key::Str("content"), Value::safe_string(html));
    map.insert(Key::Str("toc"), Value::from_serializable(&body.toc));
    map.insert(Key::Str("has_code"), Value::from(body.has_code));
    context.insert_value("page", Value::from(map));
}

/// A template's error, with the page that was being drawn.
fn explain(page: &Page, template: &str, error: &tera::Error, theme: &Theme) -> Vec<Diagnostic> {
    let lookup = |name: &str| theme.sources.get(name).map(|source| (source.clone(), String::new()));
    from_tera(error, &lookup)
        .into_iter()
        .map(|found| {
            let found = match &found.span {
                Some(_) => found,
                None => match theme.sources.get(template) {
                    Some(source) => found.at(Span::file(source)),
                    None => found,
                },
            };
            found.note(drawn(page, template))
        })
        .collect()
}

/// Says which page was being drawn.
fn drawn(page: &Page, template: &str) -> String {
    match &page.source {
        Some(source) => format!("while drawing /{} from {source} with {template}", page.out),
        None => format!("while drawing /{} with {template}", page.out),
    }
}

/// Makes the site's own addresses relative to the page.
fn relative(html: Vec<u8>, page: &Page, settings: &Settings) -> Vec<u8> {
    let Ok(html) = String::from_utf8(html) else { return Vec::new() };
    let depth = page.out.as_str().matches('/').count();
    urls::rewrite(&html, &mut |address| urls::relative(address, &settings.base_path, depth)).into_bytes()
}
