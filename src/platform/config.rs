//! Settings of an installation, read once at start-up. An invalid setting is an error that says what is expected.

use std::{net::SocketAddr, path::PathBuf};

use url::{Host, Url};

use super::proxies::TrustedProxies;

/// The settings of a process.
#[derive(Clone)]
pub struct Config {
    /// Folder of the database, the index, mail and files (`--data`, `MINGA_DATA`).
    pub data: PathBuf,
    /// Address to listen on (`MINGA_LISTEN`).
    pub listen: SocketAddr,
    /// Reverse proxies whose `X-Forwarded-For` is believed; empty = clients connect directly (`TRUSTED_PROXIES`).
    pub proxies: TrustedProxies,
    /// Address of the metrics for Prometheus; none = there are none (`MINGA_METRICS`).
    pub metrics: Option<SocketAddr>,
    /// Database; none = SQLite in the data folder (`DATABASE_URL`).
    pub database_url: Option<Url>,
    /// Meilisearch; none = the embedded engine (`SEARCH_URL`).
    pub search_url: Option<Url>,
    /// Key of Meilisearch (`SEARCH_KEY`).
    pub search_key: Option<Secret>,
    /// Mail server; none = `.eml` files in the data folder (`SMTP_URL`).
    pub smtp_url: Option<Url>,
    /// File store; none = the data folder (`FILES_URL`).
    pub files_url: Option<Url>,
    /// Credentials of an S3-compatible file store; present if `files_url` is `s3://…`.
    pub s3_access: Option<S3Access>,
    /// Public address of this installation, used for links in mails (`PUBLIC_URL`).
    pub public_url: Url,
    /// Stripe, for card payments; none = bank transfer only.
    pub stripe: Option<StripeAccess>,
    /// Log filter in the syntax of `RUST_LOG`; empty = `info`.
    pub log: String,
    /// Whether this is the demo, which has sign-in buttons for its people.
    pub demo: bool,
}

/// Access to an S3-compatible store, from the environment variables that S3 tools use.
#[derive(Clone)]
pub struct S3Access {
    /// Name of the key (`AWS_ACCESS_KEY_ID`).
    pub key_id: Secret,
    /// The key (`AWS_SECRET_ACCESS_KEY`).
    pub secret: Secret,
    /// Region of the bucket (`AWS_REGION`; otherwise us-east-1).
    pub region: String,
    /// Address of a store other than Amazon's (`AWS_ENDPOINT_URL`).
    pub endpoint: Option<Url>,
}

/// Access to the card processor.
#[derive(Clone)]
pub struct StripeAccess {
    /// Secret or restricted key of the account (`STRIPE_SECRET_KEY`).
    pub secret_key: Secret,
    /// The key with which the processor signs its events (`STRIPE_WEBHOOK_SECRET`).
    pub webhook_secret: Secret,
    /// Its address if it is not Stripe itself (`STRIPE_URL`).
    pub url: Option<Url>,
}

/// A secret text, which is not written to logs.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Wraps `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret text.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// An invalid setting, and what is expected.
#[derive(Debug, thiserror::Error)]
#[error("{name} is `{value}`: {right}")]
pub struct ConfigError {
    name: &'static str,
    value: String,
    right: &'static str,
}

/// The locale of the terminal, such as `es_CL.UTF-8`: the first of the variables of POSIX that is set.
#[expect(clippy::disallowed_methods, reason = "only this module reads the environment")]
pub fn terminal_locale() -> Option<String> {
    let values = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    values.into_iter().find(|locale| !locale.is_empty())
}

/// Prefixes that distinguish the secrets of Stripe.
const SECRETS_BEGIN: &str = "a secret key begins with sk_ or rk_, a webhook's secret with whsec_";
/// Why `TRUSTED_PROXIES` is needed.
const PROXIES_NEEDED: &str = "PUBLIC_URL is the address of a reverse proxy: write from which addresses it connects, such as \
                              127.0.0.1, and let it send X-Forwarded-For";
/// Card payments need both secrets: without the second, a paid invoice would never be recorded as paid.
const STRIPE_IS_TWO: &str = "card payments need STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET, or neither";

/// The source of settings: the environment of the process, or a test's values.
struct Source<F>(F);

