//! What a thread keeps for later articles, and leaves to another thread when it ends.
//!
//! Tables, shaped words and syllables take a good part of an article's time to make, and are the same for the next one. In a
//! run over an archive, each thread has many articles. A call of the library has a thread of its own
//! ([`convert`](crate::convert())), which would begin with nothing each time.
//!
//! ```text
//! thread_local! { static TABLE: RefCell<Held<Table>> = RefCell::new(Held::new(&TABLES)); }
//! static TABLES: Left<Table> = Left::new();
//! ```
//!
//! Limits: nothing may depend on what was kept but time. What is kept stays in memory until the process ends: as much as
//! [`MOST`] threads have had at the same time.

use std::sync::{Mutex, PoisonError};

/// Maximum number of threads whose values are kept.
const MOST: usize = 32;

/// The values that threads have left when they ended.
pub(crate) struct Left<T>(Mutex<Vec<T>>);

impl<T> Left<T> {
    pub(crate) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    fn values<R>(&self, with: impl FnOnce(&mut Vec<T>) -> R) -> R {
        // A value is there or not: a panic elsewhere cannot leave half of one.
        with(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The value of a thread. It begins with what another thread has left, if there is any.
pub(crate) struct Held<T: 'static> {
    value: Option<T>,
    left: &'static Left<T>,
}

impl<T> Held<T> {
    pub(crate) fn new(left: &'static Left<T>) -> Self {
        Self { value: left.values(Vec::pop), left }
    }

    /// Returns the place of the value, which is `None` as long as nothing is kept.
    pub(crate) fn value(&mut self) -> &mut Option<T> {
        &mut self.value
    }
}

impl<T> Drop for Held<T> {
    fn drop(&mut self) {
        let Some(value) = self.value.take() else { return };
        self.left.values(|values| {
            if values.len() < MOST {
                values.push(value);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::sync::Barrier;
    use std::thread;

    use super::*;

    static NUMBERS: Left<usize> = Left::new();
    thread_local! {
        static NUMBER: RefCell<Held<usize>> = RefCell::new(Held::new(&NUMBERS));
    }

    fn count() -> usize {
        NUMBER.with_borrow_mut(|held| {
            let number = held.value().get_or_insert(0);
            *number += 1;
            *number
        })
    }

    #[test]
    fn a_thread_goes_on_with_what_another_has_left() {
        for expected in [2, 4, 6] {
            let counted = thread::spawn(|| (count(), count()).1).join().expect("no panic");
            assert_eq!(counted, expected);
        }
        // Threads at the same time have a value each. Nothing is left of more of them than are kept.
        let all = Barrier::new(MOST + 3);
        thread::scope(|scope| {
            let threads: Vec<_> = (0..MOST + 3).map(|_| scope.spawn(|| (count(), all.wait()).0)).collect();
            let counted: Vec<_> = threads.into_iter().map(|thread| thread.join().expect("no panic")).collect();
            assert_eq!(counted.iter().filter(|number| **number > 1).count(), 1, "{counted:?}");
        });
        assert_eq!(NUMBERS.values(|values| values.len()), MOST);
    }
}
