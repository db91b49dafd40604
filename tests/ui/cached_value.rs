use fastrs_cache::cached;

struct Plain;

#[cached(ttl = "60 s")]
async fn load() -> Plain {
    Plain
}

fn main() {}
