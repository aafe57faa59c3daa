//! What settlement says on the wire.

use chrono::{DateTime, NaiveDate, Utc};
use entities::{
    settlement::{journal_entry, payout, payout_batch, pool, pool_share, statement, statement_line},
    values::{
        Amount, BankFileFormat, Currency, CycleId, EntryId, EntryKind, Money, PayoutBatchId, PayoutId, PayoutState,
        PoolId, PoolState, ProductId, StatementId, StatementLineKind, StatementState, WorkshopId,
    },
};
use poem_openapi::Object;

use crate::platform::http::{limits, text::Text};

/// The net value of one product's deliveries in one cycle.
#[derive(Clone, Debug, Object)]
pub struct Pool {
    /// Its id.
    pub id: PoolId,
    /// The cycle.
    pub cycle_id: CycleId,
    /// The product.
    pub product_id: ProductId,
    /// The product's name in Spanish.
    pub product_name_es: String,
    /// The same in English.
    pub product_name_en: String,
    /// Net of its invoiced lines.
    pub net: Money,
    /// Taxes of those lines.
    pub vat: Money,
    /// Net that payments have reached so far.
    pub paid_net: Money,
    /// Where it stands.
    pub state: PoolState,
    /// When it was shared out.
    pub closed_at: Option<DateTime<Utc>>,
}

impl Pool {
    /// A pool and the name of its product in Spanish and English.
    pub(super) fn of(row: pool::Model, (product_name_es, product_name_en): (String, String)) -> Self {
        Self {
            id: row.id,
            cycle_id: row.cycle_id,
            product_id: row.product_id,
            product_name_es,
            product_name_en,
            net: row.net.of(row.currency),
            vat: row.vat.of(row.currency),
            paid_net: row.paid_net.of(row.currency),
            state: row.state,
            closed_at: row.closed_at,
        }
    }
}

/// A pool with the parts of its makers.
#[derive(Clone, Debug, Object)]
pub struct PoolDetail {
    /// The pool.
    pub pool: Pool,
    /// Its makers' parts; empty until it closes.
    pub shares: Vec<PoolShare>,
}

/// A workshop's part of a pool: by accepted quantity, less commission.
#[derive(Clone, Debug, Object)]
pub struct PoolShare {
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// Its name.
    pub workshop: String,
    /// Units accepted from it.
    pub accepted: i64,
    /// Its part of the pool's net value.
    pub net: Money,
    /// Its part of the pool's taxes.
    pub vat: Money,
    /// Commission of the cooperative, in basis points of `net`.
    pub commission_bps: i32,
    /// Commission of the cooperative.
    pub commission: Money,
    /// VAT on the commission.
    pub commission_vat: Money,
}

impl PoolShare {
    pub(super) fn of(row: pool_share::Model, workshop: String, currency: Currency) -> Self {
        Self {
            workshop_id: row.workshop_id,
            workshop,
            accepted: row.accepted,
            net: row.net.of(currency),
            vat: row.vat.of(currency),
            commission_bps: row.commission_bps,
            commission: row.commission.of(currency),
            commission_vat: row.commission_vat.of(currency),
        }
    }
}

/// A statement: what a workshop earned since its last one.
#[derive(Clone, Debug, Object)]
pub struct Statement {
    /// Its id.
    pub id: StatementId,
    /// Its number.
    pub number: Option<i64>,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The workshop's name.
    pub workshop: String,
    /// First day.
    pub from_date: NaiveDate,
    /// Last day.
    pub until_date: NaiveDate,
    /// What is paid to the workshop.
    pub total: Money,
    /// Where it stands.
    pub state: StatementState,
    /// When it was issued.
    pub issued_at: Option<DateTime<Utc>>,
    /// Whether its PDF can be fetched.
    pub has_pdf: bool,
}

impl Statement {
    pub(super) fn of(row: statement::Model, workshop: String) -> Self {
        Self {
            id: row.id,
            number: row.number,
            workshop_id: row.workshop_id,
            workshop,
            from_date: row.from_date,
            until_date: row.until_date,
            total: row.total.of(row.currency),
            state: row.state,
            issued_at: row.issued_at,
            has_pdf: row.file.is_some(),
        }
    }
}

/// A statement with its lines.
#[derive(Clone, Debug, Object)]
pub struct StatementDetail {
    /// The statement.
    pub statement: Statement,
    /// Its lines in order; their amounts add up to its total.
    pub lines: Vec<StatementLine>,
}

/// One line of a statement, with the pool that it comes from.
#[derive(Clone, Debug, Object)]
pub struct StatementLine {
    /// 1, 2, …
    pub position: i32,
    /// What it says.
    pub kind: StatementLineKind,
    /// The pool that it comes from.
    pub pool_id: Option<PoolId>,
    /// Product and cycle.
    pub description: String,
    /// Units accepted from this workshop in that pool.
    pub quantity: Option<i64>,
    /// Positive = to the workshop.
    pub amount: Money,
}

impl StatementLine {
    pub(super) fn of(row: statement_line::Model, currency: Currency) -> Self {
        Self {
            position: row.position,
            kind: row.kind,
            pool_id: row.pool_id,
            description: row.description,
            quantity: row.quantity,
            amount: row.amount.of(currency),
        }
    }
}

