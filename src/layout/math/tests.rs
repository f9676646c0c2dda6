//! Sets formulas and measures their boxes.

use super::*;
use crate::article::Article;
use crate::layout::{StructId, StructRole};
use crate::tex;
use crate::text::Fonts;

const SIZE: Pt = Pt(10.0);

/// Sets `tex` as a display.
fn display_of(tex: &str) -> Result<Vec<Row>, tex::Error> {
    let (article, fonts) = (Article::default(), Fonts::bundled());
    let mut setter = Setter::new(&article, &fonts);
    setter.structure.add(None, StructRole::Document);
    display(&mut setter, &Request { tex, size: SIZE, color: Color::BLACK, owner: StructId(0) })
}

/// Returns the boxes of the glyphs and rules of the inline formula `tex`, with what they show: left, top, right,
/// bottom.
fn boxes(tex: &str) -> Vec<(String, [f64; 4])> {
    let rows = display_of(tex).unwrap_or_else(|reason| panic!("{tex}: {reason}"));
    let fonts = Fonts::bundled();
    let math = MathFont::new(&fonts).expect("the face can be read");
    let mut found = Vec::new();
    let (mut x, mut y) = (0.0, 0.0);
    for row in rows {
        y += row.parts.iter().map(|part| part.set.height.0).fold(0.0, f64::max);
        for part in &row.parts {
            for (at, placed) in &part.set.frame.items {
                let at = Point::new(at.x + Pt(x), at.y + Pt(y));
                match &placed.item {
                    Item::Text(run) => glyph_boxes(&math, run, at, &mut found),
                    Item::Rule { size, .. } => {
                        let (right, bottom) = (at.x + size.width, at.y + size.height);
                        found.push(("rule".into(), [at.x.0, at.y.0, right.0, bottom.0]));
                    }
                    _ => {}
                }
            }
            x += (part.set.width + part.gap).0;
        }
        y += row.parts.iter().map(|part| part.set.depth.0).fold(0.0, f64::max);
        x = 0.0;
    }
    found
}

fn glyph_boxes(math: &MathFont<'_>, run: &GlyphRun, at: Point, found: &mut Vec<(String, [f64; 4])>) {
    let mut pen = at.x;
    for glyph in &run.glyphs {
        let shown = run.text[glyph.text.start as usize..glyph.text.end as usize].to_owned();
        if run.font == MATH {
            let ink = math.ink(glyph.id);
            let [left, right, top, bottom] = [ink.left, ink.right, ink.top, ink.bottom].map(|em| (em * run.size).0);
            found.push((shown, [pen.0 + left, at.y.0 - top, pen.0 + right, at.y.0 - bottom]));
        } else {
            let (top, bottom) = (at.y - run.size * 0.7, at.y + run.size * 0.2);
            found.push((shown, [pen.0, top.0, (pen + glyph.advance * run.size).0, bottom.0]));
        }
        pen += glyph.advance * run.size;
    }
}

fn find<'b>(boxes: &'b [(String, [f64; 4])], shown: &str) -> &'b [f64; 4] {
    let found = boxes.iter().find(|(text, _)| text == shown);
    &found.unwrap_or_else(|| panic!("no {shown} in {boxes:?}")).1
}

#[test]
fn the_parts_of_a_fraction_stand_above_and_below_its_line() {
    let boxes = boxes(r"\frac{a+b}{c}");
    let rule = find(&boxes, "rule");
    for over in ["𝑎", "+", "𝑏"] {
        assert!(find(&boxes, over)[3] < rule[1], "{over}: {boxes:?}");
    }
    let under = find(&boxes, "𝑐");
    assert!(under[1] > rule[3], "{boxes:?}");
    let (middle, of_rule) = ((under[0] + under[2]) / 2.0, (rule[0] + rule[2]) / 2.0);
    assert!((middle - of_rule).abs() < 0.6, "the denominator is off the middle: {boxes:?}");
}

#[test]
fn scripts_are_smaller_and_off_the_line() {
    let boxes = boxes("x^a_b a b");
    let of = |shown: &str| boxes.iter().filter(|(text, _)| text == shown).map(|(_, found)| found).collect::<Vec<_>>();
    let (above, plain) = (of("𝑎")[0], of("𝑎")[1]);
    assert!(above[3] - above[1] < (plain[3] - plain[1]) * 0.85, "{boxes:?}");
    assert!(above[3] < plain[3] - 2.0, "{boxes:?}");
    let below = of("𝑏")[0];
    assert!(below[3] > of("𝑏")[1][3] + 1.0, "{boxes:?}");
    assert!(above[3] < below[1], "the scripts touch: {boxes:?}");
}

#[test]
fn limits_stand_over_operators_in_displays_only() {
    let over = boxes(r"\sum_{i}^{n} x");
    assert!(find(&over, "𝑛")[3] < find(&over, "∑")[1], "{over:?}");
    assert!(find(&over, "𝑖")[1] > find(&over, "∑")[3], "{over:?}");
    let beside = boxes(r"\textstyle\sum_{i}^{n} x");
    assert!(find(&beside, "𝑛")[0] > find(&beside, "∑")[2] - 1.0, "{beside:?}");
}

