//! The checks of the wiring. All faults are gathered; none of them panics.

use std::any::TypeId;
use std::collections::{BTreeMap, HashSet};

use super::access::access;
use super::limits::limits_around;
use super::{App, Fault};
use crate::caching::{self, Cacher};
use crate::describe::{
    BodyPart, DescriptionFault, EndpointDescription, HandlerLocation, Media, Operation, OperationInfo,
    Parameter, Place, ResponseDescription, SecurityScheme,
};
use crate::endpoint::Route;
use crate::error::{ErrorHandlers, describe_validation};
use crate::limit::{self, Limiter};
use crate::middleware::BoxLayer;
use crate::openapi::operation_id;
use crate::path::Template;
use crate::request::{Network, Statuses};
use crate::response::describe_error;
use crate::router::Placed;
use http::StatusCode;

/// A route whose description is complete and whose path is whole.
pub(super) struct Checked {
    pub(super) placed: Placed,
    pub(super) template: Template,
    pub(super) description: EndpointDescription,
    pub(super) tags: Vec<String>,
    pub(super) operation_id: String,
}

impl Checked {
    pub(super) fn place(&self) -> HandlerLocation {
        self.description.operation.location()
    }

    pub(super) fn handler(&self) -> String {
        let operation = self.description.operation;
        format!("{}::{}", operation.module, operation.name)
    }
}

/// The routes that are understood, and everything that is wrong so far.
pub(super) fn check(app: &App) -> (Vec<Checked>, Vec<Fault>) {
    let mut faults = Vec::new();
    let checked: Vec<Checked> =
        app.placed.iter().filter_map(|placed| describe(app, placed, &mut faults)).collect();
    for route in &checked {
        served(route, &mut faults);
        arguments(route, &mut faults);
        path_names(route, &mut faults);
        bodies(route, &mut faults);
        providers(app, route, &mut faults);
    }
    security(&checked, &mut faults);
    state(app, &checked, &mut faults);
    operation_ids(&checked, &mut faults);
    access(app.closed_by_default, &checked, &mut faults);
    layers(app, &mut faults);
    proxies(app, &mut faults);
    (checked, faults)
}

fn describe(app: &App, placed: &Placed, faults: &mut Vec<Fault>) -> Option<Checked> {
    let operation = placed.route.operation;
    let mut description = described(app, placed, Vec::new());
    let replaced: Vec<TypeId> = app.shared.overrides.ids().collect();
    if !replaced.is_empty() {
        // The document stays that of the dependencies, but what they need is needed no more.
        description.needs = described(app, placed, replaced).needs;
    }
    let limits = limits_around(app, placed);
    limit::describe(limits.iter().map(|around| &around.limit), &mut description.responses);
    caching::describe(description.operation, &mut description.responses);
    complete(&mut description, &app.errors);
    match Template::joined(&placed.prefix, operation.path) {
        Ok(template) => {
            let tags = tags(placed);
            let operation_id = id_of(app, operation, &template.openapi(), &tags);
            Some(Checked { placed: placed.clone(), template, description, tags, operation_id })
        }
        // That it cannot be served at all is the fault to tell.
        Err(_) if !operation.served => {
            unserved(&description, faults);
            None
        }
        Err(what) => {
            let help = "a path is `/`, literal segments and whole `{name}` segments; a prefix is one too";
            faults.push(Fault::new(what, Some(operation.location()), help));
            None
        }
    }
}

