//! Whole outputs, judged from outside: by validators, by the words in them, and by doing everything twice.
//!
//! What these tests convert are the samples of `content/` and, where `OFFPRINT_CORPUS` names the folder of a training
//! corpus (with the seed article beside it), its articles too. The validators are those that `tests/conformance/run`
//! installs and `OFFPRINT_VALIDATORS` names. A test without its validator or corpus says on standard error that it was
//! skipped; with `OFFPRINT_REQUIRE_VALIDATORS=1` a missing validator is a failure, with `OFFPRINT_REQUIRE_CORPUS=1` a
//! missing corpus.

mod command;
mod corpus;
mod counts;
mod determinism;
mod drawings;
mod growth;
mod hostile;
mod input;
mod outputs;
mod parity;
mod parts;
mod pixels;
mod random;
mod scraped;
mod twins;
mod validators;
mod words;
