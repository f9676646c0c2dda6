//! The search for the article that a link means.

use super::super::links::{self, CONTENT, From, Written};
use super::super::path::{below, joined, normal, split, stem};
use super::super::{Site, SiteKey, Tree};
use super::{Atlas, Name, lower, page_key, web_path};

/// The search for what a link means.
pub(super) struct Search<'a> {
    pub(super) atlas: &'a Atlas,
    pub(super) tree: &'a dyn Tree,
    pub(super) from: &'a str,
    pub(super) site: Option<&'a Site>,
}

impl Search<'_> {
    pub(super) fn find(&self, written: &Written<'_>) -> Option<String> {
        let path = &*written.path;
        match written.from {
            From::Web => {
                let page = self.on_site(path)?;
                self.page(&page).or_else(|| self.old(&page))
            }
            From::Content => self.roots().iter().find_map(|root| self.file(root, path)),
            From::Site => self.file(&self.site?.folder, path),
            From::Top => {
                let page = self.page(path);
                page.or_else(|| self.roots().iter().find_map(|root| self.file(root, path))).or_else(|| self.old(path))
            }
            From::Here => self.here(written),
        }
    }

    fn here(&self, written: &Written<'_>) -> Option<String> {
        let path = &*written.path;
        let from_page = || {
            let page = self.own_page().filter(|_| !written.is_file())?;
            self.page(&resolved(&page, path))
        };
        let from_file = || links::relative(self.from).find_map(|base| self.file(&base, path));
        let found = from_page().or_else(from_file);
        let found = found.or_else(|| self.roots().iter().find_map(|root| self.file(root, path)));
        let found = found.or_else(|| self.name(path, false).map(|found| self.in_own_language(found)));
        found.or_else(|| self.old(&resolved(&self.own_page()?, path)))
    }

    /// Returns the page of the linking article.
    fn own_page(&self) -> Option<String> {
        let head = self.tree.head(self.from)?;
        self.atlas.page(self.tree, self.from, &head)
    }

    /// Returns the folders that paths may be relative to: those of the site's content, and the usual ones.
    fn roots(&self) -> Vec<String> {
        let own = self.site.map(|site| {
            let content = site.rules.content().into_iter().filter_map(|content| normal(&site.folder, &content));
            content.chain([site.folder.clone()]).collect::<Vec<_>>()
        });
        let mut roots = own.unwrap_or_default();
        roots.extend(CONTENT.iter().map(|folder| (*folder).to_owned()));
        roots
    }

    fn file(&self, base: &str, path: &str) -> Option<String> {
        let paths = self.atlas.paths(self.tree);
        let found = links::file(&normal(base, path)?, &mut |path| paths.number(path).is_some())?;
        Some(self.in_own_language(found))
    }

    /// Returns the translation of the article at `path` into the language of the linking one, if it lies beside it under
    /// the same name: `mill.fr.md` for `mill.md`. That is what file names and names mean in all generators.
    fn in_own_language(&self, path: String) -> String {
        let lang = |path: &str| self.site.and_then(|site| site.rules.language(below(path, &site.folder)?));
        let translated = || {
            let own = lang(self.from)?;
            if lang(&path).as_ref() == Some(&own) {
                return None;
            }
            let (folder, name) = split(&path);
            let (bare, ending) = stem(name);
            let translated = joined(folder, &format!("{bare}.{own}.{ending}"));
            let is_there = self.atlas.paths(self.tree).number(&translated).is_some();
            (is_there && lang(&translated).as_ref() == Some(&own)).then_some(translated)
        };
        translated().unwrap_or(path)
    }

    /// Returns the path of the page at an address without its scheme, if that is on the site.
    fn on_site(&self, address: &str) -> Option<String> {
        let site = self.site?;
        let base = site.value(SiteKey::Base, below(self.from, &site.folder)?)?.value;
        let host = |address: &str| {
            let host = address.split('/').next().unwrap_or_default().to_ascii_lowercase();
            host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
        };
        let base = base.split_once("://").map_or(&*base, |(_, rest)| rest);
        (host(base) == host(address)).then(|| address.find('/').map_or("/", |at| &address[at..]).to_owned())
    }

    /// Returns the article with the page at `path`, which may begin with the path of the site itself.
    fn page(&self, path: &str) -> Option<String> {
        let site = self.site?;
        let facts = self.atlas.facts(self.tree);
        let find = |path: &str| {
            let key = page_key(path);
            let all: Vec<usize> = facts.keys.find(Name::Page, &format!("{}\n{key}", site.sign)).collect();
            let exact = |number: &usize| {
                facts.all[*number]
                    .at
                    .as_deref()
                    .is_some_and(|at| at.trim_end_matches('/') == path.trim_end_matches('/'))
            };
            // An alias is weaker than the page of another article.
            let real = |number: &usize| facts.all[*number].at.as_deref().is_some_and(|at| page_key(at) == key);
            all.iter().copied().find(exact).or_else(|| all.iter().copied().find(real)).or_else(|| all.first().copied())
        };
        let base = site.value(SiteKey::Base, "").map(|value| value.value).unwrap_or_default();
        let inside = web_path(&base);
        let without =
            path.strip_prefix(inside).filter(|rest| rest.starts_with('/') && base.contains("://") && inside != "/");
        let found = without.and_then(find).or_else(|| find(path))?;
        Some(self.atlas.paths(self.tree).all[found].to_string())
    }

    /// Returns the article that is called `name`, wherever it is. One of a list of related articles may also be named by
    /// its slug alone in an archive whose site is not known.
    pub(super) fn name(&self, name: &str, listed: bool) -> Option<String> {
        let name = name.trim_matches('/');
        let name = name.trim_start_matches("./");
        if name.is_empty() || name.starts_with("../") {
            return None;
        }
        let (above, last) = split(name);
        if !above.is_empty() && self.site.is_none() {
            return None;
        }
        let bare = if links::has_ending(last) || last.ends_with(".html") { stem(last).0 } else { last };
        let key = lower(bare);
        let paths = self.atlas.paths(self.tree);
        let ends = |number: &usize| {
            let path = &paths.all[*number];
            let (folder, name) = split(path);
            let page = if matches!(stem(name).0, "index" | "_index" | "README") { split(folder).0 } else { folder };
            above.is_empty()
                || [folder, page].iter().any(|folder| {
                    let (folder, above) = (lower(folder), lower(above));
                    folder == above || folder.ends_with(&format!("/{above}"))
                })
        };
        let of_paths = |kind| self.pick(paths.keys.find(kind, &key).filter(ends).collect(), kind);
        let found = of_paths(Name::Stem);
        if found.is_some() || self.site.is_none() && !listed {
            return found;
        }
        let found = of_paths(Name::Folder).or_else(|| of_paths(Name::Undated));
        let facts = self.atlas.facts(self.tree);
        let whole = lower(name);
        let found = found.or_else(|| self.pick(facts.keys.find(Name::Alias, &whole).collect(), Name::Alias));
        let of_facts = |kind| self.pick(facts.keys.find(kind, &key).filter(ends).collect(), kind);
        let found = found.or_else(|| of_facts(Name::Slug));
        found.or_else(|| of_facts(Name::Title).filter(|_| above.is_empty() && !listed))
    }

    /// Chooses one of several articles with the same name.
    fn pick(&self, mut numbers: Vec<usize>, kind: Name) -> Option<String> {
        let paths = self.atlas.paths(self.tree);
        numbers.sort_unstable();
        numbers.dedup();
        let folder = split(self.from).0;
        if numbers.len() > 1 {
            let lang = |path: &str| self.site.and_then(|site| site.rules.language(below(path, &site.folder)?));
            let own = lang(self.from);
            let same: Vec<usize> = numbers.iter().copied().filter(|&number| lang(&paths.all[number]) == own).collect();
            numbers = if same.is_empty() { numbers } else { same };
            let beside: Vec<usize> =
                numbers.iter().copied().filter(|&number| split(&paths.all[number]).0 == folder).collect();
            numbers = match (beside.len(), kind) {
                (1, _) if self.site.is_some() || !matches!(kind, Name::Stem) => beside,
                _ => numbers,
            };
        }
        let sure = matches!(kind, Name::Stem | Name::Alias) || numbers.len() == 1;
        numbers.first().filter(|_| sure).map(|&number| paths.all[number].to_string())
    }

    /// Returns the article that once had the page `path`: everything in front of its old or new slug must be a language,
    /// a number of a date, or a folder of the article.
    fn old(&self, path: &str) -> Option<String> {
        self.site?;
        let facts = self.atlas.facts(self.tree);
        let paths = self.atlas.paths(self.tree);
        let key = page_key(path);
        let parts: Vec<&str> = key.split('/').filter(|part| !part.is_empty()).collect();
        (0..parts.len().min(6)).find_map(|cut| {
            let rest = parts[cut..].join("/");
            let fits = |number: &usize| {
                let at = facts.all[*number].at.as_deref().map(page_key).unwrap_or_default();
                let own = format!("{}/{at}", lower(&paths.all[*number]));
                parts[..cut].iter().all(|part| {
                    is_language(part)
                        || part.bytes().all(|byte| byte.is_ascii_digit())
                        || own.split('/').any(|own| own == *part)
                })
            };
            let mut numbers: Vec<usize> = facts.keys.find(Name::Old, &rest).collect();
            if cut + 1 == parts.len() {
                numbers.extend(facts.keys.find(Name::Slug, &rest));
                numbers.extend(paths.keys.find(Name::Undated, &rest));
            }
            self.pick(numbers.into_iter().filter(fits).collect(), Name::Old)
        })
    }
}

/// Whether `part` of a path looks like the code of a language: `fr`, `pt-br`.
fn is_language(part: &str) -> bool {
    let (language, region) = part.split_once('-').unwrap_or((part, "xx"));
    language.len() == 2
        && (2..=4).contains(&region.len())
        && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

/// Resolves the relative `path` against the address of a page (RFC 3986 §5.2).
fn resolved(page: &str, path: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.len() > 1 => drop(parts.pop()),
            ".." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
