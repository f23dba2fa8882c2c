//! The pictures of the people, brands and campaigns that documents name.

use super::artifact::TermId;
use super::site_model::SiteModel;
use super::view::ImageView;
use super::{cards, references};

/// The picture of each term that has a document of its own. Nobody who asked not to be named is shown.
pub(super) fn of_terms(model: &SiteModel) -> Vec<(TermId, ImageView)> {
    let mut all = Vec::new();
    for (taxonomy, terms) in model.index.taxonomies_by_id() {
        for (term, page) in terms.terms.iter().enumerate().filter_map(|(term, known)| Some((term, known.page?))) {
            if references::is_unnamed(model.index.entry(page)) {
                continue;
            }
            all.extend(cards::image(model, page).map(|image| (TermId { taxonomy, term }, image)));
        }
    }
    all
}
