//! Values as they are written, models that say less than is known, answers of every class, files.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::net::Ipv4Addr;

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use fastrs::prelude::*;
use fastrs::serde_json::{Map, Value, json};
use rust_decimal::Decimal;
use url::Url;
use uuid::Uuid;

/// Each value twice: by itself, and inside a model.
macro_rules! values {
    ($($bare:ident $bare_path:tt $boxed:ident $boxed_path:tt $model:tt $name:ident: $type:ty = $value:expr;)*) => {
        $(
            #[model(output, rename = $model)]
            struct $name {
                v: $type,
            }

            #[get($bare_path)]
            async fn $bare() -> Json<$type> {
                Json($value)
            }

            #[get($boxed_path)]
            async fn $boxed() -> $name {
                $name { v: $value }
            }
        )*

        fn values() -> Router {
            Router::new("").routes(routes![$($bare),*]).routes(routes![$($boxed),*])
        }
    };
}

values! {
    bare_none "/bare/none" boxed_none "/model/none" "Box_none" BoxNone: () = ();
    bare_true "/bare/true" boxed_true "/model/true" "Box_true" BoxTrue: bool = true;
    bare_int "/bare/int" boxed_int "/model/int" "Box_int" BoxInt: i64 = 1;
    bare_bigint "/bare/bigint" boxed_bigint "/model/bigint" "Box_bigint" BoxBigint: u128 = 1 << 70;
    bare_float "/bare/float" boxed_float "/model/float" "Box_float" BoxFloat: f64 = 1.0;
    bare_float_small "/bare/float-small" boxed_float_small "/model/float-small" "Box_float_small" BoxFloatSmall: f64 = 1e-7;
    bare_float_big "/bare/float-big" boxed_float_big "/model/float-big" "Box_float_big" BoxFloatBig: f64 = 1e16;
    bare_float_bigger "/bare/float-bigger" boxed_float_bigger "/model/float-bigger" "Box_float_bigger" BoxFloatBigger: f64 = 1e22;
    bare_float_sum "/bare/float-sum" boxed_float_sum "/model/float-sum" "Box_float_sum" BoxFloatSum: f64 = 0.1 + 0.2;
    bare_neg_zero "/bare/neg-zero" boxed_neg_zero "/model/neg-zero" "Box_neg_zero" BoxNegZero: f64 = -0.0;
    bare_str "/bare/str" boxed_str "/model/str" "Box_str" BoxStr: &'static str = "héllo <b>&\"'/ \u{2028} 😀";
    bare_control "/bare/control" boxed_control "/model/control" "Box_control" BoxControl: &'static str = "a\0\u{1f}\u{7f}\n";
    bare_datetime "/bare/datetime" boxed_datetime "/model/datetime" "Box_datetime" BoxDatetime: NaiveDateTime = noon();
    bare_datetime_us "/bare/datetime-us" boxed_datetime_us "/model/datetime-us" "Box_datetime_us" BoxDatetimeUs: NaiveDateTime = micros();
    bare_datetime_utc "/bare/datetime-utc" boxed_datetime_utc "/model/datetime-utc" "Box_datetime_utc" BoxDatetimeUtc: DateTime<Utc> = noon().and_utc();
    bare_datetime_tz "/bare/datetime-tz" boxed_datetime_tz "/model/datetime-tz" "Box_datetime_tz" BoxDatetimeTz: DateTime<FixedOffset> = offset();
    bare_date "/bare/date" boxed_date "/model/date" "Box_date" BoxDate: NaiveDate = noon().date();
    bare_time "/bare/time" boxed_time "/model/time" "Box_time" BoxTime: NaiveTime = noon().time();
    bare_time_us "/bare/time-us" boxed_time_us "/model/time-us" "Box_time_us" BoxTimeUs: NaiveTime = quarter();
    bare_time_tz "/bare/time-tz" boxed_time_tz "/model/time-tz" "Box_time_tz" BoxTimeTz: &'static str = HALF_PAST_TWELVE_UTC;
    bare_timedelta "/bare/timedelta" boxed_timedelta "/model/timedelta" "Box_timedelta" BoxTimedelta: Duration = seconds(93_603.5);
    bare_timedelta_neg "/bare/timedelta-neg" boxed_timedelta_neg "/model/timedelta-neg" "Box_timedelta_neg" BoxTimedeltaNeg: Duration = seconds(-90.0);
    bare_timedelta_zero "/bare/timedelta-zero" boxed_timedelta_zero "/model/timedelta-zero" "Box_timedelta_zero" BoxTimedeltaZero: Duration = Duration::ZERO;
    bare_timedelta_minute "/bare/timedelta-minute" boxed_timedelta_minute "/model/timedelta-minute" "Box_timedelta_minute" BoxTimedeltaMinute: Duration = seconds(5400.0);
    bare_decimal "/bare/decimal" boxed_decimal "/model/decimal" "Box_decimal" BoxDecimal: Decimal = Decimal::new(110, 2);
    bare_decimal_int "/bare/decimal-int" boxed_decimal_int "/model/decimal-int" "Box_decimal_int" BoxDecimalInt: Decimal = Decimal::new(5, 0);
    bare_decimal_exp "/bare/decimal-exp" boxed_decimal_exp "/model/decimal-exp" "Box_decimal_exp" BoxDecimalExp: Decimal = Decimal::new(1000, 0);
    bare_decimal_tiny "/bare/decimal-tiny" boxed_decimal_tiny "/model/decimal-tiny" "Box_decimal_tiny" BoxDecimalTiny: Decimal = Decimal::new(1, 10);
    bare_uuid "/bare/uuid" boxed_uuid "/model/uuid" "Box_uuid" BoxUuid: Uuid = Uuid::from_u128(0x12345678_1234_5678_1234_567812345678);
    bare_bytes "/bare/bytes" boxed_bytes "/model/bytes" "Box_bytes" BoxBytes: ByteText = ByteText("abc".into());
    bare_enum "/bare/enum" boxed_enum "/model/enum" "Box_enum" BoxEnum: Color = Color::R;
    bare_set "/bare/set" boxed_set "/model/set" "Box_set" BoxSet: HashSet<Value> = [json!(1)].into();
    bare_frozenset "/bare/frozenset" boxed_frozenset "/model/frozenset" "Box_frozenset" BoxFrozenset: HashSet<Value> = [json!(1)].into();
    bare_tuple "/bare/tuple" boxed_tuple "/model/tuple" "Box_tuple" BoxTuple: Vec<Value> = vec![json!(1), json!("a")];
    bare_deque "/bare/deque" boxed_deque "/model/deque" "Box_deque" BoxDeque: VecDeque<Value> = [json!(1), json!(2)].into();
    bare_ip "/bare/ip" boxed_ip "/model/ip" "Box_ip" BoxIp: Ipv4Addr = Ipv4Addr::new(1, 2, 3, 4);
    bare_path "/bare/path" boxed_path "/model/path" "Box_path" BoxPath: &'static str = "/a/b";
    bare_url "/bare/url" boxed_url "/model/url" "Box_url" BoxUrl: Url = "http://example.com".parse().unwrap();
    bare_secret "/bare/secret" boxed_secret "/model/secret" "Box_secret" BoxSecret: Secret<String> = Secret::new("s3cret".to_owned());
    bare_dict "/bare/dict" boxed_dict "/model/dict" "Box_dict" BoxDict: Map<String, Value> = [("b".to_owned(), json!(1)), ("a".to_owned(), Value::Null)].into_iter().collect();
    bare_dict_int_keys "/bare/dict-int-keys" boxed_dict_int_keys "/model/dict-int-keys" "Box_dict_int_keys" BoxDictIntKeys: BTreeMap<u32, Value> = [(1, json!("a")), (2, json!("b"))].into();
    bare_list "/bare/list" boxed_list "/model/list" "Box_list" BoxList: Vec<Value> = vec![json!(1), json!([2, { "x": null }])];
    bare_model "/bare/model" boxed_model "/model/model" "Box_model" BoxModel: Sub = Sub { a: 1 };
    bare_list_model "/bare/list-model" boxed_list_model "/model/list-model" "Box_list_model" BoxListModel: Vec<Sub> = vec![Sub { a: 1 }, Sub { a: 2 }];
    bare_dataclass "/bare/dataclass" boxed_dataclass "/model/dataclass" "Box_dataclass" BoxDataclass: Point = Point { x: 1, y: 2.0 };
    bare_inf "/bare/inf" boxed_inf "/model/inf" "Box_inf" BoxInf: f64 = f64::INFINITY;
    bare_nan "/bare/nan" boxed_nan "/model/nan" "Box_nan" BoxNan: f64 = f64::NAN;
}

