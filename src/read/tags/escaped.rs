//! Tags that their author escaped to show them: `{{</* name */>}}` and `{{%/* name */%}}` of Hugo, `{{{< name >}}}` of
//! Quarto, `{%/* name() */%}` and `{{/* name() */}}` of Zola.
//!
//! They become text without the escaping, in code and in prose. Limits: `{{/* words */}}` is a comment.

/// Returns the end delimiter of the escaped tag at the start of `rest`, if there is one.
pub(super) fn close(rest: &str) -> Option<&'static str> {
    const FORMS: [(&str, &str); 6] =
        [("{{{<", ">}}}"), ("{{{%", "%}}}"), ("{{<", "*/>}}"), ("{{%", "*/%}}"), ("{{/*", "*/}}"), ("{%", "*/%}")];
    let (open, close) = FORMS.iter().find(|(open, _)| rest.starts_with(open))?;
    let star = open.starts_with("{{{") || *open == "{{/*" || rest[open.len()..].trim_start().starts_with("/*");
    star.then_some(close)
}

/// Whether `tag`, between such delimiters, is shown and not a comment.
pub(super) fn is_tag(tag: &str) -> bool {
    if let Some(inner) = tag.strip_prefix("{{/*") {
        let name = inner.trim_start().split('(').next().unwrap_or_default();
        let call = inner.contains('(') && !name.is_empty();
        return call && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.');
    }
    // If another tag begins inside, the end delimiter belongs to that tag.
    let inner = tag.trim_start_matches(['{', '%', '<']);
    !inner.contains("{{") && !inner.contains("{%")
}

/// Returns the visible form of `tag`.
pub(super) fn shown(tag: &str) -> String {
    if let Some(inner) = tag.strip_prefix("{{{").and_then(|tag| tag.strip_suffix("}}}")) {
        return format!("{{{{{inner}}}}}");
    }
    tag.replacen("/*", "", 1).chars().rev().collect::<String>().replacen("/*", "", 1).chars().rev().collect()
}

/// Returns the visible form of `tag` for prose, with all Markdown and HTML characters escaped.
pub(super) fn as_text(tag: &str) -> String {
    let mut out = String::new();
    for c in shown(tag).chars() {
        match c {
            '<' | '>' | '&' | '*' | '_' | '`' | '[' | ']' | '\\' | '$' | '~' | '^' | '=' | '|' | '#' | '!' | ':'
            | '"' | '\'' => {
                out.push_str(&format!("&#{};", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shows(tag: &str) -> Option<String> {
        let end = close(tag)?;
        (tag.find(end) == Some(tag.len() - end.len()) && is_tag(tag)).then(|| shown(tag))
    }

    #[test]
    fn every_escaped_form_is_shown_without_its_marks() {
        for (tag, wanted) in [
            ("{{</* youtube id */>}}", "{{< youtube id >}}"),
            ("{{%/* /note */%}}", "{{% /note %}}"),
            ("{{{< video a.mp4 >}}}", "{{< video a.mp4 >}}"),
            ("{%/* quote(author=\"A\") */%}", "{% quote(author=\"A\") %}"),
            ("{{/* youtube(id=\"a\") */}}", "{{ youtube(id=\"a\") }}"),
        ] {
            assert_eq!(shows(tag).as_deref(), Some(wanted));
        }
        assert_eq!(shows("{{/* to do (later) */}}"), None);
        assert_eq!(shows("{{< youtube id >}}"), None);
        assert_eq!(shows("{{</* a >}} {{< b */>}}"), None);
    }
}
