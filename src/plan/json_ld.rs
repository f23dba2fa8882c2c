//! Structured data that says only what the page shows (schema.org).

use serde_json::{Map, Value, json};

use super::view::{Card, Crumb, ImageView, Ref, Scale};
use crate::config::{Config, OperatorRole};
use crate::model::Kind;
use crate::theme::script_safe;

/// What a document's page shows, as far as it can be marked up.
pub struct PageData<'a> {
    /// The document.
    pub card: &'a Card,
    /// What it is.
    pub kind: Kind,
    /// The films in its text.
    pub videos: Vec<Video>,
    /// Whether it may be marked up as a review.
    pub is_review: bool,
    /// Of a brand: what customers rate it, if that may be marked up.
    pub rating: Option<Scale>,
    /// The way to it.
    pub crumbs: &'a [Crumb],
}

/// A film.
pub struct Video {
    /// What it is called.
    pub title: String,
    /// The whole address of a still from it.
    pub poster: Option<String>,
    /// The whole address where it can be seen.
    pub url: String,
    /// Whether that is the film itself, and not a page that shows it.
    pub is_file: bool,
}

/// The data of a document's page.
pub fn document(shown: &PageData) -> String {
    let card = shown.card;
    let main = match shown.kind {
        Kind::Story | Kind::Testimonial => voice(shown),
        Kind::Ambassador => node("ProfilePage", card, [("mainEntity", person(card))]),
        Kind::Brand => node("AboutPage", card, [("mainEntity", brand(card, shown.rating.as_ref()))]),
        Kind::Campaign | Kind::Page | Kind::Section => node("WebPage", card, []),
    };
    let mut all = vec![main];
    all.extend(shown.videos.iter().map(video));
    graph(all, shown.crumbs)
}

/// The data of a list.
pub fn list(title: &str, permalink: &str, lang: &str, crumbs: &[Crumb]) -> String {
    let main = json!({ "@type": "CollectionPage", "name": title, "url": permalink, "inLanguage": lang });
    graph(vec![main], crumbs)
}

/// The data of a page of the site as such.
pub fn page(title: &str, permalink: &str, lang: &str, crumbs: &[Crumb]) -> String {
    let main = json!({ "@type": "WebPage", "name": title, "url": permalink, "inLanguage": lang });
    graph(vec![main], crumbs)
}

/// The data of the home page.
pub fn home(title: &str, description: &str, permalink: &str, lang: &str) -> String {
    let mut main = json!({ "@type": "WebSite", "name": title, "url": permalink, "inLanguage": lang });
    if !description.is_empty() {
        main["description"] = description.into();
    }
    graph(vec![main], &[])
}

fn graph(mut all: Vec<Value>, crumbs: &[Crumb]) -> String {
    let item = |(at, crumb): (usize, &Crumb)| json!({ "@type": "ListItem", "position": at + 1, "name": crumb.title, "item": crumb.permalink });
    // The way to the home page itself is no way.
    if crumbs.len() > 1 {
        let items: Vec<Value> = crumbs.iter().enumerate().map(item).collect();
        all.push(json!({ "@type": "BreadcrumbList", "itemListElement": items }));
    }
    script_safe(&json!({ "@context": CONTEXT, "@graph": all }).to_string())
}

const CONTEXT: &str = "https://schema.org";

