//! Compares the instructions of whole runs with those in `tests/bench/instructions.txt`. A change that makes runs slower is
//! noticed, however busy the machine is.
//!
//! Counts differ between compilers, C libraries and processors. The file names those that it is for, and the test is skipped
//! on others. With `OFFPRINT_WRITE_COUNTS=1` the test writes the file, which belongs into the commit that changes the counts.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::common::tools;

/// Most instructions of a run for one that is stored. Chance, as in the keys of hash tables, is below a thousandth.
const MOST: f64 = 1.02;
/// Below this the stored figure is out of date.
const LEAST: f64 = 0.98;

/// The runs, by name: each article with its options. Files are those of the samples, which change seldom.
const RUNS: [(&str, &[&str]); 6] = [
    ("reading", &["explain", "content/plain/breaking-a-paragraph-into-lines.md"]),
    ("epub", &["content/plain/breaking-a-paragraph-into-lines.md", "--to", "epub", "--cover-design", "none"]),
    ("epub with a cover of type", &["content/plain/breaking-a-paragraph-into-lines.md", "--to", "epub"]),
    ("pdf", &["content/plain/breaking-a-paragraph-into-lines.md", "--to", "pdf"]),
    ("both with pictures", &["content/zola/tides/index.md"]),
    ("book", &["content/plain", "--book", "Plain"]),
];

/// Whether instructions can be counted; if not, says so for `test`.
pub fn can_count(test: &str) -> bool {
    if cfg!(debug_assertions) {
        tools::say(&format!("skipped: {test}: instructions are counted in optimised builds: --release"));
        return false;
    }
    tools::program("valgrind", test)
}

/// Instructions of a run called `name` of the command, to which `with` adds the arguments.
pub fn instructions(name: &str, with: impl FnOnce(&mut Command) -> &mut Command) -> u64 {
    // Without its model of caches, Cachegrind takes a third of the time of Callgrind for the same number.
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(env!("CARGO_BIN_EXE_offprint"));
    let ran = tools::run(with(&mut command));
    assert!(ran.success, "{name}: {}", ran.stderr);
    let count = ran.stderr.lines().filter(|line| line.contains("I   refs:")).find_map(|line| line.rsplit(':').next());
    let count = count.and_then(|count| count.trim().replace(',', "").parse().ok());
    count.unwrap_or_else(|| panic!("no count: {}", ran.stderr))
}

/// What counts depend on beside the code.
fn machine() -> String {
    let first_line = |program: &str, argument: &str| {
        let ran = tools::run(Command::new(program).arg(argument));
        ran.stdout.lines().next().unwrap_or_default().to_owned()
    };
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let wide = if processor.contains(" avx2 ") { "AVX2" } else { "no AVX2" };
    [&first_line("rustc", "--version"), &first_line("getconf", "GNU_LIBC_VERSION"), wide].map(|it| it.trim()).join(", ")
}

fn stored() -> PathBuf {
    tools::project().join("tests/bench/instructions.txt")
}

/// The machine in the first line of `text`, and the counts in the others.
fn parsed(text: &str) -> (&str, BTreeMap<&str, u64>) {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let machine = lines.next().unwrap_or_default();
    let counts = lines.filter_map(|line| {
        let (name, count) = line.split_once(": ")?;
        Some((name, count.parse().ok()?))
    });
    (machine, counts.collect())
}

#[test]
fn runs_take_the_instructions_that_are_stored() {
    if !can_count("instructions of runs") {
        return;
    }
    let text = fs::read_to_string(stored()).unwrap_or_default();
    let (of, before) = parsed(&text);
    let (writing, here) = (env::var_os("OFFPRINT_WRITE_COUNTS").is_some(), machine());
    if !writing && of != here {
        return tools::say(&format!("skipped: instructions are stored for {of}, and this is {here}"));
    }
    let out = tools::workspace("counts").join("out/");
    let mut now = Vec::new();
    for (name, arguments) in RUNS {
        let count = instructions(name, |run| {
            run.current_dir(tools::project()).args(arguments).args(["--no-config", "--quiet"]);
            if arguments[0] == "explain" { run } else { run.args(["--jobs", "1", "--force", "-o"]).arg(&out) }
        });
        now.push((name, count));
    }
    if writing {
        let lines: String = now.iter().map(|(name, count)| format!("{name}: {count}\n")).collect();
        let head = "# Instructions of runs of a release build, written by the test `runs_take_the_instructions_that_are_stored` with\n\
                    # OFFPRINT_WRITE_COUNTS=1. The first line is what they depend on beside the code.\n";
        fs::write(stored(), format!("{head}{here}\n{lines}")).expect("the project can be written");
        return;
    }
    let mut slower = Vec::new();
    for (name, count) in now {
        let Some(before) = before.get(name) else {
            panic!("no count of `{name}` is stored; write it with OFFPRINT_WRITE_COUNTS=1")
        };
        let factor = count as f64 / *before as f64;
        tools::say(&format!("instructions, {name}: {:.1} million, {factor:.3} of what is stored", count as f64 / 1e6));
        if factor < LEAST {
            tools::say(&format!(
                "instructions, {name}: the stored figure is out of date; OFFPRINT_WRITE_COUNTS=1 writes it"
            ));
        }
        if factor > MOST {
            slower.push(format!("{name}: {before} before, {count} now"));
        }
    }
    assert!(slower.is_empty(), "{slower:#?}");
}
