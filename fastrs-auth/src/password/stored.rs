//! The stored form of a hash, and the only file that calls Argon2.

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use fastrs::security::constant_time_eq;

use super::cost::Cost;
use crate::error::PasswordError;
use crate::random::random_bytes;

/// Bytes of the hash itself; RFC 9106 recommends at least 16, 32 is its example and everybody's default.
const OUTPUT_BYTES: usize = Params::DEFAULT_OUTPUT_LEN;

/// The memory that a hash works in, to be used again: 19 MiB that come and go on many threads are never given back by
/// the allocator, which keeps some for each of them.
pub(super) type Memory = Vec<Block>;

/// Hashes with a fresh salt.
pub(super) fn hash(cost: &Cost, password: &[u8], memory: &mut Memory) -> Result<String, PasswordError> {
    let salt: [u8; Salt::RECOMMENDED_LENGTH] = random_bytes().map_err(|_| PasswordError::Failed)?;
    let mut output = [0; OUTPUT_BYTES];
    work(cost.params()?, password, &salt, &mut output, memory)?;
    let hash = PasswordHash {
        salt: Some(Salt::new(&salt).map_err(|_| PasswordError::Failed)?),
        hash: Some(Output::new(&output).map_err(|_| PasswordError::Failed)?),
        ..Stored::unmatchable(cost)?.hash
    };
    Ok(hash.to_string())
}

fn work(
    params: Params,
    password: &[u8],
    salt: &[u8],
    output: &mut [u8],
    memory: &mut Memory,
) -> Result<(), PasswordError> {
    let blocks = params.block_count();
    if memory.len() < blocks {
        let more = blocks - memory.len();
        memory.try_reserve_exact(more).map_err(|_| PasswordError::Failed)?;
        memory.resize(blocks, Block::new());
    }
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let done = argon2.hash_password_into_with_memory(password, salt, output, &mut memory[..blocks]);
    // Nothing of the password stays there.
    memory[..blocks].fill(Block::new());
    done.map_err(|_| PasswordError::Failed)
}

/// A stored hash whose parameters have been found acceptable.
pub(super) struct Stored {
    hash: PasswordHash,
    cost: Cost,
}

impl Stored {
    /// Reads the PHC text and holds it to the bounds, which is all that stands between a doctored row and the memory
    /// of the machine: the argon2 crate runs whatever the text says.
    pub(super) fn parse(text: &str) -> Result<Self, PasswordError> {
        let hash = PasswordHash::new(text).map_err(|_| PasswordError::StoredHash)?;
        let complete = hash.salt.is_some() && hash.hash.is_some();
        // No version in the text means Argon2 1.0 to the format and 1.3 to the crate; we write 1.3 and accept 1.3.
        if hash.algorithm != ARGON2ID_IDENT || hash.version != Some(Version::V0x13.into()) || !complete {
            return Err(PasswordError::StoredHash);
        }
        let params = Params::try_from(&hash).map_err(|_| PasswordError::StoredHash)?;
        let cost = Cost::of(&params).map_err(|_| PasswordError::StoredHash)?;
        Ok(Self { hash, cost })
    }

    /// The stand-in for a user who does not exist: verifying costs what a real hash costs, and nobody knows a password
    /// whose hash is all zeros. Made by hand, so that start-up does not pay for a hash.
    pub(super) fn unmatchable(cost: &Cost) -> Result<Self, PasswordError> {
        let salt = Salt::new(&[0; Salt::RECOMMENDED_LENGTH]).map_err(|_| PasswordError::Failed)?;
        let output = Output::new(&[0; OUTPUT_BYTES]).map_err(|_| PasswordError::Failed)?;
        let hash = PasswordHash {
            algorithm: ARGON2ID_IDENT,
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(cost.params()?).map_err(|_| PasswordError::Failed)?,
            salt: Some(salt),
            hash: Some(output),
        };
        Ok(Self { hash, cost: *cost })
    }

    /// False when the hash deserves to be made anew.
    pub(super) fn is_made_with(&self, cost: &Cost) -> bool {
        let salt_bytes = self.hash.salt.as_ref().map_or(0, |salt| salt.len());
        let output_bytes = self.hash.hash.as_ref().map_or(0, Output::len);
        self.cost == *cost && salt_bytes >= Salt::RECOMMENDED_LENGTH && output_bytes >= OUTPUT_BYTES
    }

