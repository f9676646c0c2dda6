//! Addresses that a link may have.
//!
//! A link leads out of the article to an absolute address that a reader can open. What EPUBCheck refuses is none: a
//! host that no domain name can be, a port beyond 65535, a scheme that nobody registered. So an address that is not
//! absolute, or that cannot be made valid by percent-encoding, gives no link in any output; its text stays.
//!
//! Limits: hosts are checked by the letters in them, not by the tables of IDNA; a host in percent-encoding is refused.

mod punycode;

use std::net::Ipv6Addr;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::diag::Diagnostic;

/// What never stands in a URL (RFC 3986 §2, RFC 3987 for what is above ASCII, which EPUB allows but old readers do not).
const UNSAFE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// Schemes that readers hand on. EPUBCheck reports others as unregistered (HTM-025), `geo` among them.
const SCHEMES: [&str; 15] = [
    "http", "https", "mailto", "tel", "ftp", "urn", "irc", "news", "nntp", "xmpp", "sip", "sips", "gopher", "telnet",
    "rtsp",
];

/// Bytes of an address at most: a string in a PDF has no more (ISO 32000-1 Annex C), and no server takes as many.
const LONGEST: usize = 32_000;

/// Why an address gives no link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is seen from a place that the outputs do not know.
    Relative,
    /// Readers do not know its scheme.
    Scheme,
    /// It names no host, or one that cannot be.
    Host,
    /// Its port is no number up to 65535.
    Port,
    /// There is nothing after its scheme, or not what the scheme asks for.
    Form,
    /// It has more than [`LONGEST`] bytes.
    Length,
}

impl Refusal {
    /// What became of a link to `address`, and what to do about it.
    pub(crate) fn warning(self, address: &str) -> Diagnostic {
        /// Characters shown of an address.
        const SHOWN: usize = 120;
        let cut = address.char_indices().nth(SHOWN);
        let shown = cut.map_or(address.to_owned(), |(end, _)| format!("{}…", &address[..end]));
        let why = match self {
            Self::Relative => "an EPUB can only link to absolute addresses",
            Self::Scheme => "readers do not open addresses of its kind",
            Self::Host => "it has no valid host name",
            Self::Port => "its port is no number up to 65535",
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

/// `address` as a valid `href`, if it can be one.
pub(crate) fn href(address: &str) -> Option<String> {
    check(address).ok()
}

/// `address` as a link to the web, for metadata.
pub(crate) fn web(address: &str) -> Option<String> {
    href(address).filter(|address| address.starts_with("http"))
}

/// `address` as a valid `href`, or why it is none.
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

/// The scheme of `address` in small letters, and what follows its colon; `None` if it has none (RFC 3986 §3.1).
pub(crate) fn scheme(address: &str) -> Option<(String, &str)> {
    let (scheme, rest) = address.split_once(':')?;
    let formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    formed.then(|| (scheme.to_ascii_lowercase(), rest))
}

/// Percent-encodes what must be, and every `%` and `#` that is not what it seems.
fn encode(rest: &str) -> String {
    let (before, fragment) = match rest.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (rest, None),
    };
    let (authority, path) = split_authority(before);
    // Invisible characters come along when addresses are copied; in a host they mean nothing (UTS #46 §4).
    let mut out = authority.replace(['\u{ad}', '\u{200b}', '\u{2060}', '\u{feff}'], "");
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

/// Whether `rest` begins with `//` and a plausible host, with a user before it or not, and a port after it or not.
fn check_authority(rest: &str) -> Result<(), Refusal> {
    let (authority, path) = split_authority(rest);
    // `http:///x` has an empty host, and the browsers' reading of it is not EPUBCheck's.
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

/// Whether `label` can be a part of a domain name, which has 63 bytes at most (RFC 1035 §2.3.4). In Punycode a character
/// beyond ASCII takes about two bytes, after a prefix of four.
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

/// Whether domain names hold `c`, which is not ASCII: letters and their marks, joiners, and the emoji that some have.
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
