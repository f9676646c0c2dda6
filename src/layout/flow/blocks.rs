//! Paragraphs, headings, quotations, callouts, code, formulas and breaks between sections.

use super::slug::{Break, Decor, Floating, Slug, Start, put, snap};
use super::{Bookmark, Composer, DEEPEST, Paragraphs, Place, boxed, figures, formulas, slug};
use crate::article::{
    Align, Block, BlockKind, CalloutKind, Inline, Lang, QuoteKind, Visit, is_label, name_text, plain_text, walk_blocks,
};
use crate::design::Type;
use crate::layout::inline::{Alignment, Caps, TextStyle};
use crate::layout::{Anchor, Color, Frame, Item, Owner, StructId, StructRole};
use crate::units::{Point, Pt};

/// Slugs after a heading that stay with it: with the line that follows them there are two.
const KEEP_WITH_HEADING: usize = 1;
/// Characters of a pulled-out passage; a longer one is set as a quotation.
const LONGEST_PULL: usize = 240;
/// Bytes of a word with figures or stops in it that may still be one of plain text.
const LONGEST_PLAIN: usize = 12;
/// A page break between a line that ends in a colon and what it announces.
const AFTER_COLON: u32 = 6_000;

impl<'a> Composer<'a> {
    /// Sets one block in `place`.
    pub(super) fn block(&mut self, block: &'a Block, place: &Place<'a>) {
        let place = Place {
            lang: block.lang.as_ref().unwrap_or(place.lang),
            dir: block.dir.unwrap_or(place.dir),
            depth: place.depth + 1,
            ..*place
        };
        let place = match block.align {
            Some(align) => Place { body: place.body.aligned(alignment(align)), ..place },
            None => place,
        };
        if self.targets.contains(&block.id) && !matches!(block.kind, BlockKind::Heading { .. }) {
            self.galley.pending.anchors.push(Anchor::Block(block.id));
        }
        self.setter.span = Some(block.span);
        match &block.kind {
            BlockKind::Paragraph(content) if is_label(content) => self.tab_label(block, content, &place),
            BlockKind::Paragraph(content) => self.paragraph(block, content, &place, 0),
            BlockKind::Heading { level, content, .. } => self.heading(block, *level, content, &place),
            BlockKind::List { numbering, tight, items } => self.list(block, *numbering, *tight, items, &place),
            BlockKind::Definitions(definitions) => self.definitions(block, definitions, &place),
            BlockKind::Quote { kind, blocks, attribution } => self.quote(block, *kind, blocks, attribution, &place),
            BlockKind::Callout { kind, title, blocks } => self.callout(block, *kind, title, blocks, &place),
            BlockKind::Code { language, text, lines } => {
                self.code(block, (language.as_deref(), text, lines), &place);
            }
            BlockKind::Math(tex) => self.math(block, tex, &place),
            BlockKind::Table(table) => self.table(block, table, &place),
            BlockKind::Figure(figure) => self.figure(block, figure, &place),
            BlockKind::Group(blocks) => {
                let parent = self.element(block, &place, StructRole::Div);
                self.blocks(blocks, &Place { parent, ..place });
            }
            BlockKind::Rule => self.section_break(&place),
            BlockKind::PageBreak => self.new_page(),
        }
    }

    /// Lets what follows begin a page. In boxes and cells nothing can.
    fn new_page(&mut self) {
        if self.galley.apart == 0 && self.galley.slugs.len() > self.galley.page_starts.last().copied().unwrap_or(0) {
            self.galley.page_starts.push(self.galley.slugs.len());
            self.side_taken = None;
        }
    }

    /// The first paragraph of the article: its first words are in small capitals.
    pub(super) fn opening(&mut self, block: &'a Block, content: &'a [Inline], place: &Place<'a>) {
        let place = Place { lang: block.lang.as_ref().unwrap_or(place.lang), ..*place };
        if self.targets.contains(&block.id) {
            self.galley.pending.anchors.push(Anchor::Block(block.id));
        }
        self.setter.span = Some(block.span);
        let words = lead_in(&plain_text(content), self.design.spacing.lead_in);
        self.paragraph(block, content, &place, words);
    }

