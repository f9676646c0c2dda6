//! Resolves links from an article to another one of its archive.
//!
//! Such a link names a file (`two.md`, `../x/two.mdx#part`), the page that a site makes of it (`two.html`, `two`,
//! `/posts/two/`) or, as a wikilink, its name. If the file is found below the root, and its front matter states where
//! the article was published, the link leads there. The article's own address followed by the file name would be an
//! address that never existed.
//!
//! Files are searched for at the path of the link, relative to the file and to its page, at the root and in the usual
//! folders of sites. A bare name is searched for in the whole archive; related articles in front matter are also found
//! by the slug that their own front matter states. Limit: only the front matter of an article is read, and of its text
//! the first heading.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::absolute::absolute;
use super::authors;
use super::files::Files;
use super::front;
use super::kinds::{Kind, extensions};
use crate::article::{Date, Inline, Meta, plain_text};
use crate::diag::Diagnostics;

/// Folders where sites keep what they publish at their root.
const CONTENT: [&str; 5] = ["", "content", "src/content", "docs", "src"];

/// Configuration files that state the address of a site, and the keys for it.
const SITES: [(&str, &str, &str); 9] = [
    ("_config.yml", "url", "baseurl"),
    ("_config.yaml", "url", "baseurl"),
    ("hugo.toml", "baseURL", ""),
    ("hugo.yaml", "baseURL", ""),
    ("config.toml", "baseURL", ""),
    ("config.yaml", "baseURL", ""),
    ("config.toml", "base_url", ""),
    ("mkdocs.yml", "site_url", ""),
    ("_quarto.yml", "site-url", ""),
];

/// The target of a link to another article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Neighbour {
    /// The article itself.
    Own,
    /// An article that states this address.
    At(String),
    /// An article that states no address.
    Unstated,
    /// A missing file whose name is that of an article.
    Gone,
}

/// What the archive says of an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// Its title.
    pub title: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Its authors.
    pub author: Option<String>,
    /// Its date.
    pub date: Option<Date>,
    /// Its address.
    pub address: Option<String>,
}

/// The other articles of an archive, as seen from one article.
pub(super) struct Neighbours<'a> {
    files: &'a dyn Files,
    /// The name of the article's own file.
    own: String,
    /// The address that the article states.
    base: Option<String>,
    listings: BTreeMap<String, Vec<String>>,
    addresses: BTreeMap<String, Option<String>>,
    site: Option<Option<String>>,
}

impl<'a> Neighbours<'a> {
    /// Creates the neighbours of the article in the file `own`, which states the address `base`.
    pub(super) fn new(files: &'a dyn Files, own: &str, base: Option<&str>) -> Self {
        Self {
            files,
            own: own.to_owned(),
            base: base.map(str::to_owned),
            listings: BTreeMap::new(),
            addresses: BTreeMap::new(),
            site: None,
        }
    }

    /// Returns the target of `url`; `None` if it is not a link to an article of the archive.
    pub(super) fn find(&mut self, url: &str) -> Option<Neighbour> {
        let scheme = url.split(['/', '?', '#']).next().is_some_and(|head| head.contains(':'));
        if scheme || url.starts_with("//") || url.starts_with(['#', '?']) || url.is_empty() {
            return None;
        }
        let (page, fragment) = url.split_once('#').map_or((url, None), |(page, fragment)| (page, Some(fragment)));
        let page = page.split('?').next().unwrap_or(page);
        let page = percent_decode_str(page).decode_utf8().ok()?.into_owned();
        let Some(file) = self.file(&page) else {
            // If the article's own address ends like a file name, as on a code forge, every page has the name of its
            // file. So the link may lead to a page that exists.
            let called = self.base.as_deref().is_some_and(|base| kind(base.trim_end_matches('/')).is_some());
            return (kind(&page).is_some() && !called).then_some(Neighbour::Gone);
        };
        if file == joined(self.files.folder(), &self.own) {
            return Some(Neighbour::Own);
        }
        Some(match self.address(&file) {
            Some(address) => Neighbour::At(match fragment {
                Some(fragment) => format!("{}#{fragment}", address.split('#').next().unwrap_or(&address)),
                None => address,
            }),
            None => Neighbour::Unstated,
        })
    }

