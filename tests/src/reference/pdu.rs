//! The page of a PDU.

use smppkit::{CommandId, FieldDef, PduDef, PduKind};

use super::examples::Example;
use super::{annotate, table, tlvs, words};

pub(super) fn page(def: &'static PduDef) -> String {
    let (what, example) = words::about(def.name);
    let lines = annotate::lines(&annotate::rows(&Example::of(def)));
    format!(
        "# {}\n\n{what}\n\n{}\n## Fields\n\n{}\n## TLVs\n\n{}\n## Example\n\n{example}\n\n```text\n{lines}```\n",
        def.name,
        facts(def),
        fields(def),
        tlv_table(def),
    )
}

fn facts(def: &PduDef) -> String {
    let (text, sections) = words::text(def.text);
    let link = |id: CommandId| id.name().map(|name| format!("[{name}]({name}.md)"));
    let mut rows = vec![
        ("in short", text.to_string()),
        ("command_id", format!("`0x{:08X}`", def.command_id.0)),
        ("versions", words::versions(def.versions)),
        ("kind", words::kind(def.kind).into()),
        ("sent by", words::senders(def)),
    ];
    match def.kind {
        PduKind::Request => rows.extend(link(def.command_id.response()).map(|link| ("answered by", link))),
        PduKind::Response => rows.extend(link(def.command_id.request()).map(|link| ("answers", link))),
        _ => {}
    }
    if !def.other_names.is_empty() {
        rows.push(("also called", words::names(def.other_names)));
    }
    rows.push(("specification", sections.into()));
    table(&["", ""], rows.into_iter().map(|(name, text)| vec![name.into(), text]))
}

fn fields(def: &PduDef) -> String {
    if def.fields.is_empty() {
        return "None: it is a [header](../README.md#the-header) of 16 octets.\n".into();
    }
    let rows = def.fields.iter().flat_map(|row| {
        let kind = words::field_kind(row.kind, "../");
        let (text, _) = words::text(row.text);
        let implied = words::implied_count(row.kind).map(|name| {
            let of = match name {
                "sm_length" => "How many octets",
                _ => "How many items",
            };
            cells(name, "1", "number", &format!("{of} `{}` has", row.name), row)
        });
        let size = words::field_size(def, row.kind);
        implied.into_iter().chain([cells(row.name, &size, &kind, text, row)]).collect::<Vec<_>>()
    });
    let head = ["field", "octets", "kind", "meaning", "if it is wrong"];
    let table = table(&head, rows);
    format!(
        "Behind the [header](../README.md#the-header) of 16 octets, in this order. The octets of a C-octet string and of a \
         time\ninclude the NUL at its end.\n\n{table}"
    )
}

fn cells(name: &str, size: &str, kind: &str, text: &str, row: &FieldDef) -> Vec<String> {
    let status = row.status.to_string();
    let link = format!("[{status}](../statuses.md#{})", status.to_lowercase());
    let text = match row.other_names {
        names if names.is_empty() || row.name != name => text.into(),
        names => format!("{text} Also called {}.", words::names(names)),
    };
    vec![format!("`{name}`"), size.into(), kind.into(), text, link]
}

fn tlv_table(def: &PduDef) -> String {
    let listed = tlvs::of(def);
    if listed.is_empty() {
        return "The specification lists none for it. If one comes all the same, it is ignored.\n".into();
    }
    let rows = listed.into_iter().map(|tlv| {
        let (text, _) = words::text(tlv.row.text);
        let name = tlv.row.name;
        vec![format!("[{name}](../tlvs.md#{name})"), tlv.v3_4.into(), tlv.v5_0.into(), text.into()]
    });
    let table = table(&["TLV", "3.4", "5.0", "meaning"], rows);
    format!(
        "Behind the fields, in any order. These the specification lists; others are ignored where they are not \
         understood.\n\n{table}"
    )
}
