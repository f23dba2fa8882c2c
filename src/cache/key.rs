//! The key of an output: digests of all that its bytes depend on, part by part, so that a difference
//! also says why.

use crate::digest::Digest;
use crate::model::CopyOf;
use crate::plan::view::{Part, View};
use crate::plan::{Artifact, Input, Output};
use crate::render::{Settings, Text};
use crate::theme::Theme;

/// The digests of an output's parts, in the order in which [`parts`] gives them.
///
/// 64 bits of each: a change goes unseen once in 2^64.
#[derive(Clone, Debug, PartialEq, Eq, bitcode::Encode, bitcode::Decode)]
pub struct Key(Box<[u64]>);

impl Key {
    /// The key of an output that has these parts.
    pub fn new(parts: &[Part]) -> Self {
        Self(parts.iter().map(|(_, digest)| *digest).collect())
    }

    /// The names of the parts that differ from those of this key.
    pub fn differs(&self, parts: &[Part]) -> Vec<&'static str> {
        if self.0.len() != parts.len() {
            return vec!["what it is"];
        }
        let both = self.0.iter().zip(parts);
        // The head is said field by field.
        both.filter(|(old, (name, new))| *old != new && *name != "head").map(|(_, (name, _))| *name).collect()
    }
}

/// Everything that an output's bytes depend on. `stamp` tells of the file that a copy copies.
pub fn parts(
    artifact: &Artifact,
    input: &Input,
    texts: &[&Text],
    theme: &Theme,
    settings: &Settings,
    stamp: &dyn Fn(&CopyOf) -> Digest,
) -> Vec<Part> {
    let mut parts = Vec::with_capacity(24);
    let mut put = |name, digest: Digest| parts.push((name, digest.short()));
    // The kind of output first: two kinds with as many parts have nothing in common.
    put("what it is", Digest::of(&std::mem::discriminant(input)));
    match input {
        Input::View(view) => {
            if let Output::Template { template, .. } = &artifact.output {
                put("template", theme.closure(template));
            }
            put("strings", theme.strings.digest());
            put("settings", Digest::of(settings));
            put("text", texts.first().map_or(Digest::NONE, |text| digest_of_text(text, theme)));
            put("kind of page", Digest::of(&std::mem::discriminant(view)));
            view_parts(view, &mut parts);
        }
        Input::Feed(format, feed, _) => {
            put("format", Digest::of(format));
            put("entries", Digest::of(feed));
            put("texts", digest_of_texts(texts, theme));
        }
        Input::Api(api, _) => {
            put("entries", Digest::of(api));
            put("texts", digest_of_texts(texts, theme));
        }
        Input::OEmbed(of) => put("page", Digest::of(of)),
        Input::Integrity(figures) => put("figures", Digest::of(figures)),
        Input::Sitemap(entries) => put("pages", Digest::of(entries)),
        Input::SitemapIndex(all) => put("parts", Digest::of(all)),
        Input::ForHosts(file) => put("file for hosts", Digest::of(file)),
        Input::Copy(copy) => put("file", stamp(copy)),
    }
    parts
}

fn view_parts(view: &View, parts: &mut Vec<Part>) {
    let mut put = |part: Part| parts.push(part);
    match view {
        View::Page(view) => (view.head.parts(&mut put), view.parts(&mut put)),
        View::Home(view) => (view.head.parts(&mut put), view.parts(&mut put)),
        View::Section(view) => (view.head.parts(&mut put), view.parts(&mut put)),
        View::Wall(view) => (view.head.parts(&mut put), view.parts(&mut put)),
        View::Integrity(view) => (view.head.parts(&mut put), view.parts(&mut put)),
        View::Insights(view) => (view.head.parts(&mut put), view.parts(&mut put)),
        View::Embed(view) => (view.head.parts(&mut put), view.parts(&mut put)),
        View::Tell(view) => (view.head.parts(&mut put), view.parts(&mut put)),
        View::Taxonomy(view) => (view.head.parts(&mut put), view.parts(&mut put)),
        View::Term(view) => (view.head.parts(&mut put), view.parts(&mut put)),
        View::Plain(view) => (view.head.parts(&mut put), view.parts(&mut put)),
        View::Alias(view) => ((), view.parts(&mut put)),
    };
}

fn digest_of_texts(texts: &[&Text], theme: &Theme) -> Digest {
    Digest::of(&texts.iter().map(|text| digest_of_text(text, theme)).collect::<Vec<_>>())
}

/// A text, what fills its holes, and the components that draw in it.
fn digest_of_text(text: &Text, theme: &Theme) -> Digest {
    let mut names = Vec::new();
    text.body.component_names(&mut names);
    let components: Vec<Digest> = names.iter().map(|name| theme.component_closure(name)).collect();
    Digest::of(&(&text.body, &text.filled, text.is_trusted, components))
}
