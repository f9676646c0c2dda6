use super::*;
use crate::article::{Style, Target};
use crate::layout::{Item, Owner, StructRole};

mod faces;
mod literals;

const TEXT: &str = "A press prints one side of the sheet and then the other, and whoever folds it must know which \
    page comes to lie where. Compositors drew the order on the wall of the shop; apprentices learned it by folding \
    a scrap of paper and numbering its corners. The extraordinarily complicated arrangements of eighteenth-century \
    newspapers were remembered by heart, undocumented and uncontested, until somebody wrote them down.";

pub(super) fn style(measure: f64) -> TextStyle {
    TextStyle {
        family: Family::Serif,
        weight: Weight::Regular,
        italic: false,
        size: Pt(12.0),
        leading: Pt(16.0),
        color: Color::BLACK,
        tracking: Em::ZERO,
        figures: Figures::OldStyle,
        caps: Caps::AsWritten,
        lead_in: 0,
        align: Alignment::Justified,
        hyphenate: true,
        measure: Pt(measure),
        indent: Pt(12.0),
        lang: Lang("en".into()),
        dir: Direction::Ltr,
    }
}

pub(super) struct Stage {
    pub article: Article,
    pub fonts: Fonts,
}

impl Stage {
    pub(super) fn new() -> Self {
        Self { article: Article::default(), fonts: Fonts::bundled() }
    }

    pub(super) fn set(&self, inlines: &[Inline], style: &TextStyle) -> (Vec<Line>, Structure, Diagnostics) {
        let mut setter = Setter::new(&self.article, &self.fonts);
        let root = setter.structure.add(None, StructRole::Document);
        let owner = setter.structure.add(Some(root), StructRole::P);
        let lines = setter.lines(inlines, style, owner);
        (lines, setter.structure, setter.diagnostics)
    }
}

fn text(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.into())]
}

/// Returns the text of the lines, without hyphens at their ends.
fn read(lines: &[Line]) -> String {
    let mut out = String::new();
    for (_, placed) in lines.iter().flat_map(|line| &line.frame.items) {
        if let (Item::Text(run), Owner::Content(_)) = (&placed.item, placed.owner) {
            out.push_str(if run.actual_text.is_some() { "" } else { &run.text });
        }
    }
    out
}

/// Returns the right edge of the visible content of a line.
fn right_edge(line: &Line) -> f64 {
    let runs = line.frame.items.iter().filter_map(|(at, placed)| match &placed.item {
        Item::Text(run) if run.text.trim().is_empty() => None,
        Item::Text(run) => Some((at.x + run.width()).0),
        _ => None,
    });
    runs.fold(0.0, f64::max)
}

#[test]
fn every_word_is_there_once_and_in_order() {
    let (lines, ..) = Stage::new().set(&text(TEXT), &style(200.0));
    assert!(lines.len() > 8, "{}", lines.len());
    assert_eq!(read(&lines), TEXT);
}

#[test]
fn justified_lines_end_at_the_measure_but_for_what_hangs() {
    for measure in [150.0, 220.0, 318.0] {
        let (lines, ..) = Stage::new().set(&text(TEXT), &style(measure));
        for line in &lines[..lines.len() - 1] {
            let over = right_edge(line) - measure;
            assert!((-0.01..4.0).contains(&over), "{over} at {measure}");
        }
        assert!(right_edge(&lines[lines.len() - 1]) < measure + 4.0);
    }
}

#[test]
fn a_narrow_column_is_hyphenated_and_says_so_in_its_text() {
    let (lines, ..) = Stage::new().set(&text(TEXT), &style(120.0));
    let hyphens = lines
        .iter()
        .flat_map(|line| &line.frame.items)
        .filter(|(_, placed)| matches!(&placed.item, Item::Text(run) if run.actual_text.as_deref() == Some("\u{ad}")));
    assert_eq!(hyphens.count(), lines.iter().filter(|line| line.hyphenated).count());
    assert!(lines.iter().any(|line| line.hyphenated));
    let mut plain = style(120.0);
    plain.hyphenate = false;
    assert!(!Stage::new().set(&text(TEXT), &plain).0.iter().any(|line| line.hyphenated));
}

