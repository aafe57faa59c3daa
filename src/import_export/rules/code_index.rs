//! The codes by which rows refer to records: those of the installation and those that the files add.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use super::file_kind::FileKind;
use crate::platform::csv::{has_lost_zeros, without_zeros};

/// What is known about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeState {
    /// The record has this id.
    Exists(Uuid),
    /// A row would add it, but that row has an error. A reference to it is not reported as an error of its own:
    /// correcting the row corrects both.
    Invalid,
    /// Neither the installation nor a file has it.
    Unknown,
}

/// All codes, by kind of file.
#[derive(Default)]
pub struct CodeIndex {
    /// `None` as long as the row that adds the code is not stored.
    ids: HashMap<FileKind, HashMap<String, Option<Uuid>>>,
    /// The stored codes with leading zeros, by what is left without them.
    with_zeros: HashMap<(FileKind, String), String>,
    /// Files that could not be read, so that their codes are not known.
    unreadable: HashSet<FileKind>,
}

impl CodeIndex {
    /// Adds the code of a stored record.
    pub fn insert(&mut self, kind: FileKind, code: String, id: Uuid) {
        if code.starts_with('0') {
            self.with_zeros.insert((kind, without_zeros(&code).to_owned()), code.clone());
        }
        self.ids.entry(kind).or_default().insert(code, Some(id));
    }

    /// Adds a code that a row will add, unless a record has it already.
    pub fn announce(&mut self, kind: FileKind, code: &str) {
        let ids = self.ids.entry(kind).or_default();
        if !ids.contains_key(code) {
            ids.insert(code.to_owned(), None);
        }
    }

    /// The stored code of which this unknown one lacks the leading zeros.
    pub fn with_lost_zeros(&self, kind: FileKind, code: &str) -> Option<&str> {
        if self.ids.get(&kind).is_some_and(|ids| ids.contains_key(code)) {
            return None;
        }
        let stored = self.with_zeros.get(&(kind, without_zeros(code).to_owned()))?;
        has_lost_zeros(stored, code).then_some(stored.as_str())
    }

    /// Marks a file as unreadable: it may have held any code.
    pub fn mark_unreadable(&mut self, kind: FileKind) {
        self.unreadable.insert(kind);
    }

    /// What is known about a code.
    pub fn get(&self, kind: FileKind, code: &str) -> CodeState {
        match self.ids.get(&kind).and_then(|ids| ids.get(code)) {
            Some(Some(id)) => CodeState::Exists(*id),
            Some(None) => CodeState::Invalid,
            None if self.unreadable.contains(&kind) => CodeState::Invalid,
            None => CodeState::Unknown,
        }
    }
}
