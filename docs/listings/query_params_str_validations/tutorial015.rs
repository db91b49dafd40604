use std::time::SystemTime;

use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

const DATA: [(&str, &str); 3] = [
    ("isbn-9781529046137", "The Hitchhiker's Guide to the Galaxy"),
    ("imdb-tt0371724", "The Hitchhiker's Guide to the Galaxy"),
    ("isbn-9781439512982", "Isaac Asimov: The Complete Stories, Vol. 2"),
];

fn check_valid_id(id: &Option<String>) -> Result<(), &'static str> {
    match id.as_deref() {
        Some(id) if !id.starts_with("isbn-") && !id.starts_with("imdb-") => {
            Err("Invalid ID format, it must start with \"isbn-\" or \"imdb-\"")
        }
        _ => Ok(()),
    }
}

/// One of the books, by the clock.
fn any_book() -> (String, Option<&'static str>) {
    let now = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    let (id, name) = DATA[now.subsec_nanos() as usize % DATA.len()];
    (id.to_owned(), Some(name))
}

#[get("/items/")]
async fn read_items(#[query(validate = check_valid_id)] id: Option<String>) -> Value {
    let (id, name) = match id {
        Some(id) => {
            let book = DATA.iter().find(|(known, _)| *known == id);
            (id, book.map(|(_, name)| *name))
        }
        None => any_book(),
    };
    json!({ "id": id, "name": name })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_items])
}
