//! How the work for an article grows with its length, counted in instructions, which no other program disturbs.
//!
//! The bench `growth` measures the same families in time, in sizes that are eight times as large.

use std::fs;
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::counts;
use crate::common::families::{FAMILIES, Family, PICTURES, picture};
use crate::common::tools;

/// What a doubling may cost. The bench allows 2.3; in the small sizes here, single steps such as one page more weigh more
/// (pictures in a row: 2.31).
const MOST: f64 = 2.5;
/// The size of a family for the bench is so many times that here: Valgrind is some ten times as slow.
const SMALLER: usize = 8;
/// Fewer instructions than this tell nothing.
const LITTLE: u64 = 2_000_000;

/// A design with which the same work is done for each page. Whether a last page has few lines is chance, and so is whether a
/// side column is tried for an article. Such work is there at one size and not at another, so it would be taken for growth.
/// The first concerns eight pages, and the second is setting the article once more.
const SAME_WORK: &str = "base = \"article\"\n[page]\nlast-lines = 0\nside-width = false\n";

/// Instructions of a run on an article with `n` of `family`, into both formats.
fn count(family: &Family, n: usize, folder: &Path) -> u64 {
    let article = folder.join(format!("article.{}", family.extension));
    fs::write(&article, family.article(n)).expect("the workspace can be written");
    instructions(&format!("{} {n}", family.name), folder, |run| run.args(["--jobs", "1"]).arg(&article))
}

/// Instructions of a run called `name` with the design in `folder`, to which `with` adds the arguments.
fn instructions(name: &str, folder: &Path, with: impl FnOnce(&mut Command) -> &mut Command) -> u64 {
    counts::instructions(name, |run| {
        run.args(["--quiet", "--allow-missing-glyphs", "--force", "--design"]).arg(folder.join("design.toml"));
        with(run.arg("-o").arg(folder.join("out/")))
    })
}

#[test]
fn work_grows_with_the_input() {
    if !counts::can_count("growth of work") {
        return;
    }
    // Each thread works in a folder of its own, because two runs into one folder would exclude each other.
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for worker in 0..thread::available_parallelism().map_or(1, NonZero::get) {
            let (next, failed) = (&next, &failed);
            scope.spawn(move || {
                let folder = tools::workspace(&format!("growth-{worker}"));
                (0..PICTURES).for_each(|index| {
                    fs::write(folder.join(format!("{index}.png")), picture(index))
                        .expect("the workspace can be written");
                });
                fs::write(folder.join("design.toml"), SAME_WORK).expect("a design");
                while let Some(family) = FAMILIES.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let fault = fault(family, &folder);
                    failed.lock().expect("no panic").extend(fault);
                }
            });
        }
    });
    let failed = failed.into_inner().expect("no panic");
    assert!(failed.is_empty(), "{failed:#?}");
}

/// Says what is wrong if the work for `family` grows faster than its size.
fn fault(family: &Family, folder: &Path) -> Option<String> {
    let [one, two, four] = [1, 2, 4].map(|times| count(family, family.size / SMALLER * times, folder));
    // What every article takes cancels out.
    let (first, second) = (two.saturating_sub(one), four.saturating_sub(two));
    let factor = second as f64 / first.max(LITTLE) as f64;
    tools::say(&format!("growth of {}: {} and {} million, {factor:.2}", family.name, first >> 20, second >> 20));
    (factor > MOST).then(|| format!("{}: {factor:.2} times the work for twice as much", family.name))
}

/// Writes `count` short articles into `folder`, by as many authors, that link to each other and have a picture and a credit.
fn short_articles(folder: &Path, count: usize) {
    fs::create_dir_all(folder).expect("the workspace can be written");
    for number in 0..count {
        let (month, day, next) = (number / 28 % 12 + 1, number % 28 + 1, (number + 1) % count);
        let text = format!(
            "---\ntitle: Article {number}\nauthor: Author {number}\nlang: en\ndate: 2024-{month:02}-{day:02}\n\
             license: CC-BY-4.0\n---\n\nSee [the next](a{next}.md#part).\n\n![A drawing](../0.png)\n\n\
             *Photo: Ada Moss / Archive {number}*\n\n## Part\n\nWords of the river.\n"
        );
        fs::write(folder.join(format!("a{number}.md")), text).expect("the workspace can be written");
    }
}

#[test]
fn work_for_a_book_grows_with_its_articles() {
    if !counts::can_count("growth of work for books") {
        return;
    }
    let folder = tools::workspace("growth-book");
    fs::write(folder.join("0.png"), picture(0)).expect("the workspace can be written");
    fs::write(folder.join("design.toml"), SAME_WORK).expect("a design");
    let counts = [50, 100, 200].map(|count| {
        let articles = folder.join(format!("{count}"));
        short_articles(&articles, count);
        instructions(&format!("book of {count}"), &folder, |run| {
            run.args(["--book-by", "year", "--root"]).arg(&folder).arg(&articles)
        })
    });
    let (first, second) = (counts[1] - counts[0], counts[2] - counts[1]);
    let factor = second as f64 / first as f64;
    tools::say(&format!("books: {counts:?} instructions, {factor:.2} for twice as many articles"));
    assert!(factor < MOST, "{counts:?}");
}
