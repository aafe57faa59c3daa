//! `delivery_points.csv`: where buyers receive deliveries. The buyer and the name are the key.

use entities::{
    buyers::delivery_point,
    values::{BuyerId, DeliveryPointId},
};

use crate::{
    buyers::{self, DeliveryPointTerms},
    import_export::{
        actions::{
            exporter::{Exporter, optional_text, text, yes_no},
            importer::{ImportFile, Importer, PendingEnd},
        },
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    platform::{
        csv::{Column, optional, required},
        http::{
            etag::IfMatch,
            limits::{LINE, NAME, NOTE},
            problem::Result,
        },
        table::Cell,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("buyer", "Code of the account."),
    required("name", "What people call it; with the account it is the key."),
    required("address", "Street, number, place."),
    optional("comuna_code", "CUT code of the comuna, five digits."),
    optional("notes", "For the driver."),
    optional("retired", "`yes` where it takes no new deliveries; empty = `no`."),
];

/// Creates or updates delivery points.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some((buyer, terms, retired)) = read(&mut importer.reader(file, row)) else { continue };
        let stored = store::buyers::delivery_point(importer.tx, buyer, &terms.name).await?;
        let result = match stored {
            Some(stored) if stored.retired_at.is_some() && retired => continue,
            Some(stored) if stored.retired_at.is_none() && has_terms(&stored, &terms) => Ok(stored),
            Some(stored) if stored.retired_at.is_none() => {
                buyers::update_delivery_point(importer.tx, buyer, stored.id, &IfMatch::any(), terms).await
            }
            _ => buyers::create_delivery_point(importer.tx, buyer, terms).await,
        };
        if let Some(point) = importer.ok_or_report(file, row, result)?
            && retired
        {
            importer.end_later(file, row, PendingEnd::DeliveryPoint(buyer, point.id));
        }
    }
    Ok(())
}

fn has_terms(stored: &delivery_point::Model, terms: &DeliveryPointTerms) -> bool {
    (&stored.address, &stored.comuna_code, &stored.notes) == (&terms.address, &terms.comuna_code, &terms.notes)
}

fn read(row: &mut ImportRow<'_>) -> Option<(BuyerId, DeliveryPointTerms, bool)> {
    let buyer = row.reference("buyer", FileKind::Buyers);
    let (name, address) = (row.text::<NAME>("name"), row.text::<LINE>("address"));
    let (comuna_code, notes) = (row.comuna_code("comuna_code"), row.optional_text::<NOTE>("notes"));
    let retired = row.optional_or("retired", false, ImportRow::yes_no);
    let terms = DeliveryPointTerms { name: name?, address: address?, comuna_code: comuna_code?, notes: notes? };
    Some((buyer?, terms, retired?))
}

/// All delivery points.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::buyers::delivery_points(exporter.tx).await?;
    let mut all: Vec<_> = all.into_iter().map(|p| ((exporter.code(p.buyer_id), p.created_at, p.id), p)).collect();
    all.sort_by(|(a, _), (b, _)| a.cmp(b));
    let row = |((buyer, ..), p): ((String, _, DeliveryPointId), delivery_point::Model)| {
        vec![
            text(buyer),
            text(p.name),
            text(p.address),
            optional_text(p.comuna_code),
            optional_text(p.notes),
            yes_no(p.retired_at.is_some()),
        ]
    };
    Ok(all.into_iter().map(row).collect())
}
