//! Sets paragraphs, headings, quotations, callouts, code, formulas and section breaks.

use super::line_slugs::line_slug;
use super::slug::{Break, Decor, Slug, Start};
use super::{
    BlockContext, Composer, Paragraphs, ends, figures, formulas, listings, lists, placing, pull, slug, tables, variants,
};
use crate::article::{
    Align, Block, BlockKind, CalloutKind, Inline, Lang, QuoteKind, Visit, is_label, name_text, plain_text, walk_blocks,
};
use crate::design::Type;
use crate::layout::inline::{Alignment, Caps, TextStyle};
use crate::layout::{Anchor, Owner, StructId, StructRole};
use crate::units::Pt;

/// Number of slugs after a heading that are kept with the slug after them (keep-with-next). With 1, at least two lines
/// of text stand below a heading on its page.
const KEEP_WITH_HEADING: usize = 1;
/// Maximum length of a pull quote, in characters; a longer one is set as a quotation.
const LONGEST_PULL: usize = 240;
/// A word of letters and digits, such as `COVID19`, or with a full stop in it, such as `e.g`, is an ordinary word up to
/// this many bytes. A longer one is a hash or the name of a host.
const LONGEST_PLAIN: usize = 12;
/// Cost of a page break between a line that ends in a colon and the text that it announces.
const AFTER_COLON: u32 = 6_000;

/// Sets one block in `place`.
pub(super) fn block<'a>(composer: &mut Composer<'a>, block: &'a Block, place: &BlockContext<'a>) {
    crate::halt::point();
    let place = BlockContext {
        lang: block.lang.as_ref().unwrap_or(place.lang),
        dir: block.dir.unwrap_or(place.dir),
        depth: place.depth + 1,
        ..*place
    };
    let place = match block.align {
        Some(align) => BlockContext { body: place.body.aligned(alignment(align)), ..place },
        None => place,
    };
    if composer.targets.contains(&block.id) && !matches!(block.kind, BlockKind::Heading { .. }) {
        composer.galley.next.anchor(Anchor::Block(block.id));
    }
    composer.setter.span = Some(block.span);
    match &block.kind {
        BlockKind::Paragraph(content) if is_label(content) => tab_label(composer, block, content, &place),
        BlockKind::Paragraph(content) => paragraph(composer, block, content, &place, Begin::default()),
        BlockKind::Heading { level, content, .. } => heading(composer, block, *level, content, &place),
        BlockKind::List { numbering, tight, items } => lists::list(composer, block, *numbering, *tight, items, &place),
        BlockKind::Definitions(definitions) => lists::definitions(composer, block, definitions, &place),
        BlockKind::Quote { kind, blocks, attribution } => quote(composer, block, *kind, blocks, attribution, &place),
        BlockKind::Callout { kind, title, blocks } => callout(composer, block, *kind, title, blocks, &place),
        BlockKind::Code { language, text, lines } => {
            listings::code(composer, block, listings::Code { language: language.as_deref(), text, lines }, &place);
        }
        BlockKind::Math(tex) => formulas::math(composer, block, tex, &place),
        BlockKind::Table(table) => tables::table(composer, block, table, &place),
        BlockKind::Figure(figure) => figures::figure(composer, block, figure, &place),
        BlockKind::Group(blocks) => {
            let parent = composer.element(block, &place, StructRole::Div);
            composer.blocks(blocks, &BlockContext { parent, ..place });
        }
        BlockKind::Rule => section_break(composer, &place),
        BlockKind::PageBreak => new_page(composer),
    }
}

/// Starts a new page with the next block. Inside boxes and cells it does nothing.
fn new_page(composer: &mut Composer<'_>) {
    if composer.galley.is_in_text()
        && composer.galley.len() > composer.galley.page_starts().last().copied().unwrap_or(0)
    {
        composer.galley.begin_page();
        composer.side_taken = None;
    }
}

