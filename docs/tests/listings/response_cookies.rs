use fastrs::testing::TestClient;
use fastrs_book::response_cookies::*;

#[fastrs::test]
async fn a_cookie_goes_with_the_object() {
    let answer = TestClient::new(tutorial002::app()).post("/cookie-and-object/").await.assert_ok();
    assert_eq!(
        answer.header("set-cookie"),
        Some("fakesession=fake-cookie-session-value; Path=/; SameSite=lax")
    );
    assert_eq!(answer.value()["message"], "Come to the dark side, we have cookies");
}
