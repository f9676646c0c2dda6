//! The articles of an archive: their paths, names and pages, and which of them a link means.
//!
//! It is built in two steps, each when the first question needs it, and only once. The first knows the paths of all
//! articles, which is enough for links to files and for names. The second reads the front matter of every article, which
//! tells slugs, aliases and pages; only links to pages of a site need it.
//!
//! Where two articles have the same name, the one in the language of the linking article is meant, then the one nearest
//! to the root, as in Obsidian. A page of a site is matched by its address, and one that is written in another way (old
//! addresses, another date) only if everything else agrees and no other article does.

mod search;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use super::head::{Day, Head};
use super::inherit::Folders;
use super::links::Written;
use super::path::{below, split, stem};
use super::{Fragments, Generator, MissingFragment, Site, SiteFault, SiteKey, SiteValue, Tree};
use search::Search;

/// Number of articles whose fragments are kept.
const KEPT: usize = 200;

/// Folders deeper than this below the root are not searched for sites.
const DEEPEST: usize = 3;

/// Folders for sites whose content lies beside them.
const BESIDE: [&str; 5] = ["website", "site", "docs", "www", "web"];

/// An article that a link leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Linked {
    /// Its path below the root.
    pub path: String,
    /// The whole address that it states for itself.
    pub stated: Option<String>,
    /// Its page on the site, which begins with a slash.
    pub page: Option<String>,
    /// The address of the site, without a slash at the end.
    pub base: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Its language, as far as it or its place states one.
    pub lang: Option<String>,
    /// The generator of its site.
    pub generator: Option<Generator>,
}

impl Linked {
    /// Returns all that it says, for comparing answers.
    pub(crate) fn texts(&self) -> [&str; 7] {
        fn text(value: &Option<String>) -> &str {
            value.as_deref().unwrap_or("\u{0}")
        }
        let generator = self.generator.map_or("", Generator::name);
        [
            &self.path,
            text(&self.stated),
            text(&self.page),
            text(&self.base),
            text(&self.title),
            text(&self.lang),
            generator,
        ]
    }

    /// Returns its address: the one that it states, or else its page on the site, whose address is `base` if that is
    /// given.
    pub fn address(&self, base: Option<&str>) -> Option<String> {
        self.stated.clone().or_else(|| {
            let base = base.or(self.base.as_deref())?;
            Some(format!("{}{}", base.trim_end_matches('/'), self.page.as_ref()?))
        })
    }
}

/// The articles of an archive.
#[derive(Debug, Default)]
pub(crate) struct Atlas {
    sites: Mutex<BTreeMap<String, Option<Arc<Site>>>>,
    folders: Folders,
    paths: OnceLock<Paths>,
    facts: OnceLock<Facts>,
    /// The fragments of articles that links with one lead to.
    fragments: Mutex<BTreeMap<String, Arc<Fragments>>>,
}

/// Kinds of names.
#[derive(Clone, Copy, Hash)]
enum Name {
    Path,
    /// The name of the file without its extension.
    Stem,
    /// The name of the folder that it is the index of.
    Folder,
    /// The name without a date.
    Undated,
    Page,
    Alias,
    Slug,
    Title,
    /// An old slug with folders.
    Old,
}

/// Numbers of articles by hashes of their names.
#[derive(Debug, Default)]
struct Keys(Vec<(u64, u32)>);

impl Keys {
    fn hash(kind: Name, name: &str) -> u64 {
        // Its keys are fixed, so all runs give the same hashes.
        let mut hasher = DefaultHasher::new();
        (kind, name).hash(&mut hasher);
        hasher.finish()
    }

    fn add(&mut self, kind: Name, name: &str, number: usize) {
        if !name.is_empty() {
            self.0.push((Self::hash(kind, name), number as u32));
        }
    }

    fn settle(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
        self.0.shrink_to_fit();
    }

    fn find(&self, kind: Name, name: &str) -> impl Iterator<Item = usize> + '_ {
        let hash = Self::hash(kind, name);
        let start = self.0.partition_point(|(known, _)| *known < hash);
        self.0[start..].iter().take_while(move |(known, _)| *known == hash).map(|(_, number)| *number as usize)
    }
}

