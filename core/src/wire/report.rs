//! What goes wrong while the body of a PDU is read. All of it is off the path that a good PDU takes, and apart from the
//! reader, so that the reader can live in registers.

use crate::error::{Fault, FaultList, FieldFault};
use crate::header::Header;
use crate::layout::Layout;
use crate::status::CommandStatus;
use crate::tlv::Tlvs;
use crate::wire::ending::Ending;
use crate::wire::list::ListItem;
use crate::wire::string::{COctetString, OctetString};

/// What is known of a body beside its fields.
pub(crate) struct Report<'a, 'f> {
    layout: &'static Layout,
    body_len: usize,
    faulty: bool,
    /// What follows the fields, if the body stopped being what its table row says.
    cut: Option<Tlvs<'a>>,
    faults: Option<&'f mut FaultList>,
}

impl<'a, 'f> Report<'a, 'f> {
    #[inline(always)]
    pub(crate) const fn new(layout: &'static Layout, body: &[u8], faults: Option<&'f mut FaultList>) -> Self {
        Self { layout, body_len: body.len(), faulty: false, cut: None, faults }
    }

    /// Whether anything was out of order.
    #[inline(always)]
    pub(crate) const fn is_faulty(&self) -> bool {
        self.faulty
    }

    /// What follows the fields, if the body was cut short.
    #[inline(always)]
    pub(crate) const fn cut(&self) -> Option<Tlvs<'a>> {
        self.cut
    }

    /// The body ends before the field.
    #[cold]
    pub(crate) fn missing(&mut self, field: u8, rest: &'a [u8]) {
        self.cut_before(field, Fault::Missing, rest);
    }

    /// The field cannot be read: it and all behind it stay octets.
    #[cold]
    pub(crate) fn cut_before(&mut self, field: u8, fault: Fault, rest: &'a [u8]) {
        // What was cut before leaves nothing for the fields behind it.
        if self.cut.is_none() {
            self.field(field, fault, rest, 0);
            self.cut = Some(Tlvs::cut(Ending::before(field), rest));
        }
    }

    #[cold]
    pub(crate) fn unterminated(&mut self, field: u8, rest: &'a [u8]) -> COctetString<'a> {
        if rest.is_empty() {
            self.missing(field, rest);
        } else {
            self.field(field, Fault::Unterminated, rest, 0);
            self.cut = Some(Tlvs::cut(Ending::without_nul(field), &[]));
        }
        COctetString::new(rest)
    }

    /// `left` is what there is behind a length octet that announces more.
    #[cold]
    pub(crate) fn overrun(&mut self, field: u8, announced: u8, left: &'a [u8]) -> OctetString<'a> {
        self.field(field, Fault::Overrun { announced: announced.into(), left: left.len() }, left, 1);
        let text_len = u8::try_from(left.len()).unwrap_or(announced);
        self.cut = Some(Tlvs::cut(Ending::with_sm_length(field, announced, text_len), &[]));
        OctetString::new(left)
    }

    /// The string that ends before `rest` is too long.
    #[cold]
    pub(crate) fn too_long(&mut self, field: u8, string: &[u8], max: usize, rest: &[u8]) {
        let fault = Fault::TooLong { len: string.len(), max: max.saturating_sub(1) };
        self.field(field, fault, rest, string.len().saturating_add(1));
    }

    /// An item of a list, which ends before `rest`, has a string that is too long.
    #[cold]
    pub(crate) fn too_long_in_list<'i, T: ListItem<'i>>(&mut self, field: u8, item: &T, rest: &[u8]) {
        let len = item.string().len();
        let fault = Fault::TooLong { len, max: T::MAX_RECEIVED.saturating_sub(1) };
        if let Some(row) = self.layout.fields.get(usize::from(field)) {
            let status = item.status().unwrap_or(row.status);
            self.push(row.name, status, fault, rest, len.saturating_add(1).saturating_add(T::BEHIND));
        }
    }

    /// The string that ends before `rest` has none of the lengths that are allowed.
    #[cold]
    pub(crate) fn wrong_length(&mut self, field: u8, string: &[u8], lens: &[usize], rest: &[u8]) {
        let expected = lens.first().map_or(0, |len| len.saturating_sub(1));
        let fault = Fault::WrongLength { len: string.len(), expected };
        self.field(field, fault, rest, string.len().saturating_add(1));
    }

    /// Something is wrong with the TLV at `rest`.
    #[cold]
    pub(crate) fn tlv(&mut self, fault: Fault, rest: &[u8]) {
        let status = fault.status().unwrap_or(CommandStatus::ESME_RINVTLVSTREAM);
        self.push("tlvs", status, fault, rest, 0);
    }

    /// The TLVs that the PDU must have are looked for among those that it has.
    #[inline(always)]
    pub(crate) fn require(&mut self, tlvs: &Tlvs<'_>) {
        for tag in self.layout.requires {
            if tlvs.find(*tag).is_none() {
                self.tlv(Fault::MissingTlv { tag: tag.0 }, &[]);
            }
        }
    }

    /// Something is wrong with the field that begins `back` octets before `rest`.
    fn field(&mut self, field: u8, fault: Fault, rest: &[u8], back: usize) {
        if let Some(row) = self.layout.fields.get(usize::from(field)) {
            self.push(row.name, fault.status().unwrap_or(row.status), fault, rest, back);
        }
    }

    fn push(&mut self, field: &'static str, status: CommandStatus, fault: Fault, rest: &[u8], back: usize) {
        self.faulty = true;
        let read = self.body_len.saturating_sub(rest.len()).saturating_sub(back);
        let offset = Header::LEN.saturating_add(read);
        if let Some(faults) = &mut self.faults {
            faults.push(FieldFault { command_id: self.layout.command_id, field, offset, fault, status });
        }
    }
}
