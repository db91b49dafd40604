use fastrs::prelude::*;

#[model]
struct Item {
    id: String,
    value: String,
}

struct Png;

impl MediaType for Png {
    const MEDIA_TYPE: &'static str = "image/png";
}

const IMAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/additional_responses/image.png");

#[get("/items/{item_id}", responses((200, "Return the JSON item or an image.")))]
async fn read_item(item_id: String, img: Option<bool>) -> Result<Either<Item, File<Png>>, HttpError> {
    if img == Some(true) {
        return Ok(Either::Second(File::open(IMAGE).await?));
    }
    Ok(Either::First(Item { id: item_id, value: "there goes my hero".into() }))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![read_item])
}
