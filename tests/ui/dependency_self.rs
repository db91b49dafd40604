use fastrs::prelude::*;

struct CurrentUser;

impl CurrentUser {
    #[dependency]
    async fn current_user(&self) -> CurrentUser {
        CurrentUser
    }
}

fn main() {}
