//! The pictures that this process has read to their ends and found sound.
//!
//! The same picture comes again and again: the cover of a run is that of each article, `watch` reads an article at every
//! save, and pictures from the web are there for a second reading. A digest of its bytes takes a fiftieth of the time that
//! reading its codes takes. Limit: the last [`MOST`] digests are kept.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use super::Health;

/// Maximum number of digests; each takes some 100 bytes.
const MOST: usize = 10_000;

type Digest = [u8; 32];

static SOUND: Mutex<Known> = Mutex::new(Known { digests: BTreeSet::new(), order: VecDeque::new() });

struct Known {
    digests: BTreeSet<Digest>,
    /// The digests, the oldest first.
    order: VecDeque<Digest>,
}

impl Known {
    fn insert(&mut self, digest: Digest, most: usize) {
        if self.digests.insert(digest) {
            self.order.push_back(digest);
            if self.order.len() > most
                && let Some(oldest) = self.order.pop_front()
            {
                self.digests.remove(&oldest);
            }
        }
    }
}

/// Returns the health of `bytes`. Calls `check` unless they are known to be sound.
pub(super) fn or(bytes: &[u8], check: impl FnOnce() -> Health) -> Health {
    let digest = *blake3::hash(bytes).as_bytes();
    let known = || SOUND.lock().unwrap_or_else(PoisonError::into_inner);
    if known().digests.contains(&digest) {
        return Health::Sound;
    }
    // The lock is not held meanwhile: checking may take long, and other threads have pictures, too.
    let found = check();
    if matches!(found, Health::Sound) {
        known().insert(digest, MOST);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sound_is_checked_once_and_what_is_not_each_time() {
        let mut asked = 0;
        for (bytes, sound) in
            [(b"a whole one", true), (b"a whole one", true), (b"a lost one ", false), (b"a lost one ", false)]
        {
            let check = || {
                asked += 1;
                if sound { Health::Sound } else { Health::Lost }
            };
            assert_eq!(matches!(or(bytes, check), Health::Sound), sound);
        }
        assert_eq!(asked, 3);
    }

    #[test]
    fn only_the_last_are_kept() {
        let mut known = Known { digests: BTreeSet::new(), order: VecDeque::new() };
        for number in [1, 2, 2, 3, 1, 4] {
            known.insert([number; 32], 2);
        }
        assert_eq!(known.digests, BTreeSet::from([[1; 32], [4; 32]]));
        assert_eq!(known.order.len(), 2);
    }
}
