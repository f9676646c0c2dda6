//! Flattens inlines to one string, with the look and the owner of each stretch of it.
//!
//! Shaping, bidirectional reordering and line breaking need the characters of a paragraph in one piece, so the tree of
//! inlines becomes a list of [`Segment`]s over them. Characters that only control line breaking (soft hyphen, zero
//! width space) are removed from the string and become offsets, so that they are neither set nor copied out of the
//! PDF.

mod end;
mod printed;

pub(super) use printed::Targets;

use std::ops::Range;

use crate::article::{Inline, Lang, NoteId, Picture, Style, Target};
use crate::labels;
use crate::tex;
use crate::text::clusters::letter_of;
use crate::units::{Em, Pt, Size};

use super::super::math;
use super::super::{Anchor, Color, Destination, Owner, StructId, StructRole};
use super::initial::DropCap;
use super::{Caps, Family, Figures, Purpose, Setter, TextStyle, Weight, fractions};

/// The look of a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    pub family: Family,
    pub weight: Weight,
    pub italic: bool,
    pub size: Pt,
    /// Rise of its baseline above that of the line.
    pub rise: Pt,
    pub color: Color,
    pub tracking: Em,
    pub figures: Figures,
    pub caps: Caps,
    pub script: Position,
    pub decoration: Decoration,
    pub hyphenate: bool,
    /// Index into [`Paragraph::langs`].
    pub lang: usize,
}

/// Vertical position of text: on the baseline, above or below it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Position {
    #[default]
    Baseline,
    Superior,
    Inferior,
    /// A fraction: the slash on the baseline, one number above it, one below.
    Fraction,
}

/// Decorations behind, through or under text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Decoration {
    #[default]
    None,
    Highlight,
    Strike,
    Underline,
}

/// A stretch of text with one look and one owner.
#[derive(Clone, Debug)]
pub(super) struct Segment {
    pub range: Range<usize>,
    pub look: Look,
    pub owner: Owner,
    /// Index into [`Paragraph::links`].
    pub link: Option<usize>,
    pub content: Content,
}

/// The content of a segment.
#[derive(Clone, Debug)]
pub(super) enum Content {
    /// Characters.
    Text,
    /// A picture, represented by one U+FFFC; `below` is how far it reaches below the baseline.
    Picture { asset: crate::article::AssetId, size: Size, below: Pt },
    /// A part of a formula, represented by one [`FORMULA`]: index into [`Paragraph::math`].
    Math(usize),
    /// The space between two parts of a formula, represented by one U+2009, as wide as in the formula.
    MathGap(Pt),
    /// A square that ends the text, represented by one U+FFFC: its side.
    Square(Pt),
    /// A line break, represented by one U+2028.
    LineBreak,
}

/// A paragraph before shaping.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    pub text: String,
    /// Segments in order; they cover the text without gaps.
    pub segments: Vec<Segment>,
    /// The structure element and the destination of each link.
    pub links: Vec<(StructId, Destination)>,
    /// Calls of notes: byte offset, note, and whether it is the note's first call.
    pub calls: Vec<(usize, NoteId, bool)>,
    /// Parts of formulas.
    pub math: Vec<math::Set>,
    /// Offsets where lines may end inside formulas, with their penalties.
    pub math_breaks: Vec<(usize, f64)>,
    /// Offsets where the author allows a hyphen.
    pub soft_hyphens: Vec<usize>,
    /// Offsets where the author allows a break without a hyphen.
    pub soft_breaks: Vec<usize>,
    /// Languages; the first is the paragraph's.
    pub langs: Vec<Lang>,
    /// The drop cap before the text.
    pub initial: Option<DropCap>,
}

/// Represents a part of a formula. Private-use characters are letters in the rules of line breaking, and run from left
/// to right, as formulas do in every script.
pub(super) const FORMULA: &str = "\u{f8e0}";

/// Factor for the size of the monospaced face, which matches its x-height to the text face's (550 to 400 units).
pub(super) const MONO_SIZE: f64 = 0.78;
/// Code in a line is not set smaller than this, unless the text around it is smaller.
const LEAST_MONO: Pt = Pt(7.0);
/// Size of superscripts and subscripts in faces without glyphs for them.
const SCRIPT_SIZE: f64 = 0.65;
const SUPERIOR_RISE: Em = Em(0.33);
const INFERIOR_RISE: Em = Em(-0.14);
/// Maximum height of a picture in a line.
const TALLEST_PICTURE: Pt = Pt(240.0);
/// Minimum factor to which a formula wider than the measure is reduced; below it, the formula is unreadable.
const SMALLEST_FORMULA: f64 = 0.6;

