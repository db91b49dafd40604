use fastrs::prelude::*;

struct CurrentUser;

struct UserError;

#[dependency]
async fn current_user() -> Result<CurrentUser, UserError> {
    Ok(CurrentUser)
}

fn main() {}