// Python's `bytes` in JSON are a text, and documented as bytes.
#[model(output)]
#[schemars(inline, extend("contentMediaType" = "application/octet-stream"))]
struct ByteText(String);

/// Text is always UTF-8. What is none fails when it is made, and so here.
fn bad_bytes() -> Result<String, HttpError> {
    Ok(String::from_utf8(vec![0xff])?)
}

#[get("/bare/bad-bytes")]
async fn bare_bad_bytes() -> Result<Json<String>, HttpError> {
    bad_bytes().map(Json)
}

#[model(output, rename = "Box_bad_bytes")]
struct BoxBadBytes {
    v: ByteText,
}

#[get("/model/bad-bytes")]
async fn boxed_bad_bytes() -> Result<BoxBadBytes, HttpError> {
    Ok(BoxBadBytes { v: ByteText(bad_bytes()?) })
}

/// No crate of dates has a time of day with an offset, which means little without a date.
const HALF_PAST_TWELVE_UTC: &str = "12:30:00Z";

fn noon() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2024, 2, 29).and_then(|day| day.and_hms_opt(12, 30, 0)).unwrap()
}

fn micros() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2024, 2, 29).and_then(|day| day.and_hms_micro_opt(12, 30, 0, 1500)).unwrap()
}

fn offset() -> DateTime<FixedOffset> {
    let half_past_five = FixedOffset::east_opt(5 * 3600 + 1800).unwrap();
    noon().and_local_timezone(half_past_five).unwrap()
}

