//! The commands of the README.

use std::process::Command;

use super::outputs;
use crate::common::tools;

#[test]
fn command_1_makes_every_sample() {
    let out = tools::workspace("command-1");
    let mut offprint = Command::new(env!("CARGO_BIN_EXE_offprint"));
    let ran = tools::run(offprint.current_dir(tools::project()).arg("content/").arg("-o").arg(&out));
    assert!(ran.success, "{}", ran.stderr);
    for job in outputs::jobs(&tools::project().join("content"), &out) {
        for output in job.outputs {
            let size = std::fs::metadata(&output.path).map_or(0, |file| file.len());
            assert!(size > 10_000, "{} has {size} bytes", output.path.display());
        }
    }
}

#[test]
fn every_cover_serves_any_article() {
    let covers = tools::project().join("covers");
    let article = tools::project().join("content/plain/das-scharfe-s.md");
    for name in ["impression", "flood", "thallus", "graticule"] {
        let out = tools::workspace("covers");
        let mut offprint = Command::new(env!("CARGO_BIN_EXE_offprint"));
        let ran = tools::run(
            offprint.arg(&article).arg("--cover").arg(covers.join(format!("{name}.jpg"))).arg("-o").arg(&out),
        );
        assert!(ran.success, "{}", ran.stderr);
        let entries = crate::common::epub::entries(&out.join("das-scharfe-s.epub"));
        assert!(entries.iter().any(|(_, content)| content.starts_with(&[0xFF, 0xD8])), "{name} is not in the EPUB");
    }
}
