//! Addresses of licences.

use super::{Commons, mark, zero};
use crate::article::License;

/// Returns the licence that `url` is the address of, with `name` as its name, or its short form if there is none.
///
/// `https://creativecommons.org/licenses/by-sa/3.0/de/deed.de?ref=x` is CC BY-SA 3.0 DE: what only chooses a form of the
/// text (`deed`, `legalcode`, a query) says nothing.
pub(in crate::read::credit) fn license_at(url: &str, name: Option<&str>) -> Option<License> {
    let address = url.split_once("://").map_or(url.trim_start_matches('/'), |(_, rest)| rest);
    let address = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let address = address.strip_prefix("www.").unwrap_or(&address);
    let (host, path) = address.split_once('/').unwrap_or((address, ""));
    let mut parts = path.split('/').filter(|part| !part.is_empty());
    let mut found = match (host, parts.next()) {
        ("creativecommons.org", Some("licenses" | "license")) => commons(parts)?,
        ("creativecommons.org", Some("publicdomain")) => match parts.next() {
            Some("zero") => zero("CC0 1.0"),
            Some("mark") => mark("Public Domain Mark 1.0"),
            _ => return None,
        },
        ("gnu.org", Some("licenses" | "copyleft")) => plain("GFDL", url, fdl(path)),
        ("unsplash.com", Some("license")) => plain("Unsplash License", url, None),
        ("pexels.com", Some("license")) => plain("Pexels License", url, None),
        ("pixabay.com", _) if path.contains("license") => plain("Pixabay License", url, None),
        ("opendatacommons.org", _) if path.contains("odbl") => plain("ODbL", url, Some("ODbL-1.0")),
        ("nationalarchives.gov.uk", _) if path.contains("open-government-licence/version/3") => {
            plain("Open Government Licence v3.0", url, Some("OGL-UK-3.0"))
        }
        ("nationalarchives.gov.uk", _) if path.contains("open-government-licence") => {
            plain("Open Government Licence", url, None)
        }
        _ => return None,
    };
    if let Some(name) = name.filter(|name| !name.trim().is_empty() && !name.contains("://")) {
        found.name = name.trim().to_owned();
    }
    Some(found)
}

fn commons<'a>(mut parts: impl Iterator<Item = &'a str>) -> Option<License> {
    let code = parts.next()?;
    if code == "cc0" {
        return Some(zero("CC0 1.0"));
    }
    let mut commons = Commons::default();
    for part in code.split('-') {
        commons.elements.push(["by", "nc", "nd", "sa"].into_iter().find(|known| *known == part)?);
    }
    commons.version = parts.next().filter(|part| part.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned);
    let port = parts.next().filter(|part| matches!(part.len(), 2..=3) && part.chars().all(|c| c.is_ascii_lowercase()));
    commons.jurisdiction = port.map(str::to_owned);
    let number = commons.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
    let port = commons.port().map(|port| format!(" {}", port.to_uppercase())).unwrap_or_default();
    Some(commons.named(&format!("CC {}{number}{port}", commons.code().to_uppercase())))
}

fn plain(name: &str, url: &str, spdx: Option<&str>) -> License {
    License { name: name.to_owned(), url: Some(url.to_owned()), spdx: spdx.map(str::to_owned) }
}

fn fdl(path: &str) -> Option<&'static str> {
    if path.contains("fdl-1.2") { Some("GFDL-1.2-only") } else { path.contains("fdl-1.3").then_some("GFDL-1.3-only") }
}
