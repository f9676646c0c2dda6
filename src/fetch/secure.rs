//! Tests of HTTPS: a server on loopback with a certificate made here, which only a client of these tests trusts.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use ring::signature::{Ed25519KeyPair, KeyPair};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::{Fetcher, Options, Private};
use crate::read::{Remote, Web};

/// Writes a value of ASN.1 in DER: its tag, its length and its content (ITU-T X.690 §8.1).
fn der(tag: u8, content: &[&[u8]]) -> Vec<u8> {
    let content = content.concat();
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(length) if length < 128 => out.push(length),
        Ok(length) => out.extend([0x81, length]),
        Err(_) => out.extend([&[0x82], &u16::try_from(content.len()).unwrap().to_be_bytes()[..]].concat()),
    }
    out.extend(content);
    out
}

/// Makes a certificate for `host` (RFC 5280 §4.1), signed by its own key (RFC 8410). Returns it and the key in PKCS #8.
fn certificate(host: &str) -> (Vec<u8>, Vec<u8>) {
    let random = ring::rand::SystemRandom::new();
    let key = Ed25519KeyPair::generate_pkcs8(&random).unwrap().as_ref().to_vec();
    let pair = Ed25519KeyPair::from_pkcs8(&key).unwrap();
    let algorithm = der(0x30, &[&[0x06, 3, 0x2b, 0x65, 0x70]]);
    let name = der(0x30, &[&der(0x31, &[&der(0x30, &[&[0x06, 3, 0x55, 0x04, 0x03], &der(0x0c, &[b"Test"])])])]);
    let validity = der(0x30, &[&der(0x17, &[b"200101000000Z"]), &der(0x17, &[b"491231235959Z"])]);
    let bits = |bytes: &[u8]| der(0x03, &[&[0], bytes]);
    let public = der(0x30, &[&algorithm, &bits(pair.public_key().as_ref())]);
    let names = der(0x30, &[&der(0x82, &[host.as_bytes()])]);
    let extension = der(0x30, &[&[0x06, 3, 0x55, 0x1d, 0x11], &der(0x04, &[&names])]);
    let extensions = der(0xa3, &[&der(0x30, &[&extension])]);
    let version = der(0xa0, &[&[0x02, 1, 2]]);
    let body = der(0x30, &[&version, &[0x02, 1, 1], &algorithm, &name, &validity, &name, &public, &extensions]);
    let signature = bits(pair.sign(&body).as_ref());
    (der(0x30, &[&body, &algorithm, &signature]), key)
}

/// A server with a certificate for `localhost`.
struct Server {
    port: u16,
    certificate: Vec<u8>,
    requests: Arc<AtomicUsize>,
}

impl Server {
    /// Starts one that answers each request with `body`.
    fn start(body: Vec<u8>) -> Self {
        let (certificate, key) = certificate("localhost");
        let chain = vec![CertificateDer::from(certificate.clone())];
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
        let config = config.with_no_client_auth().with_single_cert(chain, PrivatePkcs8KeyDer::from(key).into());
        let config = Arc::new(config.unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let requests = Arc::new(AtomicUsize::new(0));
        let counted = requests.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (config, body, counted) = (config.clone(), body.clone(), counted.clone());
                thread::spawn(move || {
                    let stream = stream.unwrap();
                    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                    let mut stream = StreamOwned::new(ServerConnection::new(config).unwrap(), stream);
                    let (mut read, mut byte) = (Vec::new(), [0]);
                    while !read.ends_with(b"\r\n\r\n") {
                        // A client that refuses the certificate sends no request.
                        match stream.read(&mut byte) {
                            Ok(1) => read.push(byte[0]),
                            _ => return,
                        }
                    }
                    counted.fetch_add(1, Ordering::SeqCst);
                    let _ = write!(
                        stream,
                        "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                        body.len()
                    );
                    let _ = stream.write_all(&body);
                    let _ = stream.flush();
                });
            }
        });
        Self { port, certificate, requests }
    }
}

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(30, 20).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

#[test]
fn a_picture_is_fetched_over_https_from_a_server_whose_certificate_is_trusted() {
    let server = Server::start(png());
    let cache = tempfile::tempdir().unwrap();
    let options = || Options { private: Private::Everything, ..Options::new(cache.path()) };
    let address = format!("https://localhost:{}/a.png", server.port);
    // Nobody has issued it that the client of users trusts.
    let Remote::Failed(why) = Fetcher::new(options()).unwrap().picture(&address) else { panic!("it is trusted") };
    assert!(why.contains("not secure"), "{why}");
    assert_eq!(server.requests.load(Ordering::SeqCst), 0, "nothing was asked for without a secure connection");
    let trusting = Fetcher::trusting(options(), &server.certificate).unwrap();
    let Remote::Found(picture) = trusting.picture(&address) else { panic!("it is not fetched") };
    assert_eq!(&*picture.bytes, png());
    assert_eq!(server.requests.load(Ordering::SeqCst), 1);
    // The certificate is not for this name.
    let other = format!("https://127.0.0.1:{}/b.png", server.port);
    let Remote::Failed(why) = trusting.picture(&other) else { panic!("any name is taken") };
    assert!(why.contains("not secure"), "{why}");
    assert_eq!(server.requests.load(Ordering::SeqCst), 1);
}