/// Sets the first paragraph of the article, with its first words in small capitals.
pub(super) fn opening<'a>(
    composer: &mut Composer<'a>,
    block: &'a Block,
    content: &'a [Inline],
    place: &BlockContext<'a>,
) {
    let place = BlockContext { lang: block.lang.as_ref().unwrap_or(place.lang), ..*place };
    if composer.targets.contains(&block.id) {
        composer.galley.next.anchor(Anchor::Block(block.id));
    }
    composer.setter.span = Some(block.span);
    let text = plain_text(content);
    let words = lead_in(&text, composer.design.spacing.lead_in);
    let initial = composer.design.drop_cap > 1
        && block.align.is_none()
        && !text.split_whitespace().next().is_some_and(is_literal);
    paragraph(composer, block, content, &place, Begin { lead_in: words, initial });
}

/// How a paragraph begins.
#[derive(Clone, Copy, Debug, Default)]
struct Begin {
    /// Number of words in small capitals.
    lead_in: usize,
    /// Whether its first letter may be a drop cap.
    initial: bool,
}

fn paragraph<'a>(
    composer: &mut Composer<'a>,
    block: &Block,
    content: &'a [Inline],
    place: &BlockContext<'a>,
    begin: Begin,
) {
    let owner = composer.element(block, place, StructRole::P);
    let flush = composer.galley.next.is_flush() || place.paragraphs != Paragraphs::Indented || block.align.is_some();
    if place.paragraphs == Paragraphs::Spaced {
        composer.galley.next.space(place.unit);
    }
    let spacing = &composer.design.spacing;
    let indent = if is_cjk(place.lang) { spacing.cjk_indent } else { spacing.indent };
    let style = composer.style(&place.body, place);
    let style =
        TextStyle { lead_in: begin.lead_in, indent: if flush { Pt::ZERO } else { indent * place.body.size }, ..style };
    if composer.last_paragraph == Some(block.id) && !content.iter().any(formulas::is_display) {
        composer.setter.end_with(Some(ends::mark(composer)));
    }
    if content.iter().any(formulas::is_display) {
        formulas::paragraph_with_displays(composer, content, &style, owner, block.span, place);
    } else if begin.initial {
        variants::set_opening(composer, content, &style, place, owner);
    } else {
        variants::set_paragraph(composer, content, &style, place, owner);
    }
    composer.galley.next.indent();
    if announces(content) {
        composer.galley.discourage_break(AFTER_COLON);
    }
}

/// Sets the label of a tab, flush and kept with the text after it, as a heading is. It is not tagged as a heading,
/// since tabs are alternatives to one another.
fn tab_label(composer: &mut Composer<'_>, block: &Block, content: &[Inline], place: &BlockContext) {
    let owner = composer.element(block, place, StructRole::P);
    // Labels that have no content are not kept together: there may be any number of them.
    let alone = composer.galley.is_after_label();
    if let Some(last) = composer.galley.last_mut().filter(|_| alone) {
        last.after = Break::FREE;
    }
    composer.galley.next.keep(0);
    composer.galley.next.space(place.unit);
    let first = composer.galley.len();
    let kind = Type { hyphenate: false, ..place.body };
    let align = block.align.map_or(Alignment::Start, alignment);
    composer.set(content, &kind.aligned(align), place, owner);
    composer.galley.keep_together(first);
    composer.galley.hold_last();
    composer.galley.next.settle_space(Pt::ZERO);
    composer.galley.end_label();
    composer.galley.next.keep(KEEP_WITH_HEADING);
    composer.galley.next.flush();
}

fn heading(composer: &mut Composer<'_>, block: &Block, level: u8, content: &[Inline], place: &BlockContext) {
    let kind = composer.design.styles.headings[usize::from(level.clamp(2, 6)) - 2];
    let owner = composer.element(block, place, StructRole::H(level));
    let title = name_text(content);
    let kind = if told_by_letters(&kind) && !has_case(&title) { kind.semibold() } else { kind };
    let kind = block.align.map_or(kind, |align| kind.aligned(alignment(align)));
    composer.setter.structure.node(owner).title = Some(title.clone());
    composer.galley.next.anchor(Anchor::Block(block.id));
    if composer.galley.is_in_text() {
        let anchor = Anchor::Block(block.id);
        composer.bookmark(title, level, anchor);
    }
    let after_heading = composer.galley.next.release();
    let (above, below) = match level {
        2 => (composer.design.spacing.section_above, composer.design.spacing.section_below),
        _ => (composer.design.spacing.heading_above, 0.0),
    };
    if !after_heading {
        composer.galley.next.unsettle();
        composer.galley.next.space(place.unit * above);
    }
    let start = if level == 2 { Start::GapOnGrid } else { Start::Grid };
    let style = composer.style(&kind, place);
    let lines = composer.setter.lines(content, &style, owner);
    for (index, line) in lines.into_iter().enumerate() {
        let start = if index > 0 || !composer.galley.is_in_text() { Start::Flow } else { start };
        let slug = Slug { start, ..line_slug(composer.galley.grid(), line, kind.leading, place.x) };
        composer.galley.push(slug, place, kind.leading);
    }
    composer.galley.next.settle_space(place.unit * below);
    composer.galley.next.keep(KEEP_WITH_HEADING);
    composer.galley.next.flush();
}

