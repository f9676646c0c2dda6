//! Related articles that the front matter names by slug, path or address.
//!
//! They are looked up in the archive, which states their titles, descriptions, authors and addresses. One that is not
//! found gets a title made of its slug; a book may still know it.

use crate::article::{Alt, Extent, Picture, Related, Shelved, shelve};
use crate::read::files::undated;
use crate::read::front::RelatedSpec;
use crate::read::markdown;
use crate::read::neighbours::{Known, Neighbours};
use crate::read::pictures::Gallery;
use crate::read::report::Report;

/// Returns the entries that the front matter names.
pub(in crate::read) fn entries(
    specs: Vec<RelatedSpec>,
    neighbours: &mut Neighbours<'_>,
    shelf: &mut Vec<Shelved>,
    gallery: &mut Gallery<'_>,
    report: &mut Report<'_>,
) -> Vec<Related> {
    specs.into_iter().map(|spec| entry(spec, neighbours, shelf, gallery, report)).collect()
}

fn entry(
    spec: RelatedSpec,
    neighbours: &mut Neighbours<'_>,
    shelf: &mut Vec<Shelved>,
    gallery: &mut Gallery<'_>,
    report: &mut Report<'_>,
) -> Related {
    let known = spec.reference.as_deref().and_then(|reference| neighbours.known(reference)).unwrap_or_default();
    let Known { title, description, author, date, address, shelved } = known;
    let shelved = shelved.map(|other| shelve(shelf, other));
    let stated = spec.title.clone().or(title);
    let unnamed = stated.is_none();
    let title = stated.or_else(|| spec.reference.as_deref().map(readable)).unwrap_or_default();
    let picture = spec.picture.map(|path| {
        super::picture_line(Picture {
            asset: gallery.picture(&path, spec.span, report),
            alt: Alt::NotStated,
            title: None,
            link: None,
            extent: Extent::default(),
            span: spec.span,
        })
    });
    Related {
        title: markdown::inlines(&title),
        reference: spec.reference.clone().filter(|_| unnamed),
        url: address.or(spec.reference).filter(|_| shelved.is_none()),
        shelved,
        blurb: markdown::inlines(spec.excerpt.or(description).as_deref().unwrap_or_default()),
        author: spec.author.or(author),
        date: spec.date.or(date),
        picture: picture.unwrap_or_default(),
        bound: None,
        span: spec.span,
        because: format!("front matter `{}`", spec.key),
    }
}

/// Makes a title of a slug, path or address: `Specificity` of `css/specificity`. An address whose last part has no words
/// stays, without its scheme.
pub(super) fn readable(reference: &str) -> String {
    let bare = reference.split_once("://").map_or(reference, |(_, rest)| rest);
    let path = bare.split(['?', '#']).next().unwrap_or(bare).trim_matches('/');
    let path = path.strip_suffix("/index.md").or(path.strip_suffix("/index.html")).unwrap_or(path);
    let last = path.rsplit('/').next().unwrap_or(path);
    let is_host = bare.len() < reference.len() && !path.contains('/');
    let stem = last.rsplit_once('.').filter(|(stem, end)| !stem.is_empty() && end.len() <= 8 && !end.contains(' '));
    let stem = undated(stem.map_or(last, |(stem, _)| stem));
    let decoded = percent_encoding::percent_decode_str(stem).decode_utf8_lossy();
    let words: Vec<&str> = decoded.split(['-', '_', '+', ' ']).filter(|word| !word.is_empty()).collect();
    let spoken = words.iter().filter(|word| word.chars().any(char::is_alphabetic)).count() > 0;
    if is_host || !spoken || bare.len() < reference.len() && bare.contains('?') {
        return bare.trim_end_matches('/').to_owned();
    }
    let line = words.join(" ");
    let mut letters = line.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn a_slug_makes_a_title() {
        for (reference, title) in [
            ("css/specificity", "Specificity"),
            ("the-last-ferry", "The last ferry"),
            ("/posts/2021-03-03-the_mill.md", "The mill"),
            ("posts/mill/index.md", "Mill"),
            ("The ferry", "The ferry"),
            ("https://loaf.example/posts/the-mill/", "The mill"),
            ("https://loaf.example/", "loaf.example"),
            ("https://loaf.example/?p=12", "loaf.example/?p=12"),
            ("m%C3%BChle", "Mühle"),
            ("2021", "2021"),
        ] {
            assert_eq!(readable(reference), title, "{reference}");
        }
    }
}
