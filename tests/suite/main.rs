//! All tests from outside the library, in one program: what a caller of the library and a user of the command would miss.
//!
//! A test of one file is run by its path, as in `cargo test --test suite cli::`. What the tests share is in `common`; tests
//! of whole outputs, some of them with validators, are in `conformance`.

mod aborts;
mod alone;
mod archive_runs;
mod book;
mod book_by;
mod boxes;
mod check_print;
mod choosing;
mod cli;
mod cli_runs;
mod common;
mod config;
mod conformance;
mod copyfit;
mod covers;
mod credit_places;
mod design;
mod devices;
mod embedded_fonts;
mod epub;
mod epub_checklist;
mod fetch;
mod flow;
mod fragments;
mod hostile;
mod html_places;
mod library_links;
mod limits;
mod manual;
mod page_marks;
mod page_quality;
mod picture_places;
mod pictures;
mod random_html;
mod read_archives;
mod read_hostile;
mod read_marks;
mod rights;
mod sites;
