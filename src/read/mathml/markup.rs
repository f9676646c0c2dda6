//! Writes the elements of a formula as XML: known elements, and known attributes with valid values.

use super::tree::Node;

/// Writes the markup of `nodes`.
pub(super) fn of(nodes: &[Node]) -> String {
    let mut out = String::new();
    nodes.iter().for_each(|node| write(node, &mut out));
    out
}

fn write(node: &Node, out: &mut String) {
    out.push('<');
    out.push_str(node.name);
    for (name, value) in &node.attributes {
        if is_valid(node.name, name, value.trim()) {
            out.push_str(&format!(" {name}=\""));
            escape(value.trim(), out);
            out.push('"');
        }
    }
    if matches!(node.name, "mspace" | "none" | "mprescripts") {
        out.push_str("/>");
        return;
    }
    out.push('>');
    escape(&node.text, out);
    node.children.iter().for_each(|child| write(child, out));
    out.push_str(&format!("</{}>", node.name));
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
}

/// Whether `element` may have the attribute with that value.
fn is_valid(element: &str, name: &str, value: &str) -> bool {
    // MathML 3, chapter 3, by section: §3.2 for tokens, §3.3 for layout, §3.4 for scripts, §3.5 for tables. Other
    // attributes (events, `href`, `style`) are left out, because the markup may come from anybody.
    match (element, name) {
        ("mi" | "mn" | "mo" | "ms" | "mtext" | "mstyle", "mathvariant") => is_variant(value),
        ("mo", "form") => matches!(value, "prefix" | "infix" | "postfix"),
        ("mo", "fence" | "separator" | "stretchy" | "symmetric" | "largeop" | "movablelimits" | "accent") => {
            is_bool(value)
        }
        ("mo", "lspace" | "rspace" | "minsize" | "maxsize") => is_length(value),
        ("mspace", "width" | "height" | "depth") => is_length(value),
        ("mfrac", "linethickness") => is_length(value) || matches!(value, "thin" | "medium" | "thick"),
        ("mfrac", "bevelled") => is_bool(value),
        ("mfrac", "numalign" | "denomalign") => is_align(value),
        ("mstyle", "displaystyle") => is_bool(value),
        // An optional sign and a number, such as `+1` (§3.3.4.2); three digits are more than any style level.
        ("mstyle", "scriptlevel") => {
            !value.is_empty()
                && value.len() < 3
                && value.trim_start_matches(['+', '-']).bytes().all(|byte| byte.is_ascii_digit())
                && value != "+"
                && value != "-"
        }
        ("mpadded", "width" | "height" | "depth") => is_length(value),
        ("menclose", "notation") => value.split_whitespace().all(is_notation) && !value.is_empty(),
        ("mfenced", "open" | "close" | "separators") => value.chars().count() <= 8,
        ("mover" | "munderover", "accent") | ("munder" | "munderover", "accentunder") => is_bool(value),
        // A table and a row state the alignment for each column, a cell only for itself (§3.5.4).
        ("mtable" | "mtr" | "mtd", "columnalign") => {
            !value.is_empty() && value.split_whitespace().all(is_align) && (element != "mtd" || is_align(value))
        }
        ("mtable", "columnlines" | "rowlines") => !value.is_empty() && value.split_whitespace().all(is_line),
        ("mtable", "frame") => is_line(value),
        ("mtable", "columnspacing" | "rowspacing") => !value.is_empty() && value.split_whitespace().all(is_length),
        // A cell over a million rows would create a million rows.
        ("mtd", "rowspan" | "columnspan") => value.parse::<u16>().is_ok_and(|count| (1..=100).contains(&count)),
        _ => false,
    }
}

fn is_bool(value: &str) -> bool {
    matches!(value, "true" | "false")
}

fn is_align(value: &str) -> bool {
    matches!(value, "left" | "center" | "right")
}

fn is_line(value: &str) -> bool {
    matches!(value, "none" | "solid" | "dashed")
}

fn is_length(value: &str) -> bool {
    let number = value.strip_prefix('-').unwrap_or(value);
    let digits = number.len() - number.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let (number, unit) = number.split_at(digits);
    number.parse::<f64>().is_ok() && matches!(unit, "em" | "ex" | "px" | "in" | "cm" | "mm" | "pt" | "pc" | "%")
}

fn is_variant(value: &str) -> bool {
    const VARIANTS: [&str; 14] = [
        "normal",
        "bold",
        "italic",
        "bold-italic",
        "double-struck",
        "bold-fraktur",
        "script",
        "bold-script",
        "fraktur",
        "sans-serif",
        "bold-sans-serif",
        "sans-serif-italic",
        "sans-serif-bold-italic",
        "monospace",
    ];
    VARIANTS.contains(&value)
}

fn is_notation(value: &str) -> bool {
    const NOTATIONS: [&str; 15] = [
        "longdiv",
        "actuarial",
        "radical",
        "box",
        "roundedbox",
        "circle",
        "left",
        "right",
        "top",
        "bottom",
        "updiagonalstrike",
        "downdiagonalstrike",
        "verticalstrike",
        "horizontalstrike",
        "madruwb",
    ];
    NOTATIONS.contains(&value)
}
