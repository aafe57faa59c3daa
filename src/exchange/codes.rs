//! The codes by which rows refer to things: those of the installation and those that the files bring. A row that
//! refers to a bad row is not told as bad itself: mending the first mends both.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::{kind::Kind, store};
use crate::platform::{http::problem::Result, unit_of_work::UnitOfWork};

/// What is known of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It is the code of this thing.
    Thing(Uuid),
    /// A row brings it, but that row is bad.
    Spoiled,
    /// Nobody has it.
    Nobody,
}

/// All codes, by what they are codes of.
#[derive(Default)]
pub struct Codes {
    known: HashMap<Kind, HashMap<String, Option<Uuid>>>,
    /// Files of which not even the codes could be read.
    unreadable: HashSet<Kind>,
}

impl Codes {
    /// The codes of the installation.
    pub async fn of(tx: &UnitOfWork) -> Result<Self> {
        let mut codes = Self::default();
        for kind in Kind::ALL {
            for (code, id) in store::codes(tx, *kind).await? {
                codes.learn(*kind, code, id);
            }
        }
        Ok(codes)
    }

    /// Learns the code of a thing that is there now.
    pub fn learn(&mut self, kind: Kind, code: String, id: Uuid) {
        self.known.entry(kind).or_default().insert(code, Some(id));
    }

    /// A row brings this code; until the row is taken, nothing else is known of it.
    pub fn announce(&mut self, kind: Kind, code: &str) {
        let known = self.known.entry(kind).or_default();
        if !known.contains_key(code) {
            known.insert(code.to_owned(), None);
        }
    }

    /// No row of this kind could be read: any code may be one of theirs.
    pub fn forget(&mut self, kind: Kind) {
        self.unreadable.insert(kind);
    }

    /// What is known of a code.
    pub fn look_up(&self, kind: Kind, code: &str) -> Known {
        match self.known.get(&kind).and_then(|known| known.get(code)) {
            Some(Some(id)) => Known::Thing(*id),
            Some(None) => Known::Spoiled,
            None if self.unreadable.contains(&kind) => Known::Spoiled,
            None => Known::Nobody,
        }
    }
}
