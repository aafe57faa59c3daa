//! The reverse proxies in front of this installation. Only they may name another address as the client's.

use std::{net::IpAddr, str::FromStr};

/// The reverse proxies whose `X-Forwarded-For` is believed (`TRUSTED_PROXIES`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

/// An address, or all addresses with the same first bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Network {
    address: IpAddr,
    bits: u32,
}

/// The text is not a list of addresses and networks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotProxies;

impl TrustedProxies {
    /// Whether `address` is that of a proxy.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(address))
    }

    /// Whether there is none: clients connect directly.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for TrustedProxies {
    type Err = NotProxies;

    /// Parses addresses and networks that are separated by commas, such as `127.0.0.1, 10.0.0.0/24`.
    fn from_str(text: &str) -> Result<Self, NotProxies> {
        text.split(',').map(|network| network.trim().parse()).collect::<Result<_, _>>().map(Self)
    }
}

impl Network {
    fn contains(self, address: IpAddr) -> bool {
        let shares = |a: u128, b: u128, length: u32| {
            let rest = length.saturating_sub(self.bits);
            a.checked_shr(rest).unwrap_or(0) == b.checked_shr(rest).unwrap_or(0)
        };
        match (self.address, address) {
            (IpAddr::V4(a), IpAddr::V4(b)) => shares(a.to_bits().into(), b.to_bits().into(), 32),
            (IpAddr::V6(a), IpAddr::V6(b)) => shares(a.to_bits(), b.to_bits(), 128),
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = NotProxies;

    fn from_str(text: &str) -> Result<Self, NotProxies> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits.parse::<u32>().map_err(|_| NotProxies)?)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| NotProxies)?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        match bits.unwrap_or(most) {
            bits if bits <= most => Ok(Self { address, bits }),
            _ => Err(NotProxies),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_an_address_or_of_a_network() {
        let proxies: TrustedProxies = "127.0.0.1, 10.1.0.0/16,::1,2001:db8::/32".parse().unwrap();
        for inside in ["127.0.0.1", "::ffff:127.0.0.1", "10.1.255.9", "::1", "2001:db8:5::1"] {
            assert!(proxies.contains(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["127.0.0.2", "10.2.0.1", "2001:db9::1", "::ffff:10.2.0.1"] {
            assert!(!proxies.contains(outside.parse().unwrap()), "{outside}");
        }
        assert!("0.0.0.0/0".parse::<TrustedProxies>().unwrap().contains("200.1.2.3".parse().unwrap()));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["proxy.example", "10.0.0.0/33", "::1/129", "10.0.0.0/x", "127.0.0.1,", ""] {
            assert!(text.parse::<TrustedProxies>().is_err(), "{text}");
        }
        assert!(TrustedProxies::default().is_empty());
    }
}