#[test]
fn nothing_is_wider_than_the_measure_however_long_the_word() {
    let long = format!("see https://example.org/{} and {}", "a/b-c".repeat(40), "x".repeat(300));
    for align in [Alignment::Justified, Alignment::Start, Alignment::Balanced, Alignment::Center, Alignment::End] {
        let style = TextStyle { align, ..style(140.0) };
        let (lines, ..) = Stage::new().set(&text(&long), &style);
        assert_eq!(read(&lines), long);
        for line in &lines {
            assert!(right_edge(line) <= 144.0, "{} {align:?}", right_edge(line));
        }
    }
}

#[test]
fn headings_are_balanced_and_take_no_more_lines() {
    let heading = text("What the apprentices of the printing house knew about folding paper by heart");
    let ragged = TextStyle { align: Alignment::Start, indent: Pt::ZERO, hyphenate: false, ..style(250.0) };
    let balanced = TextStyle { align: Alignment::Balanced, ..ragged.clone() };
    let spread = |style| {
        let (lines, ..) = Stage::new().set(&heading, &style);
        let widths: Vec<f64> = lines.iter().map(|line| line.width.0).collect();
        let longest = widths.iter().copied().fold(0.0, f64::max);
        (lines.len(), longest - widths.iter().copied().fold(f64::MAX, f64::min))
    };
    let (ragged, balanced) = (spread(ragged), spread(balanced));
    assert_eq!(ragged.0, balanced.0);
    assert!(balanced.1 < 60.0 && balanced.1 <= ragged.1, "{balanced:?} {ragged:?}");
}

#[test]
fn links_make_elements_and_areas_on_each_of_their_lines() {
    let link = Inline::Link { target: Target::Url("https://example.org".into()), title: None, content: text(TEXT) };
    let (lines, structure, _) = Stage::new().set(&[link], &style(200.0));
    let areas = |line: &Line| line.frame.items.iter().filter(|item| matches!(item.1.item, Item::Link { .. })).count();
    assert!(lines.iter().all(|line| areas(line) == 1));
    assert_eq!(structure.nodes.iter().filter(|node| node.role == StructRole::Link).count(), 1);
}

#[test]
fn the_first_call_of_a_note_is_told_and_a_place_to_come_back_to() {
    let call = || Inline::NoteCall(NoteId(0));
    let inlines = [Inline::Text("One".into()), call(), Inline::Text(" two".into()), call()];
    let (lines, ..) = Stage::new().set(&inlines, &style(200.0));
    assert_eq!(lines[0].notes, [NoteId(0)]);
    let anchors = lines[0].frame.items.iter().filter(|item| matches!(item.1.item, Item::Anchor(_)));
    assert_eq!(anchors.count(), 1);
    assert_eq!(read(&lines), "One1 two1");
}

#[test]
fn arabic_runs_from_the_right_with_numbers_and_latin_kept_in_order() {
    let words = "\u{627}\u{644}\u{633}\u{644}\u{627}\u{645} 123 Offprint \u{639}\u{644}\u{64a}\u{643}\u{645}";
    let style = TextStyle { dir: Direction::Rtl, lang: Lang("ar".into()), indent: Pt::ZERO, ..style(300.0) };
    let (lines, ..) = Stage::new().set(&text(words), &style);
    assert_eq!(read(&lines), words);
    let runs: Vec<_> = lines[0]
        .frame
        .items
        .iter()
        .filter_map(|(at, placed)| match &placed.item {
            Item::Text(run) => Some((run.text.trim().to_owned(), at.x.0)),
            _ => None,
        })
        .collect();
    let place = |text: &str| runs.iter().find(|run| run.0.contains(text)).map(|run| run.1).unwrap();
    assert!(
        place("\u{633}") > place("123") && place("123") > place("Offprint") && place("Offprint") > place("\u{643}")
    );
    assert!((right_edge(&lines[0]) - 300.0).abs() < 0.1);
}

#[test]
fn a_character_without_a_font_is_a_box_that_keeps_its_text_and_is_reported_once() {
    let (lines, _, diagnostics) = Stage::new().set(&text("a \u{13000} b \u{13000}"), &style(200.0));
    let boxes = lines[0].frame.items.iter().filter(|item| matches!(&item.1.item, Item::Outline { text: Some(_), .. }));
    assert_eq!(boxes.count(), 2);
    assert_eq!(diagnostics.len(), 1);
    assert!(diagnostics[0].message.contains("U+13000"));
}

