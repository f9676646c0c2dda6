//! Sites on the disk: where their top is, and which of their files are no articles.

use std::path::{Path, PathBuf};

use super::Scan;
use super::files::DiskFiles;
use super::library::Library;
use super::paths::slashed;
use super::scan::Skipped;
use crate::job::Reason;
use crate::site::{Generator, Site, SiteFault, SiteKey, SiteValue};

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

/// What is known of a site and its articles.
#[derive(Clone, Debug, serde::Serialize)]
#[non_exhaustive]
pub struct SiteReport {
    /// Its generator.
    pub generator: Generator,
    /// The file or folder by which it is known, relative to the root.
    pub sign: String,
    /// What it says about all articles.
    pub values: Vec<SiteStatement>,
    /// Its folders of content, relative to the root.
    pub content: Vec<String>,
    /// Number of articles.
    pub articles: usize,
    /// Number of articles whose address is known.
    pub addressed: usize,
    /// The path and address of one of them.
    pub example: Option<(String, String)>,
    /// What is wrong with its files.
    pub faults: Vec<SiteFault>,
}

/// A value that a site states for all articles, or for those in one language.
#[derive(Clone, Debug, serde::Serialize)]
pub struct SiteStatement {
    /// What it is.
    pub what: SiteKey,
    /// The language that it is for.
    pub lang: Option<String>,
    /// The value with its place.
    #[serde(flatten)]
    pub value: SiteValue,
}

/// Returns the sites that the articles `articles` below `root` belong to, and the number of articles that belong to none.
/// An address of the site that is given in `base` replaces the one that its files state.
pub fn survey(root: &Path, articles: &[PathBuf], base: Option<&str>) -> (Vec<SiteReport>, usize) {
    let (mut reports, mut apart) = (std::collections::BTreeMap::<String, SiteReport>::new(), 0);
    let Ok(files) = DiskFiles::new(root, &root.join("x.md")) else { return (Vec::new(), articles.len()) };
    let atlas = Library::default().atlas(files.root());
    for path in articles {
        let below = path.canonicalize().ok().and_then(|path| slashed(path.strip_prefix(files.root()).ok()?));
        let Some((below, site)) = below.and_then(|below| Some((below.clone(), atlas.site_of(&files, &below)?))) else {
            apart += 1;
            continue;
        };
        let report = reports.entry(site.sign.clone()).or_insert_with(|| SiteReport::of(&site));
        report.articles += 1;
        let address = atlas.placed(&files, &below).and_then(|placed| placed.address(base));
        if let Some(address) = address {
            report.addressed += 1;
            report.example.get_or_insert((below, address));
        }
    }
    (reports.into_values().collect(), apart)
}

impl SiteReport {
    fn of(site: &Site) -> Self {
        let statement = |(what, lang, value): &(SiteKey, Option<String>, SiteValue)| SiteStatement {
            what: *what,
            lang: lang.clone(),
            value: value.clone(),
        };
        let content = site.rules.content().into_iter().map(|content| crate::site::joined(&site.folder, &content));
        Self {
            generator: site.generator,
            sign: site.sign.clone(),
            values: site.values.iter().map(statement).collect(),
            content: content.collect(),
            articles: 0,
            addressed: 0,
            example: None,
            faults: site.faults.clone(),
        }
    }
}
