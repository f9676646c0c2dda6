//! Makes the books of a run that are not as the journal knows them.
//!
//! The record of a book holds a record for each of its articles, with the questions that reading it asked. A book is made
//! again if one of them is another one, if an article changed, and if its title, its parts or its settings did.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::check::{MadeOf, Recipe, Seen};
use super::record::Failed;
use super::{Mode, Record, RecordedRun};
use crate::disk::deliver::OnDisk;
use crate::disk::input_below;
use crate::disk::stage::Staged;
use crate::job::{
    Book, BookOutcome, Cause, Digest, Drafts, Job, Outcome, Settings, TracedBook, Verdict, carry_out_book,
};

/// What the journal keeps of a book, besides its outputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BookRecord {
    /// What the books of the run were made by, such as `year`.
    pub by: String,
    /// Its title and those of its parts.
    pub titles: Vec<String>,
    /// Its articles, in their order.
    pub articles: Vec<Record>,
}

impl RecordedRun<'_> {
    /// Makes `book`, one of those `by` something, unless its outputs are what they would become.
    pub fn run_book(&self, book: &Book, settings: &Settings, by: &str) -> BookOutcome {
        let Some(first) = book.outputs.first() else { return self.disk.run_book(book, settings) };
        let recipe = recipe(book, settings);
        let known = self.journal.record(&first.path);
        let cause = match self.seen(known.as_ref(), |record| self.look_at_book(book, &recipe, record)) {
            Ok((record, fresh)) => {
                if let Some(fresh) = fresh.filter(|_| self.mode != Mode::Predict) {
                    self.journal.add(&first.path, &fresh);
                }
                return unchanged(book, record);
            }
            Err(cause) => cause,
        };
        if self.mode == Mode::Predict {
            return BookOutcome::due(book, cause);
        }
        let mut outcome = self.make_book(book, settings, (recipe, by));
        outcome.cause = Some(cause);
        outcome
    }

    fn make_book(&self, book: &Book, settings: &Settings, (recipe, by): (String, &str)) -> BookOutcome {
        let begun = SystemTime::now();
        let traced = TracedBook::new(self.disk);
        let mut delivery = OnDisk::later(book.over);
        let mut outcome = carry_out_book(book, settings, &traced, &mut delivery);
        let staged = delivery.into_staged();
        let published = staged.iter().try_for_each(Staged::sync);
        if let Err(error) = published.and_then(|()| staged.into_iter().try_for_each(Staged::publish)) {
            outcome.written.clear();
            outcome.error = Some(error);
        }
        if outcome.error.is_none()
            && let Some(first) = book.outputs.first()
            && let Some(record) = self.record_of_book(book, (settings, begun), &outcome, &traced)
        {
            let book = record.book.map(|known| Box::new(BookRecord { by: by.to_owned(), ..*known }));
            self.journal.add(&first.path, &Record { recipe, book, ..record });
        }
        outcome
    }

    /// Returns the record of a book that was made; `None` if it cannot be known again.
    fn record_of_book(
        &self,
        book: &Book,
        (settings, begun): (&Settings, SystemTime),
        outcome: &BookOutcome,
        traced: &TracedBook<'_>,
    ) -> Option<Record> {
        let article = |(job, outcome): (&Job, &Outcome)| {
            let trace = traced.trace(job)?;
            let failed = match &outcome.error {
                Some(error) => Some(Failed::of(error, || super::check::fonts(settings))?),
                None => None,
            };
            self.recorder().record(job, outcome, &MadeOf { trace, recipe: String::new(), begun, failed })
        };
        let articles: Vec<Record> = book.articles.iter().zip(&outcome.articles).map(article).collect::<Option<_>>()?;
        let outputs = outcome.written.iter().map(|output| self.recorder().kept(output)).collect::<Option<Vec<_>>>()?;
        Some(Record {
            input: book.title.clone(),
            // That of no folder: runs that convert articles one by one leave books alone.
            root: Digest::of(b""),
            recipe: String::new(),
            outputs,
            source: Digest::of(b""),
            stamp: None,
            asked: Vec::new(),
            stamps: Default::default(),
            said: outcome.diagnostics.clone(),
            skipped: None,
            failed: None,
            book: Some(Box::new(BookRecord { by: String::new(), titles: titles(book), articles })),
        })
    }

    /// Looks whether `book` is as `record` says. Returns the record with new stamps if files were compared.
    fn look_at_book(&self, book: &Book, recipe: &str, record: &Record) -> Result<Option<Record>, Cause> {
        let known = record.book.as_ref().ok_or(Cause::New)?;
        let is_same = |(job, article): (&Job, &Record)| input_below(job) == article.input && is_below(job, article);
        let same = known.articles.len() == book.articles.len();
        if !same || !book.articles.iter().zip(&known.articles).all(is_same) {
            return Err(Cause::Articles);
        }
        if record.recipe != recipe {
            return Err(Cause::Settings);
        }
        if known.titles != titles(book) {
            return Err(Cause::Titles);
        }
        // A book of which no article can be read has no outputs.
        if !record.outputs.is_empty()
            && let Some(other) = book.outputs.iter().find(|output| !self.is_as_written(output, record))
        {
            return Err(Cause::Output(other.path.clone()));
        }
        let mut fresh = record.clone();
        let mut changed = false;
        for (number, (job, article)) in book.articles.iter().zip(&known.articles).enumerate() {
            let in_article = |cause| Cause::Article(job.input.path().to_owned(), Box::new(cause));
            if let Seen::AsRead(now) = self.look_at_inputs(job, article).map_err(in_article)?
                && let Some(place) = fresh.book.as_mut().and_then(|known| known.articles.get_mut(number))
            {
                (*place, changed) = (*now, true);
            }
        }
        Ok(changed.then_some(fresh))
    }
}

