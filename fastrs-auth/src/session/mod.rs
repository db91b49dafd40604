//! Log-ins that can be continued and ended: pairs of access and refresh tokens.
//!
//! A log-in begins a *session*. Its access token is short-lived and sent with every request; its refresh token is
//! long-lived, sent to one place only, and good for one use, which gives the next pair. A refresh token that comes a
//! second time has been stolen by somebody, and nobody can tell by whom: the session ends, for both ([RFC 9700],
//! section 4.14.2).
//!
//! [RFC 9700]: https://www.rfc-editor.org/rfc/rfc9700

mod pair;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use pair::TokenPair;

use crate::clock::{micros, seconds};
use crate::error::{InvalidSession, SessionError};
use crate::revocation::{MemoryRevocations, Redemption, RevocationStore, SessionOf};
use crate::token::{Claims, Draft, Jwt, SessionId};

const ACCESS: &str = "access";
const REFRESH: &str = "refresh";

/// What happens to access tokens and log-ins while the store of revocations does not answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outage {
    /// They are refused with 503, and so are log-ins: nobody gets in whose session may have been ended.
    #[default]
    Refuse,
    /// They are accepted by their signature alone, with a warning in the log. Log-ins go on; refreshing and logging
    /// out are 503 all the same.
    Accept,
}

/// Begins sessions, continues them, ends them, and verifies their tokens. Make one at start-up and give it to the app as
/// state: [`Bearer`](crate::Bearer) asks for it.
///
/// | setting | default |
/// |---|---|
/// | [`with_store`](Self::with_store) | [`MemoryRevocations`] |
/// | lifetime of the access token | that of the [`Jwt`], 15 minutes |
/// | [`with_refresh_lifetime`](Self::with_refresh_lifetime) | 7 days after the last refresh; no cookie lasts longer either |
/// | [`with_longest`](Self::with_longest) | 90 days after the log-in |
/// | [`with_outage`](Self::with_outage) | [`Outage::Refuse`] |
///
/// # Example
///
/// ```
/// use fastrs_auth::{Jwt, Sessions, random_secret};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sessions = Sessions::new(Jwt::hs256(random_secret()?)?);
///
/// // Log-in, after the password was found right:
/// let pair = sessions.begin("user-42").await?.tokens(())?;
/// let claims = sessions.verify::<()>(&pair.access_token).await?;
///
/// // A quarter of an hour later:
/// let next = sessions.refresh(&pair.refresh_token).await?.tokens(())?;
///
/// // The old refresh token again: somebody has a copy. The session is over, whoever asks.
/// assert!(sessions.refresh(&pair.refresh_token).await.unwrap_err().is_replay());
/// assert!(sessions.refresh(&next.refresh_token).await.is_err());
/// assert!(sessions.verify::<()>(&next.access_token).await.is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Sessions {
    jwt: Jwt,
    store: Arc<dyn RevocationStore>,
    refresh: Duration,
    longest: Duration,
    outage: Outage,
}

/// A session that has just been begun or continued: ask it for tokens.
pub struct Session {
    sessions: Sessions,
    id: SessionId,
    subject: String,
    generation: u64,
    /// Seconds since 1970, unless it is now.
    at: Option<u64>,
}

/// What a refresh token says beside the registered claims.
#[derive(Serialize, Deserialize)]
struct Generation {
    generation: u64,
}

impl Sessions {
    /// The defaults given above.
    pub fn new(jwt: Jwt) -> Self {
        const DAY: u64 = 24 * 60 * 60;
        Self {
            jwt,
            store: Arc::new(MemoryRevocations::new()),
            refresh: Duration::from_secs(7 * DAY),
            longest: Duration::from_secs(90 * DAY),
            outage: Outage::default(),
        }
    }

    /// Where revocations are kept.
    pub fn with_store(mut self, store: impl RevocationStore) -> Self {
        self.store = Arc::new(store);
        self
    }

    /// As [`with_store`](Self::with_store), for a store whose type is chosen at run time.
    pub fn with_shared_store(mut self, store: Arc<dyn RevocationStore>) -> Self {
        self.store = store;
        self
    }

    /// How long a refresh token is good for, in whole seconds.
    pub fn with_refresh_lifetime(mut self, lifetime: Duration) -> Self {
        self.refresh = lifetime;
        self
    }

    /// How long a session can be continued after its log-in, in whole seconds.
    pub fn with_longest(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }

    /// What happens to access tokens while the store does not answer.
    pub fn with_outage(mut self, outage: Outage) -> Self {
        self.outage = outage;
        self
    }

