//! Credits of pictures: title, author, source and licence (TASL, the practice that Creative Commons recommends for
//! attribution).
//!
//! The parts hold only what the wording states. `None` means "not stated", which is a value: nothing is guessed, and
//! the article's licence is never taken for the picture's. The author's wording is always kept beside the parts, and
//! it is the wording that is printed.

use super::{Inline, Target};

/// A credit line: its parts, and its whole wording.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Credit {
    /// Which picture of the article it is about.
    pub role: CreditRole,
    /// A label before the description, such as `Representational image` or `File photo`.
    pub label: Option<String>,
    /// Title or description of the picture.
    pub title: Option<String>,
    /// Who made it, as written.
    pub author: Option<String>,
    /// The address that the author's name links to.
    pub author_url: Option<String>,
    /// The source, such as `Wikimedia Commons`.
    pub source: Option<String>,
    /// The address that the source's name links to, or that is the source.
    pub source_url: Option<String>,
    /// The licence.
    pub license: Option<License>,
    /// Links in the wording.
    pub links: Vec<CreditLink>,
    /// Whether the wording says that the picture was modified.
    pub modified: bool,
    /// Who states it.
    pub origin: CreditOrigin,
    /// The whole wording, without enclosing brackets.
    pub verbatim: Vec<Inline>,
    /// Why the wording was taken as a credit, such as ``label `Photo` `` or ``key `attribution` ``.
    pub reasons: Vec<String>,
}

impl Credit {
    /// Returns the wording with a link from the licence's name to its text, unless the author linked it.
    pub fn linked(&self) -> Vec<Inline> {
        let mut line = self.verbatim.clone();
        if let Some(bare) = self.bare_license() {
            let content = vec![Inline::Text(bare.name.to_owned())];
            let link = Inline::Link { target: Target::Url(bare.url.to_owned()), title: None, content };
            let parts = [Inline::Text(bare.before.to_owned()), link, Inline::Text(bare.after.to_owned())];
            let parts = parts.into_iter().filter(|part| *part != Inline::Text(String::new()));
            line.splice(bare.at..=bare.at, parts);
        }
        line
    }

    /// Returns a text that two credits share if they say and link the same, whatever their pictures show.
    pub(crate) fn wording_key(&self) -> String {
        let parts = (&self.author, &self.author_url, &self.source, &self.source_url, &self.license);
        format!("{:?}", (&self.verbatim, parts, &self.links, self.modified))
    }

    /// Finds the licence that the wording names but does not link, if its address is known.
    pub(crate) fn bare_license(&self) -> Option<BareLicense<'_>> {
        let license = self.license.as_ref().filter(|license| !license.name.trim().is_empty())?;
        let name = license.name.as_str();
        let url = license.url.as_deref().filter(|url| self.links.iter().all(|link| link.url != *url))?;
        self.verbatim.iter().enumerate().find_map(|(at, inline)| match inline {
            Inline::Text(text) => {
                text.split_once(name).map(|(before, after)| BareLicense { at, before, name, after, url })
            }
            _ => None,
        })
    }
}

/// A licence that a credit line names without a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BareLicense<'a> {
    /// Index of the inline of the wording that names it.
    pub at: usize,
    /// Text of that inline before the name.
    pub before: &'a str,
    /// The name.
    pub name: &'a str,
    /// Text of that inline after the name.
    pub after: &'a str,
    /// Address of the licence.
    pub url: &'a str,
}

/// Which picture of the article a credit is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CreditRole {
    /// The cover.
    Cover,
    /// A picture in the text.
    #[default]
    Figure,
}

/// Who states a credit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CreditOrigin {
    /// The text of the article.
    #[default]
    Text,
    /// A key of its front matter.
    FrontMatter,
    /// The file of the picture.
    Picture,
}

/// A licence as stated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct License {
    /// Its name as written, such as `CC BY-SA 4.0`.
    pub name: String,
    /// Its canonical address, if it is written or the name is unambiguous.
    pub url: Option<String>,
    /// Its identifier in the SPDX licence list, such as `CC-BY-SA-4.0`, if name or address is unambiguous.
    pub spdx: Option<String>,
}

/// A link in a credit line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditLink {
    /// The link text.
    pub text: String,
    /// The address.
    pub url: String,
}
