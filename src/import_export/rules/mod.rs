//! What files hold, the codes by which their rows refer to each other, and the cells that only imports have.

pub mod code_index;
pub mod file_kind;
pub mod import_row;
