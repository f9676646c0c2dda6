//! Sites on the disk: where their top is, and which of their files are no articles.

use std::path::{Path, PathBuf};

use super::Scan;
use super::files::DiskFiles;
use super::library::Library;
use super::paths::slashed;
use super::scan::Skipped;
use crate::job::Reason;
use crate::site::Site;

/// Maximum number of folders upwards that are looked at.
const MAX_STEPS: usize = 8;

/// Returns the top of the site that the files in `folder` belong to: the nearest folder above whose configuration says so.
/// The search ends at the top of a repository.
pub fn site_top(folder: &Path) -> Option<PathBuf> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let folder = folder.canonicalize().ok()?;
    for top in folder.ancestors().take(MAX_STEPS) {
        // The root of the file system is no site: it contains everything on the machine.
        top.parent()?;
        let files = DiskFiles::new(top, &top.join("x.md")).ok()?;
        let rest = slashed(folder.strip_prefix(top).ok()?)?;
        if let Some(site) = Site::of(&files, "") {
            let holds = |content: &String| {
                rest.is_empty()
                    || content.is_empty()
                    || rest == *content
                    || crate::site::below(&rest, content).is_some()
            };
            if site.rules.content().iter().any(holds) {
                return Some(top.to_owned());
            }
        }
        if top.join(".git").exists() {
            return None;
        }
    }
    None
}

/// Moves the files of `found` that are no articles of their site to the skipped ones: lists of sections, templates. `root`
/// is the root of the articles.
pub fn leave_out_parts(found: &mut Scan, root: &Path) {
    let Some(first) = found.articles.first() else { return };
    let Ok(files) = DiskFiles::new(root, first) else { return };
    let atlas = Library::default().atlas(files.root());
    let mut folders = std::collections::BTreeMap::new();
    let mut part = |path: &Path| {
        let (folder, name) = (path.parent()?, path.file_name()?.to_str()?);
        let below: &Option<String> = folders
            .entry(folder.to_owned())
            .or_insert_with(|| slashed(folder.canonicalize().ok()?.strip_prefix(files.root()).ok()?));
        let path = crate::site::joined(below.as_ref()?, name);
        let site = atlas.site_of(&files, &path)?;
        site.rules.no_article(crate::site::below(&path, &site.folder)?)
    };
    let articles = std::mem::take(&mut found.articles);
    for path in articles {
        match part(&path) {
            Some(_) => found.skipped.push(Skipped { path, why: Reason::SitePart }),
            None => found.articles.push(path),
        }
    }
}
