//! Generated parts of lines, such as separators and labels.

use super::Composer;
use crate::article::{Inline, Lang, Target};
use crate::layout::StructId;

/// Appends `more` to `line`, separated by a dot.
pub(super) fn append(line: &mut Vec<Inline>, more: Vec<Inline>) {
    if !line.is_empty() && !more.is_empty() {
        line.push(Inline::Text(" · ".into()));
    }
    line.extend(more);
}

pub(super) fn link(url: &str, content: Vec<Inline>) -> Inline {
    Inline::Link { target: Target::Url(url.to_owned()), title: None, content }
}

/// Marks `owner` as text in the language of our labels, if the article is in another language.
pub(super) fn mark_language(composer: &mut Composer<'_>, owner: StructId) {
    let lang = Lang(composer.words.lang.to_owned());
    if lang.primary() != composer.current.meta.lang.primary() {
        composer.setter.structure.node(owner).lang = Some(lang);
    }
}
