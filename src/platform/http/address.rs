//! The client address of a request. A reverse proxy runs on the same machine, so `X-Forwarded-For` is trusted only if
//! the request comes from this machine.

use std::net::IpAddr;

use poem::{Addr, Request};

/// The client's address: the peer's or, if the peer is this machine, the last one in `X-Forwarded-For`. None if the peer
/// has no internet address, as in tests.
pub fn client_address(request: &Request) -> Option<IpAddr> {
    let Addr::SocketAddr(peer) = **request.remote_addr() else {
        return None;
    };
    let peer = peer.ip().to_canonical();
    if !peer.is_loopback() {
        return Some(peer);
    }
    let named = request.headers().get_all("x-forwarded-for").iter().next_back();
    let named = named.and_then(|value| value.to_str().ok()).and_then(|value| value.rsplit(',').next());
    Some(named.and_then(|address| address.trim().parse().ok()).map_or(peer, |ip: IpAddr| ip.to_canonical()))
}

/// Whether the request comes from this machine itself, not through a proxy on it.
pub fn is_local(request: &Request) -> bool {
    let forwarded =
        ["forwarded", "x-forwarded-for", "x-real-ip"].iter().any(|name| request.headers().contains_key(*name));
    !forwarded && client_address(request).is_some_and(|address| address.is_loopback())
}

#[cfg(test)]
pub(crate) mod tests {
    use poem::web::{LocalAddr, RemoteAddr};

    use super::*;

    /// A request as the server makes it: from this peer, with these headers.
    pub(crate) fn request(peer: &str, headers: &[(&str, &str)]) -> Request {
        let mut head = poem::http::Request::builder();
        for (name, value) in headers {
            head = head.header(*name, *value);
        }
        let (head, ()) = head.body(()).unwrap().into_parts();
        let peer = RemoteAddr(Addr::SocketAddr(peer.parse().unwrap()));
        let parts = poem::RequestParts::from((head, LocalAddr::default(), peer, poem::http::uri::Scheme::HTTP));
        Request::from_parts(parts, poem::Body::empty())
    }

    #[test]
    fn only_this_machine_may_name_another_address() {
        let forged = request("200.1.2.3:50", &[("x-forwarded-for", "10.0.0.1")]);
        assert_eq!(client_address(&forged), Some("200.1.2.3".parse().unwrap()));
        let proxied = request("127.0.0.1:50", &[("x-forwarded-for", "10.0.0.1, 200.1.2.3")]);
        assert_eq!(client_address(&proxied), Some("200.1.2.3".parse().unwrap()));
        let mapped = request("[::ffff:200.1.2.3]:50", &[]);
        assert_eq!(client_address(&mapped), Some("200.1.2.3".parse().unwrap()));
    }

    #[test]
    fn behind_the_proxy_is_not_local() {
        assert!(is_local(&request("[::1]:50", &[])));
        assert!(!is_local(&request("127.0.0.1:50", &[("x-forwarded-for", "127.0.0.1")])));
        assert!(!is_local(&request("10.0.0.1:50", &[])));
    }
}
