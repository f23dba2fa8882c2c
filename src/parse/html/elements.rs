//! The elements of HTML, by what becomes of them in a customer's words.

use pulldown_cmark::Tag;

/// Whether some HTML is one of the tags that are written here, and nothing else.
pub fn is_plain(html: &str) -> bool {
    let name = html.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let name = name.map(|name| name.strip_prefix('/').unwrap_or(name));
    name.is_some_and(|name| PLAIN_INLINE.contains(&name) || PLAIN_BLOCKS.iter().any(|(plain, _)| *plain == name))
        || matches!(html, TABLE | TABLE_END)
}

/// Elements within a line that Markdown has no sign for.
pub const PLAIN_INLINE: [&str; 17] = [
    "abbr", "bdi", "cite", "dfn", "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "samp", "small", "u", "var", "wbr",
    "rb",
];

/// Elements with lines of their own that Markdown has no sign for, and what stands directly in them.
pub const PLAIN_BLOCKS: [(&str, Content); 14] = [
    ("caption", Content::Line),
    ("dd", Content::Either),
    ("details", Content::Blocks),
    ("dl", Content::Parts),
    ("dt", Content::Line),
    ("figcaption", Content::Either),
    ("figure", Content::Either),
    ("summary", Content::Line),
    ("tbody", Content::Parts),
    ("td", Content::Either),
    ("tfoot", Content::Parts),
    ("th", Content::Either),
    ("thead", Content::Parts),
    ("tr", Content::Parts),
];

/// Wide tables scroll by themselves, as those of Markdown do.
pub const TABLE: &str = "<div class=\"table\" tabindex=\"0\"><table>";
pub const TABLE_END: &str = "</table></div>";

/// What goes with its words: they are not for readers, or would be without sense.
pub const WITHOUT_WORDS: [&str; 16] = [
    "applet", "audio", "canvas", "datalist", "math", "noembed", "noframes", "object", "script", "select", "style",
    "svg", "template", "title", "video", "head",
];

/// What only arranges others: nobody misses it.
pub const ARRANGING: [&str; 36] = [
    "address", "article", "aside", "b", "big", "body", "button", "center", "col", "colgroup", "data", "div",
    "fieldset", "font", "footer", "form", "header", "hgroup", "html", "input", "label", "legend", "link", "main",
    "meta", "nav", "nobr", "noscript", "picture", "search", "section", "source", "span", "textarea", "time", "track",
];

/// Of those, and of others, what begins a line of its own.
pub const ON_OWN_LINE: [&str; 17] = [
    "address", "article", "aside", "body", "center", "div", "fieldset", "footer", "form", "header", "hgroup", "html",
    "legend", "main", "nav", "search", "section",
];

/// What may stand directly in an element.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Content {
    /// Blocks: text stands in a paragraph.
    #[default]
    Blocks,
    /// Text and what stands in a line. It ends with the piece of HTML that it stands in.
    Line,
    /// Either.
    Either,
    /// Other elements alone, such as rows.
    Parts,
    /// Text as it is.
    Code,
}

/// What Markdown has a sign for within a line.
pub fn sign(name: &str) -> Option<Tag<'static>> {
    match name {
        "em" | "i" => Some(Tag::Emphasis),
        "strong" | "b" => Some(Tag::Strong),
        "del" | "s" | "strike" => Some(Tag::Strikethrough),
        "sup" => Some(Tag::Superscript),
        "sub" => Some(Tag::Subscript),
        _ => None,
    }
}

/// What may stand in an element of its own lines that Markdown has no sign for; `None` for others.
pub fn plain_block(name: &str) -> Option<Content> {
    PLAIN_BLOCKS.iter().find(|(plain, _)| *plain == name).map(|(_, content)| *content)
}
