//! Tests of the suggestions.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn open(id: u128, number: i64, amount: i64) -> OpenInvoice {
    OpenInvoice { id: InvoiceId(Uuid::from_u128(id)), number, open: Amount(amount) }
}

fn debtor(id: u128, name: &str, rut: &str, invoices: Vec<OpenInvoice>) -> Debtor {
    Debtor {
        buyer_id: BuyerId(Uuid::from_u128(id)),
        code: format!("B{id:02}"),
        names: vec![name.to_owned()],
        tax_id: Some(rut.to_owned()),
        invoices,
    }
}

fn group() -> Vec<Debtor> {
    vec![
        debtor(1, "Lodge Río Baker SpA", "76123456-0", vec![open(1, 12, 10_000), open(2, 19, 5_000)]),
        debtor(2, "Restaurante Ñirre", "77000111-K", vec![open(3, 123, 10_000)]),
        debtor(3, "Hotel Lodge Chile", "78000222-3", vec![open(4, 1200, 777)]),
    ]
}

fn ask(text: &str, amount: i64) -> Vec<(u128, Vec<Evidence>)> {
    let line = ParsedBankLine { text: text.to_owned(), amount: Amount(amount) };
    suggest_buyers(&line, &group()).into_iter().map(|s| (s.buyer_id.0.as_u128(), s.evidence)).collect()
}

#[test]
fn an_invoice_is_named_in_many_ways() {
    for text in [
        "F-12",
        "pago f12",
        "Factura 12",
        "FACT. N.º 12",
        "facturas 11, 12 y 13",
        "factura n° 0012",
        "NRO12",
        "Pago Factura Nº: 12",
        "Factura nº:12",
        "PAGO FACTURA ELECTRONICA 12",
        "factura electrónica N° 12",
        "PAGO FOLIO 12",
        "Factura Núm. 12",
        "DTE 12",
        "fact.12",
        "FE-12",
        "doc 12",
        "Invoices 11 and 12",
        "FACTN12",
        "FacturaNro12",
        "Factura exenta N° 12",
        "fact. elect. 12",
        "FRA 12",
        "facturas 11/12",
        "FACTURA_12",
    ] {
        assert_eq!(ask(text, 1), [(1, vec![Evidence::InvoiceNumber])], "{text}");
    }
    for text in ["12", "el 12 de marzo", "F-121", "pago 12 unidades", "cuota 12 F", "TEF 1245", "TEF 12"] {
        assert_eq!(ask(text, 1), [], "{text}");
    }
}

#[test]
fn a_number_with_thousands_is_one_number() {
    let named = [(3, vec![Evidence::InvoiceNumber])];
    for text in ["factura 1.200", "F-1.200", "Folio N° 1.200.", "fact. 1200"] {
        assert_eq!(ask(text, 1), named, "{text}");
    }
    // These are neither invoice 12 nor invoice 19.
    for text in ["factura 12.500", "factura 1.019", "total factura 12.000.000"] {
        assert_eq!(ask(text, 1), [], "{text}");
    }
    assert_eq!(ask("fact. 12.", 1), [(1, vec![Evidence::InvoiceNumber])]);
    assert_eq!(ask("fact. 11.12", 1), [(1, vec![Evidence::InvoiceNumber])], "two numbers");
}

#[test]
fn a_payer_is_known_by_rut_name_or_amount() {
    use Evidence::*;
    for text in ["76.123.456-0", "0761234560", "transf de 76123456-0 via web"] {
        assert_eq!(ask(text, 1), [(1, vec![TaxId])], "{text}");
    }
    assert_eq!(ask("TEF DE RIO BAKER SPA", 1), [(1, vec![Name])]);
    assert_eq!(ask("TEF DE LODGE BAKER", 1), []);
    assert_eq!(ask("RESTAURANT ÑIRRE", 1), [(2, vec![Name])]);
    assert_eq!(ask("restaurante Nirre", 10_000), [(2, vec![Name, Amount]), (1, vec![Amount])]);
    assert_eq!(ask("abono", 15_000), [(1, vec![Amount])]);
    assert_eq!(ask("hotel lodge chile", 1), []);
    assert_eq!(ask("77.000.111-k factura 123", 10_000)[0], (2, vec![InvoiceNumber, TaxId, Amount]));
}

#[test]
fn what_is_named_is_paid_first() {
    let line = ParsedBankLine { text: "factura 19".into(), amount: Amount(8_000) };
    let suggestions = suggest_buyers(&line, &group());
    let parts: Vec<_> =
        suggestions[0].allocations.iter().map(|part| (part.invoice_id.0.as_u128(), part.amount.0)).collect();
    assert_eq!(parts, [(2, 5_000), (1, 3_000)]);
}

proptest! {
    #[test]
    fn no_suggestion_gives_more_than_came_or_is_open(
        text in "(F-[0-9]{1,3}|factura [0-9]{1,4}|[a-zñí ]{0,12}|76.123.456-0| ){0,4}",
        amount in 1_i64..40_000,
    ) {
        let group = group();
        for s in suggest_buyers(&ParsedBankLine { text, amount: Amount(amount) }, &group) {
            let debtor = group.iter().find(|d| d.buyer_id == s.buyer_id).unwrap();
            let given: Amount = s.allocations.iter().map(|part| part.amount).sum();
            let owed: Amount = debtor.invoices.iter().map(|invoice| invoice.open).sum();
            prop_assert_eq!(given, owed.min(Amount(amount)));
            for part in &s.allocations {
                let invoice = debtor.invoices.iter().find(|invoice| invoice.id == part.invoice_id).unwrap();
                prop_assert!(part.amount > Amount::ZERO && part.amount <= invoice.open);
            }
        }
    }
}
