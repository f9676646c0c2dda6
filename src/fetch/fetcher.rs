//! Fetches the pictures of a run, each address at most once.

use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use std::time::Instant;

use super::address::Address;
use super::cache::{Cache, Hash};
use super::client::{Answer, Client};
use super::hosts::{Ended, Hosts};
use super::{MAX_CONNECTIONS, MAX_REDIRECTS, Options};
use crate::diag::Error;
use crate::read::{Remote, Web, check_picture};

/// What came of asking for an address, once that is known: the hash of the picture, or why there is none.
type Slot = Arc<OnceLock<Result<Hash, String>>>;

/// Number of hosts that are asked at the same time for the pictures of one article.
const HOSTS_AT_ONCE: usize = 4;

/// A request to a host, and how it ended.
type Visit = (String, Ended);

/// What becomes of visits to hosts.
enum Visits {
    /// They count at once.
    Counted,
    /// They are noted here, to be counted in an order that does not depend on time.
    Noted(Vec<Visit>),
}

/// Fetches pictures into a cache; a source for [`Disk::with_web`](crate::disk::Disk::with_web).
///
/// ```
/// use offprint::disk::Disk;
/// use offprint::fetch::{Fetcher, Options};
/// use offprint::read::{Remote, Web};
///
/// let cache = tempfile::tempdir()?;
/// let fetcher = Fetcher::new(Options::new(cache.path()))?;
/// // No connection is made for this one.
/// let Remote::Failed(why) = fetcher.picture("http://127.0.0.1/a.png") else { panic!("a private address") };
/// assert_eq!(why, "the address 127.0.0.1 is not on the public internet");
/// let disk = Disk::default().with_web(std::sync::Arc::new(fetcher));
/// # drop(disk);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Fetcher {
    options: Options,
    cache: Cache,
    client: OnceLock<Client>,
    hosts: Hosts,
    asked: Mutex<HashMap<Address, Slot>>,
}

impl Fetcher {
    /// Creates a fetcher for a run, and the folder of its cache. No connection is made yet.
    ///
    /// # Errors
    /// [`Error::Io`] if the folder cannot be created.
    pub fn new(options: Options) -> Result<Self, Error> {
        let fail = |source: io::Error| Error::io("create the cache", &options.cache, source);
        let cache = Cache::open(options.cache.clone()).map_err(fail)?;
        let (client, hosts, asked) = (OnceLock::new(), Hosts::default(), Mutex::default());
        Ok(Self { options, cache, client, hosts, asked })
    }

    /// Creates a fetcher that trusts nobody but the issuer with this certificate, in DER.
    #[cfg(test)]
    pub(super) fn trusting(options: Options, issuer: &[u8]) -> Result<Self, Error> {
        let fetcher = Self::new(options.clone())?;
        let client = OnceLock::from(Client::trusting(options, issuer));
        Ok(Self { client, ..fetcher })
    }