fn quote<'a>(
    composer: &mut Composer<'a>,
    block: &'a Block,
    kind: QuoteKind,
    blocks: &'a [Block],
    attribution: &'a [Inline],
    place: &BlockContext<'a>,
) {
    let parent = composer.element(block, place, StructRole::BlockQuote);
    let plain = blocks.iter().all(|block| matches!(block.kind, BlockKind::Paragraph(_)));
    let kind = if plain && length(blocks) <= LONGEST_PULL { kind } else { QuoteKind::Block };
    let spacing = &composer.design.spacing;
    let least = spacing.least_measure;
    let inner = match kind {
        QuoteKind::Block => BlockContext { body: smaller(composer, place), ..place.inset(spacing.quote, least) },
        QuoteKind::Pull => BlockContext { body: composer.design.styles.pull, ..place.inset(spacing.pull, least) },
    };
    let inner = BlockContext {
        parent,
        tallest: figures::TALLEST_QUOTED,
        paragraphs: if place.paragraphs == Paragraphs::Tight { Paragraphs::Spaced } else { inner.paragraphs },
        ..inner
    };
    if kind == QuoteKind::Pull {
        return pull::pull_quote(composer, blocks, attribution, &inner, place);
    }
    composer.galley.next.space(place.unit);
    composer.galley.next.flush();
    words_quoted(composer, blocks, attribution, &inner);
    composer.galley.next.space(place.unit);
    composer.galley.next.flush();
}

/// Sets the quoted text, with the attribution below it.
fn words_quoted<'a>(
    composer: &mut Composer<'a>,
    blocks: &'a [Block],
    attribution: &'a [Inline],
    inner: &BlockContext<'a>,
) {
    composer.blocks(blocks, inner);
    if !attribution.is_empty() {
        set_attribution(composer, attribution, inner);
    }
}

pub(super) fn set_attribution(composer: &mut Composer<'_>, attribution: &[Inline], place: &BlockContext) {
    let owner = composer.add(place.parent, StructRole::P);
    let kind = Type { italic: false, ..place.body }.aligned(Alignment::Start);
    let kind = if kind.size > composer.design.styles.body.size { composer.design.styles.byline } else { kind };
    let mut words = attribution.to_vec();
    if !plain_text(attribution).trim_start().starts_with(['—', '–', '-', '―']) {
        words.insert(0, Inline::Text("— ".into()));
    }
    composer.galley.hold_last();
    composer.set(&words, &kind, place, owner);
}

fn callout<'a>(
    composer: &mut Composer<'a>,
    block: &'a Block,
    kind: CalloutKind,
    title: &'a [Inline],
    blocks: &'a [Block],
    place: &BlockContext<'a>,
) {
    let parent = composer.element(block, place, StructRole::Div);
    let spacing = &composer.design.spacing;
    let inner = place.indented(spacing.callout, spacing.least_measure);
    let color = match kind {
        CalloutKind::Important | CalloutKind::Warning | CalloutKind::Caution => composer.design.inks.warning,
        CalloutKind::Note | CalloutKind::Tip | CalloutKind::Details => composer.design.inks.bar,
    };
    let (x, width, drop) = (place.start(spacing.bar), spacing.bar, spacing.bar_drop);
    let decor = placing::decorate(composer, place, Decor { x, width, color, drop, outer: place.decor });
    let inner = BlockContext { parent, body: smaller(composer, place), decor, ..inner };
    composer.galley.next.space(place.unit);
    let label = composer.add(parent, StructRole::P);
    composer.set(title, &composer.design.styles.callout_title, &inner, label);
    if !blocks.is_empty() {
        composer.galley.hold_last();
    }
    composer.galley.next.flush();
    composer.galley.next.settle_space(Pt::ZERO);
    composer.blocks(blocks, &inner);
    composer.galley.next.unsettle();
    composer.galley.next.space(place.unit);
    composer.galley.next.flush();
}