#[test]
fn a_root_covers_what_is_under_it() {
    for tex in [r"\sqrt{x}", r"\sqrt{\frac{a}{b}}", r"\sqrt{\sqrt{\frac{\frac{a}{b}}{c}}}"] {
        let boxes = boxes(tex);
        let sign = find(&boxes, "√");
        let bar = boxes.iter().find(|(text, _)| text == "rule").expect("a bar").1;
        for (shown, inner) in boxes.iter().filter(|(text, _)| text.chars().all(char::is_alphabetic) && text != "rule") {
            assert!(inner[1] > bar[3] && inner[2] <= bar[2] + 0.01 && inner[3] < sign[3] + 1.0, "{tex}: {shown}");
        }
        assert!((sign[1] - bar[1]).abs() < 0.2, "{tex}: the sign does not meet the bar: {boxes:?}");
    }
}

#[test]
fn delimiters_grow_with_what_they_enclose() {
    let height = |tex: &str| {
        let boxes = boxes(tex);
        let parts = boxes.iter().filter(|(text, _)| text == "(").map(|(_, found)| *found);
        let whole = parts.reduce(|a, b| [0.0, a[1].min(b[1]), 0.0, a[3].max(b[3])]).expect("a parenthesis");
        whole[3] - whole[1]
    };
    let plain = height(r"\left( x \right)");
    let fraction = height(r"\left( \frac{a}{b} \right)");
    let rows = ["a"; 12].join(r"\\");
    let tall = height(&format!(r"\begin{{pmatrix}} {rows} \end{{pmatrix}}"));
    assert!(plain < fraction && fraction < tall, "{plain} {fraction} {tall}");
    assert!(tall > 12.0 * 1.1 * SIZE.0, "{tall}");
}

#[test]
fn primes_and_scripts_of_one_letter_share_a_place() {
    let boxes = boxes("f'_1(x)");
    let (prime, one, open) = (find(&boxes, "′"), find(&boxes, "1"), find(&boxes, "("));
    assert!(prime[3] < one[1], "{boxes:?}");
    assert!(prime[0] < open[0] && one[0] < open[0] && one[0] < prime[2] + 2.0, "{boxes:?}");
}

#[test]
fn signs_have_room_and_signs_of_numbers_have_none() {
    let gap = |tex: &str, left: &str, right: &str| {
        let boxes = boxes(tex);
        find(&boxes, right)[0] - find(&boxes, left)[2]
    };
    assert!(gap("a-b", "𝑎", "−") > gap("a=-b", "−", "𝑏") + 1.0);
    assert!(gap("a=b", "𝑎", "=") > gap("a/b", "𝑎", "/") + 1.0);
    assert!(gap("f(x,y)", ",", "𝑦") > gap("f(x.y)", ".", "𝑦") + 1.0);
}

#[test]
fn numbers_are_taken_to_the_margin() {
    let rows = display_of(r"\begin{align} a &= b \tag{1} \\ c &= d \nonumber \\ e &= f \tag*{A} \end{align}").unwrap();
    let tags: Vec<bool> = rows.iter().map(|row| row.tag.is_some()).collect();
    assert_eq!(tags, [true, false, true]);
}

#[test]
fn what_cannot_be_set_is_refused_with_a_reason() {
    for tex in
        [r"\nosuchcommand", r"\frac{a", r"\left(", r"\begin{nosuch}\end{nosuch}", "x^", r"a \\ b", r"\text{\foo}"]
    {
        let refused = display_of(tex);
        assert!(refused.is_err(), "{tex}: {refused:?}");
        assert!(!refused.unwrap_err().to_string().is_empty());
    }
}

#[test]
fn hostile_formulas_end_soon() {
    let nested = |open: &str, close: &str, times: usize| format!("{}x{}", open.repeat(times), close.repeat(times));
    let bombs = [
        "{".repeat(10_000),
        nested("{", "}", 10_000),
        nested(r"\frac{1}{", "}", 60),
        nested(r"\frac{1}{", "}", 5_000),
        r"\frac1".repeat(3_000),
        r"\frac1".repeat(900) + "x",
        r"\sqrt".repeat(4_000),
        r"\sqrt".repeat(900) + "x",
        r"\hat".repeat(900) + "x",
        r"\relax".repeat(900),
        r"\left(".repeat(1_000) + &r"\right)".repeat(1_000),
        format!(r"\begin{{matrix}}{}\end{{matrix}}", "1&".repeat(6_000)),
        format!(r"\begin{{matrix}}{}\end{{matrix}}", r"1\\".repeat(3_000)),
        r"\def\a{\b\b\b\b\b\b\b\b}\def\b{\c\c\c\c\c\c\c\c}\def\c{\d\d\d\d\d\d\d\d}\def\d{xxxxxxxx}\a".to_owned(),
        r"\def\a{\a\a}\a".to_owned(),
        format!(r"\kern{}em x", "9".repeat(50)),
        r"\left(\rule{0pt}{99999cm}\right)".to_owned(),
        "x".repeat(19_000),
        "x'".repeat(5_000),
        "x^x".repeat(3_000),
        "\u{0}\u{f8e1}\u{202e}&#$%".to_owned(),
    ];
    for bomb in bombs {
        let start = crate::effort::Effort::start();
        let _ = display_of(&bomb);
        let start_of = &bomb.chars().take(20).collect::<String>();
        assert!(start.spent().as_secs() < 5, "{start_of}");
    }
}
