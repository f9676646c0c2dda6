//! The keys that credit a cover, under the names that themes give them.
//!
//! A name is that of a picture and of a part: `hero_image` + `credit`, `thumbnail` + `license_url`; a map is read as if
//! its keys were written in one: `cover: {credit: {name: …}}` as `cover_credit_name`. So one table of parts reads the
//! keys of all themes. What these keys say is a credit by definition.

use super::keys::Keys;
use super::meta::web_address;
use super::{CoverSpec, Said};
use crate::data::tree::{Entry, Node, Value};
use crate::diag::{Diagnostic, Diagnostics};

/// A part of a cover that a key can state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The wording of the credit.
    Credit,
    /// Who made it.
    Author,
    /// The address behind credit or author.
    Link,
    /// The source.
    Source,
    /// The address of the source.
    SourceLink,
    /// The licence.
    License,
    /// The copyright notice: a credit, or beside one its terms.
    Notice,
    /// The address of the licence.
    LicenseLink,
    /// The caption.
    Caption,
}

/// Endings of keys, in the form in which keys are compared; of two that end alike the longer one comes first.
const ENDINGS: [(&str, Part); 79] = [
    ("creditlicenseurl", Part::LicenseLink),
    ("licenseurl", Part::LicenseLink),
    ("licenceurl", Part::LicenseLink),
    ("licenselink", Part::LicenseLink),
    ("licencelink", Part::LicenseLink),
    ("licensehref", Part::LicenseLink),
    ("attributionlicense", Part::License),
    ("creditlicense", Part::License),
    ("license", Part::License),
    ("licence", Part::License),
    ("lizenz", Part::License),
    ("licencia", Part::License),
    ("copyright", Part::Notice),
    ("usageterms", Part::License),
    ("creditsourceurl", Part::SourceLink),
    ("sourceurl", Part::SourceLink),
    ("sourcelink", Part::SourceLink),
    ("sourcehref", Part::SourceLink),
    ("sourceuri", Part::SourceLink),
    ("creditsource", Part::Source),
    ("sourcename", Part::Source),
    ("source", Part::Source),
    ("quelle", Part::Source),
    ("creditlink", Part::Link),
    ("creditslink", Part::Link),
    ("crediturl", Part::Link),
    ("creditsurl", Part::Link),
    ("credithref", Part::Link),
    ("credituri", Part::Link),
    ("attributionlink", Part::Link),
    ("attributionurl", Part::Link),
    ("attributionhref", Part::Link),
    ("attrlink", Part::Link),
    ("attrurl", Part::Link),
    ("authorurl", Part::Link),
    ("authorlink", Part::Link),
    ("creatorurl", Part::Link),
    ("creatorlink", Part::Link),
    ("artisturl", Part::Link),
    ("artistlink", Part::Link),
    ("photographerurl", Part::Link),
    ("photographerlink", Part::Link),
    ("infourl", Part::Link),
    ("infolink", Part::Link),
    ("credituserlink", Part::Link),
    ("creditname", Part::Author),
    ("creditauthor", Part::Author),
    ("creditcreator", Part::Author),
    ("creditartist", Part::Author),
    ("creditphotographer", Part::Author),
    ("attributionname", Part::Author),
    ("attributionauthor", Part::Author),
    ("infoname", Part::Author),
    ("infocreator", Part::Author),
    ("infoauthor", Part::Author),
    ("authorname", Part::Author),
    ("photographer", Part::Author),
    ("illustrator", Part::Author),
    ("creator", Part::Author),
    ("artist", Part::Author),
    ("author", Part::Author),
    ("credittext", Part::Credit),
    ("creditline", Part::Credit),
    ("credits", Part::Credit),
    ("credit", Part::Credit),
    ("attributiontext", Part::Credit),
    ("attribution", Part::Credit),
    ("attribute", Part::Credit),
    ("attr", Part::Credit),
    ("byline", Part::Credit),
    ("photoby", Part::Credit),
    ("by", Part::Author),
    ("bildnachweis", Part::Credit),
    ("figcaption", Part::Caption),
    ("caption", Part::Caption),
    ("legenda", Part::Caption),
    ("legende", Part::Caption),
    ("leyenda", Part::Caption),
    ("cap", Part::Caption),
];

