//! Feeds Offprint with bytes that libFuzzer makes; `tests/fuzz/run` builds and starts this.
//!
//! The environment variable `OFFPRINT_FUZZ` says which way the bytes take ([`targets::Target`]); all ways are in one program,
//! since each program links the whole library. A panic, an error that is called a bug, an output that is no EPUB or PDF,
//! more memory than [`MEMORY`] and more time than libFuzzer's `-timeout` are findings. With `OFFPRINT_FUZZ_SEEDS`
//! the program writes the first inputs of all targets into that folder and ends.

#![no_main]

mod seeds;
mod targets;

use std::alloc::System;
use std::env;
use std::process;
use std::sync::LazyLock;

use cap::Cap;
use libfuzzer_sys::fuzz_target;
use targets::Target;

/// Most memory in bytes that one input may take at a time, beside what was taken before it.
const MEMORY: usize = 512 << 20;

#[global_allocator]
static ALLOCATOR: Cap<System> = Cap::new(System, usize::MAX);

static TARGET: LazyLock<Target> = LazyLock::new(|| {
    let name = env::var("OFFPRINT_FUZZ").unwrap_or_default();
    Target::named(&name).unwrap_or_else(|| {
        let names: Vec<_> = Target::ALL.iter().map(|target| target.name()).collect();
        eprintln!("OFFPRINT_FUZZ is `{name}`; it must be one of {}", names.join(", "));
        process::exit(2);
    })
});

/// Writes the seeds if that is asked for.
fn start() {
    if let Some(folder) = env::var_os("OFFPRINT_FUZZ_SEEDS") {
        match seeds::write(folder.as_ref()) {
            Ok(()) => process::exit(0),
            Err(error) => {
                eprintln!("the seeds cannot be written: {error}");
                process::exit(1);
            }
        }
    }
}

fuzz_target!(
    init: start(),
    |data: &[u8]| {
        // What asks for more gets nothing, and ends the program where it asked.
        let _ = ALLOCATOR.set_limit(ALLOCATOR.allocated() + MEMORY);
        TARGET.run(data);
    }
);
