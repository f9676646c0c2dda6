//! The table of accepted keys, and looking them up.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::data::tree::{Entry, Node, Value, last};
use crate::diag::{Diagnostic, Diagnostics};
use crate::source::Span;

/// Tables that hold an article's own keys in some dialects, such as Zola's and Hugo's.
pub(super) const SCOPES: [&str; 3] = ["params", "extra", "taxonomies"];

pub(super) const TITLE: &[&str] = &["title", "linktitle"];
pub(super) const SUBTITLE: &[&str] = &["subtitle", "deck"];
pub(super) const DATE: &[&str] =
    &["date", "publishdate", "publishedat", "publisheddate", "datepublished", "pubdate", "published", "created"];
pub(super) const MODIFIED: &[&str] = &[
    "lastmod",
    "updated",
    "datemodified",
    "lastmodifiedat",
    "lastmodified",
    "modified",
    "updatedat",
    "updateddate",
    "lastupdated",
];
pub(super) const LANG: &[&str] = &["lang", "language", "locale"];
pub(super) const TAGS: &[&str] =
    &["tags", "tag", "keywords", "keyword", "categories", "category", "topics", "topic", "subject", "subjects"];
pub(super) const DESCRIPTION: &[&str] =
    &["description", "summary", "excerpt", "abstract", "customexcerpt", "preview", "ogdescription"];
pub(super) const RIGHTS: &[&str] = &["rights", "copyright"];
pub(super) const LICENSE: &[&str] = &["license", "licence"];
pub(super) const PUBLISHER: &[&str] = &["publisher", "producer"];
/// What is said about the authors.
pub(super) const ABOUT: &[&str] = &[
    "authorbio",
    "authorsbio",
    "authorbios",
    "authorbiography",
    "authordescription",
    "aboutauthor",
    "abouttheauthor",
    "aboutauthors",
    "abouttheauthors",
    "bio",
    "bios",
    "biography",
];
/// What it was published in; the second is that of pandoc's bibliographies.
pub(super) const PUBLICATION: &[&str] = &["publication", "containertitle", "publicationname"];
pub(super) const SOURCE: &[&str] = &["canonicalurl", "canonical", "sourceurl", "original", "source"];
/// Keys of site generators for the page's place in the site. If the value is a whole address, it is the article's.
pub(super) const PLACE: &[&str] = &["url", "permalink", "link"];
pub(super) const SERIES: &[&str] = &["series", "belongstocollection", "seriesname"];
pub(super) const POSITION: &[&str] =
    &["groupposition", "seriesvolume", "seriesindex", "seriesorder", "seriesnumber", "seriespart", "seriesweight"];