#[derive(Debug, Default)]
struct Paths {
    /// Those nearest to the root first.
    all: Vec<Box<str>>,
    keys: Keys,
}

#[derive(Debug, Default)]
struct Facts {
    all: Vec<Fact>,
    keys: Keys,
}

#[derive(Debug, Default)]
struct Fact {
    /// The whole address that it states, or else its page.
    at: Option<Box<str>>,
    title: Option<Box<str>>,
    lang: Option<Box<str>>,
}

/// What links have in common that mean the same page: no slash at the end, no `index.html`, no case, and hyphens for
/// spaces.
fn page_key(page: &str) -> String {
    let page = page.split(['?', '#']).next().unwrap_or(page);
    let decoded = percent_decode_str(page).decode_utf8_lossy();
    let page = decoded.trim_matches('/');
    let page = page.strip_suffix(".html").or_else(|| page.strip_suffix(".htm")).unwrap_or(page);
    let page = page.strip_suffix("/index").unwrap_or(if page == "index" { "" } else { page });
    folded(page)
}

fn folded(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).map(|c| if c.is_whitespace() { '-' } else { c }).collect()
}

/// A name without regard to case, as file systems and wikilinks compare it.
fn lower(name: &str) -> String {
    name.nfc().flat_map(char::to_lowercase).collect()
}

impl Atlas {
    /// Returns the article that `link` means in the article at `from`.
    pub(crate) fn linked(&self, tree: &dyn Tree, from: &str, link: &str) -> Option<Linked> {
        let path = self.find(tree, from, link)?;
        self.placed(tree, &path)
    }

    /// Returns the path of the article that `link` means in the article at `from`.
    fn find(&self, tree: &dyn Tree, from: &str, link: &str) -> Option<String> {
        let written = Written::of(link)?;
        let site = self.site_of(tree, from);
        let search = Search { atlas: self, tree, from, site: site.as_deref() };
        search.find(&written)
    }

    /// Returns the article that is called `name` by a list of related articles: by its file, folder, slug or alias.
    pub(crate) fn called(&self, tree: &dyn Tree, from: &str, name: &str) -> Option<String> {
        let site = self.site_of(tree, from);
        let search = Search { atlas: self, tree, from, site: site.as_deref() };
        search.name(name, true)
    }

    /// Returns what is known of the article at `path`.
    pub(crate) fn placed(&self, tree: &dyn Tree, path: &str) -> Option<Linked> {
        let site = self.site_of(tree, path);
        let known = self.facts.get().and_then(|facts| Some(&facts.all[self.paths.get()?.number(path)?]));
        let read;
        let fact = match known {
            Some(known) => known,
            None => {
                let head = tree.head(path)?;
                read = Fact::of(&head, self.page(tree, path, &head));
                &read
            }
        };
        let of_site = |key| {
            let site = site.as_deref()?;
            Some(site.value(key, below(path, &site.folder)?)?.value)
        };
        let mut linked = fact.linked(path);
        linked.base = of_site(SiteKey::Base);
        linked.generator = site.as_ref().map(|site| site.generator);
        linked.lang = linked.lang.or_else(|| of_site(SiteKey::Language));
        Some(linked)
    }

    /// Returns what an article with the front matter `head` says about itself.
    pub(crate) fn alone(path: &str, head: &Head) -> Linked {
        Fact::of(head, None).linked(path)
    }

    /// Returns what the site of the article at `path` says about it.
    pub(crate) fn value(&self, tree: &dyn Tree, path: &str, key: SiteKey) -> Option<SiteValue> {
        let site = self.site_of(tree, path)?;
        self.folders.value(tree, &site, path, key).or_else(|| site.value(key, below(path, &site.folder)?))
    }

    /// Returns the page of the article at `path` on its site.
    pub(crate) fn page(&self, tree: &dyn Tree, path: &str, head: &Head) -> Option<String> {
        let site = self.site_of(tree, path)?;
        let page = site.rules.page(below(path, &site.folder)?, &self.folders.completed(tree, &site, path, head))?;
        Some(page.replace(' ', "%20"))
    }

