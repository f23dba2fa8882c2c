//! What a site's `[look]` sets, as a style sheet over its theme's.

use std::fmt::Write as _;

use crate::config::{Appearance, Corners, Density, Letters, Palette};
use crate::model::Colour;

/// The families of letters that readers' devices have: <https://github.com/system-fonts/modern-font-stacks> (CC0).
fn families(letters: Letters) -> &'static str {
    match letters {
        Letters::Serif => "Charter, \"Bitstream Charter\", \"Sitka Text\", Cambria, Georgia, serif",
        Letters::Sans => "Seravek, \"Gill Sans Nova\", Ubuntu, Calibri, \"DejaVu Sans\", source-sans-pro, sans-serif",
        Letters::Rounded => {
            "ui-rounded, \"Hiragino Maru Gothic ProN\", Quicksand, Comfortaa, Manjari, \"Arial Rounded MT Bold\", Calibri, sans-serif"
        }
        Letters::Slab => "Rockwell, \"Rockwell Nova\", \"Roboto Slab\", \"DejaVu Serif\", \"Sitka Small\", serif",
    }
}

/// The style sheet of what `own` sets; `theirs` is what the theme says that its own styles have. Empty where it sets
/// nothing that a style sheet says.
pub fn style_sheet(own: &Appearance, theirs: &Appearance) -> String {
    let (mut fonts, mut set) = (String::new(), String::new());
    let both = own.over(theirs);
    for (name, light, dark) in pairs(&own.light, &own.dark, &both) {
        // Writing to a string cannot fail.
        let _ = match (light, dark) {
            (Some(light), Some(dark)) => write!(set, "--{name}: light-dark({light}, {dark});"),
            (Some(one), None) | (None, Some(one)) => write!(set, "--{name}: {one};"),
            (None, None) => Ok(()),
        };
    }
    // A theme that has such letters has chosen its own.
    let letters = own.letters.filter(|letters| theirs.letters != Some(*letters));
    let fallback = letters.or(theirs.letters).map_or("sans-serif", families);
    for (variable, family, file) in [("text", "site-text", &own.font), ("display", "site-display", &own.font_display)] {
        let Some(file) = file else { continue };
        let file = file.trim_start_matches('/');
        let _ = write!(
            fonts,
            "@font-face {{ font-family: {family}; src: url(\"../{}\"); font-weight: 100 900; font-display: swap; }}",
            escaped(file)
        );
        let _ = write!(set, "--{variable}: {family}, {fallback};");
    }
    if let (Some(letters), None) = (letters, &own.font) {
        let _ = write!(set, "--text: {};", families(letters));
    }
    if (letters.is_some() || own.font.is_some()) && own.font_display.is_none() {
        set.push_str("--display: var(--text);");
    }
    set.push_str(match own.corners {
        Some(Corners::Square) => "--corner: 0px;",
        Some(Corners::Soft) => "--corner: 6px;",
        Some(Corners::Round) => "--corner: 16px;",
        None => "",
    });
    if own.density == Some(Density::Compact) {
        set.push_str("--size: 1rem; --leading: 1.5; --gap: 1.3rem;");
    }
    if set.is_empty() { fonts } else { format!("{fonts}:root {{ {set} }}") }
}

/// Each colour that is set for day or night, with what it is then.
fn pairs<'a>(
    light: &Palette,
    dark: &Palette,
    both: &'a Appearance,
) -> impl Iterator<Item = (&'static str, Option<Colour>, Option<Colour>)> + use<'a> {
    let is_set: Vec<bool> =
        light.each().iter().zip(dark.each()).map(|((_, light), (_, dark))| light.is_some() || dark.is_some()).collect();
    let all = both.light.each().into_iter().zip(both.dark.each());
    all.zip(is_set).filter(|(_, is_set)| *is_set).map(|(((name, light), (_, dark)), _)| (name, light, dark))
}

/// A path within quotes.
fn escaped(path: &str) -> String {
    path.chars().fold(String::new(), |mut out, c| {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {}
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(toml: &str) -> Appearance {
        use serde::Deserialize as _;
        Appearance::deserialize(&crate::parse::toml::parse(toml, 0).0).unwrap()
    }

    #[test]
    fn colours_by_day_keep_the_theme_s_by_night() {
        let theirs = look("accent = \"#111\"\npaper = \"#fff\"\ntype = \"serif\"\n[dark]\naccent = \"#eee\"");
        let css = |own: &str| style_sheet(&look(own), &theirs);
        assert_eq!(css(""), "");
        assert_eq!(css("accent = \"#0a5\""), ":root { --accent: light-dark(#00aa55, #eeeeee); }");
        assert_eq!(css("[dark]\npaper = \"#123\""), ":root { --paper: light-dark(#ffffff, #112233); }");
        assert_eq!(css("card = \"#123\""), ":root { --card: #112233; }");
    }

    #[test]
    fn letters_that_a_theme_has_already_change_nothing() {
        let theirs = look("type = \"sans\"");
        assert_eq!(style_sheet(&look("type = \"sans\""), &theirs), "");
        assert!(style_sheet(&look("type = \"slab\""), &theirs).contains("--text: Rockwell"));
        let css = style_sheet(&look("font = \"/fonts/a b\\\"c.woff2\""), &theirs);
        assert!(
            css.contains("url(\"../fonts/a b\\\"c.woff2\")") && css.contains("--text: site-text, Seravek"),
            "{css}"
        );
        assert!(css.contains("--display: var(--text);"));
        let css = style_sheet(&look("font_display = \"x.woff2\""), &theirs);
        assert!(css.contains("--display: site-display") && !css.contains("--text"), "{css}");
    }
}
