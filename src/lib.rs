//! Offprint turns an article into an EPUB 3 and a typeset, tagged PDF.

pub mod archive;
pub mod article;
pub mod design;
pub mod diag;
pub mod epub;
pub mod job;
pub mod labels;
pub mod layout;
pub mod pdf;
pub mod read;
pub mod source;
pub mod text;
pub mod units;
