//! Identifiers in an SVG: made XML names, each once, and what refers to them along with them.

use std::collections::{BTreeMap, BTreeSet};

/// Attributes that list identifiers (WAI-ARIA 1.2 §6).
const LISTS: [&str; 6] =
    ["aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-flowto", "aria-details"];

/// The identifiers of a drawing.
#[derive(Default)]
pub(super) struct Names {
    /// What each became; where one stands twice, the first.
    known: BTreeMap<String, String>,
    used: BTreeSet<String>,
    /// How often a name was wanted, so that the next number is known.
    wanted: BTreeMap<String, u32>,
    changed: bool,
}

impl Names {
    /// The name for an element whose identifier is `id`.
    pub(super) fn define(&mut self, id: &str) -> String {
        let name = name_of(id);
        let mut unique = name.clone();
        while !self.used.insert(unique.clone()) {
            let count = self.wanted.entry(name.clone()).or_insert(1);
            *count += 1;
            unique = format!("{name}-{count}");
        }
        self.known.entry(id.to_owned()).or_insert_with(|| unique.clone());
        self.changed |= unique != id;
        unique
    }

    /// Whether an element is called `id`.
    fn get(&self, id: &str) -> Option<&str> {
        let known = self.known.get(id).or_else(|| {
            let decoded = percent_encoding::percent_decode_str(id).decode_utf8().ok()?;
            self.known.get(&*decoded).or_else(|| self.known.get(decoded.trim()))
        });
        known.map(String::as_str)
    }

    /// The value of the attribute `name` with its references as they are now; `None` where it leads to nothing.
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
            _ if value.contains("url(") => Some(self.addresses(&value)),
            _ => Some(value),
        }
    }

    /// `id.click+1s` and the like (SMIL 3.0 §5.4.3).
    fn time(&self, time: &str) -> String {
        let start = time.trim_start();
        // A stop in a name is escaped.
        let at = start.char_indices().find(|(at, c)| *c == '.' && !start[..*at].ends_with('\\')).map(|(at, _)| at);
        let known = at.and_then(|at| Some((at, self.get(&start[..at].replace('\\', ""))?)));
        known.map_or_else(|| time.to_owned(), |(at, id)| format!("{}{}", id.replace('.', "\\."), &start[at..]))
    }

    /// `style` with the identifiers in its addresses as they are now; what leads to nothing is what stands in for it, or
    /// nothing, as where it is drawn.
    pub(super) fn addresses(&self, style: &str) -> String {
        let mut out = String::with_capacity(style.len());
        for (index, part) in style.split("url(").enumerate() {
            if index == 0 {
                out.push_str(part);
                continue;
            }
            let end = part.find(')').unwrap_or(part.len());
            let bare = part[..end].trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
            match bare.strip_prefix('#').map(|id| self.get(id)) {
                Some(Some(id)) => out.push_str(&format!("url(#{id}{}", &part[end..])),
                Some(None) => {
                    let rest = part.get(end + 1..).unwrap_or_default();
                    let other = rest.trim_start().starts_with(|c: char| !matches!(c, ';' | '}' | '!' | ','));
                    out.push_str(if other { "" } else { "none" });
                    out.push_str(if other { rest.trim_start() } else { rest });
                }
                None => out.push_str(&format!("url({part}")),
            }
        }
        out
    }

    /// A style sheet with the identifiers in its selectors and addresses as they are now.
    pub(super) fn sheet(&self, sheet: &str) -> String {
        if !self.changed && !sheet.contains("url(") {
            return sheet.to_owned();
        }
        let mut out = String::with_capacity(sheet.len());
        // Selectors stand before a brace opens, values after it.
        for (index, part) in sheet.split('{').enumerate() {
            if index > 0 {
                out.push('{');
            }
            let (values, selectors) = match part.rsplit_once('}') {
                Some((values, selectors)) => (format!("{values}}}"), selectors),
                None => (String::new(), part),
            };
            out.push_str(&self.addresses(&values));
            out.push_str(&self.selectors(selectors));
        }
        out
    }

    fn selectors(&self, selectors: &str) -> String {
        let mut out = String::with_capacity(selectors.len());
        for (index, part) in selectors.split('#').enumerate() {
            if index == 0 {
                out.push_str(part);
                continue;
            }
            let (written, rest) = escaped_name(part);
            out.push('#');
            match self.get(&written) {
                Some(id) => {
                    out.push_str(&id.replace('.', "\\.").replace(':', "\\:"));
                    out.push_str(rest);
                }
                None => out.push_str(part),
            }
        }
        out
    }
}

/// The name at the start of a selector, its escapes resolved, and what follows it (CSS Syntax §4.3.11).
fn escaped_name(text: &str) -> (String, &str) {
    let mut name = String::new();
    let mut rest = text;
    loop {
        if let Some(after) = rest.strip_prefix('\\') {
            let digits = after.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(after.len()).min(6);
            if digits > 0 {
                name.extend(u32::from_str_radix(&after[..digits], 16).ok().and_then(char::from_u32));
                rest = after[digits..].strip_prefix(' ').unwrap_or(&after[digits..]);
            } else {
                let Some(next) = after.chars().next() else { return (name, after) };
                name.push(next);
                rest = &after[next.len_utf8()..];
            }
            continue;
        }
        match rest.chars().next() {
            Some(c) if c.is_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii() => {
                name.push(c);
                rest = &rest[c.len_utf8()..];
            }
            _ => return (name, rest),
        }
    }
}

/// `id` as a name without colons (Namespaces in XML 1.0 §3).
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

/// Whether an XML name may begin with `c` (XML 1.0 §2.3), the colon apart.
pub(super) fn is_start(c: char) -> bool {
    c.is_ascii_alphabetic()
        || c == '_'
        || matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
            | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
            | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}
