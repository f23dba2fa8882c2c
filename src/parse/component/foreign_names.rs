//! What other generators call components and other things that texts call, and how they are called here. All names are
//! in this file.

use crate::model::Data;

/// A component of others that we have.
struct Component {
    /// What they call it.
    theirs: &'static [&'static str],
    /// What it is called here.
    ours: &'static str,
    /// Their arguments, and ours; `0` and `1` are those that have no name. Of several that become the same the first
    /// counts.
    args: &'static [(&'static str, &'static str)],
}

const COMPONENTS: [Component; 4] = [
    Component {
        theirs: &["figure", "image", "img", "picture", "responsive_image", "asset_img"],
        ours: "figure",
        args: &[
            ("src", "src"),
            ("image_path", "src"),
            ("path", "src"),
            ("url", "src"),
            ("image", "src"),
            ("0", "src"),
            ("alt", "alt"),
            ("caption", "caption"),
            ("title", "caption"),
        ],
    },
    Component {
        theirs: &["video"],
        ours: "video",
        args: &[
            ("src", "src"),
            ("url", "src"),
            ("0", "src"),
            ("poster", "poster"),
            ("title", "title"),
            ("caption", "title"),
        ],
    },
    Component {
        theirs: &["quote", "blockquote", "pullquote"],
        ours: "blockquote",
        args: &[
            ("author", "author"),
            ("by", "author"),
            ("cite", "author"),
            ("name", "author"),
            ("0", "author"),
            ("source", "source"),
            ("title", "source"),
            ("1", "source"),
            ("link", "url"),
            ("url", "url"),
        ],
    },
    Component {
        theirs: &["gallery"],
        ours: "gallery",
        args: &[("images", "images"), ("alts", "alts"), ("caption", "caption")],
    },
];

/// What shows something of another host. Readers get a link, since pages load nothing from elsewhere.
struct Elsewhere {
    /// What they call it.
    theirs: &'static [&'static str],
    /// The name of the host; none for films, which we have a component for.
    site: Option<&'static str>,
    /// Its address, with `{0}`, `{1}` and `{2}` for what tells which.
    address: &'static str,
    /// The arguments that tell, each by its names. A whole address may stand for all.
    parts: &'static [&'static [&'static str]],
}

const FILM: &[&[&str]] = &[&["id", "videoid", "video", "video_id", "url", "src", "0"]];

const ELSEWHERE: [Elsewhere; 12] = [
    Elsewhere {
        theirs: &["youtube", "youtubeplayer", "youtube-lite", "youtube_embed", "lite-youtube", "youtubevideo"],
        site: None,
        address: "https://www.youtube.com/watch?v={0}",
        parts: FILM,
    },
    Elsewhere {
        theirs: &["vimeo", "vimeoplayer", "vimeo_embed"],
        site: None,
        address: "https://vimeo.com/{0}",
        parts: FILM,
    },
    Elsewhere { theirs: &["bilibili"], site: None, address: "https://www.bilibili.com/video/{0}", parts: FILM },
    Elsewhere {
        theirs: &["tweet", "twitter", "twitter_simple", "x", "x_simple"],
        site: Some("X"),
        address: "https://x.com/{0}/status/{1}",
        parts: &[&["user"], &["id", "tweetid", "1", "0"]],
    },
    Elsewhere {
        theirs: &["instagram", "instagram_simple"],
        site: Some("Instagram"),
        address: "https://www.instagram.com/p/{0}/",
        parts: &[&["id", "0"]],
    },
    Elsewhere {
        theirs: &["mastodon", "toot"],
        site: Some("Mastodon"),
        address: "https://{0}/@{1}/{2}",
        parts: &[&["host", "instance", "0"], &["user", "account", "1"], &["id", "2"]],
    },
    Elsewhere {
        theirs: &["gist"],
        site: Some("GitHub"),
        address: "https://gist.github.com/{0}/{1}",
        parts: &[&["user", "0"], &["id", "1"]],
    },
    Elsewhere {
        theirs: &["codepen"],
        site: Some("CodePen"),
        address: "https://codepen.io/{0}/pen/{1}",
        parts: &[&["user", "1"], &["id", "0"]],
    },
    Elsewhere {
        theirs: &["spotify"],
        site: Some("Spotify"),
        address: "https://open.spotify.com/{0}/{1}",
        parts: &[&["type", "0"], &["id", "1"]],
    },
    Elsewhere {
        theirs: &["soundcloud"],
        site: Some("SoundCloud"),
        address: "https://soundcloud.com/{0}",
        parts: &[&["track", "url", "id", "0"]],
    },
    Elsewhere {
        theirs: &["tiktok"],
        site: Some("TikTok"),
        address: "https://www.tiktok.com/embed/{0}",
        parts: &[&["id", "0"]],
    },
    Elsewhere {
        theirs: &["reddit"],
        site: Some("Reddit"),
        address: "https://www.reddit.com/{0}",
        parts: &[&["url", "id", "0"]],
    },
];