/// Whether the article of `job` lies below the folder that `record` means.
fn is_below(job: &Job, record: &Record) -> bool {
    job.root.canonicalize().is_ok_and(|root| Digest::of(root.as_os_str().as_encoded_bytes()) == record.root)
}

/// Returns the recipe of `book`: its settings, those of its articles, and what the run decided about them.
fn recipe(book: &Book, settings: &Settings) -> String {
    let mut text = Recipe::of(settings).text().to_owned();
    for options in &book.reading {
        let settings = Settings { read: options.clone(), ..settings.clone() };
        text += &format!(" {}", Recipe::of(&settings).text());
    }
    for output in &book.outputs {
        text += &format!(" {}", output.format.extension());
    }
    for job in &book.articles {
        let drafts = if job.drafts == Drafts::Skip { "" } else { "d" };
        text += &format!(" {}{drafts}", job.settings);
    }
    Digest::of(text.as_bytes()).to_string()
}

fn titles(book: &Book) -> Vec<String> {
    let parts = book.parts.iter().map(|part| format!("{} {}", part.first, part.title));
    std::iter::once(book.title.clone()).chain(parts).collect()
}

/// Returns the outcome of a book that is as `record` says.
fn unchanged(book: &Book, record: &Record) -> BookOutcome {
    let articles = record.book.iter().flat_map(|known| &known.articles);
    let article =
        |(job, record): (&Job, &Record)| Outcome { written: Vec::new(), ..super::check::unchanged(job, record) };
    let mut outcome = BookOutcome { faulty: book.faulty, verdict: Verdict::Unchanged, ..BookOutcome::default() };
    outcome.articles = book.articles.iter().zip(articles).map(article).collect();
    outcome.diagnostics.clone_from(&record.said);
    if !record.outputs.is_empty() {
        outcome.written.clone_from(&book.outputs);
    }
    outcome
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::super::testing::{Archive, png};
    use super::*;
    use crate::disk::{Disk, Journal};
    use crate::job::{Faulty, Format, Input, Output, PartStart, Question};

    fn archive() -> Archive {
        Archive::with(&[
            ("in/a.md", "# One\n\nWords. [two](b.md)\n\n![Mill](mill.png)\n"),
            ("in/b.md", "# Two\n\nWords.\n"),
        ])
    }

    impl Archive {
        fn book(&self, names: &[&str]) -> Book {
            let job = |name: &&str| Job::new(Input::File(self.at(name)), self.at("in"));
            let mut book = Book::new("T", names.iter().map(job).collect());
            book.outputs = vec![Output { format: Format::Epub, path: self.at("out/T.epub") }];
            book.faulty = Faulty::LeaveOut;
            book
        }

        fn bind(&self, book: &Book, settings: &Settings, mode: Mode) -> BookOutcome {
            let journal = Journal::open(&self.at("out")).unwrap();
            let disk = Disk::for_many();
            let run = RecordedRun { disk: &disk, journal: &journal, mode, isolation: None };
            run.run_book(book, settings, "year")
        }

        fn cause_of(&self, book: &Book) -> Option<Cause> {
            let outcome = self.bind(book, &Settings::default(), Mode::Make);
            assert!(outcome.error.is_none(), "{:?}", outcome.error);
            outcome.cause
        }
    }

    fn in_article(cause: Option<Cause>) -> (String, Cause) {
        let Some(Cause::Article(path, cause)) = cause else { panic!("{cause:?}") };
        (Path::new(&path).file_name().unwrap().to_string_lossy().into_owned(), *cause)
    }

    #[test]
    fn a_book_is_made_again_only_when_something_in_it_changed() {
        let archive = archive();
        let both = archive.book(&["in/a.md", "in/b.md"]);
        assert_eq!(archive.cause_of(&both), Some(Cause::New));
        let written = fs::metadata(archive.at("out/T.epub")).unwrap().modified().unwrap();
        assert_eq!(archive.cause_of(&both), None);
        archive.write("in/b.md", "# Two\n\nWords.\n");
        archive.write("in/c.md", "# Three\n\nWords.\n");
        assert_eq!(archive.cause_of(&both), None, "the same content with a new time, and another article");
        assert_eq!(fs::metadata(archive.at("out/T.epub")).unwrap().modified().unwrap(), written);
        archive.write("in/b.md", "# Two\n\nOther words.\n");
        assert_eq!(in_article(archive.cause_of(&both)), ("b.md".into(), Cause::Text));
        archive.write("in/mill.png", png(300));
        let picture = Cause::Used(Question::Picture("mill.png".into()));
        assert_eq!(in_article(archive.cause_of(&both)), ("a.md".into(), picture));
        assert_eq!(archive.cause_of(&both), None);
        assert_eq!(archive.cause_of(&archive.book(&["in/b.md", "in/a.md"])), Some(Cause::Articles), "another order");
        assert_eq!(archive.cause_of(&archive.book(&["in/b.md"])), Some(Cause::Articles));
        assert_eq!(archive.cause_of(&both), Some(Cause::Articles));
        let parts = vec![PartStart { first: 0, title: "May".into() }];
        assert_eq!(archive.cause_of(&Book { parts, ..both.clone() }), Some(Cause::Titles));
        assert_eq!(archive.cause_of(&Book { title: "U".into(), ..both.clone() }), Some(Cause::Titles));
        archive.write("out/T.epub", "");
        assert_eq!(
            archive.cause_of(&Book { title: "U".into(), ..both.clone() }),
            Some(Cause::Output(archive.at("out/T.epub")))
        );
        let drafts = |drafts| {
            let mut book = both.clone();
            book.articles.iter_mut().for_each(|job| job.drafts = drafts);
            book
        };
        archive.cause_of(&drafts(Drafts::Convert));
        assert_eq!(archive.cause_of(&drafts(Drafts::Skip)), Some(Cause::Settings));
        let french = crate::read::Options { lang: Some("fr".into()), ..Default::default() };
        let read = |reading: Vec<crate::read::Options>| Book { reading, ..drafts(Drafts::Skip) };
        assert_eq!(
            archive.cause_of(&read(vec![french.clone()])),
            Some(Cause::Settings),
            "files of folders say another"
        );
        assert_eq!(archive.cause_of(&read(vec![french])), None);
        let mut settings = Settings::default();
        settings.read.lang = Some("fr".into());
        let titled = Book { title: "U".into(), ..both.clone() };
        assert_eq!(archive.bind(&titled, &settings, Mode::Make).cause, Some(Cause::Settings));
        assert_eq!(archive.bind(&titled, &settings, Mode::MakeAll).cause, Some(Cause::Forced));
    }

    #[test]
    fn what_was_said_and_what_failed_is_known_and_a_prediction_writes_nothing() {
        let archive = archive();
        archive.write("in/bad.md", b"Words \xff\xfe\xfa");
        let book = archive.book(&["in/a.md", "in/bad.md"]);
        let predicted = archive.bind(&book, &Settings::default(), Mode::Predict);
        assert_eq!((predicted.verdict, predicted.cause), (Verdict::Due, Some(Cause::New)));
        assert!(!archive.at("out/T.epub").exists());
        let first = archive.bind(&book, &Settings::default(), Mode::Make);
        let second = archive.bind(&book, &Settings::default(), Mode::Make);
        assert_eq!((first.verdict, second.verdict), (Verdict::Made, Verdict::Unchanged));
        assert!(!first.articles[0].diagnostics.is_empty());
        assert_eq!(first.articles[0].diagnostics, second.articles[0].diagnostics);
        let failure = |outcome: &BookOutcome| outcome.articles[1].error.as_ref().map(|error| error.code());
        assert_eq!((failure(&first), failure(&second)), (Some("not-utf8"), Some("not-utf8")));
        archive.write("in/bad.md", "# Good\n\nWords.");
        assert_eq!(in_article(archive.cause_of(&book)), ("bad.md".into(), Cause::Text));
    }
}