#[test]
fn small_capitals_are_drawn_ones_where_the_face_has_them_and_smaller_capitals_elsewhere() {
    let stage = Stage::new();
    let size = |words: &str| {
        let style = TextStyle { caps: Caps::Small, ..style(300.0) };
        let (lines, ..) = stage.set(&text(words), &style);
        lines[0].frame.items.iter().find_map(|(_, placed)| match &placed.item {
            Item::Text(run) => Some(run.size.0),
            _ => None,
        })
    };
    assert_eq!(size("printing"), Some(12.0));
    assert!(size("\u{43f}\u{435}\u{447}\u{430}\u{442}\u{44c}").is_some_and(|size| size < 11.0));
}

#[test]
fn code_keeps_its_spaces_and_goes_on_below_when_it_is_too_wide() {
    let stage = Stage::new();
    let mut setter = Setter::new(&stage.article, &stage.fonts);
    let root = setter.structure.add(None, StructRole::Document);
    let code = "fn main() {\n    let x = \"a long line that will not fit into the narrow measure\";\n}";
    let style = TextStyle { family: Family::Mono, size: Pt(9.0), ..style(150.0) };
    let lines = setter.verbatim(code, &[], &style, root).concat();
    assert!(lines.len() >= 5, "{}", lines.len());
    assert_eq!(read(&lines), code.replace('\n', ""));
    assert!(lines.iter().all(|line| right_edge(line) <= 150.1));
}

#[test]
fn content_widths_leave_no_trace() {
    let stage = Stage::new();
    let mut setter = Setter::new(&stage.article, &stage.fonts);
    setter.structure.add(None, StructRole::Document);
    let link = Inline::Link { target: Target::Url("https://example.org".into()), title: None, content: text("a word") };
    let strong = Inline::Styled { style: Style::Strong, content: text(" unbreakable thing") };
    let (least, most) = setter.content_widths(&[link, strong], &style(200.0));
    assert!(least.0 > 50.0 && most.0 > 2.0 * least.0 - 20.0, "{least:?} {most:?}");
    assert_eq!(setter.structure.nodes.len(), 1);
    assert!(setter.structure.nodes[0].children.is_empty());
}

#[test]
fn a_paragraph_can_be_set_in_a_line_more_with_the_same_words() {
    let stage = Stage::new();
    let mut setter = Setter::new(&stage.article, &stage.fonts);
    let root = setter.structure.add(None, StructRole::Document);
    // A last line that is nearly full has enough words for another line.
    let long = TEXT.repeat(12);
    let found = (0..60).find_map(|words| {
        let end = long.char_indices().filter(|(_, character)| *character == ' ').nth(120 + words)?.0;
        let content = text(&long[..end]);
        let (lines, set) = setter.paragraph(&content, &style(330.0), root);
        let Variant { set: more, worse, .. } = setter.variants(&set, &[1]).pop()?;
        assert_eq!(more.len(), lines.len() + 1);
        assert_eq!(read(&more), read(&lines));
        assert!(worse >= 0.0);
        Some(lines.len())
    });
    assert!(found.is_some_and(|lines| lines > 1), "some paragraph of many can take a line more");
}

#[test]
fn a_paragraph_takes_no_line_more_where_it_would_gape() {
    let stage = Stage::new();
    let mut setter = Setter::new(&stage.article, &stage.fonts);
    let root = setter.structure.add(None, StructRole::Document);
    let (_, set) = setter.paragraph(&text("Two lines of text that are full to the brim."), &style(120.0), root);
    assert!(setter.variants(&set, &[3, -2]).is_empty());
}

#[test]
fn a_number_stays_with_its_unit() {
    let words = "aaaa ".repeat(40);
    for width in 150..190 {
        let content = text(&format!("{words}a walk of 12 km along the shore {words}"));
        let (lines, ..) = Stage::new().set(&content, &style(f64::from(width)));
        assert!(lines.iter().any(|line| read(std::slice::from_ref(line)).contains("12 km")), "at {width} pt");
    }
}

#[test]
fn an_address_that_is_cut_through_has_a_mark_that_is_not_copied() {
    let address = format!("https://example.org/{}", "abcdefgh".repeat(20));
    let (lines, ..) = Stage::new().set(&text(&address), &style(120.0));
    assert!(lines.len() > 3);
    assert_eq!(read(&lines).replace(' ', ""), address);
    let marks = lines.iter().flat_map(|line| &line.frame.items);
    let marks =
        marks.filter(|(_, placed)| matches!((&placed.item, placed.owner), (Item::Mosaic { .. }, Owner::Artifact)));
    assert!(marks.count() >= lines.len() - 2, "one on nearly every line that goes on");
}
