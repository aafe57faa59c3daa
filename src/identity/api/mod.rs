//! Operations of identity, one file for each resource, and the typed callers of all operations.

mod callers;
mod demo;
mod first_run;
mod installation;
mod organisations;
mod password_links;
mod people;
mod secret;
mod session;

pub use callers::{Buyer, Caller, Producer, SignedIn, Staff, StaffAdmin, StaffFinance, StaffQuality, StaffViewer};

/// All operations of this slice.
pub type Apis = (
    installation::Installations,
    first_run::FirstRun,
    session::Sessions,
    demo::DemoSessions,
    password_links::PasswordLinks,
    people::People,
    organisations::Organisations,
);

/// All operations of this slice, to mount.
pub const APIS: Apis = (
    installation::Installations,
    first_run::FirstRun,
    session::Sessions,
    demo::DemoSessions,
    password_links::PasswordLinks,
    people::People,
    organisations::Organisations,
);

#[derive(poem_openapi::Tags)]
enum Tag {
    /// People, the organisations that they act for, and their sessions.
    #[oai(rename = "identity")]
    Identity,
}
