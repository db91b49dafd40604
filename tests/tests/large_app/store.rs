//! What the app keeps, and the models that it hands out.

use std::collections::BTreeMap;
use std::sync::Mutex;

use fastrs::prelude::*;
use fastrs::serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

#[model]
pub struct Thing {
    pub id: u64,
    pub name: String,
    pub price: u32,
}

#[model]
pub struct ThingDraft {
    #[field(min_length = 1, max_length = 50)]
    pub name: String,
    #[field(le = 1_000_000)]
    pub price: u32,
}

#[model]
pub struct Person {
    pub id: u64,
    pub name: String,
    pub email: Option<Email>,
}

#[model]
pub struct PersonDraft {
    #[field(min_length = 1, max_length = 50)]
    pub name: String,
    pub email: Option<Email>,
}

/// What is sent to make or change a record.
pub trait Draft: Send + 'static {
    type Record: Serialize + DeserializeOwned + Send;

    fn with_id(self, id: u64) -> Self::Record;
}

impl Draft for ThingDraft {
    type Record = Thing;

    fn with_id(self, id: u64) -> Thing {
        Thing { id, name: self.name, price: self.price }
    }
}

impl Draft for PersonDraft {
    type Record = Person;

    fn with_id(self, id: u64) -> Person {
        Person { id, name: self.name, email: self.email }
    }
}

/// A change that a unit of work holds back until its request has succeeded.
pub enum Change {
    Put { kind: &'static str, id: u64, record: Value },
    Remove { kind: &'static str, id: u64 },
}

#[derive(Default)]
struct Records {
    last_id: u64,
    of_kind: BTreeMap<&'static str, BTreeMap<u64, Value>>,
}

/// All records, by kind and id.
#[derive(Default)]
pub struct Store(Mutex<Records>);

#[derive(Debug, thiserror::Error, ApiError)]
pub enum StoreError {
    #[error("there is no record {0}")]
    #[status(404)]
    Missing(u64),
    #[error("the store is full")]
    #[status(409)]
    Full,
}

impl Store {
    pub fn next_id(&self) -> Result<u64, StoreError> {
        let mut records = self.0.lock().unwrap();
        records.last_id += 1;
        if records.last_id > 100_000 { Err(StoreError::Full) } else { Ok(records.last_id) }
    }

    pub fn get<T: DeserializeOwned>(&self, kind: &'static str, id: u64) -> Result<T, StoreError> {
        let records = self.0.lock().unwrap();
        let record = records.of_kind.get(kind).and_then(|records| records.get(&id));
        record.and_then(|record| serde_json::from_value(record.clone()).ok()).ok_or(StoreError::Missing(id))
    }

    pub fn list<T: DeserializeOwned>(
        &self,
        kind: &'static str,
        skip: u32,
        limit: u32,
        name: Option<&str>,
    ) -> Vec<T> {
        let records = self.0.lock().unwrap();
        let all = records.of_kind.get(kind).into_iter().flat_map(BTreeMap::values);
        let named = all.filter(|record| name.is_none_or(|name| record["name"] == json!(name)));
        let page = named.skip(skip as usize).take(limit as usize);
        page.filter_map(|record| serde_json::from_value(record.clone()).ok()).collect()
    }

    pub fn apply(&self, changes: Vec<Change>) {
        let mut records = self.0.lock().unwrap();
        for change in changes {
            match change {
                Change::Put { kind, id, record } => {
                    records.of_kind.entry(kind).or_default().insert(id, record);
                }
                Change::Remove { kind, id } => {
                    records.of_kind.entry(kind).or_default().remove(&id);
                }
            }
        }
    }

    pub fn len(&self) -> usize {
        self.0.lock().unwrap().of_kind.values().map(BTreeMap::len).sum()
    }
}

/// What happened, in order: how often dependencies were made, and how they ended.
#[derive(Default)]
pub struct Journal(Mutex<Vec<String>>);

impl Journal {
    pub fn note(&self, text: impl Into<String>) {
        self.0.lock().unwrap().push(text.into());
    }

    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}
