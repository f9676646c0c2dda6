//! The list as comma-separated values (RFC 4180), for spreadsheets.

use offprint::ledger::Value;

use super::{Listed, place, rows};

const HEAD: [&str; 17] = [
    "place",
    "use",
    "picture",
    "missing",
    "title",
    "author",
    "author from",
    "source",
    "source from",
    "license",
    "license from",
    "license url",
    "spdx",
    "credit",
    "alt",
    "bytes",
    "sha1",
];

/// Returns the list, with a line of names first.
pub(super) fn text(listed: &[Listed]) -> String {
    let mut out = line(HEAD.map(str::to_owned));
    for (source, entry) in rows(listed) {
        let text = |value: &Option<Value>| value.as_ref().map(|value| value.text.clone()).unwrap_or_default();
        let from = |value: &Option<Value>| value.as_ref().map(|value| value.from.name().to_owned()).unwrap_or_default();
        let plain = |value: &Option<String>| value.clone().unwrap_or_default();
        out += &line([
            place(source, entry),
            format!("{:?}", entry.used_as).to_lowercase(),
            entry.picture.clone(),
            if entry.missing { "yes" } else { "no" }.to_owned(),
            text(&entry.title),
            text(&entry.author),
            from(&entry.author),
            text(&entry.source),
            from(&entry.source),
            text(&entry.license),
            from(&entry.license),
            plain(&entry.license_url),
            plain(&entry.spdx),
            text(&entry.credit),
            plain(&entry.alt),
            entry.bytes.map(|bytes| bytes.to_string()).unwrap_or_default(),
            plain(&entry.sha1),
        ]);
    }
    out
}

fn line<const N: usize>(fields: [String; N]) -> String {
    fields.map(|field| quoted(&field)).join(",") + "\r\n"
}

/// Quotes `field` where it holds a separator. A spreadsheet would run a field that begins like a formula, so that one
/// gets an apostrophe before it, which spreadsheets do not show (OWASP, "CSV Injection").
fn quoted(field: &str) -> String {
    let field = match field.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{field}"),
        false => field.to_owned(),
    };
    match field.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field,
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn fields_are_quoted_where_needed_and_never_run() {
        assert_eq!(quoted("Ida Moss"), "Ida Moss");
        assert_eq!(quoted("Moss, \"Ida\""), "\"Moss, \"\"Ida\"\"\"");
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("@ida"), "'@ida");
    }
}
