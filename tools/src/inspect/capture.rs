//! Packets out of a file of pcap or pcapng, one after another: of the file, no more than a packet is in memory.

use std::fmt;
use std::io::{self, Read};

use pcap_parser::pcapng::{Block, OptionCode};
use pcap_parser::{
    InterfaceDescriptionBlock, Linktype, parse_block_be, parse_block_le, parse_pcap_frame,
    parse_pcap_frame_be, parse_pcap_frame_modified, parse_pcap_header,
};

use super::file;
use super::time::Time;

/// How many octets a packet, or a block of pcapng with one, may have. tcpdump and Wireshark write up to 262144.
const MAX_RECORD: usize = 1 << 20;

/// How many interfaces a section of pcapng may describe.
const MAX_INTERFACES: usize = 65_536;

/// Octets that are read at once.
const CHUNK: usize = 1 << 18;

/// A packet as it was captured.
pub struct Packet<'a> {
    pub at: Time,
    pub link: Linktype,
    pub octets: &'a [u8],
    /// Octets that it had on the wire and that were not captured.
    pub cut: usize,
}

/// Why there is no further packet.
#[derive(Debug)]
pub enum Trouble {
    /// It cannot be read.
    Read(io::Error),
    /// It is no capture, and what it is instead.
    NoCapture(&'static str),
    /// It ends within a packet or block.
    Ends { offset: u64, packets: u64 },
    /// What is there at this offset, and what should be.
    Damaged { offset: u64, what: String },
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => write!(f, "cannot be read: {error}"),
            Self::NoCapture(kind) => write!(f, "is no capture (pcap or pcapng): {kind}"),
            Self::Ends { offset, packets } => {
                write!(f, "ends within the packet after {packets}, which begins at offset {offset}")
            }
            Self::Damaged { offset, what } => write!(f, "is damaged at offset {offset}: {what}"),
        }
    }
}

/// A capture that is being read.
pub struct Capture<R> {
    input: Input<R>,
    format: Format,
    packets: u64,
    last: Time,
}

enum Format {
    Pcap { big_endian: bool, modified: bool, nanos_per_tick: i128, link: Linktype },
    PcapNg { big_endian: bool, interfaces: Vec<Interface> },
}

#[derive(Copy, Clone)]
struct Interface {
    link: Linktype,
    snaplen: usize,
    ticks_per_second: u128,
    offset_seconds: i128,
}

const SECTION: u32 = 0x0A0D_0D0A;
const INTERFACE: u32 = 1;
const SIMPLE_PACKET: u32 = 3;
const ENHANCED_PACKET: u32 = 6;

impl<R: Read> Capture<R> {
    pub fn new(reader: R) -> Result<Self, Trouble> {
        let mut input = Input::new(reader);
        let format = if input.fill(4)? && input.octets().starts_with(&SECTION.to_be_bytes()) {
            // The section header says the rest, when it is read as a block.
            Format::PcapNg { big_endian: false, interfaces: vec![] }
        } else {
            let is_long_enough = input.fill(24)?;
            let Ok((_, header)) = parse_pcap_header(input.octets()) else {
                let start = input.octets();
                let is_pcap = parse_pcap_header(&[start, &[0; 24]].concat()).is_ok();
                let is_cut = is_pcap && !is_long_enough && start.len() >= 4;
                return Err(match is_cut {
                    true => Trouble::Ends { offset: 0, packets: 0 },
                    false => Trouble::NoCapture(file::kind_of(start)),
                });
            };
            input.consume(24);
            Format::Pcap {
                big_endian: header.is_bigendian(),
                modified: header.is_modified_format(),
                nanos_per_tick: if header.is_nanosecond_precision() { 1 } else { 1000 },
                // The upper half tells of frame check sequences.
                link: Linktype(header.network.0 & 0xFFFF),
            }
        };
        Ok(Self { input, format, packets: 0, last: Time::default() })
    }

    /// Whether the next packet may have to be waited for.
    pub fn may_wait(&self) -> bool {
        self.record_length().is_none_or(|len| self.input.octets().len() < len as usize)
    }

    /// How long the record at the front is, once that can be told.
    fn record_length(&self) -> Option<u32> {
        let octets = self.input.octets();
        let number = |at: usize, big_endian: bool| {
            let number = *octets.get(at..)?.first_chunk()?;
            Some(if big_endian { u32::from_be_bytes(number) } else { u32::from_le_bytes(number) })
        };
        match self.format {
            Format::Pcap { big_endian, modified, .. } => {
                Some(number(8, big_endian)?.saturating_add(if modified { 24 } else { 16 }))
            }
            // A section has its own order of octets, and its header says which.
            Format::PcapNg { .. } if number(0, true)? == SECTION => {
                number(4, octets.get(8..12)? == [0x1A, 0x2B, 0x3C, 0x4D])
            }
            Format::PcapNg { big_endian, .. } => number(4, big_endian),
        }
    }