fn node<const N: usize>(kind: &str, card: &Card, more: [(&str, Value); N]) -> Value {
    let mut node = Map::new();
    node.insert("@type".into(), kind.into());
    node.insert("name".into(), card.title.clone().into());
    node.insert("url".into(), card.permalink.clone().into());
    node.insert("inLanguage".into(), card.lang.clone().into());
    if let Some(image) = &card.image {
        node.insert("image".into(), picture(image));
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

fn picture(image: &ImageView) -> Value {
    let mut picture = json!({ "@type": "ImageObject", "url": image.permalink, "contentUrl": image.permalink });
    if !image.alt.is_empty() {
        picture["description"] = image.alt.clone().into();
    }
    picture
}

/// A review where search engines allow stars, an article everywhere else.
fn voice(shown: &PageData) -> Value {
    let card = shown.card;
    let mut main = match (card.rating, item(card)) {
        (Some(rating), Some(item)) if shown.is_review => {
            let rating = json!({ "@type": "Rating", "ratingValue": rating, "bestRating": 5, "worstRating": 1 });
            let mut review = node("Review", card, [("itemReviewed", item), ("reviewRating", rating)]);
            for (name, notes) in [("positiveNotes", &card.positives), ("negativeNotes", &card.negatives)] {
                if !notes.is_empty() {
                    review[name] = notes_of(notes);
                }
            }
            review
        }
        (_, item) => {
            let mut article = node("Article", card, [("headline", card.title.clone().into())]);
            if let Some(item) = item {
                article["about"] = item;
            }
            article
        }
    };
    let person = |author: &Ref| json!({ "@type": "Person", "name": author.name, "url": author.permalink });
    let mut authors: Vec<Value> = card.authors.iter().map(|author| person(author)).collect();
    if let [only] = authors.as_mut_slice() {
        add_occupation(only, card);
    }
    // Who wishes to stay unnamed is not given a name here.
    if !authors.is_empty() {
        main["author"] = authors.into();
    }
    main
}

/// What a voice is about: the thing, if it is named, or else the brand.
fn item(card: &Card) -> Option<Value> {
    let brand =
        card.brand.as_ref().map(|about| json!({ "@type": "Organization", "name": about.name, "url": about.permalink }));
    let Some(product) = &card.product else { return brand };
    let mut item = json!({ "@type": "Product", "name": product });
    if let Some(brand) = brand {
        item["brand"] = brand;
    }
    Some(item)
}

fn notes_of(notes: &[String]) -> Value {
    let item = |(at, note): (usize, &String)| json!({ "@type": "ListItem", "position": at + 1, "name": note });
    json!({ "@type": "ItemList", "itemListElement": notes.iter().enumerate().map(item).collect::<Vec<_>>() })
}

fn video(video: &Video) -> Value {
    let mut node = json!({ "@type": "VideoObject", "name": video.title });
    node[if video.is_file { "contentUrl" } else { "url" }] = video.url.clone().into();
    if let Some(poster) = &video.poster {
        node["thumbnailUrl"] = poster.clone().into();
    }
    node
}

/// What somebody does, and for whom.
fn add_occupation(person: &mut Value, card: &Card) {
    if let Some(role) = &card.role {
        person["jobTitle"] = role.clone().into();
    }
    if let Some(company) = &card.company {
        person["worksFor"] = json!({ "@type": "Organization", "name": company });
    }
}

fn person(card: &Card) -> Value {
    let mut person = json!({ "@type": "Person", "name": card.title, "url": card.permalink });
    add_occupation(&mut person, card);
    if let Some(brand) = &card.brand {
        person["affiliation"] = json!({ "@type": "Organization", "name": brand.name, "url": brand.permalink });
    }
    if let Some(image) = &card.image {
        person["image"] = picture(image);
    }
    if !card.links.is_empty() {
        person["sameAs"] = card.links.iter().map(|link| Value::from(link.url.as_str())).collect();
    }
    person
}

fn brand(card: &Card, rating: Option<&Scale>) -> Value {
    let mut brand = json!({ "@type": "Organization", "name": card.title });
    brand["url"] = card.url.as_ref().map_or(card.permalink.as_str(), |url| url.as_str()).into();
    if let Some(description) = &card.description {
        brand["description"] = description.to_string().into();
    }
    if let Some(image) = &card.image {
        brand["logo"] = picture(image);
    }
    if let Some((rating, value)) = rating.and_then(|rating| Some((rating, rating.measure.value?))) {
        brand["aggregateRating"] = json!({
            "@type": "AggregateRating",
            "ratingValue": value,
            "ratingCount": rating.measure.count,
            "bestRating": rating.most,
            "worstRating": rating.least,
        });
    }
    brand
}

/// Whether search engines allow stars of a brand to be marked up by whoever runs this site: a brand may not
/// give itself stars ("self-serving reviews").
pub fn may_have_stars(config: &Config, brand: Option<&str>) -> bool {
    let controlled = |slug: &str| config.operator.controls.0.iter().any(|own| crate::text::term_slug(own) == slug);
    let own = brand.is_some_and(controlled) || config.operator.role == OperatorRole::Brand;
    !own || !config.structured_data.self_serving
}

/// Whether a voice may be marked up as a review: it gives stars to something that is named, they are not
/// self-serving, it was not collected by another platform, it is not made up, and somebody stands for it.
pub fn is_review(config: &Config, card: &Card) -> bool {
    let elsewhere = card.source.as_ref().is_some_and(|source| source.platform.is_some());
    card.experience.is_some()
        && card.rating.is_some()
        && (card.brand.is_some() || card.product.is_some())
        && may_have_stars(config, card.brand.as_ref().map(|brand| brand.slug.as_str()))
        && !elsewhere
        && !card.sample
        && !card.authors.is_empty()
}
