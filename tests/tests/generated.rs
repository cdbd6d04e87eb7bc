//! The reference and the seeds of the fuzz targets are what the tables make of them. `BLESS=1 cargo test -p smppkit-conformance` writes it anew.

use std::collections::BTreeSet;
use std::fs;

use smppkit::tlv::TLVS;
use smppkit::values::ContentType;
use smppkit::{Body as _, FieldType, FieldValue, PduDef, SCHEMA, decode, encode};
use smppkit_conformance::python;
use smppkit_conformance::reference::annotate::{self, Row};
use smppkit_conformance::reference::examples::Example;
use smppkit_conformance::reference::{Page, directory, pages, present, words, write};
use smppkit_conformance::seeds;
use smppkit_conformance::spec::{self, Enums};

#[test]
fn the_reference_is_up_to_date() {
    if std::env::var_os("BLESS").is_some() {
        write().expect("docs/reference can be written");
    }
    let pages = pages();
    let expected = pages.iter().map(|page| page.path.clone()).collect::<BTreeSet<_>>();
    let found = present().expect("docs/reference can be read").into_iter().collect::<BTreeSet<_>>();
    assert_eq!(found, expected, "BLESS=1 writes it anew");
    for page in pages {
        let text = fs::read_to_string(directory().join(&page.path)).expect("the page can be read");
        assert!(text == page.text, "docs/reference/{} is stale: BLESS=1 writes it anew", page.path);
    }
}

#[test]
fn the_seeds_are_up_to_date() {
    if std::env::var_os("BLESS").is_some() {
        seeds::write().expect("fuzz/seeds can be written");
    }
    let expected = seeds::seeds();
    let found = seeds::present().expect("fuzz/seeds can be read").into_iter().collect::<BTreeSet<_>>();
    assert_eq!(found, expected.iter().map(|seed| seed.path.clone()).collect(), "BLESS=1 writes them anew");
    for seed in expected {
        let octets = fs::read(seeds::directory().join(&seed.path)).expect("the seed can be read");
        assert!(octets == seed.octets, "fuzz/seeds/{} is stale: BLESS=1 writes it anew", seed.path);
    }
}

#[test]
fn the_stubs_for_python_are_up_to_date() {
    if std::env::var_os("BLESS").is_some() {
        python::write().expect("bindings-python/python/smppkit can be written");
    }
    for source in python::sources() {
        let text = fs::read_to_string(python::directory().join(source.name)).expect("the file can be read");
        assert!(text == source.text, "python/smppkit/{} is stale: BLESS=1 writes it anew", source.name);
    }
}

/// The example of a PDU, as people see it.
fn shown(pages: &[Page], def: &PduDef) -> Vec<Row> {
    let page = pages.iter().find(|page| page.path == format!("pdus/{}.md", def.name)).expect("a page");
    let block = page.text.split("```text\n").nth(1).and_then(|rest| rest.split("```").next());
    annotate::parse(block.expect("an example"))
}

/// What is printed in an example is what the decoder finds in its octets.
#[test]
fn examples_decode_to_what_is_said_beside_them() {
    let pages = pages();
    for def in SCHEMA {
        let rows = shown(&pages, def);
        let octets = rows.iter().flat_map(|row| row.octets.clone()).collect::<Vec<_>>();
        let decoded = decode(&octets).unwrap_or_else(|error| panic!("{}: {error}", def.name));
        assert!(decoded.faults.is_empty(), "{}: {:?}", def.name, decoded.faults);
        let (header, pdu) = (decoded.header, decoded.pdu);
        let mut again = vec![0; octets.len()];
        let len = encode(header.command_status, header.sequence_number, &pdu, &mut again);
        assert_eq!((len, &again), (Ok(octets.len()), &octets), "{}", def.name);

        let mut rows = rows.iter().map(|row| (row.name.as_str(), row.value.as_str()));
        let mut next = |name: &str, value: &str| {
            assert_eq!(rows.next(), Some((name, value)), "{}", def.name);
        };
        next("command_length", &header.command_length.to_string());
        next("command_id", def.name);
        assert_eq!(header.command_id, def.command_id);
        next("command_status", &header.command_status.to_string());
        next("sequence_number", &header.sequence_number.to_string());
        pdu.visit_fields(&mut |row, value| {
            if let Some(count) = words::implied_count(row.kind) {
                let items = match value {
                    FieldValue::Octets(octets) => octets.len(),
                    FieldValue::DestAddresses(list) => list.len(),
                    FieldValue::UnsuccessSmes(list) => list.len(),
                    FieldValue::MessageIds(list) => list.len(),
                    other => panic!("{other:?}"),
                };
                next(count, &items.to_string());
            }
            match value {
                FieldValue::U8(value, _) => next(row.name, &annotate::octet(row.kind, value)),
                FieldValue::CString(text) => next(row.name, &annotate::quoted(text.as_bytes())),
                FieldValue::Octets(octets) => next(row.name, &annotate::quoted(octets.as_bytes())),
                FieldValue::DestAddresses(list) => {
                    for item in list.iter() {
                        match item {
                            smppkit::DestAddress::Sme { ton, npi, destination_addr } => {
                                next("dest_flag", "1 (an address)");
                                address(&mut next, ton.0, npi.0, destination_addr);
                            }
                            smppkit::DestAddress::DistributionList { dl_name } => {
                                next("dest_flag", "2 (a distribution list)");
                                next("dl_name", &annotate::quoted(dl_name.as_bytes()));
                            }
                        }
                    }
                }
                FieldValue::UnsuccessSmes(list) => {
                    for item in list.iter() {
                        let (ton, npi) = (item.dest_addr_ton.0, item.dest_addr_npi.0);
                        address(&mut next, ton, npi, item.destination_addr);
                        next("error_status_code", &item.error_status_code.to_string());
                    }
                }
                FieldValue::MessageIds(list) => {
                    list.iter().for_each(|id| next("msgid", &annotate::quoted(id.as_bytes())));
                }
                other => panic!("{other:?}"),
            }
        });
        for tlv in pdu.tlvs().iter() {
            next("tag", &tlv.tag.to_string());
            next("length", &tlv.len().to_string());
            match tlv.value() {
                smppkit::TlvValue::Parts(parts) => {
                    parts.iter().for_each(|(part, value)| next(part.name, &annotate::tlv_value(value)));
                }
                value => next("value", &annotate::tlv_value(value)),
            }
        }
        assert_eq!(rows.next(), None, "{}", def.name);
    }
}

