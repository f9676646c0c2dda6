//! Batches: [`plan`] decides what is written where for many articles, [`run`] converts them in parallel.
//!
//! Planning is done before any work: articles that want the same name get distinct ones, and an output that would
//! overwrite an input is detected before a byte is written. A run continues after a failed article, and gives the same
//! bytes and the same order of reports for any number of threads. [`scan`](crate::disk::scan) finds the articles of a
//! folder.
//!
//! # A folder
//!
//! ```
//! use offprint::archive::{OutputPlace, Request, plan, run};
//! use offprint::disk::{Disk, scan};
//! use offprint::epub::Device;
//! use offprint::{Format, Settings};
//!
//! let folder = tempfile::tempdir()?;
//! std::fs::write(folder.path().join("bread.md"), "# Bread\n\nFlour and water.\n")?;
//! std::fs::write(folder.path().join("salt.md"), "# Salt\n\nA little.\n")?;
//!
//! let found = scan(folder.path(), None)?;
//! let requests = found.articles.into_iter().map(|article| Request::found(article, folder.path())).collect();
//! let jobs = plan(requests, &OutputPlace::Beside, &[Format::Epub], Device::Any)?;
//! let (disk, settings) = (Disk::default(), Settings::default());
//! run(&jobs, None, &|job| disk.run(job, &settings), &|number, outcome| {
//!     assert!(outcome.error.is_none(), "{}", jobs[number].input.path().display());
//! })?;
//! assert!(folder.path().join("salt.epub").is_file());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod books;
mod clash;
mod irregular;
mod name;
mod pattern;
mod plan;
mod request;
mod run;

pub use books::{Group, GroupBy, Grouping, Member, PartsBy, Rest, group, parts_in_order, volumes};
pub use pattern::{NamePattern, PatternError};
pub use plan::{Conflict, Conflicts, plan, plan_book, plan_books};
pub use request::{Name, OutputPlace, Request};
pub use run::{is_full, run, run_and_commit, run_until};
