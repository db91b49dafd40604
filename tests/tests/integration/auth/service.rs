//! Services that a test needs and that are not everywhere.

/// What a test needs, where it is there; else it is skipped, and loudly. Where services are required it fails.
fn or_skip<T>(found: Option<T>, missing: &str) -> Option<T> {
    if found.is_none() {
        let must = std::env::var("FASTRS_TEST_SERVICES").is_ok_and(|value| value == "required");
        assert!(!must, "{missing}, and FASTRS_TEST_SERVICES is `required`");
        eprintln!("\n!!! SKIPPED: {missing} !!!\n");
    }
    found
}

/// The address of a service, by the name of its variable.
pub fn service(variable: &str) -> Option<String> {
    or_skip(std::env::var(variable).ok(), &format!("{variable} is not set"))
}

/// The path of a program.
pub fn program(name: &str) -> Option<std::path::PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    or_skip(found, &format!("there is no program `{name}`"))
}
