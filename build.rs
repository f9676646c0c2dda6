//! Makes the tables of words in which a run searches, from the files that a person edits.
//!
//! Made in a run, they took three milliseconds of each.

#[path = "src/read/related/words/class.rs"]
#[allow(dead_code, reason = "a run compares classes")]
mod class;
#[path = "build/credit.rs"]
mod credit;
#[path = "src/read/related/words/key.rs"]
#[allow(dead_code, reason = "a run reads rows")]
mod key;
#[path = "build/related.rs"]
mod related;
#[path = "src/read/credit/lexicon/role.rs"]
mod role;
#[path = "src/read/credit/lexicon/row.rs"]
#[allow(dead_code, reason = "a run reads rows")]
mod row;

use std::path::PathBuf;
use std::{env, io};

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    credit::write(&out)?;
    related::write(&out)
}
