//! Programs from outside.

use std::env;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a program printed and whether it was content.
pub struct Ran {
    pub success: bool,
    pub stdout: String,
    pub stderr: String,
}

/// Runs `command` to its end.
pub fn run(command: &mut Command) -> Ran {
    let output = command.output().unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
    Ran {
        success: output.status.success(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The folder that `tests/conformance/run` installs into.
fn installed() -> Option<PathBuf> {
    env::var_os("OFFPRINT_VALIDATORS").map(PathBuf::from).filter(|folder| folder.is_dir())
}

/// `name` in the folder of validators; says that `test` is skipped if it is not there.
pub fn validator(name: &str, test: &str) -> Option<PathBuf> {
    let found = installed().map(|folder| folder.join(name)).filter(|path| path.exists());
    if found.is_none() {
        skip(test, name);
    }
    found
}

/// Whether the program `name` can be run; says that `test` is skipped if not.
pub fn program(name: &str, test: &str) -> bool {
    let found =
        env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(name).is_file()));
    if !found {
        skip(test, name);
    }
    found
}

/// Says that `test` is skipped for want of `what`; fails where validators are required.
pub fn skip(test: &str, what: &str) {
    assert!(env::var_os("OFFPRINT_REQUIRE_VALIDATORS").is_none(), "{test} needs {what}, which is required");
    say(&format!("skipped: {test}: {what} is not installed"));
}

/// Says `line` to whoever runs the tests; unlike `eprintln!` it is shown for tests that pass.
pub fn say(line: &str) {
    writeln!(std::io::stderr().lock(), "{line}").expect("standard error can be written");
}

/// Whether `signal` (`INT`, `TERM`, `HUP`) is ignored in this process, and says so: the command then ignores it too. `nohup`
/// and scripts that start a job in the background do that.
pub fn is_ignored(signal: &str, test: &str) -> bool {
    let number =
        [("HUP", 1), ("INT", 2), ("TERM", 15)].into_iter().find(|(name, _)| *name == signal).expect("a signal").1;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap_or("0");
    let ignored = u64::from_str_radix(mask.trim(), 16).expect("a mask") >> (number - 1) & 1 == 1;
    if ignored {
        say(&format!("skipped: {test}: SIG{signal} is ignored here"));
    }
    ignored
}

/// The folder of the training corpus, if one is named; fails where the corpus is required.
pub fn corpus(test: &str) -> Option<PathBuf> {
    let folder = env::var_os("OFFPRINT_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        assert!(env::var_os("OFFPRINT_REQUIRE_CORPUS").is_none(), "{test} needs the corpus, which is required");
        say(&format!("skipped: {test}: OFFPRINT_CORPUS names no corpus"));
    }
    folder
}

/// The scraped article that lies beside the corpus.
pub fn seed(test: &str) -> Option<PathBuf> {
    let path = corpus(test)?.join("../seed/article.txt");
    path.is_file().then_some(path)
}

/// `java` with the jars of a folder, set up for short runs.
pub fn java(class_path: &str) -> Command {
    let mut command = Command::new("java");
    command.args(["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", class_path]);
    command
}

/// The top folder of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder `name` for the files of a test.
pub fn workspace(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("an old workspace can be removed");
    }
    std::fs::create_dir_all(&folder).expect("a workspace can be made");
    folder
}
