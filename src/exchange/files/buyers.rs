//! `buyers.csv`: the accounts of buying organisations.

use entities::{
    buyers::buyer,
    values::{Amount, InvoicingTerms, OrganisationId, SegmentId, ZoneId},
};
use sea_orm::{EntityTrait, QueryOrder};

use crate::{
    buyers::{self, BuyerTerms, NewBuyer},
    exchange::{
        cells::Cells,
        export::{Out, text, whole, yes},
        import::Import,
        kind::{Column, Kind, may, must},
        sheet::Sheet,
    },
    platform::{
        http::problem::{Problem, Result},
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// The columns.
pub const COLUMNS: &[Column] = &[
    must("code", "Stable code of the account."),
    may("organisation", "Code of its organisation, of kind `buyer`; empty = the same code."),
    must("segment", "Code of its segment."),
    must("zone", "Code of the zone in which it is delivered."),
    may("payment_terms_days", "Calendar days from receipt, 0 to 365; empty = 30."),
    may("invoicing_terms", "`per_delivery` or `monthly`; empty = `per_delivery`."),
    may("credit_limit", "Amount with tax that may be open; empty = no limit."),
    may("order_minimum", "Least net value of one order; empty = none."),
    may("priority", "Class in a shortage, 1 (served first) to 9; empty = 1."),
    may("closed", "`yes` where it orders nothing any more; empty = `no`."),
];

struct Account {
    code: String,
    organisation_id: OrganisationId,
    terms: BuyerTerms,
    closed: bool,
}

/// Opens accounts, or brings their terms up to date.
pub async fn put(import: &mut Import<'_>, sheet: &Sheet) -> Result<()> {
    for row in sheet.rows() {
        let Some(account) = read(&mut import.cells(sheet, row)) else { continue };
        let code = account.code.clone();
        let done = put_account(import.tx, account).await;
        if let Some(made) = import.done(sheet, row, done)? {
            import.learn(sheet, code, made.id);
        }
    }
    Ok(())
}

async fn put_account(tx: &mut UnitOfWork, account: Account) -> Result<buyer::Model> {
    let Account { code, organisation_id, terms, closed } = account;
    let buyer = match buyers::buyer_by_code(tx, &code).await? {
        None => buyers::approve(tx, NewBuyer { organisation_id, code, terms }).await?,
        Some(stored) if stored.organisation_id != organisation_id => {
            let detail = "This account belongs to another organisation.";
            return Err(Problem::refused("code_taken", detail).at("/code", "code_taken", detail));
        }
        Some(stored) if has(&stored, &terms) => stored,
        Some(stored) => buyers::change_buyer(tx, stored.id, Some("*"), terms).await?,
    };
    match (buyer.closed_at.is_some(), closed) {
        (false, true) => buyers::close(tx, buyer.id).await,
        (true, false) => buyers::reopen(tx, buyer.id).await,
        _ => Ok(buyer),
    }
}

fn has(stored: &buyer::Model, terms: &BuyerTerms) -> bool {
    (stored.segment_id, stored.zone_id, stored.payment_terms_days, stored.invoicing_terms)
        == (terms.segment_id, terms.zone_id, terms.payment_terms_days, terms.invoicing_terms)
        && (stored.credit_limit, stored.order_minimum, stored.priority)
            == (terms.credit_limit, terms.order_minimum, terms.priority)
}

fn read(cells: &mut Cells<'_>) -> Option<Account> {
    let code = cells.code("code");
    let organisation: Option<OrganisationId> = match (cells.given("organisation"), &code) {
        (Some(_), _) => cells.refer("organisation", Kind::Organisations),
        (None, Some(code)) => cells.thing("code", Kind::Organisations, code),
        (None, None) => None,
    };
    let segment: Option<SegmentId> = cells.refer("segment", Kind::Segments);
    let zone: Option<ZoneId> = cells.refer("zone", Kind::Zones);
    let days = cells.or("payment_terms_days", 30, |c, column| c.small(column, 0, 365));
    let invoicing = cells.or("invoicing_terms", InvoicingTerms::PerDelivery, |c, column| {
        c.word(column, &["per_delivery", "monthly"], InvoicingTerms::from_word)
    });
    let credit_limit = cells.maybe("credit_limit", |c, column| c.money(column, 0));
    let order_minimum = cells.or("order_minimum", Amount::ZERO, |c, column| c.money(column, 0));
    let priority = cells.or("priority", 1, |c, column| c.small(column, 1, 9));
    let closed = cells.or("closed", false, Cells::yes);
    Some(Account {
        code: code?,
        organisation_id: organisation?,
        terms: BuyerTerms {
            segment_id: segment?,
            zone_id: zone?,
            payment_terms_days: days?,
            invoicing_terms: invoicing?,
            credit_limit: credit_limit?,
            order_minimum: order_minimum?,
            priority: priority?,
        },
        closed: closed?,
    })
}

/// All accounts.
pub async fn rows(out: &Out<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = buyer::Entity::find().order_by_asc(buyer::Column::Code).all(out.tx.db()).await?;
    let row = |b: buyer::Model| {
        vec![
            text(b.code),
            out.code(b.organisation_id),
            out.code(b.segment_id),
            out.code(b.zone_id),
            whole(b.payment_terms_days),
            text(b.invoicing_terms.word()),
            b.credit_limit.map_or(Cell::Empty, |limit| out.money(limit)),
            out.money(b.order_minimum),
            whole(b.priority),
            yes(b.closed_at.is_some()),
        ]
    };
    Ok(all.into_iter().map(row).collect())
}
