use fastrs::serde_json::json;
use fastrs::testing::TestClient;
use fastrs_book::settings::*;

#[fastrs::test]
async fn settings_that_are_missing_keep_the_app_from_starting() {
    for app in [app01::app, app03::app] {
        let failed = app().build().unwrap().start().await.unwrap_err();
        assert_eq!(failed.to_string(), "ADMIN_EMAIL: Field required");
    }
}

#[fastrs::test]
async fn a_test_has_settings_of_its_own() {
    let settings = || async {
        let admin_email = "testing_admin@example.com".to_owned();
        app02::Settings { app_name: "Awesome API".into(), admin_email, items_per_user: 50 }
    };
    let client = TestClient::new(app02::app().override_dependency(settings));
    let info = client.get("/info").await.assert_ok().value();
    let expected = json!({ "app_name": "Awesome API", "admin_email": "testing_admin@example.com", "items_per_user": 50 });
    assert_eq!(info, expected);
}
