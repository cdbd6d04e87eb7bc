//! Captures of network traffic, made by hand.

use std::net::{IpAddr, SocketAddr};

/// A segment of TCP.
#[derive(Clone)]
pub struct Segment {
    /// Microseconds.
    pub at: u64,
    pub from: SocketAddr,
    pub to: SocketAddr,
    pub sequence: u32,
    pub acknowledged: u32,
    pub flags: u8,
    pub octets: Vec<u8>,
}

pub const FIN: u8 = 1;
pub const SYN: u8 = 2;
pub const RST: u8 = 4;
pub const ACK: u8 = 16;

/// A connection whose segments are made as if both ends sent them.
pub struct Connection {
    pub ends: [SocketAddr; 2],
    /// The next sequence number of each.
    pub next: [u32; 2],
    pub at: u64,
    pub segments: Vec<Segment>,
}

/// The ESME and the MC of most tests.
pub const ESME: usize = 0;
pub const MC: usize = 1;

impl Connection {
    /// Without a handshake.
    pub fn new(client: &str, server: &str) -> Self {
        let ends = [client, server].map(|end| end.parse().unwrap());
        Self { ends, next: [1000, 2_000_000_000], at: START, segments: vec![] }
    }

    /// With one.
    pub fn open() -> Self {
        Self::open_between("10.0.0.5:41234", "10.0.0.9:2775")
    }

    pub fn open_between(client: &str, server: &str) -> Self {
        let mut connection = Self::new(client, server);
        connection.shake_hands();
        connection
    }

    pub fn shake_hands(&mut self) {
        self.push(ESME, SYN, &[]);
        self.push(MC, SYN | ACK, &[]);
        self.push(ESME, ACK, &[]);
    }

    /// A segment, a millisecond after the one before.
    pub fn push(&mut self, from: usize, flags: u8, octets: &[u8]) -> &mut Self {
        self.segments.push(Segment {
            at: self.at,
            from: self.ends[from],
            to: self.ends[1 - from],
            sequence: self.next[from],
            acknowledged: if flags & ACK == 0 { 0 } else { self.next[1 - from] },
            flags,
            octets: octets.to_vec(),
        });
        self.at += 1000;
        let counted = octets.len() as u32 + u32::from(flags & SYN != 0) + u32::from(flags & FIN != 0);
        self.next[from] = self.next[from].wrapping_add(counted);
        self
    }

    pub fn send(&mut self, from: usize, octets: &[u8]) -> &mut Self {
        self.push(from, ACK, octets)
    }

    pub fn pause(&mut self, micros: u64) -> &mut Self {
        self.at += micros;
        self
    }

    /// As a pcap of Ethernet.
    pub fn pcap(&self) -> Vec<u8> {
        pcap(&self.packets(ethernet), ETHERNET)
    }

    /// Packets within what a kind of link has around them.
    pub fn packets(&self, link: fn(&[u8]) -> Vec<u8>) -> Vec<Packet> {
        self.segments.iter().map(|segment| Packet::whole(segment.at, link(&segment.ip()))).collect()
    }
}

/// 2026-11-26T22:00:00Z.
pub const START: u64 = 1_795_730_400_000_000;

impl Segment {
    /// The segment in a packet of IP.
    pub fn ip(&self) -> Vec<u8> {
        let mut tcp = [
            &self.from.port().to_be_bytes()[..],
            &self.to.port().to_be_bytes(),
            &self.sequence.to_be_bytes(),
            &self.acknowledged.to_be_bytes(),
            &[5 << 4, self.flags, 0xFF, 0xFF, 0, 0, 0, 0],
            &self.octets,
        ]
        .concat();
        let addresses = match (self.from.ip(), self.to.ip()) {
            (IpAddr::V4(from), IpAddr::V4(to)) => [&from.octets()[..], &to.octets()].concat(),
            (IpAddr::V6(from), IpAddr::V6(to)) => [&from.octets()[..], &to.octets()].concat(),
            _ => panic!("one version of IP"),
        };
        let pseudo = [&addresses[..], &[0, 6], &(tcp.len() as u16).to_be_bytes()].concat();
        let sum = checksum(&[&pseudo[..], &tcp].concat());
        tcp[16..18].copy_from_slice(&sum);
        if addresses.len() == 8 { ipv4(&addresses, 1, 0, &tcp) } else { ipv6(&addresses, 6, &tcp) }
    }
}

/// `fragment`: flags and offset.
pub fn ipv4(addresses: &[u8], id: u16, fragment: u16, payload: &[u8]) -> Vec<u8> {
    let mut header = [
        &[0x45, 0][..],
        &(20 + payload.len() as u16).to_be_bytes(),
        &id.to_be_bytes(),
        &fragment.to_be_bytes(),
        &[64, 6, 0, 0],
        addresses,
    ]
    .concat();
    let sum = checksum(&header);
    header[10..12].copy_from_slice(&sum);
    [&header, payload].concat()
}

