//! Which IP addresses are on the public internet.
//!
//! The tables follow the registries of special-purpose addresses (RFC 6890 and its updates at IANA). Networks that
//! translate or tunnel to others count as special too, because what is behind them is not known: IPv4-mapped, NAT64,
//! 6to4 and Teredo.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks of IPv4 that are not public: address and length of the prefix.
const SPECIAL_V4: [([u8; 4], u32); 17] = [
    ([0, 0, 0, 0], 8),          // this network
    ([10, 0, 0, 0], 8),         // private
    ([100, 64, 0, 0], 10),      // shared by customers of a provider (CGNAT); metadata of Alibaba Cloud
    ([127, 0, 0, 0], 8),        // loopback
    ([168, 63, 129, 16], 32),   // the host of a virtual machine in Azure
    ([169, 254, 0, 0], 16),     // link-local; metadata of most clouds
    ([172, 16, 0, 0], 12),      // private
    ([192, 0, 0, 0], 24),       // protocols; metadata of Oracle Cloud
    ([192, 0, 2, 0], 24),       // documentation
    ([192, 88, 99, 0], 24),     // relays of 6to4
    ([192, 168, 0, 0], 16),     // private
    ([198, 18, 0, 0], 15),      // benchmarks
    ([198, 51, 100, 0], 24),    // documentation
    ([203, 0, 113, 0], 24),     // documentation
    ([224, 0, 0, 0], 4),        // multicast
    ([240, 0, 0, 0], 4),        // reserved
    ([255, 255, 255, 255], 32), // broadcast
];

/// Networks of IPv6 below 2000::/3 that are not public.
const SPECIAL_V6: [([u16; 3], u32); 4] = [
    ([0x2001, 0x0000, 0], 23), // protocols: Teredo, benchmarks, ORCHID
    ([0x2001, 0x0db8, 0], 32), // documentation
    ([0x2002, 0, 0], 16),      // 6to4
    ([0x3fff, 0, 0], 20),      // documentation
];

/// Whether `address` is on the public internet: not private, loopback, link-local, multicast, reserved, or of a network
/// that leads to others.
///
/// ```
/// use offprint::fetch::is_public;
///
/// assert!(is_public([93, 184, 215, 14].into()));
/// assert!(!is_public([192, 168, 1, 1].into()));
/// assert!(!is_public("::ffff:93.184.215.14".parse()?));
/// # Ok::<(), std::net::AddrParseError>(())
/// ```
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = u32::from(address);
    !SPECIAL_V4.iter().any(|&(network, length)| (bits ^ u32::from(Ipv4Addr::from(network))) >> (32 - length) == 0)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let bits = u128::from(address);
    // Only 2000::/3 is given out for the internet (RFC 4291 §2.4, registry of IANA). This leaves out `::1`, `fc00::/7`,
    // `fe80::/10`, `ff00::/8`, `::ffff:0:0/96`, `64:ff9b::/96` and whatever is reserved.
    let is_global = bits >> 125 == 1;
    let is_special = SPECIAL_V6.iter().any(|&([a, b, c], length)| {
        let network = u128::from(Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0));
        (bits ^ network) >> (128 - length) == 0
    });
    is_global && !is_special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_addresses_are_told_from_public_ones() {
        let public = [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "93.184.215.14",
            "100.63.255.255",
            "100.128.0.0",
            "126.255.255.255",
            "128.0.0.1",
            "168.63.129.15",
            "169.253.255.255",
            "169.255.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.0.1.0",
            "192.167.255.255",
            "192.169.0.0",
            "198.17.255.255",
            "198.20.0.0",
            "203.0.112.255",
            "223.255.255.255",
            "2001:200::1",
            "2001:4860:4860::8888",
            "2003::1",
            "2606:4700::1111",
            "2a00:1450::1",
            "3ffe::1",
        ];
        let special = [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "10.255.255.255",
            "100.64.0.0",
            "100.100.100.200",
            "100.127.255.255",
            "127.0.0.1",
            "127.1.2.3",
            "168.63.129.16",
            "169.254.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.0.1",
            "192.168.255.255",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:93.184.215.14",
            "64:ff9b::808:808",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:0:4136:e378:8000:63bf:3fff:fdd2",
            "2001:2::1",
            "2001:10::1",
            "2001:20::1",
            "2001:1ff:ffff::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:5db8:d70e::1",
            "3fff::1",
            "3fff:fff::1",
            "4000::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fd20:ce::254",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
        ];
        for (addresses, expected) in [(&public[..], true), (&special[..], false)] {
            for address in addresses {
                assert_eq!(is_public(address.parse().unwrap()), expected, "{address}");
            }
        }
    }
}
