//! Politeness towards hosts: a few connections at a time, and no more tries where nobody answers.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::MAX_CONNECTIONS;

/// A host is given up at this weight of failures in a row.
const GIVEN_UP: u32 = 9;

/// How a request to a host ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// It answered something.
    Answered,
    /// No connection could be made: unknown name, refused, unreachable.
    Unreachable,
    /// It took the request and was silent until the time was over.
    Silent,
}

impl Ended {
    /// How much this says that the next request will fail too.
    fn weight(self) -> u32 {
        match self {
            Self::Answered => 0,
            Self::Unreachable => 3,
            Self::Silent => 1,
        }
    }
}

/// The hosts of a run.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    known: Mutex<BTreeMap<String, Host>>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct Host {
    connections: usize,
    failures: u32,
}

impl Hosts {
    /// Calls `ask` when `host` has a connection free; `None` if the host is given up. How the request ended counts at once,
    /// unless `ask` returns nothing about that.
    pub fn visit<T>(&self, host: &str, ask: impl FnOnce() -> (T, Option<Ended>)) -> Option<T> {
        let mut known = self.lock();
        let is_given_up = |host: &Host| host.failures >= GIVEN_UP;
        loop {
            let state = known.entry(host.to_owned()).or_default();
            if is_given_up(state) {
                return None;
            }
            if state.connections < MAX_CONNECTIONS {
                state.connections += 1;
                break;
            }
            known = self.freed.wait(known).unwrap_or_else(PoisonError::into_inner);
        }
        drop(known);
        let visit = Visit { hosts: self, host };
        let (answer, ended) = ask();
        ended.into_iter().for_each(|ended| self.count(host, ended));
        drop(visit);
        Some(answer)
    }

    /// Counts a request to `host` that ended.
    pub fn count(&self, host: &str, ended: Ended) {
        let mut known = self.lock();
        let host = known.entry(host.to_owned()).or_default();
        host.failures = if ended == Ended::Answered { 0 } else { host.failures + ended.weight() };
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Host>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An open connection, which is counted until this is dropped, also by a panic.
struct Visit<'a> {
    hosts: &'a Hosts,
    host: &'a str,
}

impl Drop for Visit<'_> {
    fn drop(&mut self) {
        if let Some(host) = self.hosts.lock().get_mut(self.host) {
            host.connections = host.connections.saturating_sub(1);
        }
        self.hosts.freed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_host_has_a_few_connections_at_a_time() {
        let (hosts, now, most) = (Hosts::default(), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| {
                    hosts.visit("e.org", || {
                        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                        std::thread::sleep(Duration::from_millis(5));
                        now.fetch_sub(1, Ordering::SeqCst);
                        ((), Some(Ended::Answered))
                    })
                });
            }
        });
        assert_eq!(most.load(Ordering::SeqCst), MAX_CONNECTIONS);
        // Another host does not wait for them.
        assert_eq!(hosts.visit("f.org", || (7, Some(Ended::Answered))), Some(7));
    }

    #[test]
    fn a_host_that_cannot_be_reached_is_given_up_and_one_that_answers_is_not() {
        let hosts = Hosts::default();
        let visit = |ended| hosts.visit("e.org", || ((), Some(ended))).is_some();
        assert!([Ended::Unreachable, Ended::Unreachable, Ended::Answered].into_iter().all(visit));
        assert!([Ended::Unreachable; 3].into_iter().all(visit));
        assert!(!visit(Ended::Answered));
        let silent = |ended| hosts.visit("slow.org", || ((), Some(ended))).is_some();
        assert_eq!([Ended::Silent; 12].into_iter().filter(|ended| silent(*ended)).count(), GIVEN_UP as usize);
        assert!(hosts.visit("f.org", || ((), Some(Ended::Answered))).is_some());
    }
}
