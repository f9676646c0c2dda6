//! Parts of the manual that are written from definitions in the code.
//!
//! Such a part stands in its chapter between `<!-- from the code: NAME -->` and `<!-- end -->`. A test gives what should
//! stand there; with `OFFPRINT_WRITE_MANUAL=1` in the environment it is written instead of compared. The library's, the
//! command's and the outer tests share this file.

use std::fs;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Chapters are rewritten by one test at a time.
static WRITING: Mutex<()> = Mutex::new(());

/// Checks that the part `name` of `chapter` is `expected`, or writes it.
pub fn expect_part(chapter: &str, name: &str, expected: &str) {
    let _one = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/manual").join(chapter);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let open = format!("<!-- from the code: {name} -->\n");
    let (before, rest) = text.split_once(&open).unwrap_or_else(|| panic!("{chapter} has no place for `{name}`"));
    let (there, after) = rest.split_once("<!-- end -->").unwrap_or_else(|| panic!("`{name}` of {chapter} has no end"));
    let wanted = format!("\n{}\n\n", expected.trim());
    if there == wanted {
        return;
    }
    assert!(
        std::env::var_os("OFFPRINT_WRITE_MANUAL").is_some(),
        "`{name}` of {chapter} is not what the code says; write it with OFFPRINT_WRITE_MANUAL=1 cargo test manual"
    );
    fs::write(&path, format!("{before}{open}{wanted}<!-- end -->{after}")).expect("a chapter can be written");
}

/// Returns a table with these headings and rows, in Markdown.
#[allow(dead_code, reason = "not every test program has tables")]
pub fn table<const N: usize>(heads: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let rows: String = rows.into_iter().map(|row| line(&row.map(|cell| cell.replace('|', "\\|")))).collect();
    line(&heads.map(str::to_owned)) + "|" + &"---|".repeat(N) + "\n" + &rows
}
