//! `smppkit.h`: what C programmers read. Types and functions come from the code, by cbindgen; what stands around them is
//! `smppkit.h.in`.

use std::fs;
use std::path::{Path, PathBuf};

use cbindgen::{Builder, Config, ItemType};
use smppkit_c::error::RESULTS;

const TEMPLATE: &str = include_str!("smppkit.h.in");

/// The whole header: the template, with each `@NAME@` that is alone on a line replaced.
pub(crate) fn text() -> String {
    let mut text = String::new();
    for line in TEMPLATE.lines() {
        match line {
            "@VERSION@" => text += &version(),
            "@RESULTS@" => text += &results(),
            "@TYPES@" => text += &types(),
            "@CODEC@" => text += &layer(&LAYERS),
            "@SESSION@" => text += &layer(&["session"]),
            "@MESSAGE@" => text += &layer(&["message"]),
            line => {
                text += line;
                text.push('\n');
            }
        }
    }
    text
}

fn version() -> String {
    let [major, minor, patch] = ["MAJOR", "MINOR", "PATCH"].map(|part| match part {
        "MAJOR" => env!("CARGO_PKG_VERSION_MAJOR"),
        "MINOR" => env!("CARGO_PKG_VERSION_MINOR"),
        _ => env!("CARGO_PKG_VERSION_PATCH"),
    });
    format!(
        "#define SMPPKIT_VERSION \"{}\"\n#define SMPPKIT_VERSION_MAJOR {major}\n#define SMPPKIT_VERSION_MINOR {minor}\n\
         #define SMPPKIT_VERSION_PATCH {patch}\n",
        env!("CARGO_PKG_VERSION")
    )
}

fn results() -> String {
    RESULTS
        .iter()
        .map(|(name, number, doc)| {
            let doc = doc.lines().map(|line| format!("//{line}\n")).collect::<String>();
            let number = if *number < 0 { format!("({number})") } else { number.to_string() };
            format!("{doc}#define {name} {number}\n")
        })
        .collect()
}

/// The types of `src/types`.
fn types() -> String {
    let mut config = config();
    config.export.item_types =
        vec![ItemType::Constants, ItemType::Structs, ItemType::Unions, ItemType::Typedefs];
    // What no function of these files names is there, too.
    config.export.include = early();
    cbindgen(config, "types/mod.rs")
}

/// The folders that have a part of the header to themselves.
const LAYERS: [&str; 2] = ["session", "message"];

/// The functions of these folders, or of all that is in none, and the types that they need beside those before.
fn layer(folders: &[&str]) -> String {
    let mut config = config();
    let other = |layer: &&&str| folders == LAYERS || !folders.contains(*layer);
    config.export.exclude = early();
    config.export.exclude.extend(LAYERS.iter().filter(other).flat_map(|layer| names(&source(layer), &ALL)));
    if folders != LAYERS {
        config
            .export
            .exclude
            .extend(names(&source(""), &ALL).into_iter().chain(names(&source("types"), &ALL)));
    }
    cbindgen(config, "lib.rs")
}

const TYPES: [&str; 2] = ["struct ", "union "];
const ALL: [&str; 5] = [TYPES[0], TYPES[1], "const ", "unsafe extern \"C\" fn ", "extern \"C\" fn "];

/// The names of the types of `src/types`.
fn early() -> Vec<String> {
    names(&source("types"), &TYPES)
}

/// The names of what the files of a folder define.
fn names(folder: &Path, kinds: &[&str]) -> Vec<String> {
    // A layer that is still to come has no folder.
    let Ok(files) = fs::read_dir(folder) else { return vec![] };
    let files = files.map(|file| file.expect("an entry").path());
    let files = files.filter(|path| path.is_file());
    let texts = files.map(|file| fs::read_to_string(file).expect("the file can be read")).collect::<Vec<_>>();
    let defined = |line: &str| {
        let item = line.strip_prefix("pub ")?;
        let item = kinds.iter().find_map(|kind| item.strip_prefix(kind))?;
        item.split(['<', ' ', '(', ':']).next().map(String::from)
    };
    texts.iter().flat_map(|text| text.lines()).filter_map(defined).collect()
}

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name)
}

fn config() -> Config {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("cbindgen.toml");
    Config::from_file(path).expect("cbindgen.toml can be read")
}

fn cbindgen(config: Config, name: &str) -> String {
    let mut text = vec![];
    let bindings = Builder::new().with_config(config).with_src(source(name)).generate();
    bindings.expect("cbindgen understands the sources").write(&mut text);
    let text = String::from_utf8(text).expect("text");
    // Every struct has a typedef; and each function is on one line, which may be long.
    let text =
        text.replace("struct smppkit_", "smppkit_").replace("typedef smppkit_", "typedef struct smppkit_");
    text.lines().map(super::wrap).collect()
}
