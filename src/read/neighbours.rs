//! Resolves links from an article to another one of its archive.
//!
//! Such a link names a file (`two.md`, `../x/two.mdx#part`), the page that a site makes of it (`two.html`, `two`,
//! `/posts/two/`) or, as a wikilink, its name. What it means is known to [`Files::linked`]. If the other article states
//! where it was published, or its site says where its page is, the link leads there. The article's own address followed
//! by the file name would be an address that never existed.
//!
//! A link to the site itself that means no article (`/about/`) becomes a whole address, if that of the site is known.

use std::collections::BTreeMap;
use std::path::Path;

use percent_encoding::percent_decode_str;

use super::absolute::absolute;
use super::authors;
use super::date;
use super::files::Files;
use super::front;
use super::kinds::Kind;
use super::resolve::{slugify, title_from_name};
use super::{LinksTo, Options};
use crate::article::{Date, Inline, Shelved, plain_text};
use crate::diag::Diagnostics;
use crate::site::{self, From, Linked, MissingFragment, SiteKey, Written};

/// The target of a link to another article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Neighbour {
    /// The article itself.
    Own,
    /// An article with this address.
    At(String),
    /// An article that is linked at its file in the library.
    Shelved(Shelved, Option<String>),
    /// An article whose address is not known.
    Unstated,
    /// Something else on the site, at this address.
    Served(String),
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
    /// Its file in the library, if it is linked there.
    pub shelved: Option<Shelved>,
}

/// What an article says about itself, for lists of related articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct About {
    /// Its title.
    pub title: Option<String>,
    /// Its description.
    pub description: Option<String>,
    /// Its authors, as written.
    pub authors: Vec<String>,
    /// Its date.
    pub date: Option<String>,
}

impl About {
    /// Returns what the article that consists of `bytes` says about itself.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let words = |text: &str| vec![Inline::Text(text.to_owned())];
        let front = front::read(text, &words, &mut Diagnostics::new());
        let meta = &front.meta;
        let stated = Some(plain_text(&meta.title)).filter(|title| !title.trim().is_empty());
        Some(Self {
            title: stated.or_else(|| front::heading(text.get(front.body..)?)),
            description: meta.description.clone(),
            authors: meta.authors().map(str::to_owned).collect(),
            date: meta.date.as_ref().map(|date| date.iso.clone()),
        })
    }

    /// Returns all that it says, for comparing answers.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let one = [&self.title, &self.description, &self.date].map(|value| value.as_deref().unwrap_or("\u{0}"));
        one.into_iter().chain(self.authors.iter().map(String::as_str))
    }
}

/// The other articles of an archive, as seen from one article.
pub(super) struct Neighbours<'a> {
    files: &'a dyn Files,
    /// The path of the article's own file.
    own: String,
    /// The address of the article.
    base: Option<String>,
    /// The address of the site that the caller states.
    stated_site: Option<String>,
    links_to: LinksTo,
    known: BTreeMap<String, Option<Linked>>,
    site: Option<Option<String>>,
}

impl<'a> Neighbours<'a> {
    /// Creates the neighbours of the article in the file `own`, which has the address `base`.
    pub(super) fn new(files: &'a dyn Files, own: &str, base: Option<&str>, options: &Options) -> Self {
        Self {
            files,
            own: site::joined(files.folder(), own),
            base: base.map(str::to_owned),
            stated_site: options.site.clone(),
            links_to: options.links_to,
            known: BTreeMap::new(),
            site: None,
        }
    }

