//! The book's programs, compiled and run by `cargo test --doc`. The other tests of this package are in `tests/`.

#[cfg(doctest)]
mod book {
    macro_rules! chapters {
        ($($chapter:ident $file:literal)*) => {$(
            #[doc = include_str!(concat!("../../docs/src/", $file))]
            pub struct $chapter;
        )*};
    }

    chapters! {
        FirstSteps "first-steps.md"
        PathParameters "path-parameters.md"
        QueryParameters "query-parameters.md"
        ParameterValidation "parameter-validation.md"
        HeadersAndCookies "headers-and-cookies.md"
        ParameterModels "parameter-models.md"
        RequestBody "request-body.md"
        Models "models.md"
        Forms "forms.md"
        Responses "responses.md"
        Errors "errors.md"
        Document "document.md"
        Dependencies "dependencies.md"
        BackgroundTasks "background-tasks.md"
        Middleware "middleware.md"
        Lifespan "lifespan.md"
        SubApplications "sub-applications.md"
        SqlDatabases "sql-databases.md"
        Settings "settings.md"
        Security "security.md"
        BiggerApplications "bigger-applications.md"
        Running "running.md"
        Testing "testing.md"
        StartUpFaults "start-up-faults.md"
        ComingFromFastApi "coming-from-fastapi.md"
        ComingFromAxum "coming-from-axum.md"
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    /// The text between every `before` and the next `after`.
    fn between(text: &str, before: &str, after: &str) -> BTreeSet<String> {
        let pieces = text.split(before).skip(1).filter_map(|rest| rest.split(after).next());
        pieces.map(str::to_owned).collect()
    }

    #[test]
    fn links_between_chapters_lead_somewhere() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src");
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let links = between(&std::fs::read_to_string(&path).unwrap(), "](", ")");
            for link in links.iter().filter(|link| link.contains(".md")) {
                let file = link.split('#').next().unwrap();
                assert!(folder.join(file).is_file(), "{} links to {link}", path.display());
            }
        }
    }

    #[test]
    fn no_chapter_is_forgotten() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src");
        let files: BTreeSet<String> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.ends_with(".md") && name != "SUMMARY.md")
            .collect();
        let summary = std::fs::read_to_string(folder.join("SUMMARY.md")).unwrap();
        assert_eq!(between(&summary, "](", ")"), files, "SUMMARY.md names every chapter");
        let this = include_str!("lib.rs");
        let list = this.split("chapters! {").nth(1).unwrap();
        let list = list.split('}').next().unwrap();
        let tested = list.lines().filter_map(|line| line.split('"').nth(1)).map(str::to_owned).collect();
        assert_eq!(files, tested, "every chapter is compiled and tested");
    }
}
