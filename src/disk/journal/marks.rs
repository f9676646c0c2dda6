//! Marks: which articles were in work when a run ended without its own doing.
//!
//! A decoder that overflows the stack, or memory that cannot be had, ends the process and with it the run. So each thread
//! notes in the journal which article it begins; its next mark replaces that, and so does the record of the article. What
//! is still marked when the journal is opened again was in work when the process ended: one of these articles may be the
//! reason. They are suspects until they have been made, in a process of their own.
//!
//! A mark costs one write of a few bytes, and is not synced: what a process has written survives its end. Where the power
//! failed, marks may be lost, but then no article is the reason.

use std::collections::{BTreeMap, HashMap};
use std::thread::ThreadId;

/// The key of the line that says that no thread has an article in work any more. Keys of articles have an extension.
pub(super) const NOBODY: &str = "-";

/// A line that is not a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// The record of the article is gone.
    Gone,
    /// The thread with this number has begun the article.
    Begun(u32),
    /// The article was in work when an earlier run ended.
    Suspect,
    /// The run ended in good order.
    Idle,
}

impl Mark {
    /// Returns the mark that `text`, which stands where a record does, is; `None` if it is a record.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "null" => Some(Self::Gone),
            "suspect" => Some(Self::Suspect),
            "idle" => Some(Self::Idle),
            text => text.strip_prefix("begun ")?.parse().ok().map(Self::Begun),
        }
    }

    /// Returns the mark as it stands in the journal.
    pub fn text(self) -> String {
        match self {
            Self::Gone => "null".to_owned(),
            Self::Begun(number) => format!("begun {number}"),
            Self::Suspect => "suspect".to_owned(),
            Self::Idle => "idle".to_owned(),
        }
    }
}

/// The marks that count, by the hashes of the articles' keys.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// What each thread has in work, by the thread's number.
    begun: HashMap<u32, (u64, String)>,
    suspects: BTreeMap<u64, String>,
    /// The numbers of the threads of this run.
    threads: HashMap<ThreadId, u32>,
}

impl Marks {
    /// Takes a mark about the article whose key is `key`, with the hash `hash`.
    pub fn take(&mut self, mark: Mark, hash: u64, key: &str) {
        match mark {
            Mark::Gone => self.clear(hash),
            Mark::Begun(number) => drop(self.begun.insert(number, (hash, key.to_owned()))),
            Mark::Suspect => drop(self.suspects.insert(hash, key.to_owned())),
            Mark::Idle => self.begun.clear(),
        }
    }

    /// Forgets the marks of an article that has a record now.
    pub fn clear(&mut self, hash: u64) {
        self.suspects.remove(&hash);
        self.begun.retain(|_, (begun, _)| *begun != hash);
    }

    /// Makes suspects of the articles that are in work, as far as they are none yet, and returns their keys.
    pub fn suspect(&mut self) -> Vec<String> {
        let begun = std::mem::take(&mut self.begun).into_values();
        let mut new: Vec<String> =
            begun.filter_map(|(hash, key)| self.suspects.insert(hash, key.clone()).is_none().then_some(key)).collect();
        new.sort_unstable();
        new
    }

    /// Whether the article with this hash is a suspect.
    pub fn is_suspect(&self, hash: u64) -> bool {
        self.suspects.contains_key(&hash)
    }

    /// Returns the keys of the suspects.
    pub fn suspects(&self) -> impl Iterator<Item = &str> {
        self.suspects.values().map(String::as_str)
    }

    /// Whether a thread has an article in work.
    pub fn is_busy(&self) -> bool {
        !self.begun.is_empty()
    }

    /// Returns the number of the calling thread in this run.
    pub fn thread(&mut self) -> u32 {
        let next = self.threads.len() as u32;
        *self.threads.entry(std::thread::current().id()).or_insert(next)
    }
}