/// Returns the type for blocks such as callouts: a little smaller than running text. Nested blocks are not made smaller
/// again.
fn smaller(composer: &Composer<'_>, place: &BlockContext) -> Type {
    let quote = composer.design.styles.quote;
    if place.body.size > quote.size { quote } else { place.body }
}

/// Sets a section break as three asterisks. They are an artifact: assistive technology needs no more than the break.
fn section_break(composer: &mut Composer<'_>, place: &BlockContext) {
    let document = StructId(0);
    let style = composer.style(&composer.design.styles.ornament, place);
    let words = [Inline::Text("*\u{2003}*\u{2003}*".into())];
    let mut lines = composer.setter.lines(&words, &style, document);
    let mut line = lines.pop().unwrap_or_default();
    line.frame = slug::as_artifact(&line.frame, Owner::Artifact);
    composer.galley.next.space(place.unit);
    composer.galley.hold_last();
    let slug = Slug {
        after: Break::FREE,
        ..line_slug(composer.galley.grid(), line, composer.design.leading.min(place.unit), place.x)
    };
    composer.galley.push(slug, place, place.unit);
    composer.galley.next.space(place.unit);
    composer.galley.next.flush();
}

/// Returns how many words at the start of `text` to set in small capitals: up to the end of a phrase, if a punctuation
/// mark ends one within `least` to `most` words.
///
/// Returns 0 if the script has no capitals, if there are too few words, or if a link or a list may begin among them.
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
    // An article or preposition at the end belongs to the words after it.
    let whole = || [usual].into_iter().chain(least..=most).find(|&count| weighty(words[count - 1]));
    phrase.or_else(whole).unwrap_or(usual)
}

/// Whether `word` is an address, a file name, a hash or the name of a program, whose capitals must stay visible.
fn is_literal(word: &str) -> bool {
    let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
    let hash = inner.len() > LONGEST_PLAIN
        && inner.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && inner.bytes().any(|byte| byte.is_ascii_digit());
    let path = inner.matches('/').count() > 1 || inner.contains("://") || inner.contains("::");
    let host = inner.contains('.') && inner.len() > LONGEST_PLAIN && !inner.ends_with("...");
    hash || path || host || inner.contains(['\\', '@', '_', '=', '<', '>'])
}

/// Whether `kind` differs from running text only by italics or small capitals. Scripts such as Arabic and Chinese have
/// neither, so there the type would not be recognised.
fn told_by_letters(kind: &Type) -> bool {
    kind.italic || kind.caps == Caps::Small
}

/// Whether at least half of the letters of `text` have upper and lower case.
fn has_case(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    text.chars().filter(|c| c.is_lowercase() || c.is_uppercase()).count() * 2 >= letters
}

/// Converts the alignment that the author requested.
pub(super) fn alignment(align: Align) -> Alignment {
    match align {
        Align::Start => Alignment::Start,
        Align::Center => Alignment::Center,
        Align::End => Alignment::End,
    }
}

/// Whether `content` ends with a colon.
fn announces(content: &[Inline]) -> bool {
    matches!(content.last(), Some(Inline::Text(text)) if text.trim_end().ends_with([':', '：']))
}

/// Estimates the number of characters in the paragraphs of `blocks`.
pub(super) fn length(blocks: &[Block]) -> usize {
    let mut count = 0;
    walk_blocks(blocks, &mut |visit| {
        if let Visit::Inline(Inline::Text(text)) = visit {
            // An ideograph is as wide as two letters.
            count += text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum::<usize>();
        }
    });
    count
}

/// Whether paragraphs in the language `lang` are indented by two characters, as Chinese and Japanese are.
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
