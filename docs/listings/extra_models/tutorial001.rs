use fastrs::prelude::*;

#[model]
struct UserIn {
    username: String,
    password: String,
    email: Email,
    full_name: Option<String>,
}

#[model(output)]
struct UserOut {
    username: String,
    email: Email,
    full_name: Option<String>,
}

/// What is stored. It is no model, so no handler can take or return it.
struct UserInDb {
    username: String,
    hashed_password: String,
    email: Email,
    full_name: Option<String>,
}

impl From<UserInDb> for UserOut {
    fn from(user: UserInDb) -> Self {
        Self { username: user.username, email: user.email, full_name: user.full_name }
    }
}

fn fake_password_hasher(raw_password: &str) -> String {
    format!("supersecret{raw_password}")
}

fn fake_save_user(user: UserIn) -> UserInDb {
    let hashed_password = fake_password_hasher(&user.password);
    println!("User saved! ..not really");
    UserInDb { username: user.username, hashed_password, email: user.email, full_name: user.full_name }
}

#[post("/user/")]
async fn create_user(user_in: UserIn) -> UserOut {
    fake_save_user(user_in).into()
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![create_user])
}
