//! The floor below the slices.

mod health;
mod jobs;
mod mail;
mod seat;
mod work;
