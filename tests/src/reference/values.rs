//! The page of named values.

use smppkit::tlv::{TLVS, TlvType};
use smppkit::values::ContentType;
use smppkit::{FieldType, SCHEMA};

use super::{list, table, words};
use crate::spec::{self, Enums};

/// An enumeration with its documentation, which `VALUES` does not have.
struct Enumeration {
    name: &'static str,
    text: &'static str,
    /// Number, name, documentation.
    values: &'static [(u8, &'static str, &'static str)],
}

macro_rules! enumerations {
    ($($(#[doc = $doc:literal])+ $type:ident { $($(#[doc = $value_doc:literal])+ $name:ident = $value:literal;)+ })+) => {
        const ENUMERATIONS: &[Enumeration] = &[$(Enumeration {
            name: stringify!($type),
            text: concat!($($doc),+),
            values: &[$(($value, stringify!($name), concat!($($value_doc),+))),+],
        }),+];
    };
}
smppkit::for_each_value!(enumerations);

/// Octets whose bits mean several things: the type, the table of the specification, what it is.
const BITS: &[(&str, &str, &str)] = &[
    ("EsmClass", "esm_class_50", "Messaging mode, message type and GSM features of a message"),
    ("RegisteredDelivery", "registered_delivery_50", "Which receipts and acknowledgements are wanted"),
    ("CallbackNumPresInd", "callback_num_pres_ind", "Presentation and screening of a callback number"),
    ("MsMsgWaitFacilities", "ms_msg_wait_facilities", "Whether messages wait, and of which kind"),
    ("DigitMode", "callback_num_digit_mode", "First octet of `callback_num`"),
    ("BillingFormat", "billing_identification_format", "First octet of `billing_identification`"),
];

pub(super) fn page() -> String {
    let enumerations = ENUMERATIONS.iter().map(enumeration).collect::<String>();
    let facts = spec::read::<Enums>("enums.toml");
    let bits =
        BITS.iter().map(|(name, table, text)| bits(name, text, &facts.bits[*table])).collect::<String>();
    let content_types =
        ContentType::NAMES.iter().map(|(value, name)| vec![format!("`0x{value:04X}`"), format!("`{name}`")]);
    format!(
        "# Values

The names of the values that fields and TLVs of one octet have. A number without a name is no error by itself: it may be newer
than this table or the operator's own, and is passed on as it is.

## Numbers
{enumerations}
### InterfaceVersion

SMPP version that a side speaks (3.4 §5.2.4; 5.0 §4.7.13).

| number | version |
|---|---|
| `0x00` to `0x33` | 3.3 or older |
| `0x34` | 3.4; so are the numbers up to `0x4F`, which nobody assigned |
| `0x50` | 5.0 |

### ContentType

Second part of [broadcast_content_type](tlvs.md#broadcast_content_type), where the first is GENERIC (5.0 §4.8.4.8).

{}
## Bits

Octets whose bits mean several things at once: take those under the mask, and compare.
{bits}",
        table(&["number", "name"], content_types),
    )
}

fn enumeration(def: &Enumeration) -> String {
    let rows = def.values.iter().map(|(value, name, text)| {
        let (text, _) = words::text(text);
        vec![format!("`0x{value:02X}`"), format!("`{name}`"), text.into()]
    });
    let (text, sections) = words::text(def.text);
    let used = used(def.name);
    format!(
        "\n### {}\n\n{text} ({sections}).{used}\n\n{}",
        def.name,
        table(&["number", "name", "meaning"], rows)
    )
}

fn bits(name: &'static str, text: &str, bits: &spec::Bits) -> String {
    let rows = bits.fields.iter().flat_map(|field| {
        field.values.iter().map(move |value| {
            vec![
                format!("`0x{:02X}`", field.mask),
                field.name.replace('_', " "),
                format!("`0x{:02X}`", value.value),
                value.name.replace('_', " "),
            ]
        })
    });
    format!("\n### {name}\n\n{text}.{}\n\n{}", used(name), table(&["mask", "what", "value", "meaning"], rows))
}

/// Which fields and TLVs have these values.
fn used(name: &'static str) -> String {
    let mut fields = SCHEMA
        .iter()
        .flat_map(|def| def.fields)
        .filter(|row| row.kind == FieldType::Value(name))
        .map(|row| format!("`{}`", row.name))
        .collect::<Vec<_>>();
    fields.sort_unstable();
    fields.dedup();
    let of_tlv = |kind: TlvType| kind == TlvType::Value(name);
    let tlvs = TLVS
        .iter()
        .filter(|row| of_tlv(row.kind) || row.parts.iter().any(|part| of_tlv(part.kind)))
        .map(|row| format!("[{0}](tlvs.md#{0})", row.name));
    fields.extend(tlvs);
    match fields.as_slice() {
        [] => String::new(),
        fields => format!(" In {}.", list(fields)),
    }
}