impl<F: Fn(&str) -> Option<String>> Source<F> {
    /// The text of a setting; none if it is empty.
    fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|value| !value.trim().is_empty())
    }

    fn url(&self, name: &'static str, schemes: &[&str], right: &'static str) -> Result<Option<Url>, ConfigError> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match Url::parse(&value) {
            Ok(url) if schemes.contains(&url.scheme()) => Ok(Some(url)),
            _ => Err(ConfigError { name, value: without_password(&value), right }),
        }
    }

    /// A secret that begins with one of `begins`.
    fn secret(&self, name: &'static str, begins: &[&str]) -> Result<Option<Secret>, ConfigError> {
        match self.get(name) {
            Some(value) if !begins.iter().any(|begin| value.starts_with(begin)) => {
                Err(ConfigError { name, value: "…".into(), right: SECRETS_BEGIN })
            }
            value => Ok(value.map(Secret)),
        }
    }

    fn socket(&self, name: &'static str) -> Result<Option<SocketAddr>, ConfigError> {
        let right = "write an address and a port, such as 127.0.0.1:8080";
        let Some(value) = self.get(name) else { return Ok(None) };
        value.parse().map(Some).map_err(|_| ConfigError { name, value, right })
    }

    fn proxies(&self) -> Result<TrustedProxies, ConfigError> {
        let name = "TRUSTED_PROXIES";
        let Some(value) = self.get(name) else { return Ok(TrustedProxies::default()) };
        let right = "write the addresses or networks of your reverse proxies, such as 127.0.0.1,10.0.0.0/24";
        value.parse().map_err(|_| ConfigError { name, value, right })
    }

    fn s3_access(&self) -> Result<S3Access, ConfigError> {
        let needed = |name| {
            let missing = || ConfigError { name, value: String::new(), right: "an s3:// FILES_URL needs it" };
            self.get(name).map(Secret).ok_or_else(missing)
        };
        Ok(S3Access {
            key_id: needed("AWS_ACCESS_KEY_ID")?,
            secret: needed("AWS_SECRET_ACCESS_KEY")?,
            region: self.get("AWS_REGION").unwrap_or_else(|| "us-east-1".to_owned()),
            endpoint: self.url(
                "AWS_ENDPOINT_URL",
                &["http", "https"],
                "write the store's address, https://s3.example",
            )?,
        })
    }

    fn stripe(&self) -> Result<Option<StripeAccess>, ConfigError> {
        let key = self.secret("STRIPE_SECRET_KEY", &["sk_", "rk_"])?;
        let webhook_secret = self.secret("STRIPE_WEBHOOK_SECRET", &["whsec_"])?;
        let url =
            self.url("STRIPE_URL", &["http", "https"], "write the processor's address, https://stripe.example")?;
        let missing = |name| ConfigError { name, value: String::new(), right: STRIPE_IS_TWO };
        match (key, webhook_secret) {
            (None, None) => Ok(None),
            (Some(secret_key), Some(webhook_secret)) => Ok(Some(StripeAccess { secret_key, webhook_secret, url })),
            (None, Some(_)) => Err(missing("STRIPE_SECRET_KEY")),
            (Some(_), None) => Err(missing("STRIPE_WEBHOOK_SECRET")),
        }
    }
}

impl Config {
    /// Reads the settings from `lookup`.
    pub fn read(data: PathBuf, lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let source = Source(lookup);
        let listen = source.socket("MINGA_LISTEN")?.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080)));
        let public_url = source.url(
            "PUBLIC_URL",
            &["http", "https"],
            "write the address people use, such as https://minga.example",
        )?;
        let files_url = source.url("FILES_URL", &["file", "s3"], "write file:///path or s3://bucket/prefix")?;
        let in_bucket = files_url.as_ref().is_some_and(|url| url.scheme() == "s3");
        Ok(Self {
            data,
            listen,
            proxies: source.proxies()?,
            metrics: source.socket("MINGA_METRICS")?,
            database_url: source.url(
                "DATABASE_URL",
                &["sqlite", "postgres", "postgresql"],
                "write postgres://user@host/database or sqlite:///path/minga.db",
            )?,
            search_url: source.url(
                "SEARCH_URL",
                &["http", "https"],
                "write Meilisearch's address, http://host:7700",
            )?,
            search_key: source.get("SEARCH_KEY").map(Secret),
            smtp_url: source.url("SMTP_URL", &["smtp", "smtps"], "write smtp://user:password@host:587 or smtps://…")?,
            files_url,
            s3_access: in_bucket.then(|| source.s3_access()).transpose()?,
            public_url: public_url.map_or_else(|| local_url(listen), Ok)?,
            stripe: source.stripe()?,
            log: source.get("RUST_LOG").unwrap_or_default(),
            demo: false,
        })
    }

    /// Reads the settings from the environment of the process. `listen` overrides `MINGA_LISTEN`.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
    pub fn from_env(data: PathBuf, listen: Option<String>) -> Result<Self, ConfigError> {
        Self::read(data, |name| match (name, &listen) {
            ("MINGA_LISTEN", Some(listen)) => Some(listen.clone()),
            _ => std::env::var(name).ok(),
        })
    }

    /// The settings of a process that listens at `at`, after the system has chosen the port.
    #[must_use]
    pub fn listening_at(mut self, at: SocketAddr) -> Self {
        let asked = local_url(self.listen).ok();
        if asked.is_some_and(|url| url == self.public_url)
            && let Ok(url) = local_url(at)
        {
            self.public_url = url;
        }
        self.listen = at;
        self
    }

    /// Checks that the settings say through what clients reach this process. Without TLS of its own, and where it listens to
    /// this machine only, a public address is a reverse proxy's, and unless it is trusted all its clients look like one.
    ///
    /// # Errors
    /// Where `TRUSTED_PROXIES` is missing.
    pub fn check_proxies(&self) -> Result<(), ConfigError> {
        let public = match self.public_url.host() {
            Some(Host::Domain(name)) => name != "localhost",
            Some(Host::Ipv4(address)) => !address.is_loopback(),
            Some(Host::Ipv6(address)) => !address.is_loopback(),
            None => false,
        };
        let behind_proxy = self.is_https() || (public && self.listen.ip().is_loopback());
        if behind_proxy && self.proxies.is_empty() {
            return Err(ConfigError { name: "TRUSTED_PROXIES", value: String::new(), right: PROXIES_NEEDED });
        }
        Ok(())
    }

    /// Whether the public address uses TLS; then cookies are `Secure`.
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }

    /// An absolute link into the web app; `path` begins with a slash.
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url.as_str().trim_end_matches('/'))
    }
}

