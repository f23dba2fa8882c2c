//! What other people may show on their pages: a wall, a single story, a badge. Framed pages without a script,
//! each with a document that says how to show it (<https://oembed.com>).

use super::heads::PageMeta;
use super::route::{self, Route};
use super::subjects::PlannedArtifact;
use super::view::{Counts, EmbedView};
use super::{Output, Planner, Slice, Subject};
use crate::config::Config;
use crate::model::{ConsentScope, DocId, Embed, Kind};

/// The templates: the wall, a story, the badge.
const WALL: &str = "embed-wall.html";
const STORY: &str = "embed-story.html";
const BADGE: &str = "embed-badge.svg";

/// How wide a frame is at most, and how high that of a wall, in CSS pixels.
const WIDTH: u32 = 640;
const WALL_HEIGHT: u32 = 600;

/// The size of a badge, in CSS pixels.
const BADGE_SIZE: (u32, u32) = (320, 84);

/// The fields by which voices are chosen for what they say: whoever shows them owes the others.
const SENTIMENT: [&str; 5] = ["experience", "rating", "nps", "csat", "ces"];

/// Something that others may show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmbedOf {
    /// Voices: the language, and which of the config's filters; `None` for all voices.
    Wall(usize, Option<usize>),
    /// One voice.
    Story(DocId),
    /// Counts, as a picture.
    Badge(usize, Option<usize>),
}

/// How to show it, as oEmbed says.
#[derive(Clone, Debug, Hash)]
pub struct OEmbed {
    /// What it is called.
    pub title: String,
    /// The site's name.
    pub provider: String,
    /// The address of the home page.
    pub provider_url: String,
    /// Who speaks, if it is one voice of somebody with a name.
    pub author: Option<(String, String)>,
    /// The connection between speaker and brand, in words.
    pub disclosure: Option<String>,
    /// The address of the frame, or of the picture.
    pub src: String,
    /// The page that it leads to.
    pub leads_to: String,
    /// What the picture says in words, where it is one.
    pub alt: Option<String>,
    /// In CSS pixels.
    pub width: u32,
    /// In CSS pixels.
    pub height: u32,
}

impl OEmbed {
    /// What to paste: a frame, or a picture that leads to the site. Without a style, which strict pages refuse.
    pub fn html(&self) -> String {
        let [src, title, leads_to] = [&self.src, &self.title, &self.leads_to].map(|text| escape(text));
        let (width, height) = (self.width, self.height);
        match &self.alt {
            Some(alt) => format!(
                "<a href=\"{leads_to}\"><img src=\"{src}\" alt=\"{}\" width=\"{width}\" height=\"{height}\"></a>",
                escape(alt)
            ),
            None => format!(
                "<iframe src=\"{src}\" title=\"{title}\" width=\"100%\" height=\"{height}\" frameborder=\"0\" loading=\"lazy\" \
                 sandbox=\"allow-popups allow-popups-to-escape-sandbox\"></iframe>"
            ),
        }
    }

    /// The same with the custom element, which leaves a link where there is no script. `script` is its address.
    pub fn element(&self, script: &str) -> String {
        let [src, title, leads_to, script] =
            [&self.src, &self.title, &self.leads_to, script].map(|text: &str| escape(text));
        format!(
            "<script src=\"{script}\" async></script>\n<anecdote-embed src=\"{src}\" height=\"{}\"><a href=\"{leads_to}\">{title}</a></anecdote-embed>",
            self.height
        )
    }
}

fn escape(text: &str) -> String {
    quick_xml::escape::escape(text).into_owned()
}

impl Planner {
    /// Everything that others may show.
    pub(super) fn embeds(&self, pages: &mut Vec<PlannedArtifact>) {
        let Some(filters) = &self.config.embeds else { return };
        let which = || std::iter::once(None).chain((0..filters.len()).map(Some));
        let mut all = Vec::new();
        for tree in 0..self.index.languages.len() {
            all.extend(which().map(|filter| EmbedOf::Wall(tree, filter)));
            all.extend(which().map(|filter| EmbedOf::Badge(tree, filter)));
        }
        all.extend(self.index.ids().filter(|id| self.may_be_embedded(*id)).map(EmbedOf::Story));
        for of in all.into_iter().filter(|of| self.theme.has(template(*of))) {
            let output = Output::Template { template: template(of).into(), subject: Subject::Embed(of), text: None };
            pages.push(PlannedArtifact { route: self.embed_route(of), source: None, output });
            let route = self.oembed_route(of);
            pages.push(PlannedArtifact { route, source: None, output: Output::OEmbed(of) });
        }
    }

