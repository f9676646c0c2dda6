//! How good the pages are, counted from the layout of every sample in `content/` and, where `OFFPRINT_CORPUS` names the
//! folder of a training corpus, of every article in it.
//!
//! The counts come from what is placed on the pages and from the structure it belongs to ([`lines`]), so they know
//! nothing of how pages were broken. Run it with `cargo test --release page_quality -- --nocapture`;
//! `OFFPRINT_PAGE_DETAILS=1` adds every fault with article and page, `OFFPRINT_PAGE_DESIGN` names a design or the path of a
//! `design.toml` to count in instead of `article`; only `article` has to keep what is asserted of short pages.

mod faults;
mod lines;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::common::tools;
use faults::{Counts, Faults, Kind};
use offprint::archive::{self, OutputPlace, Request};
use offprint::design::custom::PaperSize;
use offprint::diag::{Diagnostics, Error};
use offprint::disk::{self, DiskFiles};
use offprint::epub::Device;
use offprint::job::{self, Drafts, Format, Input, Job, Outcome, Settings};
use offprint::layout::{self, Item};

/// Articles that a list of the worst ones has at most.
const WORST: usize = 12;
/// Names the design.
const DESIGN: &str = "OFFPRINT_PAGE_DESIGN";

/// What was found in one article.
struct Found {
    /// The folder that it is counted under.
    archive: String,
    path: PathBuf,
    faults: Faults,
}

#[test]
fn the_pages_of_the_samples_have_no_faults() {
    let found = measure(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content"));
    let counts = report("samples", &found);
    assert!(counts.pages >= found.len() && found.len() >= 9, "{} samples", found.len());
    assert_no_faults(&counts);
}

#[test]
fn the_pages_of_the_corpus_have_hardly_a_fault() {
    let Some(corpus) = tools::corpus("quality of pages") else {
        return;
    };
    let counts = report("corpus", &measure(&corpus));
    assert_no_faults(&counts);
    let (short, full) = (counts.short_by(3), counts.pages - counts.articles);
    assert!(
        short * 100 <= full || std::env::var_os(DESIGN).is_some(),
        "{short} of {full} pages are short by more than two lines"
    );
}

/// What must not be on any page; notes may leave their call's page once in a hundred.
fn assert_no_faults(counts: &Counts) {
    for kind in [Kind::Widow, Kind::Orphan, Kind::StrandedHeading, Kind::StrandedLabel] {
        assert_eq!(counts.of(kind), 0, "{}", kind.name());
    }
    let away = counts.of(Kind::NoteAway);
    assert!(away * 100 <= counts.notes, "{away} of {} notes begin on another page than their call", counts.notes);
}

/// The settings, with the design that is asked for.
fn settings() -> Settings {
    let mut settings = Settings::default();
    let Some(wanted) = std::env::var(DESIGN).ok() else { return settings };
    if let Some(design) = PaperSize::default().design(&wanted) {
        settings.design = design;
        return settings;
    }
    let source = disk::load(&Input::File(wanted.into())).expect("a design");
    let (looks, _) = disk::load_design(&source, None).expect("a design without mistakes");
    (settings.design, settings.fonts) = (looks.design, looks.fonts);
    settings
}

/// Typesets every article below `folder` and counts its faults.
fn measure(folder: &Path) -> Vec<Found> {
    let jobs = jobs(folder);
    let settings = settings();
    let found = Mutex::new(Vec::new());
    let work = |job: &Job| {
        if let Some(faults) = typeset(job, &settings) {
            let path = job.input.path().strip_prefix(folder).expect("articles lie in the folder").to_owned();
            let archive = path.iter().next().unwrap_or_default().to_string_lossy().into_owned();
            found.lock().expect("no other thread failed").push(Found { archive, path, faults });
        }
        Outcome::default()
    };
    archive::run(&jobs, None, &work, &|_, _| {}).expect("threads can be started");
    let mut found = found.into_inner().expect("no thread failed");
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The faults of one article; `None` where front matter is all there is, or no font of this machine has its letters: it is
/// refused then.
fn typeset(job: &Job, settings: &Settings) -> Option<Faults> {
    let path = job.input.path();
    let source = disk::load(&job.input).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let files = DiskFiles::new(&job.root, path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut diagnostics = Diagnostics::new();
    match job::read_article(&source, settings, &files, &mut diagnostics) {
        Ok(article) => {
            let pages = layout::typeset(&article, &settings.design, &settings.fonts, &mut diagnostics);
            is_made(&pages).then(|| faults::count(&pages, &settings.design))
        }
        Err(Error::Empty { .. } | Error::NoText { .. }) => None,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

/// Whether fonts have all letters of `pages` but one in fifty, at most.
fn is_made(pages: &layout::Pages) -> bool {
    let (mut letters, mut missing) = (0, 0);
    for (_, placed) in pages.pages.iter().flat_map(|page| &page.frame.items) {
        match &placed.item {
            Item::Text(run) => letters += run.text.chars().filter(|c| c.is_alphabetic()).count(),
            Item::Outline { text: Some(text), .. } => missing += text.chars().filter(|c| c.is_alphabetic()).count(),
            _ => {}
        }
    }
    missing * 50 <= letters + missing
}

fn jobs(folder: &Path) -> Vec<Job> {
    let found = disk::scan(folder, None).expect("the folder can be listed");
    let request = |article: PathBuf| {
        let mut request = Request::found(article, folder);
        request.drafts = Drafts::Convert;
        request
    };
    let requests = found.articles.into_iter().map(request).collect();
    let nowhere = OutputPlace::Folder(Path::new(env!("CARGO_TARGET_TMPDIR")).join("page-quality"));
    archive::plan(requests, &nowhere, &[Format::Pdf], Device::Any).expect("no two articles share a name")
}

/// Prints the counts by archive and the worst articles; gives the sum.
fn report(title: &str, found: &[Found]) -> Counts {
    let mut archives: BTreeMap<&str, Counts> = BTreeMap::new();
    let mut sum = Counts::default();
    for one in found {
        archives.entry(&one.archive).or_default().add(&one.faults.counts);
        sum.add(&one.faults.counts);
    }
    println!("{title}\n{}", Counts::heading());
    archives.iter().for_each(|(name, counts)| println!("{}", counts.row(name)));
    println!("{}", sum.row("all"));
    println!("what begins the page after a short one: {}", sum.causes());
    let weight = |one: &&Found| one.faults.list.iter().filter(|fault| fault.kind != Kind::HyphenAtEnd).count();
    let mut worst: Vec<&Found> = found.iter().filter(|one| weight(one) > 0).collect();
    worst.sort_by_key(|one| std::cmp::Reverse(weight(one)));
    let all = std::env::var_os("OFFPRINT_PAGE_DETAILS").is_some();
    for one in worst.iter().take(if all { usize::MAX } else { WORST }) {
        println!("{:3} in {}", weight(one), one.path.display());
        for fault in one.faults.list.iter().filter(|_| all) {
            println!("    page {}: {} {}", fault.page + 1, fault.kind.name(), fault.what);
        }
    }
    sum
}
