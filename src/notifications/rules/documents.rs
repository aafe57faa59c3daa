//! What a buyer's people are told of invoices and credit notes.

use chrono::NaiveDate;
use entities::values::{InvoiceKind, Language, Money};

use super::{
    letter::{Action, Letter, Row},
    speech::{self, pick},
};

/// A document whose PDF is filed.
#[derive(Clone, Debug)]
pub struct DocumentTold {
    /// What it is.
    pub kind: InvoiceKind,
    /// Series and number, such as `F-12`.
    pub name: String,
    /// Its total with taxes.
    pub total: Money,
    /// When it was issued.
    pub issued_on: NaiveDate,
    /// Until when it is to be paid.
    pub due_on: Option<NaiveDate>,
    /// What a credit note corrects, and why.
    pub corrects: Option<(String, String)>,
    /// The page of the document.
    pub page: String,
}

/// An invoice or credit note, attached as PDF.
pub fn document_filed(language: Language, told: &DocumentTold) -> Letter {
    let (name, total) = (&told.name, speech::money(language, told.total));
    let issued = speech::date(language, told.issued_on);
    let mut rows = vec![
        Row { name: pick(language, "Fecha", "Date"), value: issued },
        Row { name: "Total".to_owned(), value: total.clone() },
    ];
    let (subject, opening, closing) = match (told.kind, &told.corrects) {
        (InvoiceKind::Invoice, _) | (InvoiceKind::CreditNote, None) => (
            pick(language, format!("Factura {name} por {total}"), format!("Invoice {name}: {total}")),
            pick(
                language,
                format!("Gracias por su compra. Le enviamos la factura {name}, adjunta en PDF."),
                format!("Thank you for your order. Here is invoice {name}, attached as PDF."),
            ),
            pick(
                language,
                format!("Al transferir, escriba {name} en el mensaje, para que reconozcamos su pago."),
                format!("When you transfer, write {name} in the message, so that we recognise your payment."),
            ),
        ),
        (InvoiceKind::CreditNote, Some((corrected, _))) => (
            pick(language, format!("Nota de crédito {name} por {total}"), format!("Credit note {name}: {total}")),
            pick(
                language,
                format!(
                    "Le enviamos la nota de crédito {name}, que corrige la factura {corrected}. Va adjunta en PDF."
                ),
                format!("Here is credit note {name}, which corrects invoice {corrected}. It is attached as PDF."),
            ),
            pick(
                language,
                format!("Su monto se descuenta de lo que queda por pagar de {corrected}."),
                format!("Its amount is taken off what is left to pay of {corrected}."),
            ),
        ),
    };
    if let Some(due_on) = told.due_on {
        rows.push(Row { name: pick(language, "Vence", "Due"), value: speech::date(language, due_on) });
    }
    if let Some((_, reason)) = &told.corrects {
        rows.push(Row { name: pick(language, "Motivo", "Reason"), value: reason.clone() });
    }
    Letter {
        subject,
        opening: vec![opening],
        rows,
        closing: vec![closing],
        action: Action { label: pick(language, "Ver el documento", "See the document"), url: told.page.clone() },
        note: None,
    }
}
