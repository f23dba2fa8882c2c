//! Links by name, as wikis write them: `[[page]]`.

use crate::model::ANYWHERE;

/// The address of what is called so, wherever it stands. What would end a path is part of a name here.
pub fn by_name(name: &str) -> String {
    let (name, part) = name.split_once('#').map_or((name, None), |(name, part)| (name, Some(part)));
    let name = name.trim().replace('%', "%25").replace('?', "%3F");
    // `[[page#Heading#Below]]`, and the marks that Obsidian gives to paragraphs.
    let part = part.and_then(|part| part.rsplit('#').next()).filter(|part| !part.starts_with('^'));
    let part = part.map_or_else(String::new, |part| format!("#{}", part.trim()));
    if name.is_empty() { part } else { format!("{ANYWHERE}{name}{part}") }
}

/// Whether a name is that of a picture.
pub fn is_picture(name: &str) -> bool {
    const ENDINGS: [&str; 9] = ["avif", "bmp", "gif", "jpeg", "jpg", "png", "svg", "webp", "heic"];
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending.trim());
    ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
}
