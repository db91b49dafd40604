use fastrs::serde_json::{Value, json};
use fastrs::testing::TestClient;
use fastrs_book::extra_data_types::*;

const PATH: &str = "/items/ff97dd87-a4a5-4a12-b412-cde99f33e00e";

#[fastrs::test]
async fn times_are_reckoned_with() {
    let client = TestClient::new(tutorial001::app());
    let body = json!({
        "start_datetime": "2018-12-22T14:00:00+00:00",
        "end_datetime": "2018-12-24T15:00:00+00:00",
        "process_after": 300,
        "repeat_at": "15:30",
    });
    let answer: Value = client.put(PATH).json(&body).await.assert_status(200).json();
    assert_eq!(answer["start_process"], "2018-12-22T14:05:00Z");
    assert_eq!(answer["duration"], "P2DT55M");
    assert_eq!(answer["repeat_at"], "15:30:00");
}

#[fastrs::test]
async fn every_type_says_what_is_wrong() {
    let client = TestClient::new(tutorial001::app());
    let body = json!({ "start_datetime": "2018-12-22T14:00:00", "end_datetime": "soon", "process_after": "5 minutes" });
    let refused = client.put(PATH).json(&body).await.assert_status(422).value();
    let kinds: Vec<_> =
        refused["detail"].as_array().unwrap().iter().map(|error| error["type"].clone()).collect();
    assert_eq!(kinds, ["timezone_aware", "datetime_from_date_parsing", "time_delta_parsing"]);
}