    fn paragraph(&mut self, block: &Block, content: &'a [Inline], place: &Place<'a>, lead_in: usize) {
        let owner = self.element(block, place, StructRole::P);
        let flush = self.galley.pending.flush || place.paragraphs != Paragraphs::Indented || block.align.is_some();
        if place.paragraphs == Paragraphs::Spaced {
            self.galley.space(place.unit);
        }
        let spacing = &self.design.spacing;
        let indent = if is_cjk(place.lang) { spacing.cjk_indent } else { spacing.indent };
        let style = self.style(&place.body, place);
        let style = TextStyle { lead_in, indent: if flush { Pt::ZERO } else { indent * place.body.size }, ..style };
        if content.iter().any(formulas::is_display) {
            self.paragraph_with_displays(content, &style, owner, block.span, place);
        } else {
            self.set_paragraph(content, &style, place, owner);
        }
        self.galley.pending.flush = false;
        if announces(content) {
            self.galley.discourage_break(AFTER_COLON);
        }
    }

    /// The label of what follows, flush and kept with it, as a heading is; but it is none, for what it labels is one of
    /// several things of a kind.
    fn tab_label(&mut self, block: &Block, content: &[Inline], place: &Place) {
        let owner = self.element(block, place, StructRole::P);
        // Labels of which nothing is left but themselves are not kept together: there may be any number.
        let alone = self.galley.pending.label == Some(self.galley.slugs.len());
        if let Some(last) = self.galley.slugs.last_mut().filter(|_| alone) {
            last.after = Break::FREE;
        }
        self.galley.pending.keep = 0;
        self.galley.space(place.unit);
        let first = self.galley.slugs.len();
        let kind = Type { hyphenate: false, ..place.body };
        let align = block.align.map_or(Alignment::Start, alignment);
        self.set(content, &kind.aligned(align), place, owner);
        self.galley.keep_together(first);
        if let Some(last) = self.galley.slugs.last_mut() {
            last.after = Break::Never;
        }
        self.galley.settle_space(Pt::ZERO);
        self.galley.pending.label = Some(self.galley.slugs.len());
        self.galley.pending.keep = KEEP_WITH_HEADING;
        self.galley.pending.flush = true;
    }

    fn heading(&mut self, block: &Block, level: u8, content: &[Inline], place: &Place) {
        let kind = self.design.styles.headings[usize::from(level.clamp(2, 6)) - 2];
        let owner = self.element(block, place, StructRole::H(level));
        let title = name_text(content);
        let kind = if told_by_letters(&kind) && !has_case(&title) { kind.semibold() } else { kind };
        let kind = block.align.map_or(kind, |align| kind.aligned(alignment(align)));
        self.setter.structure.node(owner).title = Some(title.clone());
        self.galley.pending.anchors.push(Anchor::Block(block.id));
        if self.galley.apart == 0 {
            let anchor = Anchor::Block(block.id);
            self.galley.outline.push(Bookmark { title, level, anchor, slug: self.galley.slugs.len() });
        }
        let after_heading = std::mem::replace(&mut self.galley.pending.keep, 0) > 0;
        let (above, below) = match level {
            2 => (self.design.spacing.section_above, self.design.spacing.section_below),
            _ => (self.design.spacing.heading_above, 0.0),
        };
        if !after_heading {
            self.galley.pending.settled = false;
            self.galley.space(place.unit * above);
        }
        let start = if level == 2 { Start::GapOnGrid } else { Start::Grid };
        let style = self.style(&kind, place);
        let lines = self.setter.lines(content, &style, owner);
        for (index, line) in lines.into_iter().enumerate() {
            let start = if index > 0 || self.galley.apart > 0 { Start::Flow } else { start };
            let slug = Slug { start, ..self.galley.line(line, kind.leading, place.x) };
            self.galley.push(slug, place, kind.leading);
        }
        self.galley.settle_space(place.unit * below);
        self.galley.pending.keep = KEEP_WITH_HEADING;
        self.galley.pending.flush = true;
    }

