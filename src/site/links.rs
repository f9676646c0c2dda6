//! Links as they are written.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::path::{joined, normal, split, stem};

/// Endings of articles' files, in the order in which files of one name count.
pub(crate) const ENDINGS: [&str; 14] =
    ["md", "markdown", "mdown", "mkd", "mkdn", "mkdown", "mdwn", "mdtxt", "mdtext", "mdx", "qmd", "rmd", "txt", "text"];

/// Folders where sites keep what they publish at their root.
pub(super) const CONTENT: [&str; 5] = ["", "content", "src/content", "docs", "src"];

/// What the path of a link is relative to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// It is the address of a page, with its host.
    Web,
    /// The folder of content: `@/a.md` of Zola, `{filename}/a.md` of Pelican.
    Content,
    /// The folder of the site: `@site/docs/a.md` of Docusaurus.
    Site,
    /// The top of the site: `/a/`.
    Top,
    /// The file or its page: `../a/`, `a.md`.
    Here,
}

/// A link in its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Written<'a> {
    /// What its path is relative to.
    pub from: From,
    /// The path, decoded and without what stands for its beginning; of a whole address all of it but the scheme.
    pub path: Cow<'a, str>,
    /// The text after `#`, as written.
    pub fragment: Option<&'a str>,
}

impl<'a> Written<'a> {
    /// Takes `link` apart; `None` if it cannot lead to an article: it is empty, has only a fragment, or another scheme.
    pub(crate) fn of(link: &'a str) -> Option<Self> {
        let (page, fragment) = link.split_once('#').map_or((link, None), |(page, fragment)| (page, Some(fragment)));
        let page = page.split('?').next().unwrap_or(page).trim();
        let web = ["https://", "http://", "//"].iter().find_map(|scheme| {
            let head = page.get(..scheme.len())?;
            head.eq_ignore_ascii_case(scheme).then(|| &page[scheme.len()..])
        });
        let marked = |marks: &[&str]| marks.iter().find_map(|mark| page.strip_prefix(mark));
        let (from, path) = if let Some(rest) = web {
            (From::Web, rest)
        } else if let Some(rest) = marked(&["@site/", "%40site/"]) {
            (From::Site, rest)
        } else if let Some(rest) = marked(&["@/", "%40/"]) {
            (From::Content, rest)
        } else if let Some(rest) = marked(&["{filename}", "%7Bfilename%7D", "|filename|", "%7Cfilename%7C"]) {
            (if rest.starts_with('/') { From::Content } else { From::Here }, rest)
        } else if page.split('/').next().is_some_and(|head| head.contains(':')) {
            return None;
        } else if page.starts_with('/') {
            (From::Top, page)
        } else {
            (From::Here, page)
        };
        if path.is_empty() || path.contains(['{', '<', '\n']) {
            return None;
        }
        Some(Self { from, path: percent_decode_str(path).decode_utf8().ok()?, fragment })
    }

    /// Whether the path names the file of an article.
    pub(super) fn is_file(&self) -> bool {
        has_ending(split(&self.path).1)
    }
}

pub(super) fn has_ending(name: &str) -> bool {
    let ending = stem(name).1;
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// Returns the path of the article at `path`, which may be its file, the page that is made of it, or its folder. `has`
/// tells whether there is an article at a path.
pub(super) fn file(path: &str, has: &mut dyn FnMut(&str) -> bool) -> Option<String> {
    let (folder, name) = split(path);
    // `../bread.md`: the file itself.
    if has_ending(name) && has(path) {
        return Some(path.to_owned());
    }
    // `../bread.html`: the page that the site makes of `bread.md`.
    let (bare, ending) = stem(name);
    let is_page = has_ending(name) || ["html", "htm"].iter().any(|html| ending.eq_ignore_ascii_case(html));
    let stem = if is_page { bare } else { name };
    let is_index = matches!(stem, "index" | "_index");
    // `../bread` or `../bread/`: the file beside comes before the folder.
    if !stem.is_empty() && !is_index {
        let mut beside = ENDINGS.iter().map(|ending| joined(folder, &format!("{stem}.{ending}")));
        if let Some(found) = beside.find(|path| has(path)) {
            return Some(found);
        }
    }
    // `../bread/` is made of `bread/index.md`, in Hugo also of `bread/_index.md`.
    let inside = if is_index { folder.to_owned() } else { joined(folder, stem) };
    let mut pages = ["index", "_index"]
        .into_iter()
        .flat_map(|stem| ENDINGS.iter().map(move |ending| format!("{stem}.{ending}")))
        .map(|name| joined(&inside, &name));
    pages.find(|path| has(path))
}

/// Finds the file of the article that `link` names by a path, seen from the article at `from`.
pub(crate) fn probe(from: &str, link: &str, has: &mut dyn FnMut(&str) -> bool) -> Option<String> {
    let written = Written::of(link)?;
    let path = &*written.path;
    match written.from {
        From::Web => None,
        From::Here => {
            relative(from).chain(CONTENT.map(str::to_owned)).find_map(|base| file(&normal(&base, path)?, has))
        }
        _ => CONTENT.iter().find_map(|base| file(&normal(base, path)?, has)),
    }
}

/// Returns the folders that a relative path of the article at `from` may begin in: that of its file, and the one that its
/// page seems to be in: `/one/` links to `../two/`.
pub(super) fn relative(from: &str) -> impl Iterator<Item = String> + use<> {
    let (folder, name) = split(from);
    [folder.to_owned(), joined(folder, stem(name).0)].into_iter()
}
