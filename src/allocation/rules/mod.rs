//! The fair split: how the work of one cycle is divided among the units that can do it. Each unit's carried and
//! new value per share is raised as evenly as capacities, limits and demand allow, in whole lots, with reasons.
//!
//! `split` is a pure function: the same instance gives the same result, whatever the order of its rows. The way from
//! instance to result is problem (checked, exact integers) → target (the fractional optimum) → rounding (whole
//! lots within one lot of it) → minimum batches → reasons.

mod decimal;
mod errors;
mod instance;
pub mod json;
mod min_batch;
mod prepare;
mod problem;
mod pulls;
mod reasons;
mod rounding;
mod target;
mod wide;

#[cfg(test)]
mod tests;

pub use decimal::{Decimal, DecimalError};
pub use errors::{Fault, InstanceError};
pub use instance::{Blocked, Instance, Lots, Member, Offer, Product};
pub use reasons::{Bound, Shortfall};

use problem::{Cause, Problem};
use reasons::Finished;
use rounding::State;
use target::Target;
use wide::Ratio;

/// Where one unit stands before and after the run. Ratios are money per share, for reading only: every
/// decision was taken on exact fractions.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The unit's code.
    pub member: String,
    /// Carried value per share.
    pub ratio_before: f64,
    /// Carried value and quotas per share.
    pub ratio_after: f64,
    /// The fractional optimum.
    pub target_ratio: f64,
    /// What kept it from more.
    pub bound_by: Bound,
}

/// Demand of one product that is not served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    /// The product's code.
    pub product: String,
    /// Lots not served, greater than zero.
    pub lots: i64,
    /// Why.
    pub reason: Shortfall,
}

/// The result of a run, sorted by code.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Lots per unit and product, pins included, greater than zero.
    pub assignments: Vec<Lots>,
    /// What is not served.
    pub unmet: Vec<Unmet>,
    /// Every unit.
    pub members: Vec<Standing>,
}

/// Splits the demand of one cycle.
///
/// # Errors
/// [`InstanceError`] names the fault and the codes concerned; nothing is split then.
pub fn split(instance: &Instance) -> Result<Split, InstanceError> {
    let problem = Problem::new(instance)?;
    let mut target = Target::of(&problem);
    let (state, free) = solve(&problem, &mut target);
    let finished = Finished { problem: &problem, target: &target, state: &state, free: &free };
    let (bounds, unmet) = if instance.pins.is_empty() {
        (finished.bounds(None), finished.shortfalls(None))
    } else {
        let loose = Problem::new(&Instance { pins: Vec::new(), ..instance.clone() })?;
        let mut loose_target = Target::of(&loose);
        let (loose_state, _) = solve(&loose, &mut loose_target);
        let unserved: Vec<i64> =
            loose.goods.iter().zip(&loose_state.total).map(|(good, total)| good.demand - total).collect();
        (finished.bounds(Some(&loose_target)), finished.shortfalls(Some(&unserved)))
    };
    Ok(Split {
        assignments: assignments(&problem, &state),
        unmet: unmet
            .into_iter()
            .map(|(good, lots, reason)| Unmet { product: problem.goods[good].id.clone(), lots, reason })
            .collect(),
        members: bounds
            .into_iter()
            .enumerate()
            .map(|(unit, bound)| standing(&problem, &target, &state, unit, bound))
            .collect(),
    })
}

/// The result, and the result without regard to minimum batches.
fn solve<'a>(problem: &'a Problem, target: &mut Target) -> (State<'a>, State<'a>) {
    if problem.arcs.iter().all(|arc| arc.batch <= 1) {
        let (state, _) = rounding::round(problem, target);
        return (state.clone(), state);
    }
    min_batch::solve(problem, target)
}

fn assignments(problem: &Problem, state: &State<'_>) -> Vec<Lots> {
    let open = problem.arcs.iter().zip(&state.lots).map(|(arc, lots)| (arc.unit, arc.good, *lots));
    let pinned = problem.closed.iter().filter_map(|pair| match pair.cause {
        Cause::Pinned(lots) => Some((pair.unit, pair.good, lots)),
        _ => None,
    });
    let mut rows: Vec<(usize, usize, i64)> = open.chain(pinned).filter(|row| row.2 > 0).collect();
    rows.sort_unstable();
    rows.into_iter()
        .map(|(unit, good, lots)| Lots {
            member: problem.units[unit].id.clone(),
            product: problem.goods[good].id.clone(),
            lots,
        })
        .collect()
}

fn standing(problem: &Problem, target: &Target, state: &State<'_>, unit: usize, bound_by: Bound) -> Standing {
    let facts = &problem.units[unit];
    let shown = |money: u128| problem.shown(Ratio { over: money, under: facts.weight });
    Standing {
        member: facts.id.clone(),
        ratio_before: shown(facts.history),
        ratio_after: shown(facts.start() + state.value[unit]),
        target_ratio: problem.shown(target.ratio[unit]),
        bound_by,
    }
}
