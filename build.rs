//! Makes the tables of words in which a run searches, from the files that a person edits, and compresses style sheets.
//!
//! Made in a run, they took more than three milliseconds of each. On Linux with glibc, the command is also linked for a fixed
//! address: otherwise the system sets 36,000 addresses in it at the start of each run, which takes three milliseconds.

#[path = "src/read/related/words/class.rs"]
#[allow(dead_code, reason = "a run compares classes")]
mod class;
#[path = "src/deflate/copies.rs"]
#[allow(dead_code, reason = "a run compares bytes elsewhere, too")]
mod copies;
#[path = "build/credit.rs"]
mod credit;
#[path = "src/deflate/huffman.rs"]
#[allow(dead_code, reason = "a run writes blocks of its own, too")]
mod huffman;
#[path = "src/read/related/words/key.rs"]
#[allow(dead_code, reason = "a run reads rows")]
mod key;
#[path = "src/epub/sheet/parts.rs"]
#[allow(dead_code, reason = "a run looks for one combination")]
mod parts;
#[path = "build/related.rs"]
mod related;
#[path = "src/read/credit/lexicon/role.rs"]
mod role;
#[path = "src/read/credit/lexicon/row.rs"]
#[allow(dead_code, reason = "a run reads rows")]
mod row;
#[path = "build/sheets.rs"]
mod sheets;

use std::path::PathBuf;
use std::{env, io};

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    credit::write(&out)?;
    related::write(&out)?;
    sheets::write(&out)?;
    let target = |name| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    // A static one of the GNU C library is linked in another way.
    let is_static = target("FEATURE").split(',').any(|feature| feature == "crt-static");
    if (target("OS"), target("ENV")) == ("linux".into(), "gnu".into()) && !is_static {
        println!("cargo:rustc-link-arg-bin=offprint=-no-pie");
    }
    Ok(())
}
