//! How many units of an invoice line a recall still has to credit.

/// The units of an invoice line that a recall concerns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecalledLine {
    /// Units that were invoiced.
    pub invoiced: i64,
    /// Units of recalled batches among them.
    pub recalled: i64,
    /// Units that credit notes have credited, for whatever cause.
    pub credited: i64,
    /// Units among those that were credited because of this recall.
    pub credited_for_recall: i64,
}

impl RecalledLine {
    /// The units that are still to be credited because of the recall.
    pub fn to_credit(self) -> i64 {
        let left = self.invoiced - self.credited;
        (self.recalled - self.credited_for_recall).min(left).max(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recall_credits_its_units_once_and_no_more_than_are_left() {
        let line = RecalledLine { invoiced: 10, recalled: 6, ..RecalledLine::default() };
        assert_eq!(line.to_credit(), 6);
        assert_eq!(RecalledLine { credited: 7, ..line }.to_credit(), 3);
        assert_eq!(RecalledLine { credited: 6, credited_for_recall: 6, ..line }.to_credit(), 0);
    }
}
