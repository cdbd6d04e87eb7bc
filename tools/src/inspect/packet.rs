//! The TCP segment in a packet, through whatever is around it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use etherparse::defrag::IpDefragBuf;
use etherparse::{
    EtherType, IpFragOffset, Ipv6ExtensionSlice, LaxIpPayloadSlice, LaxNetSlice, LaxSlicedPacket, LenSource,
    TcpSlice, TransportSlice, ip_number,
};
use pcap_parser::Linktype;

use super::capture::Packet;

/// How many datagrams may wait for fragments, of 64 kB at most each: the oldest goes when there are more.
const MAX_FRAGMENTED: usize = 256;

/// A segment of TCP.
pub struct Segment<'a> {
    pub from: SocketAddr,
    pub to: SocketAddr,
    pub sequence: u32,
    pub acknowledged: Option<u32>,
    pub syn: bool,
    pub fin: bool,
    pub rst: bool,
    pub octets: Cow<'a, [u8]>,
    /// Octets behind those that were not captured.
    pub cut: usize,
}

/// What became of packets that are no segment.
#[derive(Default)]
pub struct Others {
    pub packets: u64,
    pub not_ip: u64,
    pub not_tcp: u64,
    pub fragments: u64,
    /// Those of datagrams that never became whole.
    pub lost_fragments: u64,
    pub unreadable: u64,
    /// Packets of a kind of link that this command does not know, and the first such kind.
    pub unknown_link: u64,
    pub first_unknown_link: Option<i32>,
}

/// Takes packets apart.
#[derive(Default)]
pub struct Unwrapper {
    pub others: Others,
    fragments: Fragments,
}

impl Unwrapper {
    /// The segment in the packet; otherwise it is counted.
    pub fn segment<'a>(&mut self, packet: &Packet<'a>) -> Option<Segment<'a>> {
        self.others.packets += 1;
        let Some(sliced) = slice(packet.link, packet.octets) else {
            self.others.unknown_link += 1;
            self.others.first_unknown_link.get_or_insert(packet.link.0);
            return None;
        };
        let Some((from, to, payload, cut)) =
            sliced.as_ref().and_then(|sliced| ip_payload(sliced, packet.cut))
        else {
            // It is no IP, or it ends within the headers.
            match sliced {
                Some(LaxSlicedPacket { stop_err: None, .. }) => self.others.not_ip += 1,
                _ => self.others.unreadable += 1,
            }
            return None;
        };
        if payload.ip_number != ip_number::TCP {
            self.others.not_tcp += 1;
            return None;
        }
        if payload.fragmented {
            self.others.fragments += 1;
            let fragment = sliced.as_ref().and_then(fragment).filter(|_| cut == 0);
            let datagram = fragment.and_then(|fragment| self.fragments.add(fragment, payload.payload));
            let joined = datagram?;
            let tcp = TcpSlice::from_slice(&joined).ok();
            let segment = tcp.map(|tcp| segment(&tcp, from, to, Cow::Owned(tcp.payload().to_vec()), 0));
            self.others.unreadable += u64::from(segment.is_none());
            return segment;
        }
        let Some(TransportSlice::Tcp(tcp)) = sliced.and_then(|sliced| sliced.transport) else {
            self.others.unreadable += 1;
            return None;
        };
        // As `tcp.payload()`, which does not live as long as the packet.
        let octets = payload.payload.get(tcp.header_slice().len()..).unwrap_or_default();
        Some(segment(&tcp, from, to, Cow::Borrowed(octets), cut))
    }

    /// What is known once there are no more packets.
    pub fn finish(mut self) -> Others {
        self.others.lost_fragments = self.fragments.lost
            + self.fragments.waiting.values().map(|datagram| datagram.fragments).sum::<u64>();
        self.others
    }
}

fn segment<'a>(
    tcp: &TcpSlice<'_>,
    from: IpAddr,
    to: IpAddr,
    octets: Cow<'a, [u8]>,
    cut: usize,
) -> Segment<'a> {
    Segment {
        from: SocketAddr::new(from, tcp.source_port()),
        to: SocketAddr::new(to, tcp.destination_port()),
        sequence: tcp.sequence_number(),
        acknowledged: tcp.ack().then(|| tcp.acknowledgment_number()),
        syn: tcp.syn(),
        fin: tcp.fin(),
        rst: tcp.rst(),
        octets,
        cut,
    }
}

