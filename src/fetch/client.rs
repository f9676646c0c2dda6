//! Asks a server for a picture: one GET request, whose answer is limited in every way.

use std::fmt;
use std::io::{self, Read};
use std::net::IpAddr;
use std::time::{Duration, Instant};

use flate2::read::{MultiGzDecoder, ZlibDecoder};
use ureq::config::Config;
use ureq::http::{Response, Uri, header};
use ureq::tls::TlsConfig;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error, Timeout};

use super::address::{Address, not_public};
use super::hosts::Ended;
use super::network::is_public;
use super::{Options, Private};

/// A body that is slower than this many bytes a second, after [`PATIENCE`], is given up.
const SLOWEST: f64 = 1024.0;

/// The time for which a body may be slow.
const PATIENCE: Duration = Duration::from_secs(5);

/// Maximum size of the header of an answer.
const MAX_HEADER: usize = 64 << 10;

/// What a server answers.
#[derive(Debug)]
pub(super) enum Answer {
    /// The content, and whether its end was told from a broken connection.
    Content(Vec<u8>, bool),
    /// Where to ask instead.
    Redirect(String),
}

/// Why there is no answer, or none that can be used.
#[derive(Debug)]
pub(super) struct Failure {
    /// The reason as a clause.
    pub why: String,
    /// What it says about the host.
    pub ended: Ended,
}

impl Failure {
    fn answered(why: impl Into<String>) -> Self {
        Self { why: why.into(), ended: Ended::Answered }
    }
}

/// A client, which keeps connections open for the next request to the same host.
#[derive(Debug)]
pub(super) struct Client {
    agent: Agent,
    options: Options,
}

impl Client {
    /// Creates a client. It opens no connection yet.
    pub fn new(options: Options) -> Self {
        Self::with(options, TlsConfig::default())
    }

    /// Creates a client that trusts nobody but the issuer with this certificate, in DER.
    #[cfg(test)]
    pub fn trusting(options: Options, issuer: &[u8]) -> Self {
        let issuer = ureq::tls::Certificate::from_der(issuer).to_owned();
        Self::with(options, TlsConfig::builder().root_certs(ureq::tls::RootCerts::new_with_certs(&[issuer])).build())
    }

