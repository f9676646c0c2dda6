//! Paths of the system as [`Files`](crate::read::Files) names them.

use std::path::Path;

/// `path` with `/` between its names, on every system.
pub(super) fn slashed(path: &Path) -> Option<String> {
    let names = path.components().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>()?;
    Some(names.join("/"))
}
