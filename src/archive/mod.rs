//! Many articles: find them ([`scan`]), say what becomes of each ([`plan`]), convert them in parallel ([`run`]).
//!
//! Planning comes before any work: two articles that want one output, or an output that would overwrite an input, are
//! known before a byte is written. Running keeps going after a bad article, and gives the same bytes and the same
//! order of reports for any number of threads.

pub mod anthology;
mod name;
mod plan;
mod run;
mod scan;

pub use plan::{Conflict, Place, Request, plan, plan_book};
pub use run::run;
pub use scan::{Scan, Skipped, scan};
