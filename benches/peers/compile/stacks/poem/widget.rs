use poem_openapi::param::{Path, Query};
use poem_openapi::payload::{Json, PlainText};
use poem_openapi::types::Email;
use poem_openapi::{ApiResponse, Object, OpenApi};

#[derive(Object)]
pub struct WidgetNN {
    #[oai(validator(min_length = 1, max_length = 100))]
    name: String,
    description: Option<String>,
    #[oai(validator(minimum(value = "0", exclusive)))]
    price: f64,
    #[oai(validator(minimum(value = "0")))]
    tax: Option<f64>,
    #[oai(validator(max_items = 20))]
    tags: Vec<String>,
    contact: Email,
}

#[derive(ApiResponse)]
enum CreatedNN {
    #[oai(status = 201)]
    Created(Json<WidgetNN>),
}

#[derive(ApiResponse)]
enum ReadNN {
    #[oai(status = 200)]
    #[allow(dead_code)]
    Found(Json<WidgetNN>),
    #[oai(status = 404)]
    NotFound(PlainText<String>),
}

#[derive(ApiResponse)]
enum RemovedNN {
    #[oai(status = 204)]
    Removed,
}

pub struct Api;

fn ten() -> u32 {
    10
}

#[OpenApi(prefix_path = "/widgetNN")]
impl Api {
    /// All widgets.
    #[oai(path = "/", method = "get")]
    async fn list_widgetNN(
        &self,
        #[oai(default = "ten", validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<u32>,
        q: Query<Option<String>>,
    ) -> Json<Vec<WidgetNN>> {
        let _ = (limit.0, q.0);
        Json(Vec::new())
    }

    /// One more widget.
    #[oai(path = "/", method = "post")]
    async fn create_widgetNN(&self, widget: Json<WidgetNN>) -> CreatedNN {
        CreatedNN::Created(widget)
    }

    /// One widget.
    #[oai(path = "/:id", method = "get")]
    async fn read_widgetNN(&self, #[oai(validator(minimum(value = "1")))] id: Path<u64>) -> ReadNN {
        ReadNN::NotFound(PlainText(format!("no widget {} (TOUCH)", id.0)))
    }

    /// Another widget in its place.
    #[oai(path = "/:id", method = "put")]
    async fn replace_widgetNN(
        &self,
        #[oai(validator(minimum(value = "1")))] id: Path<u64>,
        widget: Json<WidgetNN>,
    ) -> Json<WidgetNN> {
        let _ = id.0;
        widget
    }

    /// No such widget any more.
    #[oai(path = "/:id", method = "delete")]
    async fn remove_widgetNN(&self, #[oai(validator(minimum(value = "1")))] id: Path<u64>) -> RemovedNN {
        let _ = id.0;
        RemovedNN::Removed
    }
}
