//! Where the fields of a PDU struct are: the rule of C, from the core's table. It is held against what the compiler of Rust
//! makes of the structs here, and against what that of C does in `smppkit_pdus.h`.

use smppkit::{FieldDef, FieldType};

/// Octets of `struct_size` and `command_id`.
const BEGIN: usize = 8;

/// Size and alignment of a field where a pointer has so many octets.
const fn shape(kind: FieldType, pointer: usize) -> (usize, usize) {
    match kind {
        FieldType::U8 | FieldType::Value(_) => (1, 1),
        FieldType::DestAddresses | FieldType::UnsuccessSmes | FieldType::MessageIds => (4 * pointer, pointer),
        _ => (2 * pointer, pointer),
    }
}

/// Octets before the field of this number; behind the last field before `tlvs`.
#[must_use]
pub const fn offset(fields: &[FieldDef], number: usize, pointer: usize) -> usize {
    let (mut at, mut field) = (BEGIN, 0);
    while field < number {
        let (size, align) = shape(fields[field].kind, pointer);
        at = at.next_multiple_of(align) + size;
        field += 1;
    }
    let align = if number < fields.len() { shape(fields[number].kind, pointer).1 } else { pointer };
    at.next_multiple_of(align)
}

/// Octets of the struct.
#[must_use]
pub const fn size(fields: &[FieldDef], pointer: usize) -> usize {
    // Of `tlvs`: a pointer, a length, octets, and a number that fills up what a pointer has.
    offset(fields, fields.len(), pointer) + 5 * pointer
}
