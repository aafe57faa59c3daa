//! Finance staff: buyers' attempts to pay by card.

use std::collections::HashMap;

use entities::{
    payments::card_payment,
    values::{CardPaymentId, CardPaymentState},
};
use poem::web::Data;
use poem_openapi::{OpenApi, param::Query};

use super::{Tag, wire::BuyerCardPayment};
use crate::{
    fulfilment::buyer_names,
    identity::{Caller, StaffFinance},
    payments::store,
    platform::{
        app::App,
        http::{
            paging::{Cursor, Limit, List, Page, RequestUri},
            problem::Result,
        },
    },
};

/// Finance staff's operations on card payments.
pub struct CardPaymentsApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Payments")]
impl CardPaymentsApi {
    /// Buyers' attempts to pay by card, newest first
    #[oai(path = "/staff/card-payments", method = "get", operation_id = "list_card_payments")]
    async fn list_card_payments(
        &self,
        app: Data<&App>,
        caller: StaffFinance,
        /// Only those that stand so.
        state: Query<Option<CardPaymentState>>,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        uri: RequestUri,
    ) -> Result<List<BuyerCardPayment>> {
        let tx = app.read(caller.actor()).await?;
        let page = Page::new(limit.0, after.0);
        let filter = store::cards::Filter { state: state.0, invoice: None };
        let rows = store::cards::page(&tx, filter, page.key::<CardPaymentId>()?, page.fetch()).await?;
        let buyers: Vec<_> = rows.iter().map(|row| row.buyer_id).collect();
        let names: HashMap<_, _> = buyer_names(&tx, &buyers).await?;
        let shown = |row: card_payment::Model| {
            let name = names.get(&row.buyer_id).cloned().unwrap_or_default();
            BuyerCardPayment::of(row, name)
        };
        Ok(List::page(rows, &page, &uri, |row| Cursor::of(&row.id), shown))
    }
}
