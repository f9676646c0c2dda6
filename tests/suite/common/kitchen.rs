//! A folder in which tests run the binary. Each file of tests uses a part of it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A short article.
pub const ARTICLE: &str =
    "---\ntitle: Bread\nauthor: Ada Baker\nlang: en\ndate: 2021-03-04\n---\n\nFlour and water, and a little salt.\n";

/// A folder with `files`, and the binary to run in it.
pub struct Kitchen {
    folder: TempDir,
}

impl Kitchen {
    pub fn with(files: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in files {
            write(&folder.path().join(name), content);
        }
        Self { folder }
    }

    /// Writes a file.
    pub fn write(&self, name: &str, content: &[u8]) {
        write(&self.path(name), content);
    }

    pub fn article() -> Self {
        Self::with(&[("bread.md", ARTICLE.as_bytes())])
    }

    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_offprint"));
        command.args(arguments).current_dir(self.folder.path());
        command.env_remove("SOURCE_DATE_EPOCH").env_remove("NO_COLOR");
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        Run::of(&self.command(arguments).stdin(Stdio::null()).output().unwrap())
    }

    pub fn pipe(&self, arguments: &[&str], input: &[u8]) -> Run {
        let mut child = self.command(arguments);
        let child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = child.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        Run::of(&child.wait_with_output().unwrap())
    }

    /// Every file but journals, by its path below the folder, sorted.
    pub fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        list(self.folder.path(), self.folder.path(), &mut found);
        found.sort();
        found
    }
}

fn write(path: &Path, content: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}

fn list(folder: &Path, top: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => list(&path, top, found),
            false if path.ends_with(".offprint.journal") => {}
            false => found.push(path.strip_prefix(top).unwrap().to_str().unwrap().replace('\\', "/")),
        }
    }
}

/// How a run of the binary ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: Vec<u8>,
    pub err: String,
}

impl Run {
    pub fn of(output: &Output) -> Self {
        let err = String::from_utf8(output.stderr.clone()).unwrap();
        Self { code: output.status.code().expect("ended by a signal"), out: output.stdout.clone(), err }
    }

    /// Asserts that it ended with `code`, and said `words` in a single message.
    pub fn refused(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{}", self.err);
        let messages = self.err.lines().filter(|line| line.starts_with("error") || line.starts_with("warning"));
        assert_eq!(messages.count(), 1, "one message: {}", self.err);
        words.iter().for_each(|words| assert!(self.err.contains(words), "{words:?} is not in: {}", self.err));
    }

    pub fn succeeded(&self) -> &Self {
        assert_eq!(self.code, 0, "{}", self.err);
        self
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }
}
