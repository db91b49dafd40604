//! What does not compile says why, and what should compile does.
//!
//! One file of `ui/` is one mistake; its `.stderr` is what the compiler answers. After a change of a message:
//! `TRYBUILD=overwrite cargo test -p fastrs-tests ui`, and read the difference.

/// The cases that compile make trybuild build rather than check, which also evaluates the constants of generics.
#[test]
fn mistakes_are_told_and_programs_compile() {
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*.rs");
    cases.pass("ui/pass/*.rs");
}
