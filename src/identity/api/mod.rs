//! Operations of identity, one file for each resource: its request and response types, how a row becomes a response,
//! and the handlers.

mod demo;
mod first_run;
mod installation;
mod organisations;
mod password_links;
mod people;
mod secret;
mod session;
mod tag;

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
