//! API keys as arguments of a handler.

use std::any::{TypeId, type_name};
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::Arc;

use fastrs::describe::{EndpointDescription, Need, SecurityScheme};
use fastrs::http::StatusCode;
use fastrs::response::describe_error;
use fastrs::security::{ApiKey, ApiKeyPlace, KeyIn, Principal, Scheme};
use fastrs::{HttpError, RequestContext};

use super::{ApiKeyRecord, ApiKeys};

/// The header `X-API-Key`.
#[derive(Debug)]
pub enum XApiKey {}

impl ApiKeyPlace for XApiKey {
    const PLACE: KeyIn = KeyIn::Header("X-API-Key");
}

/// The record of an API key that is good.
///
/// The app needs [`ApiKeys`] as state. A request without a key, or with one that is not good, is answered with 401. The
/// key comes in the header `X-API-Key`, or where the [`ApiKeyPlace`] `K` of yours says.
///
/// The request's [`Principal`] is `key:` and the id.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs_auth::{ApiKeyDraft, ApiKeys, MemoryApiKeys, VerifiedKey};
///
/// #[get("/owner")]
/// async fn owner(key: VerifiedKey) -> String { key.owner.clone() }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let keys = ApiKeys::new("shop", MemoryApiKeys::new());
/// let made = keys.make(ApiKeyDraft::new("ann", "till")).await?;
///
/// let client = fastrs::testing::TestClient::new(App::new("Shop", "1.0.0").state(keys).routes(routes![owner]));
/// let found = client.get("/owner").header("x-api-key", made.key.expose()).await.assert_ok();
/// assert_eq!(found.text(), "ann");
/// client.get("/owner").header("x-api-key", "shop_0_0").await.assert_status(401);
/// # Ok(())
/// # }
/// ```
pub struct VerifiedKey<K = XApiKey> {
    record: ApiKeyRecord,
    place: PhantomData<fn() -> K>,
}

impl<K> VerifiedKey<K> {
    /// The record, to keep.
    pub fn into_record(self) -> ApiKeyRecord {
        self.record
    }
}

/// For calling a handler as the plain function it is.
impl<K> From<ApiKeyRecord> for VerifiedKey<K> {
    fn from(record: ApiKeyRecord) -> Self {
        Self { record, place: PhantomData }
    }
}

impl<K> Deref for VerifiedKey<K> {
    type Target = ApiKeyRecord;

    fn deref(&self) -> &ApiKeyRecord {
        &self.record
    }
}

impl<K> Clone for VerifiedKey<K> {
    fn clone(&self) -> Self {
        self.record.clone().into()
    }
}

impl<K> fmt::Debug for VerifiedKey<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("VerifiedKey").field(&self.record).finish()
    }
}

impl<K: ApiKeyPlace> Scheme for VerifiedKey<K> {
    const CAN_BE_MALFORMED: bool = true;

    fn schemes() -> Vec<SecurityScheme> {
        ApiKey::<K>::schemes()
    }

    async fn credentials(cx: &mut RequestContext) -> Result<Option<Self>, HttpError> {
        let Some(key) = ApiKey::<K>::credentials(cx).await? else { return Ok(None) };
        let keys = cx.state::<ApiKeys>();
        let keys = keys.ok_or_else(|| HttpError::new(500, "the app has no state of type ApiKeys"))?;
        let found = keys.verify(key.key()).await;
        let found =
            found.map_err(|error| HttpError::new(503, error.to_string()).with_header("retry-after", "1"))?;
        let record = found.ok_or_else(refused)?;
        let principal = Principal::new(format!("key:{}", record.id)).with_authority(record.scopes.join(" "));
        cx.set_principal(principal);
        Ok(Some(record.into()))
    }

    fn describe_check(description: &mut EndpointDescription) {
        description.needs.push(Need { id: TypeId::of::<Arc<ApiKeys>>(), name: type_name::<ApiKeys>() });
        let text = "Whether the credentials are good cannot be told at the moment";
        describe_error(StatusCode::SERVICE_UNAVAILABLE, text, &mut description.responses);
    }

    fn refusal() -> HttpError {
        ApiKey::<K>::refusal()
    }
}

/// The same for every reason.
fn refused() -> HttpError {
    HttpError::new(401, "Could not validate credentials").with_header("www-authenticate", "APIKey")
}
