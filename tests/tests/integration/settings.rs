//! Settings from a file of lines `NAME=value`.

use fastrs::prelude::*;
use fastrs::settings::{SettingsError, from_env_and_file};

/// Fields that no environment has, so that the file alone counts.
#[model]
#[derive(Debug)]
struct Lines {
    #[field(default)]
    fastrs_test_a: String,
    #[field(default)]
    fastrs_test_b: String,
}

/// The settings of a file with this text.
fn read(name: &str, text: &str) -> Result<Lines, SettingsError> {
    let path = std::env::temp_dir().join(format!("fastrs-settings-{}-{name}", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let settings = from_env_and_file(&path);
    std::fs::remove_file(path).unwrap();
    settings
}

#[test]
fn a_mark_at_the_beginning_is_no_part_of_a_name() {
    assert_eq!(read("mark", "\u{feff}FASTRS_TEST_A=1\n").unwrap().fastrs_test_a, "1");
}

#[test]
fn comments_and_quotes_are_no_part_of_a_value() {
    for (line, value) in [
        ("a@b.com", "a@b.com"),
        ("  a@b.com  ", "a@b.com"),
        ("a@b.com # who to ask", "a@b.com"),
        ("a@b.com\t#who", "a@b.com"),
        ("a#b", "a#b"),
        ("#fff", "#fff"),
        (" # nothing", ""),
        ("", ""),
        ("it's", "it's"),
        ("two words", "two words"),
        (r#""Shop" # name"#, "Shop"),
        ("\"Shop\"#name", "Shop"),
        (r#""Shop""#, "Shop"),
        ("'Shop' # it's", "Shop"),
        (r#""a # b" # c"#, "a # b"),
        (r#"" Shop ""#, " Shop "),
        (r#""""#, ""),
        (r#""say \"hi\"" # "#, r#"say "hi""#),
        (r"'it\'s'", "it's"),
        (r#""C:\new\\dir""#, r"C:\new\dir"),
        (r#""it's""#, "it's"),
        (r#"a "quoted" word"#, r#"a "quoted" word"#),
    ] {
        let text = format!("# first\nexport FASTRS_TEST_A={line}\r\nfastrs_test_b = last\n");
        let settings = read("values", &text).unwrap();
        assert_eq!(
            (settings.fastrs_test_a.as_str(), settings.fastrs_test_b.as_str()),
            (value, "last"),
            "{line:?}"
        );
    }
}

#[test]
fn a_line_that_cannot_be_read_is_named_without_its_value() {
    let text = "FASTRS_TEST_A=\"secret\n# a comment\nFASTRS_TEST_B='secret' more\n";
    let faults = read("faults", text).unwrap_err().to_string();
    let lines: Vec<&str> = faults.lines().collect();
    assert!(
        matches!(lines[..], [first, second]
        if first.ends_with(":1: the quote is not closed")
        && second.ends_with(":3: only a comment may follow the closing quote")),
        "{faults}"
    );
    assert!(!faults.contains("secret"), "{faults}");
}