    /// What issues and reads the tokens.
    pub fn jwt(&self) -> &Jwt {
        &self.jwt
    }

    /// Begins a session for a subject (the user's id, not empty), whose credentials have been checked.
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`] when the store does not answer and the setting is [`Outage::Refuse`];
    /// [`SessionError::Random`] when the operating system has no randomness to give.
    pub async fn begin(&self, subject: impl Into<String>) -> Result<Session, SessionError> {
        let subject = subject.into();
        let ended = match self.store.ended_until(&subject).await {
            Ok(ended) => ended,
            Err(error) if self.outage == Outage::Accept => {
                tracing::warn!(%error, "a session begins without a look at the revocations");
                None
            }
            Err(error) => return Err(error.into()),
        };
        // After those that were ended, whatever the clocks of the instances say.
        let begun = ended.map_or(0, |until| until.saturating_add(1)).max(micros());
        let id = SessionId::new(begun)?;
        Ok(Session { sessions: self.clone(), id, subject, generation: 0, at: None })
    }

    /// Uses a refresh token up and continues its session.
    ///
    /// Look the subject up before you ask for [`tokens`](Session::tokens): they may have left since, or lost a role.
    ///
    /// # Errors
    ///
    /// [`SessionError::Invalid`] for a token that is not good, of another kind, of a session that has ended, or used
    /// before, which ends the session; [`SessionError::Undecided`] when the store does not answer, whatever the setting. The
    /// store may have heard the question all the same: the token can then be used up, and coming with it again ends the
    /// session. Whoever is told so logs in again.
    pub async fn refresh(&self, refresh_token: &str) -> Result<Session, SessionError> {
        let claims: Claims<Generation> = self.jwt.read(REFRESH, seconds(), refresh_token)?;
        let session = self.session_of(&claims)?;
        let generation = claims.extra.generation;
        let redeemed = self.store.redeem(session, generation, self.keep(&claims)).await;
        match redeemed.map_err(SessionError::Undecided)? {
            Redemption::First => Ok(Session {
                sessions: self.clone(),
                id: session.id,
                subject: claims.sub,
                generation: generation.saturating_add(1),
                at: None,
            }),
            Redemption::Revoked => Err(InvalidSession::Revoked.into()),
            Redemption::Replayed => {
                let (subject, session) = (&claims.sub, session.id);
                tracing::warn!(%subject, %session, "a refresh token came a second time: its session is ended");
                Err(InvalidSession::Replayed.into())
            }
        }
    }

    /// Verifies an access token: signature, claims, and that its session has not been ended.
    ///
    /// # Errors
    ///
    /// [`SessionError::Invalid`], or [`SessionError::Store`] when the store does not answer and the setting is
    /// [`Outage::Refuse`].
    pub async fn verify<E: DeserializeOwned>(&self, access_token: &str) -> Result<Claims<E>, SessionError> {
        self.verify_kind(ACCESS, access_token).await
    }

    pub(crate) async fn verify_kind<E: DeserializeOwned>(
        &self,
        typ: &str,
        token: &str,
    ) -> Result<Claims<E>, SessionError> {
        let claims = self.jwt.read(typ, seconds(), token)?;
        match self.store.is_revoked(self.session_of(&claims)?).await {
            Ok(false) => Ok(claims),
            Ok(true) => Err(InvalidSession::Revoked.into()),
            Err(error) if self.outage == Outage::Accept => {
                tracing::warn!(%error, "an access token is accepted without a look at the revocations");
                Ok(claims)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Ends the session that a token belongs to: a log-out. Its tokens are refused from now on, by every instance that
    /// shares the store.
    ///
    /// # Errors
    ///
    /// [`SessionError::Invalid`] if the token belongs to no session, [`SessionError::Store`] when the store does not
    /// answer: whether the session has ended is not known then, so ask again.
    pub async fn end<E>(&self, claims: &Claims<E>) -> Result<(), SessionError> {
        Ok(self.store.revoke(self.session_of(claims)?, self.keep(claims)).await?)
    }

    /// As [`end`](Self::end), by the refresh token. One that was used before ends its session too.
    ///
    /// # Errors
    ///
    /// As [`end`](Self::end).
    pub async fn end_by_refresh_token(&self, refresh_token: &str) -> Result<(), SessionError> {
        let claims: Claims<Generation> = self.jwt.read(REFRESH, seconds(), refresh_token)?;
        self.end(&claims).await
    }

    /// Ends all sessions that a subject has now, everywhere: after a change of password, or of rights. Sessions that begin
    /// afterwards are not concerned, also those of the same moment.
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`] when the store does not answer: whether they have ended is not known then, so ask again.
    pub async fn end_all(&self, subject: &str) -> Result<(), SessionError> {
        // The clock of the instance that began one may be ahead of ours.
        let leeway = u64::try_from(self.jwt.leeway().as_micros()).unwrap_or(u64::MAX);
        Ok(self.store.revoke_all(subject, micros().saturating_add(leeway), self.longest_life()).await?)
    }

    /// The session of a token.
    fn session_of<'c, E>(&self, claims: &'c Claims<E>) -> Result<SessionOf<'c>, InvalidSession> {
        // Settings change: a token of longer ago may live longer than the notes of today.
        if claims.iat.saturating_add(self.oldest().as_secs()) < seconds() {
            return Err(InvalidSession::TooOld);
        }
        let id = claims.sid.ok_or(InvalidSession::NoSession)?;
        Ok(SessionOf { id, subject: &claims.sub })
    }

    /// How old a token may be.
    fn oldest(&self) -> Duration {
        self.refresh.max(self.jwt.lifetime()).saturating_add(self.jwt.leeway())
    }

    /// How long a token that is issued now is accepted at most, by whatever instance.
    fn longest_life(&self) -> Duration {
        self.oldest().saturating_add(self.jwt.leeway())
    }

    /// How long the store must keep a note of this token's session. An instance with other settings may have issued it.
    fn keep<E>(&self, claims: &Claims<E>) -> Duration {
        let own = Duration::from_secs(claims.exp.saturating_sub(seconds()));
        self.longest_life().max(own.saturating_add(self.jwt.leeway().saturating_mul(2)))
    }
}

