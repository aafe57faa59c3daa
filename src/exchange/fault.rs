//! What is wrong with the files of an import. All of it is looked for before anything is said, so that a person mends
//! a file once and not cell by cell.

/// Faults that are told at most; the rest is counted.
pub const FAULTS: usize = 1_000;

/// One cell, row or file at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// Its line; the header is line 1.
    pub line: u64,
    /// The column; empty where it is the row as a whole.
    pub column: String,
    /// Stable word for the fault, for translation.
    pub code: String,
    /// What is wrong and what would be right, in English.
    pub detail: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} line {}", self.file, self.line)?;
        if !self.column.is_empty() {
            write!(f, ", {}", self.column)?;
        }
        write!(f, ": {} ({})", self.detail, self.code)
    }
}

/// The faults found so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    told: Vec<Fault>,
    count: usize,
}

impl Faults {
    /// Writes down a fault.
    pub fn push(&mut self, fault: Fault) {
        self.count += 1;
        if self.told.len() < FAULTS {
            self.told.push(fault);
        }
    }

    /// The faults that are told, in the order of the files and their lines.
    pub fn told(&self) -> &[Fault] {
        &self.told
    }

    /// How many there are in all.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}
