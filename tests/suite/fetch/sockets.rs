//! Which sockets a run opens, seen from outside by strace.

use std::fs;
use std::process::Command;

use super::server::Server;
use super::{answer, png};
use crate::common::kitchen::Kitchen;
use crate::common::tools;

/// Runs the command under strace, and returns the system calls about sockets.
fn calls(kitchen: &Kitchen, arguments: &[&str]) -> Vec<String> {
    let log = kitchen.path("strace.log");
    let ran = tools::run(
        Command::new("strace")
            .args(["-f", "-qq", "-e", "trace=%network", "-o"])
            .arg(&log)
            .arg(env!("CARGO_BIN_EXE_offprint"))
            .args(arguments)
            .current_dir(kitchen.path("")),
    );
    assert!(ran.success, "{}", ran.stderr);
    let text = fs::read_to_string(&log).unwrap();
    // Threads may be signalled to end; only calls count.
    text.lines().filter(|line| line.contains('(') && !line.contains("+++")).map(str::to_owned).collect()
}

#[test]
fn only_what_is_asked_for_opens_a_socket() {
    if !tools::program("strace", "sockets") {
        return;
    }
    let server = Server::start(answer);
    let text = format!(
        "---\ntitle: A\ncover: {0}\n---\n\n![A]({0}) ![B](http://localhost:1/a.png) ![C](http://10.0.0.1/c.png) \
         ![D](http://169.254.169.254/d.png)\n\n[link]({0})\n",
        server.url("plain.png")
    );
    let kitchen = Kitchen::with(&[("a.md", text.as_bytes()), ("b/local.png", &png(50))]);
    assert_eq!(calls(&kitchen, &["a.md"]), [""; 0], "a run without --fetch");
    // No address may be connected to, so no socket is needed.
    assert_eq!(calls(&kitchen, &["a.md", "--fetch", "--cache", "none"]), [""; 0], "private addresses");
    let allowed = format!("--fetch-private={}", server.address);
    let fetching = calls(&kitchen, &["a.md", "--fetch", &allowed, "--cache", "cache"]);
    let connects: Vec<_> = fetching.iter().filter(|call| call.contains("connect(")).collect();
    let port = format!("htons({})", server.address.port());
    assert!(!connects.is_empty(), "{fetching:#?}");
    assert!(connects.iter().all(|call| call.contains("127.0.0.1") && call.contains(&port)), "{connects:#?}");
    assert_eq!(server.count("plain.png"), 1);
    assert_eq!(calls(&kitchen, &["a.md", "--offline", "--cache", "cache"]), [""; 0], "the cache alone");
}
