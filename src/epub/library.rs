//! Writes the list of other articles of the library at the end of an article.

use super::xhtml::Writer;
use super::xml::Attributes;
use crate::article::{Article, Shelved, ShelvedId};

/// Identifier of the heading of the list of other articles, unless a heading of the text has it.
pub(super) const LIBRARY: &str = "library";

/// Returns the identifier of the entry of another article of the library.
pub(super) fn shelved_id(id: ShelvedId) -> String {
    // Identifiers of headings do not contain a dot.
    format!("library.{}", id.0 + 1)
}

/// Writes the list of other articles of the library to which links lead: no link may leave the container, so an entry
/// says in which file an article is.
pub(super) fn library(writer: &mut Writer<'_>, article: &Article) {
    if article.shelved.is_empty() {
        return;
    }
    let id = writer.plan.own_id(LIBRARY);
    writer.within("section", &Attributes::class("library").with("aria-labelledby", &id), |writer| {
        writer.label("h2", Attributes::new().with("id", &id), writer.labels.library);
        writer.out.line();
        writer.within("ul", &Attributes::class("library-list"), |writer| {
            article
                .shelved
                .iter()
                .zip(0..)
                .for_each(|(shelved, number)| shelf_entry(writer, shelved, ShelvedId(number)));
        });
    });
    writer.out.line();
}

fn shelf_entry(writer: &mut Writer<'_>, shelved: &Shelved, id: ShelvedId) {
    writer.out.open("li", &Attributes::new().with("id", &shelved_id(id)));
    let href = shelved.address.as_deref().and_then(|url| writer.url(url));
    writer.linked(href.as_deref(), |writer| writer.out.leaf("cite", &Attributes::new(), &shelved.title));
    writer.out.text(": ");
    // A path runs from left to right, whatever the text around it.
    writer.out.leaf("bdi", &Attributes::class("file").with("dir", "ltr"), shelved.path_for(false));
    writer.out.close("li");
    writer.out.line();
}
