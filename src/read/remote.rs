//! Pictures on the web, as reading sees them.
//!
//! Reading opens no connection: it asks [`Files::remote`](super::Files::remote) for what is at an address. Whoever
//! implements that decides whether anything is fetched, from where, and under which limits.

use std::fmt;
use std::sync::Arc;

use crate::article::Reopen;

/// What is known of the picture at an address on the web.
#[derive(Clone, Debug)]
pub enum Remote {
    /// Nothing is fetched in this run.
    Off,
    /// Its content.
    Found(RemotePicture),
    /// It cannot be had; the reason as a clause, such as `the server answered 404`.
    Failed(String),
}

/// The content of a picture on the web.
#[derive(Clone, Debug)]
pub struct RemotePicture {
    /// The content.
    pub bytes: Arc<[u8]>,
    /// A file with the same content, from which it can be read again; `None` keeps it in memory.
    pub file: Option<Arc<dyn Reopen>>,
}

/// A source of pictures on the web, for providers of files.
pub trait Web: fmt::Debug + Send + Sync {
    /// Returns the picture at `address`, an absolute address.
    fn picture(&self, address: &str) -> Remote;

    /// Fetches the pictures at `addresses` side by side, for calls of [`picture`](Self::picture) that follow.
    fn fetch_ahead(&self, addresses: &[String]) {
        let _ = addresses;
    }

    /// Returns a short text for the answer that [`picture`](Self::picture) gives without asking the network. If it is
    /// the same as after an earlier run, an article with this picture need not be made again.
    fn version(&self, address: &str) -> String;
}
