//! What a page or a stylesheet loads, as it stands in it.

use crate::check::drawn::in_css;
use crate::html::addresses::addresses;

/// The addresses that a page or a stylesheet loads, as they stand in it.
pub fn loaded_by(out: &str, bytes: &[u8]) -> Vec<String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    let mut all = match out.rsplit_once('.').map_or("", |(_, end)| end) {
        "html" => addresses(text).into_iter().filter(|(tag, _)| tag != "a").map(|(_, address)| address).collect(),
        "css" => in_css(text).into_iter().map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    all.sort();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_loads_pictures_styles_and_scripts_but_not_what_it_links_to() {
        let html = "<link rel=stylesheet href=\"/x.css\"><a href=\"/b/\">b</a><img src=\"/c.png\" alt=\"\">";
        assert_eq!(loaded_by("a/index.html", html.as_bytes()), ["/c.png", "/x.css"]);
        let css = "@import \"base.css\"; a { background: url('img/x.svg') } @import url(y.css);";
        assert_eq!(loaded_by("css/x.css", css.as_bytes()), ["base.css", "img/x.svg", "y.css"]);
    }
}
