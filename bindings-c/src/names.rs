//! The names of commands, statuses, TLVs and values, and back.

use core::ffi::{CStr, c_char};
use core::ptr;

use smppkit::tlv::Tag;
use smppkit::values::ValueDef;
use smppkit::{CommandId, CommandStatus, Retry};

use crate::guard::{call, value};
use crate::memory::{some, string};
use crate::types::error::{self, Failure};

/// A name as C has it; NULL if there is none.
const fn to_c(name: Option<&'static CStr>) -> *const c_char {
    match name {
        Some(name) => name.as_ptr(),
        None => ptr::null(),
    }
}

/// A literal of the table as a string of C, without the space that documentation begins with.
macro_rules! c {
    ($text:expr) => {
        const {
            let ([b' ', text @ ..] | text) = concat!($text, "\0").as_bytes();
            match CStr::from_bytes_with_nul(text) {
                Ok(text) => text,
                Err(_) => panic!("a NUL in a table"),
            }
        }
    };
}

macro_rules! command_names {
    ($(
        $(#[doc = $doc:literal])+
        $type:ident $const:ident = $id:literal $name:literal [$($version:ident)+] ($($role:tt)+) { $($fields:tt)* }
    )+) => {
        const fn command_name(id: u32) -> Option<&'static CStr> {
            match id {
                $($id => Some(c!($name)),)+
                _ => None,
            }
        }
    };
}
smppkit::for_each_pdu!(command_names);

macro_rules! status_names {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $retry:ident, [$($version:ident)+], [$($other:literal)*];)+) => {
        const fn status_name(status: u32) -> Option<&'static CStr> {
            match status {
                $($code => Some(c!(stringify!($name))),)+
                _ => None,
            }
        }

        const fn status_text(status: u32) -> Option<&'static CStr> {
            match status {
                $($code => Some(c!(concat!($($doc),+))),)+
                _ => None,
            }
        }
    };
}
smppkit::for_each_status!(status_names);

macro_rules! tlv_names {
    ($($(#[doc = $doc:literal])+ $name:ident = $tag:literal, $text:literal, $kind:ident,
        $($low:literal ..= $high:literal)|+, $often:ident, [$($other:literal)*],
        $($version:ident [$($pdu:ident $(($to:ident))?)*])+;)+) => {
        const fn tlv_name(tag: u16) -> Option<&'static CStr> {
            match tag {
                $($tag => Some(c!($text)),)+
                _ => None,
            }
        }
    };
}
smppkit::for_each_tlv!(tlv_names);

macro_rules! value_names {
    ($($(#[doc = $doc:literal])+ $type:ident { $($(#[doc = $value_doc:literal])+ $name:ident = $value:literal;)+ })+) => {
        fn value_name(values: &[u8], value: u8) -> Option<&'static CStr> {
            match VALUES.iter().find(|def| is_name_of(values, def))?.name {
                $(stringify!($type) => match value {
                    $($value => Some(c!(stringify!($name))),)+
                    _ => None,
                },)+
                _ => None,
            }
        }
    };
}
use smppkit::values::VALUES;
smppkit::for_each_value!(value_names);

/// Whether `data_coding` is the name of `DataCoding`.
fn is_name_of(name: &[u8], def: &ValueDef) -> bool {
    let given = name.iter().filter(|octet| **octet != b'_');
    given.map(u8::to_ascii_lowercase).eq(def.name.bytes().map(|octet| octet.to_ascii_lowercase()))
}

/// The name of a PDU, such as "submit_sm" for 4; NULL if no version has it. The string is static.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_command_name(command_id: u32) -> *const c_char {
    to_c(command_name(command_id))
}

/// The `command_id` of the PDU of this name, in the spelling of any version; `SMPPKIT_E_NOT_FOUND` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_command_from_name(name: *const c_char, command_id: Option<&mut u32>) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let name = unsafe { string(name) }?;
        *some(command_id)? = CommandId::from_name(name).ok_or(Failure::NOT_FOUND)?.0;
        Ok(())
    })
}

/// The name of a `command_status`, such as "ESME_RTHROTTLED" for 0x58; NULL if no version has it. The string is static.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_status_name(command_status: u32) -> *const c_char {
    to_c(status_name(command_status))
}