/// What sets a note apart; where the kind is another argument, these are its names.
pub const NOTES: [&str; 14] = [
    "admonition",
    "alert",
    "attention",
    "callout",
    "caution",
    "danger",
    "hint",
    "important",
    "info",
    "note",
    "notice",
    "tip",
    "warn",
    "warning",
];
pub const KINDS_OF_NOTES: [&str; 4] = ["type", "kind", "variant", "level"];

/// What readers open.
pub const DETAILS: [&str; 5] = ["details", "expand", "collapse", "spoiler", "accordion"];
pub const TITLES: [&str; 5] = ["title", "summary", "label", "header", "0"];

/// Lines that ask for a table of contents.
pub const CONTENTS: [&str; 7] = ["[TOC]", "[toc]", "[[toc]]", "[[TOC]]", "[[_TOC_]]", "{{< toc >}}", "{{ toc }}"];

/// The shortcodes of WordPress that old exports hold.
pub const WORDPRESS: [&str; 8] = ["audio", "caption", "embed", "gallery", "playlist", "video", "wp_caption", "youtube"];

type Args = Vec<(String, Data)>;

/// The text of an argument, under the first of some names that it has.
pub fn text_of(args: &[(String, Data)], names: &[&str]) -> Option<String> {
    let found = names.iter().find_map(|name| args.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)));
    found.and_then(|(_, value)| match value {
        Data::String(text) => Some(text.clone()),
        Data::Int(number) => Some(number.to_string()),
        _ => None,
    })
}

/// Our component for one of theirs, with its arguments; `None` if we have none, or if it says too little.
pub fn component(theirs: &str, args: &[(String, Data)], has_body: bool) -> Option<(String, Args)> {
    let theirs = theirs.to_ascii_lowercase();
    let theirs = theirs.as_str();
    if let Some(known) = ELSEWHERE.iter().find(|known| known.theirs.contains(&theirs)) {
        return elsewhere(known, args);
    }
    let known = COMPONENTS.iter().find(|known| known.theirs.contains(&theirs))?;
    let mut out: Args = Vec::new();
    for (theirs, ours) in known.args {
        let found = args.iter().find(|(key, _)| key.eq_ignore_ascii_case(theirs));
        if let Some((_, value)) = found.filter(|_| !out.iter().any(|(known, _)| known == ours)) {
            out.push(((*ours).to_owned(), value.clone()));
        }
    }
    let has = |name: &str| out.iter().any(|(known, _)| known == name);
    let is_whole = match known.ours {
        "blockquote" => has_body,
        "gallery" => has("images"),
        _ => has("src"),
    };
    is_whole.then(|| (known.ours.to_owned(), out))
}

/// Whether a name is one of ours as well as of others, whose arguments are called otherwise.
pub fn is_ours(name: &str) -> bool {
    COMPONENTS.iter().any(|known| known.ours == name) || name == "quote"
}

fn elsewhere(known: &Elsewhere, args: &[(String, Data)]) -> Option<(String, Args)> {
    let parts: Vec<Option<String>> = known.parts.iter().map(|names| text_of(args, names)).collect();
    let is_whole = |part: &&String| part.starts_with("https://") || part.starts_with("http://");
    let url = match parts.iter().flatten().find(is_whole) {
        Some(whole) => whole.clone(),
        None => {
            let mut url = known.address.to_owned();
            for (n, part) in parts.iter().enumerate() {
                // X finds a post by its number, whoever it is said to be of.
                let part = part.clone().or_else(|| (known.site == Some("X") && n == 0).then(|| "i".to_owned()))?;
                let is_plain = |c: &char| c.is_ascii_alphanumeric() || "_-./@".contains(*c);
                url = url.replace(&format!("{{{n}}}"), &part.chars().filter(is_plain).collect::<String>());
            }
            url
        }
    };
    let url = Data::String(url);
    Some(match known.site {
        Some(site) => {
            ("post".to_owned(), vec![("url".to_owned(), url), ("site".to_owned(), Data::String(site.to_owned()))])
        }
        None => {
            let title = text_of(args, &["title", "caption"]).map(|title| ("title".to_owned(), Data::String(title)));
            ("video".to_owned(), std::iter::once(("src".to_owned(), url)).chain(title).collect())
        }
    })
}
