//! Enumerations of the core that are words in Python (`_enums.py`).

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyString, PyType};
use smppkit::Retry;
use smppkit::message::coding::MessageClass;
use smppkit::message::incoming::{Evidence, Kind, Sort};
use smppkit::message::message_id::IdRule;
use smppkit::message::outgoing::Long;
use smppkit::session::{CloseReason, EnquireLinks, Role, State, Unanswered, UnknownRequests, WhenFull};

use crate::convert::Place;

/// An enumeration of the core with a class in Python.
pub(crate) trait Word: Copy + Sized + 'static {
    /// The name of the class.
    const CLASS: &'static str;
    /// All values, with their words.
    const WORDS: &'static [(Self, &'static str)];
    fn word(self) -> &'static str;
    /// The members in the order of `WORDS`, once they were used.
    fn members() -> &'static PyOnceLock<Vec<Py<PyAny>>>;
    fn place(self) -> usize;
}

macro_rules! words {
    ($($type:ident $class:literal { $($value:ident $(($($any:tt)+))?: $word:literal,)+ })+) => {$(
        impl Word for $type {
            const CLASS: &'static str = $class;
            const WORDS: &'static [(Self, &'static str)] = &[$((Self::$value $((words!(@zero $($any)+)))?, $word)),+];

            fn word(self) -> &'static str {
                Self::WORDS[self.place()].1
            }

            fn members() -> &'static PyOnceLock<Vec<Py<PyAny>>> {
                static MEMBERS: PyOnceLock<Vec<Py<PyAny>>> = PyOnceLock::new();
                &MEMBERS
            }

            fn place(self) -> usize {
                let same = |other: &(Self, _)| std::mem::discriminant(&other.0) == std::mem::discriminant(&self);
                Self::WORDS.iter().position(same).unwrap_or_default()
            }
        }
    )+};
    (@zero _) => { 0 };
}
words! {
    Role "Role" { Esme: "esme", Mc: "mc", }
    State "State" {
        Open: "open", Outbound: "outbound", BoundTx: "bound_tx", BoundRx: "bound_rx", BoundTrx: "bound_trx",
        Unbound: "unbound", Closed: "closed",
    }
    Unanswered "UnansweredReason" { Timeout: "timeout", Closed: "closed", }
    CloseReason "CloseReason" {
        Local: "local", Unbound: "unbound", UnbindUnanswered: "unbind_unanswered", PeerUnbound: "peer_unbound",
        Eof: "eof", SessionInit: "session_init", BindUnanswered: "bind_unanswered", Inactivity: "inactivity",
        EnquireLinkUnanswered: "enquire_link_unanswered", BadCommandLength(_): "bad_command_length",
    }
    WhenFull "WhenFull" { Pause: "pause", Throttle: "throttle", }
    EnquireLinks "EnquireLinks" { Answer: "answer", Deliver: "deliver", }
    UnknownRequests "UnknownRequests" { Refuse: "refuse", Deliver: "deliver", }
    MessageClass "MessageClass" {
        Flash: "flash", MobileEquipment: "mobile_equipment", Sim: "sim", TerminalEquipment: "terminal_equipment",
    }
    Kind "Kind" {
        Message: "message", Receipt: "receipt", IntermediateNotification: "intermediate_notification",
        DeliveryAcknowledgement: "delivery_acknowledgement", ManualAcknowledgement: "manual_acknowledgement",
        ConversationAbort: "conversation_abort",
    }
    Sort "Sort" {
        Message: "message", Part: "part", Receipt: "receipt", NamelessReceipt: "nameless_receipt", Other: "other",
    }
    Evidence "Evidence" { EsmClass: "esm_class", Tlvs: "tlvs", Text: "text", }
    Long "Long" { Udh8: "udh8", Udh16: "udh16", Sar: "sar", Payload: "payload", }
    IdRule "IdRule" { Same: "same", HexThenDecimal: "hex_then_decimal", DecimalThenHex: "decimal_then_hex", }
    Retry "Retry" {
        Success: "success", Temporary: "temporary", Permanent: "permanent", Depends: "depends", Session: "session",
        Bind: "bind",
    }
}

/// The member of the class.
pub(crate) fn to_python<W: Word>(py: Python<'_>, value: W) -> PyResult<Bound<'_, PyAny>> {
    let members = W::members().get_or_try_init(py, || {
        let class = py.import("smppkit._enums")?.getattr(W::CLASS)?.cast_into::<PyType>()?;
        W::WORDS.iter().map(|(_, word)| Ok(class.call1((*word,))?.unbind())).collect::<PyResult<_>>()
    })?;
    Ok(members[value.place()].bind(py).clone())
}

/// A member of the class, or its word.
pub(crate) fn read<W: Word>(given: &Bound<'_, PyAny>, place: Place<'_>) -> PyResult<W> {
    let word = given.cast::<PyString>().map_err(|_| place.wrong_type(W::CLASS, given))?.to_cow()?;
    of_word(given.py(), &word, place)
}

/// The value of a word.
pub(crate) fn of_word<W: Word>(py: Python<'_>, word: &str, place: Place<'_>) -> PyResult<W> {
    let found = W::WORDS.iter().find(|(_, known)| *known == word);
    found.map(|(value, _)| *value).ok_or_else(|| {
        let known: Vec<_> = W::WORDS.iter().map(|(_, word)| *word).collect();
        place.wrong_value(py, &format!("{word:?} is none of {}", known.join(", ")))
    })
}
