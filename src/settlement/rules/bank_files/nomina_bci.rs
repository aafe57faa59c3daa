//! The bulk transfer file of the bank BCI (nómina): CSV with one row for each transfer.

use super::transfer::{BankTransfer, TransferOrder};
use crate::platform::{
    csv,
    table::{Cell, Table},
};

const HEADER: [&str; 13] = [
    "Nº Cuenta de Cargo",
    "Nº Cuenta de Destino",
    "Banco Destino",
    "Rut Beneficiario",
    "Dig. Verif. Beneficiario",
    "Nombre Beneficiario",
    "Monto Transferencia",
    "Nro.Factura Boleta (1)",
    "Nº Orden de Compra(1)",
    "Tipo de Pago(2)",
    "Mensaje Destinatario (3)",
    "Email Destinatario(3)",
    "Cuenta Destino inscrita como(4)",
];
/// BCI's code of the kind of payment: suppliers.
const SUPPLIERS: &str = "PRV";

/// Writes one row for each transfer under BCI's header.
pub fn write(order: &TransferOrder<'_>, transfers: &[BankTransfer]) -> Result<Vec<u8>, ::csv::Error> {
    let rows = transfers.iter().map(|transfer| {
        let to = &transfer.to;
        let (rut, digit) = to.holder_tax_id.split_once('-').unwrap_or((to.holder_tax_id.as_str(), ""));
        let text = |text: &str| Cell::Text(text.to_owned());
        vec![
            text(&order.from.account_number),
            text(&to.account_number),
            text(&to.bank_code),
            text(rut),
            text(digit),
            text(&to.holder_name),
            Cell::Decimal { units: transfer.amount.0, digits: order.currency.minor_digits() },
            Cell::Empty,
            Cell::Empty,
            text(SUPPLIERS),
            text(&transfer.reference),
            Cell::optional(to.email.clone()),
            Cell::Empty,
        ]
    });
    csv::write(&Table { header: HEADER.map(str::to_owned).into(), rows: rows.collect() })
}
