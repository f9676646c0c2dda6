//! Pictures that articles name by their address on the web: fetched when the user asks for it, and kept in a cache.
//!
//! The picture is asked for with one GET request for each redirect, without cookies, referrer or credentials, and
//! nothing else is ever requested. What was fetched once is in the cache (`cache`), which later runs, also runs at the
//! same time, share. Articles come from anywhere, so an address in one is not trusted:
//!
//! - Only `http` and `https` on the ports of web servers, without credentials. No redirect leads from `https` to `http`.
//! - A name is resolved, and a connection made only to those of its addresses that are on the public internet
//!   ([`is_public`]). The addresses that are checked are those that are connected to, for each redirect anew. Proxies of
//!   the environment are not used, because they would resolve names themselves. [`Options::private`] lifts this.
//! - Size, time, the time between two parts, and the number of redirects are limited ([`Options`]).
//! - The content decides whether it is a picture. Neither the name nor the type that the server states matters.
//!
//! The pictures of an article are fetched side by side: those on different hosts at the same time, and of one host the first
//! one and then a few at a time. Messages are those of requests one after the other.
//!
//! An address is fetched at most once in a run, also if it fails. A failure is not remembered for later runs. A host to
//! which no connection can be made is not asked again and again. At most four connections to a host are open.
//!
//! Certificates are checked against the root certificates of Mozilla that the build contains, not those of the system.
//!
//! Limits: an address that is in the cache is not asked for again, so a picture that changed on the web is fetched anew
//! only after its file in the cache is removed. On networks that reach IPv4 only through NAT64, [`Options::private`] is needed.

#[cfg(feature = "fetch")]
mod address;
#[cfg(feature = "fetch")]
mod cache;
#[cfg(feature = "fetch")]
mod client;
#[cfg(feature = "fetch")]
mod fetcher;
#[cfg(not(feature = "fetch"))]
#[path = "no_fetch.rs"]
mod fetcher;
#[cfg(feature = "fetch")]
mod hosts;
mod network;
#[cfg(all(test, feature = "fetch"))]
mod secure;

use std::path::PathBuf;
use std::time::Duration;

pub use fetcher::Fetcher;
pub use network::is_public;

use crate::job::Cancel;

/// Maximum number of redirects for a picture.
pub const MAX_REDIRECTS: usize = 5;

/// Maximum number of connections to a host at the same time.
pub const MAX_CONNECTIONS: usize = 4;

/// What may be fetched from this computer and from private networks: local names, addresses that are not public, and
/// ports that are not those of web servers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Private {
    /// Nothing.
    #[default]
    Nothing,
    /// What is on these hosts; each is a name or an IP address, with or without `:` and a port.
    Hosts(Vec<String>),
    /// Everything.
    Everything,
}

/// What may be fetched, and how.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Options {
    /// The folder of the cache; it is created if it is missing.
    pub cache: PathBuf,
    /// Whether only the cache is used, and no server is asked.
    pub offline: bool,
    /// What is allowed of private networks.
    pub private: Private,
    /// Maximum time for a picture, with all redirects.
    pub timeout: Duration,
    /// Maximum time between two parts of an answer, and for making a connection.
    pub pause: Duration,
    /// Maximum size of a picture in bytes, as sent and after decompression.
    pub max_bytes: u64,
    /// The handle by which the run is cancelled.
    pub cancel: Cancel,
}

impl Options {
    /// Returns the default options for a cache in the folder `cache`.
    pub fn new(cache: impl Into<PathBuf>) -> Self {
        Self {
            cache: cache.into(),
            offline: false,
            private: Private::Nothing,
            timeout: Duration::from_secs(30),
            pause: Duration::from_secs(10),
            max_bytes: 32 << 20,
            cancel: Cancel::default(),
        }
    }
}