fn seconds(seconds: f64) -> Duration {
    Duration::from_micros((seconds * 1e6) as i64)
}

fn quarter() -> NaiveTime {
    NaiveTime::from_hms_milli_opt(12, 30, 15, 250).unwrap()
}

#[model]
enum Color {
    #[serde(rename = "r")]
    R,
}

#[model]
struct Sub {
    #[field(default = 1)]
    a: i64,
}

#[model]
struct Point {
    x: i64,
    #[field(default = 2.0)]
    y: f64,
}

#[model(output)]
struct Item {
    name: &'static str,
    price: f64,
    note: Option<&'static str>,
    tags: Vec<String>,
    #[serde(rename = "itemKind")]
    kind: &'static str,
}

/// What is known of an item beside what is told.
struct StoredItem {
    item: Item,
    password: &'static str,
}

impl From<StoredItem> for Item {
    fn from(stored: StoredItem) -> Self {
        stored.item
    }
}

fn item(name: &'static str) -> Item {
    Item { name, price: 10.5, note: None, tags: Vec::new(), kind: "k" }
}

fn stored_item() -> StoredItem {
    StoredItem { item: item("a"), password: "hunter2" }
}

#[get("/rm/filter")]
async fn rm_filter() -> Item {
    stored_item().into()
}

#[get("/rm/annotation")]
async fn rm_annotation() -> Item {
    stored_item().item
}

#[get("/rm/dict")]
async fn rm_dict() -> Item {
    Item { price: 3.0, ..item("a") }
}

#[get("/rm/none")]
async fn rm_none() -> Json<Value> {
    let StoredItem { item, password } = stored_item();
    Json(json!({
        "name": item.name,
        "price": item.price,
        "note": item.note,
        "tags": item.tags,
        "itemKind": item.kind,
        "password": password,
    }))
}

/// An item of which only what was set is told.
#[model(output, exclude_none)]
struct ItemSet {
    name: &'static str,
    price: Option<f64>,
    note: Option<&'static str>,
}

#[get("/rm/unset")]
async fn rm_unset() -> ItemSet {
    ItemSet { name: "a", price: Some(10.5), note: None }
}

/// An item of which only what is not as usual is told.
#[model(output, exclude_none)]
struct ItemUnusual {
    name: &'static str,
    price: Option<f64>,
    note: Option<&'static str>,
}

#[get("/rm/defaults")]
async fn rm_defaults() -> ItemUnusual {
    let item = Item { note: Some("n"), ..item("a") };
    ItemUnusual { name: item.name, price: (item.price != 10.5).then_some(item.price), note: item.note }
}

#[model(output, exclude_none)]
struct ItemWithoutNone {
    name: &'static str,
    price: f64,
    note: Option<&'static str>,
    tags: Vec<String>,
    #[serde(rename = "itemKind")]
    kind: &'static str,
}

#[get("/rm/exclude-none")]
async fn rm_exclude_none() -> ItemWithoutNone {
    let Item { name, price, note, tags, kind } = item("a");
    ItemWithoutNone { name, price, note, tags, kind }
}

#[model(output)]
struct ItemTags {
    name: &'static str,
    tags: Vec<String>,
}

#[get("/rm/include")]
async fn rm_include() -> ItemTags {
    let Item { name, tags, .. } = item("a");
    ItemTags { name, tags }
}

