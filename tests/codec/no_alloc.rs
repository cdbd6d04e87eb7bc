//! Nothing that the codec does allocates, nor what the message layer does in the caller's memory.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::fmt::{self, Write};
use std::hint::black_box;

use smppkit::message::Alphabet;
use smppkit::message::coding::Profile;
use smppkit::message::incoming::{Incoming, MessageFields};
use smppkit::message::receipt::{Receipt, Report};
use smppkit::message::segment::{SplitOptions, TextInfo, split};
use smppkit::message::smpp_time::SmppTime;
use smppkit::message::transliterate::transliterate;
use smppkit::message::udh::{Reference, Udh};
use smppkit::tlv::{self, Tag};
use smppkit::{
    Body, CommandId, CommandStatus, FieldValue, Pdu, SCHEMA, SubmitSm, decode, encode, frame_length,
};
use smppkit_conformance::generate::VERSIONS;
use smppkit_conformance::model::{Model, frame};
use smppkit_conformance::spec::vectors;

/// The allocator of the system, and how often this thread asked it.
struct Counting;

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

fn count() {
    CALLS.set(CALLS.get() + 1);
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(memory, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = CALLS.get();
    work();
    CALLS.get() - before
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(black_box(vec![1_u8]))), 1);
    assert_eq!(allocations(|| _ = black_box([1_u8])), 0);
}

/// Text of limited length; what is more is dropped.
struct Line([u8; 256], usize);

impl Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for octet in text.bytes() {
            if let Some(place) = self.0.get_mut(self.1) {
                *place = octet;
                self.1 += 1;
            }
        }
        Ok(())
    }
}

/// All that can be done with a frame.
fn exercise(frame: &[u8], out: &mut [u8]) {
    black_box(frame_length(frame, 70_000).is_ok());
    let Ok(decoded) = decode(frame) else { return };
    let mut line = Line([0; 256], 0);
    for fault in decoded.faults.iter() {
        write!(line, "{fault}").expect("text");
    }
    for tlv in decoded.pdu.tlvs().iter() {
        black_box((tlv.len(), tlv.tag.name(), tlv.octets()));
    }
    black_box(decoded.pdu.tlvs().get(&tlv::RECEIPTED_MESSAGE_ID));
    black_box(decoded.pdu.tlvs().all(&tlv::BROADCAST_AREA_IDENTIFIER).count());
    decoded.pdu.visit_fields(&mut |row, value| {
        black_box(row.name);
        match value {
            FieldValue::DestAddresses(list) => assert_eq!(list.iter().count(), list.len()),
            FieldValue::UnsuccessSmes(list) => assert_eq!(list.iter().count(), list.len()),
            FieldValue::MessageIds(list) => assert_eq!(list.iter().count(), list.len()),
            _ => {}
        }
    });
    for version in VERSIONS {
        black_box(decoded.pdu.check(version).is_ok());
    }
    write!(line, "{} {:?}", decoded.pdu, decoded.faults).expect("text");
    let (status, sequence) = (decoded.header.command_status, decoded.header.sequence_number);
    assert_eq!(encode(status, sequence, &decoded.pdu, out), Ok(frame.len()));
    assert!(encode(status, sequence, &decoded.pdu, &mut out[..frame.len() - 1]).is_err());
}

#[test]
fn the_codec_does_not_allocate() {
    let tlvs = vec![(0x001E, b"42\0".to_vec()), (0x0606, vec![0, 1]), (0x0427, vec![]), (0x14FF, vec![1])];
    let mut frames = vectors().into_iter().map(|vector| vector.octets).collect::<Vec<_>>();
    for def in SCHEMA {
        for model in [Model::all_defaults(def), Model::all_maximums(def)] {
            let whole = Model { tlvs: tlvs.clone(), ..model }.octets();
            let cuts = (16..whole.len().min(300)).map(|len| frame(def.command_id.0, 0, 1, &whole[16..len]));
            frames.extend(cuts);
            frames.push(whole);
        }
    }
    let mut out = vec![0; 70_000];
    for frame in frames {
        assert_eq!(allocations(|| exercise(&frame, &mut out)), 0, "{frame:02x?}");
    }
}