    /// Returns the hash of the picture at `address`, which is then in the cache.
    fn fetched(&self, address: &Address) -> Result<Hash, String> {
        if self.options.offline {
            return Err("it is not in the cache, and no server is asked".to_owned());
        }
        let slot = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.entry(address.clone()).or_default().clone()
        };
        // Others that ask for the same address wait here for the first.
        slot.get_or_init(|| self.fetch(address, &mut Visits::Counted)).clone()
    }

    /// Fetches `addresses`, which are all on one host, a few at a time. It ends where the host does not answer: what is
    /// left is asked for later, one after the other, so that the same requests fail for the same reasons.
    fn fetch_of_host(&self, addresses: &[Address]) {
        // A host that cannot be reached is found out by one request.
        let (first, others) = addresses.split_at(addresses.len().min(1));
        for some in std::iter::once(first).chain(others.chunks(MAX_CONNECTIONS)) {
            let visits: Vec<Vec<Visit>> = thread::scope(|scope| {
                let asking: Vec<_> = some.iter().map(|address| scope.spawn(|| self.begin(address))).collect();
                asking.into_iter().map(|one| one.join().unwrap_or_default()).collect()
            });
            // Counted in the order of the article, whichever answer came first.
            let ends: Vec<Visit> = visits.into_iter().flatten().collect();
            ends.iter().for_each(|(host, ended)| self.hosts.count(host, *ended));
            if ends.iter().any(|(_, ended)| *ended != Ended::Answered) || self.options.cancel.reason().is_some() {
                return;
            }
        }
    }

    /// Asks for `address`, unless that was done. Returns the visits to hosts that are not counted yet.
    fn begin(&self, address: &Address) -> Vec<Visit> {
        let slot = {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.entry(address.clone()).or_default().clone()
        };
        let mut visits = Visits::Noted(Vec::new());
        slot.get_or_init(|| self.fetch(address, &mut visits));
        match visits {
            Visits::Noted(visits) => visits,
            Visits::Counted => Vec::new(),
        }
    }

    fn fetch(&self, address: &Address, visits: &mut Visits) -> Result<Hash, String> {
        let (content, all_sent) = self.download(address, visits)?;
        check_picture(&content, all_sent).map_err(|what| format!("the server sent {what}"))?;
        let kept = self.cache.keep(address.text(), &content);
        kept.map_err(|error| format!("it cannot be written to the cache {} ({error})", self.options.cache.display()))
    }

    /// Asks for `address` and where it redirects to. Returns the content, and whether it is known to be all of it.
    fn download(&self, address: &Address, visits: &mut Visits) -> Result<(Vec<u8>, bool), String> {
        let deadline = Instant::now() + self.options.timeout;
        let mut at = address.clone();
        for hop in 0..=MAX_REDIRECTS {
            let told = |why: String| match hop {
                0 => why,
                _ => format!("it is redirected to `{}`, and {why}", at.text().chars().take(120).collect::<String>()),
            };
            match self.ask(&at, deadline, visits).map_err(told)? {
                Answer::Content(content, all_sent) => return Ok((content, all_sent)),
                Answer::Redirect(location) => {
                    at = at.redirected(&location).map_err(|why| {
                        let location: String = location.chars().take(120).collect();
                        format!("it is redirected to `{location}`, and {why}")
                    })?;
                }
            }
        }
        Err(format!("there are more than {MAX_REDIRECTS} redirects"))
    }

    fn ask(&self, address: &Address, deadline: Instant, visits: &mut Visits) -> Result<Answer, String> {
        address.check(&self.options.private)?;
        let client = self.client.get_or_init(|| Client::new(self.options.clone()));
        let host = address.host();
        let answer = self.hosts.visit(&host, || {
            let answer = client.ask(address, deadline);
            let ended = answer.as_ref().map_or_else(|failure| failure.ended, |_| Ended::Answered);
            let counted = match visits {
                Visits::Counted => Some(ended),
                Visits::Noted(noted) => {
                    noted.push((host.clone(), ended));
                    None
                }
            };
            (answer.map_err(|failure| failure.why), counted)
        });
        answer.unwrap_or_else(|| Err(format!("`{host}` was asked several times in this run and did not answer")))
    }
}

impl Web for Fetcher {
    fn fetch_ahead(&self, addresses: &[String]) {
        if self.options.offline {
            return;
        }
        let mut by_host: Vec<(String, Vec<Address>)> = Vec::new();
        for address in addresses.iter().filter_map(|address| Address::parse(address).ok()) {
            if self.cache.find(address.text()).is_some() || address.check(&self.options.private).is_err() {
                continue;
            }
            let host = address.host();
            match by_host.iter_mut().find(|(known, _)| *known == host) {
                Some((_, all)) => all.push(address),
                None => by_host.push((host, vec![address])),
            }
        }
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            for _ in 0..by_host.len().min(HOSTS_AT_ONCE) {
                scope.spawn(|| {
                    while let Some((_, addresses)) = by_host.get(next.fetch_add(1, Ordering::Relaxed)) {
                        self.fetch_of_host(addresses);
                    }
                });
            }
        });
    }

    fn picture(&self, address: &str) -> Remote {
        let address = match Address::parse(address) {
            Ok(address) => address,
            Err(why) => return Remote::Failed(why),
        };
        if let Some(kept) = self.cache.find(address.text()).and_then(|hash| self.cache.read(hash)) {
            return Remote::Found(kept);
        }
        match self.fetched(&address) {
            Ok(hash) => self
                .cache
                .read(hash)
                .map_or_else(|| Remote::Failed("it is not in the cache any more".to_owned()), Remote::Found),
            Err(why) => Remote::Failed(why),
        }
    }

    fn version(&self, address: &str) -> String {
        let Ok(address) = Address::parse(address) else { return "refused".to_owned() };
        match self.cache.find(address.text()) {
            Some(hash) => hash.to_hex().to_string(),
            None if self.options.offline => "offline".to_owned(),
            // Other limits may give another answer.
            None => {
                let Options { private, timeout, max_bytes, .. } = &self.options;
                format!("nothing {private:?} {} {max_bytes}", timeout.as_millis())
            }
        }
    }
}
