//! Components that show a picture, with its caption and credit.
//!
//! Sites call them differently, so a component counts by its name ([`is_picture`]) and by the address it states.
//! What it wraps is its picture if it states none, and its caption otherwise. Limit: the value of code such as
//! `src={hero.url}` is unknown; [`unread`] says which properties that concerns.

use super::super::meaning::escape;
use super::super::words;
use super::components::{Attributes, Component};
use super::jsx::{Tag, TagKind, Value};

/// Words in the names of such components, in lower case.
const NAMES: [&str; 8] = ["image", "img", "figure", "photo", "picture", "frame", "illustration", "pic"];
/// Properties that hold the address of the picture.
const SOURCES: [&str; 14] = [
    "src",
    "image",
    "img",
    "imageSrc",
    "imgSrc",
    "imageUrl",
    "imageURL",
    "imagePath",
    "photo",
    "picture",
    "path",
    "file",
    "url",
    "source",
];
const ALTS: [&str; 4] = ["alt", "altText", "imageAlt", "alternative"];
const CAPTIONS: [&str; 9] =
    ["caption", "figcaption", "figCaption", "legend", "captionText", "imageCaption", "description", "desc", "text"];
const CREDITS: [&str; 20] = [
    "credit",
    "credits",
    "attribution",
    "attr",
    "photoCredit",
    "imageCredit",
    "creditText",
    "creditLine",
    "photographer",
    "author",
    "artist",
    "creator",
    "illustrator",
    "by",
    "byline",
    "photoBy",
    "imageBy",
    "copyright",
    "rights",
    "source",
];
const LINKS: [&str; 12] = [
    "creditLink",
    "creditUrl",
    "creditURL",
    "creditHref",
    "attributionLink",
    "attributionUrl",
    "attrLink",
    "attrlink",
    "authorUrl",
    "authorLink",
    "photographerUrl",
    "sourceUrl",
];
const LICENSES: [&str; 3] = ["license", "licence", "attributionLicense"];

/// Whether `name`, the last part of a component's name, is that of a picture.
pub(super) fn is_picture(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let other = ["gallery", "frameset", "iframe", "compar", "slider", "picker", "topic"];
    NAMES.iter().any(|word| lower.contains(word)) && !other.iter().any(|word| lower.contains(word))
}

/// Whether `tag` can only be a component of MDX that shows a picture: it states one, and its caption or credit.
pub(super) fn proves(tag: &Tag<'_>) -> bool {
    let last = tag.name.rsplit('.').next().unwrap_or_default();
    let camel = last.starts_with(|c: char| c.is_ascii_uppercase()) && last.contains(|c: char| c.is_ascii_lowercase());
    let states = |names: &[&str]| tag.attributes.iter().any(|(name, _)| names.contains(name));
    camel && is_picture(last) && states(&SOURCES) && (states(&CAPTIONS[..6]) || states(&CREDITS))
}

/// Returns the picture that a component shows; `None` if it states none and wraps none.
pub(super) fn picture(tag: &Tag<'_>, attributes: &Attributes<'_>, alone: bool) -> Option<Component> {
    let found = SOURCES.iter().find_map(|name| {
        let value = attributes.first(&[name])?;
        is_file(name, value).then_some((*name, value))
    });
    let shown = Shown::of(attributes, found);
    match (found, tag.kind) {
        (Some((_, source)), TagKind::Whole) => {
            Some(Component { html: shown.tag(source, attributes), close: String::new(), block: alone })
        }
        (Some((_, source)), _) if alone => {
            let html = format!("<figure>{}<figcaption>", shown.image(source, attributes));
            let caption = shown.caption.as_deref().map(words::line).unwrap_or_default();
            let close = format!("{caption}</figcaption>{}</figure>", shown.credit());
            Some(Component { html, close, block: true })
        }
        (Some((_, source)), _) => {
            Some(Component { html: shown.tag(source, attributes), close: String::new(), block: false })
        }
        // `<Figure caption="…"><img …></Figure>`
        (None, TagKind::Start) if alone && (shown.caption.is_some() || shown.credit.is_some()) => {
            let caption = shown.caption.as_deref().map(words::line).unwrap_or_default();
            let close = format!("<figcaption>{caption}</figcaption>{}</figure>", shown.credit());
            Some(Component { html: "<figure>".to_owned(), close, block: true })
        }
        _ => None,
    }
}