    /// Returns what is known of `fragment` if the article at `path` has no such target.
    pub(crate) fn missing_fragment(&self, tree: &dyn Tree, path: &str, fragment: &str) -> Option<MissingFragment> {
        let lock = || self.fragments.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(path).cloned();
        let fragments = match known {
            Some(known) => known,
            None => {
                let read = Arc::new(Fragments::of(&tree.text(path)?));
                let mut kept = lock();
                if kept.len() >= KEPT {
                    kept.clear();
                }
                kept.insert(path.to_owned(), Arc::clone(&read));
                read
            }
        };
        fragments.missing(fragment)
    }

    /// Returns the faults of all sites that were looked at.
    pub(crate) fn faults(&self) -> Vec<SiteFault> {
        let sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        sites.values().flatten().flat_map(|site| site.faults.iter().cloned()).collect()
    }

    /// Returns the site of the article at `path`: the nearest above it, except that what lies in the content of a site
    /// belongs to that. A site may also lie beside its content, as in `website/` with the documents in `docs/`.
    pub(crate) fn site_of(&self, tree: &dyn Tree, path: &str) -> Option<Arc<Site>> {
        let mut found: Option<Arc<Site>> = None;
        let ends = std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at));
        for (depth, end) in ends.take(DEEPEST + 1).enumerate() {
            let folder = &path[..end];
            // The folder of a page is no site of its own.
            if depth >= 2 && below(path, folder).is_some_and(|name| name.starts_with("index.")) {
                break;
            }
            if let Some(site) = self.site_in(tree, folder) {
                let rest = below(path, folder).unwrap_or_default();
                let in_content =
                    site.rules.content().iter().any(|content| !content.is_empty() && below(rest, content).is_some());
                found = Some(site);
                if in_content {
                    break;
                }
            }
        }
        found.or_else(|| BESIDE.iter().find_map(|folder| self.site_beside(tree, folder, path)))
    }

    /// Returns the site in `folder`, if the article at `path`, which lies elsewhere, is part of its content.
    fn site_beside(&self, tree: &dyn Tree, folder: &str, path: &str) -> Option<Arc<Site>> {
        let site = self.site_in(tree, folder)?;
        let seen = format!("../{path}");
        let holds = |content: &String| content.starts_with("../") && below(&seen, content).is_some();
        site.rules.content().iter().any(holds).then(|| Arc::new(site.seen_from_above()))
    }

    fn site_in(&self, tree: &dyn Tree, folder: &str) -> Option<Arc<Site>> {
        let mut sites = self.sites.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = sites.get(folder) {
            return known.clone();
        }
        let site = Site::of(tree, folder).map(Arc::new);
        sites.insert(folder.to_owned(), site.clone());
        site
    }

    fn paths(&self, tree: &dyn Tree) -> &Paths {
        self.paths.get_or_init(|| Paths::of(tree.articles()))
    }

    fn facts(&self, tree: &dyn Tree) -> &Facts {
        let paths = self.paths(tree);
        self.facts.get_or_init(|| {
            let mut facts = Facts::default();
            for (number, path) in paths.all.iter().enumerate() {
                let head = tree.head(path).unwrap_or_default();
                let site = self.site_of(tree, path);
                let page = self.page(tree, path, &head);
                facts.add(number, site.as_deref(), &head, page);
            }
            facts.keys.settle();
            facts
        })
    }
}

impl Paths {
    fn of(all: Vec<String>) -> Self {
        let mut keys = Keys::default();
        for (number, path) in all.iter().enumerate() {
            keys.add(Name::Path, path, number);
            let (folder, name) = split(path);
            let name = stem(name).0;
            keys.add(Name::Stem, &lower(name), number);
            let index = matches!(name, "index" | "_index" | "README");
            let called = if index { split(folder).1 } else { name };
            if index {
                keys.add(Name::Folder, &lower(called), number);
            }
            if let Some((_, rest)) = Day::prefix(called) {
                keys.add(Name::Undated, &lower(rest), number);
            }
        }
        keys.settle();
        Self { all: all.into_iter().map(String::into_boxed_str).collect(), keys }
    }

