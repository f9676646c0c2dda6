//! What the site of an article says where the article itself is silent: its address, language, author, the name of the
//! publication, and rights.

use super::files::Files;
use super::markdown;
use super::{Options, credit, lang};
use crate::article::{Contributor, Meta, Provenance};
use crate::site::{self, SiteKey, SiteValue};
use crate::source::Source;

/// Completes `meta` by what the site of the article in `source` says. Each value has its file and key in the
/// provenance.
pub(super) fn settle(meta: &mut Meta, source: &Source, options: &Options, files: &dyn Files) {
    let name = source.path.file_name().unwrap_or_default().to_string_lossy();
    if name == "-" || name.is_empty() {
        return;
    }
    let own = site::joined(files.folder(), &name);
    let known = files.site(&own, SiteKey::Generator).is_some();
    if !known && options.site.is_none() {
        return;
    }
    let mut sited = Sited { meta, own, files };
    sited.address(options);
    if known {
        // What a configuration states is for Offprint, so it is stronger than what the site's own files say.
        let stated = &options.defaults;
        if options.lang.is_none() && stated.lang.is_none() {
            sited.lang();
        }
        if stated.authors.is_empty() {
            sited.people();
        }
        if stated.publication.is_none() {
            sited.publication();
        }
        if stated.rights.is_none() && stated.license.is_none() {
            sited.rights();
        }
    }
}

/// Completes `meta` by the language and author that the site of the article in `source` states for all of its articles.
pub(super) fn settle_defaults(meta: &mut Meta, source: &Source, files: &dyn Files) {
    let name = source.path.file_name().unwrap_or_default().to_string_lossy();
    if name == "-" || name.is_empty() {
        return;
    }
    let mut sited = Sited { meta, own: site::joined(files.folder(), &name), files };
    sited.lang();
    sited.people();
}

struct Sited<'a> {
    meta: &'a mut Meta,
    own: String,
    files: &'a dyn Files,
}

impl Sited<'_> {
    fn stated(&self, key: SiteKey) -> Option<SiteValue> {
        self.files.site(&self.own, key)
    }

    fn note(&mut self, field: &'static str, value: &str, from: &SiteValue) {
        let key = format!("{}: {}", from.file, from.key);
        self.meta.provenance.push(Provenance { field, value: value.to_owned(), key, line: from.line });
    }

    fn address(&mut self, options: &Options) {
        if self.meta.source_url.is_some() {
            return;
        }
        let Some(placed) = self.files.placed(&self.own) else { return };
        let Some(address) = placed.address(options.site.as_deref()) else { return };
        match self.stated(SiteKey::Base).filter(|_| options.site.is_none()) {
            Some(base) => self.note("source_url", &address, &base),
            None => {
                let (value, key) = (address.clone(), "--site".to_owned());
                self.meta.provenance.push(Provenance { field: "source_url", value, key, line: None });
            }
        }
        self.meta.source_url = Some(address);
    }

    fn lang(&mut self) {
        if self.meta.lang.0 != "und" && !self.meta.lang.0.is_empty() {
            return;
        }
        let Some(value) = self.stated(SiteKey::Language) else { return };
        let Some(lang::Mended { lang, .. }) = lang::mended(&value.value) else { return };
        self.note("lang", &lang.0, &value);
        self.meta.dir = lang::direction(&lang);
        self.meta.lang = lang;
    }

    fn people(&mut self) {
        if !self.meta.contributors.is_empty() {
            return;
        }
        let Some(value) = self.stated(SiteKey::Author) else { return };
        self.note("author", &value.value, &value);
        self.meta.contributors.push(Contributor { name: value.value, ..Contributor::default() });
    }

    fn publication(&mut self) {
        if self.meta.publication.is_some() || self.meta.publisher.is_some() {
            return;
        }
        let Some(value) = self.stated(SiteKey::Title) else { return };
        self.note("publication", &value.value, &value);
        self.meta.publication = Some(value.value);
    }

    fn rights(&mut self) {
        if self.meta.rights.statement.is_some() || self.meta.rights.license.is_some() {
            return;
        }
        let plain = |value: &SiteValue| {
            let text = crate::article::plain_text(&markdown::inlines(&value.value));
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        if let Some(value) = self.stated(SiteKey::Rights) {
            let statement = plain(&value);
            self.note("rights", &statement, &value);
            self.meta.rights.license = credit::find_license(&statement);
            self.meta.rights.statement = Some(statement).filter(|text| !text.is_empty());
        }
        if self.meta.rights.license.is_none()
            && let Some(value) = self.stated(SiteKey::License)
        {
            let license = credit::license_of(&markdown::inlines(&value.value));
            self.note("rights", &license.name, &value);
            let statement = self.meta.rights.statement.take();
            self.meta.rights.statement =
                Some(statement.map_or_else(|| license.name.clone(), |known| format!("{known}, {}", license.name)));
            self.meta.rights.license = Some(license);
        }
    }
}
