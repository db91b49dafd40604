mod widgetNN;

use poem::listener::TcpListener;
use poem::{Route, Server};
use poem_openapi::OpenApiService;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    // Pairs in pairs: a tuple may hold sixteen.
    let api = ();
    let api = (api, widgetNN::Api);
    let service = OpenApiService::new(api, "Shop", "1.0.0");
    let routes = Route::new()
        .nest("/docs", service.swagger_ui())
        .at("/openapi.json", service.spec_endpoint())
        .nest("/", service);
    Server::new(TcpListener::bind("127.0.0.1:8000")).run(routes).await
}
