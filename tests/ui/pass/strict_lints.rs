//! What the macros write is clean under every lint that a strict crate denies.
#![deny(
    warnings,
    missing_docs,
    missing_debug_implementations,
    unreachable_pub,
    unused_qualifications,
    unused_results,
    unsafe_code,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unused_lifetimes,
    let_underscore_drop,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    non_ascii_idents,
    keyword_idents,
    redundant_lifetimes,
    unit_bindings,
    variant_size_differences,
    unused_import_braces,
    meta_variable_misuse,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    future_incompatible,
    nonstandard_style
)]

use fastrs::prelude::*;

/// How a thing is called.
#[model]
#[derive(Debug, Clone)]
pub struct Name(#[field(min_length = 1)] String);

/// What a thing is.
#[model]
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// For the lap.
    Laptop,
    /// For the ear.
    Phone,
}

/// A form.
#[model(tag = "type")]
#[derive(Debug, Clone)]
pub enum Shape {
    /// Round.
    Circle {
        /// Its radius.
        #[field(gt = 0, default = 1.0)]
        r: f64,
    },
    /// With corners.
    Square {
        /// Its side.
        side: f64,
    },
}

/// A thing for sale.
#[model(partial = ItemPatch, rename_all = "camelCase", validate = Item::check)]
#[derive(Debug, Clone)]
pub struct Item {
    /// Its name.
    pub item_name: Name,
    /// What it is.
    pub kind: Kind,
    /// Its form.
    pub shape: Option<Shape>,
    /// Words to find it.
    #[field(default, max_items = 20, unique_items)]
    pub tags: Vec<String>,
    /// How many there are.
    #[field(default = 1, ge = 1, example = 3, validate = few)]
    pub count: u32,
}

impl Item {
    fn check(&self) -> Result<(), String> {
        if self.tags.is_empty() { Err("no tags".to_owned()) } else { Ok(()) }
    }
}

fn few(count: &u32) -> Result<(), String> {
    if *count < 9 { Ok(()) } else { Err("too many".to_owned()) }
}

/// A page of things.
#[model(output)]
#[derive(Debug)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
}

/// Why there is no item.
#[derive(Debug, thiserror::Error, ApiError)]
pub enum ItemError {
    /// It is not there.
    #[error("Item {0} not found")]
    #[status(404)]
    #[header("x-error", "none")]
    NotFound(u64),
}

/// Who asks.
#[derive(Debug)]
pub struct User(String);

#[dependency]
async fn user(#[header] x_user: Option<String>) -> Result<User, HttpError> {
    Ok(User(x_user.or_status(401, "Who are you?")?))
}

/// Read a thing.
#[get("/items/{item_id}", tags = ["items"], depends = [User], responses((410, "Gone", Vec<String>)))]
pub async fn read_item(
    /// The id of the item to get.
    #[path(ge = 1)]
    item_id: u64,
    #[query(default = 10, le = 100)] limit: u32,
    #[query(min_items = 1, unique_items)] tag: Option<Vec<String>>,
    user: Depends<User>,
) -> Result<Page<Item>, ItemError> {
    drop((limit, tag, user.0.len()));
    Err(ItemError::NotFound(item_id))
}

/// Make a thing.
#[post("/items", status = 201)]
pub async fn create_item(#[body(embed)] item: Item) -> Item {
    item
}

/// Change a thing.
#[patch("/items")]
async fn change_item(patch: ItemPatch, #[body] times: u32) -> Result<Item, HttpError> {
    drop((patch, times));
    Err(HttpError::status(404))
}

/// Log in.
#[post("/login", blocking)]
fn login(#[form] name: String, #[cookie] session: Option<String>) {
    drop((name, session));
}

#[middleware]
async fn timing(request: Request, next: Next) -> Response {
    next.run(request).await
}

/// Builds the app.
fn main() {
    let app = App::new("Items", "1.0.0")
        .middleware(timing)
        .routes(routes![read_item, create_item, change_item, login]);
    drop(app.build().unwrap());
}
