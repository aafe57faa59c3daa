//! The cookies of a browser: its session, and by what it is recognised at the next sign-in.

use super::{DEVICE_LIFETIME, SESSION_LIFETIME};

/// A cookie that this installation sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// The token of the session.
    Session,
    /// The token of the device. It grants nothing: it only separates the device's sign-in attempts from all others.
    Device,
}

impl Cookie {
    /// Its name. Over HTTPS it has the prefix `__Host-`, so that browsers refuse a cookie that another host or an
    /// unencrypted connection has set.
    pub fn name(self, https: bool) -> &'static str {
        match (self, https) {
            (Self::Session, true) => "__Host-minga_session",
            (Self::Session, false) => "minga_session",
            (Self::Device, true) => "__Host-minga_device",
            (Self::Device, false) => "minga_device",
        }
    }

    /// The `Set-Cookie` header that sets it to `token`.
    pub fn set(self, https: bool, token: &str) -> String {
        let lifetime = match self {
            Self::Session => SESSION_LIFETIME,
            Self::Device => DEVICE_LIFETIME,
        };
        self.header(https, token, lifetime.num_seconds())
    }

    /// The `Set-Cookie` header that removes it.
    pub fn remove(self, https: bool) -> String {
        self.header(https, "", 0)
    }

    fn header(self, https: bool, token: &str, seconds: i64) -> String {
        let secure = if https { "; Secure" } else { "" };
        format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", self.name(https))
    }

    /// Its value in one of the `Cookie` headers of a request.
    pub fn find<'a>(self, https: bool, headers: impl Iterator<Item = &'a str>) -> Option<&'a str> {
        headers.flat_map(|value| value.split(';')).find_map(|pair| {
            let (name, token) = pair.trim().split_once('=')?;
            (name == self.name(https)).then_some(token)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_bound_to_its_host_over_tls() {
        let secure = Cookie::Session.set(true, "t");
        assert!(secure.starts_with("__Host-minga_session=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000"));
        assert!(secure.ends_with("; Secure"));
        assert!(!Cookie::Session.set(false, "t").contains("Secure"));
        assert!(Cookie::Session.remove(true).contains("Max-Age=0"));
    }

    #[test]
    fn a_cookie_is_found_by_its_name() {
        let headers = ["a=b; minga_device=d", "minga_session=s"];
        assert_eq!(Cookie::Device.find(false, headers.into_iter()), Some("d"));
        assert_eq!(Cookie::Session.find(false, headers.into_iter()), Some("s"));
        assert_eq!(Cookie::Session.find(true, headers.into_iter()), None);
    }
}
