//! Prints a design as a commented `design.toml`: the meaning, range and value of every key.

use std::fmt::Write as _;

use super::keys::{Key, STYLES, TYPE};
use super::value::quote;
use crate::design::Design;
use crate::style::Color;

const HEAD: &str = "\
# A page design for Offprint, complete: what is not changed may be left out.
#
# Lengths carry a unit: pt, mm, cm, in, em (the font size) or lines (of the grid); a plain number is points. `%` is of
# the paper's width or height, or of the font size. Colours are \"#rrggbb\".
#
# Three keys change much at once, as the flags of the same names do; what stands below them is set afterwards:
# size = \"11pt\"         # of running text, 6pt to 36pt; everything else in proportion
# margin = \"2cm, 3cm\"   # one to four lengths as in CSS, 6mm or more
# accent = \"#1a4c80\"    # rules, bars, links, labels
#
# Fonts of your own go below; what a face lacks comes from the bundled ones.
# [fonts]
# serif = \"Name of a family\"
# sans = { regular = \"fonts/Some-Regular.otf\", italic = \"fonts/Some-Italic.otf\", bold = \"fonts/Some-Bold.otf\" }
# mono = \"fonts/Mono.ttf\"

";

const SECTIONS: &str = "
# Colours of sections, for the kicker and the mark at the end; an article belongs to the section that its series or one of
# its subjects names.
[colors.sections]
# \"Politics\" = \"#8c2a1e\"
";

/// Returns `design` as a file that reads back as the same design.
pub fn print(design: &Design) -> String {
    let mut design = design.clone();
    let mut out = HEAD.to_owned();
    let _ = writeln!(out, "base = \"{}\"", design.name);
    let _ = writeln!(out, "paper = \"{}\"  # a name, or width x height", super::paper_written(design.paper));
    let mut table = String::new();
    for key in Key::all() {
        let path = key.path();
        let (within, name) = path.rsplit_once('.').unwrap_or(("", &path));
        if within != table {
            open(&mut out, within, &key);
            table = within.to_owned();
        }
        if let Key::Page(field) = key {
            let _ = writeln!(out, "# {}; {}", field.doc, key.slot(&mut design).range(field.range));
        }
        let value = key.slot(&mut design).written();
        let _ = match value {
            Some(value) => writeln!(out, "{name} = {value}"),
            None => writeln!(out, "# {name}: there is nothing to set"),
        };
    }
    out.push_str(SECTIONS);
    for (name, color) in &design.inks.sections {
        let Color { red, green, blue } = *color;
        let _ = writeln!(out, "{} = \"#{red:02x}{green:02x}{blue:02x}\"", quote(name));
    }
    out
}

/// Begins a table; the ranges of the keys for texts are stated only once.
fn open(out: &mut String, table: &str, key: &Key) {
    if let Key::Text(style, _) = key {
        if style.name == STYLES[0].name {
            out.push_str("\n# Each kind of text has the same keys:\n");
            let mut sample = Design::default();
            for field in TYPE {
                let range = (field.slot)(&mut sample.styles.body).range(field.range);
                let _ = writeln!(out, "#   {}: {}; {range}", field.name, field.doc);
            }
        }
        let _ = write!(out, "\n# {}.\n[{table}]\n", style.doc);
    } else {
        let _ = write!(out, "\n[{table}]\n");
    }
}
