use std::fs;

use super::testing::{Archive, png};
use super::*;
use crate::disk::clear_strays;
use crate::job::{Cause, Digest, Format, Input, Job, Output, Question, Settings, Verdict};

fn record(input: &str) -> Record {
    Record {
        input: input.to_owned(),
        root: Digest::of(b"root"),
        recipe: "r".to_owned(),
        outputs: Vec::new(),
        source: Digest::of(b"text"),
        stamp: None,
        asked: vec![(Question::Read("a.png".into()), Some(Digest::of(b"png")))],
        stamps: BTreeMap::new(),
        said: Vec::new(),
        skipped: None,
        failed: None,
        book: None,
    }
}

fn inputs(journal: &Journal, outputs: &[&str]) -> Vec<Option<String>> {
    let one = |output: &&str| journal.record(&journal.folder().join(output)).map(|record| record.input);
    outputs.iter().map(one).collect()
}

#[test]
fn the_last_line_about_an_article_counts() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let journal = Journal::open(folder.path()).unwrap();
    journal.add(&at("a.epub"), &record("old.md"));
    journal.add(&at("a.epub"), &record("a.md"));
    journal.add(&at("x y/100%.epub"), &record("odd.md"));
    journal.add(&at("gone.epub"), &record("gone.md"));
    journal.remove(&at("gone.epub"));
    journal.finish();
    let journal = Journal::open(folder.path()).unwrap();
    let expected = [Some("a.md".to_owned()), Some("odd.md".to_owned()), None, None];
    assert_eq!(inputs(&journal, &["a.epub", "x y/100%.epub", "gone.epub", "never.epub"]), expected);
}

#[test]
fn torn_and_damaged_lines_are_ignored_and_the_others_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let journal = Journal::open(folder.path()).unwrap();
    for name in ["a", "b", "c"] {
        journal.add(&at(&format!("{name}.epub")), &record(&format!("{name}.md")));
    }
    drop(journal);
    let path = at(JOURNAL);
    let whole = fs::read(&path).unwrap();
    let second = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).unwrap().0 + 30;
    for cut in (HEADER.len()..whole.len()).step_by(7).chain([whole.len() - 1]) {
        fs::write(&path, &whole[..cut]).unwrap();
        let journal = Journal::open(folder.path()).unwrap();
        journal.add(&at("d.epub"), &record("d.md"));
        drop(journal);
        let journal = Journal::open(folder.path()).unwrap();
        let known = inputs(&journal, &["a.epub", "b.epub", "c.epub", "d.epub"]);
        assert_eq!(known[3].as_deref(), Some("d.md"), "what follows a torn line at {cut} is readable");
        assert_eq!(known[2], None, "cut at {cut}");
    }
    let mut damaged = whole.clone();
    damaged[second] ^= 1;
    fs::write(&path, damaged).unwrap();
    let journal = Journal::open(folder.path()).unwrap();
    let known = inputs(&journal, &["a.epub", "b.epub", "c.epub"]);
    assert_eq!(known, [Some("a.md".to_owned()), None, Some("c.md".to_owned())]);
}

#[test]
fn a_journal_of_another_version_is_thrown_away() {
    let folder = tempfile::tempdir().unwrap();
    for text in ["offprint-journal 2\nx\n", "", "offprint", "\u{0}\u{1}binary", "# Notes\n"] {
        fs::write(folder.path().join(JOURNAL), text).unwrap();
        let journal = Journal::open(folder.path()).unwrap();
        journal.add(&folder.path().join("a.epub"), &record("a.md"));
        drop(journal);
        let journal = Journal::open(folder.path()).unwrap();
        assert_eq!(inputs(&journal, &["a.epub"]), [Some("a.md".to_owned())], "{text:?}");
    }
}

