//! Time of an article's EPUB in process, from source to bytes: `cargo bench --bench epub -- ARTICLE…`; and that of a call of
//! the library for both formats, which has a thread of its own.
//!
//! Without articles, the samples without pictures are taken. Times are medians; the machine's noise is what is above
//! the least.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use offprint::diag::Diagnostics;
use offprint::disk::{self, DiskFiles};
use offprint::job::{self, Format, Input, Settings};

/// Rounds for each article; the first tenth is not counted.
const ROUNDS: usize = 300;

fn main() {
    let given: Vec<PathBuf> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).map(Into::into).collect();
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/plain");
    let own = || std::fs::read_dir(&samples).expect("the samples").map(|entry| entry.expect("a file").path()).collect();
    let articles: Vec<PathBuf> = if given.is_empty() { own() } else { given };
    for path in articles {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        println!("{name}: {}", measure(&path));
    }
}

/// The times of reading the article at `path`, of packaging it and of a call for both formats, with the sizes.
fn measure(path: &Path) -> String {
    let settings = Settings::default();
    let source = disk::load(&Input::File(path.to_owned())).expect("an article");
    let files = DiskFiles::new(path.parent().expect("a folder"), path).expect("a folder");
    let (mut reading, mut packaging, mut calling) = (Vec::new(), Vec::new(), Vec::new());
    let mut bytes = 0;
    for _ in 0..ROUNDS {
        let (start, mut said) = (Instant::now(), Diagnostics::new());
        let article = job::read_article(&source, &settings, &files, &mut said).expect("an article");
        reading.push(start.elapsed());
        let start = Instant::now();
        bytes = job::make(&article, Format::Epub, &settings, &mut said).expect("an EPUB").len();
        packaging.push(start.elapsed());
        let start = Instant::now();
        offprint::convert(&source, &settings, &files).expect("outputs");
        calling.push(start.elapsed());
    }
    let [reading, packaging, calling] = [reading, packaging, calling].map(spread);
    let length = source.bytes.len();
    format!("{length} bytes to {bytes}; reading {reading}, packaging {packaging}, a call for both {calling}")
}

/// The median of `times`, and the least.
fn spread(mut times: Vec<Duration>) -> String {
    times.drain(..ROUNDS / 10);
    times.sort();
    format!("{:.2?} (least {:.2?})", times[times.len() / 2], times[0])
}
