use fastrs::prelude::*;
use fastrs::serde_json::{Value, json};

#[model(rename_all = "lowercase")]
enum ModelName {
    AlexNet,
    ResNet,
    LeNet,
}

#[get("/models/{model_name}")]
async fn get_model(model_name: ModelName) -> Value {
    let message = match model_name {
        ModelName::AlexNet => "Deep Learning FTW!",
        ModelName::LeNet => "LeCNN all the images",
        ModelName::ResNet => "Have some residuals",
    };
    json!({ "model_name": model_name, "message": message })
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").routes(routes![get_model])
}
