use chrono::{NaiveDate, TimeZone};
use entities::values::{Amount, Currency, InvoiceKind, Language};

use super::{speech::*, *};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn quotas() -> QuotasTold {
    QuotasTold {
        workshop: "Taller <b>Ñandú</b> & \"hijos\"".into(),
        delivery: day("2026-03-06"),
        again: false,
        lines: vec![QuotaLine {
            product: "Miel".into(),
            lots: 2,
            units: 1_024,
            value: Amount(95_760).of(Currency::Clp),
        }],
        answer: Some(Answerable {
            respond_by: chrono_tz::America::Coyhaique.with_ymd_and_hms(2026, 3, 4, 18, 0, 0).unwrap(),
            link: Some("http://minga.example/cuota#secret".into()),
        }),
        page: "http://minga.example/taller".into(),
    }
}

#[test]
fn amounts_and_dates_are_written_as_the_reader_writes_them() {
    use Language::{En, Es};
    let clp = |amount: i64| Amount(amount).of(Currency::Clp);
    let usd = |amount: i64| Amount(amount).of(Currency::Usd);
    assert_eq!((money(Es, clp(1_012_990)), money(En, clp(1_012_990))), ("$1.012.990".into(), "$1,012,990".into()));
    assert_eq!((money(Es, usd(123_456)), money(En, usd(123_456))), ("US$1.234,56".into(), "US$1,234.56".into()));
    assert_eq!(
        (money(Es, clp(-5)), money(En, usd(-5)), money(Es, clp(0))),
        ("-$5".into(), "-US$0.05".into(), "$0".into())
    );
    assert_eq!((whole(Es, -1_000), whole(En, 999)), ("-1.000".into(), "999".into()));
    assert_eq!(
        (units(Es, 1), units(Es, 2), units(En, 1_200)),
        ("1 unidad".into(), "2 unidades".into(), "1,200 units".into())
    );
    assert_eq!(weekday(Es, day("2026-03-04")), "miércoles 4 de marzo de 2026");
    assert_eq!(weekday(En, day("2026-12-31")), "Thursday 31 December 2026");
    let at = chrono_tz::America::Coyhaique.with_ymd_and_hms(2026, 3, 8, 7, 5, 0).unwrap();
    assert_eq!(moment(Es, at), "domingo 8 de marzo de 2026 a las 07:05");
}

#[test]
fn a_letter_speaks_one_language_and_names_what_to_do() {
    let es = write(&quotas_published(Language::Es, &quotas()), Language::Es, "Ana", "Sabores");
    let en = write(&quotas_published(Language::En, &quotas()), Language::En, "Ana", "Sabores");
    assert_eq!(es.subject, "Sus cuotas para el viernes 6 de marzo de 2026");
    for part in ["Hola, Ana:", "1.024 unidades (2 tandas) · $95.760", "miércoles 4 de marzo de 2026 a las 18:00"] {
        assert!(es.text.contains(part) && es.html.contains(part), "{part} in {}", es.text);
    }
    for part in ["Hello Ana,", "1,024 units (2 lots) · $95,760", "Wednesday 4 March 2026 at 18:00"] {
        assert!(en.text.contains(part) && en.html.contains(part), "{part} in {}", en.text);
    }
    assert!(
        es.text.contains("http://minga.example/cuota#secret")
            && es.html.contains("href=\"http://minga.example/cuota#secret\"")
    );
}

#[test]
fn what_people_wrote_stays_text() {
    let html = write(&quotas_published(Language::Es, &quotas()), Language::Es, "<script>", "A & B").html;
    assert!(!html.contains("<script>") && !html.contains("<b>"), "{html}");
    for part in ["&lt;script&gt;", "Taller &lt;b&gt;Ñandú&lt;/b&gt; &amp; &quot;hijos&quot;", "A &amp; B"] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn without_a_link_the_page_behind_sign_in_is_named() {
    let told = QuotasTold { answer: None, ..quotas() };
    let letter = quotas_published(Language::Es, &told);
    assert_eq!((letter.action.url.as_str(), &letter.note), ("http://minga.example/taller", &None));
}

#[test]
fn a_credit_note_says_what_it_corrects() {
    let told = DocumentTold {
        kind: InvoiceKind::CreditNote,
        name: "NC-1".into(),
        total: Amount(4_990).of(Currency::Clp),
        issued_on: day("2026-03-06"),
        due_on: None,
        corrects: Some(("F-7".into(), "Tres frascos rotos".into())),
        page: "x".into(),
    };
    let letter = document_filed(Language::En, &told);
    assert_eq!(letter.subject, "Credit note NC-1: $4,990");
    assert!(letter.opening[0].contains("F-7") && letter.rows.iter().any(|row| row.value == "Tres frascos rotos"));
}
