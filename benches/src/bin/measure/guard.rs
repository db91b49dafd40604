//! The guard: instructions of fastrs now, beside those that the repository remembers.
//!
//! Instruction counts do not depend on the load of the machine. They do depend on the compiler and, a little, on
//! the C library; so they are only compared under the compiler they were counted with.

use std::fmt::Write as _;
use std::io;
use std::path::PathBuf;
use std::process::Command;

use fastrs_benches::callgrind;
use fastrs_benches::workload::ALL;

use crate::peer::Peer;

/// A workload may cost this much more than remembered, in percent, and not less than that without being renewed.
const TOLERANCE: f64 = 3.0;

/// Compares, or with `--renew` remembers anew.
pub(crate) fn run(arguments: &[String]) -> io::Result<()> {
    let renew = match arguments {
        [] => false,
        [flag] if flag == "--renew" => true,
        _ => return Err(io::Error::other("the guard takes nothing but `--renew`")),
    };
    let compiler = compiler()?;
    if let Err(error) = callgrind::version() {
        return skip(renew, &error.to_string());
    }
    if renew {
        return std::fs::write(file(), Remembered { compiler, counts: count()? }.to_text());
    }
    let remembered = Remembered::of_text(&std::fs::read_to_string(file())?)?;
    if remembered.compiler != compiler {
        let (then, now) = (&remembered.compiler, &compiler);
        return skip(false, &format!("counted with `{then}`, and this is `{now}`: --renew is due"));
    }
    compare(&remembered.counts, &count()?)
}

/// Nothing was compared, which nobody shall mistake for a success.
fn skip(must: bool, why: &str) -> io::Result<()> {
    if must {
        return Err(io::Error::other(why.to_owned()));
    }
    eprintln!("\n!!! THE INSTRUCTION GUARD DID NOT RUN !!!\n!!! {why}\n");
    Ok(())
}

fn compare(before: &[(String, f64)], now: &[(String, f64)]) -> io::Result<()> {
    let mut broken = Vec::new();
    for (name, now) in now {
        let Some((_, before)) = before.iter().find(|(remembered, _)| remembered == name) else {
            broken.push(format!("{name} is not remembered"));
            continue;
        };
        let change = (now / before - 1.0) * 100.0;
        eprintln!("{name}: {before:.0} → {now:.0} ({change:+.1} %)");
        if change > TOLERANCE {
            broken.push(format!("{name} costs {change:.1} % more instructions"));
        } else if change < -TOLERANCE {
            eprintln!("  cheaper: `measure guard --renew` keeps it so");
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(io::Error::other(broken.join("; "))) }
}

fn count() -> io::Result<Vec<(String, f64)>> {
    let count =
        |name: &str, workload| Ok((name.to_owned(), Peer::Fastrs.cost(workload)?.instructions.round()));
    ALL.iter().map(|workload| count(workload.name, workload)).collect()
}

fn compiler() -> io::Result<String> {
    let output =
        Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-V").output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("instructions.txt")
}

/// What the file holds.
struct Remembered {
    compiler: String,
    counts: Vec<(String, f64)>,
}

impl Remembered {
    fn to_text(&self) -> String {
        let mut text = format!(
            "# User-space instructions per request of fastrs: `measure guard` compares, `guard --renew` writes.\n\
             compiler {}\n",
            self.compiler
        );
        for (name, count) in &self.counts {
            let _ = writeln!(text, "{name} {count}");
        }
        text
    }

    fn of_text(text: &str) -> io::Result<Self> {
        let malformed = |line: &str| io::Error::other(format!("instructions.txt: what is `{line}`?"));
        let mut remembered = Self { compiler: String::new(), counts: Vec::new() };
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            match line.split_once(' ').ok_or_else(|| malformed(line))? {
                ("compiler", compiler) => compiler.clone_into(&mut remembered.compiler),
                (name, count) => {
                    let count = count.parse().map_err(|_| malformed(line))?;
                    remembered.counts.push((name.to_owned(), count));
                }
            }
        }
        Ok(remembered)
    }
}

#[cfg(test)]
mod tests {
    use super::{Remembered, compare};

    fn counts(count: f64) -> Vec<(String, f64)> {
        vec![("W1".to_owned(), count)]
    }

    #[test]
    fn three_percent_are_tolerated_and_four_are_not() {
        assert!(compare(&counts(1000.0), &counts(1029.0)).is_ok());
        assert!(compare(&counts(1000.0), &counts(500.0)).is_ok());
        assert!(compare(&counts(1000.0), &counts(1040.0)).is_err());
        assert!(compare(&[], &counts(1000.0)).is_err());
    }

    #[test]
    fn what_is_written_is_read() {
        let compiler = "rustc 1.95.0 (59807616e 2026-04-14)".to_owned();
        let text = Remembered { compiler: compiler.clone(), counts: counts(9000.0) }.to_text();
        let remembered = Remembered::of_text(&text).unwrap();
        assert_eq!((remembered.compiler, remembered.counts), (compiler, counts(9000.0)));
        assert!(Remembered::of_text("nonsense").is_err());
    }
}
