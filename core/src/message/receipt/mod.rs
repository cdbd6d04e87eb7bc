//! Delivery receipts: the text that most message centres send (3.4 Appendix B), in all its dialects.
//!
//! The specification calls its form an example, and everyone has changed something. [`Receipt::parse`] reads
//! all forms known; [`ReceiptText`] writes them.
//!
//! ```
//! use smppkit::message::receipt::Receipt;
//! use smppkit::values::MessageState;
//!
//! let receipt = Receipt::parse(
//!     b"id:0123456789 sub:001 dlvrd:001 submit date:1103141815 done date:1103141816 stat:DELIVRD err:000 text:Hello",
//! );
//! assert_eq!(receipt.id, Some("0123456789"));
//! assert_eq!(receipt.message_state(), Some(MessageState::DELIVERED));
//! assert_eq!(receipt.text, Some(&b"Hello"[..]));
//! ```

mod date;
mod narrow;
mod parse;
mod report;
mod write;

use crate::values::MessageState;
pub use date::DateReading;
pub use narrow::narrow;
pub use report::{ErrorCode, ReceiptTlvs, Report, Source};
pub use write::{DateForm, Dialect, ErrForm, Field, KeyForm, ReceiptText, StatForm};

/// The text of a receipt, taken apart. Every field may be missing, and is `None` as well when it is there but
/// empty (except `text`).
///
/// The values are what the text says, not normalised: ids differ in base and leading zeros, dates in form and
/// zone, error codes in all.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
#[non_exhaustive]
pub struct Receipt<'a> {
    /// `id`: the message id that the message centre gave when the message was submitted, perhaps in another
    /// base.
    pub id: Option<&'a str>,
    /// `sub`: how many messages were submitted.
    pub sub: Option<&'a str>,
    /// `dlvrd`: how many messages were delivered.
    pub dlvrd: Option<&'a str>,
    /// `submit date`.
    pub submit_date: Option<&'a str>,
    /// `done date`: when the message reached its final state.
    pub done_date: Option<&'a str>,
    /// `stat`: the state by a word, perhaps an unknown one, or by a number; see
    /// [`message_state`](Self::message_state).
    pub stat: Option<&'a str>,
    /// `err`: an error code of the network or of the message centre.
    pub err: Option<&'a str>,
    /// `text`: how the message began, in whatever octets it had.
    pub text: Option<&'a [u8]>,
    /// A field stands twice, with different values. The first one is given here.
    pub conflicting: bool,
    /// There is another way to read it, because
    ///
    /// * the beginning of the message, behind `text:`, has what may be a field of the receipt. It is taken for
    ///   one where the receipt lacks it and the text does not begin with it;
    /// * a value holds what may be a key: `id:12afsub:001`;
    /// * words stand behind a value that belong to no field: `done date:2611230205 DELIVRD err:000`. One that
    ///   names a state is taken for `stat`, where that is missing;
    /// * a value is no text. It is missing here.
    pub ambiguous: bool,
}

impl<'a> Receipt<'a> {
    /// Reads the text of a receipt: `short_message` or `message_payload`, without a user data header. Never
    /// fails; a text that is no receipt has no fields.
    ///
    /// Tolerated are: keys in any order, missing or repeated, of any case, with or without the blank or with
    /// an underscore in "submit date", directly behind junk or behind the value before; `message_id` and `msgid`
    /// for `id`, "submit time" and "done time" for the dates; a state without its key; blanks around a colon; a
    /// comma, semicolon or bar between the fields; unknown keys; empty values; a NUL at the end; the seven
    /// values alone, separated by commas, as one large carrier writes them. For a receipt in UCS-2 see
    /// [`narrow`].
    ///
    /// ```
    /// use smppkit::message::receipt::Receipt;
    ///
    /// let receipt = Receipt::parse(b"4790000000SMSAlert^id:1054BC63 submitdate:180122230957 stat:REJECTED err:375 text:\0");
    /// assert_eq!((receipt.id, receipt.submit_date), (Some("1054BC63"), Some("180122230957")));
    /// ```
    pub fn parse(octets: &'a [u8]) -> Self {
        parse::parse(octets)
    }

    /// Whether this is a receipt beyond doubt, even where `esm_class` does not say so: it has an id, a state
    /// that is known, and a date that has digits, and is not [`ambiguous`](Self::ambiguous).
    ///
    /// ```
    /// use smppkit::message::receipt::Receipt;
    ///
    /// assert!(Receipt::parse(b"id:77 done date:2611230205 stat:DELIVRD text:").is_certain());
    /// assert!(!Receipt::parse(b"Please show your id: we ask everyone.").is_certain());
    /// ```
    pub fn is_certain(&self) -> bool {
        let is_date = |date: &str| date.starts_with(|first: char| first.is_ascii_digit());
        let is_dated = self.submit_date.is_some_and(is_date) || self.done_date.is_some_and(is_date);
        self.id.is_some() && self.message_state().is_some() && is_dated && !self.ambiguous
    }

