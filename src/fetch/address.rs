//! Addresses of pictures: what may be asked for at all, before any name is resolved.

use std::net::IpAddr;

use url::{Host, Url};

use super::Private;
use super::network::is_public;

/// Maximum length of an address in bytes; servers refuse longer ones.
const LONGEST: usize = 8_000;

/// The address of a picture: `http` or `https`, with a host, without credentials and fragment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Address(Url);

impl Address {
    /// Parses an absolute address as browsers do: characters beyond ASCII are encoded, the host in Punycode.
    ///
    /// # Errors
    /// Why it cannot be that of a picture on the web, as a clause.
    pub fn parse(text: &str) -> Result<Self, String> {
        Self::of(Url::parse(text), text)
    }

    /// Returns the address to which a server redirects with `location`.
    ///
    /// # Errors
    /// Why it is not followed, as a clause.
    pub fn redirected(&self, location: &str) -> Result<Self, String> {
        let next = Self::of(self.0.join(location), location)?;
        if self.0.scheme() == "https" && next.0.scheme() == "http" {
            return Err("a redirect from https to http is not followed".to_owned());
        }
        Ok(next)
    }

    fn of(parsed: Result<Url, url::ParseError>, text: &str) -> Result<Self, String> {
        if text.len() > LONGEST {
            return Err(format!("its address is longer than {LONGEST} bytes"));
        }
        let mut url = parsed.map_err(|error| format!("its address is not valid ({error})"))?;
        if !matches!(url.scheme(), "http" | "https") {
            let scheme: String = url.scheme().chars().take(20).collect();
            return Err(format!("its address begins with `{scheme}:`, and only http and https are fetched"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("its address holds a user name or password, which are never sent".to_owned());
        }
        if url.host().is_none() {
            return Err("its address names no host".to_owned());
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// Whether it may be asked for, as far as this is known without resolving names.
    ///
    /// # Errors
    /// Why not, as a clause.
    pub fn check(&self, private: &Private) -> Result<(), String> {
        if private.allows(self.0.host_str().unwrap_or_default(), self.0.port_or_known_default()) {
            return Ok(());
        }
        let ip = match self.0.host() {
            Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
            Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
            Some(Host::Domain(name)) if is_local(name) => return Err(format!("`{name}` is the name of a local host")),
            _ => None,
        };
        if let Some(ip) = ip.filter(|ip| !is_public(*ip)) {
            return Err(not_public(ip));
        }
        match self.0.port() {
            // Other ports below 1024 are those of mail and other services, which must not be talked to.
            Some(port) if port < 1024 && !matches!(port, 80 | 443) => {
                Err(format!("{port} is not the port of a web server"))
            }
            _ => Ok(()),
        }
    }

    /// Returns it as text in ASCII.
    pub fn text(&self) -> &str {
        self.0.as_str()
    }

    /// Returns its host with the port.
    pub fn host(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        self.0.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }
}

impl Private {
    /// Whether everything on `host` is allowed.
    pub(super) fn allows(&self, host: &str, port: Option<u16>) -> bool {
        let is_it = |allowed: &String| {
            let rest = allowed.get(..host.len()).filter(|start| start.eq_ignore_ascii_case(host));
            let rest = rest.map(|_| &allowed[host.len()..]);
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.strip_prefix(':').is_some_and(|wanted| wanted.parse() == Ok(port.unwrap_or(0)))
            })
        };
        match self {
            Self::Nothing => false,
            Self::Hosts(hosts) => hosts.iter().any(is_it),
            Self::Everything => true,
        }
    }
}

/// Says that `ip` is not connected to.
pub(super) fn not_public(ip: IpAddr) -> String {
    format!("the address {ip} is not on the public internet")
}

/// Whether `name` is one of this host or its network: it has no dot, or ends in a name reserved for such use (RFC 6761,
/// RFC 6762, RFC 7686, RFC 8375, and `internal`).
fn is_local(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let last = name.rsplit('.').next().unwrap_or_default();
    !name.contains('.')
        || matches!(last, "localhost" | "local" | "internal" | "localdomain" | "onion" | "test" | "invalid")
        || name.ends_with(".home.arpa")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what becomes of an address: its text, or words of the reason against it.
    #[track_caller]
    fn becomes(text: &str, expected: Result<&str, &str>) {
        let found = Address::parse(text).and_then(|address| address.check(&Private::Nothing).map(|()| address));
        match (found, expected) {
            (Ok(address), Ok(expected)) => assert_eq!(address.text(), expected, "{text}"),
            (Err(why), Err(words)) => assert!(why.contains(words), "{text}: {why}"),
            (found, _) => panic!("{text}: {found:?}"),
        }
    }

    #[test]
    fn addresses_are_those_that_browsers_ask_for() {
        let cases = [
            ("https://e.org/a.png", "https://e.org/a.png"),
            ("HTTPS://E.org:443/a.png#top", "https://e.org/a.png"),
            ("http://e.org", "http://e.org/"),
            ("https://e.org/a b.png?x=1&y=ä", "https://e.org/a%20b.png?x=1&y=%C3%A4"),
            ("https://e.org/grün/日.png", "https://e.org/gr%C3%BCn/%E6%97%A5.png"),
            ("https://e.org/a%20b%2Fc.png", "https://e.org/a%20b%2Fc.png"),
            ("https://bücher.example/a.png", "https://xn--bcher-kva.example/a.png"),
            ("https://e.org/x/../a.png", "https://e.org/a.png"),
            ("https://e.org/a\r\nX-Evil: 1.png", "https://e.org/aX-Evil:%201.png"),
            ("https://e.org/%0d%0aX-Evil", "https://e.org/%0d%0aX-Evil"),
            ("https://e.org:8443/a.png", "https://e.org:8443/a.png"),
            ("https://[2606:4700::1111]/a.png", "https://[2606:4700::1111]/a.png"),
        ];
        cases.iter().for_each(|(text, expected)| becomes(text, Ok(expected)));
    }

    #[test]
    fn an_address_that_is_not_on_the_public_web_is_refused() {
        let cases = [
            ("ftp://e.org/a.png", "only http and https"),
            ("file:///etc/passwd", "only http and https"),
            ("data:image/png;base64,AAAA", "only http and https"),
            ("gopher://e.org/", "only http and https"),
            ("javascript:alert(1)", "only http and https"),
            ("https://user@e.org/a.png", "user name or password"),
            ("https://user:secret@e.org/a.png", "user name or password"),
            ("https://:secret@e.org/a.png", "user name or password"),
            ("https://", "not valid"),
            ("https://e.org:99999/", "not valid"),
            ("https://a b/", "not valid"),
            ("a.png", "not valid"),
            ("http://localhost/a.png", "local host"),
            ("http://LOCALHOST./a.png", "local host"),
            ("http://a.localhost/a.png", "local host"),
            ("http://printer/a.png", "local host"),
            ("http://nas.local/a.png", "local host"),
            ("http://metadata.google.internal/", "local host"),
            ("http://127.0.0.1/a.png", "127.0.0.1 is not on the public"),
            ("http://127.1/a.png", "127.0.0.1 is not on the public"),
            ("http://2130706433/a.png", "127.0.0.1 is not on the public"),
            ("http://0x7f.0.0.1/a.png", "127.0.0.1 is not on the public"),
            ("http://0177.0.0.1/a.png", "127.0.0.1 is not on the public"),
            ("http://①②⑦.0.0.1/a.png", "127.0.0.1 is not on the public"),
            ("http://169.254.169.254/latest/meta-data/", "not on the public"),
            ("http://[::1]/a.png", "::1 is not on the public"),
            ("http://[::ffff:10.0.0.1]/a.png", "not on the public"),
            ("http://e.org:25/a.png", "not the port"),
            ("http://e.org:22/a.png", "not the port"),
        ];
        cases.iter().for_each(|(text, words)| becomes(text, Err(words)));
        becomes(&format!("https://e.org/{}", "a".repeat(LONGEST)), Err("longer"));
    }

    #[test]
    fn single_private_hosts_can_be_allowed() {
        let hosts = ["wiki.local", "127.0.0.1:8080", "[::1]", "printer:631"].map(str::to_owned);
        let private = Private::Hosts(hosts.into());
        for (text, allowed) in [
            ("http://wiki.local/a.png", true),
            ("http://WIKI.local:99/a.png", true),
            ("http://wikix.local/a.png", false),
            ("http://127.0.0.1:8080/a.png", true),
            ("http://127.0.0.1/a.png", false),
            ("http://127.0.0.1:80801/a.png", false),
            ("http://127.0.0.1:808/a.png", false),
            ("http://[::1]:3000/a.png", true),
            ("http://printer:631/a.png", true),
            ("http://nas.local/a.png", false),
        ] {
            let checked = Address::parse(text).and_then(|address| address.check(&private));
            assert_eq!(checked.is_ok(), allowed, "{text}: {checked:?}");
        }
        assert!(Address::parse("http://10.0.0.1:22/").unwrap().check(&Private::Everything).is_ok());
    }

    #[test]
    fn redirects_lead_on_from_the_address_and_never_down_to_http() {
        let from = Address::parse("https://e.org/a/b.png?x").unwrap();
        let to = |location: &str| from.redirected(location).map(|address| address.text().to_owned());
        assert_eq!(to("c.png").as_deref(), Ok("https://e.org/a/c.png"));
        assert_eq!(to("/c.png").as_deref(), Ok("https://e.org/c.png"));
        assert_eq!(to("//f.org/c.png#x").as_deref(), Ok("https://f.org/c.png"));
        assert_eq!(to("?y").as_deref(), Ok("https://e.org/a/b.png?y"));
        assert!(to("http://e.org/c.png").unwrap_err().contains("https to http"));
        assert!(to("file:///etc/passwd").unwrap_err().contains("only http and https"));
        assert!(to("https://u:p@e.org/").unwrap_err().contains("user name or password"));
        let plain = Address::parse("http://e.org/").unwrap();
        assert_eq!(plain.redirected("https://e.org/x").unwrap().text(), "https://e.org/x");
        assert_eq!(plain.redirected("http://e.org/x").unwrap().text(), "http://e.org/x");
    }
}
