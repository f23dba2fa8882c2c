//! How readers answer: a form, or a message that is begun for them and that `anecdote new --from` reads.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::own_pages::OwnPage;
use super::site_model::SiteModel;
use super::view::{RespondView, TellView};
use super::{cards, heads, references, route, slugs};
use crate::model::{DocId, Experience, LangId};

/// The questions of a message, in order. Each line ends with the field's name in brackets, which is what
/// a program reads; the words before it are for people, in their language.
pub const QUESTIONS: [&str; 6] = ["experience", "title", "brand", "author", "echo_of", "consent"];

/// Whether the site takes answers, and the theme has a page to ask for them.
pub(super) fn takes_answers(model: &SiteModel) -> bool {
    let responses = &model.config.responses;
    (responses.form.is_some() || responses.mail.is_some()) && model.theme.has(OwnPage::Tell.template())
}

/// How to answer a story, or to tell one of one's own.
pub(super) fn respond(model: &SiteModel, id: Option<DocId>, lang_id: LangId) -> Option<RespondView> {
    if !takes_answers(model) {
        return None;
    }
    let entry = id.map(|id| model.index.entry(id));
    let echo_of = entry.map(slugs::own_slug);
    let brand = id.and_then(|id| cards::card(model, id).brand.as_ref().map(|brand| brand.slug.clone()));
    let form = model.config.responses.form.as_ref().map(|address| address.as_str().to_owned());
    let mail = |verdict: Experience| {
        let to = model.config.responses.mail.as_ref()?;
        Some(message(model, to, lang_id, verdict, echo_of.as_deref(), brand.as_deref()))
    };
    Some(RespondView {
        mail_good: mail(Experience::Good),
        mail_mixed: mail(Experience::Mixed),
        mail_bad: mail(Experience::Bad),
        form,
        echo_of,
        brand,
    })
}

fn message(
    model: &SiteModel,
    to: &str,
    lang_id: LangId,
    verdict: Experience,
    echo_of: Option<&str>,
    brand: Option<&str>,
) -> String {
    let lang = &model.index.languages[lang_id.at()];
    let word = |key: &str| model.theme.strings.word(lang, key, None).unwrap_or(key).to_owned();
    let mut body = format!("{}\n\n", word("respond.message"));
    for field in QUESTIONS {
        let value = match field {
            "experience" => verdict.word(),
            "echo_of" => match echo_of {
                Some(slug) => slug,
                None => continue,
            },
            "brand" => brand.unwrap_or(""),
            _ => "",
        };
        let line = format!("{} [{field}]: {value}", word(&format!("respond.{field}")));
        body.push_str(line.trim_end());
        body.push('\n');
    }
    body.push_str(&format!("\n{} [words]:\n\n", word("respond.words")));
    let subject = match echo_of {
        Some(_) => word("respond.too"),
        None => {
            let label = references::verdict_label(&model.theme, &model.config, lang, verdict.word());
            format!("{} ({label})", word("respond.tell"))
        }
    };
    let encode = |text: &str| utf8_percent_encode(&text.replace('\n', "\r\n"), NON_ALPHANUMERIC).to_string();
    format!("mailto:{to}?subject={}&body={}", encode(&subject), encode(&body))
}

pub(super) fn tell_view(model: &SiteModel, lang_id: LangId, template: &str) -> TellView {
    let (head, page) = heads::own_head(model, lang_id, template, OwnPage::Tell.folder(), &route::tell, "respond.tell");
    let none =
        RespondView { form: None, mail_good: None, mail_mixed: None, mail_bad: None, echo_of: None, brand: None };
    TellView {
        head,
        page: page.map(|id| cards::card(model, id).clone()),
        respond: respond(model, None, lang_id).unwrap_or(none),
    }
}
