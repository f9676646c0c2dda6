//! How the time of an article grows with its length, by kind of content: `cargo bench --bench growth [-- NAME]`.
//!
//! Each family of [`families`] is made in three sizes, each twice the one before, into an EPUB and a PDF. A doubling
//! may take 2.3 times as long; what takes more is measured again, and fails if that stays so.

#[path = "../suite/common/families.rs"]
mod families;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use families::{FAMILIES, Family, PICTURES};
use offprint::diag::Diagnostics;
use offprint::disk::{self, DiskFiles};
use offprint::job::{self, Format, Input, Settings};

/// What a doubling may cost.
const MOST: f64 = 2.3;
/// Rounds for each size, of which the least counts.
const ROUNDS: usize = 3;
/// Times that a factor beyond [`MOST`] is measured again.
const TRIES: usize = 3;
/// Times below this are noise.
const NOISE: Duration = Duration::from_millis(4);

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("growth");
    fs::create_dir_all(&folder).expect("a folder");
    (0..PICTURES)
        .for_each(|index| fs::write(folder.join(format!("{index}.png")), families::picture(index)).expect("a file"));
    println!("{:28}{:6}{:>10}{:>10}{:>10}  factors", "family", "", "1×", "2×", "4×");
    let settings = Settings::default();
    let mut failed = Vec::new();
    for family in FAMILIES
        .iter()
        .filter(|family| wanted.is_empty() || wanted.iter().any(|name| family.name.contains(name.as_str())))
    {
        for format in Format::ALL {
            if !(0..TRIES).any(|_| measure(family, format, (&folder, &settings))) {
                failed.push(format!("{} ({format:?})", family.name));
            }
        }
    }
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("\nmore than {MOST} times as long for twice as much: {}", failed.join(", "));
    ExitCode::FAILURE
}

/// Measures `family` in three sizes, prints the row, and tells whether it grows as it may.
fn measure(family: &Family, format: Format, (folder, settings): (&Path, &Settings)) -> bool {
    let base = time(&family_file(family, 1, folder), format, settings);
    let times = [1, 2, 4].map(|times| {
        let path = family_file(family, family.size * times, folder);
        time(&path, format, settings).saturating_sub(base)
    });
    let factors: Vec<f64> = times.windows(2).map(|pair| factor(pair[0], pair[1])).collect();
    let [one, two, four] = times.map(|time| format!("{:.1}ms", time.as_secs_f64() * 1e3));
    let factors_shown: Vec<String> = factors.iter().map(|factor| format!("{factor:.2}")).collect();
    println!("{:28}{:6}{one:>10}{two:>10}{four:>10}  {}", family.name, format.extension(), factors_shown.join(" "));
    factors.iter().all(|factor| *factor <= MOST)
}

fn factor(one: Duration, two: Duration) -> f64 {
    if two < NOISE { 1.0 } else { two.as_secs_f64() / one.max(NOISE / 2).as_secs_f64() }
}

fn family_file(family: &Family, n: usize, folder: &Path) -> PathBuf {
    let path = folder.join(format!("article.{}", family.extension));
    fs::write(&path, family.article(n)).expect("a file");
    path
}

/// The least time from source to bytes.
fn time(path: &Path, format: Format, settings: &Settings) -> Duration {
    let folder = path.parent().expect("a folder");
    let source = disk::load(&Input::File(path.to_owned())).expect("an article");
    let round = |_| {
        let (start, mut said) = (Instant::now(), Diagnostics::new());
        let files = DiskFiles::new(folder, path).expect("a folder");
        let article = job::read_article(&source, settings, &files, &mut said).expect("an article");
        job::make(&article, format, settings, &mut said).expect("an output");
        start.elapsed()
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}
