//! Faults: full disks, lost connections, absent parties. What was acknowledged is there, what failed says so, and the
//! process works again by itself. `make fire` does the same at size.

mod absent;
mod connection;
mod disk;
mod documents;
mod fire;
mod long_work;
mod proxy;
mod search;
