//! `conformance CHAPTER/APP PORT [ROOT_PATH]` serves one program of the book, `conformance --openapi CHAPTER/APP` prints
//! its document, and `conformance --list` names them all.

use std::io::Write as _;

use fastrs::App;

const USAGE: &str = "usage: conformance CHAPTER/APP PORT [ROOT_PATH], conformance --openapi CHAPTER/APP, or conformance --list";

#[fastrs::main]
async fn main() -> fastrs::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--list"] => list(),
        ["--openapi", name] => openapi(app(name)?),
        [name, port] => serve(app(name)?, port).await,
        [name, port, root_path] => serve(app(name)?.root_path(root_path), port).await,
        _ => Err(USAGE.into()),
    }
}

fn list() -> fastrs::Result<()> {
    let mut out = std::io::stdout().lock();
    for (chapter, name, _) in fastrs_book::apps() {
        writeln!(out, "{chapter}/{name}")?;
    }
    Ok(())
}

fn openapi(app: App) -> fastrs::Result<()> {
    writeln!(std::io::stdout().lock(), "{}", app.build()?.openapi())?;
    Ok(())
}

fn app(wanted: &str) -> fastrs::Result<App> {
    let found = fastrs_book::apps().find(|(chapter, name, _)| format!("{chapter}/{name}") == wanted);
    let (_, _, app) = found.ok_or_else(|| format!("there is no program `{wanted}`; {USAGE}"))?;
    // The host that the recorded requests name.
    Ok(app().hosts(["testserver"]))
}

async fn serve(app: App, port: &str) -> fastrs::Result<()> {
    let port: u16 = port.parse()?;
    app.serve(("127.0.0.1", port)).await
}
