mod widgetNN;

use salvo::prelude::*;

#[tokio::main]
async fn main() {
    let router = Router::new();
    let router = router.push(widgetNN::router());
    let document = OpenApi::new("Shop", "1.0.0").merge_router(&router);
    let router = router
        .push(document.into_router("/openapi.json"))
        .push(SwaggerUi::new("/openapi.json").into_router("/docs"));
    Server::new(TcpListener::new("127.0.0.1:8000").bind().await).serve(router).await;
}
