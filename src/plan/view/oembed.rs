//! How to show a page of the site on another site, as oEmbed says (<https://oembed.com>).

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
