//! Reads the wholesaler's database as it was published: a compressed dump of INSERT statements. Amounts are decimal
//! texts, read to two decimals and kept as whole hundredths; nothing of the product is used here.

use std::{collections::BTreeMap, io::Read, path::Path};

/// A supplier.
pub struct Supplier {
    pub id: usize,
    pub name: String,
    pub city: String,
}

/// A customer.
pub struct Customer {
    pub code: String,
    pub name: String,
    pub address: String,
}

/// A product.
pub struct Product {
    pub id: usize,
    pub name: String,
    pub supplier: usize,
    pub category: usize,
    /// Cents.
    pub price: i64,
}

/// A line of an order.
pub struct Line {
    pub product: usize,
    /// Cents.
    pub price: i64,
    pub quantity: i64,
    /// Hundredths.
    pub discount: i64,
}

/// An order with its lines.
pub struct Order {
    pub id: u32,
    pub customer: String,
    /// Such as `1996-07`.
    pub month: String,
    pub lines: Vec<Line>,
}

/// All of it.
pub struct Northwind {
    pub categories: Vec<(usize, String)>,
    pub suppliers: Vec<Supplier>,
    pub customers: Vec<Customer>,
    pub products: Vec<Product>,
    pub orders: Vec<Order>,
}

impl Line {
    /// price × quantity × (1 − discount), rounded once to the cent, half away from zero.
    pub fn net(&self) -> i64 {
        let hundredths = self.price * self.quantity * (100 - self.discount);
        (hundredths + 50) / 100
    }
}

impl Order {
    pub fn net(&self) -> i64 {
        self.lines.iter().map(Line::net).sum()
    }
}

impl Northwind {
    /// Reads the dump; none where the folder has none.
    pub fn read(folder: &Path) -> Option<Self> {
        let file = std::fs::File::open(folder.join("northwind/northwind.sql.gz")).ok()?;
        let mut text = String::new();
        flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
        let mut tables: BTreeMap<&str, Vec<Vec<String>>> = BTreeMap::new();
        for line in text.lines().filter_map(|line| line.strip_prefix("INSERT INTO ")) {
            let (table, values) = line.split_once(" VALUES (").unwrap();
            tables.entry(table).or_default().push(cells(values));
        }
        let table = |name: &str| tables.get(name).unwrap_or_else(|| panic!("the dump has no {name}")).iter();
        let number = |text: &String| text.parse::<usize>().unwrap();
        let mut lines: BTreeMap<&str, Vec<Line>> = BTreeMap::new();
        for row in table("order_details") {
            lines.entry(&row[0]).or_default().push(Line {
                product: number(&row[1]),
                price: hundredths(&row[2]),
                quantity: row[3].parse().unwrap(),
                discount: hundredths(&row[4]),
            });
        }
        let order = |row: &Vec<String>| Order {
            id: row[0].parse().unwrap(),
            customer: row[1].clone(),
            month: row[3][..7].to_owned(),
            lines: lines.remove(row[0].as_str()).unwrap_or_default(),
        };
        Some(Self {
            orders: table("orders").map(order).collect(),
            categories: table("categories").map(|row| (number(&row[0]), row[1].clone())).collect(),
            suppliers: table("suppliers")
                .map(|row| Supplier { id: number(&row[0]), name: row[1].clone(), city: row[5].clone() })
                .collect(),
            customers: table("customers")
                .map(|row| Customer {
                    code: row[0].clone(),
                    name: row[1].clone(),
                    address: format!("{}, {}", row[4], row[5]),
                })
                .collect(),
            products: table("products")
                .map(|row| Product {
                    id: number(&row[0]),
                    name: row[1].clone(),
                    supplier: number(&row[2]),
                    category: number(&row[3]),
                    price: hundredths(&row[5]),
                })
                .collect(),
        })
    }
}

/// The values of one row, up to `);`: numbers as they stand, texts without their quotes, NULL empty.
fn cells(values: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut letters = values.chars().peekable();
    while let Some(letter) = letters.next() {
        let cell = cells.last_mut().unwrap();
        match letter {
            '\'' if quoted && letters.peek() == Some(&'\'') => {
                letters.next();
                cell.push('\'');
            }
            '\'' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            ')' if !quoted => break,
            ' ' if !quoted => {}
            letter => cell.push(letter),
        }
    }
    cells.into_iter().map(|cell| if cell == "NULL" { String::new() } else { cell }).collect()
}

/// `9.80000019` is 980: to two decimals, half away from zero.
fn hundredths(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    assert!(whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()), "{text}");
    let digits = format!("{part:0<3}");
    let thousandths: i64 = format!("{whole}{}", &digits[..3]).parse().unwrap();
    (thousandths + 5) / 10
}

#[test]
fn decimals_and_texts_are_read_as_they_were_meant() {
    for (text, want) in [("14", 1400), ("9.80000019", 980), ("0.150000006", 15), ("0.00999999978", 1), ("0", 0)] {
        assert_eq!(hundredths(text), want, "{text}");
    }
    assert_eq!(cells("1, 'l''Abbaye, 59 (bis)', NULL, 2.5);"), ["1", "l'Abbaye, 59 (bis)", "", "2.5"]);
    let line = Line { product: 1, price: 1234, quantity: 7, discount: 15 };
    assert_eq!(line.net(), 7342, "86.38 × 0.85 = 73.423");
}