#[test]
fn what_a_user_builds_is_sent_without_allocation() {
    let mut out = vec![0; 70_000];
    for def in SCHEMA {
        Model::all_maximums(def).with_pdu(|pdu| {
            let sent = || {
                for version in VERSIONS {
                    black_box(pdu.check(version).is_ok());
                }
                black_box(encode(CommandStatus::ESME_ROK, 1, pdu, &mut out)).expect("room");
            };
            assert_eq!(allocations(sent), 0, "{}", def.name);
        });
    }
}

/// A text there and back: split, each part written, read again, and the receipts for it.
fn send_and_read(text: &str, options: &SplitOptions<'_>, profile: &Profile<'_>, memory: &mut [u8; 2048]) {
    let (out, rest) = memory.split_at_mut(1024);
    let segments = split(text, options).expect("it fits");
    black_box(TextInfo::with(text, options).expect("it fits"));
    for segment in segments {
        let sent = segment.with_submit_sm(&SubmitSm::default(), out, |pdu| {
            let (scratch, decoded) = rest.split_at_mut(128);
            let incoming = Incoming::read(&MessageFields::from(pdu), scratch);
            assert_eq!(incoming.concatenation.is_some(), segment.concatenation().is_some());
            incoming.udh.elements().for_each(|element| _ = black_box(element.value()));
            let read = incoming.text(profile).expect("a text");
            assert_eq!(read.write_to(decoded), Ok(segment.text().expect("a text")));
        });
        sent.expect("there is room");
    }
}

#[test]
fn the_message_layer_does_not_allocate() {
    const RECEIPT: &[u8] = b"id:3f9a27c1 sub:001 dlvrd:001 submit date:2611231405 done date:261123140601 stat:DELIVRD err:000 text:";
    let ports = Udh::from_elements(&[0x05, 0x04, 0x0B, 0x84, 0x23, 0xF0]).expect("whole elements");
    let text = "Grüße von Ålesund [Norge] 5 € ".repeat(10);
    let mut memory = [0; 2048];
    for alphabet in [Alphabet::GSM7, Alphabet::GSM7_PACKED, Alphabet::Ucs2, Alphabet::Utf8] {
        let alphabets = [alphabet];
        let profile = Profile { mc_default: alphabet, exceptions: &[] };
        for reference in [Reference::Udh8(1), Reference::Udh16(1), Reference::Sar(1)] {
            let udh = if matches!(reference, Reference::Sar(_)) { Udh::NONE } else { ports };
            let options = SplitOptions::new(reference).alphabets(&alphabets).udh(udh);
            let work = || send_and_read(&text, &options, &profile, &mut memory);
            assert_eq!(allocations(work), 0, "{alphabet:?} {reference:?}");
        }
    }
    let national = SplitOptions::new(Reference::Udh8(1)).national_tables(true);
    let turkish = "Şu anda müsait değilim. ".repeat(10);
    assert_eq!(allocations(|| send_and_read(&turkish, &national, &Profile::GSM7, &mut memory)), 0);
    let work = || {
        black_box(transliterate(&turkish, Alphabet::GSM7).or('?').count());
        let report = Report { text: Receipt::parse(RECEIPT), ..Report::default() };
        black_box((report.message_id(), report.message_state(), report.error_code(), report.text.dates()));
        let time = SmppTime::parse(b"261123143000004+").expect("a time");
        let mut line = Line([0; 256], 0);
        write!(line, "{}", time.expect("a time")).expect("text");
    };
    assert_eq!(allocations(work), 0);
}

#[test]
fn names_are_looked_up_without_allocation() {
    let looked_up = || {
        black_box(Tag::from_name("destination_port"));
        black_box(CommandId::from_name("submit_sm"));
        black_box(CommandStatus::from_name("ESME_RTHROTTLED").and_then(CommandStatus::def));
        black_box(Pdu::Unknown { command_id: CommandId(9), body: Default::default() }.encoded_len());
    };
    assert_eq!(allocations(looked_up), 0);
}
