use fastrs::testing::TestClient;
use fastrs_book::stream_json_lines::*;

#[fastrs::test]
async fn each_item_is_a_line() {
    let client = TestClient::new(tutorial001::app());
    for way in ["", "-no-async", "-no-annotation", "-no-async-no-annotation"] {
        let lines = client.get(&format!("/items/stream{way}")).await.assert_ok().text();
        let second = lines.lines().nth(1).unwrap();
        assert_eq!(second, r#"{"name":"Portal Gun","description":"A portal opening device."}"#, "{way}");
    }
}