    /// Does the work; the comparison inside is constant-time.
    pub(super) fn matches(&self, password: &[u8], memory: &mut Memory) -> Result<bool, PasswordError> {
        let (Some(salt), Some(expected)) = (&self.hash.salt, &self.hash.hash) else {
            return Err(PasswordError::StoredHash);
        };
        let params = Params::try_from(&self.hash).map_err(|_| PasswordError::StoredHash)?;
        let mut output = vec![0; expected.len()];
        work(params, password, salt.as_ref(), &mut output, memory)?;
        Ok(constant_time_eq(&output, expected.as_ref()))
    }
}

/// Texts that must be refused before any work.
#[cfg(test)]
pub(super) const HOSTILE: &[&str] = &[
    "",
    "$",
    "not a hash",
    "plain-text-password",
    "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
    "$argon2id$v=19$m=4000000,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=65537,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=8,t=4000000000,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=4080,t=1,p=255$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=8,t=1,p=4294967295$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=99999999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=0,t=0,p=0$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$v=19$m=8,t=1,p=1",
    "$argon2id$v=16$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2id$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2i$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "$argon2d$v=19$m=8,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_text_is_read_back() {
        let cost = Cost::new(64, 1, 1).unwrap();
        let text = hash(&cost, b"password", &mut Memory::new()).unwrap();
        let stored = Stored::parse(&text).unwrap();
        assert!(stored.is_made_with(&cost));
        assert_eq!(stored.matches(b"password", &mut Memory::new()), Ok(true));
        assert_eq!(stored.matches(b"passwort", &mut Memory::new()), Ok(false));
    }

    #[test]
    fn a_hash_of_the_reference_implementation_is_read() {
        // argon2-cffi 25 (Python): PasswordHasher(time_cost=3, memory_cost=64, parallelism=4).hash("pässword")
        let text =
            "$argon2id$v=19$m=64,t=3,p=4$N+16yTtxe508DJEAji3jxQ$AANAJXFoqADF3OcbGoEx/sWDdL12ToK5HgP0MHQXXNY";
        let stored = Stored::parse(text).unwrap();
        assert!(stored.is_made_with(&Cost::new(64, 3, 4).unwrap()));
        assert_eq!(stored.matches("pässword".as_bytes(), &mut Memory::new()), Ok(true));
        assert_eq!(stored.matches(b"password", &mut Memory::new()), Ok(false));
    }

    #[test]
    fn memory_is_used_again_by_hashes_of_every_size() {
        let mut memory = Memory::new();
        for kib in [64, 8, 256, 32, 64] {
            let cost = Cost::new(kib, 2, 1).unwrap();
            let stored = Stored::parse(&hash(&cost, b"password", &mut memory).unwrap()).unwrap();
            assert_eq!(stored.matches(b"password", &mut memory), Ok(true));
            assert_eq!(stored.matches(b"password", &mut Memory::new()), Ok(true));
            assert_eq!(stored.matches(b"passwort", &mut memory), Ok(false));
        }
        assert_eq!(memory.len(), 256);
    }

    #[test]
    fn a_short_salt_or_output_is_outdated() {
        let cost = Cost::new(8, 1, 1).unwrap();
        let text = |salt: &str, output: &str| format!("$argon2id$v=19$m=8,t=1,p=1${salt}${output}");
        let (long_salt, long_output) = ("A".repeat(22), "A".repeat(43));
        let is_current = |text: String| Stored::parse(&text).unwrap().is_made_with(&cost);
        assert!(is_current(text(&long_salt, &long_output)));
        assert!(!is_current(text(&"A".repeat(11), &long_output)));
        assert!(!is_current(text(&long_salt, &"A".repeat(22))));
    }

    #[test]
    fn the_unmatchable_hash_has_the_asked_cost_and_matches_nothing() {
        let cost = Cost::new(16, 2, 1).unwrap();
        let stored = Stored::unmatchable(&cost).unwrap();
        assert!(stored.is_made_with(&cost));
        assert_eq!(stored.hash.params.as_str(), "m=16,t=2,p=1");
        assert_eq!(stored.matches(b"", &mut Memory::new()), Ok(false));
    }
}
