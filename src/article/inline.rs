//! Inlines: the content of a line of text.

use super::{AssetId, Direction, Extent, Lang, NodeId, NoteId, ShelvedId};
use crate::source::Span;

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Characters, without line ends or control characters.
    Text(String),
    /// Text that has a meaning of its own, such as emphasis.
    Styled {
        /// The meaning.
        style: Style,
        /// The text.
        content: Vec<Inline>,
    },
    /// Code; white space as written.
    Code(String),
    /// A formula in TeX; the source, without delimiters.
    Math {
        /// TeX source.
        tex: String,
        /// Whether it was written as a display, `$$…$$`, inside a paragraph.
        display: bool,
    },
    /// A hyperlink.
    Link {
        /// The target.
        target: Target,
        /// Title (HTML's `title`), if any.
        title: Option<String>,
        /// The link text; never empty.
        content: Vec<Inline>,
    },
    /// A picture inside a line, such as an emoji or a badge.
    Picture(Picture),
    /// A call of a note; the number shown is the note's index plus one.
    NoteCall(NoteId),
    /// A line end that the author wants.
    LineBreak,
    /// A stretch in another language or direction.
    Span {
        /// Its language, where it differs.
        lang: Option<Lang>,
        /// Its direction, where it differs.
        dir: Option<Direction>,
        /// The text.
        content: Vec<Inline>,
    },
}

/// Meanings that text can have; each has one form in each output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// Stress; italic.
    Emphasis,
    /// Importance; bold.
    Strong,
    /// No longer valid; struck through.
    Strike,
    /// Inserted; underlined.
    Insert,
    /// Subscript.
    Sub,
    /// Superscript.
    Sup,
    /// Highlighted.
    Mark,
    /// A key to press, or other user input.
    Keyboard,
    /// The title of a work.
    Cite,
    /// Side comment; smaller.
    Small,
    /// Small capitals.
    SmallCaps,
    /// An abbreviation. Its expansion, if given, follows in the text or is the title of a link.
    Abbreviation,
    /// An inline quotation; its quotation marks are part of the text.
    Quotation,
    /// Ruby: text with annotations above it. Each [`Style::RubyText`] directly inside annotates the text between it
    /// and the previous annotation. Ruby inside ruby has annotations on two levels.
    Ruby,
    /// An annotation in [`Style::Ruby`], such as the reading of Chinese characters; never empty.
    RubyText,
    /// A bold label of the content that follows, such as the name of a tab. It fills its paragraph.
    Label,
}

/// Whether `inlines` are a paragraph that is nothing but a label of the content after it.
pub(crate) fn is_label(inlines: &[Inline]) -> bool {
    matches!(inlines, [Inline::Styled { style: Style::Label, .. }])
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An absolute URL or, if none can be made, the reference as written. Never `javascript:` or `data:`.
    Url(String),
    /// A block of this article.
    Block(NodeId),
    /// Another article of the library, at its file.
    Shelved {
        /// The article.
        id: ShelvedId,
        /// The name of the heading in it that is meant.
        fragment: Option<String>,
    },
    /// A note, or the place where it is called; only the writers make these targets.
    Note(NoteId),
}

/// A picture, whether the input holds it or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The picture, or the reason for its absence. A missing picture is shown as its alternative text and a link.
    pub asset: Result<AssetId, Missing>,
    /// The text alternative for readers who do not see it.
    pub alt: Alt,
    /// Title (a tool tip in HTML), if any.
    pub title: Option<String>,
    /// The page or file that it links to, if the picture stands inside a link.
    pub link: Option<Target>,
    /// The size that the author states for it.
    pub extent: Extent,
    /// Where the source names it; [`Span::default`] if only the block around it has a place.
    pub span: Span,
}

impl Picture {
    /// Returns the author's alternative text, or else the title, which stands in for it. The text is empty for a
    /// decorative picture.
    pub(crate) fn alternative(&self) -> Option<&str> {
        match &self.alt {
            Alt::Text(text) if !text.trim().is_empty() => Some(text),
            Alt::Decorative => Some(""),
            _ => self.title.as_deref().filter(|title| !title.trim().is_empty()),
        }
    }
}

/// A picture that the input names but does not contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its address in the source, made absolute if possible; `None` if only a caption is there.
    pub url: Option<String>,
}

/// Alternative text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Alt {
    /// The author's text, or a caption that serves as one.
    Text(String),
    /// The author states that it is decorative (`alt=""`, `role="presentation"`).
    Decorative,
    /// The author states no alternative text.
    #[default]
    NotStated,
}

impl Alt {
    /// The text, if there is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Alt::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// Returns the characters of `inlines` without formatting: formulas become TeX, pictures their alternative text, ruby
/// annotations stand in brackets, line breaks become spaces, and note calls are left out.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect(inlines, &mut text);
    text
}

/// Returns `inlines` as a name for metadata, contents and bookmarks: as [`plain_text`] does, but without characters
/// that only control line breaks or joining (soft hyphens, zero-width spaces and joiners).
pub(crate) fn name_text(inlines: &[Inline]) -> String {
    let text = plain_text(inlines);
    if text.is_ascii() {
        return text;
    }
    let mut before = ' ';
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        let invisible = match c {
            '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{180e}' => true,
            // Emoji and the scripts from Hebrew on need the joiners.
            '\u{200c}' | '\u{200d}' => before < '\u{590}',
            _ => false,
        };
        if !invisible {
            kept.push(c);
            before = c;
        }
    }
    kept
}

fn collect(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(part) | Inline::Code(part) | Inline::Math { tex: part, .. } => text.push_str(part),
            Inline::Styled { style: Style::RubyText, content } => {
                text.push('(');
                collect(content, text);
                text.push(')');
            }
            Inline::Styled { content, .. } | Inline::Link { content, .. } | Inline::Span { content, .. } => {
                collect(content, text);
            }
            Inline::Picture(picture) => text.push_str(picture.alt.text().unwrap_or_default()),
            Inline::NoteCall(_) => {}
            Inline::LineBreak => text.push(' '),
        }
    }
}