/// What a `command_status` means, in English; NULL if no version has it. The string is static.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_status_text(command_status: u32) -> *const c_char {
    to_c(status_text(command_status))
}

/// The `command_status` of this name, in the spelling of any version; `SMPPKIT_E_NOT_FOUND` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_status_from_name(
    name: *const c_char,
    command_status: Option<&mut u32>,
) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let name = unsafe { string(name) }?;
        *some(command_status)? = CommandStatus::from_name(name).ok_or(Failure::NOT_FOUND)?.0;
        Ok(())
    })
}

/// Of `smppkit_status_retry`: the request succeeded.
pub const SMPPKIT_RETRY_SUCCESS: i32 = 0;
/// Of `smppkit_status_retry`: send it again later.
pub const SMPPKIT_RETRY_TEMPORARY: i32 = 1;
/// Of `smppkit_status_retry`: do not send it again unchanged.
pub const SMPPKIT_RETRY_PERMANENT: i32 = 2;
/// Of `smppkit_status_retry`: a few attempts with growing pauses.
pub const SMPPKIT_RETRY_DEPENDS: i32 = 3;
/// Of `smppkit_status_retry`: mend the session first.
pub const SMPPKIT_RETRY_SESSION: i32 = 4;
/// Of `smppkit_status_retry`: the bind was refused.
pub const SMPPKIT_RETRY_BIND: i32 = 5;

/// What a sender should make of a `command_status`, for submit_sm and deliver_sm: `SMPPKIT_RETRY_…`. Advice, not part of the
/// specification. Unknown numbers count as permanent.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_status_retry(command_status: u32) -> i32 {
    value(SMPPKIT_RETRY_PERMANENT, || match CommandStatus(command_status).retry() {
        Retry::Success => SMPPKIT_RETRY_SUCCESS,
        Retry::Temporary => SMPPKIT_RETRY_TEMPORARY,
        Retry::Depends => SMPPKIT_RETRY_DEPENDS,
        Retry::Session => SMPPKIT_RETRY_SESSION,
        Retry::Bind => SMPPKIT_RETRY_BIND,
        _ => SMPPKIT_RETRY_PERMANENT,
    })
}

/// The name of a TLV, such as "message_payload" for 0x0424; NULL if no version has it. The string is static.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_tlv_name(tag: u16) -> *const c_char {
    to_c(tlv_name(tag))
}

/// The tag of the TLV of this name, in the spelling of any version; `SMPPKIT_E_NOT_FOUND` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_tlv_from_name(name: *const c_char, tag: Option<&mut u16>) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let name = unsafe { string(name) }?;
        *some(tag)? = Tag::from_name(name).ok_or(Failure::NOT_FOUND)?.0;
        Ok(())
    })
}

/// The name of a value: `values` says of which kind, as in the constants, but in small letters. The name of 8 among
/// "data_coding" is "UCS2", as in `SMPPKIT_DATA_CODING_UCS2`. NULL if the value has no name, or if there is no such kind. The
/// string is static.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_value_name(values: *const c_char, value: u8) -> *const c_char {
    // SAFETY: what C owes.
    let values = unsafe { string(values) };
    crate::guard::value(ptr::null(), || to_c(value_name(values.unwrap_or_default().as_bytes(), value)))
}

/// The value of a kind that has this name: the other way round. `SMPPKIT_E_NOT_FOUND` if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_value_from_name(
    values: *const c_char,
    name: *const c_char,
    value: Option<&mut u8>,
) -> i32 {
    call(None, || {
        // SAFETY: what C owes.
        let (values, name) = unsafe { (string(values)?, string(name)?) };
        let def = VALUES.iter().find(|def| is_name_of(values.as_bytes(), def)).ok_or(Failure::NOT_FOUND)?;
        let found = def.values.iter().find(|(_, known)| *known == name).ok_or(Failure::NOT_FOUND)?;
        *some(value)? = found.0;
        Ok(())
    })
}

/// What a result means, in English, for a log: `SMPPKIT_E_NULL` is "a pointer is NULL that must not be". Never NULL; the
/// string is static.
#[unsafe(no_mangle)]
pub extern "C" fn smppkit_error_text(result: i32) -> *const c_char {
    error::text(result).unwrap_or("unknown\0").as_ptr().cast()
}
