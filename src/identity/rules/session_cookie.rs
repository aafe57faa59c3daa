//! The cookie of a session.

/// Name of the session's cookie. Over HTTPS it has the prefix `__Host-`, so that browsers refuse a cookie that another
/// host or an unencrypted connection has set.
pub fn cookie_name(https: bool) -> &'static str {
    if https { "__Host-minga_session" } else { "minga_session" }
}

/// The `Set-Cookie` header of a session token that lasts `seconds`; 0 removes the cookie.
pub fn session_cookie(https: bool, token: &str, seconds: i64) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("{}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", cookie_name(https))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_is_bound_to_its_host_over_tls() {
        let secure = session_cookie(true, "t", 9);
        assert!(secure.starts_with("__Host-minga_session=t; Path=/; HttpOnly; SameSite=Lax; Max-Age=9"));
        assert!(secure.ends_with("; Secure"));
        assert!(!session_cookie(false, "t", 9).contains("Secure"));
    }
}
