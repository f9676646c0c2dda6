//! Checks that an SVG is well-formed, and removes its document type, which reading systems would have to resolve.

use std::borrow::Cow;

use super::error::Unreadable;
use crate::epub::tree;

/// Returns `bytes` without its document type, if it is well-formed.
pub(super) fn well_formed(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::NotUtf8)?;
    let text = without_doctype(text.trim_start_matches('\u{feff}').trim_start())?;
    tree::check(&text)?;
    Ok(match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    })
}

/// Returns `text` without `<!DOCTYPE …>`. One with declarations is rejected, since its entities would be lost.
fn without_doctype(text: &str) -> Result<Cow<'_, str>, Unreadable> {
    let Some(start) = text.find("<!DOCTYPE") else { return Ok(Cow::Borrowed(text)) };
    let end = start + text[start..].find('>').ok_or(Unreadable::OpenDoctype)?;
    if text[start..end].contains('[') {
        return Err(Unreadable::Entities);
    }
    Ok(Cow::Owned([&text[..start], &text[end + 1..]].concat()))
}

#[cfg(test)]
mod tests {
    use super::well_formed;

    #[test]
    fn the_document_type_goes() {
        let svg =
            b"<?xml version=\"1.0\"?><!DOCTYPE svg PUBLIC \"a\" \"b\"><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        assert_eq!(*well_formed(svg).unwrap(), *b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    }

    #[test]
    fn broken_markup_is_refused() {
        assert!(well_formed(b"<svg><g></svg>").is_err());
        assert!(well_formed(b"<!DOCTYPE svg [<!ENTITY a \"b\">]><svg/>").is_err());
    }
}
