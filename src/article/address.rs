//! Checks the addresses that links lead to.
//!
//! A link out of the article leads to an absolute address that a reader can open. Some addresses are not made into
//! links, because EPUBCheck refuses them: those with a host that cannot be a domain name, a port above 65535 or an
//! unregistered scheme. An address that is relative, or that percent-encoding cannot make valid, is not made into a
//! link either. The text of such a link stays in every output.
//!
//! Limits: the characters of a host are checked by their class, not by the tables of IDNA. A percent-encoded host is
//! refused.

mod punycode;

use std::net::Ipv6Addr;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::diag::Diagnostic;

/// Characters that must be percent-encoded in a URL (RFC 3986 §2). Characters beyond ASCII are among them: EPUB allows
/// them (RFC 3987), but old readers do not.
const UNSAFE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// Schemes that reading systems pass on to other programs. EPUBCheck reports others, such as `geo`, as unregistered
/// (HTM-025).
const SCHEMES: [&str; 15] = [
    "http", "https", "mailto", "tel", "ftp", "urn", "irc", "news", "nntp", "xmpp", "sip", "sips", "gopher", "telnet",
    "rtsp",
];

/// The longest address, in bytes: strings in a PDF are limited (ISO 32000-1 Annex C), and no server accepts longer
/// ones.
const LONGEST: usize = 32_000;

/// Why an address makes no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is relative, and the outputs do not know to what.
    Relative,
    /// Reading systems do not know its scheme.
    Scheme,
    /// It names no host, or one that cannot exist.
    Host,
    /// Its port is not a number up to 65535.
    Port,
    /// Nothing follows its scheme, or not what the scheme requires.
    Form,
    /// It is longer than [`LONGEST`].
    Length,
}

impl Refusal {
    /// Returns the warning about a link to `address`: what becomes of it, and what the author can do.
    pub(crate) fn warning(self, address: &str) -> Diagnostic {
        /// Maximum number of characters of an address in a message.
        const SHOWN: usize = 120;
        let cut = address.char_indices().nth(SHOWN);
        let shown = cut.map_or(address.to_owned(), |(end, _)| format!("{}…", &address[..end]));
        let why = match self {
            Self::Relative => "an EPUB can only link to absolute addresses",
            Self::Scheme => "readers do not open addresses of its kind",
            Self::Host => "it has no valid host name",
            Self::Port => "its port is not a number up to 65535",
            Self::Form => "it is not complete",
            Self::Length => "it is longer than 32,000 bytes",
        };
        let help = match self {
            Self::Relative => "write the whole address, with `https://`",
            Self::Length => "link to a shorter address",
            _ => "correct the address, such as `https://example.org/page`",
        };
        Diagnostic::warning("unusable-link", format!("the link to `{shown}` is left out: {why}")).help(help)
    }
}

/// Returns `address` as a valid `href`, or `None` if it cannot be made one.
pub(crate) fn href(address: &str) -> Option<String> {
    check(address).ok()
}

/// Returns `address` as a web address for metadata, or `None` if it is not one.
pub(crate) fn web(address: &str) -> Option<String> {
    href(address).filter(|address| address.starts_with("http"))
}

/// Returns `address` as a valid `href`, or the reason why it cannot be one.
pub(crate) fn check(address: &str) -> Result<String, Refusal> {
    let address = address.trim();
    let address = match address.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address.to_owned(),
    };
    let (scheme, rest) = scheme(&address).ok_or(Refusal::Relative)?;
    if scheme == "doi" {
        return check(&format!("https://doi.org/{}", rest.trim_start()));
    }
    SCHEMES.contains(&scheme.as_str()).then_some(()).ok_or(Refusal::Scheme)?;
    let rest = encode(rest);
    match scheme.as_str() {
        "http" | "https" | "ftp" => check_authority(&rest)?,
        "irc" | "nntp" | "gopher" | "telnet" | "rtsp" if rest.starts_with("//") => check_authority(&rest)?,
        "urn" if rest.split_once(':').is_some_and(|(space, name)| space.len() > 1 && !name.is_empty()) => {}
        "urn" => return Err(Refusal::Form),
        _ if rest.is_empty() || rest.starts_with('/') => return Err(Refusal::Form),
        _ => {}
    }
    if rest.len() > LONGEST { Err(Refusal::Length) } else { Ok(format!("{scheme}:{rest}")) }
}

/// Splits `address` into its scheme, in lower case, and the text after the colon. Returns `None` if it has no scheme
/// (RFC 3986 §3.1).
pub(crate) fn scheme(address: &str) -> Option<(String, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    formed.then(|| (scheme.to_ascii_lowercase(), rest))
}

/// Percent-encodes every character that needs it, and every `%` that starts no escape and `#` that starts no fragment.
fn encode(rest: &str) -> String {
    let (before, fragment) = match rest.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (rest, None),
    };
    let (authority, path) = split_authority(before);
    // Invisible characters are often copied along with an address; in a host they mean nothing (UTS #46 §4).
    let mut out = authority.replace(['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'], "");
    encode_part(path, &mut out);
    if let Some(fragment) = fragment {
        out.push('#');
        encode_part(&fragment.replace('#', "%23"), &mut out);
    }
    out
}

/// Splits `rest` into `//host:port` and the remainder.
fn split_authority(rest: &str) -> (&str, &str) {
    if !rest.starts_with("//") {
        return ("", rest);
    }
    let end = rest[2..].find(['/', '?']).map_or(rest.len(), |at| at + 2);
    rest.split_at(end)
}

