//! `fuzz/seeds/`: what the fuzz targets begin with, made from the vectors and the tables.

use std::fs;
use std::path::{Path, PathBuf};

use smppkit::tlv::TLVS;
use smppkit::{Body as _, SCHEMA, decode};

use crate::reference::examples::Example;
use crate::spec;

/// The targets whose seeds are made here. Those of the others are inputs that fuzzing found.
pub const TARGETS: [&str; 3] = ["decode", "tlvs", "chunking"];

/// A seed.
#[derive(Debug)]
pub struct Seed {
    /// Where it is in the seeds.
    pub path: String,
    /// What is in it.
    pub octets: Vec<u8>,
}

/// Every seed.
pub fn seeds() -> Vec<Seed> {
    let mut seeds = vec![];
    let mut add = |target: &str, name: &str, octets: Vec<u8>| {
        seeds.push(Seed { path: format!("{target}/{name}"), octets });
    };
    let vectors = spec::vectors();
    let frames = vectors.iter().map(|vector| (vector.id.as_str(), vector.octets.clone()));
    let examples = SCHEMA.iter().map(|def| (def.name, Example::of(def).octets()));
    for (name, octets) in frames.chain(examples) {
        if let Some(tlvs) = tlvs(&octets) {
            add("tlvs", name, tlvs);
        }
        add("decode", name, octets);
    }
    add("tlvs", "shortest", every_tlv(|(low, _)| low));
    add("tlvs", "longest", every_tlv(|(_, high)| high.min(40)));
    for (flags, name) in (0_u8..).zip(["esme-open", "mc-open", "esme-bound", "mc-bound"]) {
        add("chunking", name, stream(flags, examples_of(|_| true)));
        add("chunking", &format!("{name}-requests"), stream(flags | 4, examples_of(|id| id >> 31 == 0)));
    }
    seeds
}

/// The TLVs of a PDU, if it has any.
fn tlvs(frame: &[u8]) -> Option<Vec<u8>> {
    let decoded = decode(frame).ok()?;
    let len = decoded.pdu.tlvs().iter().map(|tlv| 4 + tlv.len()).sum::<usize>();
    let end = frame.len() - decoded.pdu.tlvs().remainder().len();
    (len > 0).then(|| frame[end - len..].to_vec())
}

/// A TLV of each row, as long as is chosen from its lengths.
fn every_tlv(len: impl Fn((u16, u16)) -> u16) -> Vec<u8> {
    let tlvs = TLVS.iter().flat_map(|row| {
        row.lengths.iter().flat_map(|range| {
            let len = len(*range);
            [&row.tag.0.to_be_bytes()[..], &len.to_be_bytes(), &vec![1; len.into()]].concat()
        })
    });
    tlvs.collect()
}

fn examples_of(is_wanted: impl Fn(u32) -> bool) -> Vec<u8> {
    SCHEMA
        .iter()
        .filter(|def| is_wanted(def.command_id.0))
        .flat_map(|def| Example::of(def).octets())
        .collect()
}

/// What the target chunking makes of it: flags, how many cuts there are, the cuts, the stream.
fn stream(flags: u8, octets: Vec<u8>) -> Vec<u8> {
    [&[flags, 4, 1, 3, 17, 40][..], &octets].concat()
}

/// Where the seeds are.
pub fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds")
}

/// Writes every seed, and removes what is none.
///
/// # Errors
///
/// Those of the file system.
pub fn write() -> std::io::Result<()> {
    for target in TARGETS {
        let directory = directory().join(target);
        if directory.exists() {
            fs::remove_dir_all(&directory)?;
        }
        fs::create_dir_all(&directory)?;
    }
    seeds().iter().try_for_each(|seed| fs::write(directory().join(&seed.path), &seed.octets))
}

/// The seeds that are there, by their paths.
///
/// # Errors
///
/// Those of the file system.
pub fn present() -> std::io::Result<Vec<String>> {
    let mut paths = vec![];
    for target in TARGETS {
        for entry in fs::read_dir(directory().join(target))? {
            paths.push(format!("{target}/{}", entry?.file_name().to_string_lossy()));
        }
    }
    Ok(paths)
}
