use fastrs::prelude::*;
use fastrs::security::OAuth2PasswordBearer;

struct Login;

#[get("/me")]
async fn me(token: OAuth2PasswordBearer<Login>) -> String {
    token.token().to_owned()
}

fn main() {}
