//! One output to bytes: a pure function of what the plan holds and the theme.

mod api;
mod cell;
mod content;
mod disclosed;
pub mod drawing;
mod json;
pub mod policy;
pub mod tags;
mod urls;
mod xml;

use tera::value::Key;
use tera::{Context, Value};

use crate::diag::{Diagnostic, Span};
use crate::digest::Hashed;
use crate::model::Body;
use crate::plan::{ApiInput, Filled, Input, Output, Page, View};
use crate::theme::budget::{self, Bounded};
use crate::theme::{Theme, from_tera};
pub use urls::addresses;

/// How fast people read, in words a minute.
const WORDS_A_MINUTE: u32 = 220;

/// A page's text: its body, and what fills its holes.
#[derive(Clone, Debug)]
pub struct Text {
    /// The body.
    pub body: Hashed<Body>,
    /// What its holes are filled with.
    pub filled: Hashed<Filled>,
    /// Whether the site's own people wrote it, who may run scripts.
    pub is_trusted: bool,
}

/// How addresses are written.
#[derive(Clone, Debug, Hash)]
pub struct Settings {
    /// The path part of the base URL, with slashes at both ends.
    pub base_path: String,
    /// Whether addresses are relative to their page, so that the site opens from a disk.
    pub relative_urls: bool,
    /// What pages may load besides what is the site's own; `None` if they say nothing of it.
    pub policy: Option<policy::Sources>,
}

/// Renders a page from all that it may see. `None` for files that are copied.
pub fn render(
    page: &Page,
    input: &Input,
    text: Option<&Text>,
    theme: &Theme,
    settings: &Settings,
) -> Result<Option<Vec<u8>>, Vec<Diagnostic>> {
    budget::begin();
    let _watched = drawing::begin(page);
    let bytes = match input {
        Input::View(view) => {
            let html = template_page(page, view, text, theme, settings)?;
            match settings.relative_urls && is_html(page) {
                true => relative(html, page, settings),
                false => html,
            }
        }
        Input::Atom(feed) => xml::atom(feed).map_err(|error| vec![failed(page, &error.to_string())])?,
        Input::JsonFeed(feed) => json::feed(feed),
        Input::Api(input) => api_file(page, input, text, theme)?,
        Input::OEmbed(of) => json::oembed(of),
        Input::Integrity(figures) => json::figures(figures),
        Input::Sitemap(entries) => xml::sitemap(entries).map_err(|error| vec![failed(page, &error.to_string())])?,
        Input::SitemapIndex(all) => xml::sitemap_index(all).map_err(|error| vec![failed(page, &error.to_string())])?,
        Input::Headers(policy) => policy.clone().into_bytes(),
        Input::Copy(_) => return Ok(None),
    };
    Ok(Some(bytes))
}

/// A file for other programs; a story's words are drawn as on its page.
fn api_file(page: &Page, input: &ApiInput, text: Option<&Text>, theme: &Theme) -> Result<Vec<u8>, Vec<Diagnostic>> {
    Ok(match input {
        ApiInput::Stories(list) => api::list(list),
        ApiInput::Table(stories) => api::table(stories),
        ApiInput::Insights(insights) => api::insights(insights),
        ApiInput::Story { story, lang, origin, site } => {
            let mut context = Context::new();
            context.insert_value("lang", Value::from(lang.as_str()));
            // Most texts have no components, which alone see more.
            if text.is_some_and(|text| !text.filled.components.is_empty()) {
                context.insert_value("config", site.template_value().clone());
                context.insert_value("page", story.card.template_value().clone());
            }
            let html = match text {
                Some(Text { body, filled, .. }) => content::html(page, body, filled, &context, theme)?,
                None => String::new(),
            };
            api::one(story, &html, origin)
        }
    })
}

fn failed(page: &Page, why: &str) -> Diagnostic {
    Diagnostic::error("E0701", format!("/{} cannot be made: {why}", page.out))
}

fn template_page(
    page: &Page,
    view: &View,
    text: Option<&Text>,
    theme: &Theme,
    settings: &Settings,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let Output::Template { template, .. } = &page.output else { return Ok(Vec::new()) };
    let mut context = Context::from_serialize(view).map_err(|error| vec![failed(page, &error.to_string())])?;
    let mut content = String::new();
    if let Some(Text { body, filled, .. }) = text {
        content = content::html(page, body, filled, &context, theme)?;
        put_content(&mut context, &content, body);
    }
    let mut out = Bounded { bytes: Vec::with_capacity(16 * 1024) };
    let drawn = theme.tera.render_to(template, &context, &mut out);
    let bytes = out.bytes;
    match drawn {
        Ok(()) => match disclosed::check(page, &bytes, &content, view, text.map(|text| &*text.filled), theme) {
            None => Ok(with_policy(
                page,
                bytes,
                text.filter(|text| text.is_trusted).map(|_| content.as_str()),
                theme,
                settings,
            )),
            Some(found) => Err(vec![found]),
        },
        Err(error) => Err(explain(page, template, &error, theme)),
    }
}

/// Whether an output is HTML, whatever its address ends with: an alias may be called `/old.php`.
fn is_html(page: &Page) -> bool {
    matches!(&page.output, Output::Template { template, .. } if template.ends_with(".html"))
}

/// A page with its policy. What an `own` text of the site holds may run.
fn with_policy(page: &Page, bytes: Vec<u8>, own: Option<&str>, theme: &Theme, settings: &Settings) -> Vec<u8> {
    let Some(sources) = settings.policy.as_ref().filter(|_| is_html(page)) else { return bytes };
    match String::from_utf8(bytes) {
        Ok(html) => {
            let own = own.map(policy::inline_of).unwrap_or_default();
            let is_known = |text: &str| theme.inline.contains_key(text) || own.contains(text);
            policy::put(html, sources, &is_known).into_bytes()
        }
        Err(error) => error.into_bytes(),
    }
}

/// What the text gives stands beside what the card says: `page.content`, `page.toc` and more.
fn put_content(context: &mut Context, html: &str, body: &Body) {
    let Some(mut map) = context.get("page").and_then(Value::as_map).cloned() else { return };
    // Where the text says where it stands, it is to stand nowhere else.
    let toc = if body.has_contents() { &[] } else { body.toc.as_slice() };
    let toc = Value::from_serializable(&toc);
    map.insert(Key::Str("content"), Value::safe_string(html));
    map.insert(Key::Str("toc"), toc.clone());
    map.insert(Key::Str("word_count"), Value::from(body.words));
    map.insert(Key::Str("reading_time"), Value::from(body.words.div_ceil(WORDS_A_MINUTE).max(1)));
    map.insert(Key::Str("has_code"), Value::from(body.has_code));
    context.insert_value("toc", toc);
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
pub(crate) fn drawn(page: &Page, template: &str) -> String {
    match &page.source {
        Some(source) => format!("while drawing /{} from {source} with {template}", page.out),
        None => format!("while drawing /{} with {template}", page.out),
    }
}

/// Makes the site's own addresses relative to the page.
fn relative(html: Vec<u8>, page: &Page, settings: &Settings) -> Vec<u8> {
    let Ok(html) = String::from_utf8(html) else { return Vec::new() };
    let depth = page.out.as_str().matches('/').count();
    urls::rewrite(&html, &mut |_, address| urls::relative(address, &settings.base_path, depth)).into_bytes()
}
