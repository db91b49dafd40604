use fastrs_cache::cached;

#[cached]
async fn without_ttl(id: u64) -> u64 {
    id
}

#[cached(ttl = "60")]
async fn without_unit(id: u64) -> u64 {
    id
}

#[cached(ttl = "60 s", tag = "x")]
async fn unknown_key(id: u64) -> u64 {
    id
}

#[cached(ttl = "60 s")]
fn not_async(id: u64) -> u64 {
    id
}

#[cached(ttl = "60 s")]
async fn gives_nothing(id: u64) {
    let _ = id;
}

struct Repository;

impl Repository {
    #[cached(ttl = "60 s")]
    async fn of_self(&self, id: u64) -> u64 {
        id
    }
}

fn main() {}
