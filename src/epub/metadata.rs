//! Writes the metadata of the package document (EPUB 3.3 §5.5): people, dates, rights, and accessibility.

use super::accessibility::{self, Promises};
use super::facts::Facts;
use super::names::file_as;
use super::refinement::{property, refine};
use super::tree::{Element, Error, Tree, ns};
use super::xml::clean;
use crate::article::address;
use crate::article::{Article, Contributor, Credit, Date, Rights, Role, plain_text};

/// The date of modification if none is known. The entries of the container have the same time.
const NO_DATE: &str = "1980-01-01T00:00:00Z";

/// Returns the statement of rights, or one composed of holder and year.
pub(super) fn rights(rights: &Rights) -> Option<String> {
    let holder = rights.holder.as_deref().unwrap_or_default();
    let made = || match (holder, rights.year.as_deref()) {
        ("", _) => rights.license.as_ref().map(|license| license.name.clone()),
        (holder, Some(year)) => Some(format!("© {year} {holder}")),
        (holder, None) => Some(format!("© {holder}")),
    };
    rights.statement.clone().or_else(made)
}

/// Returns the time of the last change, in RFC 3339: from the caller, else from the article. Never from the clock.
pub(super) fn modified(article: &Article, told: Option<&str>) -> String {
    let own = |article: &Article| {
        let dates = [iso(&article.meta.modified), iso(&article.meta.date)];
        dates.into_iter().flatten().find_map(|date| moment(&date))
    };
    let latest = || article.articles().filter_map(own).max();
    told.and_then(moment).or_else(latest).unwrap_or_else(|| NO_DATE.to_owned())
}

fn iso(date: &Option<Date>) -> Option<String> {
    date.as_ref().map(|date| date.iso.clone())
}

/// Completes `iso`, which may be only a year, month or day, to a date with time.
fn moment(iso: &str) -> Option<String> {
    let full = match (iso.len(), iso.split_once(['T', ' '])) {
        (4, None) => format!("{iso}-01-01T00:00:00Z"),
        (7, None) => format!("{iso}-01T00:00:00Z"),
        (_, None) => format!("{iso}T00:00:00Z"),
        (_, Some((day, time))) => format!("{day}T{}", with_zone(time)),
    };
    is_moment(&full).then_some(full)
}

/// Adds seconds and a time zone to `time`.
fn with_zone(time: &str) -> String {
    let at = time.find(['Z', 'z', '+', '-']).unwrap_or(time.len());
    let (clock, zone) = time.split_at(at);
    let seconds = if clock.matches(':').count() < 2 { ":00" } else { "" };
    format!("{clock}{seconds}{}", if zone.is_empty() { "Z" } else { zone })
}

/// Whether chrono, which epub-builder uses, accepts `text` as a date with time.
fn is_moment(text: &str) -> bool {
    let numbers = |range: std::ops::Range<usize>, most: u32| {
        text.get(range).and_then(|digits| digits.parse::<u32>().ok()).is_some_and(|number| number <= most)
    };
    numbers(0..4, 9999)
        && numbers(5..7, 12)
        && numbers(8..10, 31)
        && numbers(11..13, 23)
        && numbers(14..16, 59)
        && numbers(17..19, 59)
        && text.get(..10).is_some_and(is_day)
}

/// Whether `text` is a valid day.
fn is_day(text: &str) -> bool {
    let parts: Vec<u32> = text.split('-').filter_map(|part| part.parse().ok()).collect();
    let [year, month, day] = parts[..] else { return false };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    text.len() == 10 && (1..=days).contains(&day)
}

/// Completes the metadata of `package`.
pub(super) fn enrich(
    package: &mut Tree,
    article: &Article,
    facts: &Facts<'_>,
    promises: &Promises,
) -> Result<(), Error> {
    let metadata = package.first(ns::OPF, "metadata")?;
    titles(package, metadata, article)?;
    people(package, metadata, article);
    publication(package, metadata, article);
    terms(package, metadata, &article.meta.rights);
    series(package, metadata, article);
    parts(package, metadata, article);
    pictures(package, metadata, facts);
    if !facts.fonts.is_empty() {
        // Without it, Apple Books does not use a book's own faces (Apple Books Asset Guide 5.3, "Fonts Overview").
        property(package, metadata, "ibooks:specified-fonts", "true");
    }
    accessibility::describe(package, metadata, promises);
    Ok(())
}

