//! Seats for connections: so many in all, and so many for one address. A seat is free again when its holder is gone.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::ConnectionLimits;

/// All seats of the server.
pub(super) struct Seats {
    free: Arc<Semaphore>,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
    limits: ConnectionLimits,
}

/// A seat that nobody sits on yet.
pub(super) struct FreeSeat<'a> {
    seats: &'a Seats,
    permit: Option<OwnedSemaphorePermit>,
}

/// A seat held for one connection.
pub(super) struct Seat {
    network: IpAddr,
    taken: Arc<Mutex<HashMap<IpAddr, usize>>>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl Seats {
    pub fn new(limits: ConnectionLimits) -> Self {
        Self { free: Arc::new(Semaphore::new(limits.total)), taken: Arc::default(), limits }
    }

    /// Waits for a free seat.
    pub async fn wait(&self) -> FreeSeat<'_> {
        // The semaphore is never closed, so that there is always a permit to wait for.
        FreeSeat { seats: self, permit: self.free.clone().acquire_owned().await.ok() }
    }
}

impl FreeSeat<'_> {
    /// Gives the seat to an address; none where it has all the seats that one address may have.
    pub fn taken_by(self, address: IpAddr) -> Option<Seat> {
        let network = network(address);
        let limits = self.seats.limits;
        let most = if network.is_loopback() { limits.from_here } else { limits.per_address };
        let mut taken = lock(&self.seats.taken);
        let count = taken.entry(network).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Seat { network, taken: self.seats.taken.clone(), _permit: self.permit })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        if let Some(count) = taken.get_mut(&self.network) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                taken.remove(&self.network);
            }
        }
    }
}

/// Whom an address stands for: an IPv6 customer owns a whole /64 network.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) if !v6.is_loopback() => IpAddr::V6((v6.to_bits() & (u128::MAX << 64)).into()),
        other => other,
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many files this process may hold open; none where the system does not say.
pub(super) fn open_files() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn seats(total: usize, per_address: usize) -> Seats {
        Seats::new(ConnectionLimits { total, per_address, from_here: total, ..ConnectionLimits::default() })
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn one_address_does_not_take_all() {
        let seats = seats(8, 2);
        let sit = |from: &str| seats.wait().now_or_never().unwrap().taken_by(address(from));
        let (first, _second) = (sit("200.1.2.3").unwrap(), sit("::ffff:200.1.2.3").unwrap());
        assert!(sit("200.1.2.3").is_none());
        let _other = sit("200.1.2.4").unwrap();
        let _here: Vec<_> = (0..4).map(|_| sit("127.0.0.1").unwrap()).collect();
        drop(first);
        assert!(sit("200.1.2.3").is_some());
    }

    #[test]
    fn an_ipv6_network_counts_as_one() {
        let seats = seats(8, 1);
        let sit = |from: &str| seats.wait().now_or_never().unwrap().taken_by(address(from));
        let _one = sit("2800:1:2:3::1").unwrap();
        assert!(sit("2800:1:2:3:ffff::9").is_none());
        assert!(sit("2800:1:2:4::1").is_some());
    }

    #[test]
    fn the_last_seat_is_waited_for() {
        let seats = seats(1, 1);
        let only = seats.wait().now_or_never().unwrap().taken_by(address("200.1.2.3"));
        assert!(seats.wait().now_or_never().is_none());
        drop(only);
        assert!(seats.wait().now_or_never().is_some());
    }
}
