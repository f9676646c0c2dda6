//! Asks for the stack that the limits of input need.

/// Size of the stack, that of the threads of the library (`offprint::job::STACK`). WebAssembly has 1 MB unless it is told.
const STACK: usize = 64 << 20;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family.contains("wasm")) {
        println!("cargo::rustc-link-arg-cdylib=-zstack-size={STACK}");
    }
}
