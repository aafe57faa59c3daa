//! The client address of a request. Behind a reverse proxy it is the one that the proxy names in `X-Forwarded-For`; anybody
//! else's header is ignored.

use std::net::{IpAddr, SocketAddr};

use poem::{Addr, Request};

use crate::platform::proxies::TrustedProxies;

/// The client's address: the peer's or, if the peer is a trusted proxy, the last one in `X-Forwarded-For` that is no
/// proxy's. None if the proxy names none, or the peer has no internet address, as in tests.
pub fn client_address(request: &Request, proxies: &TrustedProxies) -> Option<IpAddr> {
    let Addr::SocketAddr(peer) = **request.remote_addr() else {
        return None;
    };
    let peer = peer.ip().to_canonical();
    if !proxies.contains(peer) {
        return Some(peer);
    }
    let headers = request.headers().get_all("x-forwarded-for").iter().map(|value| value.to_str().unwrap_or_default());
    let headers: Vec<&str> = headers.collect();
    let mut first = None;
    for named in headers.iter().rev().flat_map(|header| header.rsplit(',')) {
        let address = parse_address(named.trim())?;
        if !proxies.contains(address) {
            return Some(address);
        }
        first = Some(address);
    }
    // All are proxies: the request is of the first of them itself.
    first
}

/// An address, which some proxies write with the client's port.
fn parse_address(text: &str) -> Option<IpAddr> {
    let address = text.parse().or_else(|_| text.parse().map(|address: SocketAddr| address.ip()));
    address.ok().map(|address: IpAddr| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use poem::web::{LocalAddr, RemoteAddr};

    use super::*;

    /// A request as the server makes it: from this peer, with these headers.
    fn request(peer: &str, headers: &[(&str, &str)]) -> Request {
        let mut head = poem::http::Request::builder();
        for (name, value) in headers {
            head = head.header(*name, *value);
        }
        let (head, ()) = head.body(()).unwrap().into_parts();
        let peer = RemoteAddr(Addr::SocketAddr(peer.parse().unwrap()));
        let parts = poem::RequestParts::from((head, LocalAddr::default(), peer, poem::http::uri::Scheme::HTTP));
        Request::from_parts(parts, poem::Body::empty())
    }

    /// The client's address where the proxies are 127.0.0.1 and 10.0.0.0/8.
    fn client(peer: &str, forwarded_for: &[&str]) -> Option<String> {
        let headers: Vec<_> = forwarded_for.iter().map(|value| ("x-forwarded-for", *value)).collect();
        let proxies = "127.0.0.1,10.0.0.0/8".parse().unwrap();
        client_address(&request(peer, &headers), &proxies).map(|address| address.to_string())
    }

    #[test]
    fn only_a_trusted_proxy_may_name_another_address() {
        assert_eq!(client("200.1.2.3:50", &["10.0.0.1"]).unwrap(), "200.1.2.3");
        assert_eq!(client("127.0.0.1:50", &["9.9.9.9, 200.1.2.3"]).unwrap(), "200.1.2.3");
        assert_eq!(client("[::ffff:200.1.2.3]:50", &[]).unwrap(), "200.1.2.3");
        let none = TrustedProxies::default();
        let forged = request("127.0.0.1:50", &[("x-forwarded-for", "200.1.2.3")]);
        assert_eq!(client_address(&forged, &none), "127.0.0.1".parse().ok(), "no proxy is configured");
    }

    #[test]
    fn addresses_of_proxies_behind_each_other_are_passed_over() {
        assert_eq!(client("10.0.0.9:50", &["9.9.9.9, 200.1.2.3", "10.0.0.7"]).unwrap(), "200.1.2.3");
        assert_eq!(client("127.0.0.1:50", &["200.1.2.3:4711"]).unwrap(), "200.1.2.3");
        assert_eq!(client("127.0.0.1:50", &["[2001:db8::1]:4711"]).unwrap(), "2001:db8::1");
        assert_eq!(client("127.0.0.1:50", &["10.0.0.7"]).unwrap(), "10.0.0.7");
    }

    #[test]
    fn a_proxy_that_names_no_client_leaves_it_unknown() {
        assert_eq!(client("127.0.0.1:50", &[]), None);
        assert_eq!(client("127.0.0.1:50", &["unknown"]), None);
    }
}