impl fmt::Debug for Sessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sessions")
            .field("jwt", &self.jwt)
            .field("refresh", &self.refresh)
            .field("longest", &self.longest)
            .field("outage", &self.outage)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// Whose it is.
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Its id.
    pub fn id(&self) -> SessionId {
        self.id
    }

    /// Lets it issue tokens as if it were another time, for tests: tokens that have expired, or are not good yet.
    #[must_use]
    pub fn at(mut self, time: SystemTime) -> Self {
        self.at = Some(time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_secs()));
        self
    }

    fn now(&self) -> u64 {
        self.at.unwrap_or_else(seconds)
    }

    /// The access token, with `extra` claims as of [`Jwt::issue`], and the refresh token that goes with it. Once: two
    /// refresh tokens of the same moment would each give the other away as stolen.
    ///
    /// # Errors
    ///
    /// [`SessionError::Issue`], as [`Jwt::issue`].
    pub fn tokens<E: Serialize>(self, extra: E) -> Result<TokenPair, SessionError> {
        let now = self.now();
        let (Sessions { jwt, refresh, .. }, end) = (&self.sessions, self.end_of_all());
        let draft = |typ, lifetime: Duration| {
            let exp = now.saturating_add(lifetime.as_secs()).min(end);
            Draft { typ, sub: &self.subject, sid: Some(self.id), now, exp }
        };
        let (access, next) = (draft(ACCESS, jwt.lifetime()), draft(REFRESH, *refresh));
        Ok(TokenPair {
            expires_in: access.exp.saturating_sub(now),
            refresh_expires_in: next.exp.saturating_sub(now),
            access_token: jwt.sign(access, extra)?,
            refresh_token: jwt.sign(next, Generation { generation: self.generation })?,
            token_type: "bearer",
        })
    }

    /// The second beyond which none of its tokens is good, in seconds since 1970.
    fn end_of_all(&self) -> u64 {
        (self.id.begun() / 1_000_000).saturating_add(self.sessions.longest.as_secs())
    }

    /// A single token of another kind, good for `lifetime` if the settings allow so much, and how long it is.
    pub(crate) fn token<E: Serialize>(
        &self,
        typ: &str,
        lifetime: Duration,
        extra: E,
    ) -> Result<(String, Duration), SessionError> {
        let now = self.now();
        let exp = now.saturating_add(lifetime.min(self.sessions.refresh).as_secs()).min(self.end_of_all());
        let left = Duration::from_secs(exp.saturating_sub(now));
        let draft = Draft { typ, sub: &self.subject, sid: Some(self.id), now, exp };
        Ok((self.sessions.jwt.sign(draft, extra)?, left))
    }

    /// Ends it at once: the subject may not go on.
    ///
    /// # Errors
    ///
    /// [`SessionError::Store`] when the store does not answer.
    pub async fn end(&self) -> Result<(), SessionError> {
        let session = SessionOf { id: self.id, subject: &self.subject };
        Ok(self.sessions.store.revoke(session, self.sessions.longest_life()).await?)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("id", &self.id)
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}
