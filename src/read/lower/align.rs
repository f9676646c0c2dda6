//! Alignment that authors request: `align`, `style="text-align: …"`, `<center>`.
//!
//! HTML uses left and right, the article model uses start and end. The declared direction of the element decides
//! between them, or else the direction of its first letter that has one (UAX #9 P2). Justified is the default setting,
//! so it means nothing.
//!
//! Limits: classes of style sheets are ignored. Tables, lists and listings do not inherit an alignment: in a centred
//! block they would lose their edges.

use crate::article::Align;
use crate::read::tree::{Element, Node};

/// Returns the alignment inside `element`, whose parent's alignment is `around`.
pub(super) fn of(element: &Element, around: Option<Align>) -> Option<Align> {
    match element.name {
        "table" | "thead" | "tbody" | "tfoot" | "tr" | "ul" | "ol" | "menu" | "dl" | "pre" | "figure" => None,
        // Preformatted lines are set flush, so that they keep their relative positions.
        "div" if element.has_class(|class| class == "line-block") => Some(Align::Start),
        _ => declared(element).unwrap_or(around),
    }
}

/// Returns the alignment that a cell, a row or a column requests.
pub(super) fn of_cell(element: &Element) -> Option<Align> {
    match declared(element) {
        // In a centred column, a cell may be aligned to the start.
        Some(None) => Some(Align::Start),
        other => other?,
    }
}

/// Returns the alignment that `element` declares: none, the default, or another.
fn declared(element: &Element) -> Option<Option<Align>> {
    if element.attributes.is_empty() && element.name != "center" {
        return None;
    }
    // A style wins over an attribute, and both over the element `center`, as in browsers (CSS 2.2 §6.4.4).
    let styled = element.attribute("style").and_then(text_align).map(str::to_owned);
    let value = styled.or_else(|| element.attribute("align").map(str::to_owned));
    let value = value.or_else(|| (element.name == "center").then(|| "center".to_owned()))?;
    // In left-to-right text, `left` is the default.
    let side = |start: bool| if start { None } else { Some(Align::End) };
    match value.trim().to_ascii_lowercase().as_str() {
        "center" | "middle" | "-webkit-center" => Some(Some(Align::Center)),
        "left" => Some(side(!is_rtl(element))),
        "right" => Some(side(is_rtl(element))),
        "end" => Some(Some(Align::End)),
        "start" | "justify" => Some(None),
        _ => None,
    }
}

/// Returns the value of the last `text-align` in a style, as CSS does.
fn text_align(style: &str) -> Option<&str> {
    let mut values = style.split(';').filter_map(|declaration| {
        let (name, value) = declaration.split_once(':')?;
        let value = value.split('!').next().unwrap_or(value).trim();
        name.trim().eq_ignore_ascii_case("text-align").then_some(value)
    });
    values.next_back()
}

fn is_rtl(element: &Element) -> bool {
    match element.attribute("dir").map(str::to_ascii_lowercase).as_deref() {
        Some("rtl") => true,
        Some("ltr") => false,
        _ => first_strong(element).unwrap_or(false),
    }
}

/// Whether the first letter in `element` runs from right to left; `None` if there is no letter.
fn first_strong(element: &Element) -> Option<bool> {
    element.children.iter().find_map(|child| match child {
        Node::Text(text, _) => text.chars().find(|c| c.is_alphabetic()).map(
            |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}'),
        ),
        Node::Element(element) => first_strong(element),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    #[track_caller]
    fn asks(name: &'static str, attribute: (&str, &str), text: &str, wanted: Option<Option<Align>>) {
        let attributes = vec![(attribute.0.to_owned(), attribute.1.to_owned())];
        let children = vec![Node::Text(text.into(), Span::default())];
        let element = Element { name, attributes, children, ..Element::default() };
        assert_eq!(declared(&element), wanted, "{attribute:?} {text}");
    }

    #[test]
    fn left_and_right_are_sides_of_the_text() {
        asks("p", ("align", "right"), "Words", Some(Some(Align::End)));
        asks("p", ("align", "RIGHT"), "מילים", Some(None));
        asks("p", ("style", "color: red; Text-Align : left !important"), "كلمات", Some(Some(Align::End)));
        asks("p", ("align", "left"), "1. Words", Some(None));
        asks("div", ("style", "text-align:center;text-align:end"), "x", Some(Some(Align::End)));
    }

    #[test]
    fn what_says_nothing_of_alignment_asks_for_nothing() {
        asks("center", ("class", "x"), "x", Some(Some(Align::Center)));
        asks("p", ("style", "text-align-last: center"), "x", None);
        asks("p", ("align", "char"), "x", None);
        asks("p", ("class", "center"), "x", None);
    }
}
