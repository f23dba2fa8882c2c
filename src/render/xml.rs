//! Documents in XML, and sitemaps, written by serde.

use quick_xml::se::to_string;
use serde::Serialize;

use crate::plan::SitemapEntry;
use crate::text::clean;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// A whole document. The last door: whatever came this far, no character is in it that XML forbids.
pub fn document(root: &impl Serialize) -> Result<Vec<u8>, quick_xml::SeError> {
    styled(root, None)
}

/// The same, with a style sheet by which browsers show it.
pub fn styled(root: &impl Serialize, style: Option<&str>) -> Result<Vec<u8>, quick_xml::SeError> {
    let style =
        style.map_or_else(String::new, |path| format!("<?xml-stylesheet href=\"{path}\" type=\"text/css\"?>\n"));
    Ok(format!("{HEAD}{style}{}\n", clean(&to_string(root)?)).into_bytes())
}

#[derive(Serialize)]
#[serde(rename = "urlset")]
struct UrlSet<'a> {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    #[serde(rename = "@xmlns:xhtml")]
    xhtml: &'static str,
    url: Vec<Url<'a>>,
}

#[derive(Serialize)]
struct Url<'a> {
    loc: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    lastmod: Option<&'a str>,
    #[serde(rename = "xhtml:link", skip_serializing_if = "Vec::is_empty")]
    alternates: Vec<Alternate<'a>>,
}

#[derive(Serialize)]
struct Alternate<'a> {
    #[serde(rename = "@rel")]
    rel: &'static str,
    #[serde(rename = "@hreflang")]
    hreflang: &'a str,
    #[serde(rename = "@href")]
    href: &'a str,
}

#[derive(Serialize)]
#[serde(rename = "sitemapindex")]
struct SitemapIndex<'a> {
    #[serde(rename = "@xmlns")]
    xmlns: &'static str,
    sitemap: Vec<Location<'a>>,
}

#[derive(Serialize)]
struct Location<'a> {
    loc: &'a str,
}

const SITEMAPS: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// A sitemap (sitemaps.org).
pub fn sitemap(entries: &[SitemapEntry]) -> Result<Vec<u8>, quick_xml::SeError> {
    let url = entries.iter().map(|entry| Url {
        loc: &entry.url,
        lastmod: entry.changed.as_deref(),
        // Whoever reads none of the languages gets the first.
        alternates: entry
            .translations
            .first()
            .map(|(_, url)| ("x-default", url))
            .into_iter()
            .chain(entry.translations.iter().map(|(lang, url)| (lang.as_str(), url)))
            .map(|(lang, url)| Alternate { rel: "alternate", hreflang: lang, href: url })
            .collect(),
    });
    let set = UrlSet { xmlns: SITEMAPS, xhtml: "http://www.w3.org/1999/xhtml", url: url.collect() };
    document(&set)
}

/// A list of sitemaps.
pub fn sitemap_index(all: &[String]) -> Result<Vec<u8>, quick_xml::SeError> {
    let sitemap = all.iter().map(|loc| Location { loc }).collect();
    document(&SitemapIndex { xmlns: SITEMAPS, sitemap })
}