fn titles(package: &mut Tree, metadata: Element, article: &Article) -> Result<(), Error> {
    let meta = &article.meta;
    let title = package.first(ns::DC, "title")?;
    package.set(title, "id", "title");
    refine(package, metadata, "title", "title-type", "main");
    let subtitle = clean(&plain_text(&meta.subtitle));
    if !subtitle.trim().is_empty() {
        package.append(metadata, (ns::DC, "title"), &[("id", "subtitle")], &subtitle);
        refine(package, metadata, "subtitle", "title-type", "subtitle");
        refine(package, metadata, "title", "display-seq", "1");
        refine(package, metadata, "subtitle", "display-seq", "2");
    }
    package.append(metadata, (ns::DC, "language"), &[], &meta.lang.0);
    Ok(())
}

fn people(package: &mut Tree, metadata: Element, article: &Article) {
    let named = article.meta.contributors.iter().filter(|who| !who.name.trim().is_empty());
    for (index, who) in named.enumerate() {
        person(package, metadata, who, index + 1);
    }
}

fn person(package: &mut Tree, metadata: Element, who: &Contributor, number: usize) {
    let (element, id) = match who.role {
        Role::Author => ("creator", format!("creator-{number}")),
        _ => ("contributor", format!("contributor-{number}")),
    };
    let name = clean(&who.name);
    package.append(metadata, (ns::DC, element), &[("id", &id)], &name);
    let role = [("refines", format!("#{id}")), ("property", "role".into()), ("scheme", "marc:relators".into())];
    let role: Vec<(&str, &str)> = role.iter().map(|(name, value)| (*name, value.as_str())).collect();
    package.append(metadata, (ns::OPF, "meta"), &role, who.role.marc());
    refine(package, metadata, &id, "file-as", &file_as(&name));
}

fn publication(package: &mut Tree, metadata: Element, article: &Article) {
    let meta = &article.meta;
    if let Some(publisher) = meta.publisher.as_deref().filter(|publisher| !publisher.trim().is_empty()) {
        package.append(metadata, (ns::DC, "publisher"), &[], &clean(publisher));
    }
    if let Some(date) = meta.date.as_ref().filter(|date| is_date(&date.iso)) {
        let day = date.iso.split('T').next().unwrap_or_default();
        package.append(metadata, (ns::DC, "date"), &[], day);
    }
    if let Some(url) = &meta.source_url {
        package.append(metadata, (ns::DC, "source"), &[], &clean(url));
    }
    for identifier in &meta.identifiers {
        let value = clean(identifier.value.trim());
        let value = match identifier.scheme.to_ascii_uppercase().as_str() {
            "DOI" if !value.contains(':') => format!("doi:{value}"),
            "ISBN" if !value.contains(':') => format!("urn:isbn:{}", value.replace([' ', '-'], "")),
            _ => value,
        };
        if !value.is_empty() {
            package.append(metadata, (ns::DC, "identifier"), &[], &value);
        }
    }
}

/// Whether `iso` is a year, a month, a day or a date with time.
fn is_date(iso: &str) -> bool {
    moment(iso).is_some()
}

/// Writes the text's licence in machine-readable form (Creative Commons rights expression and Dublin Core terms).
fn terms(package: &mut Tree, metadata: Element, rights: &Rights) {
    if let Some(license) = &rights.license {
        let url = license.url.as_deref().and_then(address::web);
        property(package, metadata, "dcterms:license", url.as_deref().unwrap_or(&clean(&license.name)));
        if let Some(url) = url {
            package.append(metadata, (ns::OPF, "link"), &[("rel", "cc:license"), ("href", &url)], "");
        }
    }
    if let Some(holder) = &rights.holder {
        property(package, metadata, "dcterms:rightsHolder", &clean(holder));
    }
    if let Some(year) = &rights.year {
        property(package, metadata, "dcterms:dateCopyrighted", &clean(year));
    }
}

