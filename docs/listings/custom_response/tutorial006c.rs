use fastrs::prelude::*;

#[get("/pydantic")]
async fn redirect_pydantic() -> Redirect<302> {
    Redirect::to("https://docs.pydantic.dev/")
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![redirect_pydantic])
}
