//! Limits the open connections, in total and for one address. A slot is released when its connection ends.

use std::{
    collections::HashMap,
    net::IpAddr,
    pin::pin,
    sync::{Arc, Mutex},
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use super::{ConnectionLimits, open_connections::OpenConnections};
use crate::platform::mutex::lock;

/// The slots for connections of the server.
pub(super) struct ConnectionLimit {
    free: Arc<Semaphore>,
    by_address: Arc<Mutex<HashMap<IpAddr, usize>>>,
    limits: ConnectionLimits,
}

/// A slot that no address has yet.
pub(super) struct FreeSlot<'a> {
    limit: &'a ConnectionLimit,
    permit: Option<OwnedSemaphorePermit>,
}

/// The slot of one connection.
pub(super) struct Slot {
    network: IpAddr,
    by_address: Arc<Mutex<HashMap<IpAddr, usize>>>,
    _permit: Option<OwnedSemaphorePermit>,
}

impl ConnectionLimit {
    pub fn new(limits: ConnectionLimits) -> Self {
        Self { free: Arc::new(Semaphore::new(limits.total)), by_address: Arc::default(), limits }
    }

    /// Waits for a free slot. While there is none, the connections that have waited longest for their clients are closed.
    pub async fn free_slot(&self, open: &OpenConnections) -> FreeSlot<'_> {
        let mut free = pin!(self.free.clone().acquire_owned());
        let silence = self.limits.silence;
        loop {
            // The semaphore is never closed, so acquiring does not fail.
            if let Ok(permit) = timeout(silence / 10, free.as_mut()).await {
                return FreeSlot { limit: self, permit: permit.ok() };
            }
            // Several at once, so that a flood of silent connections is soon over.
            open.close_longest_waiting(silence, self.limits.total.div_ceil(4));
        }
    }
}

impl FreeSlot<'_> {
    /// Assigns the slot to an address; none if the address has as many connections as it may have.
    pub fn assign(self, address: IpAddr) -> Option<Slot> {
        let network = network(address);
        let limits = &self.limit.limits;
        let many = network.is_loopback() || limits.proxies.contains(address);
        let maximum = if many { limits.per_proxy } else { limits.per_address };
        let mut by_address = lock(&self.limit.by_address);
        let count = by_address.entry(network).or_default();
        if *count >= maximum {
            return None;
        }
        *count += 1;
        Some(Slot { network, by_address: self.limit.by_address.clone(), _permit: self.permit })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut by_address = lock(&self.by_address);
        if let Some(count) = by_address.get_mut(&self.network) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                by_address.remove(&self.network);
            }
        }
    }
}

/// The network that connections are counted by: an IPv6 customer usually has a whole /64.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) if !v6.is_loopback() => IpAddr::V6((v6.to_bits() & (u128::MAX << 64)).into()),
        other => other,
    }
}

/// How many files this process may open; none if the system does not provide it.
pub(super) fn open_files() -> Option<usize> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    fn limit(total: usize, per_address: usize) -> ConnectionLimit {
        ConnectionLimit::new(ConnectionLimits { total, per_address, per_proxy: total, ..ConnectionLimits::default() })
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn one_address_does_not_take_all() {
        let (limit, open) = (limit(8, 2), OpenConnections::default());
        let connect = |from: &str| limit.free_slot(&open).now_or_never().unwrap().assign(address(from));
        let (first, _second) = (connect("200.1.2.3").unwrap(), connect("::ffff:200.1.2.3").unwrap());
        assert!(connect("200.1.2.3").is_none());
        let _other = connect("200.1.2.4").unwrap();
        let _loopback: Vec<_> = (0..4).map(|_| connect("127.0.0.1").unwrap()).collect();
        drop(first);
        assert!(connect("200.1.2.3").is_some());
    }

    #[tokio::test]
    async fn an_ipv6_network_counts_as_one() {
        let (limit, open) = (limit(8, 1), OpenConnections::default());
        let connect = |from: &str| limit.free_slot(&open).now_or_never().unwrap().assign(address(from));
        let _one = connect("2800:1:2:3::1").unwrap();
        assert!(connect("2800:1:2:3:ffff::9").is_none());
        assert!(connect("2800:1:2:4::1").is_some());
    }

    #[tokio::test]
    async fn a_connection_waits_for_the_last_slot() {
        let (limit, open) = (limit(1, 1), OpenConnections::default());
        let only = limit.free_slot(&open).now_or_never().unwrap().assign(address("200.1.2.3"));
        assert!(limit.free_slot(&open).now_or_never().is_none());
        drop(only);
        assert!(limit.free_slot(&open).now_or_never().is_some());
    }
}