fn series(package: &mut Tree, metadata: Element, article: &Article) {
    let Some(series) = &article.meta.series else { return };
    let attributes = [("property", "belongs-to-collection"), ("id", "series")];
    package.append(metadata, (ns::OPF, "meta"), &attributes, &clean(&series.name));
    refine(package, metadata, "series", "collection-type", "series");
    // EPUB 3.3 appendix D.3.5: whole numbers, possibly several separated by dots.
    let numbers = |position: &&str| {
        position.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if let Some(position) = series.position.as_deref().filter(numbers) {
        refine(package, metadata, "series", "group-position", position);
    }
}

/// Lists the articles of a book (DCMI Metadata Terms, hasPart), each with its authors, date, address and licence.
fn parts(package: &mut Tree, metadata: Element, article: &Article) {
    for (index, part) in article.bound.iter().enumerate() {
        let id = format!("part-{}", index + 1);
        let attributes = [("property", "dcterms:hasPart"), ("id", id.as_str())];
        package.append(metadata, (ns::OPF, "meta"), &attributes, &clean(&part.meta.title_text()));
        let meta = &part.meta;
        let license = meta.rights.license.as_ref();
        let license =
            license.map(|license| license.url.as_deref().and_then(address::web).unwrap_or(license.name.clone()));
        let date = meta.date.as_ref().map(|date| date.iso.clone()).filter(|iso| is_date(iso));
        let authors = meta.authors().map(|name| ("dcterms:creator", Some(name.to_owned())));
        let others = [
            ("dcterms:issued", date),
            ("dcterms:source", meta.source_url.clone()),
            ("dcterms:license", license),
            ("dcterms:language", Some(meta.lang.0.clone()).filter(|_| meta.lang != article.meta.lang)),
        ];
        for (name, value) in authors.chain(others) {
            if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
                refine(package, metadata, &id, name, &clean(&value));
            }
        }
    }
}

/// Writes the parts of each picture's credit as refinements of the picture.
fn pictures(package: &mut Tree, metadata: Element, facts: &Facts<'_>) {
    for (path, credit) in &facts.credits {
        let items = package.all(ns::OPF, "item");
        let Some(item) = items.into_iter().find(|&item| package.get(item, "href").as_deref() == Some(path)) else {
            continue;
        };
        let Some(id) = package.get(item, "id") else { continue };
        for (name, value) in tasl(credit) {
            refine(package, metadata, &id, name, &clean(&value));
        }
        if let Some(url) = credit.author_url.as_deref().and_then(address::web) {
            refine(package, metadata, &id, "cc:attributionURL", &url);
        }
        if let Some(url) = license_address(credit) {
            let refines = format!("#{id}");
            let attributes = [("rel", "cc:license"), ("refines", refines.as_str()), ("href", url.as_str())];
            package.append(metadata, (ns::OPF, "link"), &attributes, "");
        }
    }
}

/// Returns title, author, source and licence of a picture as Dublin Core terms.
fn tasl(credit: &Credit) -> Vec<(&'static str, String)> {
    let license = credit.license.as_ref();
    let license_url = license_address(credit);
    let parts = [
        ("dcterms:title", credit.title.clone()),
        ("dcterms:creator", credit.author.clone()),
        ("dcterms:source", credit.source.clone()),
        ("dcterms:license", license_url.or_else(|| license.map(|license| license.name.clone()))),
        ("dcterms:rights", Some(plain_text(&credit.verbatim))),
    ];
    parts
        .into_iter()
        .filter_map(|(name, value)| Some((name, value.filter(|value| !value.trim().is_empty())?)))
        .collect()
}

/// Returns the address of the licence of a picture.
fn license_address(credit: &Credit) -> Option<String> {
    credit.license.as_ref()?.url.as_deref().and_then(address::web)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_completed_and_checked() {
        assert_eq!(moment("2014").as_deref(), Some("2014-01-01T00:00:00Z"));
        assert_eq!(moment("2014-04-28T10:00").as_deref(), Some("2014-04-28T10:00:00Z"));
        assert_eq!(moment("2014-04-28T10:00:31-04:00").as_deref(), Some("2014-04-28T10:00:31-04:00"));
        for bad in ["2014-02-30", "soon", "2014-13", "2014-04-28T99:00", ""] {
            assert_eq!(moment(bad), None, "{bad}");
        }
    }

    #[test]
    fn rights_are_made_of_holder_and_year_where_no_statement_is() {
        let made = Rights { holder: Some("A. Writer".into()), year: Some("2021".into()), ..Rights::default() };
        assert_eq!(rights(&made).as_deref(), Some("© 2021 A. Writer"));
        assert_eq!(rights(&Rights::default()), None);
    }
}