    /// Returns what the archive says of the article that `reference` names: a slug, a path, a wikilink's name, or an
    /// address of the site.
    pub(super) fn known(&mut self, reference: &str) -> Option<Known> {
        let reference = reference.trim();
        let path = match reference.split_once("://") {
            Some(_) => {
                let site = self.site()?;
                reference.strip_prefix(site.trim_end_matches('/'))?.to_owned()
            }
            None => reference.trim_start_matches("@/").trim_start_matches("{filename}").to_owned(),
        };
        let page = path.split(['#', '?']).next().unwrap_or_default();
        let page = percent_decode_str(page).decode_utf8().ok()?.into_owned();
        let last = page.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        if last.is_empty() || page.contains(['{', '<', '\n']) {
            return None;
        }
        let found = self.file(&page).or_else(|| self.files.article(&last)).or_else(|| self.called(&last));
        let file = found.filter(|file| *file != joined(self.files.folder(), &self.own))?;
        self.of_file(&file)
    }

    /// Returns the article that states `slug`: the only one, or the only one in the folder of the article itself, as
    /// where each language has its folder.
    fn called(&self, slug: &str) -> Option<String> {
        let paths = self.files.with_slug(slug);
        let folder = self.files.folder();
        let is_beside = |path: &&String| path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder;
        let mut beside = paths.iter().filter(is_beside);
        match (beside.next(), beside.next(), paths.as_slice()) {
            (Some(only), None, _) | (None, None, [only]) => Some(only.clone()),
            _ => None,
        }
    }

    fn of_file(&mut self, file: &str) -> Option<Known> {
        let bytes = self.files.read(file)?;
        let text = std::str::from_utf8(&bytes).ok()?;
        let words = |text: &str| vec![Inline::Text(text.to_owned())];
        let front = front::read(text, &words, &mut Diagnostics::new());
        let meta = &front.meta;
        let stated = Some(plain_text(&meta.title)).filter(|title| !title.trim().is_empty());
        let title = stated.or_else(|| first_heading(text.get(front.body..)?));
        let authors = meta.authors().filter_map(|name| authors::named(name.to_owned(), self.files));
        let authors = authors.collect::<Vec<_>>().join(", ");
        Some(Known {
            title,
            description: meta.description.clone(),
            author: Some(authors).filter(|authors| !authors.is_empty()),
            date: meta.date.clone(),
            address: self.address_in(meta),
        })
    }

    /// Returns the file of the article that `page` names.
    fn file(&mut self, page: &str) -> Option<String> {
        let folder = self.files.folder().to_owned();
        let mut places: Vec<String> = Vec::new();
        if page.starts_with('/') {
            places.extend(CONTENT.iter().map(|content| (*content).to_owned()));
        } else {
            let stem = self.own.rsplit_once('.').map_or(&*self.own, |(stem, _)| stem);
            // Links relative to the page start one folder deeper: `/one/` links to `../two/`.
            places.extend([folder.clone(), joined(&folder, stem)]);
            places.extend(CONTENT.iter().map(|content| (*content).to_owned()));
        }
        let placed = places.into_iter().find_map(|place| self.below(&normal(&place, page)?));
        placed.or_else(|| self.files.article(page).filter(|_| !page.contains('/')))
    }

