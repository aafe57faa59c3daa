use std::collections::BTreeSet;

use chrono::{NaiveDate, TimeZone};
use entities::values::{Amount, Currency, Language, OccurrenceReason, ShortageCause};
use sea_orm::Iterable;

use super::*;
use crate::platform::locale::{Localizer, localize};

const ES: Localizer = Localizer::new(Language::Es);
const EN: Localizer = Localizer::new(Language::En);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn quotas() -> QuotasPublishedMail {
    QuotasPublishedMail {
        workshop: "Taller <b>Ñandú</b> & \"hijos\"".into(),
        delivery: day("2026-03-06"),
        reoffered: false,
        quotas: vec![MailedQuota {
            product: "Miel".into(),
            lots: 2,
            units: 1_024,
            value: Amount(95_760).of(Currency::Clp),
        }],
        request: Some(ResponseRequest {
            respond_by: chrono_tz::America::Coyhaique.with_ymd_and_hms(2026, 3, 4, 18, 0, 0).unwrap(),
            link: Some("http://minga.example/encargo#secret".into()),
        }),
        page: "http://minga.example/taller".into(),
    }
}

#[test]
fn a_mail_is_in_one_language_and_names_what_to_do() {
    let (es, en) = (quotas().content(ES), quotas().content(EN));
    assert_eq!(es.subject, "Sus encargos para el viernes 6 de marzo de 2026");
    let (es, en) = (lay_out(&es, ES, "Ana", "Sabores"), lay_out(&en, EN, "Ana", "Sabores"));
    for part in ["Hola, Ana:", "1.024 unidades (2 tandas) · $95.760", "miércoles 4 de marzo de 2026 a las 18:00"] {
        assert!(es.text.contains(part) && es.html.contains(part), "{part} in {}", es.text);
    }
    for part in ["Hello Ana,", "1,024 units (2 lots) · $95,760", "Wednesday 4 March 2026 at 18:00"] {
        assert!(en.text.contains(part) && en.html.contains(part), "{part} in {}", en.text);
    }
    assert!(
        es.text.contains("http://minga.example/encargo#secret")
            && es.html.contains("href=\"http://minga.example/encargo#secret\"")
    );
}

#[test]
fn what_people_wrote_is_escaped() {
    let html = lay_out(&quotas().content(ES), ES, "<script>", "A & B").html;
    assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
    for part in ["&lt;script&gt;", "Taller &lt;b&gt;Ñandú&lt;/b&gt; &amp; &quot;hijos&quot;", "A &amp; B"] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn without_a_link_the_action_opens_the_page_of_the_quotas() {
    let mail = QuotasPublishedMail { request: None, ..quotas() };
    let content = mail.content(ES);
    assert_eq!((content.action.url.as_str(), &content.note), ("http://minga.example/taller", &None));
}

#[test]
fn a_credit_note_says_what_it_corrects() {
    let mail = DocumentFiledMail {
        name: "NC-1".into(),
        total: Amount(4_990).of(Currency::Clp),
        issued_on: day("2026-03-06"),
        due_on: None,
        account: None,
        correction: Some(Correction { is_debit: false, invoice: "F-7".into(), reason: "Tres frascos rotos".into() }),
        page: "x".into(),
    };
    let content = mail.content(EN);
    assert_eq!(content.subject, "Credit note NC-1: $4,990 in your favour");
    assert!(content.opening.contains("F-7") && content.rows.iter().any(|row| row.value == "Tres frascos rotos"));
}

#[test]
fn each_reason_and_cause_has_its_own_words() {
    for texts in [ES, EN] {
        let reason = |reason: OccurrenceReason| localize!(texts, "occurrence-reason", reason = reason.word());
        let reasons: BTreeSet<String> = OccurrenceReason::iter().map(reason).collect();
        assert_eq!(reasons.len(), OccurrenceReason::iter().count(), "{reasons:?}");
        let cause = |cause: ShortageCause| localize!(texts, "shortage-cause", cause = cause.word());
        let causes: BTreeSet<String> = ShortageCause::iter().map(cause).collect();
        assert_eq!(causes.len(), ShortageCause::iter().count(), "{causes:?}");
    }
}