    /// Returns the target of `url`; `None` if it leads neither to an article of the archive nor to its site.
    pub(super) fn find(&mut self, url: &str) -> Option<Neighbour> {
        if url.starts_with(['#', '?']) || url.is_empty() {
            return None;
        }
        // Pelican's marks for files that it copies.
        let copied = ["{static}/", "{attach}/", "%7Bstatic%7D/", "%7Battach%7D/", "|static|/"];
        if let Some(path) = copied.iter().find_map(|mark| url.strip_prefix(mark)) {
            return self.served(&format!("/{path}"));
        }
        let written = Written::of(url)?;
        if written.from == From::Web && !self.is_on_site(&written.path) {
            return None;
        }
        if let Some(linked) = self.linked(url) {
            if linked.path == self.own && written.from != From::Web {
                return Some(Neighbour::Own);
            }
            let query = url.split('#').next().and_then(|page| page.split_once('?')).map(|(_, query)| query);
            let found = self.address_of(&linked).map(|address| with_fragment(&address, query, &written, &linked));
            if let Some(shelved) = self.shelved(&linked, found.as_deref(), written.from) {
                return Some(Neighbour::Shelved(shelved, fragment_of(&written)));
            }
            return match written.from {
                // What a whole address leads to is known anyway.
                From::Web => found.map(Neighbour::At),
                _ => Some(found.map_or(Neighbour::Unstated, Neighbour::At)),
            };
        }
        match written.from {
            From::Web => None,
            From::Top => self.served(url),
            From::Site | From::Content => Some(Neighbour::Gone),
            // A name in a vault means a note; one that nobody wrote is served nowhere. Pages of tags are made by Quartz.
            From::Here if self.is_in_vault() => match written.path.strip_prefix("tags/") {
                Some(tag) => self.served(&format!("/tags/{tag}")).or(Some(Neighbour::Gone)),
                None if url.starts_with(['.', '/']) || has_ending(&written.path) => None,
                None => Some(Neighbour::Gone),
            },
            From::Here => {
                // If the article's own address ends like a file name, as on a code forge, every page has the name of its
                // file. So the link may lead to a page that exists.
                let called = self.base.as_deref().is_some_and(|base| kind(base.trim_end_matches('/')).is_some());
                (kind(&written.path).is_some() && !called).then_some(Neighbour::Gone)
            }
        }
    }

    /// Returns the path of the other article that `url` leads to and what is known of its fragment, if there is no such
    /// target.
    pub(super) fn missing_fragment(&mut self, url: &str) -> Option<(String, MissingFragment)> {
        let fragment = url.split_once('#').map(|(_, fragment)| fragment).filter(|fragment| !fragment.is_empty())?;
        let path = self.known.get(url)?.as_ref().map(|linked| linked.path.clone()).filter(|path| *path != self.own)?;
        let missing = self.files.missing_fragment(&path, fragment)?;
        Some((path, missing))
    }

    /// Returns the file of an article in the library, if a link to it leads there. `address` is that of the article.
    fn shelved(&self, linked: &Linked, address: Option<&str>, from: From) -> Option<Shelved> {
        let wanted = match self.links_to {
            LinksTo::Library => true,
            // What a whole address leads to is known anyway.
            LinksTo::Web => address.is_none() && from != From::Web,
        };
        let mark = if wanted { self.files.shelf_mark(&linked.path)? } else { return None };
        let stated = linked.title.clone();
        let title = stated.or_else(|| self.files.about(&linked.path)?.title);
        let title = title.unwrap_or_else(|| title_from_name(Path::new(&linked.path)));
        Some(Shelved { title, mark, address: address.map(str::to_owned) })
    }

    /// Returns the address of something on the site that is no article. Where the site is published below a path, links
    /// are written with it or without.
    fn served(&mut self, url: &str) -> Option<Neighbour> {
        if kind(url.split(['#', '?']).next()?).is_some() {
            return Some(Neighbour::Gone);
        }
        let site = self.own_site()?;
        let below = site
            .split_once("://")?
            .1
            .find('/')
            .map_or("", |at| &site.split_once("://").map_or("", |(_, rest)| rest)[at..]);
        let inside = !below.is_empty()
            && url.strip_prefix(below).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
        let host = &site[..site.len() - below.len()];
        Some(Neighbour::Served(if inside || below.is_empty() {
            format!("{host}{url}")
        } else {
            format!("{site}{url}")
        }))
    }

    fn linked(&mut self, url: &str) -> Option<Linked> {
        if let Some(known) = self.known.get(url) {
            return known.clone();
        }
        let page = url.split('#').next().unwrap_or(url);
        let linked = self.files.linked(&self.own, page);
        self.known.insert(url.to_owned(), linked.clone());
        linked
    }

    /// Whether the article is in a vault, where a bare name is that of a note.
    fn is_in_vault(&mut self) -> bool {
        let generator = self.files.site(&self.own, SiteKey::Generator);
        generator.is_some_and(|found| matches!(&*found.value, "Quartz" | "Obsidian"))
    }

    /// Whether an address without its scheme is on the site.
    fn is_on_site(&mut self, address: &str) -> bool {
        let host = |address: &str| {
            let host = address.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
            host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
        };
        let Some(site) = self.own_site() else { return false };
        host(site.split_once("://").map_or("", |(_, rest)| rest)) == host(address)
    }

    /// Returns the address of the site as the caller or the site itself states it, without a slash at its end.
    fn own_site(&mut self) -> Option<String> {
        if self.site.is_none() {
            let stated = self.stated_site.clone();
            let found = stated.or_else(|| Some(self.files.site(&self.own, SiteKey::Base)?.value));
            self.site = Some(found.map(|site| site.trim_end_matches('/').to_owned()));
        }
        self.site.clone().flatten()
    }

