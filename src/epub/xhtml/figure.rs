//! Writes pictures with caption and credit.
//!
//! The parts of a credit are marked in RDFa Lite with the vocabulary of schema.org (`ImageObject`), so that what programs
//! read is beside what people read.

use super::super::xml::Attributes;
use super::{Link, Writer, block, inline, size};
use crate::article::address;
use crate::article::{AssetId, Credit, Figure, Picture, plain_text};

impl<'a> Writer<'a> {
    /// Writes a figure: its pictures, or their replacements, then caption and credit line.
    pub(crate) fn figure(&mut self, figure: &'a Figure, attributes: Attributes) {
        // Pictures with stated sizes stand side by side, if they fit.
        let abreast = figure.pictures.len() > 1 && figure.pictures.iter().all(|picture| !picture.extent.is_empty());
        let attributes = if abreast { attributes.with("class", "abreast") } else { attributes };
        let attributes = match subject(self, figure) {
            Some(path) => Writer::about(&path, attributes),
            None => attributes,
        };
        self.within("figure", &attributes, |writer| {
            figure.pictures.iter().for_each(|picture| figure_picture(writer, picture, figure));
            figure_caption(writer, figure);
        });
    }

    /// Writes a missing picture as a paragraph; nothing if the author states that it is decorative.
    pub(crate) fn missing_paragraph(&mut self, picture: &Picture, figure: &Figure, href: Option<String>) {
        let outside = std::mem::take(&mut self.out);
        inline::missing(self, picture, figure.words_for(picture), href);
        let inside = std::mem::replace(&mut self.out, outside);
        if !inside.is_empty() {
            self.out.open("p", &Attributes::new());
            self.out.raw(inside.as_str());
            self.out.close("p");
        }
    }

    /// Writes the parts of `credit` as properties of the picture.
    pub(crate) fn credit_properties(&mut self, credit: &Credit) {
        let wording = plain_text(&credit.verbatim);
        let license = credit.license.as_ref();
        let address = license.and_then(|license| license.url.as_deref()).and_then(address::href);
        let parts = [
            ("creditText", Some(wording.trim())),
            ("name", credit.title.as_deref()),
            ("creator", credit.author.as_deref()),
            ("provider", credit.source.as_deref()),
            ("usageInfo", license.map(|license| license.name.as_str()).filter(|_| address.is_none())),
        ];
        for (name, value) in parts {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                self.out.empty("meta", &Attributes::new().with("property", name).with("content", value));
            }
        }
        if let Some(address) = address {
            self.out.empty("link", &Attributes::new().with("property", "license").with("href", &address));
        }
        self.out.line();
    }

    /// Returns `attributes` of an element that says in RDFa what is known of the picture in the file `path`. Without
    /// such a subject, a statement would be about the page: nothing else may say whose licence a licence is.
    pub(crate) fn about(path: &str, attributes: Attributes) -> Attributes {
        attributes.with("vocab", "https://schema.org/").with("typeof", "ImageObject").with("resource", path)
    }

    /// Writes the wording of `credit`, in which the licence is a link to its text.
    pub(crate) fn credit_line(&mut self, credit: &'a Credit) {
        if credit.verbatim.is_empty() {
            return;
        }
        let bare = credit.bare_license().and_then(|bare| Some((bare, address::href(bare.url)?)));
        self.out.open("p", &Attributes::class("credit"));
        block::isolated(self, &credit.verbatim, |writer| {
            for (at, inline) in credit.verbatim.iter().enumerate() {
                match &bare {
                    Some((bare, href)) if bare.at == at => {
                        writer.out.text(bare.before);
                        writer.out.leaf("a", &Attributes::new().with("href", href), bare.name);
                        writer.out.text(bare.after);
                    }
                    _ => writer.inlines(std::slice::from_ref(inline)),
                }
            }
        });
        self.out.close("p");
        self.out.line();
    }
}

fn figure_picture<'a>(writer: &mut Writer<'a>, picture: &'a Picture, figure: &Figure) {
    let href = picture.link.as_ref().filter(|_| writer.link == Link::Closed).and_then(|target| writer.href(target));
    match picture.asset.as_ref().ok().copied().filter(|&id| writer.images.get(id).is_some()) {
        Some(id) => {
            let said = figure.alternative(picture);
            writer.linked(href.as_deref(), |writer| image(writer, id, picture, said.as_deref(), "figure"));
        }
        None => writer.missing_paragraph(picture, figure, href),
    }
    writer.out.line();
}

fn figure_caption<'a>(writer: &mut Writer<'a>, figure: &'a Figure) {
    let credit = figure.credit.as_ref().map(|credit| credit.verbatim.as_slice()).unwrap_or_default();
    let caption = figure.caption_to_show();
    if caption.is_empty() && credit.is_empty() {
        return;
    }
    writer.within("figcaption", &Attributes::new(), |writer| {
        if !caption.is_empty() {
            writer.element("p", Attributes::class("caption"), caption);
            writer.out.line();
        }
        figure.credit.iter().for_each(|credit| writer.credit_line(credit));
        if subject(writer, figure).is_some() {
            figure.credit.iter().for_each(|credit| writer.credit_properties(credit));
        }
    });
    writer.out.line();
}

/// Returns the path of the picture that the credit of `figure` describes; `None` if there are several or none.
fn subject(writer: &Writer<'_>, figure: &Figure) -> Option<String> {
    let [picture] = &figure.pictures[..] else { return None };
    let image = writer.images.get(*picture.asset.as_ref().ok()?)?;
    figure.credit.as_ref().map(|_| image.path.clone())
}

/// Writes the picture `id`. Without any alternative text, a screen reader would read its file name.
pub(super) fn image(writer: &mut Writer<'_>, id: AssetId, picture: &Picture, said: Option<&str>, class: &str) {
    let Some(image) = writer.images.get(id) else { return };
    let asset = writer.article.asset(id);
    let size = |pixels: u32| (pixels > 0).then(|| pixels.to_string());
    let (width, height) = size::attributes(&picture.extent, (asset.width, asset.height));
    let attributes = Attributes::class(class)
        .with("src", &image.path)
        .with("alt", said.unwrap_or(writer.labels.picture))
        .maybe("title", picture.title.as_deref())
        .maybe("width", size(width).as_deref())
        .maybe("height", size(height).as_deref())
        .maybe("style", size::style(&picture.extent, (asset.width, asset.height)).as_deref());
    writer.out.empty("img", &attributes);
}
