//! Links from one article of a book to another.
//!
//! Articles are identified by their canonical addresses and by the paths of their files. Links between the files of an
//! archive may name the file (`other.md`), the page that a site makes of it (`other.html`, `other/`), or that page's
//! address on the site (`/2024/other/`, with or without its host). The last segment of such an address is the name of
//! the file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;

use super::{BookArticle, each_target};
use crate::article::walk_mut::each;
use crate::article::{BlockKind, Inline, NodeId, Target, plain_text};

/// File extensions that do not belong to the name of a page.
const ENDINGS: [&str; 5] = [".html", ".htm", ".md", ".markdown", ".txt"];

/// Makes links between `parts` lead to blocks of the book. Returns the addresses of links that lead to articles at the
/// paths `left_out`.
pub(super) fn resolve(parts: &mut [BookArticle], left_out: &[PathBuf]) -> BTreeSet<String> {
    let left_out: BTreeSet<PathBuf> = left_out.iter().map(|path| page(&normal(path))).collect();
    let leads_out = |url: &str, folder: &Path| !left_out.is_empty() && left_out.contains(&page_beside(url, folder));
    let mut unmet = BTreeSet::new();
    let index = Index::of(parts);
    let titles: BTreeMap<NodeId, Vec<Inline>> =
        parts.iter().filter_map(|part| Some((part.article.opening?, part.article.meta.title.clone()))).collect();
    for part in parts {
        let folder = part.path.parent().unwrap_or(Path::new("")).to_owned();
        each_target(&mut part.article, &mut |target| {
            let Target::Url(url) = target else { return };
            match index.find(url, &folder) {
                Some(node) => *target = Target::Block(node),
                None if leads_out(url, &folder) => drop(unmet.insert(url.clone())),
                None => {}
            }
        });
        for related in &mut part.article.related {
            related.bound = related.url.as_deref().and_then(|url| index.find(url, &folder));
            let lost = related.url.iter().filter(|url| related.bound.is_none() && leads_out(url, &folder));
            unmet.extend(lost.cloned());
            // Front matter may refer to an article by its file name, which should not be printed as a title.
            let unnamed =
                related.reference.is_some() || related.url.as_deref() == Some(plain_text(&related.title).as_str());
            if let Some(title) = related.bound.filter(|_| unnamed).and_then(|node| titles.get(&node)) {
                related.title.clone_from(title);
            }
        }
    }
    unmet
}

/// Returns the page that the relative address `url` leads to, seen from an article in `folder`.
fn page_beside(url: &str, folder: &Path) -> PathBuf {
    let path = url.split(['#', '?']).next().unwrap_or(url);
    let path = percent_decode_str(path).decode_utf8_lossy();
    page_of_link(&normal(&folder.join(&*path)))
}

/// An article as links refer to it.
struct Known {
    opening: NodeId,
    headings: BTreeMap<String, NodeId>,
}

/// Articles by the names that links use. A name shared by two articles is not used.
#[derive(Default)]
struct Index {
    articles: Vec<Known>,
    addresses: BTreeMap<String, Option<usize>>,
    files: BTreeMap<PathBuf, Option<usize>>,
    names: BTreeMap<String, Option<usize>>,
    /// Hosts that the articles were published on.
    sites: BTreeSet<String>,
}

impl Index {
    fn of(parts: &mut [BookArticle]) -> Self {
        let mut index = Self::default();
        for (number, part) in parts.iter_mut().enumerate() {
            if let Some(url) = &part.article.meta.source_url {
                note(&mut index.addresses, address(url), number);
                index.sites.insert(site(url).to_owned());
            }
            let file = normal(&part.path);
            note(&mut index.names, name(&file), number);
            note(&mut index.files, page(&file), number);
            let mut headings = BTreeMap::new();
            each(&mut part.article, &mut |block| {
                if let BlockKind::Heading { slug, .. } = &block.kind {
                    headings.entry(slug.clone()).or_insert(block.id);
                }
            });
            index.articles.push(Known { opening: part.article.opening.unwrap_or_default(), headings });
        }
        index
    }

    /// Finds the article that `url` leads to, seen from an article in `folder`.
    fn find(&self, url: &str, folder: &Path) -> Option<NodeId> {
        let (page, fragment) = url.split_once('#').unwrap_or((url, ""));
        let known = &self.articles[self.article(page, folder)?];
        Some(known.headings.get(fragment).copied().unwrap_or(known.opening))
    }

    fn article(&self, url: &str, folder: &Path) -> Option<usize> {
        let known = |found: Option<&Option<usize>>| found.copied().flatten();
        if url.is_empty() {
            return None;
        }
        if let Some(found) = known(self.addresses.get(&address(url))) {
            return Some(found);
        }
        let path = match url.split_once("://") {
            Some((_, rest)) if self.sites.contains(site(url)) => rest.split_once('/')?.1,
            // `mailto:` and other schemes without a path cannot lead to an article.
            Some(_) => return None,
            None if url.contains(':') || url.starts_with("//") => return None,
            None => url,
        };
        let beside = || known(self.files.get(&page_beside(path, folder)));
        let path = path.split('?').next().unwrap_or(path);
        let path = PathBuf::from(percent_decode_str(path).decode_utf8_lossy().into_owned());
        let found = if path.has_root() || url.contains("://") { None } else { beside() };
        // A site may publish a page under any path, but seldom under another last segment.
        found.or_else(|| known(self.names.get(&name(&normal(&path)))))
    }
}

/// Returns the host of `url`.
fn site(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host)
}

fn note<K: Ord>(index: &mut BTreeMap<K, Option<usize>>, key: K, number: usize) {
    index.entry(key).and_modify(|known| *known = None).or_insert(Some(number));
}

/// Returns `url` without the parts that do not distinguish pages: scheme, `www.`, `index.html`, extension, final slash.
fn address(url: &str) -> String {
    let url = url.split_once("://").map_or(url, |(_, rest)| rest);
    let url = url.split(['#', '?']).next().unwrap_or(url);
    let url = url.strip_prefix("www.").unwrap_or(url).trim_end_matches('/');
    let url = without_ending(url);
    url.strip_suffix("/index").unwrap_or(url).to_owned()
}

fn without_ending(text: &str) -> &str {
    ENDINGS.iter().find_map(|ending| text.strip_suffix(ending)).unwrap_or(text)
}

/// Returns `path` without `.` and with `..` resolved as far as possible.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir if normal.file_name().is_some() => drop(normal.pop()),
            Component::CurDir | Component::RootDir | Component::Prefix(_) => {}
            other => normal.push(other),
        }
    }
    normal
}

/// Returns the page of a file: its path without the extension, or its folder if it is the folder's index.
fn page(file: &Path) -> PathBuf {
    let page = page_of_link(file);
    match page.file_name().and_then(|name| name.to_str()) {
        Some("index" | "_index" | "README") => page.parent().unwrap_or(Path::new("")).to_owned(),
        _ => page,
    }
}

/// Returns the page that a link's path leads to.
fn page_of_link(path: &Path) -> PathBuf {
    match path.to_str() {
        Some(text) => {
            let text = without_ending(text);
            PathBuf::from(text.strip_suffix("/index").unwrap_or(text))
        }
        None => path.to_owned(),
    }
}

/// Returns the last segment of a page's path, without a leading date.
fn name(path: &Path) -> String {
    let page = page(path);
    let name = page.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let dated = name.len() > 11
        && name.bytes().take(11).enumerate().all(|(at, byte)| match at {
            4 | 7 | 10 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if dated { name[11..].to_owned() } else { name }
}
