//! One output to bytes: a pure function of what the plan holds and the theme.

mod api;
mod cell;
mod content;
mod disclosed;
pub mod drawing;
mod feeds;
mod json;
mod xml;

use tera::value::Key;
use tera::{Context, Value};

use crate::diag::{Diagnostic, Span};
use crate::digest::Hashed;
use crate::html::addresses;
use crate::html::policy::{self, Hashes, Policies};
use crate::marks;
use crate::model::Body;
use crate::plan::view::{Card, SiteView};
use crate::plan::{ApiInput, ApiVersion, Artifact, FeedFormat, FeedView, Filled, Input, Output, View};
use crate::theme::budget::{self, Bounded};
use crate::theme::{Theme, from_tera};

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
    /// What pages may load and run; `None` if they say nothing of it.
    pub policies: Option<Policies>,
}

/// Renders a page from all that it may see, and the texts that it shows. `None` for files that are copied.
pub fn render(
    artifact: &Artifact,
    input: &Input,
    texts: &[&Text],
    theme: &Theme,
    settings: &Settings,
) -> Result<Option<Vec<u8>>, Vec<Diagnostic>> {
    budget::begin();
    let _watched = drawing::begin(artifact);
    let bytes = match input {
        Input::View(view) => {
            let html = template_page(artifact, view, texts.first().copied(), theme, settings)?;
            if settings.relative_urls && is_html(artifact) { relative(html, artifact, settings) } else { html }
        }
        Input::Feed(format, feed, _) => {
            let words = words_of_entries(artifact, feed, texts, theme)?;
            let written = match format {
                FeedFormat::Atom => feeds::atom(feed, &words),
                FeedFormat::Rss => feeds::rss(feed, &words),
                FeedFormat::Json => Ok(json::feed(feed, &words)),
            };
            written.map_err(|error| vec![failed(artifact, &error.to_string())])?
        }
        Input::Api(input, _) => api_file(artifact, input, texts, theme)?,
        Input::OEmbed(of) => json::oembed(of),
        Input::Integrity(figures) => json::figures(figures),
        Input::Sitemap(entries) => xml::sitemap(entries).map_err(|error| vec![failed(artifact, &error.to_string())])?,
        Input::SitemapIndex(all) => {
            xml::sitemap_index(all).map_err(|error| vec![failed(artifact, &error.to_string())])?
        }
        Input::ForHosts(file) => file.clone().into_bytes(),
        Input::Copy(_) => return Ok(None),
    };
    Ok(Some(marks::without(bytes)))
}

/// A file for other programs; the stories' words are drawn as on their pages.
fn api_file(artifact: &Artifact, input: &ApiInput, texts: &[&Text], theme: &Theme) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let mut texts = texts.iter();
    let mut words = |version: &ApiVersion| match texts.next() {
        Some(text) => words_of(artifact, &version.card, &version.site, text, theme),
        None => Ok(String::new()),
    };
    Ok(match input {
        ApiInput::Stories(list) => api::list(list, &mut words)?,
        ApiInput::Story(story, origin) => api::one(story, origin, &mut words)?,
        ApiInput::Table(stories) => api::table(stories),
        ApiInput::Insights(insights) => api::insights(insights),
    })
}

/// The words of a feed's entries as HTML, in their order; none where it shows summaries.
fn words_of_entries(
    artifact: &Artifact,
    feed: &FeedView,
    texts: &[&Text],
    theme: &Theme,
) -> Result<Vec<String>, Vec<Diagnostic>> {
    let entries = feed.entries.iter().zip(texts).filter_map(|(entry, text)| Some((entry, entry.site.as_ref()?, text)));
    entries.map(|(entry, site, text)| words_of(artifact, &entry.card, site, text, theme)).collect()
}

/// A story's words as HTML.
fn words_of(
    artifact: &Artifact,
    card: &Hashed<Card>,
    site: &Hashed<SiteView>,
    text: &Text,
    theme: &Theme,
) -> Result<String, Vec<Diagnostic>> {
    budget::begin();
    let mut context = Context::new();
    context.insert_value("lang", Value::from(card.lang.as_str()));
    // Most texts have no components, which alone see more.
    if !text.filled.components.is_empty() {
        context.insert_value("config", site.template_value().clone());
        context.insert_value("page", card.template_value().clone());
    }
    content::html(artifact, &text.body, &text.filled, &context, theme)
}

fn failed(artifact: &Artifact, why: &str) -> Diagnostic {
    Diagnostic::error("E0701", format!("/{} cannot be made: {why}", artifact.out))
}