    /// Returns the file of the page at `path`.
    fn below(&mut self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        // `../bread.md`: the file itself.
        if !name.is_empty() && kind(name).is_some() && self.lists(folder, name) {
            return Some(path.to_owned());
        }
        // `../bread.html`: the page that the site makes of `bread.md`.
        let ending = name.rsplit_once('.').filter(|(_, ending)| {
            Kind::from_extension(ending).is_some()
                || ["html", "htm"].iter().any(|html| ending.eq_ignore_ascii_case(html))
        });
        let stem = ending.map_or(name, |(stem, _)| stem);
        // `../bread` or `../bread/`: the file beside comes before the folder.
        if !stem.is_empty() && !matches!(stem, "index" | "_index") {
            let names = extensions().map(|extension| format!("{stem}.{extension}"));
            if let Some(found) = names.into_iter().find(|name| self.lists(folder, name)) {
                return Some(joined(folder, &found));
            }
        }
        // `../bread/` is made of `bread/index.md`, in Hugo also of `bread/_index.md`.
        let inside = if matches!(stem, "index" | "_index") { folder.to_owned() } else { joined(folder, stem) };
        let pages = ["index", "_index"].into_iter().flat_map(|stem| extensions().map(move |e| format!("{stem}.{e}")));
        let found = pages.into_iter().find(|name| self.lists(&inside, name))?;
        Some(joined(&inside, &found))
    }

    fn lists(&mut self, folder: &str, name: &str) -> bool {
        let files = self.files;
        let names = self.listings.entry(folder.to_owned()).or_insert_with(|| {
            let mut names = files.names(folder);
            names.sort_unstable();
            names
        });
        names.binary_search_by(|known| known.as_str().cmp(name)).is_ok()
    }

    /// Returns the address that the article in `file` states for itself.
    fn address(&mut self, file: &str) -> Option<String> {
        if let Some(known) = self.addresses.get(file) {
            return known.clone();
        }
        let address = self.stated(file);
        self.addresses.insert(file.to_owned(), address.clone());
        address
    }

    fn stated(&mut self, file: &str) -> Option<String> {
        let bytes = self.files.read(file)?;
        let text = std::str::from_utf8(&bytes).ok()?;
        let words = |text: &str| vec![Inline::Text(text.to_owned())];
        let meta = front::read(text, &words, &mut Diagnostics::new()).meta;
        self.address_in(&meta)
    }

    /// Returns the address that an article states for itself.
    fn address_in(&mut self, meta: &Meta) -> Option<String> {
        meta.source_url.clone().or_else(|| {
            let path = ["permalink", "url", "link"].iter().find_map(|key| meta.extra.get(*key)?.as_str())?;
            // Jekyll's patterns (`/:year/:title/`) are not addresses.
            let plain = !path.trim().is_empty() && !path.contains([':', '{', ' ']);
            let site = self.site().filter(|_| plain)?;
            Some(format!("{}/{}", site.trim_end_matches('/'), path.trim_start_matches('/')))
        })
    }

    /// Returns the address of the site: from its configuration, else the host of the article's own address.
    fn site(&mut self) -> Option<String> {
        if self.site.is_none() {
            let stated = SITES.iter().find_map(|(file, key, below)| {
                let names = self.files.names("");
                let listed = names.iter().any(|name| name == file);
                let bytes = listed.then(|| self.files.read(file)).flatten()?;
                let text = std::str::from_utf8(&bytes).ok()?;
                let site =
                    setting(text, key).filter(|url| url.starts_with("https://") || url.starts_with("http://"))?;
                let below = setting(text, below).unwrap_or_default();
                Some(format!("{}/{}", site.trim_end_matches('/'), below.trim_matches('/')))
            });
            self.site = Some(stated.or_else(|| absolute(self.base.as_deref()?, "/")));
        }
        self.site.clone().flatten()
    }
}

/// Returns the words of the first heading at the start of `text`.
fn first_heading(text: &str) -> Option<String> {
    let line = text.lines().take(40).find(|line| !line.trim().is_empty())?;
    let heading = line.trim().strip_prefix('#')?.trim_start_matches('#');
    let words = heading.trim().trim_end_matches('#').trim();
    (heading.starts_with(' ') && !words.is_empty()).then(|| words.to_owned())
}

