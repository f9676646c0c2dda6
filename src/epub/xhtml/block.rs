//! Writes blocks.

use super::super::plan::ChapterPiece;
use super::super::xml::{Attributes, direction};
use super::{Writer, listing, math, pull, table};
use crate::article::{
    Align, Block, BlockKind, CalloutKind, Definition, Direction, Inline, Lang, ListItem, Marks, Numbering, Numerals,
    Order, QuoteKind, is_label, plain_text,
};

impl<'a> Writer<'a> {
    /// Writes a block of a chapter.
    pub(crate) fn piece(&mut self, piece: ChapterPiece<'a>) {
        block_in(self, piece.block, piece.lang, piece.dir);
    }

    /// Writes `blocks`.
    pub(crate) fn blocks(&mut self, blocks: &'a [Block]) {
        blocks.iter().for_each(|block| block_in(self, block, block.lang.as_ref(), block.dir));
    }

    /// Writes an element with `inlines` in it.
    pub(crate) fn element(&mut self, name: &str, attributes: Attributes, inlines: &'a [Inline]) {
        self.out.open(name, &attributes);
        line_of(self, inlines);
        self.out.close(name);
    }

    /// Writes an element whose content `write` writes.
    pub(crate) fn within(&mut self, name: &str, attributes: &Attributes, write: impl FnOnce(&mut Self)) {
        self.out.open(name, attributes);
        self.out.line();
        write(self);
        self.out.close(name);
    }
}

fn block_in<'a>(writer: &mut Writer<'a>, block: &'a Block, lang: Option<&Lang>, dir: Option<Direction>) {
    crate::halt::point();
    writer.span = block.span;
    writer.begin_marks(block);
    // Code runs from left to right, whatever the direction of the surrounding text.
    let dir = if matches!(block.kind, BlockKind::Code { .. }) { Some(Direction::Ltr) } else { dir };
    let attributes = Attributes::new()
        .maybe("id", writer.plan.id(block).as_deref())
        .lang(lang.map(|lang| lang.0.as_str()))
        .maybe("dir", dir.map(direction))
        .maybe("class", class(block));
    match &block.kind {
        BlockKind::Paragraph(content) => writer.element("p", attributes, content),
        BlockKind::Heading { level, content, .. } => heading(writer, *level, attributes, content),
        BlockKind::List { numbering, tight, items } => list(writer, *numbering, *tight, items, attributes),
        BlockKind::Definitions(definitions) => write_definitions(writer, definitions, &attributes),
        BlockKind::Quote { kind, blocks, attribution } => quote(writer, *kind, blocks, attribution, attributes),
        BlockKind::Callout { kind, title, blocks } => callout(writer, *kind, title, blocks, attributes),
        BlockKind::Code { language, text, .. } => listing::listing(writer, language.as_deref(), text, attributes),
        BlockKind::Math(tex) => math::display(writer, tex, attributes),
        // Page breaks are dropped: an e-book's pages are those of its reader.
        BlockKind::PageBreak => {}
        BlockKind::Table(table) => table::table(writer, table, attributes),
        BlockKind::Figure(figure) => writer.figure(figure, attributes),
        BlockKind::Group(blocks) => writer.within("div", &attributes, |writer| writer.blocks(blocks)),
        BlockKind::Rule => writer.out.empty("hr", &attributes.with("class", "transition")),
    }
    writer.end_marks();
    writer.out.line();
}

/// Writes `inlines` as a line of text.
fn line_of<'a>(writer: &mut Writer<'a>, inlines: &'a [Inline]) {
    isolated(writer, inlines, |writer| writer.inlines(inlines));
}

/// Returns the markup that `write` makes of `inlines`. In an article from right to left, a line that is wholly Latin
/// gets its own direction: otherwise its full stop would come first (UAX #9 §4.3, higher-level protocol 3).
pub(super) fn isolated<'a>(writer: &mut Writer<'a>, inlines: &[Inline], write: impl FnOnce(&mut Writer<'a>)) {
    if writer.part.meta.dir == Direction::Rtl && is_left_to_right(&plain_text(inlines)) {
        writer.out.open("span", &Attributes::new().with("dir", "ltr"));
        write(writer);
        writer.out.close("span");
    } else {
        write(writer);
    }
}

fn heading<'a>(writer: &mut Writer<'a>, level: u8, attributes: Attributes, content: &'a [Inline]) {
    writer.element(heading_name(level), attributes, content);
}

fn list<'a>(
    writer: &mut Writer<'a>,
    numbers: Option<Numbering>,
    tight: bool,
    items: &'a [ListItem],
    attributes: Attributes,
) {
    let name = if numbers.is_some() { "ol" } else { "ul" };
    let tasks = items.iter().any(|item| item.task.is_some());
    let marks = numbers.and_then(|numbers| match numbers.marks {
        Marks::Period => None,
        Marks::Parenthesis => Some("parenthesis"),
        Marks::Parentheses => Some("parentheses"),
    });
    let class = [tight.then_some("tight"), tasks.then_some("tasks"), marks];
    let class = class.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let reversed = numbers.is_some_and(|numbers| numbers.order == Order::Descending);
    // Without a `start`, a reversed list ends with 1.
    let usual = if reversed { items.len() as i64 } else { 1 };
    let first = numbers.map(|numbers| numbers.start).filter(|&start| start != usual);
    let attributes = attributes
        .maybe("class", Some(class.as_str()).filter(|class| !class.is_empty()))
        .maybe("type", numbers.and_then(|numbers| type_of(numbers.numerals)))
        .maybe("start", first.and_then(in_html).as_deref())
        .maybe("reversed", reversed.then_some("reversed"));
    let numbered = numbers.is_some();
    writer.within(name, &attributes, |writer| {
        for item in items {
            write_item(writer, item, tight, item.value.filter(|_| numbered));
        }
    });
}

