//! How the work for an article grows with its length, counted in instructions, which no other program disturbs.
//!
//! The bench `growth` measures the same families in time, in sizes that are eight times as large.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::families::{FAMILIES, Family, PICTURES, picture};
use crate::common::tools;

/// What a doubling may cost. The bench allows 2.3; in the small sizes here, single steps such as one page more weigh more
/// (pictures in a row: 2.31).
const MOST: f64 = 2.5;
/// The size of a family for the bench is so many times that here: Valgrind is some forty times as slow.
const SMALLER: usize = 8;
/// Fewer instructions than this tell nothing.
const LITTLE: u64 = 2_000_000;

/// Instructions of a run on an article with `n` of `family`, into both formats.
fn count(family: &Family, n: usize, folder: &Path) -> u64 {
    let article = folder.join(format!("article.{}", family.extension));
    fs::write(&article, family.article(n)).expect("the workspace can be written");
    let ran = tools::run(
        Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", env!("CARGO_BIN_EXE_offprint")])
            .args(["--quiet", "--allow-missing-glyphs", "--jobs", "1", "--design"])
            .arg(folder.join("design.toml"))
            .arg("-o")
            .arg(folder.join("out/"))
            .arg(&article),
    );
    assert!(ran.success, "{} {n}: {}", family.name, ran.stderr);
    let collected = ran.stderr.lines().find_map(|line| line.split_once("Collected : "));
    collected.and_then(|(_, count)| count.trim().parse().ok()).unwrap_or_else(|| panic!("no count: {}", ran.stderr))
}

#[test]
fn work_grows_with_the_input() {
    if cfg!(debug_assertions) {
        return tools::say("skipped: instructions are counted in optimised builds: --release");
    }
    if !tools::program("valgrind", "growth of work") {
        return;
    }
    let folder = tools::workspace("growth");
    (0..PICTURES).for_each(|index| {
        fs::write(folder.join(format!("{index}.png")), picture(index)).expect("the workspace can be written");
    });
    // Whether a last page has few lines is chance, and so is whether a side column is tried for an article. Such work is
    // there at one size and not at another, so it would be taken for growth. The first concerns eight pages, and the
    // second is setting the article once more.
    let same_work = "base = \"article\"\n[page]\nlast-lines = 0\nside-width = false\n";
    fs::write(folder.join("design.toml"), same_work).expect("a design");
    let mut failed = Vec::new();
    for family in &FAMILIES {
        let [one, two, four] = [1, 2, 4].map(|times| count(family, family.size / SMALLER * times, &folder));
        // What every article takes cancels out.
        let (first, second) = (two.saturating_sub(one), four.saturating_sub(two));
        let factor = second as f64 / first.max(LITTLE) as f64;
        tools::say(&format!("growth of {}: {} and {} million, {factor:.2}", family.name, first >> 20, second >> 20));
        if factor > MOST {
            failed.push(format!("{}: {factor:.2} times the work for twice as much", family.name));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
