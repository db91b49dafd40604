use fastrs::prelude::*;

#[model]
struct Item {
    name: String,
    description: Option<String>,
}

impl Item {
    fn new(name: &str, description: Option<&str>) -> Self {
        Self { name: name.into(), description: description.map(str::to_owned) }
    }
}

#[model(output)]
struct Author {
    name: String,
    items: Vec<Item>,
}

#[post("/authors/{author_id}/items/")]
async fn create_author_items(author_id: String, items: Vec<Item>) -> Author {
    Author { name: author_id, items }
}

#[get("/authors/")]
async fn get_authors() -> Vec<Author> {
    vec![
        Author {
            name: "Breaters".into(),
            items: vec![
                Item::new("Island In The Moon", Some("A place to be playin' and havin' fun")),
                Item::new("Holy Buddies", None),
            ],
        },
        Author {
            name: "System of an Up".into(),
            items: vec![
                Item::new("Salt", Some("The kombucha mushroom people's favorite")),
                Item::new("Pad Thai", None),
                Item::new("Lonely Night", Some("The mostests lonliest nightiest of allest")),
            ],
        },
    ]
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_author_items, get_authors])
}
