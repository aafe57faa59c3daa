//! Buyers: what they paid.

use entities::values::PaymentId;
use poem::web::Data;
use poem_openapi::{OpenApi, param::Query};

use super::{Tag, wire::Payment};
use crate::{
    buyers,
    identity::{Buyer, Caller},
    payments::{reads, store},
    platform::{
        app::App,
        http::{
            paging::{Cursor, Here, Limit, List, Page},
            problem::Answer,
        },
    },
};

/// Buyers' operations of payments.
pub struct BuyerApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Payments")]
impl BuyerApi {
    /// My payments, newest first
    #[oai(path = "/buyer/payments", method = "get", operation_id = "list_my_payments")]
    async fn list_my_payments(
        &self,
        app: Data<&App>,
        caller: Buyer,
        #[oai(default)] limit: Query<Limit>,
        after: Query<Option<Cursor>>,
        here: Here,
    ) -> Answer<List<Payment>> {
        let work = app.read(caller.actor()).await?;
        let buyer = buyers::buyer_of(&work, &caller).await?.id;
        let page = Page::new(limit.0, after.0);
        let rows = store::payments::page(&work, Some(buyer), false, page.key::<PaymentId>()?, page.fetch()).await?;
        let names = reads::names_of(&work, &rows).await?;
        Ok(List::page(rows, &page, &here, |row| Cursor::of(&row.id), |row| reads::shown(row, &names)))
    }
}
