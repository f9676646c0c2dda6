//! The disk: articles and pictures from files, outputs into files.
//!
//! [`Disk`] gives [`job`] what it needs from the disk, and writes its outputs there. Only this module reads and writes
//! files; [`archive`](crate::archive) asks it where things are, and [`text`](crate::text) loads the fonts of the
//! system.
//!
//! - `files`: what an article may read, which is what is below its root; `library`: articles by their names;
//!   `listings`: the names in folders; `places`: where folders really are
//! - `scan`: finds the articles of a folder; `load`: reads one; `sites`: where the top of a site is
//! - `shelf`: where the outputs of a run lie, for links between them
//! - `deliver`, `stage` and `noted`: write outputs that are complete or absent; `ours`: which files they may replace
//! - `journal`: what each article was made of, so that a later run makes only what changed
//! - `temporary` and `strays`: files without a final name, and those that a killed run left
//! - `design`: loads a `design.toml` with its fonts

mod deliver;
mod design;
mod error;
mod files;
mod journal;
mod library;
mod listings;
mod load;
mod noted;
mod ours;
mod paths;
mod places;
mod scan;
mod shelf;
mod sites;
mod stage;
mod strays;
mod temporary;

pub use design::{Looks, install_font, load_design};
pub use files::{DiskFiles, input_below};
pub use journal::{
    Alone, BookRecord, Ending, Failed, Isolation, JOURNAL, Journal, Kept, Mode, Prepared, Recipe, Record, RecordedRun,
    Skip, Stamp, Told,
};
pub use load::{load, read_limited};
pub use ours::is_ours;
pub use scan::{Rules, Scan, Skipped, is_foreign, scan, scan_by};
pub use shelf::Shelf;
pub use sites::{SiteReport, SiteStatement, leave_out_parts, site_top, survey};
pub use stage::prepare_folder;
pub use strays::clear_strays;

use std::sync::Arc;

use crate::diag::Error;
use crate::job::{self, Book, BookOutcome, Job, Opened, Outcome, Provider, Settings};
use crate::read::Web;
use crate::site::SiteFault;
use deliver::OnDisk;
use library::Library;
use listings::Listings;
use places::Places;

/// The disk as provider of articles and destination of outputs. Clones share what they found in folders.
///
/// ```
/// use offprint::Settings;
/// use offprint::disk::Disk;
/// use offprint::job::{Format, Input, Job, Output};
///
/// let folder = tempfile::tempdir()?;
/// let (article, pdf) = (folder.path().join("bread.md"), folder.path().join("bread.pdf"));
/// std::fs::write(&article, "# Bread\n\nFlour and water, and a little salt.\n")?;
/// let mut job = Job::new(Input::File(article), folder.path());
/// job.outputs = vec![Output { format: Format::Pdf, path: pdf.clone() }];
/// let outcome = Disk::default().run(&job, &Settings::default());
/// assert!(outcome.error.is_none());
/// assert!(std::fs::read(&pdf)?.starts_with(b"%PDF-1."));
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Disk {
    library: Library,
    listings: Listings,
    places: Places,
    web: Option<Arc<dyn Web>>,
    shelf: Option<Arc<Shelf>>,
}

impl Provider for Disk {
    fn open(&self, job: &Job) -> Result<Opened<'_>, Error> {
        let source = load(&job.input)?;
        Ok(Opened { source, files: Box::new(self.files(job)?) })
    }
}

impl Disk {
    /// Returns a disk for a run of many articles, which share what is found in their folders. Files that are added
    /// later may be missed.
    pub fn for_many() -> Self {
        Self { listings: Listings::shared(), places: Places::shared(), ..Self::default() }
    }

    /// Returns the same disk with a source of pictures that articles name by their address, such as a
    /// [`Fetcher`](crate::fetch::Fetcher). Without one, such pictures are missing, and nothing is fetched.
    pub fn with_web(self, web: Arc<dyn Web>) -> Self {
        Self { web: Some(web), ..self }
    }

    /// Returns the same disk with the planned outputs of a run, to which links between articles may lead.
    pub fn with_shelf(self, shelf: Arc<Shelf>) -> Self {
        Self { shelf: Some(shelf), ..self }
    }

    /// Returns what is wrong with the configuration of the sites whose articles were converted, each with the root of the
    /// articles.
    pub fn site_faults(&self) -> Vec<(std::path::PathBuf, SiteFault)> {
        self.library.faults()
    }

    /// Returns the path of the article of `job` below its root; see [`input_below`].
    fn input_below(&self, job: &Job) -> String {
        files::placed_below(job, &self.places)
    }

    /// Returns a digest of where the root of `job` is; `None` if there is no such folder.
    fn root_digest(&self, job: &Job) -> Option<job::Digest> {
        let root = self.places.real(&job.root).ok()?;
        Some(job::Digest::of(root.as_os_str().as_encoded_bytes()))
    }

    /// Returns the files that the article of `job` may name.
    fn files(&self, job: &Job) -> Result<DiskFiles, Error> {
        let files = DiskFiles::placed(&job.root, job.input.path(), &self.places)?;
        Ok(files
            .sharing(&self.library, &self.listings.for_article())
            .with_web(self.web.as_ref())
            .on(self.shelf.as_ref(), job))
    }

    /// Converts the article of `job`: reads it, makes all of its outputs, then writes them.
    pub fn run(&self, job: &Job, settings: &Settings) -> Outcome {
        job::carry_out(job, settings, self, &mut OnDisk::new(job.over))
    }

    /// Makes `book`: reads its articles, makes all of its outputs, then writes them.
    pub fn run_book(&self, book: &Book, settings: &Settings) -> BookOutcome {
        job::carry_out_book(book, settings, self, &mut OnDisk::new(book.over))
    }
}
