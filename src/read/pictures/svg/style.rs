//! Style sheets and declarations of an SVG, without what fetches.

/// `style` without what acts or fetches: imports, faces from elsewhere, addresses outside the file.
pub(super) fn harmless(style: &str) -> String {
    let lower = style.to_ascii_lowercase();
    let suspicious = [
        "@import",
        "@charset",
        "@namespace",
        "@font-face",
        "url(",
        "image-set(",
        "expression(",
        "javascript:",
        "\\",
        "behavior",
        "-moz-binding",
        "src(",
    ];
    if !suspicious.iter().any(|mark| lower.contains(mark)) {
        return style.to_owned();
    }
    // An escape may spell what is looked for; nobody writes such a sheet by hand.
    if lower.contains("expression(")
        || lower.contains("javascript:")
        || lower.contains("-moz-binding")
        || lower.contains("behavior:")
        || is_escaped(&lower)
    {
        return String::new();
    }
    let mut out = String::with_capacity(style.len());
    let mut at = 0;
    while at < style.len() {
        let rest = &lower[at..];
        if ["@import", "@charset", "@namespace"].iter().any(|rule| rest.starts_with(rule)) {
            at += statement(rest);
        } else if rest.starts_with("@font-face") {
            let end = rest.find('}').map_or(rest.len(), |end| end + 1);
            if !fetches(&rest[..end]) {
                out.push_str(&style[at..at + end]);
            }
            at += end;
        } else if rest.starts_with("url(") {
            let end = rest.find(')').map_or(rest.len(), |end| end + 1);
            out.push_str(if fetches(&rest[..end]) { "none" } else { &style[at..at + end] });
            at += end;
        } else if rest.starts_with("image-set(") || rest.starts_with("src(") {
            at += rest.find([';', '}']).unwrap_or(rest.len());
            out.push_str("none");
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            out.push_str(&style[at..at + length]);
            at += length;
        }
    }
    out
}

/// Whether an escape of CSS stands for a letter in `style` (CSS Syntax §4.3.7).
fn is_escaped(style: &str) -> bool {
    style.split('\\').skip(1).any(|after| {
        let digits: String = after.chars().take_while(char::is_ascii_hexdigit).take(6).collect();
        let spelt = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32);
        spelt.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '@' | '(' | ':'))
            || after.chars().next().is_some_and(|c| c.is_ascii_alphabetic() && !c.is_ascii_hexdigit())
    })
}

/// Length of the statement at the start of `rest`: up to a semicolon outside of quotes and brackets.
fn statement(rest: &str) -> usize {
    let (mut quote, mut depth) = (None, 0_u32);
    for (at, byte) in rest.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') => depth = depth.saturating_sub(1),
            (None, b';') if depth == 0 => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Whether an address in `style` leads out of the file.
pub(super) fn fetches(style: &str) -> bool {
    style.to_ascii_lowercase().split("url(").skip(1).any(|after| {
        let target = after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        !target.starts_with('#') && !is_inside(target)
    })
}

/// Whether `target`, in lower case, is data of a kind that neither acts nor fetches.
pub(super) fn is_inside(target: &str) -> bool {
    let kinds = [
        "data:image/png",
        "data:image/jpeg",
        "data:image/jpg",
        "data:image/gif",
        "data:image/webp",
        "data:font/",
        "data:application/font",
        "data:application/x-font",
        "data:application/vnd.ms-fontobject",
        "data:application/octet-stream",
    ];
    kinds.iter().any(|kind| target.starts_with(kind))
}
