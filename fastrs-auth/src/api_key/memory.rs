//! Records of keys in memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Answer, ApiKeyRecord, ApiKeyStore};

/// Records of API keys in the memory of this process, for tests: they end with it.
#[derive(Default)]
pub struct MemoryApiKeys(Mutex<HashMap<String, ApiKeyRecord>>);

impl MemoryApiKeys {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    fn records(&self) -> MutexGuard<'_, HashMap<String, ApiKeyRecord>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemoryApiKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryApiKeys").field("keys", &self.records().len()).finish()
    }
}

fn ready<'a, T: Send + 'a>(value: T) -> Answer<'a, T> {
    Box::pin(std::future::ready(Ok(value)))
}

impl ApiKeyStore for MemoryApiKeys {
    fn insert<'a>(&'a self, record: ApiKeyRecord) -> Answer<'a, ()> {
        self.records().insert(record.id.clone(), record);
        ready(())
    }

    fn find<'a>(&'a self, id: &'a str) -> Answer<'a, Option<ApiKeyRecord>> {
        ready(self.records().get(id).cloned())
    }

    fn touch<'a>(&'a self, id: &'a str, used: u64) -> Answer<'a, ()> {
        if let Some(record) = self.records().get_mut(id) {
            record.last_used = Some(used);
        }
        ready(())
    }

    fn revoke<'a>(&'a self, owner: &'a str, id: &'a str) -> Answer<'a, bool> {
        let mut records = self.records();
        let record = records.get_mut(id).filter(|record| record.owner == owner);
        ready(record.map(|record| record.revoked = true).is_some())
    }
}
