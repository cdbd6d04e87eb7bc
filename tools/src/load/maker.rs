//! Makes the PDUs of each message.

use std::sync::Arc;

use smppkit::buffered::PduBuf;
use smppkit::{CommandStatus, DataSm, EnquireLink, Pdu, tlv};

use super::pattern::Pattern;
use crate::args::Address;
use crate::message::{Content, MessageArgs, Template};

/// What is sent.
#[derive(Copy, Clone, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Kind {
    #[value(name = "submit_sm")]
    SubmitSm,
    /// The text is whole in message_payload
    #[value(name = "data_sm")]
    DataSm,
    /// No message: only a ping
    #[value(name = "enquire_link")]
    EnquireLink,
}

impl Kind {
    pub const fn name(self) -> &'static str {
        match self {
            Self::SubmitSm => "submit_sm",
            Self::DataSm => "data_sm",
            Self::EnquireLink => "enquire_link",
        }
    }
}

/// Makes messages after one pattern.
pub struct Maker {
    pub kind: Kind,
    pub args: MessageArgs,
    pub from: Option<Pattern>,
    /// In turn.
    pub to: Vec<Pattern>,
    pub text: Pattern,
    pub receipt: bool,
}

/// Makes the PDUs of each message.
pub enum Messages {
    /// All are the same, for each recipient.
    Fixed(Vec<Arc<[PduBuf]>>),
    Varied(Box<Maker>),
}

/// No run gets so far, so a pattern that works for it works for all.
const HIGHEST: u64 = 999_999_999_999;

impl Messages {
    /// Fails if any message could not be made.
    pub fn new(maker: Maker) -> Result<Self, String> {
        let first: Vec<_> =
            (0..maker.to.len().max(1) as u64).map(|n| maker.make(n)).collect::<Result<_, _>>()?;
        for number in HIGHEST..HIGHEST + maker.to.len() as u64 {
            maker.make(number)?;
        }
        // The parts of each long message have a reference of their own.
        let is_fixed = maker.is_fixed() && first.iter().all(|parts| parts.len() == 1);
        Ok(if is_fixed { Self::Fixed(first) } else { Self::Varied(Box::new(maker)) })
    }

    /// The parts of this message.
    pub fn make(&self, number: u64) -> Result<Arc<[PduBuf]>, String> {
        match self {
            Self::Fixed(messages) => Ok(messages[turn(number, messages.len())].clone()),
            Self::Varied(maker) => maker.make(number),
        }
    }

    /// How many parts a message has, to go by the first.
    pub fn parts(&self) -> usize {
        self.make(0).map_or(1, |parts| parts.len())
    }
}

/// Which of so many has its turn.
fn turn(number: u64, of: usize) -> usize {
    usize::try_from(number % of.max(1) as u64).unwrap_or_default()
}

impl Maker {
    fn is_fixed(&self) -> bool {
        self.from.iter().chain(&self.to).chain([&self.text]).all(Pattern::is_fixed)
    }

    fn make(&self, number: u64) -> Result<Arc<[PduBuf]>, String> {
        let Some(to) = self.to.get(turn(number, self.to.len())) else {
            return Ok(Arc::new([encode(&EnquireLink::default())?]));
        };
        let address = |option: &str, pattern: &Pattern| {
            let text = pattern.fill(number);
            text.parse::<Address>().map_err(|error| format!("{option} {text:?}: {error}"))
        };
        let from = self.from.as_ref().map(|from| address("--from", from)).transpose()?;
        let template = self.args.template(from.as_ref(), self.receipt);
        let to = self.args.destination(address("--to", to)?);
        let content = self.args.content(&self.text.fill(number));
        match self.kind {
            Kind::DataSm => self.data_sm(&template, &to, &content).map(|pdu| Arc::new([pdu]) as Arc<[_]>),
            _ => Ok(self.args.parts(&template, &to, &content, (number & 0xFFFF) as u16)?.into()),
        }
    }

    fn data_sm(&self, template: &Template, to: &Address, content: &Content) -> Result<PduBuf, String> {
        let parts = self.args.whole(template, to, content)?;
        let [whole] = parts.as_slice() else {
            return Err("the message does not fit into one data_sm".into());
        };
        let Pdu::SubmitSm(pdu) = whole.pdu() else { unreachable!("a template makes submit_sm") };
        debug_assert!(pdu.tlvs.get(&tlv::MESSAGE_PAYLOAD).is_some());
        encode(&DataSm {
            service_type: pdu.service_type,
            source_addr_ton: pdu.source_addr_ton,
            source_addr_npi: pdu.source_addr_npi,
            source_addr: pdu.source_addr,
            dest_addr_ton: pdu.dest_addr_ton,
            dest_addr_npi: pdu.dest_addr_npi,
            destination_addr: pdu.destination_addr,
            esm_class: pdu.esm_class,
            registered_delivery: pdu.registered_delivery,
            data_coding: pdu.data_coding,
            tlvs: pdu.tlvs,
        })
    }
}

fn encode(pdu: &impl smppkit::Body) -> Result<PduBuf, String> {
    // The session gives it its own number.
    PduBuf::encode(CommandStatus::ESME_ROK, 1, pdu).map_err(|error| error.to_string())
}
