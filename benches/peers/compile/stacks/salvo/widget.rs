use garde::Validate;
use salvo::oapi::extract::{JsonBody, PathParam, QueryParam};
use salvo::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize, Validate, ToSchema)]
pub struct WidgetNN {
    #[garde(length(chars, min = 1, max = 100))]
    #[salvo(schema(min_length = 1, max_length = 100))]
    name: String,
    #[garde(skip)]
    description: Option<String>,
    #[garde(range(min = f64::MIN_POSITIVE))]
    #[salvo(schema(exclusive_minimum = 0.0))]
    price: f64,
    #[garde(range(min = 0.0))]
    #[salvo(schema(minimum = 0.0))]
    tax: Option<f64>,
    #[garde(length(max = 20))]
    #[salvo(schema(max_items = 20))]
    tags: Vec<String>,
    #[garde(email)]
    contact: String,
}

#[derive(Validate)]
struct FilterNN {
    #[garde(range(min = 1, max = 100))]
    limit: u32,
}

#[derive(Validate)]
struct IdNN {
    #[garde(range(min = 1))]
    id: u64,
}

fn valid(value: &impl Validate<Context = ()>) -> Result<(), StatusError> {
    value.validate().map_err(|report| StatusError::unprocessable_entity().detail(report.to_string()))
}

/// All widgets.
#[endpoint]
async fn list_widgetNN(
    limit: QueryParam<u32, false>,
    q: QueryParam<String, false>,
) -> Result<Json<Vec<WidgetNN>>, StatusError> {
    let filter = FilterNN { limit: limit.into_inner().unwrap_or(10) };
    valid(&filter)?;
    let _ = q.into_inner();
    Ok(Json(Vec::new()))
}

/// One more widget.
#[endpoint(status_codes(201, 422))]
async fn create_widgetNN(widget: JsonBody<WidgetNN>, response: &mut Response) -> Result<Json<WidgetNN>, StatusError> {
    let widget = widget.into_inner();
    valid(&widget)?;
    response.status_code(StatusCode::CREATED);
    Ok(Json(widget))
}

/// One widget.
#[endpoint(status_codes(200, 404))]
async fn read_widgetNN(id: PathParam<u64>) -> Result<Json<WidgetNN>, StatusError> {
    let id = IdNN { id: id.into_inner() };
    valid(&id)?;
    Err(StatusError::not_found().detail(format!("no widget {} (TOUCH)", id.id)))
}

/// Another widget in its place.
#[endpoint]
async fn replace_widgetNN(id: PathParam<u64>, widget: JsonBody<WidgetNN>) -> Result<Json<WidgetNN>, StatusError> {
    valid(&IdNN { id: id.into_inner() })?;
    let widget = widget.into_inner();
    valid(&widget)?;
    Ok(Json(widget))
}

/// No such widget any more.
#[endpoint(status_codes(204))]
async fn remove_widgetNN(id: PathParam<u64>, response: &mut Response) -> Result<(), StatusError> {
    valid(&IdNN { id: id.into_inner() })?;
    response.status_code(StatusCode::NO_CONTENT);
    Ok(())
}

pub fn router() -> Router {
    let one = Router::with_path("{id}").get(read_widgetNN).put(replace_widgetNN).delete(remove_widgetNN);
    Router::with_path("widgetNN").get(list_widgetNN).post(create_widgetNN).push(one)
}
