//! The differences that were looked at, and who is right.

use smppkit::{CommandId, Fault, Tag};

use super::{Difference, Kind};

/// Who is right where the two differ.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Right {
    /// The specification says what we do.
    Ours,
    /// The specification says what it does, and we are tolerant on purpose.
    Theirs,
    /// It leaves it open.
    Either,
}

/// A difference that is known.
#[derive(Debug)]
pub struct Known {
    /// What differs.
    pub what: &'static str,
    /// Who is right.
    pub right: Right,
    /// Why.
    pub why: &'static str,
    is: fn(&Difference) -> bool,
}

impl Difference {
    /// The known difference that it is, if it is one.
    #[must_use]
    pub fn known(&self) -> Option<&'static Known> {
        KNOWN.iter().find(|known| (known.is)(self))
    }

    fn has_wrong_tlv(&self) -> bool {
        let is_wrong = |fault: &Fault| matches!(fault, Fault::TlvLength { .. } | Fault::TlvOverrun { .. });
        self.faults.iter().any(is_wrong)
    }
}

/// All that are known: the first that fits counts.
pub const KNOWN: &[Known] = &[
    Known {
        what: "query_last_msgs, query_msg_details, param_retrieve and their responses",
        right: Right::Ours,
        why: "they are PDUs of SMPP 3.3, which rusmpp does not have: it keeps their bodies as octets",
        is: |it| matches!(it.command_id.0 & 0x7FFF_FFFF, 0x22..=0x24),
    },
    Known {
        what: "a PDU that ends behind its header, though it has fields",
        right: Right::Ours,
        why: "rusmpp has a command without a PDU and no error; we report the missing field",
        is: |it| it.len == 16 && matches!(it.kind, Kind::Accepts(Fault::Missing | Fault::MissingTlv { .. })),
    },
    Known {
        what: "a PDU without a TLV that it must have",
        right: Right::Ours,
        why: "rusmpp leaves that to its caller; we report it",
        is: |it| matches!(it.kind, Kind::Accepts(Fault::MissingTlv { .. })),
    },
    Known {
        what: "TLVs in a PDU that has none in the specification, or more than its one",
        right: Right::Ours,
        why: "an optional parameter that is not expected is to be ignored (3.4 §3.3; 5.0 §2.11.1); rusmpp leaves it in the \
              buffer, where it is taken for the beginning of the next PDU",
        is: |it| it.left > 0 && matches!(it.kind, Kind::Leaves | Kind::Accepts(_)),
    },
    Known {
        what: "a C-octet string with an octet above 0x7F",
        right: Right::Theirs,
        why: "the type is ASCII (5.0 §3.1, 3.4 §3.1) and rusmpp refuses the PDU; message centres send Latin-1, so we take it, \
              and it survives",
        is: |it| matches!(it.kind, Kind::Refuses("C-octet string not ASCII")),
    },
    Known {
        what: "an address in data_sm with more than 20 octets",
        right: Right::Ours,
        why: "64 are allowed there (3.4 §5.2.8, §5.2.9; 5.0 §4.7.8, §4.7.29); rusmpp has the 20 of submit_sm",
        is: |it| {
            it.command_id == CommandId::DATA_SM
                && matches!(it.place.as_str(), "source_addr" | "destination_addr")
                && matches!(it.kind, Kind::Refuses("C-octet string without NUL"))
        },
    },
    Known {
        what: "a final_date of twelve digits",
        right: Right::Ours,
        why: "3.3 has it without the last four characters (3.3 §7.5, 3.4 §7.1.1)",
        is: |it| it.place == "final_date" && matches!(it.kind, Kind::Refuses("C-octet string too short")),
    },
    Known {
        what: "a response without some of its fields",
        right: Right::Either,
        why: "the body is left out when a request failed (3.4 §4.1.2, §4.4.2); message centres leave out a part of it, or send \
              TLVs in its place, also when it did not fail, so we take the fields that are there and look whether the rest is TLVs",
        is: |it| it.cut,
    },
    Known {
        what: "broadcast_area_identifier",
        right: Right::Ours,
        why: "rusmpp gives its `area` all octets of the TLV, of which the format before it has taken one: it reads one too many",
        is: |it| it.tags.contains(&Tag(0x0606)),
    },
    Known {
        what: "source_telematics_id and broadcast_rep_num",
        right: Right::Ours,
        why: "rusmpp has two octets for the first and one for the second; it is the other way round (3.4 §5.3.2.8; 5.0 §4.8.4.61, §4.8.4.13)",
        is: |it| it.tags.contains(&Tag(0x0010)) || it.tags.contains(&Tag(0x0604)),
    },
    Known {
        what: "ms_msg_wait_facilities and callback_num_pres_ind with a reserved bit",
        right: Right::Ours,
        why: "rusmpp reads the bits that it knows and writes the others as 0; what decodes here encodes to the same octets",
        is: |it| {
            let has = it.tags.contains(&Tag(0x0030)) || it.tags.contains(&Tag(0x0302));
            has && it.place == "tlvs" && matches!(it.kind, Kind::Reads)
        },
    },
    Known {
        what: "a TLV that is a C-octet string, without a NUL at its end or with one before",
        right: Right::Ours,
        why: "the length says where it ends, and message centres forget the NUL; rusmpp reads to the next NUL, wherever it is",
        is: |it| it.unterminated && matches!(it.place.as_str(), "tlvs" | "value" | "value_length" | "tag"),
    },
    Known {
        what: "a TLV that has another length than its definition, or than there is",
        right: Right::Ours,
        why: "rusmpp takes the octets that the type has, whatever the length says; we report it and go on at the next TLV",
        is: |it| it.has_wrong_tlv() && it.place == "tlvs",
    },
];
