//! The output form.

use serde::Serialize;

use super::super::instance::Quota;
use super::super::split::{SplitResult, UnmetDemand, WorkshopResult};

#[derive(Serialize)]
pub(super) struct File<'a> {
    assignments: Vec<QuotaRow<'a>>,
    unmet: Vec<UnmetRow<'a>>,
    members: Vec<WorkshopRow<'a>>,
}

#[derive(Serialize)]
struct QuotaRow<'a> {
    member: &'a str,
    product: &'a str,
    lots: i64,
}

#[derive(Serialize)]
struct UnmetRow<'a> {
    product: &'a str,
    lots: i64,
    reason: &'static str,
}

#[derive(Serialize)]
struct WorkshopRow<'a> {
    id: &'a str,
    ratio_before: f64,
    ratio_after: f64,
    target_ratio: f64,
    bound_by: &'static str,
}

impl<'a> From<&'a SplitResult> for File<'a> {
    fn from(result: &'a SplitResult) -> Self {
        Self {
            assignments: result.quotas.iter().map(QuotaRow::from).collect(),
            unmet: result.unmet.iter().map(UnmetRow::from).collect(),
            members: result.workshops.iter().map(WorkshopRow::from).collect(),
        }
    }
}

impl<'a> From<&'a Quota> for QuotaRow<'a> {
    fn from(quota: &'a Quota) -> Self {
        Self { member: &quota.workshop, product: &quota.product, lots: quota.lots }
    }
}

impl<'a> From<&'a UnmetDemand> for UnmetRow<'a> {
    fn from(unmet: &'a UnmetDemand) -> Self {
        Self { product: &unmet.product, lots: unmet.lots, reason: unmet.reason.code() }
    }
}

impl<'a> From<&'a WorkshopResult> for WorkshopRow<'a> {
    fn from(workshop: &'a WorkshopResult) -> Self {
        Self {
            id: &workshop.workshop,
            ratio_before: workshop.ratio_before,
            ratio_after: workshop.ratio_after,
            target_ratio: workshop.target_ratio,
            bound_by: workshop.bound_by.code(),
        }
    }
}
