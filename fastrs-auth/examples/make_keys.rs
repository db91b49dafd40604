//! Makes what tokens are signed with: `cargo run -p fastrs-auth --example make_keys [ed25519|es256|secret]`.
//!
//! The private key goes to standard output, the public one to standard error, so that
//! `… --example make_keys > private.pem 2> public.pem` parts them.

use std::error::Error;
use std::io::Write as _;

use fastrs_auth::{Key, random_secret};

fn main() -> Result<(), Box<dyn Error>> {
    let kind = std::env::args().nth(1).unwrap_or_else(|| "ed25519".to_owned());
    let mut private = std::io::stdout().lock();
    let (pem, public) =
        match kind.as_str() {
            "ed25519" => Key::generate_ed25519()?,
            "es256" => Key::generate_es256()?,
            "secret" => return Ok(writeln!(private, "{}", random_secret()?)?),
            _ => return Err(
                "usage: make_keys [ed25519|es256|secret]; for RSA: openssl genpkey -algorithm RSA -pkeyopt \
                         rsa_keygen_bits:3072"
                    .into(),
            ),
        };
    write!(private, "{}", pem.expose())?;
    write!(std::io::stderr(), "{public}")?;
    Ok(())
}