pub(super) const RELATED: &[&str] = &[
    "related",
    "seealso",
    "relation",
    "relatedposts",
    "relatedarticles",
    "relatedstories",
    "relatedpages",
    "relatedcontent",
    "relatedlinks",
    "relatedreading",
    "relatedentries",
    "relatednotes",
    "relatedto",
    "furtherreading",
    "morereading",
    "readnext",
    "readmore",
    "readalso",
    "alsoread",
    "nextread",
    "upnext",
    "recommended",
    "recommendedposts",
    "recommendedarticles",
    "recommendedreading",
    "recommendations",
    "suggested",
    "suggestedposts",
    "suggestedarticles",
    "similar",
    "similarposts",
    "similararticles",
    "youmayalsolike",
    "youmightalsolike",
    "morelikethis",
    "prev",
    "previous",
    "prevpost",
    "previouspost",
    "prevpage",
    "previouspage",
    "prevarticle",
    "previousarticle",
    "next",
    "nextpost",
    "nextpage",
    "nextarticle",
];
/// Keys of the cover: those of the picture above the article first, then those of smaller pictures in lists, then those
/// for social media.
pub(super) const COVER: &[&str] = &[
    "cover",
    "coverimage",
    "coverimg",
    "epubcoverimage",
    "image",
    "images",
    "featuredimage",
    "featuredimg",
    "featureimage",
    "featureimg",
    "imagefeature",
    "heroimage",
    "heroimg",
    "hero",
    "header.image",
    "header.overlayimage",
    "header",
    "headerimage",
    "headerimg",
    "headerimagefile",
    "headercover",
    "headimg",
    "banner",
    "bannerimage",
    "bannerimg",
    "topimg",
    "topimage",
    "leadimage",
    "mainimage",
    "primaryimage",
    "primaryimageofpage",
    "mastheadimage",
    "masthead",
    "titleimage",
    "titelbild",
    "titleblockbanner",
    "titlepagebackground",
    "background",
    "backgroundimage",
    "bigimg",
    "poster",
    "postimage",
    "blogimage",
    "articleimage",
    "entryimage",
    "splash",
    "featured",
    "imagepath",
    "img",
    "photo",
    "photos",
    "picture",
    "pictures",
    "cardimage",
    "card.image",
    "previewimage",
    "imagepreview",
    "featuredimagepreview",
    "teaserimage",
    "header.teaser",
    "teaser",
    "thumbnail",
    "thumbnailimg",
    "thumbnailimage",
    "thumb",
    "indeximg",
    "preview",
    "imagethumb",
    "ogimage",
    "og:image",
    "opengraphimage",
    "header.ogimage",
    "opengraph.image",
    "og.image",
    "metadata.image",
    "meta.image",
    "seo.image",
    "seoimage",
    "social.image",
    "socialimage",
    "socialmediaimage",
    "socialmediacard",
    "socialcard",
    "socialpreview",
    "shareimage",
    "shareimg",
    "sharingimage",
    "twitterimage",
    "twitter:image",
    "twitter.image",
];
/// Keys of [`COVER`] that often hold something else: a name, a switch, a colour, a text. Only an address of a picture
/// under them is a cover.
pub(super) const COVER_MAYBE: &[&str] = &[
    "primaryimage",
    "hero",
    "header",
    "banner",
    "masthead",
    "titleblockbanner",
    "titlepagebackground",
    "background",
    "backgroundimage",
    "poster",
    "splash",
    "featured",
    "img",
    "photo",
    "photos",
    "picture",
    "pictures",
    "header.teaser",
    "teaser",
    "thumb",
    "preview",
    "socialcard",
    "socialpreview",
];
/// Folder of the pictures that an article names, in front of relative paths.
pub(super) const COVER_FOLDER: &[&str] = &["mediasubpath", "imgpath"];
pub(super) const COVER_ALT: &[&str] = &[
    "coveralt",
    "coverimagealt",
    "imagealt",
    "featuredimagealt",
    "featureimagealt",
    "heroalt",
    "heroimagealt",
    "header.imagedescription",
    "featurealt",
    "featuredalt",
    "featureimgalt",
    "coverimgalt",
    "headeralt",
    "header.alt",
    "headerimagealt",
    "banneralt",
    "bannerimagealt",
    "leadimagealt",
    "mainimagealt",
    "thumbnailalt",
    "imgalt",
    "photoalt",
    "ogimagealt",
    "socialimagealt",
    "shareimagealt",
];
/// A key that describes the cover, if there is one.
pub(super) const ALT: &[&str] = &["alt"];
pub(super) const COVER_CAPTION: &[&str] = &[
    "covercaption",
    "coverimagecaption",
    "imagefigcaption",
    "imagecaption",
    "featuredimagecaption",
    "featureimagecaption",
    "heroimagecaption",
    "header.caption",
    "featurecaption",
    "featuredcaption",
    "featureimagecap",
    "featuredimagecap",
    "bannercaption",
    "leadimagecaption",
    "thumbnailcaption",
];
pub(super) const COVER_CREDIT: &[&str] = &[
    "covercredit",
    "coverimagecredit",
    "imagecredit",
    "featuredimageattr",
    "featuredimagecredit",
    "featuredimageattribution",
    "featureimagecredit",
    "heroimagecredit",
    "photocredit",
    "imageattribution",
];
/// Keys that credit the cover, if there is one.
pub(super) const CREDIT: &[&str] = &["credits", "credit", "attribution", "sub"];
pub(super) const COVER_LINK: &[&str] =
    &["covercreditlink", "imagecreditlink", "featuredimageattrlink", "creditlink", "imagecrediturl"];
pub(super) const COVER_LICENSE: &[&str] = &["coverlicense", "imagelicense", "featuredimagelicense", "sourcelicense"];
pub(super) const PEOPLE: [(crate::article::Role, &[&str]); 6] = {
    use crate::article::Role;
    [
        (Role::Author, &["author", "authors", "creator", "creators", "byline"]),
        (Role::Editor, &["editor", "editors"]),
        (Role::Translator, &["translator", "translators"]),
        (Role::Illustrator, &["illustrator", "illustrators"]),
        (Role::Photographer, &["photographer", "photographers"]),
        (Role::Contributor, &["contributor", "contributors"]),
    ]
};
/// Keys that are read separately.
const OTHERS: [&str; 11] =
    ["draft", "published", "status", "identifier", "identifiers", "doi", "isbn", "url", "header", "params", "extra"];
