//! What a receipt says, by its TLVs and by its text.

use super::{DateReading, Receipt, message_state};
use crate::message::message_id::IdRule;
use crate::values::MessageState;

/// Where a value of a [`Report`] comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Source {
    /// A TLV of the PDU.
    Tlv,
    /// The text of the receipt.
    Text,
}

/// The TLVs that a receipt may have (3.4 §2.11), as they came.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct ReceiptTlvs<'a> {
    /// The value of `receipted_message_id`, with its NUL or without.
    pub receipted_message_id: Option<&'a [u8]>,
    /// `message_state`.
    pub message_state: Option<MessageState>,
    /// The value of `network_error_code`, of whatever length.
    pub network_error_code: Option<&'a [u8]>,
}

/// An error code, which is as different as the networks it comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ErrorCode<'a> {
    /// The TLV `network_error_code` as it should be (3.4 §5.3.2.31).
    Network {
        /// 1 ANSI-136 access denied reason, 2 IS-95 access denied reason, 3 GSM, 8 MC specific, and more in
        /// 5.0.
        network_type: u8,
        /// The code of that network.
        code: u16,
    },
    /// The TLV without the octet for the network.
    Bare(u16),
    /// `err` of the text, or a TLV that holds characters.
    Text(&'a str),
    /// A TLV that is none of these.
    Octets(&'a [u8]),
}

/// What a receipt says about a message. The TLVs take precedence over the text.
///
/// ```
/// use smppkit::message::receipt::{Receipt, ReceiptTlvs, Report, Source};
/// use smppkit::values::MessageState;
///
/// let text = Receipt::parse(b"id:0000436949 submit date:1504211508 done date:1504211508 stat:DELIVRD err:000");
/// let tlvs = ReceiptTlvs { receipted_message_id: Some(b"6aad5\0"), ..Default::default() };
/// let report = Report { text, tlvs };
/// assert_eq!(report.message_id(), Some(("6aad5", Source::Tlv)));
/// assert_eq!(report.message_state(), Some((MessageState::DELIVERED, Source::Text)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct Report<'a> {
    /// What the text says.
    pub text: Receipt<'a>,
    /// What the TLVs say.
    pub tlvs: ReceiptTlvs<'a>,
}

impl<'a> Report<'a> {
    /// The message id, and where it comes from: the base of the number may differ between the two.
    pub fn message_id(&self) -> Option<(&'a str, Source)> {
        let tlv = self.tlvs.receipted_message_id.and_then(characters).map(|id| (id, Source::Tlv));
        tlv.or_else(|| Some((self.text.id?, Source::Text)))
    }

    /// The state of the message, and where it comes from.
    ///
    /// A TLV without a meaning yields to a text that has one. So does 0, SCHEDULED, which 3.4 does not have,
    /// which nobody reports, and which some message centres write in every receipt.
    pub fn message_state(&self) -> Option<(MessageState, Source)> {
        let text = self.text.message_state().map(|state| (state, Source::Text));
        match self.tlvs.message_state {
            Some(state @ MessageState(1..=9)) => Some((state, Source::Tlv)),
            Some(state) => text.or(Some((state, Source::Tlv))),
            None => text,
        }
    }

    /// Whether text and TLVs name different states.
    ///
    /// ```
    /// use smppkit::message::receipt::{Receipt, ReceiptTlvs, Report};
    /// use smppkit::values::MessageState;
    ///
    /// let tlvs = ReceiptTlvs { message_state: Some(MessageState::DELIVERED), ..Default::default() };
    /// assert!(Report { text: Receipt::parse(b"id:1 stat:UNDELIV"), tlvs }.states_differ());
    /// ```
    pub fn states_differ(&self) -> bool {
        match (self.text.message_state(), self.tlvs.message_state) {
            (Some(text), Some(tlv)) => text != tlv,
            _ => false,
        }
    }

    /// Whether text and TLVs name different messages, in whatever base each of them is written.
    ///
    /// ```
    /// use smppkit::message::receipt::{Receipt, ReceiptTlvs, Report};
    ///
    /// let tlvs = ReceiptTlvs { receipted_message_id: Some(b"6aad5\0"), ..Default::default() };
    /// assert!(!Report { text: Receipt::parse(b"id:0000436949 stat:DELIVRD"), tlvs }.ids_differ());
    /// assert!(Report { text: Receipt::parse(b"id:0000436950 stat:DELIVRD"), tlvs }.ids_differ());
    /// ```
    pub fn ids_differ(&self) -> bool {
        match (self.text.id, self.tlvs.receipted_message_id.and_then(characters)) {
            (Some(text), Some(tlv)) => !IdRule::ALL.into_iter().any(|rule| rule.matches(tlv, text)),
            _ => false,
        }
    }

    /// The error code, and where it comes from.
    ///
    /// ```
    /// use smppkit::message::receipt::{ErrorCode, Receipt, ReceiptTlvs, Report, Source};
    ///
    /// let tlvs = ReceiptTlvs { network_error_code: Some(&[3, 0, 27]), ..Default::default() };
    /// let report = Report { tlvs, text: Receipt::parse(b"err:21b") };
    /// assert_eq!(report.error_code(), Some((ErrorCode::Network { network_type: 3, code: 27 }, Source::Tlv)));
    /// ```
    pub fn error_code(&self) -> Option<(ErrorCode<'a>, Source)> {
        let tlv = self
            .tlvs
            .network_error_code
            .filter(|code| !code.is_empty())
            .map(|code| (network_error(code), Source::Tlv));
        tlv.or_else(|| Some((ErrorCode::Text(self.text.err?), Source::Text)))
    }