/// Names of pictures; with these all parts are read.
const PICTURES: [&str; 50] = [
    "cover",
    "coverimage",
    "coverphoto",
    "coverimg",
    "coverpicture",
    "image",
    "images",
    "img",
    "photo",
    "photos",
    "picture",
    "pic",
    "featuredimage",
    "featureimage",
    "featuredphoto",
    "heroimage",
    "herophoto",
    "heroimg",
    "headerimage",
    "headerimg",
    "headerphoto",
    "bannerimage",
    "bannerimg",
    "thumbnailimage",
    "thumbnailimg",
    "cardimage",
    "ogimage",
    "opengraphimage",
    "socialimage",
    "shareimage",
    "shareimg",
    "teaserimage",
    "leadimage",
    "mainimage",
    "topimg",
    "topimage",
    "splash",
    "splashimage",
    "unsplash",
    "backgroundimage",
    "postimage",
    "blogimage",
    "articleimage",
    "titleimage",
    "previewimage",
    "mastheadimage",
    "titelbild",
    "bild",
    "foto",
    "imagem",
];

/// Names that may be something else than a picture; with these only credits, captions and licences are read.
const PLACES: [&str; 14] = [
    "featured",
    "feature",
    "hero",
    "header",
    "banner",
    "thumbnail",
    "thumb",
    "card",
    "teaser",
    "lead",
    "main",
    "social",
    "bigimg",
    "poster",
];

/// Whole names.
const WHOLE: [(&str, Part); 13] = [
    ("bildnachweis", Part::Credit),
    ("bildquelle", Part::Credit),
    ("bildrechte", Part::Credit),
    ("creditphoto", Part::Credit),
    ("creditimage", Part::Credit),
    ("creditsphoto", Part::Credit),
    ("creditosimagen", Part::Credit),
    ("creditofoto", Part::Credit),
    ("fotocredit", Part::Credit),
    ("unsplashcredit", Part::Credit),
    ("bigimgdesc", Part::Caption),
    ("coverartist", Part::Author),
    ("photoby", Part::Author),
];

/// Returns the part that a key called `name` states.
pub(super) fn part_of(name: &str) -> Option<Part> {
    if let Some((_, part)) = WHOLE.iter().find(|(whole, _)| *whole == name) {
        return Some(*part);
    }
    let (ending, part) = ENDINGS.iter().find(|(ending, _)| name.ends_with(ending))?;
    let picture = &name[..name.len() - ending.len()];
    let picture = picture.strip_suffix("info").unwrap_or(picture);
    let place = PLACES.contains(&picture)
        && matches!(part, Part::Credit | Part::Caption | Part::License | Part::Notice | Part::Link);
    // `hero_credit_link` is, `hero_link` is not about a credit.
    let place = place && (*part != Part::Link || ending.starts_with("credit") || ending.starts_with("attr"));
    let nested = PLACES.contains(&picture) && (ending.starts_with("credit") || ending.starts_with("attribution"));
    (PICTURES.contains(&picture) || place || nested).then_some(*part)
}

/// Reports unknown keys that end like those of credits, with what they could mean.
pub(super) fn report(
    entries: &[Entry],
    unknown: &std::collections::BTreeMap<String, serde_json::Value>,
    diagnostics: &mut Diagnostics,
) {
    const ENDS: [(&str, &str); 8] = [
        ("credit", "cover_credit"),
        ("credits", "cover_credit"),
        ("attribution", "cover_credit"),
        ("photographer", "cover_credit"),
        ("author", "cover_author"),
        ("source", "cover_source"),
        ("license", "cover_license"),
        ("licence", "cover_license"),
    ];
    for entry in entries.iter().filter(|entry| unknown.contains_key(&entry.key)) {
        let longer = |end: &str| entry.name.len() > end.len() && entry.name.ends_with(end);
        let Some((_, meant)) = ENDS.iter().find(|(end, _)| longer(end)) else { continue };
        if entry.node.text().is_none_or(|text| text.trim().is_empty()) {
            continue;
        }
        let message = format!("the key `{}` has no meaning here", entry.key);
        let help = format!("if it is about the cover, call it `{meant}`");
        diagnostics.push(Diagnostic::note("unknown-key", message).at(entry.span).help(help));
    }
}

/// Maximum number of keys that are read.
const MOST: usize = 400;

/// Fills what `spec` lacks from the keys of a cover.
pub(super) fn read(keys: &Keys<'_>, spec: &mut CoverSpec) {
    let mut found = Vec::new();
    let mut budget = MOST;
    for entry in keys.entries() {
        let scope = matches!(entry.name.as_str(), "params" | "extra" | "taxonomies" | "data" | "custom" | "metadata");
        let prefix = if scope { Some("") } else { None };
        collect(entry, prefix, &entry.key, 0, &mut budget, &mut found);
    }
    // A notice is the credit if there is no other.
    found.sort_by_key(|(part, _)| *part == Part::Notice);
    for (part, said) in found {
        let slot = match part {
            Part::Notice if spec.credit.is_none() && spec.author.is_none() => &mut spec.credit,
            Part::Notice => &mut spec.license,
            Part::Credit => &mut spec.credit,
            Part::Author => &mut spec.author,
            Part::Link => &mut spec.credit_link,
            Part::Source => &mut spec.source,
            Part::SourceLink => &mut spec.source_link,
            Part::License => &mut spec.license,
            Part::LicenseLink => &mut spec.license_link,
            Part::Caption => &mut spec.caption,
        };
        slot.get_or_insert(said);
    }
    resource(keys, spec);
    if spec.path.is_some() && spec.credit.is_none() && spec.author.is_none() {
        spec.author = keys.first(&["photographer", "photographers"]).and_then(|found| {
            Some(Said { value: found.node.text()?.to_owned(), key: found.key.clone(), span: found.span })
        });
    }
}

