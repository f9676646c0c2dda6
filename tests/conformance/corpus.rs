//! A whole training corpus: real articles of other people.

use std::sync::Mutex;
use std::time::Instant;

use offprint::archive;
use offprint::diag::Error;
use offprint::job::{self, Settings};

use crate::{outputs, tools};

#[test]
fn all_but_one_in_a_hundred_articles_convert_and_none_panics() {
    let Some(corpus) = tools::corpus("conversion of the corpus") else { return };
    let jobs = outputs::jobs(&corpus, &tools::workspace("corpus"));
    let failures = Mutex::new(Vec::new());
    let start = Instant::now();
    let settings = Settings::default();
    archive::run(&jobs, None, &|job| job::run(job, &settings), &|number, outcome| {
        let path = jobs[number].input.path().display();
        assert!(!matches!(outcome.error, Some(Error::Bug { .. })), "{path}: {:?}", outcome.error);
        if let Some(error) = outcome.error {
            failures.lock().expect("no other thread failed").push(format!("{path}: {error}"));
        }
    })
    .expect("threads can be started");
    let failures = failures.into_inner().expect("no thread failed");
    tools::say(&format!(
        "corpus: {} articles, {} failed, {:.1} s",
        jobs.len(),
        failures.len(),
        start.elapsed().as_secs_f64()
    ));
    assert!(!jobs.is_empty() && failures.len() * 100 <= jobs.len(), "{failures:#?}");
}
