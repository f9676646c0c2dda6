//! The command line: arguments, run, exit code.

fn main() {}