    /// The next packet; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Packet<'_>>, Trouble> {
        let (len, interface) = loop {
            let offset = self.input.offset;
            if !self.input.fill(1)? {
                return Ok(None);
            }
            let ends = Trouble::Ends { offset, packets: self.packets };
            if self.record_length().is_none() && !self.input.fill(16)? && self.record_length().is_none() {
                return Err(ends);
            }
            let len = self.record_length().map_or(usize::MAX, |len| len as usize);
            let Format::PcapNg { big_endian, .. } = self.format else {
                self.check_length(len)?;
                if !self.input.fill(len)? {
                    return Err(ends);
                }
                break (len, None);
            };
            let Some(kind) = self.input.octets().first_chunk().map(|kind| match big_endian {
                true => u32::from_be_bytes(*kind),
                false => u32::from_le_bytes(*kind),
            }) else {
                return Err(ends);
            };
            if len < 12 || !len.is_multiple_of(4) {
                let what = format!("a block of {len} octets, where a multiple of 4 from 12 on is expected");
                return Err(Trouble::Damaged { offset, what });
            }
            // What has no packets may be large: names, secrets, a vendor's own.
            if !matches!(kind, SECTION | INTERFACE | SIMPLE_PACKET | ENHANCED_PACKET) {
                if !self.input.skip(len)? {
                    return Err(ends);
                }
                continue;
            }
            self.check_length(len)?;
            if !self.input.fill(len)? {
                return Err(ends);
            }
            match kind {
                SECTION => self.begin_section(len)?,
                INTERFACE => self.add_interface(len)?,
                _ => break (len, Some(self.interface_of(kind, len)?)),
            }
        };
        self.packets += 1;
        let offset = self.input.offset;
        self.input.consume(len);
        let record = self.input.consumed(len);
        let packet = match (&self.format, interface) {
            (Format::PcapNg { big_endian, .. }, Some(interface)) => {
                ng_packet(record, *big_endian, interface, self.last)
            }
            (Format::Pcap { big_endian, modified, nanos_per_tick, link }, _) => {
                let frame = match (modified, big_endian) {
                    (true, _) => parse_pcap_frame_modified(record),
                    (false, true) => parse_pcap_frame_be(record),
                    (false, false) => parse_pcap_frame(record),
                };
                frame.ok().map(|(_, frame)| Packet {
                    at: Time::from_nanos(
                        i128::from(frame.ts_sec) * 1_000_000_000 + i128::from(frame.ts_usec) * nanos_per_tick,
                    ),
                    link: *link,
                    octets: frame.data,
                    cut: (frame.origlen as usize).saturating_sub(frame.data.len()),
                })
            }
            _ => None,
        };
        let Some(packet) = packet else {
            return Err(Trouble::Damaged {
                offset,
                what: format!("no packet fits into the {len} octets there"),
            });
        };
        self.last = packet.at;
        Ok(Some(packet))
    }

    fn check_length(&self, len: usize) -> Result<(), Trouble> {
        if len <= MAX_RECORD {
            return Ok(());
        }
        let what = format!("a packet of {len} octets, where at most {MAX_RECORD} are expected");
        Err(Trouble::Damaged { offset: self.input.offset, what })
    }

    fn begin_section(&mut self, len: usize) -> Result<(), Trouble> {
        let offset = self.input.offset;
        let octets = self.input.octets().get(8..len).unwrap_or_default();
        let (big_endian, version) = match *octets {
            [0x1A, 0x2B, 0x3C, 0x4D, a, b, ..] => (true, u16::from_be_bytes([a, b])),
            [0x4D, 0x3C, 0x2B, 0x1A, a, b, ..] => (false, u16::from_le_bytes([a, b])),
            _ => {
                let what = "a section without the mark of its byte order".to_owned();
                return Err(Trouble::Damaged { offset, what });
            }
        };
        if version != 1 {
            let what = format!("a section of version {version} of pcapng, where 1 is expected");
            return Err(Trouble::Damaged { offset, what });
        }
        self.format = Format::PcapNg { big_endian, interfaces: vec![] };
        self.input.consume(len);
        Ok(())
    }

    fn add_interface(&mut self, len: usize) -> Result<(), Trouble> {
        let offset = self.input.offset;
        let octets = self.input.octets().get(..len).unwrap_or_default();
        let Format::PcapNg { big_endian, interfaces } = &mut self.format else { return Ok(()) };
        let parse = if *big_endian { parse_block_be } else { parse_block_le };
        let Ok((_, Block::InterfaceDescription(block))) = parse(octets) else {
            let what = "no description of an interface, where one begins".to_owned();
            return Err(Trouble::Damaged { offset, what });
        };
        if interfaces.len() == MAX_INTERFACES {
            let what = format!("more interfaces than {MAX_INTERFACES}");
            return Err(Trouble::Damaged { offset, what });
        }
        let Some(interface) = interface(&block, *big_endian) else {
            let what = "an interface whose clock is too fine".to_owned();
            return Err(Trouble::Damaged { offset, what });
        };
        interfaces.push(interface);
        self.input.consume(len);
        Ok(())
    }

    /// The interface of the packet at the front.
    fn interface_of(&self, kind: u32, len: usize) -> Result<Interface, Trouble> {
        let offset = self.input.offset;
        let Format::PcapNg { big_endian, interfaces } = &self.format else {
            return Err(Trouble::NoCapture("it changes its format"));
        };
        let number = match (kind, self.input.octets().get(8..len).and_then(|octets| octets.first_chunk())) {
            (ENHANCED_PACKET, Some(number)) if *big_endian => u32::from_be_bytes(*number),
            (ENHANCED_PACKET, Some(number)) => u32::from_le_bytes(*number),
            _ => 0,
        };
        interfaces.get(number as usize).copied().ok_or_else(|| {
            let what = format!("a packet of interface {number}, and {} are described", interfaces.len());
            Trouble::Damaged { offset, what }
        })
    }
}

