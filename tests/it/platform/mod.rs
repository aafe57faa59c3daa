//! The floor below the slices.

mod begun;
mod health;
mod jobs;
mod mail;
mod seat;
mod work;
