//! A buyer pastes an order from a mail or a spreadsheet and gets its lines to confirm.

use entities::{
    catalogue::product,
    values::{CycleId, NetUnit, ProductId},
};
use poem::web::Data;
use poem_openapi::{Enum, Object, OpenApi, payload::Json};

use super::tag::Tag;
use crate::{
    buyers::get_own_open_buyer,
    identity::{Buyer, Caller},
    platform::{
        app::App,
        http::{limits, problem::Result, text::LongText},
    },
    search::{
        actions::{self, OrderTextMatch},
        rules::{self, MatchCertainty, QuantityFault},
    },
};

/// A pasted order.
#[derive(Clone, Debug, Object)]
#[oai(deny_unknown_fields)]
pub struct OrderText {
    /// An open cycle of your zone.
    pub cycle_id: CycleId,
    /// Lines of a mail or a spreadsheet, such as "12 mermelada calafate, 6 queso fresco", of 100 products at most.
    pub text: LongText<{ limits::ORDER_TEXT }>,
}

/// The lines of a pasted order, to confirm. Nothing is ordered or reserved.
#[derive(Clone, Debug, Object)]
pub struct OrderTextPreview {
    /// One line for each product that the text names, in its order.
    pub lines: Vec<OrderTextLine>,
    /// Whether the search index was unavailable: the words were compared with names only.
    pub degraded: bool,
}

/// A product that a pasted order names.
#[derive(Clone, Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct OrderTextLine {
    /// What the text says.
    pub text: String,
    /// Units. Never a guess: none where the text does not say it.
    pub quantity: Option<i64>,
    /// Why there is no quantity, or why it cannot be ordered as it is.
    pub quantity_issue: Option<QuantityIssue>,
    /// The unit that the text names, such as `frascos` or `docena`.
    pub unit: Option<String>,
    /// The product that is meant best; none where nothing fits.
    pub product: Option<OrderTextProduct>,
    /// How certain it is that this product is meant.
    pub certainty: Option<OrderTextCertainty>,
    /// Up to three others that may be meant, better ones first.
    pub alternatives: Vec<OrderTextProduct>,
    /// The first line, counted from 0, with the same product: their quantities are not added.
    pub repeats: Option<usize>,
}

/// Why a line of a pasted order has no quantity that can be ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum QuantityIssue {
    /// The text names none.
    Missing,
    /// Several numbers could be it.
    Ambiguous,
    /// It is not a whole number, or may not be one, such as 1,5 or 1,000.
    NotWhole,
    /// It is in boxes or other packs, which have an unknown number of units.
    Packs,
    /// It is 0.
    Zero,
    /// It is above the maximum of an order line.
    TooLarge,
    /// The product is ordered in multiples, and the quantity is not one.
    NotAMultiple,
}

/// How certain it is that a product is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum OrderTextCertainty {
    /// Its code or its name is written, or no other product matches all words.
    Certain,
    /// It matches all words; so do others, a word was mistyped, or the net content is another.
    Likely,
    /// It matches some of the words only.
    Unsure,
}

/// A product that may be meant.
#[derive(Clone, Debug, Object)]
pub struct OrderTextProduct {
    /// The product.
    pub product_id: ProductId,
    /// Its code.
    pub code: String,
    /// Name in Spanish.
    pub name_es: String,
    /// Name in English.
    pub name_en: String,
    /// Net content, in `net_unit`.
    pub net_content: i64,
    /// Unit of the net content.
    pub net_unit: NetUnit,
    /// Units are ordered in multiples of it.
    pub order_multiple: i64,
}

/// Operations of buyers on pasted orders.
#[derive(Clone, Copy)]
pub struct OrderTexts;

#[OpenApi(prefix_path = "/api/v1/buyer", tag = "Tag::Search")]
impl OrderTexts {
    /// Read a pasted order as lines to confirm
    ///
    /// The words of each line are searched as in the catalogue, among the products of your price list. Whether enough is
    /// left, and at which price, is decided when the order is placed.
    #[oai(path = "/order-text-previews", method = "post", operation_id = "preview_order_text")]
    async fn preview_order_text(
        &self,
        app: Data<&App>,
        caller: Buyer,
        body: Json<OrderText>,
    ) -> Result<Json<OrderTextPreview>> {
        let tx = app.read(caller.actor()).await?;
        let buyer = get_own_open_buyer(&tx, &caller).await?;
        let products = actions::list_orderable_products(&tx, &buyer, body.cycle_id).await?;
        drop(tx);
        let (matches, degraded) = actions::match_order_text(&app, &products, &body.text).await?;
        Ok(Json(OrderTextPreview { lines: matches.into_iter().map(OrderTextLine::from).collect(), degraded }))
    }
}

impl From<OrderTextMatch> for OrderTextLine {
    fn from(found: OrderTextMatch) -> Self {
        let OrderTextMatch { line, best, alternatives, repeats } = found;
        let multiple = best.as_ref().map_or(1, |(product, _)| product.order_multiple);
        let quantity_issue = match line.quantity {
            Ok(units) => (!rules::is_multiple(units, multiple)).then_some(QuantityIssue::NotAMultiple),
            Err(fault) => Some(fault.into()),
        };
        let certainty = best.as_ref().map(|(_, certainty)| (*certainty).into());
        Self {
            text: line.text,
            quantity: line.quantity.ok(),
            quantity_issue,
            unit: line.unit,
            product: best.map(|(product, _)| product.into()),
            certainty,
            alternatives: alternatives.into_iter().map(OrderTextProduct::from).collect(),
            repeats,
        }
    }
}

impl From<QuantityFault> for QuantityIssue {
    fn from(fault: QuantityFault) -> Self {
        match fault {
            QuantityFault::Missing => Self::Missing,
            QuantityFault::Ambiguous => Self::Ambiguous,
            QuantityFault::NotWhole => Self::NotWhole,
            QuantityFault::Packs => Self::Packs,
            QuantityFault::Zero => Self::Zero,
            QuantityFault::TooLarge => Self::TooLarge,
        }
    }
}

impl From<MatchCertainty> for OrderTextCertainty {
    fn from(certainty: MatchCertainty) -> Self {
        match certainty {
            MatchCertainty::Certain => Self::Certain,
            MatchCertainty::Likely => Self::Likely,
            MatchCertainty::Unsure => Self::Unsure,
        }
    }
}

impl From<product::Model> for OrderTextProduct {
    fn from(row: product::Model) -> Self {
        Self {
            product_id: row.id,
            code: row.code,
            name_es: row.name_es,
            name_en: row.name_en,
            net_content: row.net_content,
            net_unit: row.net_unit,
            order_multiple: row.order_multiple,
        }
    }
}