/// Whether `value` of the property `name` is the address of a picture.
fn is_file(name: &str, value: &str) -> bool {
    let path = value.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let picture = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif", ".bmp", ".tif", ".tiff", ".jxl"];
    name == "src" || picture.iter().any(|end| path.ends_with(end)) || name != "source" && words::is_address(value)
}

/// What a component says about its picture.
struct Shown {
    alt: Option<String>,
    title: Option<String>,
    caption: Option<String>,
    credit: Option<String>,
    /// The address behind the credit.
    link: Option<String>,
    license: Option<String>,
}

impl Shown {
    fn of(attributes: &Attributes<'_>, source: Option<(&str, &str)>) -> Self {
        let own = source.map(|(name, _)| name);
        let first = |names: &[&str]| {
            let mut names = names.iter().filter(|name| Some(**name) != own);
            names.find_map(|name| attributes.first(&[name])).map(str::to_owned)
        };
        let title = first(&["title"]);
        let (credit, license) = (first(&CREDITS), first(&LICENSES));
        let link = first(&LINKS);
        let mut caption = first(&CAPTIONS);
        // Other words for readers, such as `subtitle`, belong to the caption.
        let known = [&title, &credit, &license, &caption].map(|said| said.clone().unwrap_or_default());
        let more = attributes.words().into_iter().filter(|word| {
            !known.iter().any(|said| said.trim() == word.as_str()) && source.is_none_or(|(_, value)| value != word)
        });
        for word in more {
            caption = Some(caption.map_or(word.clone(), |caption| format!("{caption} {word}")));
        }
        let alt = ALTS.iter().find_map(|name| attributes.get(name)).map(str::to_owned);
        // A licence alone is all that is known of the credit.
        let (credit, license) = if credit.is_none() { (license, None) } else { (credit, license) };
        Self { alt, title, caption, credit, link, license }
    }

    /// Returns the picture as a tag that later becomes a figure.
    fn tag(&self, source: &str, attributes: &Attributes<'_>) -> String {
        let said = [
            ("alt", &self.alt),
            ("title", &self.title),
            ("caption", &self.caption),
            ("attr", &self.credit),
            ("attrlink", &self.link),
            ("license", &self.license),
        ];
        let mut html = format!("<offprint-figure src=\"{}\"", escape(source));
        let said = said.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
        let sizes = ["width", "height"].into_iter().filter_map(|name| Some((name, attributes.get(name)?)));
        let link = attributes.first(&["href", "link"]).filter(|link| *link != source).map(|link| ("link", link));
        for (name, value) in said.chain(sizes).chain(link) {
            html.push_str(&format!(" {name}=\"{}\"", escape(value)));
        }
        html + ">"
    }

    /// Returns the picture as HTML.
    fn image(&self, source: &str, attributes: &Attributes<'_>) -> String {
        let mut html = format!("<img src=\"{}\"", escape(source));
        let said = [("alt", self.alt.as_deref()), ("title", self.title.as_deref())];
        let sizes = ["width", "height"].map(|name| (name, attributes.get(name)));
        for (name, value) in said.into_iter().chain(sizes) {
            if let Some(value) = value {
                html.push_str(&format!(" {name}=\"{}\"", escape(value)));
            }
        }
        html + ">"
    }

    /// Returns the credit as a caption of its own.
    fn credit(&self) -> String {
        let Some(credit) = &self.credit else { return String::new() };
        let license = self.license.as_ref().map(|license| format!(", {license}")).unwrap_or_default();
        let wording = match &self.link {
            Some(link) if !credit.contains("](") => format!("[{credit}]({link}){license}"),
            _ => format!("{credit}{license}"),
        };
        format!("<figcaption class=\"credit\">{}</figcaption>", words::line(&wording))
    }
}

/// Returns the properties of a picture's component that are code whose value is unknown, as `name={code}`.
pub(super) fn unread(tag: &Tag<'_>, attributes: &Attributes<'_>) -> Vec<String> {
    let last = tag.name.rsplit('.').next().unwrap_or_default();
    if !tag.name.starts_with(|c: char| c.is_ascii_uppercase()) || !is_picture(last) {
        return Vec::new();
    }
    let said = [&SOURCES[..], &ALTS, &CAPTIONS, &CREDITS, &LICENSES, &["title"]];
    let unread = tag.attributes.iter().filter_map(|(name, value)| {
        let Value::Expression(code) = value else { return None };
        let meant = said.iter().any(|names| names.contains(name)) && attributes.get(name).is_none();
        let shown: String = code.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
        meant.then(|| format!("{name}={{{shown}}}"))
    });
    unread.collect()
}