/// Adds the parts that `entry` and the maps in it state.
fn collect(
    entry: &Entry,
    prefix: Option<&str>,
    key: &str,
    depth: usize,
    budget: &mut usize,
    found: &mut Vec<(Part, Said)>,
) {
    if *budget == 0 || depth > 3 {
        return;
    }
    *budget -= 1;
    let name = match prefix {
        Some(prefix) if depth > 0 => format!("{prefix}{}", entry.name),
        Some(_) => String::new(),
        None => entry.name.clone(),
    };
    let node = entry.node.items().first().unwrap_or(&entry.node);
    if let Some(text) = node.text().filter(|text| !text.trim().is_empty()) {
        found.extend(
            part_of(&name).map(|part| (part, Said { value: text.to_owned(), key: key.to_owned(), span: entry.span })),
        );
    } else if let Value::Map(entries) = &node.value {
        for inner in entries {
            collect(inner, Some(&name), &format!("{key}.{}", inner.key), depth + 1, budget, found);
        }
    }
}

/// Reads the credit of the cover among Hugo's `resources`, each with its picture in `src` and the rest in `params`.
fn resource(keys: &Keys<'_>, spec: &mut CoverSpec) {
    let Some(path) = spec.path.as_ref().map(|said| said.value.clone()) else { return };
    let Some(resources) = keys.get("resources") else { return };
    let same =
        |node: &&Node| node.child_text(&["src", "name"]).is_some_and(|name| name == path || path.ends_with(name));
    let Some(item) = resources.node.items().iter().find(same) else { return };
    let params = item.child(&["params"]).map(|entry| &entry.node);
    let text = |names: &[&str]| {
        let entry = params.and_then(|params| params.child(names)).or_else(|| item.child(names))?;
        Some(Said {
            value: entry.node.text()?.to_owned(),
            key: format!("{}.{}", resources.key, entry.key),
            span: entry.span,
        })
    };
    if spec.credit.is_none() {
        spec.credit = text(&["byline", "credit", "credits", "attribution", "copyright"]);
    }
    if spec.author.is_none() {
        spec.author = text(&["author", "photographer", "creator"]);
    }
    if spec.license.is_none() {
        spec.license = text(&["license", "licence"]);
    }
}

impl CoverSpec {
    /// Returns the address of `said`, if it is one.
    pub(super) fn address(said: Option<&Said>) -> Option<String> {
        let value = said?.value.trim();
        web_address(value).or_else(|| {
            let host = value.split(['/', ' ']).next().unwrap_or_default();
            (crate::read::credit::is_domain(host) && !value.contains(' ')).then(|| format!("https://{value}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_a_picture_and_a_part() {
        for (name, part) in [
            ("heroimagecredit", Some(Part::Credit)),
            ("cardimagecredit", Some(Part::Credit)),
            ("coverimagecredits", Some(Part::Credit)),
            ("imageinfocreator", Some(Part::Author)),
            ("imageinfolicenseurl", Some(Part::LicenseLink)),
            ("covercreditname", Some(Part::Author)),
            ("herocredit", Some(Part::Credit)),
            ("headercaption", Some(Part::Caption)),
            ("featureimagecap", Some(Part::Caption)),
            ("headerimgcredithref", Some(Part::Link)),
            ("imageattributionlicense", Some(Part::License)),
            ("thumbnailcreditlicense", Some(Part::License)),
            ("bildnachweis", Some(Part::Credit)),
            ("imageby", Some(Part::Author)),
            ("splashauthor", Some(Part::Author)),
            ("unsplashauthor", Some(Part::Author)),
            ("headerlicense", Some(Part::License)),
            ("headercredit", Some(Part::Credit)),
            ("standby", None),
            ("sortby", None),
            ("author", None),
            ("mainauthor", None),
            ("headerlink", None),
            ("source", None),
            ("license", None),
            ("coauthor", None),
            ("photographer", None),
        ] {
            assert_eq!(part_of(name), part, "{name}");
        }
    }
}
