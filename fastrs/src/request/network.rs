//! Networks: an address with the number of its bits that count.

use std::net::{IpAddr, Ipv6Addr};

/// One address, or all that begin with the same bits (RFC 4632, RFC 4291).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Reads `10.0.0.7`, `10.0.0.0/8`, `::1` or `fd00::/8`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().ok()?;
        let all = if address.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            None => all,
            Some(bits) if bits.bytes().all(|byte| byte.is_ascii_digit()) => bits.parse().ok()?,
            Some(_) => return None,
        };
        (bits <= all).then_some(Self { address, bits })
    }

    /// Whether an address is in it. An IPv4 address is the same in its IPv6 clothes (`::ffff:10.0.0.7`).
    pub(crate) fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => same_start(own.into(), other.into(), self.bits),
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let bits = |address: Ipv6Addr| u128::from(address);
                self.bits == 0 || (bits(own) ^ bits(other)) >> (128 - self.bits) == 0
            }
            _ => false,
        }
    }
}

fn same_start(a: u32, b: u32, bits: u32) -> bool {
    bits == 0 || (a ^ b) >> (32 - bits) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(network: &str, inside: &[&str], outside: &[&str]) {
        let network = Network::parse(network).unwrap();
        for (addresses, expected) in [(inside, true), (outside, false)] {
            for address in addresses {
                assert_eq!(network.contains(address.parse().unwrap()), expected, "{address} in {network:?}");
            }
        }
    }

    #[test]
    fn networks_hold_what_begins_with_their_bits() {
        check("10.1.2.3", &["10.1.2.3", "::ffff:10.1.2.3"], &["10.1.2.4", "::1"]);
        check("10.0.0.0/8", &["10.255.0.1"], &["11.0.0.1", "9.255.255.255"]);
        check("192.168.4.0/22", &["192.168.7.255"], &["192.168.8.0"]);
        check("0.0.0.0/0", &["8.8.8.8"], &["::1"]);
        check("::/0", &["2001:db8::1"], &["8.8.8.8"]);
        check("fd00::/8", &["fdff::1"], &["fe00::1"]);
        check("2001:db8::/33", &["2001:db8:7fff::1"], &["2001:db8:8000::1"]);
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in [
            "",
            "localhost",
            "10.0.0",
            "10.0.0.0/33",
            "::/129",
            "10.0.0.0/+8",
            "10.0.0.0/",
            "*",
            "10.0.0.0/8/8",
        ] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }
}
