//! The tables, and what is held or missed.

use crate::{
    numbers::{
        closing::{Closing, PARTS},
        figures::{exponent, grouped, ms, percentile},
        orders::{Placing, Plan},
    },
    relevance::judgements::Relevance,
};

/// Orders placed at this number of clients are held against the raw limit.
const HELD_AT: usize = 8;
/// Least part of the raw rate.
const ORDERS: f64 = 0.5;
/// Largest exponent of the cost of a closing.
const EXPONENT: f64 = 1.15;
/// Most memory after the start, MiB.
const RESIDENT: f64 = 25.0;
/// Longest start, seconds.
const START: f64 = 0.2;

/// Least mean nDCG@10 of the embedded search engine.
const NDCG: f64 = 0.9;

/// The targets of the numbers measured so far, and whether each is met.
#[derive(Default)]
pub struct Report {
    lines: Vec<(String, bool)>,
}

impl Report {
    fn add_target(&mut self, text: String, held: bool) {
        self.lines.push((text, held));
    }

    /// Orders placed on a database.
    pub fn placing(&mut self, database: &str, placing: &Placing, plan: &Plan) {
        println!("\nPlacing an order over HTTP, {database}");
        println!(
            "  3 lines, all checks, one durable commit ({} rows made or changed); median of {} rounds of {} s beside \
             {} s of the raw limit",
            placing.rows,
            plan.rounds,
            plan.turn.as_secs_f64(),
            plan.turn.as_secs_f64(),
        );
        if plan.pinned && !placing.pinned {
            println!("  the client could not be kept on one core (taskset is missing)");
        }
        println!("  clients  orders/s   p50 ms   p95 ms   p99 ms │ same rows/s  one row/s │ orders ÷ same rows");
        for level in &placing.levels {
            let part = |part| ms(percentile(&level.times, part));
            println!(
                "  {:7}  {:8.0}  {:7.2}  {:7.2}  {:7.2} │ {:11.0}  {:9.0} │ {:5.0} %",
                level.clients,
                level.orders,
                part(0.5),
                part(0.95),
                part(0.99),
                level.raw,
                level.one_row,
                level.ratio * 100.0
            );
            if level.clients == HELD_AT {
                let text =
                    format!("{database}: orders at {HELD_AT} clients, {:.0} % of the raw rate", level.ratio * 100.0);
                self.add_target(format!("{text} (to hold: {:.0} %)", ORDERS * 100.0), level.ratio >= ORDERS);
            }
        }
        let (memory, after) = (placing.resident as f64 / 1024.0, placing.resident_after as f64 / 1024.0);
        let start = placing.ready_after.as_secs_f64();
        println!("  start to first answer {start:.2} s; memory {memory:.0} MiB after it, {after:.0} MiB at the end");
        self.add_target(
            format!("{database}: start to first answer, {start:.2} s (to hold: {START} s)"),
            start <= START,
        );
        let text = format!("{database}: memory after the start, {memory:.0} MiB (to hold: {RESIDENT} MiB)");
        self.add_target(text, memory <= RESIDENT);
    }

    /// Cycles closed on a database, the small before the large.
    pub fn closing(&mut self, database: &str, closings: &[Closing]) {
        println!("\nClosing a cycle, from its cut-off to published quotas, {database}");
        print!("  {:66}", "milliseconds, median");
        for closing in closings {
            print!("{:>11}", format!("of {}", closing.runs));
        }
        println!("   exponent");
        let count = |name: &str, figure: fn(&Closing) -> usize| {
            print!("  {name:66}");
            closings.iter().for_each(|closing| print!("{:>11}", grouped(figure(closing))));
            println!();
        };
        count("order lines", |c| c.lines);
        count("units that may make", |c| c.size.units);
        count("products wanted", |c| c.size.products);
        count("quotas published", |c| c.quotas);
        count("rows written", |c| c.rows);
        for (part, name) in PARTS {
            row(name, closings, |closing| closing.parts.get(part).copied().unwrap_or(0.0));
        }
        row("everything else", closings, Closing::rest);
        let cost = row("the whole", closings, |closing| closing.whole);
        row("the least: one look at all lines", closings, |closing| closing.look);
        row("the least: as many rows written in one durable transaction", closings, |closing| closing.write);
        print!("  {:66}", "the whole ÷ the least");
        closings.iter().for_each(|closing| print!("{:>11.1}", closing.times_the_least()));
        println!();
        if closings.len() > 1 {
            let text = format!("{database}: cost of closing a cycle grows with its lines to the power {cost:.2}");
            self.add_target(format!("{text} (to hold: {EXPONENT})"), cost <= EXPONENT);
        }
    }

    /// The answers of one search engine on one catalogue.
    pub fn relevance(&mut self, engine: &str, catalogue: &str, answered: &Relevance, is_held: bool) {
        println!(
            "  {engine:12} {catalogue:8} {:4} queries   nDCG@10 {:.3}   without results {:.1} %",
            answered.queries,
            answered.ndcg,
            answered.zero_results * 100.0
        );
        let worst: Vec<String> =
            answered.worst.iter().take(5).map(|(ndcg, query)| format!("{query} ({ndcg:.2})")).collect();
        println!("    worst: {}", worst.join(", "));
        if is_held {
            let text = format!("{engine}, {catalogue}: nDCG@10 {:.3} (to hold: {NDCG})", answered.ndcg);
            self.add_target(text, answered.ndcg >= NDCG);
        }
    }

    /// What is held and what is missed; an error where something is.
    ///
    /// # Errors
    /// Where a number is missed.
    pub fn print_summary(&self) -> anyhow::Result<()> {
        println!("\nHeld or missed");
        for (text, held) in &self.lines {
            println!("  {:6} {text}", if *held { "held" } else { "MISSED" });
        }
        let missed = self.lines.iter().filter(|(_, held)| !held).count();
        anyhow::ensure!(missed == 0, "{missed} numbers were missed");
        Ok(())
    }
}

/// A row of the table in milliseconds; the exponent of its growth.
fn row(name: &str, closings: &[Closing], seconds: impl Fn(&Closing) -> f64) -> f64 {
    print!("  {name:66}");
    closings.iter().for_each(|closing| print!("{:>11.1}", seconds(closing) * 1e3));
    let points: Vec<(f64, f64)> = closings.iter().map(|closing| (closing.lines as f64, seconds(closing))).collect();
    let cost = exponent(&points);
    if points.len() > 1 && points.iter().all(|(_, seconds)| *seconds > 0.0) {
        println!("{cost:11.2}");
    } else {
        println!("{:>11}", "–");
    }
    cost
}