#[model(output)]
struct ItemWithoutTags {
    name: &'static str,
    price: f64,
    note: Option<&'static str>,
    #[serde(rename = "itemKind")]
    kind: &'static str,
}

#[get("/rm/exclude")]
async fn rm_exclude() -> ItemWithoutTags {
    let Item { name, price, note, kind, .. } = item("a");
    ItemWithoutTags { name, price, note, kind }
}

#[model(output)]
struct ItemByName {
    name: &'static str,
    price: f64,
    note: Option<&'static str>,
    tags: Vec<String>,
    kind: &'static str,
}

#[get("/rm/by-alias")]
async fn rm_by_alias() -> ItemByName {
    let Item { name, price, note, tags, kind } = item("a");
    ItemByName { name, price, note, tags, kind }
}

#[get("/rm/list")]
async fn rm_list() -> Vec<Item> {
    vec![item("a"), item("b")]
}

// A field that is worked out.
#[model(output)]
struct Computed {
    w: i64,
    h: i64,
    #[schemars(extend("readOnly" = true))]
    area: i64,
}

impl Computed {
    fn new(w: i64, h: i64) -> Self {
        Self { w, h, area: w * h }
    }
}

#[get("/rm/union")]
async fn rm_union() -> Either<Computed, Item> {
    Either::Second(item("a"))
}

#[get("/rm/computed")]
async fn rm_computed() -> Computed {
    Computed::new(2, 3)
}

#[get("/rm/dict-of")]
async fn rm_dict_of() -> BTreeMap<String, f64> {
    [("a".into(), 1.0), ("b".into(), 2.5)].into()
}

#[get("/rm/response-returned", responses((200, "Successful Response", Item)))]
async fn rm_response() -> Response {
    Json(json!({ "anything": 1 })).into_response(StatusCode::OK)
}

#[get("/rc/html")]
async fn rc_html() -> Html<&'static str> {
    Html("<p>hi</p>")
}

#[get("/rc/text")]
async fn rc_text() -> &'static str {
    "hi"
}

#[get("/rc/redirect")]
async fn rc_redirect() -> Redirect {
    Redirect::to("https://example.com/a b?x=é")
}

#[get("/rc/redirect-status")]
async fn rc_redirect_status() -> Redirect<302> {
    Redirect::to("/x")
}

struct Xml;

impl MediaType for Xml {
    const MEDIA_TYPE: &'static str = "application/xml";
}

#[get("/rc/response")]
async fn rc_response() -> Reply<Content<Xml>> {
    Reply::new(Content::new("<x/>")).header("x-a", "b")
}

#[get("/rc/no-type")]
async fn rc_no_type() -> Body {
    "raw".into()
}

#[get("/rc/json-status")]
async fn rc_json_status() -> Reply<Status<203, Json<Value>>> {
    Reply::new(Status(Json(json!({ "a": 1 })))).header("x-a", "b")
}

struct Plain;

impl MediaType for Plain {
    const MEDIA_TYPE: &'static str = "text/plain";
}

#[get("/rc/stream")]
async fn rc_stream() -> Content<Plain> {
    Content::stream(tokio_stream::iter(["a", "b", "c"]))
}

#[get("/rc/stream-no-type")]
async fn rc_stream_no_type() -> Body {
    Body::stream(tokio_stream::iter(["x", "y"]))
}

const DIGITS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/listings/wire/digits.txt");

#[get("/rc/file")]
async fn rc_file() -> Result<File, HttpError> {
    Ok(File::open(DIGITS).await?)
}

struct Note;

impl MediaType for Note {
    const MEDIA_TYPE: &'static str = "text/x-note";
}

#[get("/rc/file-named")]
async fn rc_file_named() -> Result<File<Note>, HttpError> {
    Ok(File::open(DIGITS).await?.attachment("résumé 1.txt"))
}

pub fn app() -> App {
    App::new("FastAPI", "0.1.0").include(values()).routes(routes![
        bare_bad_bytes,
        boxed_bad_bytes,
        rm_filter,
        rm_annotation,
        rm_dict,
        rm_none,
        rm_unset,
        rm_defaults,
        rm_exclude_none,
        rm_include,
        rm_exclude,
        rm_by_alias,
        rm_list,
        rm_union,
        rm_computed,
        rm_dict_of,
        rm_response,
        rc_html,
        rc_text,
        rc_redirect,
        rc_redirect_status,
        rc_response,
        rc_no_type,
        rc_json_status,
        rc_stream,
        rc_stream_no_type,
        rc_file,
        rc_file_named,
    ])
}
