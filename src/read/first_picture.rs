//! The first picture of the text, which serves as the cover where the input names none.

use crate::article::{
    Alt, Article, Asset, Block, BlockKind, Extent, Figure, ImageKind, Length, Picture, Provenance, Target, Visit,
    walk_blocks,
};

/// Minimum width and height in pixels.
const LEAST: (u32, u32) = (480, 240);
/// Maximum width in relation to the height: wider pictures are rules and banners.
const WIDEST: u32 = 4;
/// Minimum width that an author states, in points: a smaller one is set for an icon or a portrait.
const LEAST_STATED: f64 = 150.0;

/// Finds the picture in `article`, whose source is `text`.
pub(super) fn settle(article: &mut Article, text: &str) {
    let has_picture = |cover: &Figure| !cover.pictures.is_empty();
    if article.assets.is_empty() || article.cover.as_ref().is_some_and(has_picture) {
        return;
    }
    let mut found = None;
    walk_blocks(&article.blocks, &mut |visit| {
        if let Visit::Block(Block { kind: BlockKind::Figure(figure), .. }) = visit
            && found.is_none()
            && let [picture] = figure.pictures.as_slice()
            && is_large(picture, article)
        {
            found = Some(figure.clone());
        }
    });
    let Some(figure) = found else { return };
    let name = figure.pictures[0].asset.as_ref().map(|id| article.asset(*id).name.clone()).unwrap_or_default();
    let line = text[..figure.span.start.min(text.len())].matches('\n').count() + 1;
    let key = "first picture of the text".to_owned();
    article.meta.provenance.push(Provenance { field: "cover", value: name, key, line: Some(line) });
    article.first_picture = Some(figure);
}

/// Whether `picture` is large enough, and no badge, portrait or logo.
fn is_large(picture: &Picture, article: &Article) -> bool {
    let Ok(id) = picture.asset else { return false };
    let Asset { kind, width, height, .. } = article.asset(id);
    let of_page = match &picture.link {
        Some(Target::Url(url)) => !super::pictures::has_picture_extension(url),
        _ => false,
    };
    *kind != ImageKind::Svg
        // Also a tracking pixel, whose stated size is no size.
        && picture.alt != Alt::Decorative
        && *width >= LEAST.0
        && *height >= LEAST.1
        && *width <= height.saturating_mul(WIDEST)
        && !is_stated_small(&picture.extent)
        && !of_page
}

fn is_stated_small(extent: &Extent) -> bool {
    let sides = [extent.width, extent.widest];
    let small = |length: &Length| match length {
        Length::Fixed(points) => points.0 < LEAST_STATED,
        Length::Ems(ems) => *ems < 12.0,
        Length::Column(share) => *share < 0.4,
        Length::Natural(_) => false,
    };
    sides.iter().flatten().any(small)
}

#[cfg(test)]
mod tests {
    use crate::article::{Article, plain_text};
    use crate::diag::Diagnostics;
    use crate::read::{FirstPicture, Memory, Options, read};
    use crate::source::Source;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_luma8(width, height).write_to(&mut bytes, image::ImageFormat::Png).expect("encodes");
        bytes.into_inner()
    }

    fn article(front: &str, body: &str, options: &Options) -> Article {
        let files = [("large.png", png(800, 600)), ("small.png", png(200, 200)), ("rule.png", png(1200, 20))];
        let files = files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes.into())).collect();
        let files = Memory { folder: String::new(), files };
        let text = format!("---\ntitle: T\nlang: en\n{front}\n---\n\n{body}\n");
        read(&Source::new("a.md", text), options, &files, &mut Diagnostics::new()).expect("is read")
    }

    #[test]
    fn the_first_large_picture_serves_where_no_cover_is_named() {
        let large = "![Boats](large.png)\n*Photo: Ida Moss*";
        for body in [
            large.to_owned(),
            format!("Words come first.\n\n{large}"),
            format!("![](rule.png)\n\n![A](small.png)\n\n{large}"),
            format!("[![Build](large.png)](https://ci.example)\n\n{large}"),
            format!("![Ida Moss](large.png){{width=80}}\n\n{large}"),
        ] {
            let article = article("", &body, &Options::default());
            let figure = article.first_picture.as_ref().unwrap_or_else(|| panic!("{body}"));
            assert_eq!(figure.pictures[0].alt.text(), Some("Boats"), "{body}");
            assert!(article.cover.is_none() && figure.credit.is_some(), "{body}: {}", plain_text(&figure.caption));
            assert!(article.meta.provenance.iter().any(|known| known.key == "first picture of the text"));
        }
    }

    #[test]
    fn it_does_not_serve_beside_a_cover_nor_against_the_wish_of_the_caller() {
        let body = "![Boats](large.png)";
        assert!(article("cover: large.png", body, &Options::default()).first_picture.is_none());
        let options = Options { first_picture: FirstPicture::Never, ..Options::default() };
        assert!(article("", body, &options).first_picture.is_none());
        for body in ["![A](small.png)", "Text ![A](large.png) text.", "<img src='large.png' alt='' width=1 height=1>"] {
            assert!(article("", body, &Options::default()).first_picture.is_none(), "{body}");
        }
    }
}
