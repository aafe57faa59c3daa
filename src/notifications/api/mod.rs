//! Operations of notifications.

mod messages;

/// All operations of this slice.
pub type Apis = messages::Messages;

/// All operations of this slice, to mount.
pub const APIS: Apis = messages::Messages;

#[derive(poem_openapi::Tags)]
enum Tag {
    /// Mails to people about events that concern them.
    #[oai(rename = "notifications")]
    Notifications,
}
