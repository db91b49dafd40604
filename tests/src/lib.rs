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
        RequestBody "request-body.md"
        ParameterValidation "parameter-validation.md"
        NumericValidation "numeric-validation.md"
        ParameterModels "parameter-models.md"
        BodyMultipleParameters "body-multiple-parameters.md"
        BodyFields "body-fields.md"
        Models "models.md"
        CookieParameters "cookie-parameters.md"
        HeaderParameters "header-parameters.md"
        CookieModels "cookie-models.md"
        HeaderModels "header-models.md"
        NestedModels "nested-models.md"
        ExtraDataTypes "extra-data-types.md"
        BodyUpdates "body-updates.md"
        Forms "forms.md"
        RequestFiles "request-files.md"
        ResponseModel "response-model.md"
        Responses "responses.md"
        CustomResponses "custom-responses.md"
        StaticFiles "static-files.md"
        Templates "templates.md"
        Streaming "streaming.md"
        Errors "errors.md"
        PathOperationConfiguration "path-operation-configuration.md"
        ExamplesInTheDocument "examples-in-the-document.md"
        Document "document.md"
        CallbacksAndWebhooks "callbacks-and-webhooks.md"
        GeneratingClients "generating-clients.md"
        Dependencies "dependencies.md"
        BackgroundTasks "background-tasks.md"
        Middleware "middleware.md"
        Cors "cors.md"
        Lifespan "lifespan.md"
        SubApplications "sub-applications.md"
        SqlDatabases "sql-databases.md"
        Settings "settings.md"
        Security "security.md"
        ProductionAuth "production-auth.md"
        Caching "caching.md"
        RateLimits "rate-limits.md"
        SeveralInstances "several-instances.md"
        BiggerApplications "bigger-applications.md"
        Running "running.md"
        BehindAProxy "behind-a-proxy.md"
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

    #[test]
    fn every_kept_difference_stands_in_the_book() {
        let rules = include_str!("../conformance/kept-differences.json");
        let rules: Vec<serde_json::Value> = serde_json::from_str(rules).unwrap();
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let chapter = words(include_str!("../../docs/src/coming-from-fastapi.md"));
        for reason in rules.iter().map(|rule| rule["reason"].as_str().expect("a rule has a reason")) {
            assert!(chapter.contains(&words(reason)), "coming-from-fastapi.md does not say: {reason}");
        }
        assert!(rules.len() <= 25, "the list of differences stays short");
    }

    #[test]
    fn every_listing_that_a_chapter_shows_is_there() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/src");
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            for listing in between(&std::fs::read_to_string(&path).unwrap(), "{{#include ", "}}") {
                let file = listing.split(':').next().unwrap();
                assert!(folder.join(file).is_file(), "{} shows {listing}", path.display());
            }
        }
    }
}