    fn with(options: Options, tls: TlsConfig) -> Self {
        let limits = &options;
        let config = Config::builder()
            // Redirects are followed one by one, because each address is checked.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .proxy(None)
            .tls_config(tls)
            .user_agent(concat!("Offprint/", env!("CARGO_PKG_VERSION")))
            .accept("image/*,*/*;q=0.5")
            .accept_encoding("identity")
            .max_response_header_size(MAX_HEADER)
            .timeout_resolve(Some(limits.pause))
            .timeout_connect(Some(limits.pause))
            .timeout_per_read(Some(limits.pause))
            .timeout_per_write(Some(limits.pause))
            .build();
        let resolver = Checked { inner: DefaultResolver::default(), private: limits.private.clone() };
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), options }
    }

    /// Asks for `address`; everything must be over at `deadline`.
    ///
    /// # Errors
    /// If there is no answer with a picture or another address.
    pub fn ask(&self, address: &Address, deadline: Instant) -> Result<Answer, Failure> {
        let mut response = self.begin(address, deadline)?;
        let text = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        match response.status().as_u16() {
            200 | 203 => {}
            301 | 302 | 303 | 307 | 308 => {
                let location = text(header::LOCATION).filter(|location| !location.is_empty());
                return location.map(Answer::Redirect).ok_or_else(|| {
                    Failure::answered("the server redirects without saying where to, or not in ASCII characters")
                });
            }
            _ => {
                let status = response.status();
                let name = status.canonical_reason().map(|name| format!(" ({name})")).unwrap_or_default();
                return Err(Failure::answered(format!("the server answered {}{name}", status.as_u16())));
            }
        }
        let coding = text(header::CONTENT_ENCODING).unwrap_or_default().trim().to_ascii_lowercase();
        if response.body().content_length().is_some_and(|length| length > self.options.max_bytes) {
            return Err(self.too_large());
        }
        let ended = [header::CONTENT_LENGTH, header::TRANSFER_ENCODING].iter().any(|name| text(name.clone()).is_some());
        let sent = self.body(response.body_mut())?;
        Ok(Answer::Content(self.decoded(sent, &coding)?, ended))
    }

    /// Sends the request, and returns the answer when its header has arrived.
    ///
    /// A server may close a connection that was kept open just when the next request is sent on it. No answer then says
    /// nothing about the request, so it is sent once more, on a new connection (RFC 9112 §9.3.1).
    fn begin(&self, address: &Address, deadline: Instant) -> Result<Response<Body>, Failure> {
        let mut only_new = false;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(self.late());
            }
            let mut config = self.agent.get(address.text()).config().timeout_global(Some(left));
            if only_new {
                config = config.max_idle_age(Duration::ZERO);
            }
            match config.build().call() {
                Err(Error::Io(error)) if is_closed(error.kind()) && !only_new => only_new = true,
                answer => return answer.map_err(|error| self.failure(&error)),
            }
        }
    }

    /// Reads a body to its end, unless it is too long or too slow.
    fn body(&self, body: &mut Body) -> Result<Vec<u8>, Failure> {
        let most = self.options.max_bytes;
        let mut reader = body.as_reader();
        let (mut content, mut part) = (Vec::new(), vec![0; 64 << 10]);
        let begun = Instant::now();
        loop {
            let length = match reader.read(&mut part) {
                Ok(0) => return Ok(content),
                Ok(length) => length,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    // A server that sends, but too little, is not silent.
                    let failure = self.failure(&Error::from(error));
                    return Err(Failure { ended: Ended::Answered, ..failure });
                }
            };
            content.extend_from_slice(&part[..length]);
            if content.len() as u64 > most {
                return Err(self.too_large());
            }
            let passed = begun.elapsed();
            if passed > PATIENCE && (content.len() as f64) < SLOWEST * passed.as_secs_f64() {
                return Err(Failure::answered("the server sends it too slowly"));
            }
            if self.options.cancel.reason().is_some() {
                return Err(Failure::answered("the run was stopped"));
            }
        }
    }

    /// Undoes the compression `coding`, which some servers use although nobody asked for it.
    fn decoded(&self, sent: Vec<u8>, coding: &str) -> Result<Vec<u8>, Failure> {
        let most = self.options.max_bytes;
        let unpack = |mut reader: Box<dyn Read + '_>| {
            let mut content = Vec::new();
            match reader.by_ref().take(most + 1).read_to_end(&mut content) {
                Ok(_) if content.len() as u64 > most => Err(self.too_large()),
                Ok(_) => Ok(content),
                Err(_) => Err(Failure::answered("what the server sent is compressed and damaged")),
            }
        };
        match coding {
            "" | "identity" => Ok(sent),
            // Some servers state it of files that are not compressed.
            "gzip" | "x-gzip" if !sent.starts_with(b"\x1f\x8b") => Ok(sent),
            "gzip" | "x-gzip" => unpack(Box::new(MultiGzDecoder::new(&*sent))),
            "deflate" => unpack(Box::new(ZlibDecoder::new(&*sent))),
            _ => Err(Failure::answered("the server sends it in a compression that was not asked for")),
        }
    }

    fn too_large(&self) -> Failure {
        Failure::answered(format!("it is larger than {}", size(self.options.max_bytes)))
    }

    fn late(&self) -> Failure {
        let why = format!("it was not there within {}", seconds(self.options.timeout));
        Failure { why, ended: Ended::Silent }
    }

    /// Says what `error` means.
    fn failure(&self, error: &Error) -> Failure {
        use io::ErrorKind as Kind;
        let unreachable = |why: String| Failure { why, ended: Ended::Unreachable };
        match error {
            Error::Timeout(Timeout::Resolve) => unreachable("the name of its host could not be looked up".to_owned()),
            Error::Timeout(Timeout::Connect) => unreachable("no connection to its host could be made".to_owned()),
            Error::Timeout(Timeout::PerRead | Timeout::PerWrite) => {
                let why = format!("the server was silent for {}", seconds(self.options.pause));
                Failure { why, ended: Ended::Silent }
            }
            Error::Timeout(_) => self.late(),
            Error::HostNotFound => unreachable("its host was not found".to_owned()),
            Error::Other(other) if other.is::<NotPublic>() => Failure::answered(other.to_string()),
            Error::Io(error) => match error.kind() {
                Kind::TimedOut | Kind::WouldBlock => self.late(),
                kind if is_closed(kind) => Failure::answered("the connection was closed before all was sent"),
                Kind::ConnectionRefused => unreachable("its host refused the connection".to_owned()),
                Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown | Kind::AddrNotAvailable => {
                    unreachable("its host cannot be reached".to_owned())
                }
                Kind::InvalidData if error.to_string().contains("certificate") => {
                    Failure::answered(format!("the connection is not secure ({error})"))
                }
                Kind::InvalidData => Failure::answered("the server does not answer in valid HTTPS"),
                // Looking up a name fails with an error of its own kind on each system.
                _ if is_lookup(error) => unreachable("its host was not found".to_owned()),
                _ => unreachable(format!("the connection failed ({error})")),
            },
            Error::Rustls(error) => Failure::answered(format!("the connection is not secure ({error})")),
            Error::Tls(_) | Error::TlsRequired => Failure::answered("the connection is not secure"),
            Error::LargeResponseHeader(..) => Failure::answered("the header of the answer is too long"),
            Error::Protocol(_) | Error::Http(_) | Error::BodyStalled => {
                Failure::answered("the server does not answer in valid HTTP")
            }
            Error::BadUri(_) => Failure::answered("its address is not valid"),
            other => Failure::answered(format!("the request failed ({other})")),
        }
    }
}

