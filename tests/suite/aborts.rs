//! An article that ends the program: the next run makes all others, and names it.
//!
//! The program is started with little memory (`ulimit -v`), so that an allocation for one large picture fails, which ends a
//! process in Rust.

#![cfg(target_os = "linux")]

use std::io::Cursor;
use std::process::{Command, Stdio};

use super::common::kitchen::{Kitchen, Run};

const NOTE: &str = "---\ntitle: Note\nlang: en\n---\nSome words.\n";
const LARGE: &str = "---\ntitle: Large\nlang: en\n---\nSome words.\n\n![Large](large.png)\n";

/// Memory that the large picture needs at least, in KiB: 6,000 × 6,000 pixels in RGB.
const PICTURE: usize = 6_000 * 6_000 * 3 / 1024;

fn large(width: u32) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(width, width).write_to(&mut bytes, image::ImageFormat::Png).expect("encodes");
    bytes.into_inner()
}

fn archive() -> Kitchen {
    let kitchen = Kitchen::with(&[("in/large.png", &large(6_000)), ("in/large.md", LARGE.as_bytes())]);
    for name in ["a", "b", "x", "y", "z"] {
        kitchen.write(&format!("in/{name}.md"), NOTE.as_bytes());
    }
    kitchen
}

/// Runs the program with at most `limit` KiB of address space.
fn run(kitchen: &Kitchen, limit: usize, arguments: &[&str]) -> Run {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v \"$0\" && exec \"$@\"", &limit.to_string(), env!("CARGO_BIN_EXE_offprint")]);
    // The allocator of glibc reserves 64 MB of address space for each thread where it can, and does without where it cannot.
    command.env("MALLOC_ARENA_MAX", "1");
    command.args(arguments).current_dir(kitchen.path("")).env_remove("SOURCE_DATE_EPOCH").stdin(Stdio::null());
    let output = command.output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    Run { code: output.status.code().unwrap_or(-1), out: output.stdout, err }
}

/// Returns a limit within which small articles can be made, but not the large one.
fn limit() -> usize {
    let small = Kitchen::with(&[("in/a.md", NOTE.as_bytes()), ("in/b.md", NOTE.as_bytes())]);
    let suffices = |limit: &usize| run(&small, *limit, &["in", "-o", "out/", "-j", "1", "--force"]).code == 0;
    let least = (100_000..2_000_000).step_by(20_000).find(suffices).expect("small articles need little");
    least + PICTURE / 2
}

#[test]
fn an_article_that_ends_the_program_is_named_by_the_next_run_and_the_others_are_made() {
    let (kitchen, limit) = (archive(), limit());
    // On one thread: a second one is started only where there is room for its stack, so with two of them a higher limit may
    // leave less room than a lower one.
    let arguments = ["in", "-o", "out/", "-j", "1"];
    let first = run(&kitchen, limit, &arguments);
    assert!(first.code != 0 && first.err.contains("memory allocation of"), "it does not end: {}", first.err);
    let second = run(&kitchen, limit, &arguments);
    assert_eq!(second.code, 1, "{}", second.err);
    assert!(
        second.err.contains("in/large.md: making it ends the program: there is not enough memory"),
        "{}",
        second.err
    );
    let outputs = |kitchen: &Kitchen| {
        kitchen.files().into_iter().filter(|name| name.starts_with("out/")).collect::<Vec<String>>()
    };
    let others = ["a", "b", "x", "y", "z"].map(|name| [format!("out/{name}.epub"), format!("out/{name}.pdf")]);
    assert_eq!(outputs(&kitchen), others.concat(), "all others are there, and nothing else");
    // It is not tried again, until something changes.
    let third = run(&kitchen, limit, &arguments);
    assert!(
        third.err.contains("6 unchanged, 1 failed") || third.err.contains("5 unchanged, 1 failed"),
        "{}",
        third.err
    );
    kitchen.write("in/large.png", &large(60));
    let fourth = run(&kitchen, limit, &arguments);
    assert_eq!(fourth.code, 0, "{}", fourth.err);
    let clean = kitchen.run(&["in", "-o", "clean/", "-q"]);
    assert_eq!(clean.code, 0, "{}", clean.err);
    for name in outputs(&kitchen) {
        let same = |folder: &str| std::fs::read(kitchen.path(&name.replace("out/", folder))).unwrap();
        assert!(same("out/") == same("clean/"), "{name} is that of a clean run");
    }
    assert_eq!(outputs(&kitchen).len(), 12);
}
