#[fastrs::test]
async fn works(port: u16) {
    let _ = port;
}

fn main() {}