pub(super) fn collect(setter: &mut Setter<'_>, inlines: &[Inline], style: &TextStyle, owner: StructId) -> Paragraph {
    let look = Look {
        family: style.family,
        weight: style.weight,
        italic: style.italic,
        size: style.size,
        rise: Pt::ZERO,
        color: style.color,
        tracking: style.tracking,
        figures: figures(style),
        caps: style.caps,
        script: Position::Baseline,
        decoration: Decoration::None,
        hyphenate: style.hyphenate,
        lang: 0,
    };
    let mut paragraph = Paragraph { langs: vec![style.lang.clone()], ..Paragraph::default() };
    let mut collector = Collector { setter, paragraph: &mut paragraph, measure: style.measure, leading: style.leading };
    let place = InlineContext { look, owner, link: None, printed: false };
    collector.inlines(inlines, place);
    collector.end(place);
    lead_in(&mut paragraph, style.lead_in);
    fractions::mark(&mut paragraph);
    paragraph
}

/// Returns the figures of `style`. Old-style figures match small letters, which most scripts other than Latin do not
/// have.
fn figures(style: &TextStyle) -> Figures {
    match style.figures {
        Figures::OldStyle if letter_of(style.lang.primary()).is_some() => Figures::Lining,
        figures => figures,
    }
}

/// The collector's position in the tree.
#[derive(Clone, Copy)]
pub(super) struct InlineContext {
    pub(super) look: Look,
    pub(super) owner: StructId,
    link: Option<usize>,
    /// Whether the text is printed for readers on paper only, and not content of `owner`.
    pub(super) printed: bool,
}

pub(super) struct Collector<'s, 'a, 'p> {
    pub(super) setter: &'s mut Setter<'a>,
    pub(super) paragraph: &'p mut Paragraph,
    pub(super) measure: Pt,
    pub(super) leading: Pt,
}

