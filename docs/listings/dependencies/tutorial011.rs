use std::marker::PhantomData;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

/// What is looked for: the parameter of the dependency.
trait Content: Send + Sync + 'static {
    const TEXT: &'static str;
}

struct Bar;

impl Content for Bar {
    const TEXT: &'static str = "bar";
}

struct FixedContent<C> {
    is_included: bool,
    content: PhantomData<C>,
}

#[dependency]
async fn fixed_content<C: Content>(#[query(default)] q: String) -> FixedContent<C> {
    FixedContent { is_included: q.contains(C::TEXT), content: PhantomData }
}

#[get("/query-checker/")]
async fn read_query_check(content: Depends<FixedContent<Bar>>) -> Json<Value> {
    Json(json!({ "fixed_content_in_query": content.is_included }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_query_check])
}