fn write_item<'a>(writer: &mut Writer<'a>, item: &'a ListItem, tight: bool, value: Option<i64>) {
    writer.out.open("li", &Attributes::new().maybe("value", value.and_then(in_html).as_deref()));
    if let Some(done) = item.task {
        let (state, sign) = if done { (writer.labels.done, "\u{2611}") } else { (writer.labels.to_do, "\u{2610}") };
        let attributes = Attributes::class("box").with("role", "img").with("aria-label", state);
        writer.out.leaf("span", &attributes.lang(writer.label_lang()), &format!("{sign}\u{fe0e}"));
        writer.out.text(" ");
    }
    // Text directly after a checkbox, or without space around it, is not a paragraph of its own.
    if !((tight || item.task.is_some()) && lead(writer, &item.blocks)) {
        writer.blocks(&item.blocks);
    }
    writer.out.close("li");
    writer.out.line();
}

/// Writes `blocks`, the first of them without a paragraph element if it is a plain paragraph. Writes nothing and
/// returns `false` if it is not.
pub(super) fn lead<'a>(writer: &mut Writer<'a>, blocks: &'a [Block]) -> bool {
    let Some((first, rest)) = blocks.split_first() else { return false };
    let Block { lang: None, dir: None, align: None, kind: BlockKind::Paragraph(content), .. } = first else {
        return false;
    };
    if writer.plan.id(first).is_some() || is_label(content) {
        return false;
    }
    writer.span = first.span;
    writer.begin_marks(first);
    line_of(writer, content);
    writer.end_marks();
    if !rest.is_empty() {
        writer.out.line();
        writer.blocks(rest);
    }
    true
}

fn write_definitions<'a>(writer: &mut Writer<'a>, definitions: &'a [Definition], attributes: &Attributes) {
    writer.within("dl", attributes, |writer| {
        for Definition { terms, definitions } in definitions {
            for term in terms {
                writer.element("dt", Attributes::new(), term);
                writer.out.line();
            }
            for blocks in definitions {
                writer.out.open("dd", &Attributes::new());
                if blocks.len() != 1 || !lead(writer, blocks) {
                    writer.blocks(blocks);
                }
                writer.out.close("dd");
                writer.out.line();
            }
        }
    });
}

fn quote<'a>(
    writer: &mut Writer<'a>,
    kind: QuoteKind,
    blocks: &'a [Block],
    attribution: &'a [Inline],
    attributes: Attributes,
) {
    let (name, attributes) = match kind {
        QuoteKind::Block => ("blockquote", attributes),
        QuoteKind::Pull => {
            let class = attributes.with("class", "pullquote").with("epub:type", "pullquote");
            let is_repeated = attribution.is_empty() && pull::repeats(writer, blocks);
            let class = class.with("role", "doc-pullquote");
            ("aside", class.maybe("aria-hidden", is_repeated.then_some("true")))
        }
    };
    writer.within(name, &attributes, |writer| {
        writer.blocks(blocks);
        if !attribution.is_empty() {
            writer.element("p", Attributes::class("attribution"), attribution);
            writer.out.line();
        }
    });
}

fn callout<'a>(
    writer: &mut Writer<'a>,
    kind: CalloutKind,
    title: &'a [Inline],
    blocks: &'a [Block],
    attributes: Attributes,
) {
    let class = match kind {
        CalloutKind::Note => "callout note",
        CalloutKind::Tip => "callout tip",
        CalloutKind::Important => "callout important",
        CalloutKind::Warning => "callout warning",
        CalloutKind::Caution => "callout caution",
        CalloutKind::Details => "callout details",
    };
    // The role `note` makes it a part of the text; a plain `aside` would be a landmark, which must not be inside
    // another one.
    let attributes = attributes.with("class", class).with("role", "note");
    writer.within("aside", &attributes, |writer| {
        writer.element("p", Attributes::class("callout-title"), title);
        writer.out.line();
        writer.blocks(blocks);
    });
}

/// Whether `text` has letters, and none from right-to-left scripts (Hebrew to Arabic Extended-A, and presentation
/// forms).
fn is_left_to_right(text: &str) -> bool {
    let from_right =
        |letter: char| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}');
    text.chars().any(char::is_alphabetic) && !text.chars().any(from_right)
}

/// Returns the class of `block` that its kind alone does not determine: its alignment, or that it is a label. For
/// labels, [`crate::epub::LABELS`] is added to the style sheet.
fn class(block: &Block) -> Option<&'static str> {
    match (&block.kind, block.align) {
        (BlockKind::Paragraph(content), align) if is_label(content) => Some(match align {
            None => "label",
            Some(Align::Start) => "label start",
            Some(Align::Center) => "label center",
            Some(Align::End) => "label end",
        }),
        (_, align) => align.map(alignment),
    }
}

fn alignment(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
    }
}

/// Returns HTML's `type` for lists with these numerals.
fn type_of(numerals: Numerals) -> Option<&'static str> {
    match numerals {
        Numerals::Decimal => None,
        Numerals::LowerAlpha => Some("a"),
        Numerals::UpperAlpha => Some("A"),
        Numerals::LowerRoman => Some("i"),
        Numerals::UpperRoman => Some("I"),
    }
}

/// Writes `number` for HTML, if it fits into 32 bits, the limit in practice.
fn in_html(number: i64) -> Option<String> {
    i32::try_from(number).ok().map(|number| number.to_string())
}

/// Returns the element name for a heading of `level`.
fn heading_name(level: u8) -> &'static str {
    match level {
        ..=2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}
