//! Operations of notifications.

mod messages;
mod tag;

/// All operations of this slice.
pub type Apis = messages::Messages;

/// All operations of this slice, to mount.
pub const APIS: Apis = messages::Messages;