/// Returns the value of `key` in a configuration file with lines `key: value` or `key = "value"`.
fn setting<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    text.lines().filter(|_| !key.is_empty()).find_map(|line| {
        let rest = line.trim_start().strip_prefix(key)?.trim_start().strip_prefix([':', '='])?;
        let value = rest.trim();
        let quoted = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.split(*quote).next());
        Some(quoted.unwrap_or_else(|| value.split(" #").next().unwrap_or(value).trim()))
    })
}

fn kind(name: &str) -> Option<Kind> {
    Kind::from_extension(name.rsplit('/').next()?.rsplit_once('.')?.1)
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// Resolves `path` relative to `folder`, both below the root; `None` if it leads out of the root.
fn normal(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Memory;

    fn archive() -> Memory {
        let stated = |url: &str| format!("---\ntitle: T\n{url}\n---\nWords.");
        let files = [
            ("posts/two.md", stated("canonical_url: https://e.org/two/")),
            ("posts/three.mdx", stated("url: https://e.org/3")),
            ("posts/trip/index.md", stated("permalink: https://e.org/trip/")),
            ("posts/mute.md", stated("tags: [a]")),
            ("posts/own.md", stated("a: b")),
            ("posts/My Note.md", stated("link: https://e.org/note")),
            ("content/about/_index.md", stated("permalink: /about-us/")),
            ("top.txt", "+++\ncanonical = \"https://e.org/top\"\n+++\nWords.".to_owned()),
            ("posts/data.csv", "1".to_owned()),
            ("_config.yml", "title: x\nurl: \"https://site.org\" # ours\nbaseurl: /blog\n".to_owned()),
        ];
        let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes().into())).collect();
        Memory { folder: "posts".into(), files }
    }

    #[test]
    fn links_to_articles_lead_to_the_addresses_that_those_state() {
        let files = archive();
        let mut neighbours = Neighbours::new(&files, "own.md", None);
        let cases = [
            ("two.md", "https://e.org/two/"),
            ("./two.md#part", "https://e.org/two/#part"),
            ("two", "https://e.org/two/"),
            ("../posts/two.html", "https://e.org/two/"),
            ("/posts/two/", "https://e.org/two/"),
            ("../two/", "https://e.org/two/"),
            ("two.markdown?x=1", "https://e.org/two/"),
            ("three.mdx", "https://e.org/3"),
            ("three", "https://e.org/3"),
            ("trip/", "https://e.org/trip/"),
            ("trip/index.md", "https://e.org/trip/"),
            ("trip", "https://e.org/trip/"),
            ("My%20Note", "https://e.org/note"),
            ("My Note", "https://e.org/note"),
            ("../top.txt", "https://e.org/top"),
            ("top", "https://e.org/top"),
            ("/about/", "https://site.org/blog/about-us/"),
        ];
        for (url, address) in cases {
            assert_eq!(neighbours.find(url), Some(Neighbour::At(address.into())), "{url}");
        }
    }

    #[test]
    fn what_has_no_address_is_told_from_what_is_no_article() {
        let files = archive();
        let mut neighbours = Neighbours::new(&files, "own.md", Some("https://e.org/own/"));
        let cases = [
            ("mute.md", Some(Neighbour::Unstated)),
            ("gone.md", Some(Neighbour::Gone)),
            ("../../../etc/x.md", Some(Neighbour::Gone)),
            ("own.md#part", Some(Neighbour::Own)),
            ("./own", Some(Neighbour::Own)),
            ("data.csv", None),
            ("elsewhere/", None),
            ("https://e.org/two.md", None),
            ("//e.org/two.md", None),
            ("mailto:two.md", None),
            ("#part", None),
            ("", None),
        ];
        for (url, expected) in cases {
            assert_eq!(neighbours.find(url), expected, "{url}");
        }
        let mut forge = Neighbours::new(&files, "own.md", Some("https://forge.org/a/b/own.md"));
        assert_eq!(forge.find("gone.md"), None, "pages of a forge are called like their files");
    }
}
