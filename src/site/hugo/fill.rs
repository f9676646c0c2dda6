//! Placeholders in patterns of addresses: `/:year/:slug/`.

use super::super::head::{Day, Head, MONTHS, WEEKDAYS};
use super::Hugo;

impl Hugo {
    /// Fills the placeholders of `pattern`.
    pub(super) fn filled(&self, pattern: &str, page: &Page<'_>) -> Option<String> {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some(at) = rest.find(':') {
            out.push_str(&rest[..at]);
            rest = &rest[at + 1..];
            let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let (name, after) = rest.split_at(length);
            rest = after;
            let slice = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
            if let Some((_, after)) = slice {
                rest = after;
            }
            out.push_str(&self.placeholder(name, slice.map(|(slice, _)| slice), page)?);
        }
        out.push_str(rest);
        Some(out)
    }

    fn placeholder(&self, name: &str, slice: Option<&str>, page: &Page<'_>) -> Option<String> {
        let day = || if self.dated_first { page.day.or(page.head.date()) } else { page.head.date().or(page.day) };
        let title = || page.head.get(&["title", "linktitle"]).map(|title| self.slug(title));
        let slug = || page.slug(self).map(|slug| self.slug(slug));
        let own = || self.slug(page.name);
        Some(match name.to_ascii_lowercase().as_str() {
            "year" | "2006" => format!("{:04}", day()?.year),
            "06" => format!("{:02}", day()?.year % 100),
            "1" => day()?.month.to_string(),
            "2" => day()?.day.to_string(),
            "month" | "01" => format!("{:02}", day()?.month),
            "monthname" | "january" => MONTHS[day()?.month as usize - 1].to_owned(),
            "jan" => MONTHS[day()?.month as usize - 1][..3].to_owned(),
            "day" | "02" => format!("{:02}", day()?.day),
            "weekday" => day()?.of_week().to_string(),
            "weekdayname" | "monday" => WEEKDAYS[day()?.of_week() as usize].to_owned(),
            "yearday" => day()?.of_year().to_string(),
            "section" => self.slug(page.section()),
            "sections" => self.slug(&sections(page.sections(), slice)?),
            "sectionslugs" => {
                let slugs = sections(page.sections(), slice)?;
                slugs.split('/').map(|part| self.slug(part)).collect::<Vec<_>>().join("/")
            }
            "sectionslug" => self.slug(page.section()),
            "title" => title().unwrap_or_else(own),
            "slug" => slug().or_else(title).unwrap_or_else(own),
            "slugorfilename" | "slugorcontentbasename" => slug().unwrap_or_else(own),
            "contentbasename" | "filename" => own(),
            _ => return None,
        })
    }
}

/// What placeholders are about.
pub(super) struct Page<'a> {
    pub head: &'a Head,
    /// The folders above it.
    pub folder: &'a str,
    /// Its name in addresses: that of the file, or of the folder of a bundle.
    pub name: &'a str,
    /// The date in its name.
    pub day: Option<Day>,
}

impl<'a> Page<'a> {
    /// Returns the slug that the front matter states, or else what follows the date in its name where that counts.
    pub(super) fn slug(&self, hugo: &Hugo) -> Option<&'a str> {
        let from_name = hugo.dated_names && self.day.is_some() && (hugo.dated_first || self.head.date().is_none());
        self.head.get(&["slug"]).or(from_name.then_some(self.name))
    }

    pub(super) fn section(&self) -> &'a str {
        self.folder.split('/').next().unwrap_or_default()
    }

    fn sections(&self) -> Vec<&'a str> {
        self.folder.split('/').filter(|part| !part.is_empty()).collect()
    }
}

/// Returns the sections that `slice` chooses: `1:`, `last`, `:2`, `0`.
fn sections(all: Vec<&str>, slice: Option<&str>) -> Option<String> {
    let number = |text: &str| match text {
        "last" => Some(all.len().saturating_sub(1)),
        text => text.parse::<usize>().ok(),
    };
    let chosen = match slice {
        None => &all[..],
        Some(slice) => match slice.split_once(':') {
            Some((from, to)) => {
                let from = if from.is_empty() { 0 } else { number(from)? };
                let to = if to.is_empty() { all.len() } else { number(to)? };
                all.get(from.min(all.len())..to.min(all.len())).unwrap_or_default()
            }
            None => all.get(number(slice)?).map(std::slice::from_ref).unwrap_or_default(),
        },
    };
    Some(chosen.join("/"))
}
