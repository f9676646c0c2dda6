//! Addresses that a link in an EPUB may have.
//!
//! A publication may link to any absolute URL, but EPUBCheck refuses a malformed one, and a relative one would name a
//! file inside the container. So an address that is not absolute, or that cannot be made valid by percent-encoding,
//! gives no link; its text stays.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What never stands in a URL (RFC 3986 §2, RFC 3987 for what is above ASCII, which EPUB allows but old readers do not).
const UNSAFE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// Schemes that readers hand on. EPUBCheck reports others as unregistered (HTM-025).
const SCHEMES: [&str; 9] = ["http", "https", "mailto", "tel", "ftp", "doi", "urn", "geo", "irc"];

/// `address` as a valid `href`, if it can be one.
pub(super) fn href(address: &str) -> Option<String> {
    let address = address.trim();
    let address = match address.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address.to_owned(),
    };
    let (scheme, rest) = address.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    SCHEMES.contains(&scheme.as_str()).then_some(())?;
    let rest = encode(rest);
    let valid = match scheme.as_str() {
        "http" | "https" | "ftp" => has_host(&rest),
        "urn" => rest.split_once(':').is_some_and(|(space, name)| space.len() > 1 && !name.is_empty()),
        _ => !rest.is_empty() && !rest.starts_with('/'),
    };
    valid.then(|| format!("{scheme}:{rest}"))
}

/// `address` as a link to the web, for metadata.
pub(super) fn web(address: &str) -> Option<String> {
    href(address).filter(|address| address.starts_with("http"))
}

/// Percent-encodes what must be, and every `%` and `#` that is not what it seems.
fn encode(rest: &str) -> String {
    let (before, fragment) = match rest.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (rest, None),
    };
    let (authority, path) = split_authority(before);
    let mut out = authority.to_owned();
    encode_part(path, &mut out);
    if let Some(fragment) = fragment {
        out.push('#');
        encode_part(&fragment.replace('#', "%23"), &mut out);
    }
    out
}

/// `//host:port` and what follows.
fn split_authority(rest: &str) -> (&str, &str) {
    if !rest.starts_with("//") {
        return ("", rest);
    }
    let end = rest[2..].find(['/', '?']).map_or(rest.len(), |at| at + 2);
    rest.split_at(end)
}

fn encode_part(part: &str, out: &mut String) {
    // Square brackets are for IPv6 hosts only (RFC 3986 §3.2.2).
    let part = part.replace('[', "%5B").replace(']', "%5D");
    let mut rest = part.as_str();
    while let Some(at) = rest.find('%') {
        out.extend(utf8_percent_encode(&rest[..at], UNSAFE));
        let digits = rest.as_bytes().get(at + 1..at + 3);
        let escaped = digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if escaped { "%" } else { "%25" });
        rest = &rest[at + 1..];
    }
    out.extend(utf8_percent_encode(rest, UNSAFE));
}

/// Whether `rest` begins with `//` and a plausible host.
fn has_host(rest: &str) -> bool {
    let (authority, _) = split_authority(rest);
    let Some(authority) = authority.strip_prefix("//") else { return false };
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) => (host, port),
        None => (host, ""),
    };
    let named = host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_') || !c.is_ascii());
    !host.is_empty()
        && named
        && host.split('.').all(fits_label)
        && host.len() <= 253
        && !host.starts_with(['.', '-'])
        && port.bytes().all(|byte| byte.is_ascii_digit())
        && !authority.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// Whether a part of a domain name is within 63 bytes (RFC 1035 §2.3.4). In Punycode a character beyond ASCII takes about
/// two bytes, after a prefix of four.
fn fits_label(label: &str) -> bool {
    let length = if label.is_ascii() { label.len() } else { 4 + 2 * label.chars().count() };
    length <= 63
}

#[cfg(test)]
mod tests {
    use super::href;

    #[test]
    fn a_host_that_no_domain_name_can_be_is_no_link() {
        assert_eq!(href(&format!("https://{}.org/", "a".repeat(64))), None);
        assert!(href(&format!("https://{}.org/", "a".repeat(63))).is_some());
        assert_eq!(href(&format!("https://{}.org/", "\u{1f389}".repeat(50))), None);
    }

    #[test]
    fn absolute_addresses_are_made_valid() {
        assert_eq!(
            href(" HTTPS://example.org/a b?q={x}#y#z "),
            Some("https://example.org/a%20b?q=%7Bx%7D#y%23z".into())
        );
        assert_eq!(href("//example.org/é"), Some("https://example.org/%C3%A9".into()));
        assert_eq!(href("https://example.org/100%"), Some("https://example.org/100%25".into()));
        assert_eq!(href("https://example.org/a%20b[1]"), Some("https://example.org/a%20b%5B1%5D".into()));
        assert_eq!(href("mailto:a@example.org"), Some("mailto:a@example.org".into()));
    }

    #[test]
    fn what_no_reader_could_open_is_no_link() {
        for address in ["page.html", "/root", "http://", "http:/x", "https://a b/", "foo:bar", "http://[x", "#top", ""]
        {
            assert_eq!(href(address), None, "{address}");
        }
    }
}
