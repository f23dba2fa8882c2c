//! Structured data that says only what the page shows (schema.org).

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::view::{Card, Crumb};
use crate::config::{Config, OperatorRole};
use crate::model::Kind;
use crate::theme::script_safe;

/// The data of a document's page.
pub fn document(config: &Config, kind: Kind, card: &Card, crumbs: &[Crumb]) -> String {
    let main = match kind {
        Kind::Story | Kind::Testimonial => voice(config, card),
        Kind::Ambassador => node("ProfilePage", card, [("mainEntity", person(card))]),
        Kind::Brand => node("AboutPage", card, [("mainEntity", brand(card))]),
        Kind::Campaign | Kind::Page | Kind::Section => node("WebPage", card, []),
    };
    graph(main, crumbs)
}

/// The data of a list.
pub fn list(title: &str, permalink: &str, lang: &str, crumbs: &[Crumb]) -> String {
    let main = json!({ "@type": "CollectionPage", "name": title, "url": permalink, "inLanguage": lang });
    graph(main, crumbs)
}

/// The data of a page of the site as such.
pub fn page(title: &str, permalink: &str, lang: &str, crumbs: &[Crumb]) -> String {
    let main = json!({ "@type": "WebPage", "name": title, "url": permalink, "inLanguage": lang });
    graph(main, crumbs)
}

/// The data of the home page.
pub fn home(title: &str, description: &str, permalink: &str, lang: &str) -> String {
    let mut main = json!({ "@type": "WebSite", "name": title, "url": permalink, "inLanguage": lang });
    if !description.is_empty() {
        main["description"] = description.into();
    }
    graph(main, &[])
}

#[derive(Serialize)]
struct Graph<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: (Value, Option<Breadcrumbs<'a>>),
}

#[derive(Serialize)]
struct Breadcrumbs<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<Breadcrumb<'a>>,
}

#[derive(Serialize)]
struct Breadcrumb<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    position: usize,
    name: &'a str,
    item: &'a str,
}

fn graph(main: Value, crumbs: &[Crumb]) -> String {
    let items = crumbs.iter().enumerate().map(|(at, crumb)| Breadcrumb {
        kind: "ListItem",
        position: at + 1,
        name: &crumb.title,
        item: &crumb.permalink,
    });
    // The way to the home page itself is no way.
    let breadcrumbs = (crumbs.len() > 1).then(|| Breadcrumbs { kind: "BreadcrumbList", items: items.collect() });
    let graph = match breadcrumbs {
        Some(breadcrumbs) => serde_json::to_string(&Graph { context: CONTEXT, graph: (main, Some(breadcrumbs)) }),
        None => serde_json::to_string(&json!({ "@context": CONTEXT, "@graph": [main] })),
    };
    // Serialising texts and numbers cannot fail.
    script_safe(&graph.unwrap_or_default())
}

const CONTEXT: &str = "https://schema.org";

fn node<const N: usize>(kind: &str, card: &Card, more: [(&str, Value); N]) -> Value {
    let mut node = Map::new();
    node.insert("@type".into(), kind.into());
    node.insert("name".into(), card.title.clone().into());
    node.insert("url".into(), card.permalink.clone().into());
    node.insert("inLanguage".into(), card.lang.clone().into());
    if let Some(description) = &card.description {
        node.insert("description".into(), description.clone().into());
    }
    if let Some(image) = &card.image {
        node.insert("image".into(), image.permalink.clone().into());
    }
    if let Some(date) = &card.date {
        node.insert("datePublished".into(), date.to_string().into());
    }
    if let Some(updated) = &card.updated {
        node.insert("dateModified".into(), updated.to_string().into());
    }
    node.extend(more.map(|(key, value)| (key.to_owned(), value)));
    Value::Object(node)
}

/// A review where search engines allow stars, an article everywhere else.
fn voice(config: &Config, card: &Card) -> Value {
    let mut main = match (&card.rating, &card.brand) {
        (Some(rating), Some(about)) if may_be_review(config, card) => {
            let item = json!({ "@type": "Organization", "name": about.name, "url": about.permalink });
            let rating = json!({ "@type": "Rating", "ratingValue": rating, "bestRating": 5, "worstRating": 1 });
            node("Review", card, [("itemReviewed", item), ("reviewRating", rating)])
        }
        _ => {
            let mut article = node("Article", card, [("headline", card.title.clone().into())]);
            if let Some(about) = &card.brand {
                article["about"] = json!({ "@type": "Organization", "name": about.name, "url": about.permalink });
            }
            article
        }
    };
    let authors: Vec<Value> =
        card.authors.iter().map(|author| json!({ "@type": "Person", "name": author.name })).collect();
    if !authors.is_empty() {
        main["author"] = authors.into();
    }
    main
}

/// A brand may not give itself stars, and stars of another platform are not ours.
fn may_be_review(config: &Config, card: &Card) -> bool {
    let controlled = |slug: &str| config.operator.controls.0.iter().any(|own| crate::model::term_slug(own) == slug);
    let own = card.brand.as_ref().is_some_and(|about| controlled(&about.slug));
    let self_serving = own || config.operator.role == OperatorRole::Brand;
    let elsewhere = card.source.as_ref().is_some_and(|source| source.platform.is_some());
    !self_serving && !elsewhere && !card.sample && !card.authors.is_empty()
}

fn person(card: &Card) -> Value {
    let mut person = json!({ "@type": "Person", "name": card.title, "url": card.permalink });
    if let Some(role) = &card.role {
        person["jobTitle"] = role.clone().into();
    }
    if let Some(image) = &card.image {
        person["image"] = image.permalink.clone().into();
    }
    if !card.links.is_empty() {
        person["sameAs"] = card.links.iter().map(|link| Value::from(link.url.as_str())).collect();
    }
    person
}

fn brand(card: &Card) -> Value {
    let mut brand = json!({ "@type": "Organization", "name": card.title });
    brand["url"] = card.url.as_ref().map_or(card.permalink.as_str(), |url| url.as_str()).into();
    if let Some(image) = &card.image {
        brand["logo"] = image.permalink.clone().into();
    }
    brand
}
