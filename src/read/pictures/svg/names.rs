//! Identifiers in an SVG: converted to unique XML names, together with all references.

use std::collections::{BTreeMap, BTreeSet};

/// Attributes that contain lists of identifiers (WAI-ARIA 1.2 §6).
const LISTS: [&str; 6] =
    ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-flowto", "aria-details"];

/// The identifiers of a drawing.
#[derive(Default)]
pub(super) struct Names {
    /// The new names of each identifier; for a duplicate, that of the first element comes first.
    known: BTreeMap<String, Vec<String>>,
    used: BTreeSet<String>,
    /// How often each name was requested, for numbering duplicates.
    wanted: BTreeMap<String, u32>,
    changed: bool,
}

impl Names {
    /// Returns the new name of an element with the identifier `id`.
    pub(super) fn define(&mut self, id: &str) -> String {
        let name = name_of(id);
        let mut unique = name.clone();
        while !self.used.insert(unique.clone()) {
            let count = self.wanted.entry(name.clone()).or_insert(1);
            *count += 1;
            unique = format!("{name}-{count}");
        }
        self.known.entry(id.to_owned()).or_default().push(unique.clone());
        self.changed |= unique != id;
        unique
    }

    /// Returns the new name of the first element with the identifier `id`.
    pub(super) fn get(&self, id: &str) -> Option<&str> {
        let known = self.known.get(id).or_else(|| {
            let decoded = percent_encoding::percent_decode_str(id).decode_utf8().ok()?;
            self.known.get(&*decoded).or_else(|| self.known.get(decoded.trim()))
        });
        known.and_then(|names| names.first()).map(String::as_str)
    }

    /// Returns the new names of all elements with the identifier `id`.
    pub(super) fn all(&self, id: &str) -> &[String] {
        self.known.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns the new names of all elements whose identifiers satisfy `fits`.
    pub(super) fn every(&self, fits: impl Fn(&str) -> bool) -> Vec<&String> {
        self.known.iter().filter(|(id, _)| fits(id)).flat_map(|(_, names)| names).collect()
    }

    /// Returns the number of names.
    pub(super) fn count(&self) -> usize {
        self.used.len()
    }

    /// Whether any element has been renamed.
    pub(super) fn changed(&self) -> bool {
        self.changed
    }

    /// Updates the references in the value of the attribute `name`; `None` if they lead nowhere.
    pub(super) fn follow(&self, name: &str, value: String) -> Option<String> {
        if matches!(name, "href" | "xlink:href") {
            return match value.trim().strip_prefix('#') {
                Some(id) => self.get(id).map(|id| format!("#{id}")),
                None => Some(value),
            };
        }
        if LISTS.contains(&name) {
            let ids: Vec<&str> = value.split_whitespace().filter_map(|id| self.get(id)).collect();
            return (!ids.is_empty()).then(|| ids.join(" "));
        }
        match name {
            "begin" | "end" if self.changed => {
                Some(value.split(';').map(|time| self.time(time)).collect::<Vec<_>>().join(";"))
            }
            _ => Some(value),
        }
    }

    /// Updates the identifier in a time such as `id.click+1s` (SMIL 3.0 §5.4.3).
    fn time(&self, time: &str) -> String {
        let start = time.trim_start();
        // A full stop in a name is escaped.
        let at = start.char_indices().find(|(at, c)| *c == '.' && !start[..*at].ends_with('\\')).map(|(at, _)| at);
        let known = at.and_then(|at| Some((at, self.get(&start[..at].replace('\\', ""))?)));
        known.map_or_else(|| time.to_owned(), |(at, id)| format!("{}{}", id.replace('.', "\\."), &start[at..]))
    }
}

/// Converts `id` to a name without colons (Namespaces in XML 1.0 §3).
fn name_of(id: &str) -> String {
    let mut name = String::with_capacity(id.len());
    for c in id.trim().chars() {
        let inner = is_start(c) || c.is_ascii_digit() || matches!(c, '-' | '.' | '\u{b7}');
        if name.is_empty() && !is_start(c) {
            name.push('_');
        }
        name.push(if inner { c } else { '_' });
    }
    if name.is_empty() { "_".into() } else { name }
}

/// Whether an XML name may begin with `c`, other than the colon. Only letters that every edition of XML 1.0 allows are
/// accepted, since EPUBCheck knows only the older editions (appendix B of the fourth).
pub(super) fn is_start(c: char) -> bool {
    c.is_ascii_alphabetic()
        || c == '_'
        || matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{ff}' | '\u{391}'..='\u{3a1}'
            | '\u{3a3}'..='\u{3ce}' | '\u{410}'..='\u{44f}' | '\u{451}'..='\u{45c}' | '\u{5d0}'..='\u{5ea}'
            | '\u{641}'..='\u{64a}' | '\u{905}'..='\u{939}' | '\u{3041}'..='\u{3094}' | '\u{30a1}'..='\u{30fa}'
            | '\u{4e00}'..='\u{9fa5}' | '\u{ac00}'..='\u{d7a3}')
}