/// The tags of the routers and of the operation, each once.
fn tags(placed: &Placed) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in placed.tags.iter().cloned().chain((placed.route.operation.tags)()) {
        if !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// The id that the attribute names, or the app makes, or FastAPI would.
fn id_of(app: &App, operation: &OperationInfo, path: &str, tags: &[String]) -> String {
    match (operation.operation_id, &app.operation_ids) {
        (Some(id), _) => id.to_owned(),
        (None, Some(make)) => make(Operation {
            name: operation.name,
            module: operation.module,
            method: &operation.method,
            path,
            tags,
        }),
        (None, None) => operation_id(operation, path),
    }
}

/// The descriptions of the webhooks.
pub(super) fn webhooks(app: &App) -> Vec<EndpointDescription> {
    let describe = |route: &Route| {
        let mut description = EndpointDescription::new(route.operation);
        (route.describe)(&mut description);
        complete_sent(&mut description);
        description
    };
    app.webhooks.iter().map(describe).collect()
}

/// Adds what whoever is sent a body may answer: that it does not fit.
fn complete_sent(description: &mut EndpointDescription) {
    if !description.bodies.is_empty() {
        describe_validation(&mut description.responses);
    }
}

fn described(app: &App, placed: &Placed, replaced: Vec<TypeId>) -> EndpointDescription {
    let mut description = EndpointDescription::new(placed.route.operation);
    description.replaced = replaced;
    for layer in app.layers.iter().rev() {
        (layer.describe)(&mut description);
    }
    // What these take of the path is a fault of theirs, and none of every route.
    description.parameters.retain(|parameter| parameter.place != Place::Path);
    for layer in placed.layers.iter().rev() {
        (layer.describe)(&mut description);
    }
    // Layers stand around the cache: what they read it need not know.
    description.undeclared.clear();
    description.reads_origin = false;
    for dependency in app.depends.iter().chain(&placed.depends) {
        (dependency.describe)(&mut description);
    }
    (placed.route.describe)(&mut description);
    for declared in placed.responses.iter().chain(&app.responses) {
        match StatusCode::from_u16(declared.status) {
            Ok(status) if description.responses.contains(status) => {}
            Ok(status) => description.responses.add((declared.describe)(status, declared.text)),
            Err(_) => {
                let what = format!(
                    "a router or the app declares the status {}, which there is not",
                    declared.status
                );
                description.faults.push(DescriptionFault { what, help: "write one between 200 and 599" });
            }
        }
    }
    description
}

/// Adds the answers that follow from what the operation takes, and what the app's error handlers make of all.
fn complete(description: &mut EndpointDescription, errors: &ErrorHandlers) {
    let takes_body = !description.bodies.is_empty();
    let takes_raw = description.bodies.iter().any(|part| matches!(part.media, Media::Bytes));
    let responses = &mut description.responses;
    if takes_body {
        describe_error(
            StatusCode::PAYLOAD_TOO_LARGE,
            "The body is larger than this operation takes",
            responses,
        );
    }
    if description.bodies.iter().any(|part| part.media.is_form()) {
        describe_error(
            StatusCode::BAD_REQUEST,
            "The body is a broken form, or one of too many parts",
            responses,
        );
    }
    if takes_body && !takes_raw && !description.bodies.iter().any(|part| part.media == Media::Text) {
        describe_error(StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body has another content type", responses);
    }
    let can_be_invalid = description.bodies.iter().any(|part| part.media != Media::Bytes && !is_unread(part))
        || !description.parameters.is_empty()
        || !description.groups.is_empty();
    if can_be_invalid {
        errors.describe_invalid(responses);
    }
    description.callbacks.iter_mut().for_each(complete_sent);
    let responses = &mut description.responses;
    if description.operation.timeout.is_some() {
        describe_error(StatusCode::GATEWAY_TIMEOUT, "The operation took too long", responses);
    }
    errors.describe(responses);
}

/// Whether it is a multipart body that the handler reads itself.
fn is_unread(part: &BodyPart) -> bool {
    part.whole && part.media == Media::Multipart
}

/// A function without a body cannot be served.
fn served(route: &Checked, faults: &mut Vec<Fault>) {
    if !route.description.operation.served {
        unserved(&route.description, faults);
    }
}

fn unserved(description: &EndpointDescription, faults: &mut Vec<Fault>) {
    let what = format!("`{}` has no body, so it cannot be served", description.operation.name);
    let help = "give it a body, or list it in `App::webhooks(…)` or in `callbacks = […]`";
    faults.push(Fault::new(what, Some(description.operation.location()), help));
}

/// What a middleware cannot take: it comes before the path is found, or before what finishes its dependencies.
fn layers(app: &App, faults: &mut Vec<Fault>) {
    let Some(first) = app.placed.first() else { return };
    let taken = |layer: &BoxLayer| {
        let mut taken = EndpointDescription::new(first.route.operation);
        (layer.describe)(&mut taken);
        taken
    };
    for layer in &app.layers {
        let of_path = |parameter: &&Parameter| parameter.place == Place::Path;
        for parameter in taken(layer).parameters.iter().filter(of_path) {
            let (layer, name) = (layer.name, parameter.name);
            let what =
                format!("the middleware `{layer}` takes `{name}` of the path, and stands around the app");
            faults.push(Fault::new(
                what,
                None,
                "put it around a router or a route: the app's come before the path is found",
            ));
        }
    }
    let all = app.placed.iter().flat_map(|placed| &placed.layers).chain(&app.layers);
    let mut told = HashSet::new();
    for layer in all.filter(|layer| taken(layer).concludes) {
        if told.insert(layer.name) {
            let what =
                format!("the middleware `{}` takes a dependency that finishes after the handler", layer.name);
            faults.push(Fault::new(what, None, "take it in the handler, or in `depends`"));
        }
    }
}

fn proxies(app: &App, faults: &mut Vec<Fault>) {
    for proxy in app.trusted_proxies.iter().filter(|proxy| Network::parse(proxy).is_none()) {
        let what = format!("`{proxy}` is no address of a trusted proxy");
        let help = "write an address (`10.0.0.7`, `::1`) or a network (`10.0.0.0/8`)";
        faults.push(Fault::new(what, None, help));
    }
}

fn arguments(route: &Checked, faults: &mut Vec<Fault>) {
    for fault in &route.description.faults {
        // A dependency or a layer brings its fault to every route that has it.
        match faults.iter_mut().find(|known| known.what == fault.what) {
            Some(known) => known.places.push(route.place()),
            None => faults.push(Fault::new(fault.what.clone(), Some(route.place()), fault.help)),
        }
    }
}

/// Every placeholder has its argument, and every path argument its placeholder.
fn path_names(route: &Checked, faults: &mut Vec<Fault>) {
    let (path, names) = (route.template.as_str(), route.template.names());
    let mut taken: Vec<&str> = Vec::new();
    for parameter in route.description.parameters.iter().filter(|parameter| parameter.place == Place::Path) {
        taken.push(parameter.name);
        if !names.iter().any(|name| name == parameter.name) {
            let what = format!(
                "the path `{path}` has no `{{{}}}` for the path argument of that name",
                parameter.name
            );
            let help = format!("write `{{{}}}` into the path or into a prefix of its router", parameter.name);
            faults.push(Fault::new(what, Some(route.place()), help));
        }
    }
    for name in names.iter().filter(|name| !taken.contains(&name.as_str())) {
        let what = format!("nothing takes `{{{name}}}` of the path `{path}`");
        let help = format!("add the argument `#[path] {name}: …`, or take `{{{name}}}` out of the prefix");
        faults.push(Fault::new(what, Some(route.place()), help));
    }
}

/// A body is one thing: JSON, a form, or raw. Extractors of other crates may bring a second one.
fn bodies(route: &Checked, faults: &mut Vec<Fault>) {
    let parts = &route.description.bodies;
    let apart = |pair: &[BodyPart]| {
        let [one, other] = [&pair[0], &pair[1]];
        let both_forms = one.media.is_form() && other.media.is_form();
        !(one.media == other.media || both_forms) || is_unread(one) || is_unread(other)
    };
    if parts.windows(2).any(apart) {
        let what = "the handler takes its body in two ways".to_owned();
        faults.push(Fault::new(
            what,
            Some(route.place()),
            "take it as JSON, as a form, or raw, not as two of them",
        ));
    }
}

fn providers(app: &App, route: &Checked, faults: &mut Vec<Fault>) {
    let operation = route.description.operation;
    let limits = limits_around(app, &route.placed);
    if !limits.is_empty() && app.shared.keeps.get::<Limiter>().is_none() {
        let what = "`rate_limit` needs a provider, and the app has none";
        let help = "give it one with `App::rate_limits(…)`: fastrs-cache has `RateLimits::memory()`";
        told_once(Fault::new(what, Some(route.place()), help), faults);
    }
    for error in limits.iter().filter_map(|around| around.limit.rates.as_ref().err()) {
        told_once(
            Fault::new(error.to_string(), Some(route.place()), "mend the text of the rate limit"),
            faults,
        );
    }
    if operation.cache.is_some() && app.shared.keeps.get::<Cacher>().is_none() {
        let what = "`cache` needs a provider, and the app has none";
        let help = "give it one with `App::cache(…)`: fastrs-cache has `Cache::memory()`";
        told_once(Fault::new(what, Some(route.place()), help), faults);
    }
    for what in caching::unfit(&route.description) {
        let help = "declare what it reads as arguments (`#[header]`, `#[cookie]`, …), or take `cache` out of the attribute";
        faults.push(Fault::new(what, Some(route.place()), help));
    }
}

/// One fault for all routes that have it.
fn told_once(fault: Fault, faults: &mut Vec<Fault>) {
    match faults.iter_mut().find(|known| known.what == fault.what) {
        Some(known) => known.places.extend(fault.places),
        None => faults.push(fault),
    }
}

/// Two security schemes of one name would overwrite each other in the document.
fn security(checked: &[Checked], faults: &mut Vec<Fault>) {
    let mut first: BTreeMap<&str, (&SecurityScheme, &Checked)> = BTreeMap::new();
    for route in checked {
        for requirement in &route.description.security {
            for scheme in &requirement.any_of {
                let (known, place) = first.entry(scheme.name.as_ref()).or_insert((scheme, route));
                if known.object != scheme.object {
                    let what = format!("two security schemes have the name `{}`", scheme.name);
                    let places = [place.place(), route.place()];
                    faults.push(Fault::new(what, places, "give one of them another `NAME`"));
                }
                scopes(scheme, &requirement.scopes, route, faults);
            }
        }
    }
}

/// OAuth2's flows list their scopes: one that is not among them can never be granted.
fn scopes(scheme: &SecurityScheme, needed: &[&str], route: &Checked, faults: &mut Vec<Fault>) {
    let Some(flows) = scheme.object["flows"].as_object().filter(|flows| !flows.is_empty()) else { return };
    let is_listed = |scope: &str| flows.values().any(|flow| flow["scopes"].get(scope).is_some());
    for scope in needed.iter().filter(|scope| !is_listed(scope)) {
        let what = format!("the scope `{scope}` is none of the scheme `{}`", scheme.name);
        faults.push(Fault::new(what, Some(route.place()), "list it in the `SCOPES` of the flow"));
    }
}

fn state(app: &App, checked: &[Checked], faults: &mut Vec<Fault>) {
    let mut missing: BTreeMap<&str, Vec<&Checked>> = BTreeMap::new();
    for route in checked {
        let mut seen: HashSet<TypeId> = HashSet::new();
        for need in &route.description.needs {
            if !app.shared.state.contains(need.id) && !app.promised.contains(&need.id) && seen.insert(need.id)
            {
                missing.entry(need.name).or_default().push(route);
            }
        }
    }
    for (name, routes) in missing {
        let places = routes.iter().map(|route| route.place());
        let what = format!("the app has no state of type `{name}`");
        faults.push(Fault::new(what, places, "give it one with `App::state(…)`"));
    }
}

fn operation_ids(checked: &[Checked], faults: &mut Vec<Fault>) {
    let mut first: BTreeMap<&str, &Checked> = BTreeMap::new();
    for route in checked.iter().filter(|route| !is_hidden(route)) {
        if let Some(known) = first.insert(&route.operation_id, route) {
            let same = known.template == route.template
                && known.description.operation.method == route.description.operation.method;
            // A second route on one path is told as that.
            if !same {
                let what = format!("two operations have the id `{}`", route.operation_id);
                let places = [known.place(), route.place()];
                faults.push(Fault::new(what, places, "set another `operation_id` on one of them"));
            }
        }
    }
}

pub(super) fn is_hidden(route: &Checked) -> bool {
    route.placed.hidden || route.description.operation.hidden
}

/// The statuses that the description names.
pub(super) fn statuses(description: &EndpointDescription) -> Statuses {
    let statuses = || description.responses.iter().map(|response: &ResponseDescription| response.status);
    Statuses {
        named: statuses().flatten().map(|status| status.as_u16()).collect(),
        default: statuses().any(|status| status.is_none()),
        // A body may break off (400) or come too slowly (408) at any operation that reads one, and an app may have its
        // own answer to 422.
        unnamed: if description.bodies.is_empty() { &[422] } else { &[400, 408, 422] },
    }
}
