//! Passwords: hashed with Argon2id ([RFC 9106]), off the async threads, never more at once than the machine has cores.
//!
//! The danger of password hashing in a server is not the long password (1 MB costs hardly more than 8 bytes) but
//! *many at once* and *hostile stored hashes*, which name their own price. Hence the bounded queue and the bounds
//! of [`Cost`].
//!
//! A password is taken as the bytes it is: never truncated, never normalised. A user who types `é` composed on one
//! keyboard and decomposed on another has two passwords; normalise to NFC before calling if that matters to you.
//!
//! [RFC 9106]: https://www.rfc-editor.org/rfc/rfc9106

mod cost;
mod pool;
mod stored;

use std::fmt;

pub use cost::Cost;
use pool::Pool;
use stored::Stored;

use crate::error::PasswordError;

/// The longest password accepted, in bytes of UTF-8.
///
/// NIST SP 800-63B asks for at least 64 characters; 1024 bytes are 256 characters of any script.
pub const MAX_PASSWORD_BYTES: usize = 1024;

/// Hashes and checks passwords. Make one at start-up and share it: clones share the same limits.
///
/// Defaults: [`Cost::OWASP`] (19 MiB, 2 passes, 1 lane; about 25 ms), as many hashes at once as the machine has
/// cores, and 64 calls waiting behind them; the next call is told [`PasswordError::Busy`] at once. Memory in use is
/// bounded by workers × memory of one hash.
///
/// # Example
///
/// ```
/// use fastrs_auth::{Passwords, Verdict};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), fastrs_auth::PasswordError> {
/// let passwords = Passwords::new();
///
/// let stored = passwords.hash("correct horse battery staple").await?;
/// assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
///
/// match passwords.verify("correct horse battery staple", Some(&stored)).await? {
///     Verdict::Right => println!("welcome"),
///     Verdict::RightButOutdated => println!("welcome; now hash this password anew and store it"),
///     Verdict::Wrong => println!("unknown user or wrong password"),
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Passwords {
    cost: Cost,
    pool: Pool,
}

/// What [`Passwords::verify`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a verdict nobody looks at lets everybody in"]
pub enum Verdict {
    /// The password is right.
    Right,
    /// The password is right, but its hash was made with another cost than today's: hash it again and store that.
    RightButOutdated,
    /// The password is wrong, or there is no such user.
    Wrong,
}

impl Verdict {
    /// True for both kinds of right.
    pub fn is_right(self) -> bool {
        self != Self::Wrong
    }
}

impl Passwords {
    /// The defaults given above.
    pub fn new() -> Self {
        Self { cost: Cost::OWASP, pool: Pool::new(pool::cores(), pool::QUEUE) }
    }

    /// Sets the cost of new hashes. Stored hashes of another cost stay valid and are
    /// [`RightButOutdated`](Verdict::RightButOutdated).
    pub fn with_cost(mut self, cost: Cost) -> Self {
        self.cost = cost;
        self
    }

    /// Sets how many hashes may run at once (default: the number of cores); 0 counts as 1.
    ///
    /// The result has limits of its own, no longer shared with earlier clones.
    pub fn with_workers(mut self, workers: usize) -> Self {
        self.pool = Pool::new(workers, self.pool.queue());
        self
    }

    /// Sets how many calls may wait behind the running ones (default 64); with 0 nobody waits.
    ///
    /// The result has limits of its own, no longer shared with earlier clones.
    pub fn with_queue(mut self, queue: usize) -> Self {
        self.pool = Pool::new(self.pool.workers(), queue);
        self
    }

    /// Hashes a password with a fresh 16-byte salt. The answer is the text to store, about 97 characters, in the
    /// PHC format (`$argon2id$v=19$m=…,t=…,p=…$salt$hash`).
    ///
    /// # Errors
    ///
    /// [`TooLong`](PasswordError::TooLong) beyond [`MAX_PASSWORD_BYTES`], [`Busy`](PasswordError::Busy) when the queue
    /// is full, [`Failed`](PasswordError::Failed) when memory or randomness ran out.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let password = checked(password)?;
        let cost = self.cost;
        self.pool.run(move |memory| stored::hash(&cost, &password, memory)).await?
    }

    /// Checks a password against the stored hash of the user, or against nothing (`None`) when there is no such user.
    ///
    /// Call it in both cases. Without a user the same work is done against a hash that nothing matches, so that the
    /// time of the answer does not tell who has an account. (While stored hashes of an older cost remain, those users
    /// still stand out: rehash them when they log in.)
    ///
    /// # Errors
    ///
    /// [`TooLong`](PasswordError::TooLong) and [`Busy`](PasswordError::Busy) as for [`hash`](Self::hash);
    /// [`StoredHash`](PasswordError::StoredHash) when `stored` is not an Argon2id hash within the bounds of [`Cost`].
    /// In these three cases nothing has been hashed.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<Verdict, PasswordError> {
        let password = checked(password)?;
        let known = stored.is_some();
        let stored = match stored {
            Some(text) => Stored::parse(text)?,
            None => Stored::unmatchable(&self.cost)?,
        };
        let outdated = !stored.is_made_with(&self.cost);
        let matches = self.pool.run(move |memory| stored.matches(&password, memory)).await??;
        Ok(match (matches && known, outdated) {
            (false, _) => Verdict::Wrong,
            (true, false) => Verdict::Right,
            (true, true) => Verdict::RightButOutdated,
        })
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").field("cost", &self.cost).field("pool", &self.pool).finish()
    }
}

