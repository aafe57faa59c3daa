//! `buyers.csv`: the accounts of buying organisations.

use entities::{
    buyers::buyer,
    values::{Amount, InvoicingTerms, OrganisationId, SegmentId, ZoneId},
};

use crate::{
    buyers::{self, BuyerError, BuyerTerms, NewBuyer, TermsAgreement},
    import_export::{
        actions::{
            exporter::{Exporter, integer, optional_date, text, yes_no},
            importer::{ImportFile, Importer},
        },
        errors::ImportError,
        rules::{file_kind::FileKind, import_row::ImportRow},
        store,
    },
    platform::{
        csv::{Column, optional, required},
        http::{api_error::ApiError, dates::PastDate, etag::IfMatch, problem::Result},
        table::Cell,
        unit_of_work::UnitOfWork,
    },
};

/// Its columns.
pub const COLUMNS: &[Column] = &[
    required("code", "Stable code of the account."),
    optional("organisation", "Code of its organisation, of kind `buyer`; empty = the same code."),
    required("segment", "Code of its segment."),
    required("zone", "Code of the zone in which it is delivered."),
    optional("payment_terms_days", "Calendar days from receipt, 0 to 365; empty = 30."),
    optional("terms_agreement_number", "Number of the registered agreement, for more than 30 days."),
    optional("terms_agreement_on", "The day on which it was registered."),
    optional("invoicing_terms", "`per_delivery` or `monthly`; empty = `per_delivery`."),
    optional("credit_limit", "Amount with tax that may be open; empty = no limit."),
    optional("order_minimum", "Least net value of one order; empty = none."),
    optional("priority", "Class in a shortage, 1 (served first) to 9; empty = 1."),
    optional("closed", "`yes` where it may not order any more; empty = `no`."),
];

struct Account {
    code: String,
    organisation_id: OrganisationId,
    terms: BuyerTerms,
    closed: bool,
}

/// Creates or updates accounts.
pub async fn import_rows(importer: &mut Importer<'_>, file: &ImportFile) -> Result<()> {
    for row in file.csv.rows() {
        let Some(account) = read(&mut importer.reader(file, row)) else { continue };
        let code = account.code.clone();
        let stored: Vec<String> = importer.existing.agreements.get(&account.code).cloned().into_iter().collect();
        let agreement = account.terms.agreement.as_ref().map(|agreement| agreement.number.clone());
        if importer.rejects_lost_zeros(file, row, "terms_agreement_number", &stored, agreement.as_deref()) {
            continue;
        }
        let result = upsert_account(importer.tx, account).await;
        if let Some(buyer) = importer.ok_or_report(file, row, result)? {
            importer.insert_code(file, code, buyer.id);
        }
    }
    Ok(())
}

async fn upsert_account(tx: &mut UnitOfWork, account: Account) -> Result<buyer::Model> {
    let Account { code, organisation_id, terms, closed } = account;
    let buyer = match buyers::find_buyer_by_code(tx, &code).await? {
        None => buyers::approve(tx, NewBuyer { organisation_id, code, terms }).await?,
        Some(stored) if stored.organisation_id != organisation_id => {
            return Err(ImportError::AccountOfOtherOrganisation { code: stored.code }.at("/code"));
        }
        Some(stored) if has_terms(&stored, &terms) => stored,
        Some(stored) => buyers::update_buyer(tx, stored.id, &IfMatch::any(), terms).await?,
    };
    match (buyer.closed_at.is_some(), closed) {
        (false, true) => buyers::close(tx, buyer.id, true).await,
        (true, false) => buyers::reopen(tx, buyer.id).await,
        _ => Ok(buyer),
    }
}

fn has_terms(stored: &buyer::Model, terms: &BuyerTerms) -> bool {
    (stored.segment_id, stored.zone_id, stored.payment_terms_days, stored.invoicing_terms)
        == (terms.segment_id, terms.zone_id, terms.payment_terms_days, terms.invoicing_terms)
        && (&stored.terms_agreement_number, stored.terms_agreement_on)
            == (
                &terms.agreement.as_ref().map(|agreement| agreement.number.clone()),
                terms.agreement.as_ref().map(|agreement| agreement.registered_on),
            )
        && (stored.credit_limit, stored.order_minimum, stored.priority)
            == (terms.credit_limit, terms.order_minimum, terms.priority)
}

fn read(row: &mut ImportRow<'_>) -> Option<Account> {
    let code = row.code("code");
    let organisation: Option<OrganisationId> = match (row.value("organisation"), &code) {
        (Some(_), _) => row.reference("organisation", FileKind::Organisations),
        (None, Some(code)) => row.reference_to("code", FileKind::Organisations, code),
        (None, None) => None,
    };
    let segment: Option<SegmentId> = row.reference("segment", FileKind::Segments);
    let zone: Option<ZoneId> = row.reference("zone", FileKind::Zones);
    let days = row.optional_or("payment_terms_days", 30, |row, column| row.small_integer(column, 0, 365));
    let number = row.optional_text::<40>("terms_agreement_number");
    let registered_on = row.optional("terms_agreement_on", ImportRow::date_of::<PastDate>);
    let agreement = match (number, registered_on) {
        (Some(Some(number)), Some(Some(registered_on))) => Some(Some(TermsAgreement { number, registered_on })),
        (Some(None), Some(None)) => Some(None),
        (Some(_), Some(_)) => row.reject("terms_agreement_number", &BuyerError::AgreementIncomplete),
        _ => None,
    };
    let invoicing = row.optional_or("invoicing_terms", InvoicingTerms::PerDelivery, |row, column| {
        row.one_of(column, &["per_delivery", "monthly"], InvoicingTerms::from_word)
    });
    let credit_limit = row.optional("credit_limit", |row, column| row.money(column, 0));
    let order_minimum = row.optional_or("order_minimum", Amount::ZERO, |row, column| row.money(column, 0));
    let priority = row.optional_or("priority", 1, |row, column| row.small_integer(column, 1, 9));
    let closed = row.optional_or("closed", false, ImportRow::yes_no);
    Some(Account {
        code: code?,
        organisation_id: organisation?,
        terms: BuyerTerms {
            segment_id: segment?,
            zone_id: zone?,
            payment_terms_days: days?,
            agreement: agreement?,
            invoicing_terms: invoicing?,
            credit_limit: credit_limit?,
            order_minimum: order_minimum?,
            priority: priority?,
        },
        closed: closed?,
    })
}

/// All accounts.
pub async fn export_rows(exporter: &Exporter<'_>) -> Result<Vec<Vec<Cell>>> {
    let all = store::buyers::buyers(exporter.tx).await?;
    let row = |b: buyer::Model| {
        vec![
            text(b.code),
            exporter.code_cell(b.organisation_id),
            exporter.code_cell(b.segment_id),
            exporter.code_cell(b.zone_id),
            integer(b.payment_terms_days),
            b.terms_agreement_number.map_or(Cell::Empty, text),
            optional_date(b.terms_agreement_on),
            text(b.invoicing_terms.word()),
            b.credit_limit.map_or(Cell::Empty, |limit| exporter.money(limit)),
            exporter.money(b.order_minimum),
            integer(b.priority),
            yes_no(b.closed_at.is_some()),
        ]
    };
    Ok(all.into_iter().map(row).collect())
}