/// Looks behind what the kind of link has before IP. `None` if it is not known, `Some(None)` if there is too little of it.
#[expect(clippy::option_option, reason = "both are told, and apart")]
fn slice(link: Linktype, octets: &[u8]) -> Option<Option<LaxSlicedPacket<'_>>> {
    let after = |len: usize| LaxSlicedPacket::from_ip(octets.get(len..)?).ok();
    // Linux cooked captures: the EtherType stands at `at`, the header has `len` octets.
    let cooked = |at: usize, len: usize| {
        let kind = EtherType(u16::from_be_bytes(*octets.get(at..)?.first_chunk()?));
        Some(LaxSlicedPacket::from_ether_type(kind, octets.get(len..)?))
    };
    // OpenBSD and others had numbers of their own for raw IP before there was a common one.
    const RAW_OF_BSD: [i32; 2] = [12, 14];
    Some(match link {
        Linktype::ETHERNET => LaxSlicedPacket::from_ethernet(octets).ok(),
        Linktype::LINUX_SLL => cooked(14, 16),
        Linktype::LINUX_SLL2 => cooked(0, 20),
        Linktype::RAW | Linktype::IPV4 | Linktype::IPV6 => after(0),
        Linktype(number) if RAW_OF_BSD.contains(&number) => after(0),
        // The family before it is told by the version of IP as well, and that has one order of octets.
        Linktype::NULL | Linktype::LOOP => after(4),
        _ => return None,
    })
}

/// Source, destination, what they carry, and how many octets of that were not captured.
fn ip_payload<'a>(
    sliced: &LaxSlicedPacket<'a>,
    cut: usize,
) -> Option<(IpAddr, IpAddr, LaxIpPayloadSlice<'a>, usize)> {
    let (from, to, payload, announced) = match sliced.net.as_ref()? {
        LaxNetSlice::Ipv4(ip) => {
            let header = ip.header();
            let before = header.slice().len() + ip.extensions().auth.map_or(0, |auth| auth.slice().len());
            let announced = usize::from(header.total_len()).saturating_sub(before);
            (header.source_addr().into(), header.destination_addr().into(), ip.payload(), announced)
        }
        LaxNetSlice::Ipv6(ip) => {
            let header = ip.header();
            let announced =
                usize::from(header.payload_length()).saturating_sub(ip.extensions().slice().len());
            (header.source_addr().into(), header.destination_addr().into(), ip.payload(), announced)
        }
        LaxNetSlice::Arp(_) => return None,
    };
    let cut = match payload.len_source {
        _ if payload.incomplete => announced.saturating_sub(payload.payload.len()),
        // What the network card was to cut into segments has no length yet.
        LenSource::Slice => cut,
        _ => 0,
    };
    Some((from, to, payload.clone(), cut))
}

/// Which datagram a fragment is of, where in it, and whether more follow.
type Fragment = ((IpAddr, IpAddr, u32), IpFragOffset, bool);

fn fragment(sliced: &LaxSlicedPacket<'_>) -> Option<Fragment> {
    match sliced.net.as_ref()? {
        LaxNetSlice::Ipv4(ip) => {
            let header = ip.header();
            let id = (
                header.source_addr().into(),
                header.destination_addr().into(),
                header.identification().into(),
            );
            Some((id, header.fragments_offset(), header.more_fragments()))
        }
        LaxNetSlice::Ipv6(ip) => {
            let fragment = ip.extensions().clone().into_iter().find_map(|extension| match extension {
                Ipv6ExtensionSlice::Fragment(fragment) => Some(fragment.to_header()),
                _ => None,
            })?;
            let header = ip.header();
            let id = (header.source_addr().into(), header.destination_addr().into(), fragment.identification);
            Some((id, fragment.fragment_offset, fragment.more_fragments))
        }
        LaxNetSlice::Arp(_) => None,
    }
}

/// Datagrams of which some fragments are there.
#[derive(Default)]
struct Fragments {
    waiting: BTreeMap<(IpAddr, IpAddr, u32), Datagram>,
    begun: u64,
    lost: u64,
}

struct Datagram {
    octets: IpDefragBuf,
    fragments: u64,
    /// How many had begun before.
    order: u64,
}

impl Fragments {
    /// The datagram, if this fragment makes it whole.
    fn add(&mut self, (id, offset, more): Fragment, octets: &[u8]) -> Option<Vec<u8>> {
        if !self.waiting.contains_key(&id) {
            if self.waiting.len() == MAX_FRAGMENTED {
                let oldest =
                    self.waiting.iter().min_by_key(|(_, datagram)| datagram.order).map(|(id, _)| *id);
                self.lose(&oldest?);
            }
            self.begun += 1;
        }
        let order = self.begun;
        let datagram = self.waiting.entry(id).or_insert_with(|| Datagram {
            octets: IpDefragBuf::new(ip_number::TCP, vec![], vec![]),
            fragments: 0,
            order,
        });
        datagram.fragments += 1;
        // Fragments that contradict one another, or that no datagram can have: none of them can be believed.
        if datagram.octets.add(offset, more, octets).is_err() {
            self.lose(&id);
            return None;
        }
        if !datagram.octets.is_complete() {
            return None;
        }
        Some(self.waiting.remove(&id)?.octets.take_bufs().0)
    }

    fn lose(&mut self, id: &(IpAddr, IpAddr, u32)) {
        self.lost += self.waiting.remove(id).map_or(0, |datagram| datagram.fragments);
    }
}