/// Whether the other side has ended the connection.
fn is_closed(kind: io::ErrorKind) -> bool {
    use io::ErrorKind as Kind;
    matches!(kind, Kind::UnexpectedEof | Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe)
}

/// Whether `error` is that of looking up a name, which the standard library only describes in words.
fn is_lookup(error: &io::Error) -> bool {
    error.to_string().contains("failed to lookup address")
}

/// Writes a time for people.
fn seconds(time: Duration) -> String {
    format!("{} s", (time.as_secs_f64() * 10.0).round() / 10.0)
}

/// Writes a number of bytes for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{:.0} KiB", bytes as f64 / 1024.0),
        _ => format!("{:.0} MiB", bytes as f64 / 1_048_576.0),
    }
}

/// A resolver that keeps public addresses only. What it returns is what is connected to.
#[derive(Debug)]
struct Checked {
    inner: DefaultResolver,
    private: Private,
}

/// Returns the port that `uri` names or means.
fn port(uri: &Uri) -> Option<u16> {
    uri.port_u16().or(match uri.scheme_str() {
        Some("http") => Some(80),
        Some("https") => Some(443),
        _ => None,
    })
}

impl Resolver for Checked {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        if self.private.allows(uri.host().unwrap_or_default(), port(uri)) {
            return Ok(found);
        }
        let mut kept = self.empty();
        found.iter().filter(|address| is_public(address.ip())).for_each(|address| kept.push(*address));
        match found.first() {
            Some(refused) if kept.is_empty() => Err(Error::Other(Box::new(NotPublic(refused.ip())))),
            _ => Ok(kept),
        }
    }
}

/// All addresses of a host are in networks that are not public.
#[derive(Debug)]
struct NotPublic(IpAddr);

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "its host leads to a private network: {}", not_public(self.0))
    }
}

impl std::error::Error for NotPublic {}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(private: Private) -> Client {
        let mut options = Options::new("unused");
        options.private = private;
        options.max_bytes = 1000;
        Client::new(options)
    }

    #[test]
    fn a_name_that_leads_to_a_private_network_is_not_connected_to() {
        // The check of names is passed over here, so that the resolved address is what is refused.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        let port = listener.local_addr().unwrap().port();
        for host in ["localhost", "127.0.0.1"] {
            let address = Address::parse(&format!("http://{host}:{port}/a.png")).unwrap();
            let failure = client(Private::Nothing).ask(&address, Instant::now() + Duration::from_secs(5)).unwrap_err();
            assert!(failure.why.contains("private network"), "{host}: {}", failure.why);
        }
        assert_eq!(listener.accept().unwrap_err().kind(), io::ErrorKind::WouldBlock, "somebody connected");
    }

    #[test]
    fn what_is_compressed_is_unpacked_up_to_the_limit() {
        let packed = |length: usize| {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            std::io::Write::write_all(&mut encoder, &vec![7; length]).unwrap();
            encoder.finish().unwrap()
        };
        let client = client(Private::Everything);
        assert_eq!(client.decoded(packed(1000), "gzip").unwrap().len(), 1000);
        assert!(client.decoded(packed(1001), "gzip").unwrap_err().why.contains("larger"));
        assert!(client.decoded(packed(9)[..12].to_vec(), "gzip").unwrap_err().why.contains("damaged"));
        assert_eq!(client.decoded(b"plain".to_vec(), "gzip").unwrap(), b"plain");
        assert_eq!(client.decoded(b"plain".to_vec(), "").unwrap(), b"plain");
        assert!(client.decoded(b"x".to_vec(), "br").unwrap_err().why.contains("not asked for"));
        assert!(client.decoded(b"x".to_vec(), "gzip, br").unwrap_err().why.contains("not asked for"));
    }
}