    fn quote(
        &mut self,
        block: &'a Block,
        kind: QuoteKind,
        blocks: &'a [Block],
        attribution: &'a [Inline],
        place: &Place<'a>,
    ) {
        let parent = self.element(block, place, StructRole::BlockQuote);
        let plain = blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_)));
        let kind = if plain && length(blocks) <= LONGEST_PULL { kind } else { QuoteKind::Block };
        let spacing = &self.design.spacing;
        let least = spacing.least_measure;
        let inner = match kind {
            QuoteKind::Block => Place { body: self.smaller(place), ..place.inset(spacing.quote, least) },
            QuoteKind::Pull => Place { body: self.design.styles.pull, ..place.inset(spacing.pull, least) },
        };
        let inner = Place {
            parent,
            tallest: figures::TALLEST_QUOTED,
            paragraphs: if place.paragraphs == Paragraphs::Tight { Paragraphs::Spaced } else { inner.paragraphs },
            ..inner
        };
        if kind == QuoteKind::Pull {
            return self.pull_quote(blocks, attribution, &inner, place);
        }
        self.galley.space(place.unit);
        self.galley.pending.flush = true;
        self.blocks(blocks, &inner);
        if !attribution.is_empty() {
            self.attribution(attribution, &inner);
        }
        self.galley.space(place.unit);
        self.galley.pending.flush = true;
    }

    /// A pulled-out passage below a rule, in one piece. It stands beside the argument, not in it, so like a figure it
    /// may stand at the top of the next page while the text goes on.
    fn pull_quote(&mut self, blocks: &'a [Block], attribution: &'a [Inline], inner: &Place<'a>, place: &Place<'a>) {
        let floats = self.is_running_text(place);
        let slugs = self.apart(|composer| {
            composer.rule_above(inner);
            composer.blocks(blocks, inner);
            if !attribution.is_empty() {
                composer.attribution(attribution, inner);
            }
        });
        let (mut frame, mut y, mut notes) = (Frame::default(), Pt::ZERO, Vec::new());
        for slug in slugs {
            let top = slug.top(y, Pt::ZERO, self.design.leading);
            y = top + slug.height;
            notes.extend(slug.notes);
            put(&mut frame, Pt::ZERO, top, slug.frame);
        }
        let height = if self.galley.apart > 0 { y } else { snap(y, self.design.leading) };
        let floating = if floats && notes.is_empty() { Floating::Yes } else { Floating::No };
        let slug = Slug { notes, ..boxed(frame, height, floating) };
        if floating == Floating::Yes {
            return self.push_floating(slug, place);
        }
        self.galley.space(place.unit);
        self.galley.push(slug, place, place.body.leading);
        self.galley.space(place.unit);
        self.galley.pending.flush = true;
    }

    /// A hair's line above what follows, with the space below it that its leading gives.
    fn rule_above(&mut self, place: &Place) {
        let mut frame = Frame::default();
        let size = crate::units::Size::new(place.width, Pt(0.5));
        frame.push(Point::new(place.x, Pt::ZERO), Owner::Artifact, Item::Rule { size, color: self.design.inks.rule });
        let slug = Slug { frame, height: place.unit * 0.25, ..Slug::default() };
        self.galley.push(slug, place, Pt::ZERO);
    }

    fn attribution(&mut self, attribution: &[Inline], place: &Place) {
        let owner = self.add(place.parent, StructRole::P);
        let kind = Type { italic: false, ..place.body }.aligned(Alignment::Start);
        let kind = if kind.size > self.design.styles.body.size { self.design.styles.byline } else { kind };
        let mut words = attribution.to_vec();
        if !plain_text(attribution).trim_start().starts_with(['—', '–', '-', '―']) {
            words.insert(0, Inline::Text("— ".into()));
        }
        if let Some(last) = self.galley.slugs.last_mut() {
            last.after = Break::Never;
        }
        self.set(&words, &kind, place, owner);
    }

    fn callout(
        &mut self,
        block: &'a Block,
        kind: CalloutKind,
        title: &'a [Inline],
        blocks: &'a [Block],
        place: &Place<'a>,
    ) {
        let parent = self.element(block, place, StructRole::Div);
        let spacing = &self.design.spacing;
        let inner = place.indented(spacing.callout, spacing.least_measure);
        let color = match kind {
            CalloutKind::Important | CalloutKind::Warning | CalloutKind::Caution => self.design.inks.warning,
            CalloutKind::Note | CalloutKind::Tip | CalloutKind::Details => self.design.inks.bar,
        };
        let decor = self.decorate(place, (place.start(spacing.bar), spacing.bar), color, spacing.bar_drop);
        let inner = Place { parent, body: self.smaller(place), decor, ..inner };
        self.galley.space(place.unit);
        let label = self.add(parent, StructRole::P);
        self.set(title, &self.design.styles.callout_title, &inner, label);
        if let Some(last) = self.galley.slugs.last_mut().filter(|_| !blocks.is_empty()) {
            last.after = Break::Never;
        }
        self.galley.pending.flush = true;
        self.galley.settle_space(Pt::ZERO);
        self.blocks(blocks, &inner);
        self.galley.pending.settled = false;
        self.galley.space(place.unit);
        self.galley.pending.flush = true;
    }

    /// A decoration in `place`; that of `place` itself where nesting is too deep.
    pub(super) fn decorate(
        &mut self,
        place: &Place,
        (x, width): (Pt, Pt),
        color: Color,
        drop: (Pt, Pt),
    ) -> Option<usize> {
        if place.depth > DEEPEST || self.galley.apart > 0 {
            return place.decor;
        }
        self.galley.decors.push(Decor { x, width, color, drop, outer: place.decor });
        Some(self.galley.decors.len() - 1)
    }

    /// Text in blocks that are set off is a little smaller than what is around it, once.
    fn smaller(&self, place: &Place) -> Type {
        let quote = self.design.styles.quote;
        if place.body.size > quote.size { quote } else { place.body }
    }

    /// Text and side column together.
    pub(super) fn full_width(&self, place: &Place<'a>) -> Place<'a> {
        Place { x: Pt::ZERO, width: self.design.full_width(), ..*place }
    }

    /// Three asterisks: ornament, since the break itself says what is to be said.
    fn section_break(&mut self, place: &Place) {
        let document = StructId(0);
        let style = self.style(&self.design.styles.ornament, place);
        let words = [Inline::Text("*\u{2003}*\u{2003}*".into())];
        let mut lines = self.setter.lines(&words, &style, document);
        let mut line = lines.pop().unwrap_or_default();
        line.frame = slug::as_artifact(&line.frame, Owner::Artifact);
        self.galley.space(place.unit);
        if let Some(last) = self.galley.slugs.last_mut() {
            last.after = Break::Never;
        }
        let slug = Slug { after: Break::FREE, ..self.galley.line(line, self.design.leading.min(place.unit), place.x) };
        self.galley.push(slug, place, place.unit);
        self.galley.space(place.unit);
        self.galley.pending.flush = true;
    }
}