/// What a run of statements did.
#[derive(Clone, Debug, Object)]
pub struct StatementRunResult {
    /// Statements that were issued.
    pub issued: Vec<StatementId>,
    /// Workshops with earnings that cannot be settled, because they have no tax status.
    pub unsettleable: Vec<WorkshopId>,
    /// Workshops whose sum is not above zero: it waits for the next run.
    pub carried: Vec<WorkshopId>,
}

/// Asks for a payout batch.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct NewPayoutBatch {
    /// Layout of its bank file.
    pub format: BankFileFormat,
}

/// Payouts that leave together as one bank file.
#[derive(Clone, Debug, Object)]
pub struct PayoutBatch {
    /// Its id.
    pub id: PayoutBatchId,
    /// Its number.
    pub number: i64,
    /// Layout of its bank file.
    pub format: BankFileFormat,
    /// Where it stands.
    pub state: PayoutState,
    /// What it pays.
    pub total: Money,
    /// When it was prepared.
    pub prepared_at: DateTime<Utc>,
    /// When another person approved it.
    pub approved_at: Option<DateTime<Utc>>,
    /// When its file was made.
    pub exported_at: Option<DateTime<Utc>>,
    /// When the last of its payouts was confirmed.
    pub confirmed_at: Option<DateTime<Utc>>,
}

impl From<payout_batch::Model> for PayoutBatch {
    fn from(row: payout_batch::Model) -> Self {
        Self {
            id: row.id,
            number: row.number,
            format: row.format,
            state: row.state,
            total: row.total.of(row.currency),
            prepared_at: row.prepared_at,
            approved_at: row.approved_at,
            exported_at: row.exported_at,
            confirmed_at: row.confirmed_at,
        }
    }
}

/// A batch with its payouts.
#[derive(Clone, Debug, Object)]
pub struct PayoutBatchDetail {
    /// The batch.
    pub batch: PayoutBatch,
    /// Its payouts.
    pub payouts: Vec<Payout>,
    /// Workshops with a statement that were left out because they have no bank account (only when it is prepared).
    pub without_account: Vec<WorkshopId>,
}

/// What one workshop is paid in a batch.
#[derive(Clone, Debug, Object)]
pub struct Payout {
    /// Its id.
    pub id: PayoutId,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The workshop's name.
    pub workshop: String,
    /// The statement that it pays.
    pub statement_id: StatementId,
    /// What is paid.
    pub amount: Money,
    /// Where it stands.
    pub state: PayoutState,
    /// What the bank statement calls it.
    pub reference: String,
    /// The day the bank statement shows it.
    pub confirmed_on: Option<NaiveDate>,
    /// Why it came back.
    pub failure: Option<String>,
}

impl Payout {
    pub(super) fn of(row: payout::Model, workshop: String, reference: String, currency: Currency) -> Self {
        Self {
            id: row.id,
            workshop_id: row.workshop_id,
            workshop,
            statement_id: row.statement_id,
            amount: row.amount.of(currency),
            state: row.state,
            reference,
            confirmed_on: row.confirmed_on,
            failure: row.failure,
        }
    }
}

/// The day on which the bank statement shows a payout.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PayoutConfirmation {
    /// That day.
    pub confirmed_on: NaiveDate,
}

/// Why a payout came back.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PayoutFailure {
    /// The bank's reason.
    pub reason: Text<1, { limits::NOTE }>,
}

/// The account that payouts are charged to.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct PayoutAccount {
    /// Code of the bank in the transfer system.
    pub bank_code: Text<1, 4>,
    /// Its number.
    pub account_number: Text<1, 34>,
    /// Its holder.
    pub holder_name: Text<1, { limits::NAME }>,
    /// The holder's RUT.
    pub holder_tax_id: Text<1, 20>,
}

/// An account of the ledger with the sum of its postings.
#[derive(Clone, Debug, Object)]
pub struct LedgerBalance {
    /// Name of the account.
    pub account: String,
    /// Sum of its postings; positive = debit.
    pub balance: Money,
}

/// What a producer has earned and where it is.
#[derive(Clone, Debug, Object)]
pub struct Earnings {
    /// Shared out to it, not yet paid by the buyers.
    pub pending: Money,
    /// Paid by the buyers, not yet paid out.
    pub payable: Money,
    /// Paid out and seen in the bank statement.
    pub paid_out: Money,
}

/// A balanced entry of the ledger.
#[derive(Clone, Debug, Object)]
pub struct JournalEntry {
    /// Its id.
    pub id: EntryId,
    /// The day it belongs to.
    pub date: NaiveDate,
    /// The kind of fact behind it.
    pub kind: EntryKind,
    /// What a person reads.
    pub description: String,
    /// Its postings; they add up to zero.
    pub postings: Vec<JournalPosting>,
}

/// One side of an entry.
#[derive(Clone, Debug, Object)]
pub struct JournalPosting {
    /// Name of the account.
    pub account: String,
    /// Positive = debit.
    pub amount: Money,
}

impl JournalEntry {
    pub(super) fn of((entry, postings): (journal_entry::Model, Vec<(String, Amount)>), currency: Currency) -> Self {
        let postings =
            postings.into_iter().map(|(account, amount)| JournalPosting { account, amount: amount.of(currency) });
        Self {
            id: entry.id,
            date: entry.date,
            kind: entry.kind,
            description: entry.description,
            postings: postings.collect(),
        }
    }
}