fn interface(block: &InterfaceDescriptionBlock<'_>, big_endian: bool) -> Option<Interface> {
    let ticks_per_second = match block.if_tsresol {
        power @ 0..0x80 => 10_u128.checked_pow(power.into())?,
        power => 1_u128 << (power & 0x7F),
    };
    let offset = block.options.iter().find(|option| option.code == OptionCode::IfTsoffset);
    let offset: Option<[u8; 8]> = offset.and_then(|option| option.value.first_chunk().copied());
    let offset = offset
        .map_or(0, |octets| if big_endian { i64::from_be_bytes(octets) } else { i64::from_le_bytes(octets) });
    Some(Interface {
        link: block.linktype,
        snaplen: block.snaplen as usize,
        ticks_per_second,
        offset_seconds: offset.into(),
    })
}

/// `last` is the time of the packet before: simple packets have none.
fn ng_packet(record: &[u8], big_endian: bool, interface: Interface, last: Time) -> Option<Packet<'_>> {
    let parse = if big_endian { parse_block_be } else { parse_block_le };
    let link = interface.link;
    match parse(record).ok()?.1 {
        Block::EnhancedPacket(block) => {
            let ticks = u128::from(block.ts_high) << 32 | u128::from(block.ts_low);
            let nanos = ticks * 1_000_000_000 / interface.ticks_per_second;
            let at = i128::try_from(nanos).ok()? + interface.offset_seconds * 1_000_000_000;
            let octets = block.data.get(..block.caplen as usize)?;
            let cut = (block.origlen as usize).saturating_sub(octets.len());
            Some(Packet { at: Time::from_nanos(at), link, octets, cut })
        }
        Block::SimplePacket(block) => {
            let snaplen = if interface.snaplen == 0 { usize::MAX } else { interface.snaplen };
            let len = (block.origlen as usize).min(snaplen).min(block.data.len());
            let octets = block.data.get(..len)?;
            Some(Packet { at: last, link, octets, cut: block.origlen as usize - len })
        }
        _ => None,
    }
}

/// What was read and not used yet.
struct Input<R> {
    reader: R,
    buffer: Vec<u8>,
    start: usize,
    /// Where `start` is in the file (unpacked).
    offset: u64,
}

impl<R: Read> Input<R> {
    const fn new(reader: R) -> Self {
        Self { reader, buffer: vec![], start: 0, offset: 0 }
    }

    fn octets(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Reads until so many octets are there, or as many as there are: then it is `false`.
    fn fill(&mut self, len: usize) -> Result<bool, Trouble> {
        while self.octets().len() < len {
            self.buffer.drain(..self.start);
            self.start = 0;
            let used = self.buffer.len();
            self.buffer.resize(used + CHUNK.max(len - used), 0);
            let read = self.reader.read(&mut self.buffer[used..]);
            self.buffer.truncate(used + *read.as_ref().unwrap_or(&0));
            match read {
                Ok(0) => return Ok(false),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // A packed file that was cut ends as any other does.
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }

    fn consume(&mut self, len: usize) {
        self.start += len;
        self.offset += len as u64;
    }

    /// The octets that were consumed last.
    fn consumed(&self, len: usize) -> &[u8] {
        &self.buffer[self.start - len..self.start]
    }

    /// Consumes octets that need not be in memory.
    fn skip(&mut self, mut len: usize) -> Result<bool, Trouble> {
        while len > 0 {
            if !self.fill(1)? {
                return Ok(false);
            }
            let step = len.min(self.octets().len());
            self.consume(step);
            len -= step;
        }
        Ok(true)
    }
}
