//! The lines of a document as the Typst template reads them: a product, or a basket with its contents below it.

use entities::{
    invoicing::invoice_line,
    orders::order_basket,
    values::{Amount, InvoiceKind, OrderBasketId},
};
use serde_json::{Value, json};

use crate::{
    invoicing::{rules::baskets_of_units, store::ordered_lines::OrderedLines},
    platform::{format, locale::Localizer},
};

const TEXTS: Localizer = Localizer::SHARED;

/// The lines of a document, in their order. The lines of a basket are one, where the first of them is.
pub fn line_data(
    kind: InvoiceKind,
    lines: &[invoice_line::Model],
    ordered: &OrderedLines,
    money: impl Fn(Amount) -> String,
) -> Vec<Value> {
    let mut done: Vec<OrderBasketId> = Vec::new();
    let mut rows = Vec::with_capacity(lines.len());
    for line in lines {
        let Some(basket) = ordered.basket(line) else {
            rows.push(product_data(line, ordered, &money));
            continue;
        };
        if !done.contains(&basket.id) {
            done.push(basket.id);
            let parts: Vec<&invoice_line::Model> =
                lines.iter().filter(|part| ordered.basket(part).is_some_and(|of| of.id == basket.id)).collect();
            rows.push(basket_data(kind, basket, &parts, &money));
        }
    }
    rows
}

fn product_data(line: &invoice_line::Model, ordered: &OrderedLines, money: impl Fn(Amount) -> String) -> Value {
    // A correction of the price has no units.
    let has_units = line.quantity != 0;
    let discount = Some(line.discount_bps).filter(|discount| *discount != 0 && has_units);
    json!({
        "code": ordered.ordered(line).map(|line| line.product_code.as_str()).unwrap_or_default(),
        "description": line.description,
        "contents": [],
        "quantity": if has_units { format::number(TEXTS.language(), line.quantity) } else { String::new() },
        "unit_price": if has_units { money(line.unit_price) } else { String::new() },
        "discount": discount.map(|discount| format::percent(TEXTS.language(), discount)).unwrap_or_default(),
        "net": money(line.net),
    })
}

/// A basket has a price where all of it is in the document.
fn basket_data(
    kind: InvoiceKind,
    basket: &order_basket::Model,
    parts: &[&invoice_line::Model],
    money: impl Fn(Amount) -> String,
) -> Value {
    let number = |units| format::number(TEXTS.language(), units);
    let net: Amount = parts.iter().map(|part| part.net).sum();
    let baskets = parts.iter().map(|part| baskets_of_units(part.quantity, part.price_units)).max().unwrap_or(0);
    let is_whole = net == Amount(basket.unit_price.0.saturating_mul(baskets));
    let content = |part: &&invoice_line::Model| match part.quantity {
        0 => format!("{} ({})", part.description, money(part.net)),
        units => format!("{} × {}", number(units), part.description),
    };
    let has_number = baskets > 0 && (kind == InvoiceKind::Invoice || is_whole);
    json!({
        "code": basket.product_code,
        "description": basket.name_es,
        "contents": parts.iter().map(content).collect::<Vec<_>>(),
        "quantity": if has_number { number(baskets) } else { String::new() },
        "unit_price": if has_number && is_whole { money(basket.unit_price) } else { String::new() },
        "discount": "",
        "net": money(net),
    })
}