impl Collector<'_, '_, '_> {
    pub(super) fn inlines(&mut self, inlines: &[Inline], place: InlineContext) {
        for inline in inlines {
            self.inline(inline, place);
        }
    }

    fn inline(&mut self, inline: &Inline, place: InlineContext) {
        match inline {
            Inline::Text(text) => self.text(text, place),
            Inline::Styled { style: Style::Ruby, content } => self.ruby(content, place),
            Inline::Styled { style, content } => self.inlines(content, styled(*style, place)),
            Inline::Code(code) => self.code(code, place),
            Inline::Math { tex, .. } => self.formula(tex, place),
            Inline::Link { target, content, .. } => self.link(target, content, place),
            Inline::Picture(picture) => self.picture(picture, place),
            Inline::NoteCall(note) => self.call(*note, place),
            Inline::LineBreak => self.push("\u{2028}", Content::LineBreak, place),
            Inline::Span { lang, content, .. } => self.span(lang.as_ref(), content, place),
        }
    }

    /// Adds `text` without its control characters.
    pub(super) fn text(&mut self, text: &str, place: InlineContext) {
        let start = self.paragraph.text.len();
        for character in text.chars() {
            match character {
                '\u{ad}' => self.paragraph.soft_hyphens.push(self.paragraph.text.len()),
                '\u{200b}' => self.paragraph.soft_breaks.push(self.paragraph.text.len()),
                '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => self.paragraph.text.push(' '),
                '\u{fffc}' | '\u{feff}' => {}
                control if control.is_control() => {}
                other => self.paragraph.text.push(other),
            }
        }
        self.segment(start, Content::Text, place);
    }

    pub(super) fn push(&mut self, text: &str, content: Content, place: InlineContext) {
        let start = self.paragraph.text.len();
        self.paragraph.text.push_str(text);
        self.segment(start, content, place);
    }

    fn segment(&mut self, start: usize, content: Content, place: InlineContext) {
        let range = start..self.paragraph.text.len();
        if !range.is_empty() {
            let InlineContext { look, owner, link, printed } = place;
            let owner = if printed { Owner::Artifact } else { Owner::Content(owner) };
            self.paragraph.segments.push(Segment { range, look, owner, link, content });
        }
    }

    fn code(&mut self, code: &str, mut place: InlineContext) {
        place.owner = self.setter.structure.add(Some(place.owner), StructRole::Code);
        place.look.hyphenate = false;
        monospaced(&mut place.look);
        self.text(code, place);
    }

    /// Adds a formula, or its source if it cannot be set.
    fn formula(&mut self, tex: &str, mut place: InlineContext) {
        let kept = self.setter.structure.nodes.len();
        let owner = self.setter.structure.add(Some(place.owner), StructRole::Formula);
        self.setter.structure.node(owner).alt = Some(tex.to_owned());
        let look = place.look;
        let request = math::Request { tex, size: look.size, color: look.color, owner };
        match math::inline(self.setter, &request).and_then(|parts| self.fitting(parts, &request)) {
            Ok(parts) => self.formula_parts(parts, InlineContext { owner, ..place }),
            Err(reason) => {
                self.setter.structure.truncate(kept);
                self.setter.formula_refused(&reason);
                place.owner = self.setter.structure.add(Some(place.owner), StructRole::Code);
                place.look.hyphenate = false;
                monospaced(&mut place.look);
                self.text(tex, place);
            }
        }
    }

    /// Returns the parts of a formula, set smaller if one of them is wider than the measure.
    fn fitting(
        &mut self,
        parts: Vec<math::FormulaPart>,
        request: &math::Request<'_>,
    ) -> Result<Vec<math::FormulaPart>, tex::Error> {
        let widest = parts.iter().map(|part| part.set.width).fold(Pt::ZERO, Pt::max);
        if widest <= self.measure {
            return Ok(parts);
        }
        let share = self.measure / widest;
        if share < SMALLEST_FORMULA {
            return Err(tex::Error::TooWide);
        }
        math::inline(self.setter, &math::Request { size: request.size * (share * 0.995), ..*request })
    }

    fn formula_parts(&mut self, parts: Vec<math::FormulaPart>, place: InlineContext) {
        let count = parts.len();
        for (index, part) in parts.into_iter().enumerate() {
            self.paragraph.math.push(part.set);
            self.push(FORMULA, Content::Math(self.paragraph.math.len() - 1), place);
            if index + 1 < count {
                self.push("\u{2009}", Content::MathGap(part.gap), place);
                self.paragraph.math_breaks.push((self.paragraph.text.len(), part.penalty));
            }
        }
    }

    fn link(&mut self, target: &Target, content: &[Inline], place: InlineContext) {
        let destination = match target {
            Target::Url(url) => self.setter.outside(url),
            Target::Block(node) => Some(Destination::Anchor(Anchor::Block(*node))),
            Target::Note(note) => Some(Destination::Anchor(Anchor::Note(*note))),
            Target::Shelved { id, fragment } => self.setter.shelved(*id, fragment.as_deref()),
        };
        let Some(destination) = destination else { return self.inlines(content, place) };
        let start = self.paragraph.text.len();
        let inside = self.linked(destination, StructRole::Link, place);
        self.inlines(content, inside);
        if let Target::Url(url) = target {
            self.target(url, start, place);
        }
        if let Target::Shelved { id, .. } = target {
            self.shelf_mark(*id, place);
        }
    }

    /// Returns `place` inside a link to `destination`. A link inside a link stays part of the outer one.
    fn linked(&mut self, destination: Destination, role: StructRole, mut place: InlineContext) -> InlineContext {
        if place.link.is_none() {
            let mut owner = place.owner;
            if role == StructRole::Reference {
                owner = self.setter.structure.add(Some(owner), role);
            }
            owner = self.setter.structure.add(Some(owner), StructRole::Link);
            place.owner = owner;
            place.link = Some(self.paragraph.links.len());
            // Links in small grey text keep its colour.
            if place.look.color == Color::BLACK {
                place.look.color = self.setter.link_color;
            }
            self.paragraph.links.push((owner, destination));
        }
        place
    }

    fn call(&mut self, note: NoteId, place: InlineContext) {
        let first = self.setter.purpose == Purpose::Setting && self.setter.called.insert(note);
        self.paragraph.calls.push((self.paragraph.text.len(), note, first));
        let color = place.look.color;
        let mut place = self.linked(Destination::Anchor(Anchor::Note(note)), StructRole::Reference, place);
        place.look = Look { color, hyphenate: false, italic: false, ..superior(place.look) };
        let number = self.setter.article.note_number(note).to_string();
        self.push(&number, Content::Text, place);
    }

    fn picture(&mut self, picture: &Picture, place: InlineContext) {
        let destination = match &picture.link {
            Some(Target::Url(url)) => self.setter.outside(url),
            Some(Target::Block(node)) => Some(Destination::Anchor(Anchor::Block(*node))),
            Some(Target::Shelved { id, fragment }) => self.setter.shelved(*id, fragment.as_deref()),
            Some(Target::Note(_)) | None => None,
        };
        let place = match destination {
            Some(destination) => self.linked(destination, StructRole::Link, place),
            None => place,
        };
        match &picture.asset {
            Ok(asset) => {
                let (size, below) = self.extent(picture, *asset, place.look.size);
                let owner = self.setter.structure.add(Some(place.owner), StructRole::Figure);
                let alt = picture.alt.text().or(picture.title.as_deref()).unwrap_or("\u{2014}");
                self.setter.structure.node(owner).alt = Some(alt.to_owned());
                let content = Content::Picture { asset: *asset, size, below };
                self.push("\u{fffc}", content, InlineContext { owner, ..place });
            }
            Err(missing) => {
                // A path in the author's archive means nothing on paper, so the alternative text replaces the picture.
                let words = picture
                    .alternative()
                    .unwrap_or_else(|| labels::of(&self.setter.article.meta.lang).picture)
                    .to_owned();
                let address = missing.url.clone().filter(|url| url.contains("://") && picture.link.is_none());
                let place = match address.and_then(|url| self.setter.outside(&url)) {
                    Some(destination) => self.linked(destination, StructRole::Link, place),
                    None => place,
                };
                self.text(&words, place);
            }
        }
    }

    /// Returns the size of a picture in a line, and how far it reaches below the baseline. A picture with a stated
    /// size has that size and stands on the baseline. Others have 96 pixels per inch (CSS), and small ones are as high
    /// as capitals and descenders together. None is wider than the measure.
    fn extent(&self, picture: &Picture, asset: crate::article::AssetId, em: Pt) -> (Size, Pt) {
        let asset = self.setter.article.asset(asset);
        let natural = Size::new(Pt(f64::from(asset.width.max(1)) * 0.75), Pt(f64::from(asset.height.max(1)) * 0.75));
        let line = em * 1.1;
        let (size, tallest) = match picture.extent.resolve(natural, self.measure, em) {
            Some(stated) => (stated, TALLEST_PICTURE),
            None => (natural, if natural.height <= line * 2.0 { line } else { TALLEST_PICTURE }),
        };
        let factor = (tallest / size.height).min(self.measure / size.width).min(1.0);
        let size = Size::new(size.width * factor, size.height * factor);
        let small = picture.extent.is_empty() && size.height < em * 1.3;
        (size, if small { size.height * 0.2 } else { Pt::ZERO })
    }

    fn span(&mut self, lang: Option<&Lang>, content: &[Inline], mut place: InlineContext) {
        if let Some(lang) = lang.filter(|lang| **lang != self.paragraph.langs[place.look.lang]) {
            place.owner = self.setter.structure.add(Some(place.owner), StructRole::Span);
            self.setter.structure.node(place.owner).lang = Some(lang.clone());
            place.look.lang = self.paragraph.langs.len();
            self.paragraph.langs.push(lang.clone());
        }
        self.inlines(content, place);
    }
}