fn local_url(listen: SocketAddr) -> Result<Url, ConfigError> {
    let value = format!("http://{listen}");
    Url::parse(&value).map_err(|_| ConfigError { name: "MINGA_LISTEN", value, right: "write an address and a port" })
}

fn without_password(value: &str) -> String {
    match (value.find("://"), value.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => {
            format!("{}://…{}", value.get(..scheme).unwrap_or_default(), value.get(at..).unwrap_or_default())
        }
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read("/tmp".into(), |name| pairs.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned()))
    }

    #[test]
    fn an_invalid_setting_is_named_without_its_secrets() {
        let Err(error) = read(&[("DATABASE_URL", "mysql://me:secret@host/db")]) else { panic!("taken") };
        let text = error.to_string();
        assert!(text.contains("DATABASE_URL") && text.contains("postgres://") && !text.contains("secret"), "{text}");
        for name in
            ["MINGA_LISTEN", "MINGA_METRICS", "TRUSTED_PROXIES", "SEARCH_URL", "SMTP_URL", "FILES_URL", "PUBLIC_URL"]
        {
            let Err(error) = read(&[(name, "nonsense")]) else { panic!("{name} taken") };
            assert!(error.to_string().contains(name));
        }
        let Err(error) = read(&[("STRIPE_SECRET_KEY", "pk_live_1")]) else { panic!("taken") };
        assert!(error.to_string().contains("STRIPE_SECRET_KEY") && !error.to_string().contains("pk_live_1"));
        for half in [("STRIPE_SECRET_KEY", "rk_live_1"), ("STRIPE_WEBHOOK_SECRET", "whsec_1")] {
            let Err(error) = read(&[half]) else { panic!("taken") };
            assert!(error.to_string().contains("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET"), "{error}");
        }
        let both = [("STRIPE_SECRET_KEY", "sk_test_1"), ("STRIPE_WEBHOOK_SECRET", "whsec_1")];
        assert!(read(&both).is_ok_and(|c| c.stripe.is_some_and(|s| s.url.is_none())));
        let bucket = ("FILES_URL", "s3://archivo/minga");
        let Err(error) = read(&[bucket, ("AWS_ACCESS_KEY_ID", "clave")]) else { panic!("taken") };
        assert!(error.to_string().contains("AWS_SECRET_ACCESS_KEY"));
        let keys = [bucket, ("AWS_ACCESS_KEY_ID", "clave"), ("AWS_SECRET_ACCESS_KEY", "secreto")];
        assert!(
            read(&keys).is_ok_and(|c| c.s3_access.is_some_and(|a| a.region == "us-east-1" && a.endpoint.is_none()))
        );
        assert!(read(&[]).is_ok_and(|c| c.link("/pedidos") == "http://127.0.0.1:8080/pedidos"));
    }

    #[test]
    fn a_public_address_needs_to_know_its_proxies() {
        let (tls, here) = (("PUBLIC_URL", "https://minga.example"), ("PUBLIC_URL", "http://minga.example"));
        let open = ("MINGA_LISTEN", "0.0.0.0:80");
        let proxies = ("TRUSTED_PROXIES", "127.0.0.1");
        let check = |pairs: &[(&str, &str)]| read(pairs).and_then(|config| config.check_proxies());
        for needed in [&[tls][..], &[tls, open], &[here]] {
            let Err(error) = check(needed) else { panic!("{needed:?} taken") };
            assert!(error.to_string().contains("TRUSTED_PROXIES"), "{error}");
        }
        for right in
            [&[tls, proxies][..], &[here, proxies], &[here, open], &[], &[("PUBLIC_URL", "http://localhost:8080")]]
        {
            assert!(check(right).is_ok(), "{right:?}");
        }
    }
}
