use fastrs::prelude::*;

#[get("/typer")]
async fn redirect_typer() -> Redirect {
    Redirect::to("https://typer.tiangolo.com")
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![redirect_typer])
}
