//! Values kept under their type: an application's state, a request's resolved dependencies.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A set of values with at most one of each type.
#[derive(Default)]
pub(crate) struct TypeMap(HashMap<TypeId, Box<dyn Any + Send + Sync>, BuildHasherDefault<IdHasher>>);

impl TypeMap {
    pub(crate) fn insert<T: Send + Sync + 'static>(&mut self, value: T) {
        self.0.insert(TypeId::of::<T>(), Box::new(value));
    }

    pub(crate) fn remove<T: 'static>(&mut self) {
        self.0.remove(&TypeId::of::<T>());
    }

    pub(crate) fn get<T: 'static>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }

    pub(crate) fn get_or_default<T: Default + Send + Sync + 'static>(&mut self) -> Option<&mut T> {
        let value = self.0.entry(TypeId::of::<T>()).or_insert_with(|| Box::<T>::default());
        // The key is the value's own type, so there always is one.
        value.downcast_mut()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The types there is a value of.
    pub(crate) fn ids(&self) -> impl Iterator<Item = TypeId> + '_ {
        self.0.keys().copied()
    }

    pub(crate) fn contains(&self, id: TypeId) -> bool {
        self.0.contains_key(&id)
    }
}

impl std::fmt::Debug for TypeMap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TypeMap({})", self.0.len())
    }
}

/// A `TypeId` is a hash already: hashing it again would be wasted work.
#[derive(Default)]
pub(crate) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(byte);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_one_value_of_each_type() {
        let mut map = TypeMap::default();
        map.insert(1_u32);
        map.insert("text");
        map.insert(2_u32);
        assert_eq!(map.get::<u32>(), Some(&2));
        assert_eq!(map.get::<&str>(), Some(&"text"));
        assert_eq!(map.get::<u64>(), None);
        map.remove::<&str>();
        assert_eq!(map.get::<&str>(), None);
        assert!(map.contains(TypeId::of::<u32>()));
        *map.get_or_default::<u64>().unwrap() += 3;
        *map.get_or_default::<u32>().unwrap() += 3;
        assert_eq!((map.get::<u64>(), map.get::<u32>()), (Some(&3), Some(&5)));
    }
}