/// How many words at the start of `text` are set in small capitals: as many as make a phrase, if a mark ends one.
///
/// None where the script has no capitals, where there are hardly more words, or where a link or a list may begin.
fn lead_in(text: &str, (least, most): (usize, usize)) -> usize {
    if least == 0 || most < least {
        return 0;
    }
    let cased = |c: char| c.is_lowercase() || c.is_uppercase();
    let words: Vec<&str> = text.split_whitespace().take(most * 3).collect();
    let all_cased = words.iter().take(most).all(|word| word.chars().all(|c| !c.is_alphabetic() || cased(c)));
    if words.len() < most * 3 || !all_cased || words.iter().take(most).any(|word| is_literal(word)) {
        return 0;
    }
    let ends_phrase = |word: &str| word.ends_with([',', ';', ':', '.', '!', '?']);
    let weighty = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 3;
    let usual = (least + most) / 2;
    let phrase = (least..=most).find(|&count| ends_phrase(words[count - 1]));
    // An article or a preposition at the end belongs to what follows.
    let whole = || [usual].into_iter().chain(least..=most).find(|&count| weighty(words[count - 1]));
    phrase.or_else(whole).unwrap_or(usual)
}

/// Whether `word` is an address, a file, a hash or a name of a program: its capitals and small letters are to be seen.
fn is_literal(word: &str) -> bool {
    let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
    let hash = inner.len() > LONGEST_PLAIN
        && inner.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && inner.bytes().any(|byte| byte.is_ascii_digit());
    let path = inner.matches('/').count() > 1 || inner.contains("://") || inner.contains("::");
    let host = inner.contains('.') && inner.len() > LONGEST_PLAIN && !inner.ends_with("...");
    hash || path || host || inner.contains(['\\', '@', '_', '=', '<', '>'])
}

