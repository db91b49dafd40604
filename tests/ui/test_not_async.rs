#[fastrs::test]
fn works() {}

fn main() {}
