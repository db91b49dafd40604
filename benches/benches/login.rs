//! Whether the time of a refused log-in tells that there is such a user: `cargo bench -p fastrs-benches --bench login`
//!
//! Pairs of log-ins through a route, one with a name that is there and a wrong password, one with a name that is not, by
//! turns and in either order. Where the answer takes as long for both, the median of the differences is within the noise,
//! and of the pairs about half say one thing and half the other.

#![allow(clippy::print_stdout, reason = "the table is what it is for")]

use std::time::Instant;

use fastrs::prelude::*;
use fastrs::security::Unauthorized;
use fastrs_auth::{LoginGuard, PasswordError, Passwords};
use tower_service::Service as _;

const PAIRS: usize = 300;

struct Users(String);

#[model]
struct Form {
    name: String,
    password: Secret<String>,
}

type Refused = Either<PasswordError, Unauthorized>;

#[post("/login", status = 204)]
async fn login(
    #[form] form: Form,
    users: State<Users>,
    passwords: State<Passwords>,
    guard: State<LoginGuard>,
) -> Result<NoContent, Refused> {
    let refusal = || Either::Second(Unauthorized::new("Incorrect username or password", "Bearer"));
    let attempt = guard.admit(&form.name, None).map_err(|_| refusal())?;
    let stored = (form.name == "known").then_some(users.0.as_str());
    let verdict = passwords.verify(form.password.expose(), stored).await.map_err(Either::First)?;
    if !verdict.is_right() {
        return Err(refusal());
    }
    attempt.succeeded();
    Ok(NoContent)
}

#[tokio::main]
async fn main() {
    let passwords = Passwords::new();
    let hash = passwords.hash("the right one").await.expect("a hash");
    let guard = LoginGuard::new().with_account(u32::MAX, std::time::Duration::from_secs(1));
    let app = App::new("Log-in", "1").state(Users(hash)).state(passwords).state(guard).routes(routes![login]);
    let mut app = app.build().expect("it is wired well");
    let mut ask = async |name: &str| {
        let request =
            http::Request::post("/login").header("content-type", "application/x-www-form-urlencoded");
        let request =
            request.body(Body::from(format!("name={name}&password=a+wrong+one"))).expect("a request");
        let begun = Instant::now();
        let response = app.call(request).await.expect("an answer");
        assert_eq!(response.status(), 401);
        begun.elapsed().as_secs_f64() * 1e6
    };
    for _ in 0..10 {
        ask("known").await;
        ask("unknown").await;
    }
    let (mut known, mut unknown, mut differences) = (Vec::new(), Vec::new(), Vec::new());
    for pair in 0..PAIRS {
        let (one, two) = if pair % 2 == 0 {
            (ask("known").await, ask("unknown").await)
        } else {
            let two = ask("unknown").await;
            (ask("known").await, two)
        };
        known.push(one);
        unknown.push(two);
        differences.push(one - two);
    }
    let longer = differences.iter().filter(|difference| **difference > 0.0).count();
    // Two standard deviations of a fair coin.
    let noise = (PAIRS as f64).sqrt();
    let (known, unknown) = (median(known), median(unknown));
    println!("known {known:.0} µs, unknown {unknown:.0} µs, ratio {:.4}", known / unknown);
    println!("the median of the differences of {PAIRS} pairs: {:.1} µs", median(differences));
    let off = longer as f64 - PAIRS as f64 / 2.0;
    let verdict = if off.abs() <= noise { "within" } else { "BEYOND" };
    println!("known took longer in {longer} of them: {verdict} {:.0} ± {noise:.0}", PAIRS as f64 / 2.0);
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values[values.len() / 2]
}