    /// Whether a voice may stand on other people's pages: its speaker agrees to it.
    pub(super) fn may_be_embedded(&self, id: DocId) -> bool {
        let entry = self.index.entry(id);
        self.config.embeds.is_some() && entry.kind().is_voice() && entry.fields.consents_to(ConsentScope::Embed)
    }

    fn filter(&self, which: Option<usize>) -> (Option<&str>, Embed) {
        let named = which.and_then(|at| self.config.embeds.as_ref()?.iter().nth(at));
        named.map_or((None, Embed::default()), |(name, embed)| (Some(name.as_str()), embed.clone()))
    }

    /// The folders below which everything stands that others may show, one for each language, as addresses.
    pub(super) fn embed_folders(&self) -> Vec<String> {
        let trees = 0..self.index.languages.len();
        trees.map(|tree| route::home(&self.index, tree).below("embed").path(&self.config)).collect()
    }

    fn embed_route(&self, of: EmbedOf) -> Route {
        let root = |tree: usize| route::embeds(&self.index, tree);
        match of {
            EmbedOf::Wall(tree, which) => match self.filter(which).0 {
                Some(name) => root(tree).below("wall").below(name),
                None => root(tree).below("wall"),
            },
            EmbedOf::Badge(tree, which) => match self.filter(which).0 {
                Some(name) => root(tree).below("badge").file(&format!("{name}.svg")),
                None => root(tree).file("badge.svg"),
            },
            EmbedOf::Story(id) => route::embedded(&self.index, self.index.entry(id).tree, self.route(id)),
        }
    }

    fn oembed_route(&self, of: EmbedOf) -> Route {
        match of {
            EmbedOf::Badge(..) => self.embed_route(of).with_ending(".svg", ".json"),
            EmbedOf::Wall(..) | EmbedOf::Story(_) => self.embed_route(of).file("oembed.json"),
        }
    }

    /// The whole address of the document that says how to show a voice elsewhere, if it may be.
    pub(super) fn oembed_of(&self, id: DocId) -> Option<String> {
        let may = self.may_be_embedded(id) && self.theme.has(STORY);
        may.then(|| self.oembed_route(EmbedOf::Story(id)).permalink(&self.config))
    }

    /// The whole address of the document that says how to show the wall elsewhere, if it may be.
    pub(super) fn oembed_of_wall(&self, tree: usize) -> Option<String> {
        let may = self.config.embeds.is_some() && self.theme.has(WALL);
        may.then(|| self.oembed_route(EmbedOf::Wall(tree, None)).permalink(&self.config))
    }

    pub(super) fn embed_view(&self, of: EmbedOf, embed_template: &str) -> EmbedView {
        let (tree, which) = match of {
            EmbedOf::Wall(tree, which) | EmbedOf::Badge(tree, which) => (tree, which),
            EmbedOf::Story(id) => (self.index.entry(id).tree, None),
        };
        let route = self.embed_route(of);
        let about = PageMeta {
            template: embed_template,
            tree,
            lang: &self.index.languages[tree],
            route: &route,
            slice: Slice::ALL,
            translations: Vec::new(),
            breadcrumbs: Vec::new(),
            page: None,
        };
        let head = self.head(about, |_| String::new());
        let (_, embed) = self.filter(which);
        let is_voice = |kind: Kind| kind.is_voice();
        let (shown, counts, of_all, gone) = match of {
            EmbedOf::Story(id) => (vec![id], self.counts(&[id]), Counts::default(), Vec::new()),
            EmbedOf::Wall(..) | EmbedOf::Badge(..) => {
                let mut chosen = self.matching(&embed.wanted, tree, is_voice);
                // A badge shows nobody's words: it counts them all.
                let is_badge = matches!(of, EmbedOf::Badge(..));
                chosen.retain(|id| is_badge || self.may_be_embedded(*id));
                self.sort(&mut chosen, embed.sort);
                let mut wanted = embed.wanted.clone();
                wanted.retain(|field, _| !SENTIMENT.contains(&field.as_str()));
                let all = self.matching(&wanted, tree, is_voice);
                let counts = self.counts(&chosen);
                chosen.truncate(if is_badge { 0 } else { embed.limit });
                (chosen, counts, self.counts(&all), self.gone_like(&wanted, tree))
            }
        };
        EmbedView {
            head,
            title: self.embed_title(of),
            leads_to: self.leads_to(of),
            is_chosen: embed.wanted.keys().any(|field| SENTIMENT.contains(&field.as_str())),
            withheld: self.withheld(&gone, &of_all, tree),
            all: of_all,
            counts,
            pages: self.cards_of(&shown),
        }
    }

