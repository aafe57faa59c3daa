//! `standing_orders.csv`: standing orders, one row for each line.

use std::collections::HashMap;

use entities::{
    orders::{standing_order, standing_order_line},
    values::{BuyerId, DeliveryPointId, ProductId, StandingOrderId, StandingOrderState},
};

use crate::{
    buyers,
    import_export::{
        actions::{
            exporter::{Exporter, date, optional_date, text, yes_no},
            importer::{ImportFile, Importer, group_by},
        },
        errors::ImportError,
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    orders::{self, OrderItem, StandingOrderTerms},
    platform::{
        csv::{Column, optional, required},
        http::{
            api_error::ApiError,
            dates::PlannedDate,
            etag::IfMatch,
            limits::{LINE, NAME},
            problem::Result,
        },
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required(
        "code",
        "Stable code. Its rows together are the standing order; they agree in all columns but the last three.",
    ),
    required("buyer", "Code of the account."),
    required("name", "What the buyer calls it."),
    optional("delivery_point", "Name of the delivery point; empty = the buyer's first."),
    required("rule", "RFC 5545 rule on dates, such as `FREQ=WEEKLY;BYDAY=TU`."),
    required("starts_on", "The first day it may fall on."),
    optional("ends_on", "The last day it may fall on."),
    optional("ended", "`yes` where it places no more orders; empty = `no`."),
    required("product", "Code of the product."),
    required("quantity", "Units of each order, or for each guest."),
    optional("per_guest", "`yes` where the quantity is for each arriving guest; empty = `no`."),
];

/// The last columns of the file. They may differ between the rows of a standing order; all others are equal.
const LINE_COLUMNS: [&str; 3] = ["product", "quantity", "per_guest"];

struct Row {
    code: String,
    buyer: BuyerId,
    delivery_point: Option<String>,
    terms: StandingOrderTerms,
    ended: bool,
    item: OrderItem,
}

/// Creates or updates standing orders.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for group in group_by(file, "code") {
        let mut read_rows: Vec<Row> = Vec::with_capacity(group.len());
        for row in &group {
            let mut reader = importer.reader(file, row);
            let Some(read) = read(&mut reader) else { continue };
            match read_rows.first() {
                Some(first) if !is_same_standing_order(first, &read) => {
                    let names = COLUMNS.iter().map(|column| column.name);
                    let columns = names.filter(|name| !LINE_COLUMNS.contains(name)).collect();
                    reader.reject::<()>("code", &ImportError::RowsDiffer { columns });
                }
                _ => read_rows.push(read),
            }
        }
        if read_rows.len() < group.len() {
            continue;
        }
        let items = read_rows.iter().map(|row| row.item).collect();
        let Some(mut first) = read_rows.into_iter().next() else { continue };
        first.terms.items = items;
        let code = first.code.clone();
        let result = upsert_standing_order(importer.tx, first).await;
        if let Some(id) = importer.ok_or_report_rows(file, &group, result)? {
            importer.insert_code(file, code, id);
        }
    }
    Ok(())
}

fn is_same_standing_order(one: &Row, other: &Row) -> bool {
    (one.buyer, &one.delivery_point, one.ended) == (other.buyer, &other.delivery_point, other.ended)
        && (&one.terms.name, &one.terms.rule, one.terms.starts_on, one.terms.ends_on)
            == (&other.terms.name, &other.terms.rule, other.terms.starts_on, other.terms.ends_on)
}

async fn upsert_standing_order(tx: &mut UnitOfWork, row: Row) -> Result<StandingOrderId> {
    let Row { code, buyer, delivery_point, mut terms, ended, .. } = row;
    let buyer = buyers::get_buyer(tx, buyer).await?;
    let stored = store::orders::standing_order(tx, &code).await?;
    let of_buyer = stored.as_ref().filter(|(stored, _)| stored.buyer_id == buyer.id);
    let point = of_buyer.map(|(stored, _)| stored.delivery_point_id);
    terms.delivery_point_id = delivery_point_of(tx, buyer.id, delivery_point.as_deref(), point).await?;
    let standing = match stored {
        None => orders::create_standing_order(tx, &buyer, Some(code), terms).await?,
        Some((stored, _)) if stored.buyer_id != buyer.id => {
            return Err(ImportError::StandingOrderOfOtherBuyer { code: stored.code }.at("/code"));
        }
        Some((stored, lines)) if has_terms(&stored, &lines, &terms) => stored,
        Some((stored, _)) => orders::update_standing_order(tx, &buyer, stored.id, &IfMatch::any(), terms).await?,
    };
    let id = standing.id;
    if ended {
        orders::end_standing_order(tx, buyer.id, id).await?;
    }
    Ok(id)
}

