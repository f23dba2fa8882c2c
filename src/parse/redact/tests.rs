//! Tests of the module above.

use super::*;
use crate::model::{ConsentScope, OneOrMany, Scopes};

fn of(kind: Kind, fields: &Fields) -> Redaction {
    let around = NamesAround::default();
    Redaction::of(
        kind,
        &own_names(&SourcePath::new("content/x.md"), kind, fields, &around),
        fields.consent.is_some(),
        &around,
    )
    .unwrap()
}

fn redaction(author: &str, pseudonym: Option<&str>) -> Redaction {
    let author = Some(OneOrMany(vec![author.to_owned()]));
    let fields = Fields { author, pseudonym: pseudonym.map(str::to_owned), ..Fields::default() };
    of(Kind::Story, &fields)
}

#[test]
fn a_name_is_taken_out_however_it_is_written() {
    let redaction = redaction("Inés O'Brien", Some("L. *Q*"));
    for written in ["Inés O'Brien", "INES O’BRIEN", "ines\nobrien", "O'Brien, Inés", "Inés&nbsp;O'Brien"] {
        let text = redaction.plain(&format!("By {written}.")).to_lowercase();
        assert!(text == "by l. *q*." || text == "by l-q.", "{written}: {text}");
    }
    assert_eq!(redaction.plain("@inesobrien and ines_obrien"), "@l-q and l-q");
    assert_eq!(redaction.address("ines-obrien"), "l-q");
}

#[test]
fn an_address_that_shows_the_name_is_left_and_spoken_of() {
    let redaction = redaction("Zadie Quarmby", Some("A reader"));
    for address in ["https://x.example/Zadie/Quarmby", "/p/zadie-quarmby.jpg", "zadie.quarmby@x.example"] {
        assert_eq!(redaction.plain(address), address);
        assert!(redaction.remnants(address).iter().all(|one| one.in_locator), "{address}");
        assert!(!redaction.remnants(address).is_empty(), "{address}");
    }
}

#[test]
fn without_a_pseudonym_the_name_is_left_out() {
    let consent = crate::model::Consent { covers: Some(Scopes(vec![ConsentScope::Text])), ..Default::default() };
    let fields =
        Fields { author: Some(OneOrMany(vec!["Ana Paz".into()])), consent: Some(consent), ..Fields::default() };
    let redaction = of(Kind::Testimonial, &fields);
    assert_eq!(redaction.plain("Ana Paz says"), "[…] says");
}

#[test]
fn a_pseudonym_is_one_line() {
    let redaction = redaction("Zadie Quarmby", Some("x\n\n# y\n- z"));
    assert_eq!(redaction.plain("Zadie Quarmby"), "x # y - z");
}