fn encode_part(part: &str, out: &mut String) {
    // Square brackets may surround only IPv6 hosts (RFC 3986 §3.2.2), so they are encoded here.
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

/// Checks that `rest` begins with `//` and a plausible host, which a user may precede and a port may follow.
fn check_authority(rest: &str) -> Result<(), Refusal> {
    let (authority, path) = split_authority(rest);
    // `http:///x` has an empty host. Browsers take `x` for the host, EPUBCheck does not.
    let authority = authority.strip_prefix("//").filter(|_| path.is_empty() || !authority.is_empty());
    let authority = authority.ok_or(Refusal::Host)?;
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:".contains(&byte);
    user.bytes().all(plain).then_some(()).ok_or(Refusal::Host)?;
    let (host, port) = match host.strip_prefix('[').and_then(|host| host.split_once(']')) {
        Some((host, rest)) => {
            host.parse::<Ipv6Addr>().map_err(|_| Refusal::Host)?;
            (None, rest.strip_prefix(':').or_else(|| rest.is_empty().then_some("")).ok_or(Refusal::Port)?)
        }
        None => match host.split_once(':') {
            Some((host, port)) => (Some(host), port),
            None => (Some(host), ""),
        },
    };
    if host.is_some_and(|host| !is_host(host)) {
        return Err(Refusal::Host);
    }
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    let fits = port.is_empty() || port.parse::<u16>().is_ok();
    if digits && fits { Ok(()) } else { Err(Refusal::Port) }
}

/// Whether `host` can be a domain name.
fn is_host(host: &str) -> bool {
    let labels = host.strip_suffix('.').unwrap_or(host);
    host.len() <= 253 && !host.starts_with('-') && labels.split('.').all(is_label)
}

/// Whether `label` can be a part of a domain name. A label has at most 63 bytes (RFC 1035 §2.3.4); in Punycode a
/// character beyond ASCII takes about two bytes, after a prefix of four.
fn is_label(label: &str) -> bool {
    let length = if label.is_ascii() { label.len() } else { 4 + 2 * label.chars().count() };
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || is_letter_of_domains(c);
    let coded = label.get(..4).filter(|prefix| prefix.eq_ignore_ascii_case("xn--"));
    let decodes =
        |code: &str| punycode::decode(code).is_some_and(|label| !label.is_ascii() && label.chars().all(letters));
    (1..=63).contains(&length)
        && label.chars().all(letters)
        && coded.is_none_or(|prefix| decodes(&label[prefix.len()..]))
}

/// Whether `c`, which is not ASCII, occurs in domain names: letters and their marks, joiners, and the emoji that some
/// have.
fn is_letter_of_domains(c: char) -> bool {
    let mark = || unicode_bidi::bidi_class(c) == unicode_bidi::BidiClass::NSM;
    let emoji = matches!(c, '\u{2600}'..='\u{27bf}' | '\u{1f300}'..='\u{1f64f}' | '\u{1f680}'..='\u{1f6c5}');
    !c.is_ascii() && (c.is_alphabetic() || emoji || matches!(c, '\u{200c}' | '\u{200d}' | '·') || mark())
}

#[cfg(test)]
mod tests {
    use super::{Refusal, check, href};

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
    fn ports_and_hosts_are_those_that_can_be() {
        for address in
            ["http://x:99999/", "http://x:65536/", "ftp://x:70000/", "http://x:8０/", "http://x:80:80/", "http://:80/"]
        {
            assert!(matches!(check(address), Err(Refusal::Port | Refusal::Host)), "{address}");
        }
        for address in [
            "http://x..y/",
            "http://.x/",
            "http://./",
            "http://example.org…",
            "http://xn--a.org/",
            "http://u:p@@x/",
            "http:///x",
            "http://[x]/",
            "http://[::1",
            "http://::1/",
            "http://a%20b/",
            "http://%s/",
        ] {
            assert!(matches!(check(address), Err(Refusal::Host)), "{address}: {:?}", check(address));
        }
        for address in [
            "http://x:65535/",
            "http://[2001:db8::1]:80/a",
            "http://xn--4ca.org/",
            "http://x./",
            "http://a_b.org:080/",
            "http://u:p@x/",
            "https://例え.テスト/",
            "https://مثال.إختبار/",
            "https://मराठी.भारत/",
        ] {
            assert!(check(address).is_ok(), "{address}: {:?}", check(address));
        }
        assert_eq!(href("https://www.example.org\u{200b}/"), Some("https://www.example.org/".into()));
    }

    #[test]
    fn schemes_are_those_that_readers_know() {
        assert_eq!(href("doi:10.1000/182"), Some("https://doi.org/10.1000/182".into()));
        for address in ["javascript:alert(1)", "data:,x", "file:///etc/passwd", "geo:1,2", "C:\\x", "slack://x"] {
            assert_eq!(check(address), Err(Refusal::Scheme), "{address}");
        }
        for address in ["mailto:", "tel:", "irc:", "mailto://x", "urn:x"] {
            assert_eq!(check(address), Err(Refusal::Form), "{address}");
        }
        assert!(href("irc://irc.example.org/offprint").is_some());
        assert_eq!(check(&format!("https://example.org/{}", "ä".repeat(6_000))), Err(Refusal::Length));
        assert_eq!(check("1foo:bar"), Err(Refusal::Relative));
    }

    #[test]
    fn what_no_reader_could_open_is_no_link() {
        for address in ["page.html", "/root", "http://", "http:/x", "https://a b/", "foo:bar", "http://[x", "#top", ""]
        {
            assert_eq!(href(address), None, "{address}");
        }
    }
}
