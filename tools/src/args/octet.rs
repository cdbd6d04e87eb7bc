//! Fields of one octet: a number, or the name of a value.

use smppkit::values::VALUES;

/// Reads `8`, `0x08` or, where the field has named values, `ucs2`.
pub fn octet<T: From<u8>>(text: &str) -> Result<T, String> {
    let number = match text.strip_prefix("0x") {
        Some(hex) => u8::from_str_radix(hex, 16).ok(),
        None => text.parse().ok(),
    };
    number.or_else(|| named(type_name::<T>(), text)).map(T::from).ok_or_else(|| {
        let names = names(type_name::<T>());
        let names =
            if names.is_empty() { String::new() } else { format!(", nor one of {}", names.join(", ")) };
        format!("no number from 0 to 255{names}")
    })
}

/// What the table calls the type.
fn type_name<T>() -> &'static str {
    std::any::type_name::<T>().rsplit("::").next().unwrap_or_default()
}

/// The value of that name.
pub fn named(values: &str, name: &str) -> Option<u8> {
    let def = VALUES.iter().find(|def| def.name == values)?;
    def.values.iter().find(|(_, known)| known.eq_ignore_ascii_case(name)).map(|(number, _)| *number)
}

fn names(values: &str) -> Vec<String> {
    let def = VALUES.iter().find(|def| def.name == values);
    def.map(|def| def.values.iter().map(|(_, name)| name.to_lowercase()).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use smppkit::values::{DataCoding, EsmClass, Ton};

    use super::*;

    #[test]
    fn an_octet_is_a_number_or_a_name() {
        assert_eq!(octet("8"), Ok(DataCoding::UCS2));
        assert_eq!(octet("0xF5"), Ok(DataCoding(0xF5)));
        assert_eq!(octet("ucs2"), Ok(DataCoding::UCS2));
        assert_eq!(octet("ALPHANUMERIC"), Ok(Ton::ALPHANUMERIC));
        assert_eq!(octet("3"), Ok(EsmClass(3)));
        assert!(octet::<EsmClass>("256").is_err());
        assert!(octet::<Ton>("local").unwrap_err().contains("alphanumeric"));
    }
}
