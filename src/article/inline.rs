//! What stands inside a line.

use super::{AssetId, Direction, Extent, Lang, NodeId, NoteId};

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Characters; no line ends, no control characters.
    Text(String),
    /// Text of one meaning.
    Styled {
        /// The meaning.
        style: Style,
        /// What has it.
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
    /// A link.
    Link {
        /// Where it leads.
        target: Target,
        /// Title (HTML's `title`), if any.
        title: Option<String>,
        /// What is clicked; never empty.
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
    /// Title of a work.
    Cite,
    /// Side comment; smaller.
    Small,
    /// Small capitals.
    SmallCaps,
    /// An abbreviation (its expansion, if given, was put into a link title by the reader or follows in the text).
    Abbreviation,
    /// Inline quotation, its marks included in the text.
    Quotation,
    /// Text with annotations above it: each [`Style::RubyText`] right inside belongs to what stands between it and the
    /// one before. Ruby in ruby has annotations on two levels.
    Ruby,
    /// An annotation in [`Style::Ruby`], such as how Chinese characters are read; never empty.
    RubyText,
    /// The label of what follows, such as that of a tab: all there is of its paragraph; bold.
    Label,
}

/// Whether a paragraph of `inlines` is the label of what follows it.
pub(crate) fn is_label(inlines: &[Inline]) -> bool {
    matches!(inlines, [Inline::Styled { style: Style::Label, .. }])
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An absolute URL or, where nothing better is known, the reference as written. Never `javascript:` or `data:`.
    Url(String),
    /// A block of this article.
    Block(NodeId),
    /// Back to the place where a note is called, or to the note; writers make these themselves.
    Note(NoteId),
}

/// A picture, there or missed.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The picture, or why there is none. A missing one is shown as its alternative text and link.
    pub asset: Result<AssetId, Missing>,
    /// What it shows, for those who do not see it.
    pub alt: Alt,
    /// Title (a tool tip in HTML), if any.
    pub title: Option<String>,
    /// The page or file that it links to, where the picture stands inside a link.
    pub link: Option<Target>,
    /// The size that the author states for it.
    pub extent: Extent,
}

impl Picture {
    /// What stands for it: the author's text, or else its title; empty for what is only decoration.
    pub(crate) fn alternative(&self) -> Option<&str> {
        match &self.alt {
            Alt::Text(text) if !text.trim().is_empty() => Some(text),
            Alt::Decorative => Some(""),
            _ => self.title.as_deref().filter(|title| !title.trim().is_empty()),
        }
    }
}

/// A picture that the input names but does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Its address as the source has it, made absolute where it can be; `None` where only a caption is there.
    pub url: Option<String>,
}

/// Alternative text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Alt {
    /// What the author wrote, or a caption that serves.
    Text(String),
    /// The author says that there is nothing to describe (`alt=""`, `role="presentation"`).
    Decorative,
    /// Nothing was said.
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

/// The characters of `inlines`, without their form: formulas as TeX, pictures as their alternative text, annotations in
/// brackets, note calls left out, line breaks as spaces.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    collect(inlines, &mut text);
    text
}

/// The characters of `inlines` as a name, for metadata, contents and bookmarks: as [`plain_text`], without marks that
/// only say where a line may end or whether letters join.
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
            // Emoji and scripts from Hebrew on need them.
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
