//! What was accepted and rejected of a producer's goods.

use chrono::NaiveDate;
use entities::values::{ProductId, WorkshopId};
use poem::web::Data;
use poem_openapi::{Object, OpenApi};

use super::{batches::own_workshops, goods_receipts::GoodsReceipt, tag::Tag};
use crate::{
    fulfilment::store::{self, goods_receipts::ReceiptOfWorkshop},
    identity::{Caller, Producer},
    platform::{
        app::App,
        http::{page_request::PageRequest, paging::List, problem::Result},
    },
};

/// A goods receipt as its workshop sees it.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OwnGoodsReceipt {
    /// The receipt.
    #[oai(flatten)]
    pub receipt: GoodsReceipt,
    /// The workshop.
    pub workshop_id: WorkshopId,
    /// The product.
    pub product_id: ProductId,
    /// Name of the product in Spanish.
    pub product_name_es: String,
    /// Name of the product in English.
    pub product_name_en: String,
    /// The day of delivery of its cycle.
    pub delivery_date: NaiveDate,
    /// The code on the batch's labels; null for missing units.
    pub batch_code: Option<String>,
}

impl From<ReceiptOfWorkshop> for OwnGoodsReceipt {
    fn from(ReceiptOfWorkshop { receipt, quota, product, cycle, batch }: ReceiptOfWorkshop) -> Self {
        Self {
            receipt: receipt.into(),
            workshop_id: quota.workshop_id,
            product_id: quota.product_id,
            product_name_es: product.name_es,
            product_name_en: product.name_en,
            delivery_date: cycle.delivery_date,
            batch_code: batch.map(|batch| batch.code),
        }
    }
}

/// Operations on the goods receipts of a producer.
pub struct OwnReceipts;

#[OpenApi(prefix_path = "/api/v1/producer", tag = "Tag::Fulfilment")]
impl OwnReceipts {
    /// List what was accepted and rejected of own goods, newest first
    #[oai(path = "/goods-receipts", method = "get", operation_id = "list_own_goods_receipts")]
    async fn list_own_goods_receipts(
        &self,
        app: Data<&App>,
        caller: Producer,
        page: PageRequest,
    ) -> Result<List<OwnGoodsReceipt>> {
        let tx = app.read(caller.actor()).await?;
        let workshops = own_workshops(&tx, &caller).await?;
        let rows = store::goods_receipts::list_receipts_of_workshops(&tx, &workshops, &page).await?;
        Ok(rows.map(OwnGoodsReceipt::from).into())
    }
}
