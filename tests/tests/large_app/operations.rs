//! The ten operations that are like no other.

use fastrs::prelude::*;

use crate::dependencies::{Actor, ApiVersion, Desk, Guarded, One, Reports, Two, UnitOfWork};
use crate::store::{Change, Journal, StoreError, ThingDraft};

#[model]
pub struct Me {
    pub name: String,
    pub locale: String,
}

#[model]
pub struct Report {
    pub of: String,
    pub line: String,
}

pub mod v1 {
    use super::*;

    #[get("/me")]
    pub async fn me(actor: Depends<Actor>) -> Me {
        Me { name: actor.name.clone(), locale: actor.locale.clone() }
    }

    #[get("/version")]
    pub async fn version(version: Depends<ApiVersion<One>>) -> String {
        version.0.clone()
    }

    #[get("/report")]
    pub async fn report(guarded: Depends<Guarded<Reports>>, desk: Depends<Desk>) -> Report {
        Report { of: guarded.0.clone(), line: desk.line.clone() }
    }

    /// Keeps all, or nothing.
    #[post("/import", status = 201)]
    pub async fn import(
        work: Depends<UnitOfWork>,
        things: Vec<ThingDraft>,
    ) -> Result<Json<usize>, StoreError> {
        for (number, thing) in things.iter().enumerate() {
            let id = work.store.next_id()?;
            work.change(Change::Put { kind: "import", id, record: serde_json::json!(thing) });
            if thing.name == "bad" {
                return Err(StoreError::Missing(number as u64));
            }
        }
        Ok(Json(things.len()))
    }

    #[post("/letters", status = 202)]
    pub async fn letter(
        actor: Depends<Actor>,
        tasks: BackgroundTasks,
        journal: State<Journal>,
    ) -> &'static str {
        let name = actor.name.clone();
        tasks.add(async move { journal.note(format!("letter to {name}")) });
        "on its way"
    }
}

pub mod v2 {
    use super::*;

    #[get("/me")]
    pub async fn me(actor: Depends<Actor>) -> Me {
        Me { name: actor.name.to_uppercase(), locale: actor.locale.clone() }
    }

    #[get("/version")]
    pub async fn version(version: Depends<ApiVersion<Two>>) -> String {
        version.0.clone()
    }

    #[get("/report")]
    pub async fn report(guarded: Depends<Guarded<Reports>>, desk: Depends<Desk>) -> Vec<Report> {
        vec![Report { of: guarded.0.clone(), line: desk.line.clone() }]
    }

    #[get("/ticks")]
    pub async fn ticks(actor: Depends<Actor>) -> JsonLines<impl Stream<Item = Me>> {
        let (name, locale) = (actor.name.clone(), actor.locale.clone());
        JsonLines(tokio_stream::iter([Me { name, locale }]))
    }

    #[delete("/everything", depends = [crate::dependencies::RequireRole<crate::dependencies::Admin>])]
    pub async fn delete_everything(really: bool) -> Result<NoContent, HttpError> {
        really.then_some(NoContent).or_status(409, "Then not")
    }
}
