//! The words around related articles, from `src/read/related/words.txt`.

use std::path::Path;
use std::{fs, io};

use super::class::Classes;
use super::key::{hash_of, row};

const FILE: &str = "src/read/related/words.txt";

/// Writes the tables to the folder `out`.
pub(super) fn write(out: &Path) -> io::Result<()> {
    println!("cargo:rerun-if-changed={FILE}");
    let (mut lines, mut beginnings) = (Vec::new(), Vec::new());
    for line in fs::read_to_string(FILE)?.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '['])) {
        let (name, phrases) = line.split_once(": ").unwrap_or((line, ""));
        let class =
            Classes::called(name).unwrap_or_else(|| panic!("{FILE}: `{name}` is no class; its head lists them"));
        for phrase in phrases.split('|') {
            match phrase.trim().strip_suffix('*') {
                Some(beginning) => beginnings.push((hash_of(beginning), class.0)),
                None => lines.push((hash_of(phrase), class.0)),
            }
        }
    }
    write_sorted(&out.join("related-lines"), lines)?;
    write_sorted(&out.join("related-beginnings"), beginnings)
}

/// Writes `list`, sorted, with the classes of equal phrases joined.
fn write_sorted(path: &Path, mut list: Vec<(u64, u16)>) -> io::Result<()> {
    list.sort_unstable();
    list.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        kept.1 |= if same { next.1 } else { 0 };
        same
    });
    let rows: Vec<_> = list.into_iter().map(|(hash, classes)| row(hash, classes)).collect();
    fs::write(path, rows.concat())
}
