use fastrs::prelude::*;

struct User;
struct Session;
struct Settings;

#[dependency]
async fn user(_token: Option<String>, _session: Depends<Session>) -> Result<User, HttpError> {
    Ok(User)
}

#[dependency]
async fn session(_settings: Depends<Settings>) -> Session {
    Session
}

#[dependency]
async fn settings(_user: Depends<User>) -> Settings {
    Settings
}

/// Leads to the cycle, and is none of it.
struct Page;

#[dependency]
async fn page(_user: Depends<User>) -> Page {
    Page
}

#[get("/")]
async fn handler(_page: Depends<Page>) {}

fn main() {}