fn address(next: &mut impl FnMut(&str, &str), ton: u8, npi: u8, addr: smppkit::COctetString<'_>) {
    next("dest_addr_ton", &annotate::octet(FieldType::Value("Ton"), ton));
    next("dest_addr_npi", &annotate::octet(FieldType::Value("Npi"), npi));
    next("destination_addr", &annotate::quoted(addr.as_bytes()));
}

/// An example is something that may be sent.
#[test]
fn examples_are_legal() {
    for def in SCHEMA {
        let octets = Example::of(def).octets();
        let decoded = decode(&octets).expect("a PDU");
        for version in def.versions {
            // Those with TLVs are not for 3.3, and those with TLVs of 5.0 not for 3.4.
            let newest = decoded
                .pdu
                .tlvs()
                .iter()
                .all(|tlv| tlv.tag.row().is_some_and(|row| row.versions.contains(version)));
            if newest {
                assert_eq!(decoded.pdu.check(*version), Ok(()), "{} in {version}", def.name);
            }
        }
    }
}

/// A link leads to a page, and its fragment to a heading or an anchor there.
#[test]
fn links_lead_somewhere() {
    let pages = pages();
    for page in &pages {
        assert!(page.text.starts_with("<!-- Generated by "), "{}", page.path);
        let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for link in page.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
            let path = match path.strip_prefix("../") {
                Some(path) if folder == "pdus" => path.to_string(),
                _ if path.is_empty() => page.path.clone(),
                _ if folder.is_empty() => path.to_string(),
                _ => format!("{folder}/{path}"),
            };
            let target = pages.iter().find(|page| page.path == path);
            let target = target.unwrap_or_else(|| panic!("{}: {link} leads nowhere", page.path));
            let mut headings = target.text.lines().filter(|line| line.starts_with('#'));
            let found = fragment.is_empty()
                || target.text.contains(&format!("<a id=\"{fragment}\">"))
                || headings.any(|heading| {
                    heading.trim_start_matches(['#', ' ']).to_lowercase().replace(' ', "-") == fragment
                });
            assert!(found, "{}: {link} leads to no heading", page.path);
        }
    }
}

/// Every PDU is on the index, and the words speak of no other.
#[test]
fn nothing_is_left_out() {
    let pages = pages();
    let text = |path: &str| &pages.iter().find(|page| page.path == path).expect("a page").text;
    for def in SCHEMA {
        assert!(text("README.md").contains(&format!("(pdus/{}.md)", def.name)), "{}", def.name);
    }
    for row in TLVS {
        assert!(text("tlvs.md").contains(&format!("\n## {}\n", row.name)), "{}", row.name);
    }
    for name in words::sections() {
        assert!(SCHEMA.iter().any(|def| def.name == name), "{name}");
    }
}

/// The enumeration of two octets, which is in no table.
#[test]
fn content_types_are_those_of_the_specification() {
    let facts = spec::read::<Enums>("enums.toml");
    let expected = facts.r#enum["broadcast_content_type"].values.iter();
    let expected = expected.map(|it| (it.value as u16, it.name.as_str())).collect::<Vec<_>>();
    assert_eq!(ContentType::NAMES, expected);
    assert!(expected.iter().all(|(value, name)| ContentType(*value).name() == Some(name)));
}
