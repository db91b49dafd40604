use fastrs::prelude::*;

fn even(value: u32) -> Result<(), String> {
    if value % 2 == 0 { Ok(()) } else { Err("odd".to_owned()) }
}

#[get("/")]
async fn read_item(#[query(validate = even)] limit: u32) -> String {
    let _ = limit;
    unimplemented!()
}

fn main() {}
