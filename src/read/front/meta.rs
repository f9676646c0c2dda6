//! Converts keys to [`Meta`].

use super::keys::{self, FoundValue, Keys};
use super::{Inlines, people};
use crate::article::{Date, Identifier, Inline, Meta, Provenance, Rights, Series, plain_text};
use crate::data::tree::{Node, Value};
use crate::diag::{Diagnostic, Diagnostics};
use crate::read::{credit, date, lang};

/// The state of reading.
pub(super) struct Reader<'a> {
    pub text: &'a str,
    pub keys: &'a Keys<'a>,
    pub inlines: Inlines<'a>,
    pub meta: Meta,
}

impl Reader<'_> {
    /// Reads everything about the article except cover and related articles.
    pub(super) fn read(&mut self, diagnostics: &mut Diagnostics) {
        self.title();
        people::read(self);
        self.meta.date = self.date("date", keys::DATE, diagnostics);
        self.meta.modified = self.date("modified", keys::MODIFIED, diagnostics);
        self.lang(diagnostics);
        self.tags();
        self.description();
        self.rights();
        self.publication();
        self.series();
        self.draft();
    }

    /// Records a value that was used and its origin.
    pub(super) fn note(&mut self, field: &'static str, value: impl Into<String>, found: &FoundValue<'_>) {
        self.keys.take(found.node);
        let line = self.text[..found.span.start.min(self.text.len())].matches('\n').count() + 1;
        self.meta.provenance.push(Provenance { field, value: value.into(), key: found.key.clone(), line: Some(line) });
    }

    /// Parses a value that may contain Markdown or HTML.
    pub(super) fn rich(&self, text: &str) -> Vec<Inline> {
        (self.inlines)(&collapse(text))
    }

    /// Returns the plain text of a value that may contain Markdown or HTML.
    pub(super) fn plain(&self, text: &str) -> String {
        let marked = text.contains(['<', '&', '[', '*', '_', '`', '\\', '!', '{', '$', '~', '^', '=']);
        let text = if marked { plain_text(&self.rich(text)) } else { collapse(text) };
        text.trim().to_owned()
    }

    fn title(&mut self) {
        for found in self.keys.all(keys::TITLE) {
            let typed = |kind: &str| {
                let of = |node: &&Node| node.child_text(&["type"]) == Some(kind);
                found.node.items().iter().find(of).and_then(|node| node.child_text(&["text"]))
            };
            let main = found.node.text().or_else(|| typed("main"));
            let main = main.or_else(|| found.node.items().first()?.child_text(&["text"]));
            let main = main.or_else(|| found.node.items().first()?.text());
            let (Some(main), true) = (main, self.meta.title.is_empty()) else { continue };
            self.meta.title = self.rich(main);
            self.note("title", collapse(main), &found);
            if let Some(subtitle) = typed("subtitle") {
                self.meta.subtitle = self.rich(subtitle);
                self.note("subtitle", collapse(subtitle), &found);
            }
        }
        if let (true, Some(found)) = (self.meta.subtitle.is_empty(), self.keys.first(keys::SUBTITLE))
            && let Some(text) = found.node.text()
        {
            self.meta.subtitle = self.rich(text);
            self.note("subtitle", collapse(text), &found);
        }
    }

    fn date(&mut self, field: &'static str, names: &[&str], diagnostics: &mut Diagnostics) -> Option<Date> {
        for found in self.keys.all(names) {
            let Some(text) = found.node.text() else { continue };
            if let Some(date) = date::parse(text) {
                self.note(field, date.iso.clone(), &found);
                return Some(date);
            }
            let message = format!("`{text}` is not a date that can be read");
            let help = "write it as YYYY-MM-DD";
            diagnostics.push(Diagnostic::warning("bad-date", message).at(found.node.span).help(help));
        }
        None
    }

    fn lang(&mut self, diagnostics: &mut Diagnostics) {
        for found in self.keys.all(keys::LANG) {
            let Some(text) = found.node.items().first().and_then(Node::text) else { continue };
            let help = "use a code of BCP 47 such as `en`, `pt-BR` or `zh-Hans`";
            let mut warn = |message: String| {
                diagnostics.push(Diagnostic::warning("bad-language", message).at(found.node.span).help(help));
            };
            let Some(lang::Mended { lang, fault }) = lang::mended(text) else {
                warn(format!("`{text}` is not a language"));
                continue;
            };
            if let Some(fault) = fault {
                warn(format!("`{text}` is not a language tag: {fault}; it is read as `{}`", lang.0));
            }
            self.note("lang", lang.0.clone(), &found);
            self.meta.dir = lang::direction(&lang);
            self.meta.lang = lang;
            return;
        }
    }

    fn tags(&mut self) {
        for found in self.keys.all(keys::TAGS) {
            let mut given = Vec::new();
            for item in found.node.items() {
                match (item.text(), item.child_text(&["name", "title", "text", "term"])) {
                    (Some(text), _) if matches!(found.node.value, Value::List(_)) => given.push(text.to_owned()),
                    (Some(text), _) if self.is_jekyll_list(&found, text) => {
                        given.extend(text.split_whitespace().map(str::to_owned));
                    }
                    (Some(text), _) => given.extend(text.split([',', ';']).map(|tag| tag.trim().to_owned())),
                    (None, Some(text)) => given.push(text.to_owned()),
                    (None, None) => {}
                }
            }
            let given: Vec<String> = (given.iter())
                .map(|tag| self.plain(tag.strip_prefix('#').unwrap_or(tag)))
                .filter(|tag| !tag.is_empty())
                .collect();
            if given.is_empty() {
                continue;
            }
            self.note("tags", given.join(", "), &found);
            for tag in given {
                if !self.meta.tags.iter().any(|known| known.to_lowercase() == tag.to_lowercase()) {
                    self.meta.tags.push(tag);
                }
            }
        }
    }

    /// Whether `text` is a list of tags separated by blanks: Jekyll reads these two keys so, and its pages have a
    /// layout.
    fn is_jekyll_list(&self, found: &FoundValue<'_>, text: &str) -> bool {
        matches!(found.key.as_str(), "tags" | "categories")
            && !text.contains([',', ';'])
            && self.keys.raw("layout").is_some()
    }

    fn description(&mut self) {
        let Some(found) = self.keys.first(keys::DESCRIPTION) else { return };
        let Some(text) = found.node.text() else { return };
        let text = self.plain(text);
        if !text.is_empty() {
            self.note("description", text.clone(), &found);
            self.meta.description = Some(text);
        }
    }

    fn rights(&mut self) {
        let mut rights = Rights::default();
        for found in self.keys.all(keys::RIGHTS) {
            let node = found.node;
            let statement = node.text().or_else(|| node.child_text(&["statement", "text", "notice", "name"]));
            let statement = statement.map(|text| self.plain(text));
            rights.holder = rights.holder.or_else(|| node.child_text(&["holder", "owner"]).map(str::to_owned));
            rights.year = rights.year.or_else(|| node.child_text(&["year"]).map(str::to_owned));
            let composed = composed(&rights);
            if let Some(value) = statement.clone().or(composed) {
                self.note("rights", value.clone(), &found);
                rights.statement.get_or_insert(value);
            }
        }
        for found in self.keys.all(keys::LICENSE) {
            let node = found.node.items().first().unwrap_or(found.node);
            let name = node.text().or_else(|| node.child_text(&["name", "text", "title", "type", "id"]));
            let url = node.child_text(&["url", "link", "href"]).map(str::to_owned);
            let Some(name) = name.or(url.as_deref()) else { continue };
            let wording = self.rich(name);
            let mut license = credit::license_of(&wording);
            license.url = url.or(license.url);
            self.note("rights", license.name.clone(), &found);
            rights.statement = Some(match rights.statement {
                Some(statement) if statement.contains(&license.name) => statement,
                Some(statement) => format!("{statement}, {}", license.name),
                None => license.name.clone(),
            });
            rights.license = Some(license);
        }
        if let (None, Some(statement)) = (&rights.license, &rights.statement) {
            rights.license = credit::find_license(statement);
        }
        self.meta.rights = rights;
    }

    fn publication(&mut self) {
        if let Some(found) = self.keys.first(keys::PUBLISHER)
            && let Some(text) = found.node.text().or_else(|| found.node.child_text(&["name", "text"]))
        {
            let text = self.plain(text);
            self.note("publisher", text.clone(), &found);
            self.meta.publisher = Some(text);
        }
        if let Some(found) = self.keys.first(keys::PUBLICATION)
            && let Some(text) = found.node.text().or_else(|| found.node.child_text(&["name", "title", "text"]))
        {
            let text = self.plain(text);
            self.note("publication", text.clone(), &found);
            self.meta.publication = Some(text);
        }
        for (path, scheme) in [("identifier", ""), ("identifiers", ""), ("doi", "DOI"), ("isbn", "ISBN")] {
            let Some(found) = self.keys.get(path) else { continue };
            let given: Vec<Identifier> =
                found.node.items().iter().filter_map(|node| identifier(node, scheme)).collect();
            for identifier in given {
                self.note("identifier", identifier.value.clone(), &found);
                self.meta.identifiers.push(identifier);
            }
        }
        for found in self.keys.all(keys::SOURCE).into_iter().chain(self.keys.all(keys::PLACE)) {
            let Some(url) = found.node.text().and_then(web_address) else { continue };
            if self.meta.source_url.is_none() {
                self.note("source_url", url.clone(), &found);
                self.meta.source_url = Some(url);
            }
        }
    }

    fn series(&mut self) {
        let Some(found) = self.keys.first(keys::SERIES) else { return };
        let Some(node) = found.node.items().first() else { return };
        let Some(name) = node.text().or_else(|| node.child_text(&["name", "title", "text"])) else { return };
        let name = self.plain(name);
        let within = node.child_text(&["number", "position", "index", "part", "order", "volume"]).map(str::to_owned);
        self.note("series", name.clone(), &found);
        let beside = self.keys.first(keys::POSITION);
        if let Some(found) = &beside
            && let Some(text) = found.node.text()
        {
            self.note("series.position", text, found);
        }
        let position = within.or_else(|| beside.and_then(|found| found.node.text().map(str::to_owned)));
        self.meta.series = Some(Series { name, position });
    }

    fn draft(&mut self) {
        let says = |found: &FoundValue<'_>, yes: &[&str]| match &found.node.value {
            Value::Bool(value) => yes.contains(if *value { &"true" } else { &"false" }),
            _ => found.node.text().is_some_and(|text| yes.contains(&text.to_lowercase().as_str())),
        };
        let reasons: [(&str, &[&str]); 3] = [
            ("draft", &["true", "yes", "on"]),
            ("published", &["false", "no", "off"]),
            ("status", &["draft", "private"]),
        ];
        for (path, yes) in reasons {
            let Some(found) = self.keys.get(path) else { continue };
            if matches!(found.node.value, Value::Bool(_)) {
                self.keys.take(found.node);
            }
            if says(&found, yes) {
                self.note("draft", "true", &found);
                self.meta.draft = true;
            }
        }
    }
}

