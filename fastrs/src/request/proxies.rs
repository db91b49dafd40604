//! What proxies say of a request's sender, and whether they are believed.
//!
//! A header is the word of whoever wrote it. A trusted proxy appends to a list what it has seen itself; everything to
//! the left of that was sent to it, by another trusted proxy or by the client. So the lists are read from the right,
//! for as long as the addresses are those of trusted proxies.

use std::net::{IpAddr, SocketAddr};

use http::HeaderMap;
use http::uri::Authority;

use super::{ClientAddr, Network, Request};

/// The headers by which proxies say what they have seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProxyHeaders {
    /// `X-Forwarded-For`, `X-Forwarded-Proto`, `X-Forwarded-Host`.
    #[default]
    XForwarded,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// What a trusted proxy said, in the request's extensions.
#[derive(Debug, Clone)]
pub(crate) struct Forwarded {
    pub(crate) scheme: Option<&'static str>,
    pub(crate) host: Option<String>,
}

/// The proxies that are believed.
#[derive(Debug)]
pub(crate) struct Proxies {
    trusted: Vec<Network>,
    headers: ProxyHeaders,
}

/// The elements of the three lists, the nearest proxy's first.
#[derive(Default)]
struct Hops {
    addresses: Vec<Option<SocketAddr>>,
    schemes: Vec<Option<&'static str>>,
    hosts: Vec<Option<String>>,
}

impl Proxies {
    /// `None` where nobody is trusted. What is no network has been reported by the checks.
    pub(crate) fn new(trusted: &[String], headers: ProxyHeaders) -> Option<Self> {
        let trusted: Vec<Network> = trusted.iter().filter_map(|text| Network::parse(text)).collect();
        (!trusted.is_empty()).then_some(Self { trusted, headers })
    }

    /// The client's address, as far as it is known by somebody who is believed; the scheme and the host go into the
    /// request's extensions.
    pub(crate) fn client(&self, request: &mut Request, peer: Option<ClientAddr>) -> Option<ClientAddr> {
        let ClientAddr(peer) = peer.or_else(|| request.extensions().get().copied())?;
        if !self.trusts(peer.ip()) {
            return Some(ClientAddr(peer));
        }
        let hops = match self.headers {
            ProxyHeaders::XForwarded => Hops::of_x_forwarded(request.headers()),
            ProxyHeaders::Forwarded => Hops::of_forwarded(request.headers()),
        };
        let (client, proxies) = self.walk(peer, &hops.addresses);
        let forwarded = Forwarded { scheme: said(&hops.schemes, proxies), host: said(&hops.hosts, proxies) };
        request.extensions_mut().insert(forwarded);
        // One that was put there before is not asked any more.
        request.extensions_mut().remove::<ClientAddr>();
        Some(ClientAddr(client))
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(address))
    }

    /// The first address that is no trusted proxy's, and how many proxies spoke before it. At an address that cannot
    /// be read nobody knows further.
    fn walk(&self, peer: SocketAddr, addresses: &[Option<SocketAddr>]) -> (SocketAddr, usize) {
        let mut client = peer;
        let mut proxies = 0;
        for address in addresses {
            let Some(address) = address else { break };
            client = *address;
            if !self.trusts(address.ip()) {
                break;
            }
            proxies += 1;
        }
        (client, proxies)
    }
}

/// What the outermost of the trusted proxies said. One that replaces the list instead of appending leaves a shorter one.
fn said<T: Clone>(list: &[Option<T>], proxies: usize) -> Option<T> {
    list.get(proxies.min(list.len().checked_sub(1)?))?.clone()
}

impl Hops {
    fn of_x_forwarded(headers: &HeaderMap) -> Self {
        let list = |name| elements(headers, name, |text| Some(text.split(',').collect()));
        Self {
            addresses: list("x-forwarded-for").map(|text| text.and_then(address)).collect(),
            schemes: list("x-forwarded-proto").map(|text| text.and_then(scheme)).collect(),
            hosts: list("x-forwarded-host").map(|text| text.and_then(host)).collect(),
        }
    }

    fn of_forwarded(headers: &HeaderMap) -> Self {
        let mut hops = Self::default();
        for element in elements(headers, "forwarded", |text| unquoted_split(text, ',')) {
            let pair = |name: &str| {
                let pairs =
                    unquoted_split(element?, ';')?.into_iter().filter_map(|pair| pair.split_once('='));
                let mut values = pairs.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name));
                // A name stands once in an element (RFC 7239, section 4).
                let (_, value) = values.next().filter(|_| values.next().is_none())?;
                unquoted(value.trim())
            };
            hops.addresses.push(pair("for").and_then(address));
            hops.schemes.push(pair("proto").and_then(scheme));
            hops.hosts.push(pair("host").and_then(host));
        }
        hops
    }
}

/// The elements of a header's list, the last one first; `None` for those of a value that cannot be split.
fn elements<'h>(
    headers: &'h HeaderMap,
    name: &'static str,
    split: impl Fn(&'h str) -> Option<Vec<&'h str>>,
) -> impl Iterator<Item = Option<&'h str>> {
    let mut all: Vec<Option<&str>> = Vec::new();
    for value in headers.get_all(name) {
        match value.to_str().ok().and_then(&split) {
            Some(elements) => all.extend(elements.into_iter().map(|element| Some(element.trim()))),
            None => all.push(None),
        }
    }
    all.into_iter().rev()
}

/// The parts of a text between separators that stand in no quotation marks; `None` if one of those is not closed.
///
/// A proxy may quote what a client sent: a comma in there must not begin an element of the client's making.
fn unquoted_split(text: &str, separator: char) -> Option<Vec<&str>> {
    let (mut quoted, mut escaped) = (false, false);
    let parts = text.split(|letter| {
        let is_escaped = std::mem::take(&mut escaped);
        match letter {
            '\\' if quoted && !is_escaped => escaped = true,
            '"' if !is_escaped => quoted = !quoted,
            _ => {}
        }
        letter == separator && !quoted
    });
    let parts = parts.collect();
    (!quoted).then_some(parts)
}

/// A value with or without quotation marks. What is escaped inside them is no address, scheme or host.
fn unquoted(value: &str) -> Option<&str> {
    match value.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"').filter(|inside| !inside.contains(['"', '\\'])),
        None => Some(value),
    }
}

/// `192.0.2.7`, `192.0.2.7:80`, `2001:db8::7`, `[2001:db8::7]:80`; a port that is not said is 0.
fn address(text: &str) -> Option<SocketAddr> {
    if let Ok(address) = text.parse() {
        return Some(address);
    }
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let address: IpAddr = bare.parse().ok()?;
    Some(SocketAddr::new(address.to_canonical(), 0))
}

fn scheme(text: &str) -> Option<&'static str> {
    ["http", "https"].into_iter().find(|known| text.eq_ignore_ascii_case(known))
}

fn host(text: &str) -> Option<String> {
    let authority: Authority = text.parse().ok()?;
    (!text.contains('@')).then(|| authority.to_string())
}
