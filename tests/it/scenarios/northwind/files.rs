//! The wholesaler as a cooperative, in the files that an import reads. Suppliers are members with one workshop each,
//! customers are buyers, each month of orders is a cycle that delivers on the month's last day.
//!
//! Product `p` of supplier `s` can be made by 2 + p mod 3 units: the supplier's own and those that follow it by id,
//! round the end. Each of them could make the product's largest month alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    path::Path,
};

use chrono::{Days, Months, NaiveDate};

use super::file::Northwind;

/// The units that can make a product.
pub fn makers(northwind: &Northwind, product: usize) -> Vec<usize> {
    let made = northwind.products.iter().find(|p| p.id == product).unwrap();
    let all = northwind.suppliers.len();
    (0..2 + product % 3).map(|step| (made.supplier - 1 + step) % all + 1).collect()
}

/// The months with orders, each with the day it delivers.
pub fn months(northwind: &Northwind) -> BTreeMap<String, NaiveDate> {
    let months: BTreeSet<&str> = northwind.orders.iter().map(|order| order.month.as_str()).collect();
    let last = |month: &str| {
        let first: NaiveDate = format!("{month}-01").parse().unwrap();
        first.checked_add_months(Months::new(1)).unwrap().pred_opt().unwrap()
    };
    months.into_iter().map(|month| (month.to_owned(), last(month))).collect()
}

/// Writes the files into `folder`.
pub fn write(northwind: &Northwind, folder: &Path) {
    let mut files: BTreeMap<&str, String> = BTreeMap::new();
    let mut put = |file: &'static str, cells: &[&dyn ToString]| {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(&cell.to_string())).collect();
        writeln!(files.entry(file).or_default(), "{}", cells.join(",")).unwrap();
    };
    parties(northwind, &mut put);
    products(northwind, &mut put);
    put("cycles", &[&"code", &"zone", &"delivery_date", &"opens_at", &"cut_off_at", &"respond_by"]);
    for (month, day) in months(northwind) {
        let at = |days: u64, time: &str| format!("{} {time}", day.checked_sub_days(Days::new(days)).unwrap());
        let opens = format!("{month}-01 00:00");
        put("cycles", &[&month, &"world", &day, &opens, &at(6, "18:00"), &at(3, "18:00")]);
    }
    put("orders", &[&"code", &"buyer", &"cycle", &"product", &"quantity", &"unit_price", &"discount_percent"]);
    for order in &northwind.orders {
        for line in &order.lines {
            let (product, price) = (format!("P{:02}", line.product), dollars(line.price));
            put(
                "orders",
                &[&order.id, &order.customer, &order.month, &product, &line.quantity, &price, &line.discount],
            );
        }
    }
    for (name, text) in files {
        std::fs::write(folder.join(format!("{name}.csv")), text).unwrap();
    }
}

fn parties(northwind: &Northwind, put: &mut impl FnMut(&'static str, &[&dyn ToString])) {
    put("seasons", &[&"code", &"name", &"starts_on", &"ends_on"]);
    put("seasons", &[&"all", &"1996 to 1998", &"1996-01-01", &"1998-12-31"]);
    put("decisions", &[&"code", &"title", &"decided_on", &"commission_percent", &"commission_vat_percent"]);
    put("decisions", &[&"1", &"Ten per cent for the common house", &"1996-01-01", &"10", &"0"]);
    put("zones", &[&"code", &"name"]);
    put("zones", &[&"world", &"The world"]);
    put("segments", &[&"code", &"name_es"]);
    put("segments", &[&"trade", &"Comercio"]);
    put("organisations", &[&"code", &"kind", &"name", &"email"]);
    put("organisations", &[&"northwind", &"cooperative", &"Northwind Traders", &"office@northwind.example"]);
    put(
        "workshops",
        &[
            &"code",
            &"organisation",
            &"name",
            &"comuna",
            &"joined_on",
            &"share",
            &"authorisation_number",
            &"bank_code",
            &"account_number",
            &"account_tax_id",
        ],
    );
    for supplier in &northwind.suppliers {
        let code = format!("S{:02}", supplier.id);
        put("organisations", &[&code, &"producer", &supplier.name, &""]);
        let workshop = format!("U{:02}", supplier.id);
        let number = 7_000_000 + supplier.id;
        let holder = format!("{number}-{}", entities::values::rut_check_digit(&number.to_string()).unwrap());
        let share = 50 + 10 * (supplier.id % 5);
        put(
            "workshops",
            &[
                &workshop,
                &code,
                &supplier.name,
                &supplier.city,
                &"1996-01-01",
                &share,
                &format!("A{}", supplier.id),
                &"012",
                &(10_000_000 + supplier.id),
                &holder,
            ],
        );
    }
    put("buyers", &[&"code", &"segment", &"zone"]);
    put("delivery_points", &[&"buyer", &"name", &"address"]);
    for customer in &northwind.customers {
        put("organisations", &[&customer.code, &"buyer", &customer.name, &""]);
        put("buyers", &[&customer.code, &"trade", &"world"]);
        put("delivery_points", &[&customer.code, &"ApiClient", &customer.address]);
    }
}

fn products(northwind: &Northwind, put: &mut impl FnMut(&'static str, &[&dyn ToString])) {
    put("families", &[&"code", &"name_es"]);
    for (id, name) in &northwind.categories {
        put("families", &[&format!("F{id}"), name]);
    }
    let mut month: BTreeMap<(usize, &str), i64> = BTreeMap::new();
    for order in &northwind.orders {
        for line in &order.lines {
            *month.entry((line.product, &order.month)).or_default() += line.quantity;
        }
    }
    put("products", &[&"code", &"family", &"name_es", &"net_content", &"net_unit", &"shelf_life_days", &"vat_percent"]);
    put("offers", &[&"workshop", &"product", &"capacity_per_week"]);
    put("certificates", &[&"workshop", &"product", &"valid_from", &"valid_until"]);
    put("prices", &[&"price_list", &"segment", &"product", &"price"]);
    for product in &northwind.products {
        let code = format!("P{:02}", product.id);
        put("products", &[&code, &format!("F{}", product.category), &product.name, &1, &"unit", &365, &0]);
        put("prices", &[&"trade", &"trade", &code, &dollars(product.price)]);
        let largest = month.iter().filter(|((id, _), _)| *id == product.id).map(|(_, sum)| *sum).max();
        for workshop in makers(northwind, product.id) {
            let workshop = format!("U{workshop:02}");
            put("offers", &[&workshop, &code, &largest.unwrap_or(0)]);
            put("certificates", &[&workshop, &code, &"1996-01-01", &"1998-12-31"]);
        }
    }
}

fn dollars(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn quoted(cell: &str) -> String {
    let text = if cell.starts_with(['=', '+', '-', '@', '\'']) { format!("'{cell}") } else { cell.to_owned() };
    if text.contains([',', '"', '\n']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}