pub fn ipv6(addresses: &[u8], next_header: u8, payload: &[u8]) -> Vec<u8> {
    let len = (payload.len() as u16).to_be_bytes();
    [&[0x60, 0, 0, 0][..], &len, &[next_header, 64], addresses, payload].concat()
}

fn checksum(octets: &[u8]) -> [u8; 2] {
    let words = octets.chunks(2).map(|pair| u32::from(pair[0]) << 8 | u32::from(*pair.get(1).unwrap_or(&0)));
    let sum: u32 = words.sum();
    let sum = (sum & 0xFFFF) + (sum >> 16);
    (!((sum & 0xFFFF) + (sum >> 16)) as u16).to_be_bytes()
}

pub const ETHERNET: u32 = 1;

/// The EtherType of a packet of IP.
pub fn ether_type(ip: &[u8]) -> [u8; 2] {
    if ip[0] >> 4 == 4 { [8, 0] } else { [0x86, 0xDD] }
}

pub fn ethernet(ip: &[u8]) -> Vec<u8> {
    [&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2][..], &ether_type(ip), ip].concat()
}

/// A packet as it is captured.
#[derive(Clone)]
pub struct Packet {
    /// Microseconds.
    pub at: u64,
    pub octets: Vec<u8>,
    /// On the wire.
    pub len: usize,
}

impl Packet {
    pub fn whole(at: u64, octets: Vec<u8>) -> Self {
        Self { at, len: octets.len(), octets }
    }

    pub fn cut(mut self, snaplen: usize) -> Self {
        self.octets.truncate(snaplen);
        self
    }
}

/// The order of octets.
#[derive(Copy, Clone, Debug)]
pub enum Order {
    Little,
    Big,
}

impl Order {
    fn u16(self, number: u16) -> [u8; 2] {
        match self {
            Self::Little => number.to_le_bytes(),
            Self::Big => number.to_be_bytes(),
        }
    }

    fn u32(self, number: u32) -> [u8; 4] {
        match self {
            Self::Little => number.to_le_bytes(),
            Self::Big => number.to_be_bytes(),
        }
    }
}

pub fn pcap(packets: &[Packet], link: u32) -> Vec<u8> {
    pcap_of(Order::Little, false, packets, link)
}

pub fn pcap_of(order: Order, nanoseconds: bool, packets: &[Packet], link: u32) -> Vec<u8> {
    let magic = if nanoseconds { 0xA1B2_3C4D } else { 0xA1B2_C3D4 };
    let mut file =
        [&order.u32(magic)[..], &order.u16(2), &order.u16(4), &[0; 8], &order.u32(262_144), &order.u32(link)]
            .concat();
    for packet in packets {
        let fraction = (packet.at % 1_000_000) as u32 * if nanoseconds { 1000 } else { 1 };
        file.extend(order.u32((packet.at / 1_000_000) as u32));
        file.extend(order.u32(fraction));
        file.extend(order.u32(packet.octets.len() as u32));
        file.extend(order.u32(packet.len as u32));
        file.extend(&packet.octets);
    }
    file
}

/// A block of pcapng.
pub fn block(order: Order, kind: u32, body: &[u8]) -> Vec<u8> {
    let padding = vec![0; body.len().next_multiple_of(4) - body.len()];
    let len = order.u32((12 + body.len() + padding.len()) as u32);
    [&order.u32(kind)[..], &len, body, &padding, &len].concat()
}

/// A section whose packets are of one interface, whose clock ticks so often in a second: as `tsresol` has it.
pub fn section(order: Order, tsresol: u8, packets: &[Packet], link: u32) -> Vec<u8> {
    let ticks = |at: u64| match tsresol {
        6 => at,
        9 => at * 1000,
        0x80..=0xFF => ((u128::from(at) << (tsresol & 0x7F)) / 1_000_000) as u64,
        _ => panic!("no such clock in the tests"),
    };
    let header = [&order.u32(0x1A2B_3C4D)[..], &order.u16(1), &order.u16(0), &[0xFF; 8]].concat();
    let options = [&order.u16(9)[..], &order.u16(1), &[tsresol, 0, 0, 0], &[0; 4]].concat();
    let interface = [&order.u16(link as u16)[..], &[0; 2], &order.u32(0), &options].concat();
    let mut file = [block(order, 0x0A0D_0D0A, &header), block(order, 1, &interface)].concat();
    // Something to be skipped.
    file.extend(block(order, 0x0000_0BAD, b"a vendor's own"));
    for packet in packets {
        let ticks = ticks(packet.at);
        let body = [
            &order.u32(0)[..],
            &order.u32((ticks >> 32) as u32),
            &order.u32(ticks as u32),
            &order.u32(packet.octets.len() as u32),
            &order.u32(packet.len as u32),
            &packet.octets,
        ]
        .concat();
        file.extend(block(order, 6, &body));
    }
    file
}
