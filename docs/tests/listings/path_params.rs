use fastrs::serde_json::json;
use fastrs_book::path_params::*;

use crate::exchange::{faults, get};

#[fastrs::test]
async fn a_parameter_of_the_path_is_an_argument() {
    assert_eq!(get(tutorial001::app(), "/items/foo").await, (200, json!({ "item_id": "foo" })));
}

#[fastrs::test]
async fn its_type_is_checked() {
    assert_eq!(get(tutorial002::app(), "/items/3").await, (200, json!({ "item_id": 3 })));
    for bad in ["/items/foo", "/items/4.2"] {
        assert_eq!(faults(&get(tutorial002::app(), bad).await), ["int_parsing path.item_id"]);
    }
}

#[fastrs::test]
async fn literal_text_wins_whatever_the_order() {
    let me = get(tutorial003::app(), "/users/me").await;
    assert_eq!(me, (200, json!({ "user_id": "the current user" })));
    assert_eq!(get(tutorial003::app(), "/users/ann").await, (200, json!({ "user_id": "ann" })));
}

#[fastrs::test]
async fn two_handlers_of_one_path_do_not_start() {
    assert_eq!(get(tutorial003b::app(), "/users").await, (200, json!(["Rick", "Morty"])));
    let faults = tutorial003b::twice().build().err().map(|faults| faults.to_string()).unwrap_or_default();
    assert!(faults.contains("read_users") && faults.contains("read_users2"), "{faults}");
}

#[fastrs::test]
async fn the_rest_of_the_path_has_slashes() {
    let file = get(tutorial004::app(), "/files/home/johndoe/myfile.txt").await;
    assert_eq!(file, (200, json!({ "file_path": "home/johndoe/myfile.txt" })));
    let absolute = get(tutorial004::app(), "/files//home/johndoe/myfile.txt").await;
    assert_eq!(absolute, (200, json!({ "file_path": "/home/johndoe/myfile.txt" })));
}

#[fastrs::test]
async fn an_enum_takes_its_words() {
    let known = get(tutorial005::app(), "/models/resnet").await;
    assert_eq!(known, (200, json!({ "model_name": "resnet", "message": "Have some residuals" })));
    assert_eq!(faults(&get(tutorial005::app(), "/models/vgg").await), ["enum path.model_name"]);
}
