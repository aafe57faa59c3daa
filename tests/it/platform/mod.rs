//! The floor below the slices.

mod begun;
mod health;
mod jobs;
mod mail;
mod instance_lock;
mod work;