    /// `stat` as a number, where it is one. 0 is DELIVERED wherever it was seen; of the others some count as
    /// [`MessageState`] does and some as 3.4 Appendix B Table B-2 does from 0, so that 2 is DELIVERED or DELETED: they are no known state.
    ///
    /// ```
    /// use smppkit::message::receipt::Receipt;
    /// use smppkit::values::MessageState;
    ///
    /// assert_eq!(Receipt::parse(b"id:1 stat:0").message_state(), Some(MessageState::DELIVERED));
    /// let receipt = Receipt::parse(b"id:1 stat:2");
    /// assert_eq!((receipt.message_state(), receipt.state_number()), (None, Some(2)));
    /// ```
    pub fn state_number(&self) -> Option<u8> {
        self.stat?.parse().ok()
    }
}

/// The state that a word of a receipt names: one of the seven-letter words of 3.4 Appendix B Table B-2, one
/// that is used beside them, or one written out. Case does not matter, nor an explanation behind a colon.
///
/// ```
/// use smppkit::message::receipt::message_state;
/// use smppkit::values::MessageState;
///
/// assert_eq!(message_state("UNDELIV"), Some(MessageState::UNDELIVERABLE));
/// assert_eq!(message_state("DND_REJECTED"), Some(MessageState::REJECTED));
/// assert_eq!(message_state("FAILED:absent"), Some(MessageState::UNDELIVERABLE));
/// assert_eq!(message_state("foo"), None);
/// ```
// The search for a `char` has a panic in it that no optimiser finds to be dead.
#[allow(clippy::manual_pattern_char_comparison)]
pub fn message_state(word: &str) -> Option<MessageState> {
    let word = word.split(|character| character == ':').next().unwrap_or(word);
    let known = WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
    known.map(|&(_, state)| state)
}

/// The word for a state in a receipt, seven letters (3.4 Appendix B Table B-2). `ENROUTE` for
/// [`MessageState::SCHEDULED`], which is younger than the table; `UNKNOWN` for a state without a name.
///
/// ```
/// use smppkit::message::receipt::stat;
/// use smppkit::values::MessageState;
///
/// assert_eq!(stat(MessageState::DELIVERED), "DELIVRD");
/// ```
pub const fn stat(state: MessageState) -> &'static str {
    match state {
        MessageState::SCHEDULED | MessageState::ENROUTE => "ENROUTE",
        MessageState::DELIVERED => "DELIVRD",
        MessageState::EXPIRED => "EXPIRED",
        MessageState::DELETED => "DELETED",
        MessageState::UNDELIVERABLE => "UNDELIV",
        MessageState::ACCEPTED => "ACCEPTD",
        MessageState::REJECTED => "REJECTD",
        MessageState::SKIPPED => "SKIPPED",
        _ => "UNKNOWN",
    }
}

/// The most frequent first.
const WORDS: [(&str, MessageState); 30] = [
    ("DELIVRD", MessageState::DELIVERED),
    ("UNDELIV", MessageState::UNDELIVERABLE),
    ("EXPIRED", MessageState::EXPIRED),
    ("REJECTD", MessageState::REJECTED),
    ("ACCEPTD", MessageState::ACCEPTED),
    ("ENROUTE", MessageState::ENROUTE),
    ("UNKNOWN", MessageState::UNKNOWN),
    ("DELETED", MessageState::DELETED),
    ("SKIPPED", MessageState::SKIPPED),
    ("SCHEDULED", MessageState::SCHEDULED),
    ("SCHEDLD", MessageState::SCHEDULED),
    ("SCHEDUL", MessageState::SCHEDULED),
    ("EXPIRD", MessageState::EXPIRED),
    // Kannel and its relatives.
    ("ACKED", MessageState::ENROUTE),
    ("BUFFRED", MessageState::ENROUTE),
    ("BUFFERD", MessageState::ENROUTE),
    ("BUFFERED", MessageState::ENROUTE),
    ("EN_ROUTE", MessageState::ENROUTE),
    ("DELIVERED", MessageState::DELIVERED),
    ("DELIVERD", MessageState::DELIVERED),
    ("UNDELIVERABLE", MessageState::UNDELIVERABLE),
    ("UNDELIVERED", MessageState::UNDELIVERABLE),
    ("UNDELVRD", MessageState::UNDELIVERABLE),
    ("UNDELIVRD", MessageState::UNDELIVERABLE),
    ("FAILED", MessageState::UNDELIVERABLE),
    ("ACCEPTED", MessageState::ACCEPTED),
    ("REJECTED", MessageState::REJECTED),
    ("DND_REJECTED", MessageState::REJECTED),
    // What those write for a message that arrived who write numbers.
    ("0", MessageState::DELIVERED),
    ("00", MessageState::DELIVERED),
];

#[cfg(test)]
mod ambiguous;
#[cfg(test)]
#[cfg(feature = "alloc")]
mod dialects;
#[cfg(test)]
#[cfg(feature = "alloc")]
mod tests;
