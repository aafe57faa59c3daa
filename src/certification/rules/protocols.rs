//! Rules of protocols: which version is in force on a day, and when one may be published.

use chrono::NaiveDate;
use entities::{
    certification::{criterion, protocol},
    values::{CriterionAttribute, ProtocolState},
};

use crate::certification::errors::CertificationError;

/// Criteria of one protocol, at most.
pub const MAX_CRITERIA: usize = 60;

/// From when a version applies, and by when certificates of earlier ones are to be renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Publication {
    /// The first day on which it is in force.
    pub applies_from: NaiveDate,
    /// The last day for renewing; none for the first version of a family.
    pub renew_by: Option<NaiveDate>,
}

/// Of the versions of a family, the one that is in force on a day.
pub fn in_force(versions: &[protocol::Model], day: NaiveDate) -> Option<&protocol::Model> {
    let applying = versions.iter().filter(|version| version.applies_from.is_some_and(|from| from <= day));
    applying.max_by_key(|version| (version.applies_from, version.number))
}

/// The state of a version on `today`, among the versions of its family.
pub fn state(protocol: &protocol::Model, versions: &[protocol::Model], today: NaiveDate) -> ProtocolState {
    match protocol.applies_from {
        None => ProtocolState::Draft,
        Some(from) if from > today => ProtocolState::Upcoming,
        Some(_) if in_force(versions, today).is_none_or(|current| current.id == protocol.id) => ProtocolState::InForce,
        Some(_) => ProtocolState::Replaced,
    }
}

/// The day by which a certificate of this version is to be renewed: the earliest that a later version set.
pub fn renew_by(protocol: &protocol::Model, versions: &[protocol::Model]) -> Option<NaiveDate> {
    let later =
        versions.iter().filter(|version| version.family_id == protocol.family_id && version.number > protocol.number);
    later.filter_map(|version| version.renew_by).min()
}

/// Whether a draft may be published after `earlier`, the latest published version.
///
/// # Errors
/// `AppliesTooEarly`, `RenewByMissing`, `RenewByTooEarly`, `NothingToRenew`.
pub fn check_publication(
    publication: Publication,
    earlier: Option<&protocol::Model>,
    today: NaiveDate,
) -> Result<(), CertificationError> {
    let Publication { applies_from, renew_by } = publication;
    let after_earlier = earlier.and_then(|earlier| earlier.applies_from?.succ_opt());
    let earliest = after_earlier.map_or(today, |after| after.max(today));
    if applies_from < earliest {
        return Err(CertificationError::AppliesTooEarly { earliest });
    }
    match (earlier, renew_by) {
        (Some(earlier), None) => Err(CertificationError::RenewByMissing { number: earlier.number }),
        (Some(_), Some(day)) if day < applies_from => Err(CertificationError::RenewByTooEarly { applies_from }),
        (None, Some(_)) => Err(CertificationError::NothingToRenew),
        _ => Ok(()),
    }
}

/// Where a criterion stands in its protocol: by attribute, then by its code, in which numbers count as such.
pub fn position(criterion: &criterion::Model) -> (CriterionAttribute, &str, u64, &str) {
    let code = criterion.code.as_str();
    let digits = code.find(|c: char| c.is_ascii_digit()).unwrap_or(code.len());
    let (letters, number) = code.split_at(digits);
    let leading = number.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    (criterion.attribute, letters, leading.parse().unwrap_or_default(), code)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use entities::values::{FamilyId, ProtocolId};
    use uuid::Uuid;

    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 3, d).unwrap()
    }

    fn version(number: i32, applies_from: Option<u32>, renew_by: Option<u32>) -> protocol::Model {
        protocol::Model {
            id: ProtocolId(Uuid::from_u128(number.unsigned_abs().into())),
            family_id: FamilyId(Uuid::nil()),
            number,
            summary_es: String::new(),
            summary_en: String::new(),
            max_open_major: 0,
            max_open_minor: 0,
            created_at: DateTime::<Utc>::UNIX_EPOCH,
            published_at: applies_from.map(|_| DateTime::UNIX_EPOCH),
            applies_from: applies_from.map(day),
            renew_by: renew_by.map(day),
            version: 1,
        }
    }

    #[test]
    fn a_version_is_in_force_from_its_day_until_the_next() {
        let versions = [version(1, Some(1), None), version(2, Some(10), Some(20)), version(3, None, None)];
        let states = |on| versions.each_ref().map(|version| state(version, &versions, day(on)));
        assert_eq!(in_force(&versions, NaiveDate::from_ymd_opt(2026, 2, 28).unwrap()), None);
        assert_eq!(states(9), [ProtocolState::InForce, ProtocolState::Upcoming, ProtocolState::Draft]);
        assert_eq!(states(10), [ProtocolState::Replaced, ProtocolState::InForce, ProtocolState::Draft]);
    }

    #[test]
    fn a_certificate_is_renewed_by_the_earliest_day_of_a_later_version() {
        let versions = [version(1, Some(1), None), version(2, Some(10), Some(20)), version(3, Some(12), Some(18))];
        assert_eq!(versions.each_ref().map(|own| renew_by(own, &versions)), [Some(day(18)), Some(day(18)), None]);
    }

    #[test]
    fn a_version_follows_the_one_before_it() {
        let first = version(1, Some(10), None);
        let check = |from, by: Option<u32>, earlier| {
            let publication = Publication { applies_from: day(from), renew_by: by.map(day) };
            check_publication(publication, earlier, day(5))
        };
        assert_eq!(check(4, None, None), Err(CertificationError::AppliesTooEarly { earliest: day(5) }));
        assert_eq!(check(5, Some(6), None), Err(CertificationError::NothingToRenew));
        assert_eq!(check(5, None, None), Ok(()));
        assert_eq!(check(10, Some(20), Some(&first)), Err(CertificationError::AppliesTooEarly { earliest: day(11) }));
        assert_eq!(check(11, None, Some(&first)), Err(CertificationError::RenewByMissing { number: 1 }));
        let too_early = Err(CertificationError::RenewByTooEarly { applies_from: day(11) });
        assert_eq!(check(11, Some(10), Some(&first)), too_early);
        assert_eq!(check(11, Some(11), Some(&first)), Ok(()));
    }
}
