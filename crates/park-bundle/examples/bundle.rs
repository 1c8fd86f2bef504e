//! Makes the bundled set: `cargo run -p park-bundle --example bundle -- ../shared/data data`.

use std::path::PathBuf;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let from = args.next().unwrap_or_else(|| PathBuf::from("../shared/data"));
    let out = args.next().unwrap_or_else(|| PathBuf::from("data"));
    let reader = park_industry::Reader::from_dir(&PathBuf::from("models"))?;
    let bundled = park_bundle::bundle(&from, &out, &reader)?;
    let mut words = std::io::stderr();
    for file in &bundled.files {
        std::io::Write::write_fmt(
            &mut words,
            format_args!("{} rows, {} bytes: {}\n", file.rows, file.bytes, file.file),
        )?;
    }
    Ok(())
}
