use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};
use sqlx::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;

#[model]
#[derive(sqlx::FromRow)]
struct Hero {
    id: Option<i64>,
    name: String,
    age: Option<i64>,
    secret_name: String,
}

/// The pool is opened, and the table made, before the first request.
async fn open() -> Result<SqlitePool, sqlx::Error> {
    // One connection, because a database in memory is one connection's own.
    let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await?;
    let table = "CREATE TABLE hero (id INTEGER PRIMARY KEY, name TEXT NOT NULL, age INTEGER, secret_name TEXT NOT NULL)";
    sqlx::query(table).execute(&pool).await?;
    Ok(pool)
}

#[post("/heroes/")]
async fn create_hero(hero: Hero, db: State<SqlitePool>) -> Result<Hero, HttpError> {
    let insert = "INSERT INTO hero (id, name, age, secret_name) VALUES (?, ?, ?, ?) RETURNING *";
    let insert = sqlx::query_as(insert).bind(hero.id).bind(hero.name).bind(hero.age).bind(hero.secret_name);
    Ok(insert.fetch_one(&*db).await?)
}

#[get("/heroes/")]
async fn read_heroes(
    #[query(default = 0)] offset: i64,
    #[query(default = 100, le = 100)] limit: i64,
    db: State<SqlitePool>,
) -> Result<Vec<Hero>, HttpError> {
    let select = "SELECT * FROM hero ORDER BY id LIMIT ? OFFSET ?";
    Ok(sqlx::query_as(select).bind(limit).bind(offset).fetch_all(&*db).await?)
}

#[get("/heroes/{hero_id}")]
async fn read_hero(hero_id: i64, db: State<SqlitePool>) -> Result<Hero, HttpError> {
    let select = sqlx::query_as("SELECT * FROM hero WHERE id = ?").bind(hero_id);
    select.fetch_optional(&*db).await?.or_404("Hero not found")
}

#[delete("/heroes/{hero_id}")]
async fn delete_hero(hero_id: i64, db: State<SqlitePool>) -> Result<Json<Value>, HttpError> {
    let deleted = sqlx::query("DELETE FROM hero WHERE id = ?").bind(hero_id).execute(&*db).await?;
    (deleted.rows_affected() > 0).then_some(Json(json!({ "ok": true }))).or_404("Hero not found")
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").state_from(open).routes(routes![
        create_hero,
        read_heroes,
        read_hero,
        delete_hero
    ])
}
