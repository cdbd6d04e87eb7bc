//! What the codec and the session need of the table of PDUs, and no more: texts and other names are in
//! [`PduDef`](crate::PduDef), which a program that does not ask for them does not contain.

use crate::command_id::CommandId;
use crate::schema::{PduDef, PduKind};
use crate::state::State;
use crate::status::CommandStatus;
use crate::tlv::Tag;
use crate::values::InterfaceVersion;
use crate::wire::field::Kind;

/// One PDU.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) command_id: CommandId,
    pub(crate) kind: PduKind,
    pub(crate) versions: Versions,
    pub(crate) esme: States,
    pub(crate) mc: States,
    pub(crate) esme_v3_4: States,
    pub(crate) mc_v3_4: States,
    pub(crate) fields: &'static [Row],
    pub(crate) requires: &'static [Tag],
}

/// One field.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) status: CommandStatus,
}

impl Layout {
    pub(crate) const fn new(def: &PduDef, fields: &'static [Row]) -> Self {
        Self {
            command_id: def.command_id,
            kind: def.kind,
            versions: Versions::of(def.versions),
            esme: States::of(def.esme),
            mc: States::of(def.mc),
            esme_v3_4: States::of(def.esme_v3_4),
            mc_v3_4: States::of(def.mc_v3_4),
            fields,
            requires: def.requires,
        }
    }
}

macro_rules! define_set {
    ($(#[doc = $doc:literal])+ $set:ident of $member:ident, |$value:ident| $number:expr) => {
        $(#[doc = $doc])+
        #[derive(Copy, Clone, PartialEq, Eq, Debug)]
        pub(crate) struct $set(u8);

        impl $set {
            pub(crate) const fn of(mut members: &[$member]) -> Self {
                let mut set = 0;
                while let [member, rest @ ..] = members {
                    set |= Self::bit(*member);
                    members = rest;
                }
                Self(set)
            }

            #[inline]
            pub(crate) const fn contains(self, member: $member) -> bool {
                self.0 & Self::bit(member) != 0
            }

            #[inline]
            const fn bit($value: $member) -> u8 {
                $number
            }
        }
    };
}
define_set! {
    /// States of a session.
    States of State, |state| 1_u8.wrapping_shl(state as u32)
}
define_set! {
    /// Versions that a PDU is in; it is in no other.
    Versions of InterfaceVersion, |version| match version {
        InterfaceVersion::V3_3 => 1,
        InterfaceVersion::V3_4 => 2,
        InterfaceVersion::V5_0 => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_says_what_the_table_says() {
        let states = [
            State::Open,
            State::Outbound,
            State::BoundTx,
            State::BoundRx,
            State::BoundTrx,
            State::Unbound,
            State::Closed,
        ];
        for def in crate::SCHEMA {
            let layout = def.command_id.layout().expect("each PDU has one");
            assert_eq!(
                (layout.command_id, layout.kind, layout.requires),
                (def.command_id, def.kind, def.requires)
            );
            for version in (0..=u8::MAX).map(InterfaceVersion) {
                assert_eq!(
                    layout.versions.contains(version),
                    def.versions.contains(&version),
                    "{}",
                    def.name
                );
            }
            for state in states {
                for (set, list) in [
                    (layout.esme, def.esme),
                    (layout.mc, def.mc),
                    (layout.esme_v3_4, def.esme_v3_4),
                    (layout.mc_v3_4, def.mc_v3_4),
                ] {
                    assert_eq!(set.contains(state), list.contains(&state), "{} {state:?}", def.name);
                }
            }
            let rows = layout.fields.iter().map(|row| (row.name, row.status));
            assert!(rows.eq(def.fields.iter().map(|field| (field.name, field.status))), "{}", def.name);
        }
    }
}
