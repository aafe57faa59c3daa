//! Batches, goods receipts and deliveries: what the workshops made, what the cooperative accepted, and what left for
//! the buyers. Every unit is traceable from its batch to its delivery and back.
//!
//! ```text
//! batch:     created ──goods receipts──▶ its units are accepted or rejected
//! delivery:  prepared ──dispatch──▶ dispatched ──confirm, all or a part──▶ confirmed
//!               │                       ├──▶ refused
//!               └───────────────────────┴──▶ lost, returned
//! cycle:     published ──first goods receipt──▶ delivering ──last delivery ended──▶ delivered
//! ```
//!
//! Preparing the deliveries of a cycle ends receiving: what is missing then becomes a shortage.
//!
//! What was accepted is paid. Goods that no buyer gets (accepted beyond what orders need, or of a delivery that failed)
//! belong to the cooperative's stock, from which staff sell them, give them away or write them off.
//!
//! Reads the quotas of `allocation` and the due lines of `orders`, which also shares a shortage among its lines. Reports
//! each goods receipt to `allocation` in the same transaction.

mod actions;
mod api;
mod errors;
mod events;
mod rules;
mod store;

pub use actions::{
    block_goods::block_goods,
    confirm_deliveries::{confirm_cycle, confirm_delivery},
    confirm_part::confirm_part,
    correct_goods_receipt::correct_goods_receipt,
    create_batch::NewBatch,
    dispatch_deliveries::dispatch_cycle,
    dispose_stock::{NewDisposal, dispose_stock},
    end_delivery::end_delivery,
    prepare_deliveries::prepare_deliveries,
    record_goods_receipt::{Goods, NewGoodsReceipt, record_goods_receipt},
};
pub use api::{APIS, Apis};
pub use errors::FulfilmentError;
pub use events::Event;
pub use rules::FailedUnits;
pub use store::{
    deliveries::{
        DeliveryScope, count_open_deliveries_of_buyer, get_delivery, list_confirmed_deliveries, list_open_deliveries,
    },
    delivery_lines::{DeliveredBatch, list_delivered_batches, list_delivery_lines},
    goods_receipts::{AcceptedUnits, sum_accepted_units},
    recalls::{RecallView, RecalledUnits, get_recall, list_recalled_batches, list_recalled_units},
    stock::{get_disposal, get_stock_item, get_stock_item_view},
};
