//! Finance staff: the bank statement, line by line.

use entities::values::{BankLineId, BankLineState};
use poem::web::Data;
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};

use super::{
    Tag,
    wire::{
        self, BankLine, BankStatementImport, LinkBankLine, MatchBankLine, PaymentDetail, PaymentSuggestion, SettleCards,
    },
};
use crate::{
    fulfilment::buyer_names,
    identity::{Caller, StaffFinance},
    payments::{
        actions::{card_payouts::settle, import::import, lines, receive::match_line, suggest},
        read_statement, reads, store,
    },
    platform::{
        app::App,
        http::{
            csv_upload::CsvUpload,
            idempotency::{Created, Once, once},
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
    },
};

/// Finance staff's operations on the bank statement.
pub struct BankApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Payments")]
impl BankApi {
    /// Import a bank statement: CSV with `booked_on`, `amount`, `reference` and if there are `counterparty`, `bank_id`
    #[oai(path = "/staff/bank-statements", method = "post", operation_id = "import_bank_statement")]
    async fn import_bank_statement(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        file: CsvUpload,
    ) -> Result<Json<BankStatementImport>> {
        let rows = read_statement(&file.0, app.installation.currency)?;
        let mut tx = app.begin(caller.actor()).await?;
        let done = import(&mut tx, rows).await?;
        tx.commit().await?;
        Ok(Json(done.into()))
    }

    /// Lines of the bank statement, newest first
    #[oai(path = "/staff/bank-lines", method = "get", operation_id = "list_bank_lines")]
    async fn list_bank_lines(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        /// Only those that stand so.
        state: Query<Option<BankLineState>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<BankLine>> {
        let tx = app.read(caller.actor()).await?;
        let page = Page::new(limit.0, after.0);
        let rows = store::lines::page(&tx, state.0, page.key::<BankLineId>()?, page.fetch()).await?;
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), BankLine::from))
    }

    /// Who may have paid a line, most likely first
    #[oai(path = "/staff/bank-lines/:id/suggestions", method = "get", operation_id = "list_payment_suggestions")]
    async fn list_payment_suggestions(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BankLineId>,
    ) -> Result<List<PaymentSuggestion>> {
        let tx = app.read(caller.actor()).await?;
        let found = suggest::suggestions(&tx, id.0).await?;
        let ids: Vec<_> = found.iter().map(|s| s.buyer_id).collect();
        let mut names = buyer_names(&tx, &ids).await?;
        let wire = found.into_iter().map(|suggestion| {
            let name = names.remove(&suggestion.buyer_id).unwrap_or_default();
            PaymentSuggestion::of(suggestion, name, tx.currency())
        });
        Ok(List::all(wire.collect()))
    }

    /// A line is a payment of this buyer, and pays these invoices
    #[oai(path = "/staff/bank-lines/:id/match", method = "post", operation_id = "match_bank_line")]
    async fn match_bank_line(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BankLineId>,
        #[oai(name = "Idempotency-Key")] key: Header<Option<String>>,
        body: Json<MatchBankLine>,
    ) -> Result<Created<PaymentDetail>> {
        let operation = format!("match_bank_line {}", id.0);
        match once(&app, caller.actor(), &caller.key_owner(), &operation, &key.0, &body.0).await? {
            Once::Replay(replay) => Ok(replay),
            Once::Begin(mut o) => {
                let parts = wire::parts(&body.allocations, o.tx.currency())?;
                let payment = match_line(&mut o.tx, id.0, body.buyer_id, parts).await?;
                let made = reads::detail(&o.tx, payment.id).await?;
                o.created(made).await
            }
        }
    }

    /// A line is a payment that was recorded by hand before
    #[oai(path = "/staff/bank-lines/:id/link", method = "post", operation_id = "link_bank_line")]
    async fn link_bank_line(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BankLineId>,
        body: Json<LinkBankLine>,
    ) -> Result<Json<BankLine>> {
        let mut tx = app.begin(caller.actor()).await?;
        lines::link(&mut tx, id.0, body.payment_id).await?;
        let line = store::lines::line(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(line.into()))
    }

    /// A line is what buyers paid by card, less what the card processor keeps
    #[oai(path = "/staff/bank-lines/:id/settle-cards", method = "post", operation_id = "settle_cards_with_bank_line")]
    async fn settle_cards_with_bank_line(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BankLineId>,
        body: Json<SettleCards>,
    ) -> Result<Json<BankLine>> {
        let mut tx = app.begin(caller.actor()).await?;
        let fee = body.fee(tx.currency())?;
        let line = settle(&mut tx, id.0, fee).await?;
        tx.commit().await?;
        Ok(Json(line.into()))
    }

    /// A line is no payment of a buyer
    #[oai(path = "/staff/bank-lines/:id/ignore", method = "post", operation_id = "ignore_bank_line")]
    async fn ignore_bank_line(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BankLineId>,
    ) -> Result<Json<BankLine>> {
        let mut tx = app.begin(caller.actor()).await?;
        lines::ignore(&mut tx, id.0).await?;
        let line = store::lines::line(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(line.into()))
    }

    /// A line that was set aside waits again
    #[oai(path = "/staff/bank-lines/:id/restore", method = "post", operation_id = "restore_bank_line")]
    async fn restore_bank_line(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        id: Path<BankLineId>,
    ) -> Result<Json<BankLine>> {
        let mut tx = app.begin(caller.actor()).await?;
        lines::restore(&mut tx, id.0).await?;
        let line = store::lines::line(&tx, id.0).await?;
        tx.commit().await?;
        Ok(Json(line.into()))
    }
}