    /// What is gone and would be among some voices, as far as one can tell without showing it: all of it,
    /// where they are not told apart, or that of a single term.
    fn gone_like(&self, wanted: &std::collections::BTreeMap<String, crate::model::Data>, tree: usize) -> Vec<usize> {
        let mut gone = self.index.gone[tree].clone();
        for (name, words) in wanted {
            let of_terms = self.taxonomy_named(name, tree).map(|(_, taxonomy)| {
                let words = super::queries::words(words).filter_map(|word| taxonomy.position(word));
                words.flat_map(|term| taxonomy.terms[term].gone.clone()).collect::<Vec<usize>>()
            });
            if let Some(of_terms) = of_terms {
                gone.retain(|at| of_terms.contains(at));
            }
        }
        gone
    }

    fn embed_title(&self, of: EmbedOf) -> String {
        match of {
            EmbedOf::Story(id) => self.title(id),
            EmbedOf::Wall(tree, which) | EmbedOf::Badge(tree, which) => {
                self.filter(which).1.title.unwrap_or_else(|| self.sites[tree].title.clone())
            }
        }
    }

    /// The whole address of the page that an embed leads to.
    fn leads_to(&self, of: EmbedOf) -> String {
        match of {
            EmbedOf::Story(id) => self.route(id).permalink(&self.config),
            EmbedOf::Wall(tree, _) | EmbedOf::Badge(tree, _) => {
                let path = self.sites[tree].wall.clone().or_else(|| self.sites[tree].insights.clone());
                path.map_or_else(
                    || route::home(&self.index, tree).permalink(&self.config),
                    |path| whole(&self.config, &path),
                )
            }
        }
    }

    /// How to show something elsewhere.
    pub(super) fn oembed(&self, of: EmbedOf) -> OEmbed {
        let tree = match of {
            EmbedOf::Wall(tree, _) | EmbedOf::Badge(tree, _) => tree,
            EmbedOf::Story(id) => self.index.entry(id).tree,
        };
        let site = &self.sites[tree];
        let (width, height) = match of {
            EmbedOf::Wall(..) => (WIDTH, WALL_HEIGHT),
            EmbedOf::Badge(..) => BADGE_SIZE,
            EmbedOf::Story(id) => (WIDTH, self.story_height(id)),
        };
        let card = match of {
            EmbedOf::Story(id) => Some(self.card(id)),
            EmbedOf::Wall(..) | EmbedOf::Badge(..) => None,
        };
        let author = card.and_then(|card| card.author.as_ref());
        OEmbed {
            title: self.embed_title(of),
            provider: site.title.clone(),
            provider_url: route::home(&self.index, tree).permalink(&self.config),
            author: author.map(|author| (author.name.clone(), author.permalink.clone())),
            disclosure: card.and_then(|card| self.disclosure(card, &site.language)),
            src: self.embed_route(of).permalink(&self.config),
            leads_to: self.leads_to(of),
            alt: matches!(of, EmbedOf::Badge(..)).then(|| self.badge_in_words(of)),
            width,
            height,
        }
    }

    /// Room for the words in a narrow column; a frame scrolls where it is too little.
    fn story_height(&self, id: DocId) -> u32 {
        let card = self.card(id);
        let words = card.quote.as_ref().unwrap_or(&card.excerpt).chars().count() as u32;
        300 + words.div_ceil(38) * 28
    }

    fn badge_in_words(&self, of: EmbedOf) -> String {
        let view = self.embed_view(of, BADGE);
        let lang = &view.head.lang;
        let say = |key: &str, count: usize, values: &[(&str, usize)]| {
            let number = |count: usize| self.theme.strings.number(lang, count as f64);
            let values: Vec<(&str, String)> =
                values.iter().map(|(name, count)| (*name, number(*count))).chain([("count", number(count))]).collect();
            self.theme.strings.fill(lang, key, Some(count as i64), &values).unwrap_or_default()
        };
        let Counts { good, mixed, bad, total, .. } = view.counts;
        let counts = say("good_mixed_bad", total, &[("good", good), ("mixed", mixed), ("bad", bad)]);
        let chosen = view.is_chosen.then(|| say("embed.chosen", total, &[("all", view.all.total)]));
        let gone = view.withheld.as_ref().map(|gone| say("embed.missing", gone.held_back + gone.left, &[]));
        let said: Vec<String> =
            [Some(format!("{}: {counts}.", view.title)), chosen, gone].into_iter().flatten().collect();
        said.join(" ")
    }
}

fn template(of: EmbedOf) -> &'static str {
    match of {
        EmbedOf::Wall(..) => WALL,
        EmbedOf::Story(_) => STORY,
        EmbedOf::Badge(..) => BADGE,
    }
}

fn whole(config: &Config, path: &str) -> String {
    format!("{}{path}", config.origin())
}
