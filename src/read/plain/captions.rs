//! Captions in scraped text: all that is left of a picture is a line, `[Photo: Jane Doe/Reuters]`.
//!
//! Which of them is about the cover follows from its place: one before the text, of which a subtitle and short lines
//! (byline, date, `First published in …`) may stand; else one that says so (`Header image by …`); else the only one, if
//! it is the last block, in brackets or without a description, as sites put the credit of their lead picture there. Any
//! other stays where it is, as the caption of a picture that is missing there.

use super::blocks::TextBlock;
use super::{inlines, parts};
use crate::article::{Alt, BlockKind, CreditRole, Extent, Figure, Missing, Picture, Provenance, plain_text};
use crate::diag::Diagnostic;
use crate::read::credit;
use crate::source::Span;

/// Maximum length of a caption outside brackets, in bytes.
const LONGEST_CAPTION: usize = 800;
/// Maximum number of words of a caption outside brackets, without its credit.
const CAPTION_WORDS: usize = 45;
/// Maximum number of words of a subtitle.
const SUBTITLE_WORDS: usize = 30;
/// Maximum number of words of another line before the text.
const LINE_WORDS: usize = 16;
/// Maximum number of blocks between title and text.
const HEAD_BLOCKS: usize = 6;

/// Returns the figure that a block describes: one in square brackets, or a short one that ends in a credit of a picture
/// (`Boats at rest. Photo: Jane Doe`); `None` for any other block.
pub(super) fn caption(piece: &TextBlock) -> Option<Figure> {
    if piece.mark.is_some() {
        return None;
    }
    let Some(inner) = piece.text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) else {
        let short = piece.text.len() <= LONGEST_CAPTION;
        let split = short.then(|| credit::caption_line(&inlines(&piece.text))).flatten()?;
        let short = parts::words(&plain_text(&split.caption)) <= CAPTION_WORDS;
        let figure = Figure { pictures: Vec::new(), caption: split.caption, credit: split.credit, span: piece.span };
        return short.then_some(figure);
    };
    let inner = inner.trim();
    if inner.contains(['[', ']']) || inner.is_empty() {
        return None;
    }
    let credit::Split { caption, credit, .. } = credit::split_caption(&inlines(inner));
    (credit.is_some() || credit::has_label(inner)).then(|| Figure {
        pictures: Vec::new(),
        caption,
        credit,
        span: piece.span,
    })
}

/// Returns which of `captions`, one for each of `body`, is about the cover.
pub(super) fn of_cover(body: &[&TextBlock], captions: &[Option<Figure>]) -> Option<usize> {
    let first = captions.iter().position(Option::is_some)?;
    if is_head(&body[..first]) {
        return Some(first);
    }
    let says = |figure: &Option<Figure>| {
        figure.as_ref().and_then(|figure| figure.credit.as_ref()).is_some_and(credit::is_of_cover)
    };
    captions.iter().position(says).or_else(|| {
        let figure = captions[first].as_ref()?;
        let bracketed = body[first].text.starts_with(['[', '(']);
        let bare = bracketed || plain_text(&figure.caption).trim().is_empty();
        (bare && first + 1 == body.len()).then_some(first)
    })
}

/// Whether `pieces` stand between the title and the text: a subtitle, and short lines.
fn is_head(pieces: &[&TextBlock]) -> bool {
    let short = |(at, piece): (usize, &&TextBlock)| {
        let most = if at == 0 { SUBTITLE_WORDS } else { LINE_WORDS };
        piece.mark.is_none() && parts::words(&piece.text) <= most
    };
    pieces.len() <= HEAD_BLOCKS && pieces.iter().enumerate().all(short)
}

/// Returns what is said about the cover's caption where its picture is not given.
pub(super) fn no_cover(span: Span) -> Diagnostic {
    Diagnostic::warning("missing-picture", "this caption's picture is not in the text")
        .at(span)
        .help("give the picture with --cover; its caption and credit are kept either way")
}

/// Returns what is said about the caption of another picture.
pub(super) fn no_picture(span: Span) -> Diagnostic {
    Diagnostic::note("missing-picture", "this caption's picture is not in the text; its words stay where they are")
        .at(span)
        .help("if it is about the cover, begin it with `Cover image:`, or put it before the text")
}

/// Makes `figure` that of the cover, and notes where `piece` states it.
pub(super) fn cover(mut figure: Figure, piece: &TextBlock, provenance: &mut Vec<Provenance>) -> Figure {
    if let Some(credit) = &mut figure.credit {
        credit.role = CreditRole::Cover;
    }
    let caption = ("cover.caption", Some(plain_text(&figure.caption)));
    let credit = ("cover.credit", figure.credit.as_ref().map(|credit| plain_text(&credit.verbatim)));
    for (field, value) in [caption, credit] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            provenance.push(Provenance {
                field,
                value,
                key: if piece.text.starts_with('[') { "block in brackets" } else { "line of a caption" }.into(),
                line: Some(piece.line),
            });
        }
    }
    figure
}

/// Makes a figure without a picture, for a caption in the text.
pub(super) fn missing(figure: Figure) -> BlockKind {
    let picture = Picture {
        asset: Err(Missing { url: None }),
        alt: Alt::NotStated,
        title: None,
        link: None,
        extent: Extent::default(),
        span: figure.span,
    };
    BlockKind::Figure(Figure { pictures: vec![picture], ..figure })
}