fn template_page(
    artifact: &Artifact,
    view: &View,
    text: Option<&Text>,
    theme: &Theme,
    settings: &Settings,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let Output::Template { template, .. } = &artifact.output else { return Ok(Vec::new()) };
    let mut context = Context::new();
    match theme.variables(template) {
        // Components get these wherever they are called.
        Some(used) => view.fill(&|name| content::IMPLICITS.contains(&name) || used.contains(name), &mut context),
        None => view.fill(&|_| true, &mut context),
    }
    let mut content = String::new();
    if let Some(Text { body, filled, .. }) = text {
        content = content::html(artifact, body, filled, &context, theme)?;
        let marked = view.mark_of_text().map(|mark| mark.before(&content));
        put_content(&mut context, marked.as_deref().unwrap_or(&content), body, theme, template);
    }
    let mut out = Bounded { bytes: Vec::with_capacity(16 * 1024) };
    let mut drawn = theme.tera.render_to(template, &context, &mut out);
    if drawn.is_err() {
        // Drawn again, so that the error names all variables that there are.
        budget::begin();
        out.bytes.clear();
        let mut whole = context.clone();
        view.fill(&|name| !context.contains_key(name), &mut whole);
        drawn = theme.tera.render_to(template, &whole, &mut out);
    }
    let bytes = out.bytes;
    match drawn {
        Ok(()) => match disclosed::check(artifact, &bytes, view, text.map(|text| &*text.filled), theme) {
            None => {
                Ok(with_policy(artifact, template, bytes, text.map(|text| (text, content.as_str())), theme, settings))
            }
            Some(found) => Err(vec![found]),
        },
        Err(error) => Err(explain(artifact, template, &error, theme)),
    }
}

/// Whether an output is HTML, whatever its address ends with: an alias may be called `/old.php`.
fn is_html(artifact: &Artifact) -> bool {
    matches!(&artifact.output, Output::Template { template, .. } if template.ends_with(".html"))
}

/// A page with its policy: its templates may run what they hold, and so may the components in its text, and the text
/// itself where the site's own people wrote it.
fn with_policy(
    artifact: &Artifact,
    template: &str,
    bytes: Vec<u8>,
    text: Option<(&Text, &str)>,
    theme: &Theme,
    settings: &Settings,
) -> Vec<u8> {
    let Some(policies) = settings.policies.as_ref().filter(|_| is_html(artifact)) else { return bytes };
    let mut more = Hashes::new();
    if let Some((text, content)) = text {
        let mut components = Vec::new();
        text.body.component_names(&mut components);
        more = components.into_iter().flat_map(|name| theme.inline_of_component(name)).collect();
        if text.is_trusted {
            more.extend(policy::of_text(content));
        }
    }
    match String::from_utf8(bytes) {
        Ok(html) => policy::put(html, &policies.of(template, more)).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// What the text gives stands beside what the card says: `page.content`, `page.toc` and more.
fn put_content(context: &mut Context, html: &str, body: &Body, theme: &Theme, template: &str) {
    let Some(mut map) = context.get("page").and_then(Value::as_map).cloned() else { return };
    // Where the text says where it stands, it is to stand nowhere else.
    let toc = if body.has_contents() { &[] } else { body.toc.as_slice() };
    let toc = Value::from_serializable(&toc);
    if theme.uses(template, "page", "opening") {
        let (opening, rest) = opening(html);
        map.insert(Key::Str("opening"), Value::safe_string(&opening));
        map.insert(Key::Str("rest"), Value::safe_string(&rest));
    }
    map.insert(Key::Str("content"), Value::safe_string(html));
    map.insert(Key::Str("toc"), toc.clone());
    map.insert(Key::Str("word_count"), Value::from(body.words));
    map.insert(Key::Str("reading_time"), Value::from(body.words.div_ceil(WORDS_A_MINUTE).max(1)));
    map.insert(Key::Str("has_code"), Value::from(body.has_code));
    context.insert_value("toc", toc);
    context.insert_value("page", Value::from(map));
}

/// The first paragraph of a text that begins with one, and what follows it, each with the mark of the text. Paragraphs
/// hold no others.
fn opening(html: &str) -> (String, String) {
    const END: &str = "</p>";
    let (mark, text) = marks::split(html);
    let end = if text.starts_with("<p>") { text.find(END).map_or(0, |at| at + END.len()) } else { 0 };
    (format!("{mark}{}", &text[..end]), format!("{mark}{}", &text[end..]))
}

/// A template's error, with the page that was being drawn.
fn explain(artifact: &Artifact, template: &str, error: &tera::Error, theme: &Theme) -> Vec<Diagnostic> {
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
            found.note(drawn(artifact, template))
        })
        .collect()
}

/// Says which page was being drawn.
pub(crate) fn drawn(artifact: &Artifact, template: &str) -> String {
    match &artifact.source {
        Some(source) => format!("while drawing /{} from {source} with {template}", artifact.out),
        None => format!("while drawing /{} with {template}", artifact.out),
    }
}

/// Makes the site's own addresses relative to the page.
fn relative(html: Vec<u8>, artifact: &Artifact, settings: &Settings) -> Vec<u8> {
    let Ok(html) = String::from_utf8(html) else { return Vec::new() };
    let depth = artifact.out.as_str().matches('/').count();
    addresses::rewrite(&html, &mut |_, address| addresses::relative(address, &settings.base_path, depth)).into_bytes()
}
