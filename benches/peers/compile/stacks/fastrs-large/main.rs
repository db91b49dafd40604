mod depends;
mod widgetNN;

use fastrs::prelude::*;

#[fastrs::main]
async fn main() -> fastrs::Result<()> {
    let app = App::new("Shop", "1.0.0").depends::<depends::Tenant>();
    let app = app.include(widgetNN::router());
    app.serve("127.0.0.1:8000").await
}
