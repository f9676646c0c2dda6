//! A whole training corpus: real articles of other people.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Instant;

use offprint::archive;
use offprint::diag::Error;
use offprint::disk::Disk;
use offprint::job::Settings;

use super::outputs;
use crate::common::tools;

#[test]
fn all_but_one_in_a_hundred_articles_convert_and_none_panics() {
    let Some(corpus) = tools::corpus("conversion of the corpus") else { return };
    let jobs = outputs::jobs(&corpus, &tools::workspace("corpus"));
    let (failures, empty) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    let start = Instant::now();
    let (disk, settings) = (Disk::default(), Settings::default());
    archive::run(&jobs, None, &|job| disk.run(job, &settings), &|number, outcome| {
        let path = jobs[number].input.path().display();
        assert!(!matches!(outcome.error, Some(Error::Bug { .. })), "{path}: {:?}", outcome.error);
        // A page of which the front matter is all has no article to convert.
        if matches!(outcome.error, Some(Error::Empty { .. })) {
            empty.fetch_add(1, Relaxed);
        } else if let Some(error) = outcome.error {
            failures.lock().expect("no other thread failed").push(format!("{path}: {error}"));
        }
    })
    .expect("threads can be started");
    let failures = failures.into_inner().expect("no thread failed");
    let empty = empty.into_inner();
    tools::say(&format!(
        "corpus: {} articles, {empty} empty, {} failed, {:.1} s",
        jobs.len(),
        failures.len(),
        start.elapsed().as_secs_f64()
    ));
    assert!(!jobs.is_empty() && failures.len() * 100 <= jobs.len() && empty * 50 <= jobs.len(), "{failures:#?}");
}
