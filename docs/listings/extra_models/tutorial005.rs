use std::collections::BTreeMap;

use fastrs::prelude::*;

#[get("/keyword-weights/")]
async fn read_keyword_weights() -> BTreeMap<String, f64> {
    BTreeMap::from([("foo".into(), 2.3), ("bar".into(), 3.4)])
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_keyword_weights])
}
