//! Resolves references to absolute addresses.

/// Resolves `reference` against `base` (RFC 3986 §5.2, for addresses of pages); `None` if that gives no address.
pub(in crate::read) fn absolute(base: &str, reference: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://")?;
    let scheme_given = reference.split(['/', '?', '#']).next().is_some_and(|head| head.contains(':'));
    if scheme_given || reference.is_empty() {
        return None;
    }
    if reference.starts_with("//") {
        return Some(format!("{scheme}:{reference}"));
    }
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let end = reference.find(['?', '#']).unwrap_or(reference.len());
    let (wanted, tail) = reference.split_at(end);
    let mut parts: Vec<&str> = Vec::new();
    if !wanted.starts_with('/') {
        parts.extend(path.split('/'));
        parts.pop();
    }
    for part in wanted.trim_start_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(format!("{scheme}://{host}/{}{tail}", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_seen_from_its_page() {
        let base = "https://e.org/blog/2024/post/";
        assert_eq!(absolute(base, "../other.md#x").as_deref(), Some("https://e.org/blog/2024/other.md#x"));
        assert_eq!(absolute(base, "/about/").as_deref(), Some("https://e.org/about/"));
        assert_eq!(absolute(base, "mailto:a@e.org"), None);
    }
}
