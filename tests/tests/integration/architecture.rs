//! The house keeps its plan: in every crate of the workspace, imports point one way.
//!
//! In Rust nothing punishes a cycle between modules, so this test does. It parses every file and looks at every
//! path that begins with `crate::`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;
use syn::{ItemUse, UseTree};

/// The layers of `fastrs`, lowest first. A module may import from lower layers, and from nothing beside it.
const FASTRS: &[&[&str]] = &[
    &["typemap", "path", "log", "json", "validate"],
    &["body", "schema"],
    &["types", "describe"],
    &["request", "settings"],
    &["response", "openapi"],
    &["error", "serve", "files", "templates"],
    &["multipart", "middleware"],
    &["caching", "limit"],
    &["endpoint", "extract"],
    &["finish"],
    &["depend", "background"],
    &["router"],
    &["security"],
    &["app"],
    &["testing"],
    &["private"],
];

/// Imports that look like faults and are none, each with its reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

const FASTRS_AUTH: &[&[&str]] = &[
    &["error", "clock"],
    &["random"],
    &["token", "password", "api_key", "access", "login"],
    &["revocation"],
    &["session"],
    &["bearer"],
    &["cookie", "remote"],
];

const FASTRS_CACHE: &[&[&str]] =
    &[&["error", "key", "codec", "redis"], &["limit", "store"], &["cache"], &["response"], &["private"]];

const TODO_API: &[&[&str]] = &[&["settings", "store"], &["error", "model"], &["route"], &["app"], &["tests"]];

/// What one file imports: the first segment after `crate::` of every path in it.
#[derive(Default)]
struct Imports(BTreeSet<String>);

impl<'ast> Visit<'ast> for Imports {
    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if let UseTree::Path(path) = &item.tree
            && path.ident == "crate"
        {
            self.note(&path.tree);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let mut segments = path.segments.iter();
        if segments.next().is_some_and(|first| first.ident == "crate") {
            self.0.extend(segments.next().map(|second| second.ident.to_string()));
        }
        syn::visit::visit_path(self, path);
    }
}

impl Imports {
    fn note(&mut self, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => _ = self.0.insert(path.ident.to_string()),
            UseTree::Name(name) => _ = self.0.insert(name.ident.to_string()),
            UseTree::Rename(name) => _ = self.0.insert(name.ident.to_string()),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.note(tree)),
            UseTree::Glob(_) => {}
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The module at the top of the crate that a file belongs to; `None` for the root.
fn room(root: &Path, file: &Path) -> Option<String> {
    let inside = file.strip_prefix(root).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_str().unwrap();
    let name = first.trim_end_matches(".rs");
    (!["lib", "main"].contains(&name)).then(|| name.to_owned())
}

fn imports(file: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(file).unwrap();
    let mut imports = Imports::default();
    imports.visit_file(&syn::parse_file(&text).unwrap());
    imports.0
}

#[track_caller]
fn check(source: &str, layers: &[&[&str]]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(source);
    let layer = |name: &str| layers.iter().position(|rooms| rooms.contains(&name));
    let mut faults = Vec::new();
    for file in files(&root) {
        let Some(own) = room(&root, &file) else { continue };
        let Some(here) = layer(&own) else {
            faults.push(format!("`{own}` stands in no layer: give it one in the table"));
            continue;
        };
        for other in imports(&file) {
            let allowed = match layer(&other) {
                _ if other == own => true,
                Some(there) => there < here,
                // A macro or type that the root names: such an import hides where it comes from.
                None => root_items().contains(&other.as_str()),
            };
            let excepted =
                EXCEPTIONS.iter().any(|(from, to, _)| (*from, *to) == (own.as_str(), other.as_str()));
            if !allowed && !excepted {
                faults.push(format!("{}: `{own}` must not import `{other}`", file.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What may be named at the root of a crate: its attribute macros, its `Result` and its `Error`.
fn root_items() -> [&'static str; 3] {
    ["model", "Result", "Error"]
}

#[test]
fn the_rooms_of_fastrs_import_one_way() {
    check("fastrs/src", FASTRS);
}

#[test]
fn the_rooms_of_fastrs_auth_import_one_way() {
    check("fastrs-auth/src", FASTRS_AUTH);
}

#[test]
fn the_rooms_of_fastrs_cache_import_one_way() {
    check("fastrs-cache/src", FASTRS_CACHE);
}

#[test]
fn the_rooms_of_the_todo_example_import_one_way() {
    check("examples/todo_api", TODO_API);
}

#[test]
fn only_their_rooms_know_hyper_and_the_schema_generator() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fastrs/src");
    for file in files(&root) {
        let text = fs::read_to_string(&file).unwrap();
        let own = room(&root, &file).unwrap_or_default();
        assert!(
            own == "serve" || !text.contains("hyper::") && !text.contains("hyper_util::"),
            "{}",
            file.display()
        );
        assert!(own == "schema" || !text.contains("SchemaSettings"), "{}", file.display());
        assert!(own == "router" || !text.contains("matchit::"), "{}", file.display());
        assert!(own == "middleware" || !text.contains("tower_http::"), "{}", file.display());
    }
}

#[test]
fn the_public_crates_forbid_unsafe_code() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    assert!(manifest.contains("unsafe_code = \"forbid\""));
    for package in ["fastrs", "fastrs-macros", "fastrs-auth", "fastrs-cache", "examples", "tests", "benches"]
    {
        let manifest = fs::read_to_string(root.join(package).join("Cargo.toml")).unwrap();
        let held = ["[lints]\nworkspace = true", "[lints.rust]\nunsafe_code = \"forbid\""];
        assert!(held.iter().any(|lints| manifest.contains(lints)), "{package} does not forbid unsafe code");
    }
}