/// Joins the lines of `text`.
pub(super) fn collapse(text: &str) -> String {
    text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Composes `© 2021 Holder` from the stated parts.
fn composed(rights: &Rights) -> Option<String> {
    let parts: Vec<&str> = [rights.year.as_deref(), rights.holder.as_deref()].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("© {}", parts.join(" ")))
}

pub(super) fn web_address(text: &str) -> Option<String> {
    let web = text.starts_with("https://") || text.starts_with("http://");
    (web && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}

/// Reads an identifier with its scheme, from `{scheme, text}` or a string such as `doi:10.1000/182`.
fn identifier(node: &Node, scheme: &str) -> Option<Identifier> {
    let text = node.text().or_else(|| node.child_text(&["text", "value", "id"]))?;
    let given = node.child_text(&["scheme", "type"]).unwrap_or(scheme).to_uppercase();
    let bare = text.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("dx.");
    let prefixes = [
        ("doi.org/", "DOI"),
        ("doi:", "DOI"),
        ("urn:isbn:", "ISBN"),
        ("isbn:", "ISBN"),
        ("ISBN ", "ISBN"),
        ("urn:uuid:", "UUID"),
    ];
    for (prefix, name) in prefixes {
        let Some(head) = bare.get(..prefix.len()).filter(|head| head.eq_ignore_ascii_case(prefix)) else { continue };
        let value = bare[head.len()..].trim().to_owned();
        return (!value.is_empty()).then(|| Identifier { scheme: name.into(), value });
    }
    Some(Identifier { scheme: given.replace("ISBN-13", "ISBN").replace("ISBN-10", "ISBN"), value: text.to_owned() })
}