/// The buyer's delivery point of this name, or the first one where there is no name. The one that is `stored` already may
/// have been retired since; it comes first among those of its name.
pub async fn delivery_point_of(
    tx: &UnitOfWork,
    buyer: BuyerId,
    name: Option<&str>,
    stored: Option<DeliveryPointId>,
) -> Result<DeliveryPointId> {
    let kept = buyers::list_delivery_points_by_id(tx, stored.as_slice()).await?.into_values().next();
    if let Some(kept) = kept.as_ref().filter(|kept| name == Some(&kept.name)) {
        return Ok(kept.id);
    }
    let active = buyers::list_delivery_points(tx, buyer).await?;
    let found = active.iter().find(|point| name.is_none_or(|name| point.name == name));
    let found = found.or(kept.as_ref().filter(|_| name.is_none()));
    let unknown = || ImportError::delivery_point(name).at("/delivery_point");
    found.map(|point| point.id).ok_or_else(unknown)
}

fn has_terms(stored: &standing_order::Model, lines: &[standing_order_line::Model], terms: &StandingOrderTerms) -> bool {
    let items =
        lines.iter().map(|l| OrderItem { product_id: l.product_id, quantity: l.quantity, per_guest: l.per_guest });
    (&stored.name, stored.delivery_point_id, &stored.rule, stored.starts_on, stored.ends_on)
        == (&terms.name, terms.delivery_point_id, &terms.rule, terms.starts_on, terms.ends_on)
        && items.eq(terms.items.iter().copied())
}

fn read(row: &mut ImportRow<'_>) -> Option<Row> {
    let (code, buyer) = (row.code("code"), row.reference("buyer", FileKind::Buyers));
    let (name, delivery_point) = (row.text::<NAME>("name"), row.optional_text::<NAME>("delivery_point"));
    let rule = row.text::<LINE>("rule");
    let (starts_on, ends_on) =
        (row.date_of::<PlannedDate>("starts_on"), row.optional("ends_on", ImportRow::date_of::<PlannedDate>));
    let ended = row.optional_or("ended", false, ImportRow::yes_no);
    let product: Option<ProductId> = row.reference("product", FileKind::Products);
    let quantity = row.integer("quantity", 1, 1_000_000);
    let per_guest = row.optional_or("per_guest", false, ImportRow::yes_no);
    Some(Row {
        code: code?,
        buyer: buyer?,
        delivery_point: delivery_point?,
        terms: StandingOrderTerms {
            name: name?,
            // Found by its name once the buyer is loaded.
            delivery_point_id: DeliveryPointId(uuid::Uuid::nil()),
            rule: rule?,
            starts_on: starts_on?,
            ends_on: ends_on?,
            items: Vec::new(),
        },
        ended: ended?,
        item: OrderItem { product_id: product?, quantity: quantity?, per_guest: per_guest? },
    })
}

/// All standing orders with their lines.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let tx = exporter.tx;
    let mut lines: HashMap<StandingOrderId, Vec<standing_order_line::Model>> = HashMap::new();
    for line in store::orders::standing_order_lines(tx).await? {
        lines.entry(line.standing_order_id).or_default().push(line);
    }
    let mut rows = Vec::new();
    for standing in store::orders::standing_orders(tx).await? {
        for line in lines.remove(&standing.id).unwrap_or_default() {
            rows.push(vec![
                text(&standing.code),
                exporter.code_cell(standing.buyer_id),
                text(&standing.name),
                exporter.code_cell(standing.delivery_point_id),
                text(&standing.rule),
                date(standing.starts_on),
                optional_date(standing.ends_on),
                yes_no(standing.state == StandingOrderState::Ended),
                exporter.code_cell(line.product_id),
                Cell::Whole(line.quantity),
                yes_no(line.per_guest),
            ]);
        }
    }
    Ok(rows)
}
