//! Converts paths of the system to those of [`Files`](crate::read::Files).

use std::path::Path;

/// Returns `path` with `/` as separator, on every system.
pub(super) fn slashed(path: &Path) -> Option<String> {
    let names = path.components().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>()?;
    Some(names.join("/"))
}