    /// Whether it is a receipt by its TLVs, even where `esm_class` does not say so: one of them is there, and
    /// with it both the id and the state, be it from the text. No other message has these TLVs (3.4 §4.6.1).
    ///
    /// ```
    /// use smppkit::message::receipt::{Receipt, ReceiptTlvs, Report};
    ///
    /// let tlvs = ReceiptTlvs { receipted_message_id: Some(b"42"), ..Default::default() };
    /// assert!(Report { text: Receipt::parse(b"stat:DELIVRD err:000"), tlvs }.has_tlvs());
    /// assert!(!Report { text: Receipt::parse(b"Hello"), tlvs }.has_tlvs());
    /// ```
    pub fn has_tlvs(&self) -> bool {
        let has_id = self.tlvs.receipted_message_id.and_then(characters).is_some();
        let has_state = self.tlvs.message_state.is_some();
        match (has_id, has_state) {
            (true, true) => true,
            (true, false) => self.text.stat.is_some(),
            (false, true) => self.text.id.is_some(),
            (false, false) => false,
        }
    }

    /// Whether the message will change its state no more (5.0 §4.7.15). ACCEPTED is final by the
    /// specification, but many use it for a message that is still on its way: it is not counted as final
    /// here. Nor is UNKNOWN. `None` when the state is not known.
    ///
    /// ```
    /// use smppkit::message::receipt::{Receipt, Report};
    ///
    /// let is_final = |text| Report { text: Receipt::parse(text), ..Default::default() }.is_final();
    /// assert_eq!(is_final(b"id:1 stat:EXPIRED"), Some(true));
    /// assert_eq!(is_final(b"id:1 stat:BUFFRED"), Some(false));
    /// assert_eq!(is_final(b"id:1 stat:foo"), None);
    /// ```
    pub fn is_final(&self) -> Option<bool> {
        let (state, _) = self.message_state()?;
        let last = [
            MessageState::DELIVERED,
            MessageState::EXPIRED,
            MessageState::DELETED,
            MessageState::UNDELIVERABLE,
            MessageState::REJECTED,
            MessageState::SKIPPED,
        ];
        Some(last.contains(&state))
    }
}

impl Receipt<'_> {
    /// The state that `stat` names, if it is a known one; see [`message_state`](message_state()).
    pub fn message_state(&self) -> Option<MessageState> {
        message_state(self.stat?)
    }

    /// What `submit date` and `done date` mean. Where one of them can be read in two ways, the other one
    /// decides.
    ///
    /// ```
    /// use smppkit::message::receipt::Receipt;
    ///
    /// let receipt = Receipt::parse(b"id:1 submit date:161008120127 done date:1610081500 stat:UNDELIV");
    /// let (submitted, done) = receipt.dates();
    /// assert_eq!(submitted.unwrap().date.to_string(), "2016-10-08T12:01:27");
    /// assert_eq!(done.unwrap().date.to_string(), "2016-10-08T15:00:00");
    /// ```
    pub fn dates(&self) -> (Option<DateReading>, Option<DateReading>) {
        let submitted = self.submit_date.and_then(DateReading::new);
        let done = self.done_date.and_then(DateReading::new);
        let settle = |date: Option<DateReading>, by: Option<DateReading>| match (date, by) {
            (Some(date), Some(by)) if by.other.is_none() => Some(date.nearer_to(by.date)),
            _ => date,
        };
        (settle(submitted, done), settle(done, submitted))
    }

    /// `sub` as a number.
    ///
    /// ```
    /// use smppkit::message::receipt::Receipt;
    ///
    /// let receipt = Receipt::parse(b"id:1 sub:001 dlvrd:null stat:DELIVRD");
    /// assert_eq!((receipt.submitted(), receipt.delivered()), (Some(1), None));
    /// ```
    pub fn submitted(&self) -> Option<u32> {
        self.sub?.parse().ok()
    }

    /// `dlvrd` as a number.
    pub fn delivered(&self) -> Option<u32> {
        self.dlvrd?.parse().ok()
    }
}

/// A C-octet string whose NUL may be missing; `None` when it is empty or no text.
fn characters(octets: &[u8]) -> Option<&str> {
    let octets = octets.split(|&octet| octet == 0).next()?;
    core::str::from_utf8(octets).ok().filter(|text| !text.is_empty())
}

fn network_error(octets: &[u8]) -> ErrorCode<'_> {
    match *octets {
        // The type of a network is a small number; a digit here is the first of three.
        [b'0'..=b'9', ..] if octets.iter().all(|octet| octet.is_ascii_alphanumeric() || *octet == 0) => {
            characters(octets).map_or(ErrorCode::Octets(octets), ErrorCode::Text)
        }
        [network_type, high, low] => {
            ErrorCode::Network { network_type, code: u16::from_be_bytes([high, low]) }
        }
        [high, low] => ErrorCode::Bare(u16::from_be_bytes([high, low])),
        _ => ErrorCode::Octets(octets),
    }
}
