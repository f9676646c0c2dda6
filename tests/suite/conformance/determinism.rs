//! The same input gives the same bytes, however often and on however many threads.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use offprint::archive;
use offprint::disk::Disk;
use offprint::job::Settings;

use super::outputs;
use crate::common::tools;

/// The outputs of all samples, by their place below the folder, made on `threads` threads.
fn outputs_on(threads: usize, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    let out = tools::workspace(name);
    let jobs = outputs::jobs(&tools::project().join("content"), &out);
    let made = Mutex::new(BTreeMap::new());
    let (disk, settings) = (Disk::default(), Settings::default());
    archive::run(&jobs, NonZero::new(threads), &|job| disk.run(job, &settings), &|_, outcome| {
        assert!(outcome.error.is_none(), "{:?}", outcome.error);
        for output in outcome.written {
            let bytes = std::fs::read(&output.path).expect("what was written is there");
            let below = output.path.strip_prefix(&out).expect("outputs lie in the folder").to_owned();
            made.lock().expect("no other thread failed").insert(below, bytes);
        }
    })
    .expect("threads can be started");
    made.into_inner().expect("no thread failed")
}

fn differing<'a>(one: &'a BTreeMap<PathBuf, Vec<u8>>, other: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<&'a Path> {
    assert_eq!(Vec::from_iter(one.keys()), Vec::from_iter(other.keys()));
    one.iter().filter(|(path, bytes)| other[*path] != **bytes).map(|(path, _)| path.as_path()).collect()
}

#[test]
fn two_runs_and_two_threads_give_the_same_bytes() {
    let once = outputs_on(1, "one-thread");
    assert!(once.len() > 2 * outputs::samples().len(), "the samples and the manual");
    assert_eq!(differing(&once, &outputs_on(1, "one-thread-again")), Vec::<&Path>::new(), "two runs");
    assert_eq!(differing(&once, &outputs_on(2, "two-threads")), Vec::<&Path>::new(), "one thread and two");
}
