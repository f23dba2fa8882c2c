//! What each output may see.

use super::artifact::{Artifact, Input, Output};
use super::site_model::SiteModel;
use super::{api, embeds, feeds, headers, integrity, redirects, views};

/// All that an output may see. `pages` are those of the plan, which its sitemap lists.
pub fn input(model: &SiteModel, artifact: &Artifact, pages: &[Artifact]) -> Input {
    let sitemap = || model.memo.sitemap.get_or_init(|| feeds::sitemap_entries(model, pages));
    match &artifact.output {
        Output::Template { template, subject, .. } => Input::View(views::view(model, *subject, template)),
        Output::Feed(format, of) => {
            let (feed, texts) = feeds::feed(model, *of, format.file());
            Input::Feed(*format, feed, texts)
        }
        Output::Api(file) => api::api_input(model, *file),
        Output::OEmbed(of) => Input::OEmbed(embeds::oembed(model, *of)),
        Output::Integrity => Input::Integrity(integrity::figures(model).clone()),
        Output::Sitemap(at) => {
            Input::Sitemap(sitemap().chunks(feeds::SITEMAP_MOST).nth(*at).unwrap_or_default().to_vec())
        }
        Output::SitemapIndex(parts) => Input::SitemapIndex(
            (0..*parts).map(|at| feeds::sitemap_route(model, Some(at)).permalink(&model.config)).collect(),
        ),
        Output::Headers => Input::ForHosts(headers::headers(model)),
        Output::Redirects => Input::ForHosts(redirects::redirects(model)),
        Output::Copy(copy) => Input::Copy(copy.clone()),
    }
}
