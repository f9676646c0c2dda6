//! The pictures of one article are fetched side by side.

use std::fs;
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::server::{Server, send};
use crate::common::kitchen::Kitchen;

/// Requests that are answered now, and the most that there were.
static NOW: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

/// Takes half a second for each picture; those with an even number are not there, and the first ones take longest.
fn slowly(path: &str, stream: &mut TcpStream) -> std::io::Result<()> {
    MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
    let number: u64 = path.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap();
    thread::sleep(Duration::from_millis(600 - number * 20));
    NOW.fetch_sub(1, Ordering::SeqCst);
    match number % 2 {
        0 => send(stream, "404 Not Found", "", b""),
        _ => send(stream, "200 OK", "", &super::png(100 + number as u32)),
    }
}

#[test]
fn a_few_pictures_are_fetched_at_the_same_time_and_said_in_the_order_of_the_article() {
    let server = Server::start(slowly);
    let pictures: String =
        (0..13).map(|number| format!("![P{number}]({})\n\n", server.url(&format!("{number}.png")))).collect();
    let text = format!("---\ntitle: A\nlang: en\n---\nText.\n\n{pictures}");
    let kitchen = Kitchen::with(&[("a.md", text.as_bytes())]);
    let fetch = ["a.md", "--fetch", "--fetch-private", "--to", "epub", "-v"];
    let begun = Instant::now();
    let run = kitchen.run(&[&fetch[..], &["--cache", "cache", "-o", "1.epub"]].concat());
    let took = begun.elapsed();
    assert_eq!(run.code, 0, "{}", run.err);
    // One after the other, they take six seconds.
    assert!(took < Duration::from_millis(4500), "it took {took:?}");
    assert!((2..=4).contains(&MOST.load(Ordering::SeqCst)), "{} at a time", MOST.load(Ordering::SeqCst));
    assert_eq!(server.requests().len(), 13, "each is asked for once");
    let places: Vec<usize> =
        (0..13).step_by(2).map(|number| run.err.find(&format!("/{number}.png` was not fetched")).unwrap()).collect();
    assert!(places.is_sorted(), "{}", run.err);
    // From the cache, the same bytes.
    let again = kitchen.run(&[&fetch[..], &["--cache", "cache", "-o", "2.epub"]].concat());
    assert_eq!(again.code, 0, "{}", again.err);
    let bytes = |name: &str| fs::read(kitchen.path(name)).unwrap();
    assert!(bytes("1.epub") == bytes("2.epub"));
    assert_eq!(server.requests().len(), 13 + 7, "only what failed is asked for again");
}

#[test]
fn a_host_that_does_not_answer_is_asked_as_often_as_one_picture_after_the_other() {
    // A port that nobody listens to.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let pictures: String = (0..8).map(|number| format!("![P](http://127.0.0.1:{port}/{number}.png)\n\n")).collect();
    let kitchen = Kitchen::with(&[("a.md", format!("---\ntitle: A\nlang: en\n---\nText.\n\n{pictures}").as_bytes())]);
    let run = kitchen.run(&["a.md", "--fetch", "--fetch-private", "--cache", "cache", "--to", "epub", "-v"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.err.matches("refused the connection").count(), 3, "{}", run.err);
    assert_eq!(run.err.matches("was asked several times").count(), 5, "{}", run.err);
    assert!(run.err.find("/2.png` was not fetched: its host").is_some(), "the first three were asked: {}", run.err);
}
