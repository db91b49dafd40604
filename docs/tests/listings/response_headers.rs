use fastrs::testing::TestClient;
use fastrs_book::response_headers::*;

#[fastrs::test]
async fn a_header_goes_with_the_object() {
    let answer = TestClient::new(tutorial002::app()).get("/headers-and-object/").await.assert_ok();
    assert_eq!(answer.header("x-cat-dog"), Some("alone in the world"));
}