fn styled(style: Style, mut place: InlineContext) -> InlineContext {
    let look = &mut place.look;
    match style {
        Style::Emphasis | Style::Cite => look.italic = !look.italic,
        Style::Strong | Style::Label => look.weight = Weight::Bold,
        Style::Strike => look.decoration = Decoration::Strike,
        Style::Insert => look.decoration = Decoration::Underline,
        Style::Mark => look.decoration = Decoration::Highlight,
        Style::Sup => *look = superior(*look),
        Style::Sub => *look = Look { script: Position::Inferior, ..*look },
        Style::Keyboard => monospaced(look),
        Style::Small => look.size = look.size * 0.85,
        Style::SmallCaps => look.caps = Caps::Small,
        Style::Abbreviation | Style::Quotation | Style::Ruby | Style::RubyText => {}
    }
    place
}

fn superior(look: Look) -> Look {
    Look { script: Position::Superior, figures: Figures::Lining, ..look }
}

fn monospaced(look: &mut Look) {
    if look.family != Family::Mono {
        look.family = Family::Mono;
        // In small sans type, whose x-height is larger than that of the text face, code would be too small.
        look.size = (look.size * MONO_SIZE).max(LEAST_MONO.min(look.size));
        look.italic = false;
    }
}

/// Returns the look of superscripts or subscripts in a face without glyphs for them: smaller, and shifted off the
/// baseline.
pub(super) fn scaled_script(look: Look) -> Look {
    let rise = match look.script {
        Position::Baseline | Position::Fraction => return look,
        Position::Superior => SUPERIOR_RISE * look.size,
        Position::Inferior => INFERIOR_RISE * look.size,
    };
    Look { size: look.size * SCRIPT_SIZE, rise: look.rise + rise, script: Position::Baseline, ..look }
}

/// Sets the first `words` words in small capitals.
fn lead_in(paragraph: &mut Paragraph, words: usize) {
    if words == 0 {
        return;
    }
    let ends = paragraph.text.char_indices().filter(|(_, character)| *character == ' ').map(|(at, _)| at);
    let Some(end) = ends.take(words).last() else { return };
    let Some(split) = paragraph.segments.iter().position(|segment| segment.range.contains(&end)) else { return };
    let mut rest = paragraph.segments[split].clone();
    rest.range.start = end;
    paragraph.segments[split].range.end = end;
    paragraph.segments.insert(split + 1, rest);
    let of_the_text = |segment: &&mut Segment| segment.owner != Owner::Artifact;
    for segment in paragraph.segments[..=split].iter_mut().filter(of_the_text) {
        segment.look.caps = Caps::Small;
    }
    paragraph.segments.retain(|segment| !segment.range.is_empty());
}
