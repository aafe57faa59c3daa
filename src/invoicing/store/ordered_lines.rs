//! What was ordered of the lines of documents.

use std::collections::HashMap;

use entities::{
    invoicing::invoice_line,
    orders::{order_basket, order_line},
    values::{OrderBasketId, OrderLineId},
};

use crate::{
    orders,
    platform::{http::problem::Result, unit_of_work::UnitOfWork},
};

/// What was ordered of the lines of a document.
pub struct OrderedLines {
    /// The order lines.
    pub lines: HashMap<OrderLineId, order_line::Model>,
    baskets: HashMap<OrderBasketId, order_basket::Model>,
}

impl OrderedLines {
    /// Loads what was ordered of these lines.
    pub async fn load(tx: &UnitOfWork, lines: &[invoice_line::Model]) -> Result<Self> {
        let ids: Vec<OrderLineId> = lines.iter().filter_map(|line| line.order_line_id).collect();
        let lines = orders::find_order_lines(tx, &ids).await?;
        let baskets: Vec<OrderBasketId> = lines.values().filter_map(|line| line.order_basket_id).collect();
        Ok(Self { lines, baskets: orders::find_order_baskets(tx, &baskets).await? })
    }

    /// The order line of a line.
    pub fn ordered(&self, line: &invoice_line::Model) -> Option<&order_line::Model> {
        self.lines.get(&line.order_line_id?)
    }

    /// The basket that a line is a part of.
    pub fn basket(&self, line: &invoice_line::Model) -> Option<&order_basket::Model> {
        self.baskets.get(&self.ordered(line)?.order_basket_id?)
    }
}
