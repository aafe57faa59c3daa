//! ISO 20022 customer credit transfer initiation, pain.001.001.09.
//!
//! Chile has no IBAN: accounts are identified under `Othr`, banks by their code in the transfer system.

use std::io;

use chrono::SecondsFormat;
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

use super::transfer::{BankTransfer, TransferDestination, TransferOrder};
use crate::platform::table::decimal;

const NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";
/// Longest name that the schema accepts.
const NAME: usize = 140;
/// Longest id that the schema accepts.
const ID: usize = 34;

type Xml = Writer<Vec<u8>>;

/// Writes the message.
pub fn write(order: &TransferOrder<'_>, transfers: &[BankTransfer]) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element("Document").with_attribute(("xmlns", NAMESPACE)).write_inner_content(|xml| {
        within(xml, "CstmrCdtTrfInitn", |xml| {
            header(xml, order, transfers)?;
            within(xml, "PmtInf", |xml| payment(xml, order, transfers))
        })
    })?;
    Ok(xml.into_inner())
}

fn header(xml: &mut Xml, order: &TransferOrder<'_>, transfers: &[BankTransfer]) -> io::Result<()> {
    within(xml, "GrpHdr", |xml| {
        text(xml, "MsgId", &format!("MINGA-{}", order.number))?;
        text(xml, "CreDtTm", &order.created_at.to_rfc3339_opts(SecondsFormat::Secs, false))?;
        counts(xml, order, transfers)?;
        within(xml, "InitgPty", |xml| party(xml, &order.from.holder_name, &order.from.holder_tax_id))
    })
}

fn counts(xml: &mut Xml, order: &TransferOrder<'_>, transfers: &[BankTransfer]) -> io::Result<()> {
    let sum: i64 = transfers.iter().map(|t| t.amount.0).sum();
    text(xml, "NbOfTxs", &transfers.len().to_string())?;
    text(xml, "CtrlSum", &decimal(sum, order.currency.minor_digits()))
}

fn payment(xml: &mut Xml, order: &TransferOrder<'_>, transfers: &[BankTransfer]) -> io::Result<()> {
    text(xml, "PmtInfId", &format!("MINGA-{}-1", order.number))?;
    text(xml, "PmtMtd", "TRF")?;
    counts(xml, order, transfers)?;
    within(xml, "ReqdExctnDt", |xml| text(xml, "Dt", &order.execution_date().to_string()))?;
    within(xml, "Dbtr", |xml| party(xml, &order.from.holder_name, &order.from.holder_tax_id))?;
    within(xml, "DbtrAcct", |xml| account(xml, &order.from.account_number))?;
    within(xml, "DbtrAgt", |xml| bank(xml, &order.from.bank_code))?;
    for transfer in transfers {
        within(xml, "CdtTrfTxInf", |xml| credit(xml, order, transfer))?;
    }
    Ok(())
}

fn credit(xml: &mut Xml, order: &TransferOrder<'_>, transfer: &BankTransfer) -> io::Result<()> {
    let TransferDestination { bank_code, account_number, holder_name, holder_tax_id, .. } = &transfer.to;
    within(xml, "PmtId", |xml| text(xml, "EndToEndId", &transfer.reference))?;
    within(xml, "Amt", |xml| {
        let amount = decimal(transfer.amount.0, order.currency.minor_digits());
        xml.create_element("InstdAmt")
            .with_attribute(("Ccy", order.currency.code()))
            .write_text_content(BytesText::new(&amount))
            .map(drop)
    })?;
    within(xml, "CdtrAgt", |xml| bank(xml, bank_code))?;
    within(xml, "Cdtr", |xml| party(xml, holder_name, holder_tax_id))?;
    within(xml, "CdtrAcct", |xml| account(xml, account_number))?;
    within(xml, "RmtInf", |xml| text(xml, "Ustrd", &transfer.reference))
}

fn party(xml: &mut Xml, name: &str, tax_id: &str) -> io::Result<()> {
    text(xml, "Nm", &truncate(name, NAME))?;
    nested(xml, &["Id", "PrvtId", "Othr", "Id"], &truncate(tax_id, ID))
}

fn account(xml: &mut Xml, number: &str) -> io::Result<()> {
    nested(xml, &["Id", "Othr", "Id"], &truncate(number, ID))
}

fn bank(xml: &mut Xml, code: &str) -> io::Result<()> {
    nested(xml, &["FinInstnId", "ClrSysMmbId", "MmbId"], &truncate(code, ID))
}

fn within(xml: &mut Xml, name: &str, inside: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new(name)))?;
    inside(xml)?;
    xml.write_event(Event::End(BytesEnd::new(name)))
}

fn nested(xml: &mut Xml, names: &[&str], content: &str) -> io::Result<()> {
    match names {
        [] => Ok(()),
        [last] => text(xml, last, content),
        [first, rest @ ..] => within(xml, first, |xml| nested(xml, rest, content)),
    }
}

fn text(xml: &mut Xml, name: &str, content: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(content)).map(drop)
}

fn truncate(text: &str, length: usize) -> String {
    text.chars().take(length).collect()
}