#[test]
fn lines_that_are_out_of_date_are_dropped_when_there_are_many() {
    let folder = tempfile::tempdir().unwrap();
    let journal = Journal::open(folder.path()).unwrap();
    for round in 0..600 {
        journal.add(&folder.path().join("a.epub"), &record(&format!("{round}.md")));
    }
    journal.add(&folder.path().join("b.epub"), &record("b.md"));
    let long = fs::metadata(folder.path().join(JOURNAL)).unwrap().len();
    journal.finish();
    let short = fs::metadata(folder.path().join(JOURNAL)).unwrap().len();
    assert!(short * 100 < long, "{short} of {long}");
    let journal = Journal::open(folder.path()).unwrap();
    assert_eq!(inputs(&journal, &["a.epub", "b.epub"]), [Some("599.md".to_owned()), Some("b.md".to_owned())]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a file was left behind");
}

#[test]
fn two_runs_do_not_write_into_one_folder() {
    let folder = tempfile::tempdir().unwrap();
    let first = Journal::open(folder.path()).unwrap();
    let error = Journal::open(folder.path()).unwrap_err();
    assert!(error.to_string().contains("another run"), "{error}");
    drop(first);
    assert!(Journal::open(folder.path()).is_ok());
}

/// An archive with one article.
fn archive_of(text: &str) -> Archive {
    Archive::with(&[("in/a.md", text)])
}

impl Archive {
    fn run(&self, mode: Mode, settings: &Settings) -> crate::job::Outcome {
        let journal = Journal::open(&self.at("out")).unwrap();
        let mut job = Job::new(Input::File(self.at("in/a.md")), self.at("in"));
        job.outputs = vec![Output { format: Format::Epub, path: self.at("out/a.epub") }];
        let disk = Disk::for_many();
        let run = RecordedRun { disk: &disk, journal: &journal, mode, isolation: None };
        run.run(&job, settings, &Recipe::of(settings))
    }

    fn cause(&self) -> Option<Cause> {
        let outcome = self.run(Mode::Make, &Settings::default());
        assert!(outcome.error.is_none(), "{:?}", outcome.error);
        outcome.cause
    }
}

#[test]
fn an_article_is_made_again_only_when_something_that_it_used_changed() {
    let archive = archive_of("# Mill\n\nWords.\n\n![Mill](mill.png)\n");
    assert_eq!(archive.cause(), Some(Cause::New));
    assert_eq!(archive.cause(), None);
    archive.write("in/b.md", b"Another article.");
    assert_eq!(archive.cause(), None);
    archive.write("in/a.md", b"# Mill\n\nWords.\n\n![Mill](mill.png)\n");
    assert_eq!(archive.cause(), None, "the same content with a new time");
    archive.write("in/images/mill.png", png(300));
    let cause = archive.cause().expect("the picture was missing");
    assert_eq!(cause, Cause::Used(Question::Picture("mill.png".into())));
    archive.write("in/images/mill.png", png(301));
    assert_eq!(archive.cause(), Some(Cause::Used(Question::Read("images/mill.png".into()))));
    archive.write("in/a.md", b"# Mill\n\nOther words.");
    assert_eq!(archive.cause(), Some(Cause::Text));
    let output = archive.folder.path().join("out/a.epub");
    fs::write(&output, "").unwrap();
    assert_eq!(archive.cause(), Some(Cause::Output(output)));
    assert_eq!(archive.cause(), None);
    let mut settings = Settings::default();
    settings.read.lang = Some("fr".into());
    assert_eq!(archive.run(Mode::Make, &settings).cause, Some(Cause::Settings));
}

#[test]
fn an_unchanged_article_keeps_its_file_and_its_warnings() {
    let archive = archive_of("# Mill\n\n![Mill](gone.png)\n");
    let first = archive.run(Mode::Make, &Settings::default());
    let stamp = || Stamp::of(&fs::metadata(archive.folder.path().join("out/a.epub")).unwrap());
    let before = stamp();
    let second = archive.run(Mode::Make, &Settings::default());
    assert_eq!((second.verdict, stamp()), (Verdict::Unchanged, before));
    assert!(!first.diagnostics.is_empty());
    assert_eq!(first.diagnostics, second.diagnostics);
    assert_eq!(archive.run(Mode::MakeAll, &Settings::default()).cause, Some(Cause::Forced));
    assert_ne!(stamp(), before);
}

#[test]
fn a_prediction_writes_nothing() {
    let archive = archive_of("# Mill\n\nWords.");
    let outcome = archive.run(Mode::Predict, &Settings::default());
    assert_eq!((outcome.verdict, outcome.cause), (Verdict::Due, Some(Cause::New)));
    assert!(!archive.folder.path().join("out/a.epub").exists());
}

#[test]
fn a_draft_is_known_without_being_read_again() {
    let archive = archive_of("---\ndraft: true\n---\n# Mill\n\nWords.");
    let at = |name: &str| archive.folder.path().join(name);
    let journal = Journal::open(&at("out")).unwrap();
    let mut job = Job::new(Input::File(at("in/a.md")), at("in"));
    job.outputs = vec![Output { format: Format::Epub, path: at("out/a.epub") }];
    job.drafts = crate::job::Drafts::Skip;
    let disk = Disk::for_many();
    let run = RecordedRun { disk: &disk, journal: &journal, mode: Mode::Make, isolation: None };
    let (settings, recipe) = (Settings::default(), Recipe::of(&Settings::default()));
    let first = run.run(&job, &settings, &recipe);
    let second = run.run(&job, &settings, &recipe);
    assert_eq!((first.skipped, second.skipped, second.verdict), (first.skipped, first.skipped, Verdict::Unchanged));
    assert!(first.skipped.is_some());
    job.drafts = crate::job::Drafts::Convert;
    assert_eq!(run.run(&job, &settings, &recipe).cause, Some(Cause::Settings));
    clear_strays(&[job]);
}

#[test]
fn a_failure_that_would_come_again_is_known_until_something_changes() {
    let archive = archive_of("");
    archive.write("in/a.md", b"\xff\xfeWords");
    let run = || archive.run(Mode::Make, &Settings::default());
    let (first, second) = (run(), run());
    let said = |outcome: &crate::job::Outcome| {
        outcome.error.as_ref().map(|error| (error.code(), error.to_string())).expect("it fails")
    };
    assert_eq!((first.verdict, second.verdict), (Verdict::Made, Verdict::Unchanged));
    assert_eq!(said(&first), said(&second));
    archive.write("in/a.md", b"# Mill\n\nWords.");
    assert_eq!(archive.cause(), Some(Cause::Text));
    assert_eq!(archive.cause(), None);
}
