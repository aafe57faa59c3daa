//! How the value of a quota moves when its goods are received, or are not.

use entities::values::{Amount, CarriedKind};

use super::lots::value_of;

/// What the goods receipts of a quota have recorded so far, in units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReceivedUnits {
    /// Accepted.
    pub accepted: i64,
    /// Rejected for quality, or never delivered by the workshop.
    pub failed: i64,
    /// Damaged in transport.
    pub damaged: i64,
}

/// The value of a quota, divided by what was received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct ReceivedValue {
    accepted: Amount,
    failed: Amount,
    damaged: Amount,
}

/// The units of a quota with what determines their value.
#[derive(Clone, Copy, Debug)]
pub struct ValuedUnits {
    /// Units to make.
    pub units: i64,
    /// Units per lot.
    pub lot_size: i64,
    /// Value of a lot.
    pub lot_value: Amount,
}

impl ValuedUnits {
    /// The value of all units.
    pub fn value(self) -> Amount {
        value_of(self.units, self.lot_size, self.lot_value)
    }

    /// The value that is lost where only `units` remain.
    pub fn value_lost(self, units: i64) -> Amount {
        self.value() - Self { units, ..self }.value()
    }

    /// Accepted units count first, then failed ones: a unit that replaces a rejected one removes the failure.
    fn received_value(self, received: ReceivedUnits) -> ReceivedValue {
        let accepted = received.accepted.clamp(0, self.units);
        let failed = received.failed.clamp(0, self.units - accepted);
        let damaged = received.damaged.clamp(0, self.units - accepted - failed);
        let value_up_to = |units| value_of(units, self.lot_size, self.lot_value);
        ReceivedValue {
            accepted: value_up_to(accepted),
            failed: value_up_to(accepted + failed) - value_up_to(accepted),
            damaged: value_up_to(accepted + failed + damaged) - value_up_to(accepted + failed),
        }
    }

    /// The movements of carried value by a receipt that changes the received units from `before` to `after`. Failed
    /// units count as made where `count_failed`, else they are released. What is no longer awaited leaves `published`.
    pub fn movements(
        self,
        before: ReceivedUnits,
        after: ReceivedUnits,
        count_failed: bool,
    ) -> [(CarriedKind, Amount); 4] {
        let (old, new) = (self.received_value(before), self.received_value(after));
        let accepted = new.accepted - old.accepted;
        let failed = new.failed - old.failed;
        let damaged = new.damaged - old.damaged;
        let (counted, released) = if count_failed { (failed, damaged) } else { (Amount::ZERO, damaged + failed) };
        [
            (CarriedKind::Published, -(accepted + counted)),
            (CarriedKind::Accepted, accepted),
            (CarriedKind::Rejected, counted),
            (CarriedKind::Released, -released),
        ]
    }
}
