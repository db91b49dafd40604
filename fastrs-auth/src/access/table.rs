//! A test of every operation with every kind of caller.

use std::collections::BTreeSet;
use std::fmt;

use fastrs::testing::{TestClient, TestRequest};

use super::matrix::{operations, write_columns};

type Dress<'t> = Box<dyn for<'c> Fn(TestRequest<'c>) -> TestRequest<'c> + 't>;
type Ask<'t> = Box<dyn for<'c> Fn(&'c TestClient) -> TestRequest<'c> + 't>;

/// What each kind of caller gets of each operation: a test that no route can be added without thinking of.
///
/// Name the callers, then give each operation of the document a row with a request and the status for each of them.
/// [`run`](Self::run) sends them all and fails on what is answered otherwise, on an operation without a row, and on a row
/// without an operation.
///
/// ```
/// use fastrs::prelude::*;
/// use fastrs::security::HttpBearer;
/// use fastrs::testing::TestClient;
/// use fastrs_auth::AccessTable;
///
/// #[get("/")]
/// async fn home() -> &'static str { "welcome" }
///
/// #[get("/me/{part}")]
/// async fn me(token: HttpBearer, part: u32) -> String { format!("your {part}") }
///
/// # #[fastrs::main]
/// # async fn main() {
/// let client = TestClient::new(App::new("Shop", "1.0.0").routes(routes![home, me]));
/// AccessTable::new()
///     .caller("anonymous", |request| request)
///     .caller("user", |request| request.bearer("abc"))
///     .operation("GET /", |client| client.get("/"), [200, 200])
///     .operation("GET /me/{part}", |client| client.get("/me/1"), [401, 200])
///     .run(&client)
///     .await;
/// # }
/// ```
#[derive(Default)]
#[must_use = "it is a test that has to be run"]
pub struct AccessTable<'t> {
    callers: Vec<(String, Dress<'t>)>,
    rows: Vec<Row<'t>>,
}

struct Row<'t> {
    operation: String,
    ask: Ask<'t>,
    expected: Vec<u16>,
}

impl<'t> AccessTable<'t> {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// A kind of caller, and what it puts on its requests.
    pub fn caller(
        mut self,
        name: impl Into<String>,
        dress: impl for<'c> Fn(TestRequest<'c>) -> TestRequest<'c> + 't,
    ) -> Self {
        self.callers.push((name.into(), Box::new(dress)));
        self
    }

    /// An operation, as in `GET /items/{item_id}`, a request for it, and the status that each caller gets, in the order
    /// in which the callers were named. A row is sent to one caller after the other.
    pub fn operation(
        mut self,
        operation: impl Into<String>,
        ask: impl for<'c> Fn(&'c TestClient) -> TestRequest<'c> + 't,
        expected: impl IntoIterator<Item = u16>,
    ) -> Self {
        let expected = expected.into_iter().collect();
        self.rows.push(Row { operation: operation.into(), ask: Box::new(ask), expected });
        self
    }

    /// Sends all of it.
    ///
    /// # Panics
    ///
    /// With every fault at once: a status that is not the expected one, an operation of the document without a row, a row
    /// whose operation is not in the document or that has not one status for each caller.
    pub async fn run(self, client: &TestClient) {
        let mut faults = self.faults_of_shape(client);
        if faults.is_empty() {
            for row in &self.rows {
                self.try_row(client, row, &mut faults).await;
            }
        }
        assert!(faults.is_empty(), "who may do what is not as the table says:\n{}", Faults(&faults));
    }

    fn faults_of_shape(&self, client: &TestClient) -> Vec<Vec<String>> {
        let documented: BTreeSet<String> =
            operations(client.openapi()).map(|(operation, _)| operation).collect();
        let mut faults = Vec::new();
        for operation in &documented {
            if !self.rows.iter().any(|row| row.operation == *operation) {
                faults.push(vec![operation.clone(), "has no row in the table".to_owned()]);
            }
        }
        for row in &self.rows {
            if !documented.contains(&row.operation) {
                faults.push(vec![row.operation.clone(), "is not in the document".to_owned()]);
            }
            let (callers, statuses) = (self.callers.len(), row.expected.len());
            if callers != statuses {
                let fault = format!("has {statuses} statuses for {callers} callers");
                faults.push(vec![row.operation.clone(), fault]);
            }
        }
        faults
    }

    async fn try_row(&self, client: &TestClient, row: &Row<'t>, faults: &mut Vec<Vec<String>>) {
        for ((caller, dress), expected) in self.callers.iter().zip(&row.expected) {
            let found = dress((row.ask)(client)).await.status();
            if found != *expected {
                let fault = format!("{found} instead of {expected}");
                faults.push(vec![row.operation.clone(), caller.clone(), fault]);
            }
        }
    }
}

impl fmt::Debug for AccessTable<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let callers: Vec<&str> = self.callers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("AccessTable").field("callers", &callers).field("rows", &self.rows.len()).finish()
    }
}

struct Faults<'f>(&'f [Vec<String>]);

impl fmt::Display for Faults<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_columns(f, self.0)
    }
}
