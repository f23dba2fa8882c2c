//! `[look]`: what a site sets over its theme, or a theme over the one that it extends.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Palette;
use crate::model::Colour;

/// `[look]`, of a site or of a theme. What is not set is left to the theme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(from = "Written")]
pub struct Appearance {
    /// The colours by day.
    #[serde(flatten)]
    pub light: Palette,
    /// The colours by night.
    pub dark: Palette,
    /// The letters, of families that readers' devices have.
    #[serde(rename = "type")]
    pub letters: Option<Letters>,
    /// A font for text: a file of `static/`.
    pub font: Option<String>,
    /// A font for headings: a file of `static/`.
    pub font_display: Option<String>,
    /// The corners of boxes.
    pub corners: Option<Corners>,
    /// How close things stand.
    pub density: Option<Density>,
    /// What stands beside the introduction of the home page.
    pub hero: Option<Hero>,
    /// The sections of the home page, in order.
    pub home: Option<Vec<HomeSection>>,
    /// Pictures of `static/`.
    #[serde(flatten)]
    pub pictures: LookPictures,
}

/// The pictures of `[look]`: files of `static/`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LookPictures {
    /// Beside the site's name.
    pub logo: Option<String>,
    /// The same by night.
    pub logo_dark: Option<String>,
    /// What the hero `picture` shows.
    pub hero_image: Option<String>,
    /// What other sites show with a link to a page that has no picture of its own: PNG or JPEG, best 1200 by 630.
    pub share_image: Option<String>,
    /// The icon of browser tabs.
    pub favicon: Option<String>,
}

/// [`Appearance`] as it is written, where everything but the colours by night stands side by side.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Written {
    paper: Option<Colour>,
    card: Option<Colour>,
    ink: Option<Colour>,
    accent: Option<Colour>,
    good: Option<Colour>,
    bad: Option<Colour>,
    mixed: Option<Colour>,
    dark: Palette,
    r#type: Option<Letters>,
    font: Option<String>,
    font_display: Option<String>,
    corners: Option<Corners>,
    density: Option<Density>,
    hero: Option<Hero>,
    home: Option<Vec<HomeSection>>,
    logo: Option<String>,
    logo_dark: Option<String>,
    hero_image: Option<String>,
    share_image: Option<String>,
    favicon: Option<String>,
}

impl From<Written> for Appearance {
    fn from(written: Written) -> Self {
        let Written { paper, card, ink, accent, good, bad, mixed, dark, .. } = written;
        let Written { logo, logo_dark, hero_image, share_image, favicon, .. } = written;
        Self {
            light: Palette { paper, card, ink, accent, good, bad, mixed },
            dark,
            letters: written.r#type,
            font: written.font,
            font_display: written.font_display,
            corners: written.corners,
            density: written.density,
            hero: written.hero,
            home: written.home,
            pictures: LookPictures { logo, logo_dark, hero_image, share_image, favicon },
        }
    }
}

/// Families of letters that readers' own devices have: nothing is loaded for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Letters {
    /// As in books.
    Serif,
    /// As on signs.
    Sans,
    /// As on friendly signs.
    Rounded,
    /// As on typewriters.
    Slab,
}

/// The corners of boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Corners {
    /// Square.
    Square,
    /// A little round.
    Soft,
    /// Round.
    Round,
}

/// How close things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Density {
    /// As the theme sets it.
    Comfortable,
    /// Smaller text, closer lines.
    Compact,
}

/// What stands beside the introduction of the home page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Hero {
    /// The portraits of ambassadors.
    Faces,
    /// The newest line that somebody is quoted with.
    Quote,
    /// The picture `hero_image`.
    Picture,
    /// Nothing but the counts.
    Plain,
}

/// A section of the home page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum HomeSection {
    /// The newest stories.
    Lead,
    /// Good and bad ones side by side.
    Sides,
    /// Complaints beside what the brand answered.
    Answers,
    /// Lines from the wall.
    Wall,
    /// The touchpoints.
    Journey,
    /// The ambassadors.
    People,
    /// The campaigns.
    Campaigns,
    /// The brands.
    Brands,
}

impl Appearance {
    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What is set here over what is set there.
    pub fn over(&self, other: &Self) -> Self {
        let first = |here: &Option<String>, there: &Option<String>| here.clone().or_else(|| there.clone());
        let (own, theirs) = (&self.pictures, &other.pictures);
        Self {
            light: self.light.over(&other.light),
            dark: self.dark.over(&other.dark),
            letters: self.letters.or(other.letters),
            font: first(&self.font, &other.font),
            font_display: first(&self.font_display, &other.font_display),
            corners: self.corners.or(other.corners),
            density: self.density.or(other.density),
            hero: self.hero.or(other.hero),
            home: self.home.clone().or_else(|| other.home.clone()),
            pictures: LookPictures {
                logo: first(&own.logo, &theirs.logo),
                logo_dark: first(&own.logo_dark, &theirs.logo_dark),
                hero_image: first(&own.hero_image, &theirs.hero_image),
                share_image: first(&own.share_image, &theirs.share_image),
                favicon: first(&own.favicon, &theirs.favicon),
            },
        }
    }

    /// The files of `static/` that it names, each with its key.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let LookPictures { logo, logo_dark, hero_image, share_image, favicon } = &self.pictures;
        let all = [
            ("font", &self.font),
            ("font_display", &self.font_display),
            ("logo", logo),
            ("logo_dark", logo_dark),
            ("hero_image", hero_image),
            ("share_image", share_image),
            ("favicon", favicon),
        ];
        all.into_iter().filter_map(|(key, file)| Some((key, file.as_deref()?)))
    }
}
