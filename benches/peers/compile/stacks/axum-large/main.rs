mod depends;
mod widgetNN;

use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let router = OpenApiRouter::new();
    let router = router.nest("/widgetNN", widgetNN::router());
    let (router, api) = router.split_for_parts();
    let router = router.merge(SwaggerUi::new("/docs").url("/openapi.json", api));
    axum::serve(tokio::net::TcpListener::bind("127.0.0.1:8000").await?, router).await
}
