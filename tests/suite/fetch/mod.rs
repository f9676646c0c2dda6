//! Pictures on the web, with a server of our own: every good answer becomes the picture, every bad one a warning.

mod ahead;
mod server;
mod sockets;

use std::fs;
use std::io::{Cursor, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use image::{DynamicImage, ImageFormat};
use serde_json::Value;

use crate::common::epub::Epub;
use crate::common::kitchen::{Kitchen, Run};
use server::{Server, chunked, drip, raw, redirect, send};

fn picture(format: ImageFormat, width: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, 40).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn png(width: u32) -> Vec<u8> {
    picture(ImageFormat::Png, width)
}

fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// A PNG of 45 megapixels, black or white.
fn huge() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 9_000, 5_000);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    encoder.write_header().unwrap().write_image_data(&vec![0xaa; 1_125 * 5_000]).unwrap();
    bytes
}

/// A GIF that says that it has 30,000 × 30,000 pixels.
fn boasting() -> Vec<u8> {
    let mut bytes = picture(ImageFormat::Gif, 30);
    bytes[6..10].copy_from_slice(&[0x30, 0x75, 0x30, 0x75]);
    bytes
}

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='40' height='40'>\
    <style>@import url('http://127.0.0.1:9/evil.css'); rect { fill: url(http://127.0.0.1:9/evil.svg#a) }</style>\
    <image xlink:href='http://127.0.0.1:9/evil.png' width='9' height='9'/><script>fetch('/evil')</script>\
    <use href='http://127.0.0.1:9/evil.svg#b'/><rect width='30' height='30'/></svg>";

/// Answers that become a picture, by path; the width in pixels is that of the picture, 0 for any.
const GOOD: &[(&str, u32)] = &[
    ("plain.png", 101),
    ("chunked.png", 102),
    ("http10.png", 103),
    ("typed-as-page.png", 104),
    ("untyped", 105),
    ("typed-as-bytes.jpg", 106),
    ("301", 107),
    ("302", 107),
    ("303", 107),
    ("307", 107),
    ("308", 107),
    ("chain-5", 108),
    ("query.png?w=1&h=2&f=%C3%A4", 109),
    ("gr%C3%BCn%20(1).png", 110),
    ("svg", 0),
    ("svgz", 0),
    ("gzipped.png", 111),
    ("not-gzipped.png", 112),
    ("203", 113),
    ("after-100", 114),
    ("pause.png", 115),
    ("jpeg", 116),
    ("gif", 117),
    ("webp", 118),
    ("bmp", 119),
    ("tiff", 120),
    ("more-than-said.png", 121),
    ("folded.png", 122),
    ("huge.png", 0),
    ("deep/relative", 123),
];

/// Answers of which nothing can be used: path, and words of the warning.
const BAD: &[(&str, &str)] = &[
    ("404", "answered 404 (Not Found)"),
    ("403", "answered 403 (Forbidden)"),
    ("410", "answered 410 (Gone)"),
    ("500", "answered 500 (Internal Server Error)"),
    ("503", "answered 503"),
    ("204", "answered 204"),
    ("206", "answered 206"),
    ("304", "answered 304"),
    ("300", "answered 300"),
    ("999", "answered 999"),
    ("loop", "more than 5 redirects"),
    ("loop-of-two", "more than 5 redirects"),
    ("chain-6", "more than 5 redirects"),
    ("to-file", "redirected to `file:///etc/passwd`, and its address begins with `file:`"),
    ("to-ftp", "begins with `ftp:`"),
    ("to-data", "begins with `data:`"),
    ("to-script", "begins with `javascript:`"),
    ("to-user", "user name or password"),
    ("to-nothing", "without saying where to"),
    ("to-nonsense", "not valid"),
    ("to-404", "redirected to"),
    ("page.png", "a web page instead of a picture"),
    ("page-with-drawing", "a web page instead of a picture"),
    ("json.png", "something that is not a picture"),
    ("random.png", "something that is not a picture"),
    ("pdf.png", "something that is not a picture"),
    ("empty.png", "an empty file"),
    ("truncated.png", "closed before all was sent"),
    ("truncated-chunks.png", "closed before all was sent"),
    ("truncated-chunk.png", "closed before all was sent"),
    ("endless", "larger than 98 KiB"),
    ("endless-chunks", "larger than 98 KiB"),
    ("said-to-be-large", "larger than 98 KiB"),
    ("slow-body", ""),
    ("slow-head", ""),
    ("slow-chunks", ""),
    ("silent", ""),
    ("silent-body", ""),
    ("closed", "closed before all was sent"),
    ("reset-in-head", ""),
    ("no-http", "not answer in valid HTTP"),
    ("http09", ""),
    ("http2", "not answer in valid HTTP"),
    ("bad-status", "not answer in valid HTTP"),
    ("bad-header", "not answer in valid HTTP"),
    ("bad-chunk", "not answer in valid HTTP"),
    ("bad-length", ""),
    ("two-lengths", ""),
    ("long-head", "header of the answer is too long"),
    ("many-headers", ""),
    ("endless-100", ""),
    ("bomb.png", "larger than 98 KiB"),
    ("broken-gzip.png", "compressed and damaged"),
    ("brotli.png", "compression that was not asked for"),
    ("boasting.gif", "megapixels"),
    ("cut-off.png", "only a part of the picture"),
    ("page-with-comment", "a web page instead of a picture"),
];

fn answer(path: &str, stream: &mut TcpStream) -> std::io::Result<()> {
    const OK: &str = "200 OK";
    const HEAD: &str = "HTTP/1.1 200 OK\r\n";
    let slow = Duration::from_millis(50);
    match path.trim_start_matches('/') {
        "plain.png" => send(stream, OK, "Content-Type: image/png\r\n", &png(101)),
        "chunked.png" => chunked(stream, &png(102), true),
        "http10.png" => raw(stream, "HTTP/1.0 200 OK\r\n\r\n", &png(103)),
        "typed-as-page.png" => send(stream, OK, "Content-Type: text/html\r\n", &png(104)),
        "untyped" => send(stream, OK, "", &png(105)),
        "typed-as-bytes.jpg" => send(stream, OK, "Content-Type: application/octet-stream\r\n", &png(106)),
        code @ ("301" | "302" | "303" | "307" | "308") => redirect(stream, &format!("{code} Elsewhere"), "/107.png"),
        "107.png" => send(stream, OK, "", &png(107)),
        "chain-6" => redirect(stream, "302 Found", "/chain-5"),
        "chain-5" => redirect(stream, "302 Found", "/chain-4"),
        "chain-4" => redirect(stream, "302 Found", "/chain-3"),
        "chain-3" => redirect(stream, "302 Found", "/chain-2"),
        "chain-2" => redirect(stream, "302 Found", "/chain-1"),
        "chain-1" => redirect(stream, "302 Found", "/chain-0"),
        "chain-0" => send(stream, OK, "", &png(108)),
        "query.png?w=1&h=2&f=%C3%A4" => send(stream, OK, "", &png(109)),
        "gr%C3%BCn%20(1).png" => send(stream, OK, "", &png(110)),
        "svg" => send(stream, OK, "Content-Type: image/svg+xml\r\n", SVG.as_bytes()),
        "svgz" => send(stream, OK, "Content-Encoding: gzip\r\n", &packed(SVG.as_bytes())),
        "gzipped.png" => send(stream, OK, "Content-Encoding: gzip\r\n", &packed(&png(111))),
        "not-gzipped.png" => send(stream, OK, "Content-Encoding: gzip\r\n", &png(112)),
        "203" => send(stream, "203 Non-Authoritative Information", "", &png(113)),
        "after-100" => {
            raw(stream, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", b"")?;
            send(stream, OK, "", &png(114))
        }
        "pause.png" => {
            let content = png(115);
            raw(stream, &format!("{HEAD}Content-Length: {}\r\n\r\n", content.len()), &content[..20])?;
            thread::sleep(Duration::from_millis(300));
            stream.write_all(&content[20..])
        }
        "jpeg" => send(stream, OK, "", &picture(ImageFormat::Jpeg, 116)),
        "gif" => send(stream, OK, "", &picture(ImageFormat::Gif, 117)),
        "webp" => send(stream, OK, "", &picture(ImageFormat::WebP, 118)),
        "bmp" => send(stream, OK, "", &picture(ImageFormat::Bmp, 119)),
        "tiff" => send(stream, OK, "", &picture(ImageFormat::Tiff, 120)),
        "more-than-said.png" => {
            send(stream, OK, "", &png(121))?;
            stream.write_all(b"HTTP/1.1 404 Not Found\r\n\r\n")
        }
        "folded.png" => send(stream, OK, "X-Long: one,\r\nETag: \"\"\r\nServer:\r\n", &png(122)),
        "huge.png" => send(stream, OK, "", &huge()),
        "deep/relative" => redirect(stream, "302 Found", "../deep/./123.png?x=../y#z"),
        "deep/123.png?x=../y" => send(stream, OK, "", &png(123)),

        code @ ("404" | "403" | "410" | "500" | "503" | "206" | "999" | "300") => {
            send(stream, &format!("{code} X"), "", &png(9))
        }
        code @ ("204" | "304") => raw(stream, &format!("HTTP/1.1 {code} X\r\nConnection: close\r\n\r\n"), b""),
        "loop" => redirect(stream, "302 Found", "/loop"),
        "loop-of-two" => redirect(stream, "301 Moved", "/loop-of-one"),
        "loop-of-one" => redirect(stream, "301 Moved", "/loop-of-two"),
        "to-file" => redirect(stream, "302 Found", "file:///etc/passwd"),
        "to-ftp" => redirect(stream, "302 Found", "ftp://127.0.0.1/a.png"),
        "to-data" => redirect(stream, "302 Found", "data:image/png;base64,iVBORw0KGgo="),
        "to-script" => redirect(stream, "302 Found", "javascript:alert(1)"),
        "to-user" => redirect(stream, "302 Found", "http://user:secret@127.0.0.1/a.png"),
        "to-nothing" => send(stream, "302 Found", "", b""),
        "to-nonsense" => redirect(stream, "302 Found", "http://[::1/a.png"),
        "to-404" => redirect(stream, "302 Found", "/404"),
        "page.png" => send(stream, OK, "Content-Type: image/png\r\n", b"\n<!DOCTYPE html><title>Login</title>"),
        "page-with-drawing" => send(stream, OK, "", b"<html><body><svg width='9' height='9'/></body></html>"),
        "json.png" => send(stream, OK, "Content-Type: image/png\r\n", b"{\"error\": \"gone\"}"),
        "random.png" => send(stream, OK, "", &[0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 200, 201]),
        "pdf.png" => send(stream, OK, "", b"%PDF-1.7\n%%EOF"),
        "empty.png" => send(stream, OK, "Content-Type: image/png\r\n", b""),
        "truncated.png" => raw(stream, &format!("{HEAD}Content-Length: 5000\r\n\r\n"), &png(9)),
        "truncated-chunks.png" => chunked(stream, &png(9), false),
        "truncated-chunk.png" => raw(stream, &format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n1000\r\n"), &png(9)),
        "endless" => drip(stream, &format!("{HEAD}\r\n"), &[7; 9000], Duration::ZERO),
        "endless-chunks" => {
            let piece = [&b"1000\r\n"[..], &[7; 4096], b"\r\n"].concat();
            drip(stream, &format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n"), &piece, Duration::ZERO)
        }
        "said-to-be-large" => raw(stream, &format!("{HEAD}Content-Length: 99999999999\r\n\r\n"), &png(9)),
        "slow-body" => drip(stream, &format!("{HEAD}Content-Length: 5000\r\n\r\n"), b"x", slow),
        "slow-head" => drip(stream, &format!("{HEAD}X: "), b"x", slow),
        "slow-chunks" => drip(stream, &format!("{HEAD}Transfer-Encoding: chunked\r\n\r\n"), b"1\r\nx\r\n", slow),
        "silent" => drip(stream, "", b"", Duration::from_millis(100)),
        "silent-body" => drip(stream, &format!("{HEAD}Content-Length: 5000\r\n\r\n"), b"", Duration::from_millis(100)),
        "closed" => Ok(()),
        "reset-in-head" => raw(stream, "HTTP/1.1 200 OK\r\nContent-Ty", b""),
        "no-http" => raw(stream, "SSH-2.0-OpenSSH_9.6\r\n", b""),
        "http09" => raw(stream, "", &png(9)),
        "http2" => raw(stream, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b""),
        "bad-status" => raw(stream, "HTTP/1.1 abc OK\r\n\r\n", b""),
        "bad-header" => raw(stream, &format!("{HEAD}no colon here\r\n\r\n"), &png(9)),
        "bad-chunk" => raw(stream, &format!("{HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n"), &png(9)),
        "bad-length" => raw(stream, &format!("{HEAD}Content-Length: -5\r\n\r\n"), &png(9)),
        "two-lengths" => raw(stream, &format!("{HEAD}Content-Length: 5\r\nContent-Length: 9\r\n\r\n"), &png(9)),
        "long-head" => drip(stream, &format!("{HEAD}X: "), &[b'x'; 9000], Duration::ZERO),
        "many-headers" => drip(stream, HEAD, &b"X: y\r\n".repeat(500), Duration::ZERO),
        "endless-100" => drip(stream, "", b"HTTP/1.1 100 Continue\r\n\r\n", Duration::from_millis(5)),
        "bomb.png" => send(stream, OK, "Content-Encoding: gzip\r\n", &packed(&vec![0; 20_000_000])),
        "broken-gzip.png" => send(stream, OK, "Content-Encoding: gzip\r\n", &packed(&png(9))[..40]),
        "brotli.png" => send(stream, OK, "Content-Encoding: br\r\n", b"\x0b\x02\x80abc\x03"),
        "cut-off.png" => raw(stream, "HTTP/1.0 200 OK\r\n\r\n", &png(900)[..150]),
        "page-with-comment" => send(stream, OK, "", b"<!-- x --><html><svg width='9' height='9'/></html>"),
        "boasting.gif" => send(stream, OK, "", &boasting()),
        other => panic!("{other} is not a case"),
    }
}

/// Warnings of a run about pictures, in JSON lines on standard error.
fn warnings(run: &Run) -> Vec<Value> {
    let lines = run.err.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.filter(|line| line["code"].as_str().is_some_and(|code| code.contains("picture"))).collect()
}

fn message(warning: &Value) -> &str {
    warning["message"].as_str().unwrap_or_default()
}

const FETCH: [&str; 8] = ["--fetch", "--cache", "cache", "--log-format", "json", "--verbose", "--to", "epub"];

#[test]
fn every_answer_becomes_the_picture_or_one_warning() {
    let server = Server::start(answer);
    let mut text = "---\ntitle: Pictures\nlang: en\n---\n\n".to_owned();
    let all = GOOD.iter().map(|(path, _)| path).chain(BAD.iter().map(|(path, _)| path));
    all.for_each(|path| text.push_str(&format!("Picture:\n\n![Alt of {path}](<{}>)\n\n", server.url(path))));
    let kitchen = Kitchen::with(&[("a.md", text.as_bytes())]);
    let limits = ["--fetch-private", "--fetch-timeout", "1500ms", "--fetch-max-size", "100KB"];
    let begun = Instant::now();
    let run = kitchen.run(&[&FETCH[..], &limits, &["a.md"]].concat());
    let took = begun.elapsed();
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(took < Duration::from_secs(60), "it took {took:?}");
    let found = warnings(&run);
    let mut wrong = Vec::new();
    for (path, words) in BAD {
        let url = format!("the picture `{}` ", server.url(path));
        let about: Vec<_> = found.iter().filter(|warning| message(warning).contains(&url)).collect();
        match about.as_slice() {
            [one] if message(one).contains(words) && one["line"].is_u64() => {}
            _ => wrong.push(format!("{path}: {about:#?}")),
        }
        if server.count(path) < 1 {
            wrong.push(format!("{path} was not asked for"));
        }
    }
    let bad = found.iter().filter(|warning| warning["code"] == "picture-not-fetched").count();
    if bad != BAD.len() {
        wrong.push(format!("{bad} pictures were not fetched, of {}", BAD.len()));
    }
    let epub = Epub::open(&kitchen.path("a.epub"));
    let text = epub.documents(|_| true);
    for (path, width) in GOOD {
        let alt = format!("alt=\"Alt of {}\"", path.replace('&', "&amp;"));
        let Some(tag) = text.split("<img").find(|tag| tag.contains(&alt)) else {
            wrong.push(format!("{path} is not shown"));
            continue;
        };
        let source = tag.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
        let content = &epub.file(&format!("OEBPS/{source}")).content;
        if *width > 0 && image::load_from_memory(content).map(|it| it.width()).ok() != Some(*width) {
            wrong.push(format!("{path} has another picture"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for request in server.requests() {
        let request = request.to_ascii_lowercase();
        for header in ["cookie:", "referer:", "authorization:", "origin:", "if-", "proxy-"] {
            assert!(!request.contains(&format!("\r\n{header}")), "{request}");
        }
        assert!(request.contains(&format!("\r\nuser-agent: offprint/{}\r\n", env!("CARGO_PKG_VERSION"))), "{request}");
        assert!(request.contains("\r\naccept-encoding: identity\r\n") && request.starts_with("get "), "{request}");
    }
    assert!(!text.contains("evil"), "a drawing kept what it refers to");
}

#[test]
fn an_address_is_asked_for_once_in_a_run_and_never_again() {
    let server = Server::start(answer);
    let body = format!("![One]({0}) ![Two]({0}#part) ![Gone]({1})\n", server.url("plain.png"), server.url("404"));
    let files = ["a/one.md", "a/two.md", "a/three.md"].map(|name| (name, body.as_bytes()));
    let kitchen = Kitchen::with(&files);
    let first = kitchen.run(&[&FETCH[..], &["--fetch-private", "a", "-o", "out/"]].concat());
    assert_eq!((first.code, server.count("plain.png"), server.count("404")), (0, 1, 1), "{}", first.err);
    assert_eq!(warnings(&first).iter().filter(|it| it["code"] == "picture-not-fetched").count(), 3, "{}", first.err);
    let made = fs::read(kitchen.path("out/one.epub")).unwrap();
    // What failed is tried again in the next run, what is in the cache is not.
    fs::remove_dir_all(kitchen.path("out")).unwrap();
    let next = kitchen.run(&[&FETCH[..], &["--fetch-private", "a", "-o", "out/"]].concat());
    assert_eq!((next.code, server.count("plain.png"), server.count("404")), (0, 1, 2), "{}", next.err);
    assert!(fs::read(kitchen.path("out/one.epub")).unwrap() == made, "other bytes with the cache");
    // The cache alone.
    fs::remove_dir_all(kitchen.path("out")).unwrap();
    let offline =
        kitchen.run(&["--offline", "--cache", "cache", "--to", "epub", "a", "-o", "out/", "--log-format", "json"]);
    assert_eq!((offline.code, server.count("plain.png"), server.count("404")), (0, 1, 2), "{}", offline.err);
    assert!(warnings(&offline).iter().any(|it| message(it).contains("is not in the cache")), "{}", offline.err);
    assert!(fs::read(kitchen.path("out/one.epub")).unwrap() == made, "other bytes from the cache alone");
    // Nothing at all.
    let none = kitchen.run(&["--to", "epub", "a", "-o", "none/", "--log-format", "json"]);
    assert_eq!((none.code, server.requests().len()), (0, 3), "{}", none.err);
    assert!(warnings(&none).iter().any(|it| message(it).contains("nothing is fetched")), "{}", none.err);
}

#[test]
fn private_addresses_are_not_connected_to() {
    let server = Server::start(answer);
    let port = server.address.port();
    let hosts = [
        "127.0.0.1",
        "localhost",
        "LocalHost.",
        "a.localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "169.254.169.254",
        "10.0.0.1",
        "router",
        "nas.local",
    ];
    let text: String = hosts.iter().map(|host| format!("![A](http://{host}:{port}/plain.png)\n\n")).collect();
    let kitchen = Kitchen::with(&[("a.md", text.as_bytes())]);
    let run = kitchen.run(&[&FETCH[..], &["a.md"]].concat());
    let found = warnings(&run);
    assert_eq!((run.code, found.len()), (0, hosts.len()), "{}", run.err);
    for warning in &found {
        let said = message(warning);
        assert!(said.contains("not on the public internet") || said.contains("name of a local host"), "{said}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_redirect_leads_to_no_private_address_that_is_not_allowed() {
    // One host is allowed; it redirects to another, whose address is as private.
    let other = Server::start(answer);
    static OTHER: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    OTHER.set(other.address.port().to_string()).unwrap();
    let server = Server::start(|path, stream| {
        let port = OTHER.get().unwrap();
        match path {
            "/by-address" => redirect(stream, "302 Found", &format!("http://127.0.0.1:{port}/plain.png")),
            "/by-name" => redirect(stream, "302 Found", &format!("http://localhost:{port}/plain.png")),
            "/by-number" => redirect(stream, "302 Found", &format!("http://2130706433:{port}/plain.png")),
            "/without-scheme" => redirect(stream, "302 Found", &format!("//[::1]:{port}/plain.png")),
            "/metadata" => redirect(stream, "302 Found", "http://169.254.169.254/latest/meta-data/"),
            _ => send(stream, "200 OK", "", &png(90)),
        }
    });
    let paths = ["by-address", "by-name", "by-number", "without-scheme", "metadata"];
    let text: String = paths.iter().map(|path| format!("![A]({})\n\n", server.url(path))).collect();
    let text = format!("{text}![Good]({})\n", server.url("good.png"));
    let kitchen = Kitchen::with(&[("a.md", text.as_bytes())]);
    let allowed = format!("--fetch-private={}", server.address);
    let run = kitchen.run(&[&FETCH[..], &[&allowed, "a.md"]].concat());
    let found = warnings(&run);
    assert_eq!((run.code, found.len()), (0, paths.len()), "{}", run.err);
    assert!(found.iter().all(|warning| message(warning).contains("it is redirected to")), "{}", run.err);
    assert_eq!((server.requests().len(), other.requests().len()), (paths.len() + 1, 0));
}

#[test]
fn addresses_that_are_no_pictures_on_the_web_are_not_asked_for() {
    let server = Server::start(answer);
    let address = server.address;
    let cases = [
        (format!("http://user:secret@{address}/plain.png"), "user name or password"),
        (format!("http://user@{address}/plain.png"), "user name or password"),
        (format!("ftp://{address}/plain.png"), "only http and https"),
        ("file:///etc/passwd".to_owned(), "only http and https"),
        (format!("https://{address}/plain.png"), ""),
        ("http://127.0.0.1:1/plain.png".to_owned(), "refused the connection"),
    ];
    let text: String = cases.iter().map(|(url, _)| format!("![A]({url})\n\n")).collect();
    let kitchen = Kitchen::with(&[("a.md", text.as_bytes())]);
    let run = kitchen.run(&[&FETCH[..], &["--fetch-private", "--fetch-timeout", "2s", "a.md"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let found = warnings(&run);
    for (url, words) in &cases {
        let about: Vec<_> = found.iter().filter(|it| message(it).contains(&format!("`{url}`"))).collect();
        assert!(matches!(about.as_slice(), [one] if message(one).contains(words)), "{url}: {}", run.err);
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_connection_that_the_server_closes_at_the_next_request_costs_no_picture() {
    let server = Server::start(|path, stream| match path {
        "/first.png" => {
            let content = png(101);
            let length = content.len();
            raw(stream, &format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n"), &content)?;
            // The connection is kept open until the next request begins, which gets no answer.
            stream.read(&mut [0]).map(|_| ())
        }
        _ => send(stream, "200 OK", "", &png(102)),
    });
    let text =
        format!("---\ntitle: A\nlang: en\n---\n\n![A]({})\n\n![B]({})\n", server.url("first.png"), server.url("b"));
    let kitchen = Kitchen::with(&[("a.md", text.as_bytes())]);
    let run = kitchen.run(&[&FETCH[..], &["--fetch-private", "a.md"]].concat());
    assert!(run.code == 0 && warnings(&run).is_empty(), "{}", run.err);
    assert_eq!((server.count("first.png"), server.count("b")), (1, 1));
}

#[test]
fn two_runs_at_once_share_a_cache() {
    let server = Server::start(answer);
    let names: Vec<&str> = GOOD.iter().map(|(path, _)| *path).filter(|path| *path != "huge.png").collect();
    let text: String = names.iter().map(|path| format!("![A](<{}>)\n\n", server.url(path))).collect();
    let kitchen = Kitchen::with(&[("a.md", text.as_bytes())]);
    let outputs = ["1.epub", "2.epub", "3.epub"];
    let children: Vec<_> = outputs
        .iter()
        .map(|output| {
            let arguments = ["--fetch", "--fetch-private", "--cache", "cache", "a.md", "-o", output];
            kitchen.command(&arguments).stderr(std::process::Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        let run = Run::of(&child.wait_with_output().unwrap());
        assert!(run.code == 0 && !run.err.contains("not fetched"), "{}", run.err);
    }
    let [one, two, three] = outputs.map(|output| fs::read(kitchen.path(output)).unwrap());
    assert!(one == two && two == three);
    assert!(kitchen.files().iter().all(|file| !file.contains("incoming")), "{:?}", kitchen.files());
    let asked = server.requests().len();
    let again = kitchen.run(&["--offline", "--cache", "cache", "a.md", "-o", "4.epub"]);
    assert!(again.code == 0 && !again.err.contains("not fetched"), "{}", again.err);
    assert_eq!(server.requests().len(), asked);
}

#[test]
fn pictures_on_the_web_are_like_others_in_both_outputs() {
    let server = Server::start(answer);
    let (plain, jpeg) = (server.url("plain.png"), server.url("jpeg"));
    let text = format!(
        "---\ntitle: Mill\nlang: en\ncover: {jpeg}\ncanonical_url: {}\n---\n\nText.\n\n\
         ![A mill at dusk]({plain} \"The mill\")\n\n*Photo: Ann Lee*\n\n<img src=\"{plain}\" alt=\"Again\">\n\n\
         ![Relative](/107.png)\n",
        server.url("posts/mill/")
    );
    let kitchen = Kitchen::with(&[("a.md", text.as_bytes())]);
    let run = kitchen.run(&["--fetch", "--fetch-private", "--cache", "cache", "a.md"]);
    assert!(run.code == 0 && !run.err.contains("picture"), "{}", run.err);
    let epub = Epub::open(&kitchen.path("a.epub"));
    let pictures = epub.names().into_iter().filter(|name| name.ends_with(".png") || name.ends_with(".jpg")).count();
    assert!(pictures >= 3, "{:?}", epub.names());
    let text = epub.documents(|_| true);
    assert!(text.contains("A mill at dusk") && text.contains("Ann Lee") && !text.contains("src=\"http"), "{text}");
    let listed = kitchen.run(&["credits", "--offline", "--cache", "cache", "--format", "json", "a.md"]);
    assert!(listed.text().contains("Ann Lee"), "{}", listed.err);
}

#[test]
fn a_cache_that_cannot_be_written_stops_the_run_before_it_begins() {
    let kitchen = Kitchen::with(&[("a.md", b"Text.\n"), ("file", b"x")]);
    let run = kitchen.run(&["--fetch", "--cache", "file/below", "a.md"]);
    run.refused(2, &["cannot create the cache", "--cache DIR"]);
    assert_eq!(kitchen.files(), ["a.md", "file"]);
}

#[test]
fn an_article_is_made_again_only_if_what_is_known_of_its_pictures_changed() {
    let server = Server::start(answer);
    let (plain, gone) = (server.url("plain.png"), server.url("404"));
    let files = [
        ("a/with.md", format!("![One]({plain})\n")),
        ("a/gone.md", format!("![Gone]({gone})\n\nText.\n")),
        ("a/without.md", "Text.\n".to_owned()),
    ];
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let kitchen = Kitchen::with(&files);
    let made = |run: &Run| {
        let report: Value = serde_json::from_str(run.succeeded().text()).unwrap();
        let articles = report["articles"].as_array().unwrap_or_else(|| panic!("{report:#}")).clone();
        let made = articles.iter().filter(|article| article["status"] == "converted");
        made.map(|article| article["input"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let fetch = ["--fetch", "--fetch-private", "--cache", "cache"];
    let run = |extra: &[&str]| {
        let run = kitchen.run(&[&["a", "-o", "out/", "--to", "epub", "--json"], extra].concat());
        (made(&run), server.requests().len(), run.err)
    };
    assert_eq!(run(&[]).0.len(), 3);
    assert_eq!(run(&[]).0, [""; 0], "nothing changed");
    let (again, asked, said) = run(&fetch);
    assert_eq!((again, asked), (vec!["a/gone.md".to_owned(), "a/with.md".to_owned()], 2), "{said}");
    let (again, asked, said) = run(&fetch);
    assert_eq!((again, asked), (vec![], 2), "a failure is not tried again for an unchanged article: {said}");
    assert!(said.contains("warnings"), "its warning is counted: {said}");
    let (again, asked, said) = run(&["--offline", "--cache", "cache"]);
    assert_eq!((again, asked), (vec!["a/gone.md".to_owned()], 2), "{said}");
    let (again, _, said) = run(&[&fetch[..], &["--force"]].concat());
    assert_eq!((again.len(), server.count("404"), server.count("plain.png")), (3, 2, 1), "{said}");
}
