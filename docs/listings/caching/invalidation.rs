use std::sync::Mutex;

use fastrs::RequestContext;
use fastrs::describe::EndpointDescription;
use fastrs::extract::{FromRequest, Rejection};
use fastrs::prelude::*;
use fastrs::security::{HttpBearer, Principal};
use fastrs_cache::Cache;

/// Who calls. Here the token is the name; a real one is checked.
pub struct User(String);

impl FromRequest for User {
    fn describe(description: &mut EndpointDescription) {
        <HttpBearer as FromRequest>::describe(description);
    }

    async fn from_request(cx: &mut RequestContext) -> Result<Self, Rejection> {
        let token = HttpBearer::from_request(cx).await?;
        cx.set_principal(Principal::new(token.token()));
        Ok(Self(token.token().to_owned()))
    }
}

#[derive(Default)]
pub struct Todos(Mutex<Vec<(String, String)>>);

#[model]
pub struct Todo {
    pub title: String,
}

/// The caller's own list: kept for each of them, and forgotten when they write.
#[get("/todos", cache("10 min", tags = ["todos:{principal}"]))]
async fn list(user: User, todos: State<Todos>) -> Vec<Todo> {
    let todos = todos.0.lock().unwrap();
    let own = todos.iter().filter(|(owner, _)| *owner == user.0);
    own.map(|(_, title)| Todo { title: title.clone() }).collect()
}

#[post("/todos", status = 201)]
async fn create(todo: Todo, user: User, todos: State<Todos>, cache: Cache) -> Todo {
    todos.0.lock().unwrap().push((user.0.clone(), todo.title.clone()));
    cache.invalidate(format!("todos:{}", user.0)).await;
    todo
}

pub fn app() -> App {
    App::new("Todos", "1.0.0").cache(Cache::memory()).state(Todos::default()).routes(routes![list, create])
}
