//! The settings: environment variables first, then the file `.env`, then the defaults.

use std::collections::HashMap;
use std::env;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};

use fastrs::Secret;
use fastrs::limit::Rate;
use fastrs_auth::{Key, random_secret};

#[derive(Debug)]
pub struct Settings {
    /// `HOST`, where to listen; 127.0.0.1 unless given.
    pub host: IpAddr,
    /// `PORT`; 8000 unless given, and 0 takes any free one.
    pub port: u16,
    /// `DATABASE_URL`; `sqlite://todo.db` unless given.
    pub database_url: String,
    /// What signs the tokens: `JWT_PRIVATE_KEY`, a private key of RSA, P-256 or Ed25519 as PEM or the path of a file, so
    /// that other services can verify them; or else `SECRET_KEY`; or else a secret made at random.
    /// With `ENVIRONMENT=production` it must be `JWT_PRIVATE_KEY`.
    pub key: Key,
    /// `REDIS_URL`, where instances tell each other of log-outs; unless given, they do not.
    pub redis_url: Option<Secret<String>>,
    /// `RATE_LIMITS=off` lets everybody try as often as they like, for tests and measurements.
    pub rate_limits: bool,
    /// `GENERAL_RATE`, how often one address may ask; `100 / 60 s` unless given.
    pub general_rate: String,
    /// `AUTH_RATE`, how often one address may register, log in and refresh; `5 / 5 min` unless given.
    pub auth_rate: String,
    /// `TRUSTED_PROXIES`, whose word on a client's address counts, as in `10.0.0.0/8,::1`; none unless given.
    pub trusted_proxies: Vec<String>,
}

impl Settings {
    /// Reads the environment and, for what it lacks, the file `.env` in this folder or one above it.
    ///
    /// # Errors
    ///
    /// Names every faulty setting, not only the first.
    pub fn load() -> Result<Self, SettingsError> {
        let file = dotenv()?;
        let var = |name: &str| env::var(name).ok().or_else(|| file.get(name).cloned());
        if var("SECRET_KEY").is_none() && var("JWT_PRIVATE_KEY").is_none() {
            eprintln!("warning: no key is set, so every token ends when this program restarts");
        }
        Self::from_vars(var)
    }

    /// Builds the settings from any source of named texts; tests give their own.
    ///
    /// # Errors
    ///
    /// Names every faulty setting, not only the first.
    pub fn from_vars(var: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let mut vars = Vars { var, faults: Vec::new() };
        let settings = Self {
            host: vars
                .read("HOST", "must be an IP address", |v| v.parse().ok())
                .unwrap_or(Ipv4Addr::LOCALHOST.into()),
            port: vars.read("PORT", "must be a number from 0 to 65535", |v| v.parse().ok()).unwrap_or(8000),
            database_url: vars
                .read("DATABASE_URL", "must begin with \"sqlite:\"", sqlite_url)
                .unwrap_or_else(|| "sqlite://todo.db".to_owned()),
            key: vars.key(),
            redis_url: vars.read("REDIS_URL", "must begin with \"redis:\"", redis_url),
            rate_limits: vars.read("RATE_LIMITS", "must be on or off", on_or_off).unwrap_or(true),
            general_rate: vars.read("GENERAL_RATE", RATE, rate).unwrap_or_else(|| "100 / 60 s".to_owned()),
            auth_rate: vars.read("AUTH_RATE", RATE, rate).unwrap_or_else(|| "5 / 5 min".to_owned()),
            trusted_proxies: vars.read("TRUSTED_PROXIES", "", |list| Some(listed(&list))).unwrap_or_default(),
        };
        if vars.faults.is_empty() { Ok(settings) } else { Err(SettingsError(vars.faults)) }
    }
}

/// Reads settings one by one and keeps the faults for the end.
struct Vars<F> {
    var: F,
    faults: Vec<String>,
}

impl<F: Fn(&str) -> Option<String>> Vars<F> {
    /// `None` if it is not set or faulty. A fault never repeats the value: it may be a secret in the wrong place.
    fn read<T>(&mut self, name: &str, expected: &str, parse: impl FnOnce(String) -> Option<T>) -> Option<T> {
        let parsed = parse((self.var)(name)?);
        if parsed.is_none() {
            self.faults.push(format!("{name} {expected}"));
        }
        parsed
    }

    fn key(&mut self) -> Key {
        let is_production = (self.var)("ENVIRONMENT").is_some_and(|name| name == "production");
        let private = self.read("JWT_PRIVATE_KEY", "must be a private key", private_key);
        let secret = self.read("SECRET_KEY", "must have at least 32 bytes", |value| Key::hs256(value).ok());
        if is_production && (self.var)("JWT_PRIVATE_KEY").is_none() {
            self.faults.push("JWT_PRIVATE_KEY must be set in production".to_owned());
        }
        if is_production && (self.var)("RATE_LIMITS").is_some_and(|limits| limits == "off") {
            self.faults.push("RATE_LIMITS must not be off in production".to_owned());
        }
        private.or(secret).unwrap_or_else(random_key)
    }
}

fn sqlite_url(value: String) -> Option<String> {
    value.starts_with("sqlite:").then_some(value)
}

