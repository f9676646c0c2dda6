//! An article that is made in a process of its own, because a run was killed while it was in work: signals, the time that it
//! may take, and watching.

#![cfg(target_os = "linux")]

use std::fs;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::common::kitchen::{Kitchen, Run};
use super::common::tools;

/// An article that takes seconds.
fn slow() -> String {
    let row = "<tr><td>flour and water</td><td>a little salt</td><td>time enough</td></tr>\n".repeat(40_000);
    format!("---\ntitle: Slow\nlang: en\n---\nSome words.\n\n<table>\n{row}</table>\n")
}

/// An archive whose slow article was in work when a run was killed.
fn killed() -> Kitchen {
    let kitchen = Kitchen::with(&[
        ("in/a.md", b"---\ntitle: A\nlang: en\n---\nSome words.\n"),
        ("in/slow.md", slow().as_bytes()),
    ]);
    let mut run = start(&kitchen, &["in", "-o", "out/", "-j", "1", "-q"]);
    wait("the slow article is begun", || kitchen.path("out/a.pdf").exists());
    thread::sleep(Duration::from_millis(400));
    assert!(run.try_wait().unwrap().is_none(), "the article is slow enough to be killed");
    run.kill().unwrap();
    run.wait().unwrap();
    kitchen
}

fn start(kitchen: &Kitchen, arguments: &[&str]) -> Child {
    let mut command = kitchen.command(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

fn wait(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "{what}, in vain");
        thread::sleep(Duration::from_millis(20));
    }
}

/// The processes that make an article of `kitchen` alone.
fn processes(kitchen: &Kitchen) -> Vec<u32> {
    let folder = kitchen.path("").canonicalize().unwrap();
    let folder = folder.to_string_lossy().into_owned();
    let is_meant = |id: &u32| {
        let environment = fs::read(format!("/proc/{id}/environ")).unwrap_or_default();
        let at_work = fs::read_link(format!("/proc/{id}/cwd")).is_ok_and(|path| path.to_string_lossy() == folder);
        at_work && environment.split(|byte| *byte == 0).any(|line| line.starts_with(b"OFFPRINT_ARTICLE_ALONE="))
    };
    let all = fs::read_dir("/proc").unwrap().filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    all.filter(is_meant).collect()
}

/// Files in the output folder that are no outputs.
fn strays(kitchen: &Kitchen) -> Vec<String> {
    let is_stray = |name: &String| name.starts_with("out/") && !name.ends_with(".epub") && !name.ends_with(".pdf");
    kitchen.files().into_iter().filter(is_stray).collect()
}

fn signal(run: &Child, name: &str) {
    let sent = std::process::Command::new("kill").args(["-s", name, &run.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn a_signal_ends_the_run_and_the_process_of_the_article() {
    for (name, code) in [("INT", 130), ("TERM", 143)] {
        if tools::is_ignored(name, "the end of a process by a signal") {
            continue;
        }
        let kitchen = killed();
        let run = start(&kitchen, &["in", "-o", "out/", "-j", "1"]);
        wait("a process makes the article", || !processes(&kitchen).is_empty());
        signal(&run, name);
        let begun = Instant::now();
        let run = Run::of(&run.wait_with_output().unwrap());
        assert_eq!(run.code, code, "{name}: {}", run.err);
        assert!(begun.elapsed() < Duration::from_secs(5), "{name}: it took {:?}", begun.elapsed());
        assert!(run.err.contains("1 not done"), "{name}: {}", run.err);
        wait("no process is left", || processes(&kitchen).is_empty());
        assert!(!kitchen.path("out/slow.pdf").exists() && !kitchen.path("out/slow.epub").exists());
        assert_eq!(strays(&kitchen), Vec::<String>::new(), "{name}");
        // It is still to be made, and what was not asked to stop may be made now.
        kitchen.write("in/slow.md", b"---\ntitle: Slow\nlang: en\n---\nFew words.\n");
        kitchen.run(&["in", "-o", "out/"]).succeeded();
        assert!(kitchen.path("out/slow.pdf").exists());
    }
}

#[test]
fn the_process_ends_with_a_run_that_is_killed() {
    let kitchen = killed();
    let mut run = start(&kitchen, &["in", "-o", "out/", "-j", "1"]);
    wait("a process makes the article", || !processes(&kitchen).is_empty());
    run.kill().unwrap();
    run.wait().unwrap();
    wait("no process is left", || processes(&kitchen).is_empty());
}

#[test]
fn the_time_that_an_article_may_take_counts_there_too() {
    let kitchen = killed();
    let begun = Instant::now();
    let run = kitchen.run(&["in", "-o", "out/", "-j", "1", "--article-timeout", "1s"]);
    assert!(begun.elapsed() < Duration::from_secs(8), "it took {:?}", begun.elapsed());
    run.refused(1, &["in/slow.md", "took longer than 1.0 s"]);
    assert!(kitchen.path("out/a.pdf").exists() && !kitchen.path("out/slow.pdf").exists());
    assert!(processes(&kitchen).is_empty());
    assert_eq!(strays(&kitchen), Vec::<String>::new());
}

#[test]
fn watching_makes_such_an_article_in_a_process_and_ends_with_it() {
    if tools::is_ignored("INT", "the end of watching by a signal") {
        return;
    }
    let kitchen = killed();
    let run = start(&kitchen, &["watch", "in", "-o", "out/", "-j", "1"]);
    wait("a process makes the article", || !processes(&kitchen).is_empty());
    signal(&run, "INT");
    let begun = Instant::now();
    let output = run.wait_with_output().unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5), "it took {:?}", begun.elapsed());
    assert!(output.status.code().is_some(), "{}", String::from_utf8_lossy(&output.stderr));
    wait("no process is left", || processes(&kitchen).is_empty());
    assert_eq!(strays(&kitchen), Vec::<String>::new());
}