/// Keys of site generators that are irrelevant to the article; listed only so that they are not reported as typos.
const FOREIGN: [&str; 26] = [
    "aliases",
    "class",
    "color",
    "date",
    "dates",
    "expirydate",
    "featured",
    "id",
    "layout",
    "links",
    "lab",
    "math",
    "menu",
    "order",
    "path",
    "permalink",
    "slug",
    "template",
    "team",
    "toc",
    "type",
    "weight",
    "where",
    "when",
    "authorid",
    "taxonomies",
];

/// A value found under an accepted key.
#[derive(Clone, Debug)]
pub(super) struct FoundValue<'a> {
    pub node: &'a Node,
    /// The key as written, with dots.
    pub key: String,
    /// Where the key stands.
    pub span: Span,
}

/// The entries of a front matter, with a record of those that were used.
pub(super) struct Keys<'a> {
    entries: &'a [Entry],
    used: RefCell<BTreeSet<*const Node>>,
}

impl<'a> Keys<'a> {
    pub(super) fn new(entries: &'a [Entry]) -> Self {
        Self { entries, used: RefCell::default() }
    }

    /// Returns all entries.
    pub(super) fn entries(&self) -> &'a [Entry] {
        self.entries
    }

    /// Returns the value at `path`, a dotted name, at the top level or in a table of the article's own keys; `None` if
    /// it is missing or empty.
    pub(super) fn get(&self, path: &str) -> Option<FoundValue<'a>> {
        self.raw(path).filter(|found| !found.node.is_empty())
    }

    /// Returns the value at `path` as [`Keys::get`] does, even if it is empty.
    pub(super) fn raw(&self, path: &str) -> Option<FoundValue<'a>> {
        let own = descend(self.entries, path, String::new());
        own.filter(|found| !found.node.is_empty())
            .or_else(|| {
                SCOPES.iter().find_map(|scope| {
                    let table = last(self.entries, scope)?;
                    descend(table.node.entries(), path, format!("{}.", table.key))
                })
            })
            .or_else(|| descend(self.entries, path, String::new()))
    }

    /// Returns the value of the first of `paths` that is there.
    pub(super) fn first(&self, paths: &[&str]) -> Option<FoundValue<'a>> {
        paths.iter().find_map(|path| self.get(path))
    }

    /// Returns the values of all `paths` that are there.
    pub(super) fn all(&self, paths: &[&str]) -> Vec<FoundValue<'a>> {
        paths.iter().filter_map(|path| self.get(path)).collect()
    }

    /// Returns the value of a dotted key as written; for a list on the way, its first item is used.
    pub(super) fn by_key(&self, key: &str) -> Option<&'a Node> {
        let mut entries = self.entries;
        let mut found = None;
        for part in key.split('.') {
            let entry = entries.iter().rev().find(|entry| entry.key == part)?;
            found = Some(&entry.node);
            entries = entry.node.items().first().unwrap_or(&entry.node).entries();
        }
        found
    }

    /// Marks a value as used, so that it is not kept among the unknown ones.
    pub(super) fn take(&self, node: &Node) {
        self.used.borrow_mut().insert(node);
    }

    /// Returns all unused values as JSON by key; parts of a map as `key.part`.
    pub(super) fn rest(&self) -> BTreeMap<String, serde_json::Value> {
        let mut rest = BTreeMap::new();
        self.entries.iter().for_each(|entry| self.unused(entry, "", 0, &mut rest));
        rest
    }

    fn unused(&self, entry: &Entry, prefix: &str, depth: usize, rest: &mut BTreeMap<String, serde_json::Value>) {
        let key = format!("{prefix}{}", entry.key);
        match &entry.node.value {
            _ if self.used.borrow().contains(&std::ptr::from_ref(&entry.node)) => {}
            Value::Map(entries) if depth < 2 && self.touched(entries) => {
                entries.iter().for_each(|entry| self.unused(entry, &format!("{key}."), depth + 1, rest));
            }
            _ => {
                rest.insert(key, entry.node.json());
            }
        }
    }

    fn touched(&self, entries: &[Entry]) -> bool {
        let used = self.used.borrow();
        entries.iter().any(|entry| {
            used.contains(&std::ptr::from_ref(&entry.node))
                || entry.node.entries().iter().any(|entry| used.contains(&std::ptr::from_ref(&entry.node)))
        })
    }
}