/// Whether `kind` stands out by its capitals or its slope, which scripts without them do not have.
fn told_by_letters(kind: &Type) -> bool {
    kind.italic || kind.caps == Caps::Small
}

/// Whether half of the letters of `text`, at least, are capital or small ones.
fn has_case(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.chars().filter(|c| c.is_lowercase() || c.is_uppercase()).count() * 2 >= letters
}

/// How lines are set whose author asks for `align`.
pub(super) fn alignment(align: Align) -> Alignment {
    match align {
        Align::Start => Alignment::Start,
        Align::Center => Alignment::Center,
        Align::End => Alignment::End,
    }
}

/// Whether `content` ends in a colon.
fn announces(content: &[Inline]) -> bool {
    matches!(content.last(), Some(Inline::Text(text)) if text.trim_end().ends_with([':', '：']))
}

/// Characters in the paragraphs of `blocks`, about.
fn length(blocks: &[Block]) -> usize {
    let mut count = 0;
    walk_blocks(blocks, &mut |visit| {
        if let Visit::Inline(Inline::Text(text)) = visit {
            // An ideograph takes the room of two letters.
            count += text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum::<usize>();
        }
    });
    count
}

/// Whether paragraphs in `lang` are indented by two characters.
fn is_cjk(lang: &Lang) -> bool {
    matches!(lang.primary(), "zh" | "ja" | "ko" | "yue" | "wuu" | "lzh")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_at_the_start_ends_the_small_capitals() {
        let rest = " and then some more words that fill this line up to where it counts";
        assert_eq!(lead_in(&format!("In the end, it rained{rest}"), (3, 5)), 3);
        assert_eq!(lead_in(&format!("In the very last days{rest}"), (3, 5)), 4);
        assert_eq!(
            lead_in(&format!("Some remarkable places in the south{rest}"), (3, 5)),
            3,
            "“in” is left to what follows"
        );
    }

    #[test]
    fn addresses_and_names_of_files_are_not_set_in_small_capitals() {
        let rest = " and then some more words that fill this line up to where it counts";
        for word in ["https://e.org/a", "www.example.org", "me@example.org", "src/main/a", "9f86d081884c7d", "a_name"] {
            assert_eq!(lead_in(&format!("See {word} for the{rest}"), (3, 5)), 0, "{word}");
        }
        for word in ["U.S.", "1840s,", "(twice)", "O\u{2019}Brien", "state-of-the-art", "mid-1990s", "and/or", "12:30"]
        {
            assert_ne!(lead_in(&format!("See {word} for the{rest}"), (3, 5)), 0, "{word}");
        }
    }

    #[test]
    fn a_heading_in_a_script_without_capitals_is_told_by_its_weight() {
        let small_capitals = Type::serif(12.0, 16.0).capitals(Caps::Small, 0.05);
        assert!(told_by_letters(&small_capitals) && !told_by_letters(&Type::sans(12.0, 16.0)));
        assert!(has_case("Über GitHub") && has_case("1984"));
        assert!(!has_case("ورق وحبر في GitHub") && !has_case("紙とインク"));
    }

    #[test]
    fn scripts_without_capitals_have_no_small_capitals() {
        assert_eq!(lead_in(&"كلمة ".repeat(40), (3, 5)), 0);
        assert_eq!(lead_in("Too short to tell.", (3, 5)), 0);
    }
}
