//! The floor below the slices.

pub mod backup;
mod begun;
mod health;
mod jobs;
mod mail;
mod instance_lock;
mod private_files;
mod retention;
mod work;
