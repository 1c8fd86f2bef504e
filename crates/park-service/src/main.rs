//! The `parkwise` binary.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use park_service::cli::{Streams, run};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut out = BufWriter::new(io::stdout().lock());
    let mut err = io::stderr();
    let exit = run(std::env::args_os(), &mut Streams { out: &mut out, err: &mut err });
    let flushed = out.flush();
    match flushed {
        Ok(()) => ExitCode::from(exit.code()),
        // The reader of our output went away.
        Err(_) => ExitCode::from(exit.code()),
    }
}
