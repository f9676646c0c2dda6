//! Many articles: find them ([`scan`]), say what becomes of each ([`plan`]), convert them in parallel ([`run`]).
//!
//! Planning comes before any work: articles that want one name get distinct ones, and an output that would overwrite an
//! input is known before a byte is written. Running keeps going after a bad article, and gives the same bytes and the same
//! order of reports for any number of threads.

pub mod anthology;
mod clash;
mod name;
mod plan;
mod run;
mod scan;

pub use plan::{Conflict, Conflicts, Place, Request, plan, plan_book};
pub use run::{run, run_until};
pub use scan::{Scan, Skipped, scan};