fn descend<'a>(entries: &'a [Entry], path: &str, prefix: String) -> Option<FoundValue<'a>> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let entry = last(entries, name)?;
    let key = format!("{prefix}{}", entry.key);
    match rest {
        None => Some(FoundValue { node: &entry.node, key, span: entry.span }),
        Some(rest) => descend(entry.node.entries(), rest, format!("{key}.")),
    }
}

/// Warns about unknown keys that are one edit away from a known one, and about duplicate keys.
pub(super) fn check(entries: &[Entry], diagnostics: &mut Diagnostics) {
    let known = known();
    let mut seen = BTreeSet::new();
    for entry in entries.iter().take(200) {
        if !seen.insert(entry.name.as_str()) {
            let message = format!("the key `{}` is given twice; the last one is used", entry.key);
            diagnostics.push(Diagnostic::warning("duplicate-key", message).at(entry.span));
        }
        if entry.key.contains('<') || entry.key.split_whitespace().count() > 6 {
            let message = "this line reads as a key, so it is not part of the text before it";
            let help = "indent it, or put the whole text in quotes";
            diagnostics.push(Diagnostic::warning("prose-as-key", message).at(entry.span).help(help));
        }
        let long = entry.name.chars().count();
        if !(4..=40).contains(&long) || known.contains(entry.name.as_str()) || FOREIGN.contains(&entry.name.as_str()) {
            continue;
        }
        // `image_credits` is a key of a cover, if not in the tables here.
        if super::credits::part_of(&entry.name).is_some() {
            continue;
        }
        // A name that is two characters longer is more than one edit away.
        let near = |known: &&&str| known.len() >= 4 && known.len().abs_diff(long) <= 1;
        if let Some(meant) = known.iter().filter(near).find(|known| strsim::osa_distance(known, &entry.name) == 1) {
            let message = format!("unknown key `{}`", entry.key);
            diagnostics.push(
                Diagnostic::warning("unknown-key", message)
                    .at(entry.span)
                    .help(format!("did you mean `{}`?", spelled(meant))),
            );
        }
    }
}

/// Whether `name` is a key that we read, or one of site generators or MultiMarkdown.
pub(super) fn is_known(name: &str) -> bool {
    const BARE: [&str; 14] = [
        "saveas",
        "translation",
        "gravatar",
        "affiliation",
        "email",
        "css",
        "baseheaderlevel",
        "quoteslanguage",
        "htmlheader",
        "xhtmlheader",
        "latexmode",
        "bibtex",
        "revision",
        "format",
    ];
    known().contains(name) || BARE.contains(&name) || FOREIGN.contains(&name) && !matches!(name, "when" | "where")
}

/// Returns the names of all top-level keys that we read.
fn known() -> BTreeSet<&'static str> {
    let tables = [
        TITLE,
        SUBTITLE,
        DATE,
        MODIFIED,
        LANG,
        TAGS,
        DESCRIPTION,
        RIGHTS,
        LICENSE,
        PUBLISHER,
        PUBLICATION,
        ABOUT,
        SOURCE,
        SERIES,
        POSITION,
        RELATED,
        COVER,
        COVER_ALT,
        COVER_CAPTION,
        COVER_CREDIT,
        CREDIT,
        COVER_LINK,
        COVER_LICENSE,
        &OTHERS,
    ];
    let people = PEOPLE.iter().map(|(_, names)| *names);
    tables.into_iter().chain(people).flatten().filter_map(|name| name.split('.').next()).collect()
}

/// Returns the usual spelling of a name.
fn spelled(name: &str) -> String {
    const SPELLED: [(&str, &str); 9] = [
        ("coverimage", "cover-image"),
        ("featuredimage", "featured_image"),
        ("publishdate", "publishDate"),
        ("datemodified", "date-modified"),
        ("imagealt", "image_alt"),
        ("canonicalurl", "canonical_url"),
        ("lastmodified", "last_modified"),
        ("coveralt", "coverAlt"),
        ("heroimage", "heroImage"),
    ];
    SPELLED.iter().find(|(known, _)| *known == name).map_or(name, |(_, spelled)| spelled).to_owned()
}
