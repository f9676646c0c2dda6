//! Finds the root for a single article: the folder that contains everything that it may name.
//!
//! Articles refer to pictures by paths of the site (`/images/a.png`) as often as by relative paths (`../a.png`), so
//! the folder of the article is seldom enough. The root is the top of its site, if a configuration tells it, else the
//! nearest folder above that looks like the top of a site
//! or a repository, or else the article's own folder.

use std::path::{Path, PathBuf};

use offprint::disk::site_top;

use super::config::FILE;

/// Files and folders that mark the top of a site or repository.
const MARKS: [&str; 15] = [
    ".git",
    ".hg",
    ".obsidian",
    "_config.yml",
    "_config.yaml",
    "hugo.toml",
    "hugo.yaml",
    "config.toml",
    "mkdocs.yml",
    "book.toml",
    "package.json",
    "static",
    "statics",
    "content",
    "assets",
];

/// Maximum number of folders upwards that are examined.
const MAX_STEPS: usize = 12;

/// Returns the root of the article at `article`.
pub fn root_of(article: &Path) -> PathBuf {
    let folder = article.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(folder) = folder.canonicalize() else { return folder.to_owned() };
    if let Some(site) = site_top(&folder) {
        return site;
    }
    let above = || folder.ancestors().take(MAX_STEPS);
    // Files of configuration lie in several folders of a site; without another mark, the highest one is the top.
    let configured = || above().filter(|folder| folder.parent().is_some() && folder.join(FILE).is_file()).last();
    above().find(|folder| is_top(folder)).or_else(configured).unwrap_or(&folder).to_owned()
}

/// Whether `folder` contains one of the marks. A page bundle with an `assets` folder of its own is not a top.
fn is_top(folder: &Path) -> bool {
    let is_bundle = folder.join("index.md").exists() && !folder.join(".git").exists();
    // The root of the file system is never the top of a site: it contains everything on the machine.
    folder.parent().is_some() && !is_bundle && MARKS.iter().any(|mark| folder.join(mark).exists())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_top_of_the_site_is_found() {
        let tree = tempfile::tempdir().unwrap();
        let site = tree.path().canonicalize().unwrap().join("site");
        fs::create_dir_all(site.join("static")).unwrap();
        fs::create_dir_all(site.join("posts/trip/assets")).unwrap();
        fs::write(site.join("posts/trip/index.md"), "x").unwrap();
        assert_eq!(root_of(&site.join("posts/trip/index.md")), site);
        assert_eq!(root_of(&site.join("posts/a.md")), site);
    }

    #[test]
    fn without_another_mark_the_highest_configuration_marks_the_top() {
        let tree = tempfile::tempdir().unwrap();
        let site = tree.path().canonicalize().unwrap().join("site");
        fs::create_dir_all(site.join("posts/de")).unwrap();
        fs::write(site.join(FILE), "").unwrap();
        fs::write(site.join("posts/de").join(FILE), "").unwrap();
        assert_eq!(root_of(&site.join("posts/de/a.md")), site);
        fs::create_dir(site.join("posts/static")).unwrap();
        assert_eq!(root_of(&site.join("posts/de/a.md")), site.join("posts"));
    }

    #[test]
    fn an_article_alone_has_its_folder() {
        let tree = tempfile::tempdir().unwrap();
        let folder = tree.path().canonicalize().unwrap().join("a");
        fs::create_dir(&folder).unwrap();
        assert_eq!(root_of(&folder.join("a.md")), folder);
    }
}