    fn number(&self, path: &str) -> Option<usize> {
        self.keys.find(Name::Path, path).find(|&number| &*self.all[number] == path)
    }
}

impl Fact {
    /// `page` is what the rules of its site give it.
    fn of(head: &Head, page: Option<String>) -> Self {
        let whole = ["canonicalurl", "canonical", "sourceurl", "original", "source", "url", "permalink", "link"];
        let stated = whole.iter().find_map(|key| web_address(head.get(&[key])?));
        Self {
            at: stated.or(page).or_else(|| plain_page(head)).map(String::into_boxed_str),
            title: head.title().map(Into::into),
            lang: head.get(&["lang", "language", "locale"]).map(Into::into),
        }
    }

    fn linked(&self, path: &str) -> Linked {
        let at = self.at.as_deref().map(str::to_owned);
        let is_page = self.at.as_deref().is_some_and(|at| at.starts_with('/'));
        let (page, stated) = if is_page { (at, None) } else { (None, at) };
        Linked {
            path: path.to_owned(),
            stated,
            page,
            base: None,
            title: self.title.as_deref().map(str::to_owned),
            lang: self.lang.as_deref().map(str::to_owned),
            generator: None,
        }
    }
}

/// Returns `text` if it is the whole address of a page, as front matter states it.
fn web_address(text: &str) -> Option<String> {
    let text = text.trim();
    let head = text.get(..8).unwrap_or(text).to_ascii_lowercase();
    let is_web = head.starts_with("http://") || head.starts_with("https://");
    (is_web && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}

/// Returns the page that an article of an unknown generator states for itself. A pattern such as `/:year/:title/` is not
/// a page.
fn plain_page(head: &Head) -> Option<String> {
    let path = head.get(&["permalink", "url", "link"])?;
    let plain = !path.contains([':', '{', ' ']);
    plain.then(|| format!("/{}", path.trim_start_matches('/')))
}

impl Facts {
    fn add(&mut self, number: usize, site: Option<&Site>, head: &Head, page: Option<String>) {
        let fact = Fact::of(head, page.clone());
        let folder = site.map_or("", |site| &site.sign);
        let page = site.and_then(|_| match fact.at.as_deref() {
            Some(at) if at.starts_with('/') => Some(at.to_owned()),
            _ => page.or_else(|| plain_page(head)),
        });
        if let Some(page) = &page {
            self.keys.add(Name::Page, &format!("{folder}\n{}", page_key(page)), number);
            self.keys.add(Name::Slug, &lower(&page_key(split(page.trim_end_matches('/')).1)), number);
        }
        for key in ["slug", "permalink", "url", "path", "id", "uid", "class"] {
            if let Some(value) = head.get(&[key]).filter(|value| !value.contains([':', '{', ' '])) {
                self.keys.add(Name::Slug, &page_key(split(value.trim_end_matches('/')).1), number);
            }
        }
        for key in ["aliases", "alias", "redirectfrom", "oldslug", "oldslugs"] {
            for alias in head.all(key) {
                let alias = web_path(alias);
                self.keys.add(Name::Alias, &lower(alias.trim_matches('/')), number);
                self.keys.add(Name::Page, &format!("{folder}\n{}", page_key(alias)), number);
                self.keys.add(Name::Old, &page_key(alias), number);
                // Hugo: an alias without a slash at its start is relative to the page.
                if let Some(page) = page.as_ref().filter(|_| !alias.starts_with('/')) {
                    let above = split(page.trim_end_matches('/')).0;
                    self.keys.add(Name::Page, &format!("{folder}\n{}", page_key(&format!("{above}/{alias}"))), number);
                }
            }
        }
        if let Some(title) = fact.title.as_deref() {
            self.keys.add(Name::Title, &lower(title), number);
        }
        self.all.push(fact);
    }
}

/// Returns the path of an address with a host; other text as it is.
fn web_path(address: &str) -> &str {
    let rest = address.split_once("://").map(|(_, rest)| rest);
    rest.map_or(address, |rest| rest.find('/').map_or("/", |at| &rest[at..]))
}