/// A copy that can move to the blocking pool, made only when the length is acceptable.
fn checked(password: &str) -> Result<Box<[u8]>, PasswordError> {
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(PasswordError::TooLong);
    }
    Ok(password.as_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cheap() -> Passwords {
        Passwords::new().with_cost(Cost::new(8, 1, 1).unwrap())
    }

    #[tokio::test]
    async fn default_hash_has_the_owasp_parameters() {
        let passwords = Passwords::new();
        let stored = passwords.hash("pw").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert_eq!(passwords.verify("pw", Some(&stored)).await, Ok(Verdict::Right));
    }

    #[tokio::test]
    async fn right_wrong_and_fresh_salt() {
        let passwords = cheap();
        let stored = passwords.hash("pässword\0x").await.unwrap();
        assert_ne!(stored, passwords.hash("pässword\0x").await.unwrap());
        assert_eq!(passwords.verify("pässword\0x", Some(&stored)).await, Ok(Verdict::Right));
        assert_eq!(passwords.verify("pässword\0y", Some(&stored)).await, Ok(Verdict::Wrong));
        assert_eq!(passwords.verify("", Some(&stored)).await, Ok(Verdict::Wrong));
    }

    #[tokio::test]
    async fn another_cost_is_outdated_only_when_right() {
        let passwords = cheap();
        let stored = passwords.hash("pw").await.unwrap();
        let dearer = cheap().with_cost(Cost::new(16, 1, 1).unwrap());
        assert_eq!(dearer.verify("pw", Some(&stored)).await, Ok(Verdict::RightButOutdated));
        assert_eq!(dearer.verify("no", Some(&stored)).await, Ok(Verdict::Wrong));
        assert!(Verdict::RightButOutdated.is_right());
    }

    #[tokio::test]
    async fn an_unknown_user_costs_one_hash_as_a_known_one_does() {
        let passwords = cheap();
        let stored = passwords.hash("pw").await.unwrap();
        let before = passwords.pool.finished();
        assert_eq!(passwords.verify("pw", Some(&stored)).await, Ok(Verdict::Right));
        assert_eq!(passwords.pool.finished(), before + 1);
        assert_eq!(passwords.verify("pw", None).await, Ok(Verdict::Wrong));
        assert_eq!(passwords.pool.finished(), before + 2);
    }

    #[tokio::test]
    async fn length_is_checked_before_any_work_and_nothing_is_cut_off() {
        let passwords = cheap();
        let long = "x".repeat(MAX_PASSWORD_BYTES);
        let stored = passwords.hash(&long).await.unwrap();
        assert_eq!(passwords.verify(&long, Some(&stored)).await, Ok(Verdict::Right));
        assert_eq!(passwords.verify(&long[1..], Some(&stored)).await, Ok(Verdict::Wrong));

        let before = passwords.pool.finished();
        let longer = long + "x";
        assert_eq!(passwords.hash(&longer).await, Err(PasswordError::TooLong));
        assert_eq!(passwords.verify(&longer, Some(&stored)).await, Err(PasswordError::TooLong));
        assert_eq!(passwords.verify(&longer, None).await, Err(PasswordError::TooLong));
        assert_eq!(passwords.pool.finished(), before);
    }

    #[tokio::test]
    async fn hostile_stored_hashes_are_refused_without_work() {
        let passwords = cheap();
        for stored in stored::HOSTILE {
            let found = passwords.verify("pw", Some(stored)).await;
            assert_eq!(found, Err(PasswordError::StoredHash), "{stored}");
        }
        assert_eq!(passwords.pool.finished(), 0);
    }

    #[test]
    fn debug_shows_settings() {
        let text = format!("{:?}", cheap().with_workers(2).with_queue(5));
        assert!(text.contains("workers: 2") && text.contains("queue: 5"), "{text}");
    }
}