fn redis_url(value: String) -> Option<Secret<String>> {
    value.starts_with("redis:").then(|| value.into())
}

fn listed(list: &str) -> Vec<String> {
    list.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
}

const RATE: &str = "must be a count, `/` and a duration, as in `5 / 5 min`";

fn rate(value: String) -> Option<String> {
    value.split(',').all(|rate| rate.parse::<Rate>().is_ok()).then_some(value)
}

fn on_or_off(value: String) -> Option<bool> {
    match value.as_str() {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

fn private_key(value: String) -> Option<Key> {
    Key::from_pem_or_path(&value).ok().filter(Key::can_sign)
}

fn random_key() -> Key {
    let secret = random_secret().expect("the system gives random numbers");
    Key::hs256(secret).expect("it is long enough")
}

/// The variables of `.env`; none if there is no such file.
fn dotenv() -> Result<HashMap<String, String>, SettingsError> {
    let read = || dotenvy::dotenv_iter()?.collect();
    match read() {
        Ok(variables) => Ok(variables),
        Err(error) if error.not_found() => Ok(HashMap::new()),
        // dotenvy's own message shows the line, which may hold the secret.
        Err(dotenvy::Error::LineParse(..)) => {
            Err(SettingsError(vec![".env has a line that is not NAME=value".to_owned()]))
        }
        Err(error) => Err(SettingsError(vec![format!(".env: {error}")])),
    }
}

/// Every fault of the settings, one a line.
#[derive(thiserror::Error)]
#[error("the settings are not usable:\n  {}", .0.join("\n  "))]
pub struct SettingsError(Vec<String>);

/// As `Display`, because this is what an error returned from `main` is printed with.
impl fmt::Debug for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "0123456789abcdef0123456789abcdef";

    fn settings(vars: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let vars: HashMap<_, _> = vars.iter().copied().collect();
        Settings::from_vars(|name| vars.get(name).map(|value| (*value).to_owned()))
    }

    #[test]
    fn defaults_are_safe_for_a_first_run() {
        let settings = settings(&[]).unwrap();
        assert_eq!(settings.host, Ipv4Addr::LOCALHOST);
        assert_eq!(settings.port, 8000);
        assert_eq!(settings.database_url, "sqlite://todo.db");
    }

    #[test]
    fn every_setting_can_be_given() {
        let settings = settings(&[
            ("HOST", "::1"),
            ("PORT", "80"),
            ("DATABASE_URL", "sqlite::memory:"),
            ("SECRET_KEY", KEY),
            ("REDIS_URL", "redis://:pw@cache"),
            ("RATE_LIMITS", "off"),
        ])
        .unwrap();
        assert!(!settings.rate_limits);
        assert_eq!(settings.host.to_string(), "::1");
        assert_eq!(settings.port, 80);
        assert_eq!(settings.database_url, "sqlite::memory:");
        assert_eq!(settings.key.id(), Key::hs256(KEY).unwrap().id());
        assert_eq!(settings.redis_url.unwrap().expose(), "redis://:pw@cache");
    }

    #[test]
    fn all_faults_are_told_at_once_and_without_the_values() {
        let error = settings(&[
            ("HOST", "localhost"),
            ("PORT", "65536"),
            ("DATABASE_URL", "postgres://me:password@db"),
            ("SECRET_KEY", "hunter2"),
            ("JWT_PRIVATE_KEY", "hunter3"),
            ("REDIS_URL", "hunter4"),
            ("RATE_LIMITS", "no"),
        ])
        .unwrap_err();
        let message = "the settings are not usable:
  HOST must be an IP address
  PORT must be a number from 0 to 65535
  DATABASE_URL must begin with \"sqlite:\"
  JWT_PRIVATE_KEY must be a private key
  SECRET_KEY must have at least 32 bytes
  REDIS_URL must begin with \"redis:\"
  RATE_LIMITS must be on or off";
        assert_eq!(error.to_string(), message);
        assert_eq!(format!("{error:?}"), message);
    }

    #[test]
    fn an_empty_or_short_secret_is_refused_not_replaced() {
        for secret in ["", "changeme", &KEY[..31]] {
            assert!(settings(&[("SECRET_KEY", secret)]).is_err(), "{secret}");
        }
    }

    #[test]
    fn a_random_key_is_never_the_same() {
        let [a, b] = [(); 2].map(|()| settings(&[]).unwrap().key);
        assert_ne!(a.id(), b.id());
    }

    #[test]
    fn production_wants_a_key_of_two_halves() {
        let error = settings(&[("ENVIRONMENT", "production"), ("SECRET_KEY", KEY)]).unwrap_err();
        assert!(error.to_string().contains("JWT_PRIVATE_KEY must be set"), "{error}");
        let (private, public) = Key::generate_es256().unwrap();
        let given = |key: &str| settings(&[("ENVIRONMENT", "production"), ("JWT_PRIVATE_KEY", key)]);
        assert_eq!(given(private.expose()).unwrap().key.algorithm(), "ES256");
        assert!(given(&public).is_err());
    }

    #[test]
    fn debug_hides_the_secret() {
        let settings = settings(&[("SECRET_KEY", KEY)]).unwrap();
        assert!(!format!("{settings:?}").contains(KEY));
    }
}