    /// Returns the address of an article. A page of a site whose address nobody states is seen from the article's own.
    fn address_of(&mut self, linked: &Linked) -> Option<String> {
        let found = linked.address(self.stated_site.as_deref());
        found.or_else(|| absolute(self.base.as_deref()?, linked.page.as_deref()?))
    }

    /// Returns what the archive says of the article that `reference` names: a slug, a path, a wikilink's name, or an
    /// address of the site.
    pub(super) fn known(&mut self, reference: &str) -> Option<Known> {
        let reference = reference.trim();
        let written = Written::of(reference)?;
        let path = match written.from {
            From::Web => {
                let host = self.own_site().or_else(|| absolute(self.base.as_deref()?, "/"))?;
                let host = host
                    .split_once("://")
                    .map_or("", |(_, rest)| rest)
                    .split('/')
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                let rest = written.path.strip_prefix(&*host)?;
                rest.to_owned()
            }
            _ => written.path.clone().into_owned(),
        };
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        if last.is_empty() {
            return None;
        }
        let file = self.linked(reference).or_else(|| self.linked(&path)).map(|linked| linked.path);
        let file = file.or_else(|| self.files.called(&self.own, &last)).filter(|file| *file != self.own)?;
        let linked = self.files.placed(&file)?;
        let About { title, description, authors, date } = self.files.about(&file)?;
        let authors = authors.into_iter().filter_map(|name| authors::named(name, self.files));
        let authors = authors.collect::<Vec<_>>().join(", ");
        let address = self.address_of(&linked);
        let shelved = self.shelved(&linked, address.as_deref(), written.from);
        Some(Known {
            title,
            description,
            author: Some(authors).filter(|authors| !authors.is_empty()),
            date: date.as_deref().and_then(date::parse),
            address,
            shelved,
        })
    }
}

/// Returns `address` with the query and the fragment of the link, as headings are called there.
fn with_fragment(address: &str, query: Option<&str>, written: &Written<'_>, linked: &Linked) -> String {
    let page = address.split('#').next().unwrap_or(address);
    let page = match query.filter(|_| !page.contains('?')) {
        Some(query) => format!("{page}?{query}"),
        None => page.to_owned(),
    };
    let Some(fragment) = written.fragment else {
        return if page.len() < address.len() { address.to_owned() } else { page };
    };
    let decoded = percent_decode_str(fragment).decode_utf8_lossy();
    // Of `[[page#Part#Section]]` of a vault, the last heading counts; `^block` is the name of a block.
    match linked.generator {
        Some(generator) if !fragment.starts_with('^') => {
            let heading = decoded.rsplit('#').next().unwrap_or_default();
            let anchor = site::anchor(generator, heading);
            format!("{page}#{}", if anchor == heading { fragment } else { &anchor })
        }
        _ => format!("{page}#{fragment}"),
    }
}

/// Returns the name of the heading that a link means, as outputs call it.
fn fragment_of(written: &Written<'_>) -> Option<String> {
    let decoded = percent_decode_str(written.fragment?).decode_utf8_lossy();
    let heading = decoded.rsplit('#').next().unwrap_or_default();
    (!heading.is_empty() && !heading.starts_with('^')).then(|| slugify(heading))
}

/// Whether the last part of `path` ends like the name of a file.
fn has_ending(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').is_some_and(|(_, end)| (1..=5).contains(&end.len()) && !end.contains(' '))
}

fn kind(name: &str) -> Option<Kind> {
    Kind::from_extension(name.rsplit('/').next()?.rsplit_once('.')?.1)
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
        let mut neighbours = Neighbours::new(&files, "own.md", None, &Options::default());
        let cases = [
            ("two.md", "https://e.org/two/"),
            ("./two.md#part", "https://e.org/two/#part"),
            ("two", "https://e.org/two/"),
            ("../posts/two.html", "https://e.org/two/"),
            ("/posts/two/", "https://e.org/two/"),
            ("../two/", "https://e.org/two/"),
            ("two.markdown?x=1", "https://e.org/two/?x=1"),
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
        let mut files = archive();
        // A site would say where `mute.md` is.
        files.files.remove("_config.yml");
        let mut neighbours = Neighbours::new(&files, "own.md", Some("https://e.org/own/"), &Options::default());
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
        let mut forge = Neighbours::new(&files, "own.md", Some("https://forge.org/a/b/own.md"), &Options::default());
        assert_eq!(forge.find("gone.md"), None, "pages of a forge are called like their files");
    }
}
