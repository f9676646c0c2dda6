//! Other articles of the same library, as the outputs of a run lie in it.
//!
//! A link between articles leads to the address of the other one on the web. Where that is not known, or where the user
//! prefers the library, it leads to a file beside the own output ([`Target::Shelved`](super::Target::Shelved)). All
//! paths are relative, so that a library can be moved as a whole.
//!
//! A PDF links to such a file. An EPUB cannot: no link may leave its container (EPUB 3.3 §4.2.5). There the link leads to an
//! entry at its end, which says what the article is called and in which file it is.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Characters that need no escape in the path of a relative address (RFC 3986 §2.3), and the slash between its parts.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// Index into [`Article::shelved`](super::Article::shelved).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ShelvedId(pub u32);

/// The outputs of an article, as paths with `/` from the folder of the outputs of another one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ShelfMark {
    /// Its EPUB, such as `../2021/bread.epub`.
    pub epub: Option<String>,
    /// Its PDF.
    pub pdf: Option<String>,
}

/// Another article of the library, to which links lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelved {
    /// Its title.
    pub title: String,
    /// Its outputs.
    pub mark: ShelfMark,
    /// Its address on the web, if that is known.
    pub address: Option<String>,
}

/// Returns the number of `other` on `shelf`, where every article is once.
pub(crate) fn shelve(shelf: &mut Vec<Shelved>, other: Shelved) -> ShelvedId {
    let number = shelf.iter().position(|known| *known == other).unwrap_or_else(|| {
        shelf.push(other);
        shelf.len() - 1
    });
    ShelvedId(number as u32)
}

impl Shelved {
    /// Returns the path of its file, as people read it: in the format of the linking output, if there is one.
    pub(crate) fn path_for(&self, pdf: bool) -> &str {
        let (own, other) = match pdf {
            true => (&self.mark.pdf, &self.mark.epub),
            false => (&self.mark.epub, &self.mark.pdf),
        };
        own.as_deref().or(other.as_deref()).unwrap_or_default()
    }

    /// Returns the address of a link in a PDF to it, or to the named destination `fragment` of its PDF.
    ///
    /// It begins with a dot: viewers take `v1.2.pdf` for a host.
    pub(crate) fn href(&self, fragment: Option<&str>) -> String {
        let path = utf8_percent_encode(self.path_for(true), ESCAPED);
        let here = if self.path_for(true).starts_with("../") { "" } else { "./" };
        match fragment.filter(|fragment| self.mark.pdf.is_some() && !fragment.is_empty()) {
            Some(fragment) => format!("{here}{path}#{}", utf8_percent_encode(fragment, ESCAPED)),
            None => format!("{here}{path}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_files_are_relative_and_escaped() {
        let shelved = |pdf: &str| Shelved {
            mark: ShelfMark { epub: Some("x.epub".into()), pdf: Some(pdf.into()) },
            ..Shelved::default()
        };
        for (path, href) in [
            ("bread.pdf", "./bread.pdf"),
            ("../2021/v1.2.beta.pdf", "../2021/v1.2.beta.pdf"),
            ("a b/100% ä#?.pdf", "./a%20b/100%25%20%C3%A4%23%3F.pdf"),
            ("c:d.pdf", "./c%3Ad.pdf"),
        ] {
            assert_eq!(shelved(path).href(None), href);
        }
        assert_eq!(shelved("b.pdf").href(Some("der weg")), "./b.pdf#der%20weg");
    }

    #[test]
    fn an_article_without_a_pdf_is_found_by_its_epub() {
        let shelved = Shelved { mark: ShelfMark { epub: Some("x.epub".into()), pdf: None }, ..Shelved::default() };
        assert_eq!((shelved.href(Some("part")), shelved.path_for(false)), ("./x.epub".into(), "x.epub"));
    }
}
