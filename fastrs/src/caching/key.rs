//! The key: every declared input, so written that no two different lists of inputs have one key.

/// Writes parts one after the other, each with its length before it.
#[derive(Debug)]
pub(super) struct KeyWriter(Vec<u8>);

impl KeyWriter {
    pub(super) fn new(operation: &str) -> Self {
        let mut key = Self(Vec::with_capacity(operation.len() + 64));
        key.part(operation.as_bytes());
        key
    }

    /// One value.
    pub(super) fn part(&mut self, value: &[u8]) {
        self.number(value.len());
        self.0.extend_from_slice(value);
    }

    /// All values of one name: how long they are together, and each.
    pub(super) fn parts<'v>(&mut self, values: impl Iterator<Item = &'v [u8]>) {
        let place = self.0.len();
        self.0.extend([0; 4]);
        values.for_each(|value| self.part(value));
        let length = (self.0.len() - place - 4) as u32;
        self.0[place..place + 4].copy_from_slice(&length.to_le_bytes());
    }

    /// Seven bits in a byte, the last one without the high bit.
    fn number(&mut self, mut number: usize) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn key(lists: &[Vec<&str>]) -> Vec<u8> {
        let mut key = KeyWriter::new("GET /");
        for list in lists {
            key.parts(list.iter().map(|value| value.as_bytes()));
        }
        key.finish()
    }

    /// All lists of up to three values out of a few nasty ones, at two places: no two have one key.
    #[test]
    fn no_two_lists_of_inputs_have_one_key() {
        let values = ["", "a", "\u{1}", "\u{1}a", "a\u{1}", "\u{2}\u{1}a"];
        let mut lists: Vec<Vec<&str>> = vec![Vec::new()];
        for length in 1..=2 {
            let shorter: Vec<_> = lists.iter().filter(|list| list.len() == length - 1).cloned().collect();
            for list in shorter {
                lists.extend(values.map(|value| [list.clone(), vec![value]].concat()));
            }
        }
        let mut seen = HashMap::new();
        for one in &lists {
            for other in &lists {
                let both = vec![one.clone(), other.clone()];
                if let Some(known) = seen.insert(key(&both), both.clone()) {
                    panic!("{known:?} and {both:?} have one key");
                }
            }
        }
        assert_eq!(seen.len(), lists.len() * lists.len());
    }

    #[test]
    fn many_values_keep_their_number() {
        let long = |count| key(&[vec!["a"; count], vec!["b"]]);
        let keys: std::collections::HashSet<_> = (250..260).map(long).collect();
        assert_eq!(keys.len(), 10);
    }
}
