//! The door for Node: the same functions, over an `ArrayBuffer` of JavaScript.
//!
//! The addon exports `open`, which gives an object with the functions of one engine; their names are those of the methods
//! of `Engine`, in camel case, and what they take and give is said there. `napi_sys` is used as it is: what lies around
//! it, a class and conversions, costs several times as much as taking a PDU apart.

use core::ffi::{c_char, c_void};
use core::ptr::{null_mut, slice_from_raw_parts_mut};
use std::panic::{AssertUnwindSafe, catch_unwind};

use napi_sys::{Status, napi_callback, napi_callback_info, napi_env, napi_ref, napi_status, napi_value};

use crate::engine::Engine;
use crate::error::camel_case;
use crate::memory::{Memory, size};

/// An engine, and the memory that it shares with JavaScript: none at first.
struct Door {
    engine: Engine,
    start: *mut u8,
    input: usize,
    /// Keeps the memory where it is.
    reference: napi_ref,
}

impl Door {
    fn with<R>(&mut self, then: impl FnOnce(&mut Engine, &mut Memory<'_>) -> R) -> R {
        // SAFETY: `attach` saw that there is so much memory, and that it is aligned; JavaScript waits until we return.
        let mut memory = unsafe { Memory::at(self.start, self.input) };
        then(&mut self.engine, &mut memory)
    }
}

/// Something that Node did not do.
#[derive(Debug)]
struct NodeError;

fn check(status: napi_status) -> Result<(), NodeError> {
    if status == Status::napi_ok { Ok(()) } else { Err(NodeError) }
}

/// A type that arguments and results have.
trait Number: Sized {
    unsafe fn from_js(env: napi_env, value: napi_value) -> Result<Self, NodeError>;
    unsafe fn to_js(self, env: napi_env) -> Result<napi_value, NodeError>;
}

macro_rules! numbers {
    ($($type:ident, $get:ident, $create:ident;)+) => {$(
        impl Number for $type {
            unsafe fn from_js(env: napi_env, value: napi_value) -> Result<Self, NodeError> {
                let mut number = $type::default();
                // SAFETY: both came from Node.
                check(unsafe { napi_sys::$get(env, value, &raw mut number) })?;
                Ok(number)
            }

            unsafe fn to_js(self, env: napi_env) -> Result<napi_value, NodeError> {
                let mut value = null_mut();
                // SAFETY: `env` came from Node.
                check(unsafe { napi_sys::$create(env, self, &raw mut value) })?;
                Ok(value)
            }
        }
    )+};
}
numbers! {
    i32, napi_get_value_int32, napi_create_int32;
    u32, napi_get_value_uint32, napi_create_uint32;
    f64, napi_get_value_double, napi_create_double;
}

/// The arguments of a call, and the door that its function belongs to.
///
/// # Safety
///
/// Node calls this function, which was made with a `Door` that still lives.
unsafe fn arguments<'a, const N: usize>(
    env: napi_env,
    info: napi_callback_info,
) -> Result<([napi_value; N], &'a mut Door), NodeError> {
    let mut values = [null_mut(); N];
    let (mut count, mut door) = (N, null_mut::<c_void>());
    // SAFETY: there is room for that many values; those that JavaScript leaves out become undefined.
    check(unsafe {
        napi_sys::napi_get_cb_info(env, info, &raw mut count, values.as_mut_ptr(), null_mut(), &raw mut door)
    })?;
    // SAFETY: see above; calls do not nest, since none calls JavaScript.
    unsafe { door.cast::<Door>().as_mut() }.map(|door| (values, door)).ok_or(NodeError)
}

/// Does what a function does; what goes wrong is thrown.
fn guarded(env: napi_env, call: impl FnOnce() -> Result<napi_value, NodeError>) -> napi_value {
    let done = catch_unwind(AssertUnwindSafe(call));
    let message = match done {
        Ok(Ok(value)) => return value,
        Ok(Err(NodeError)) => c"an argument is no number",
        Err(_) => c"a fault of smppkit itself",
    };
    // SAFETY: `env` came from Node, the text ends in a NUL.
    unsafe { napi_sys::napi_throw_type_error(env, c"SMPPKIT_INTERNAL".as_ptr(), message.as_ptr()) };
    null_mut()
}

macro_rules! functions {
    ($(fn $name:ident($($argument:ident: $type:ident),*) -> $result:ident = |$engine:ident, $memory:ident| $call:expr;)+) => {
        $(
            unsafe extern "C" fn $name(env: napi_env, info: napi_callback_info) -> napi_value {
                guarded(env, || {
                    // SAFETY: `open` made this function with a door; what is converted came from Node.
                    unsafe {
                        let ([$($argument),*], door) = arguments(env, info)?;
                        $(let $argument = $type::from_js(env, $argument)?;)*
                        let result: $result = door.with(|$engine, $memory| $call);
                        result.to_js(env)
                    }
                })
            }
        )+

        /// The functions of a door, by the names of the methods.
        const FUNCTIONS: &[(&str, napi_callback)] =
            &[("attach", Some(attach)), $((stringify!($name), Some($name)),)+];
    };
}
crate::engine::for_each_function!(functions);

/// Takes an `ArrayBuffer` for its memory from now on. Gives how many octets of input it has.
unsafe extern "C" fn attach(env: napi_env, info: napi_callback_info) -> napi_value {
    guarded(env, || {
        let (mut start, mut len, mut reference) = (null_mut(), 0, null_mut());
        // SAFETY: as above; the memory of an `ArrayBuffer` stays where it is while there is a reference to it.
        unsafe {
            let ([buffer], door) = arguments(env, info)?;
            check(napi_sys::napi_get_arraybuffer_info(env, buffer, &raw mut start, &raw mut len))?;
            let input = len / size(8) * 8;
            if !start.cast::<u64>().is_aligned() || input == 0 {
                return Err(NodeError);
            }
            check(napi_sys::napi_create_reference(env, buffer, 1, &raw mut reference))?;
            if !door.reference.is_null() {
                check(napi_sys::napi_delete_reference(env, door.reference))?;
            }
            *door = Door { engine: core::mem::take(&mut door.engine), start: start.cast(), input, reference };
            (input as u32).to_js(env)
        }
    })
}

/// Gives an object with the functions of a new engine.
unsafe extern "C" fn open(env: napi_env, _: napi_callback_info) -> napi_value {
    guarded(env, || {
        let mut object = null_mut();
        let nothing = slice_from_raw_parts_mut(core::ptr::dangling_mut::<u64>(), 0);
        let door = Door { engine: Engine::default(), start: nothing.cast(), input: 0, reference: null_mut() };
        let door = Box::into_raw(Box::new(door)).cast::<c_void>();
        // SAFETY: the door lives as long as Node's environment, and so do its functions.
        unsafe {
            check(napi_sys::napi_create_object(env, &raw mut object))?;
            check(napi_sys::napi_add_env_cleanup_hook(env, Some(close), door))?;
            for (name, function) in FUNCTIONS {
                define(env, object, &camel_case(name), *function, door)?;
            }
        }
        Ok(object)
    })
}

/// The environment ends, and with it the door.
unsafe extern "C" fn close(door: *mut c_void) {
    // SAFETY: `open` made it, and nobody calls its functions any more.
    drop(unsafe { Box::from_raw(door.cast::<Door>()) });
}

/// # Safety
///
/// `env` and `object` came from Node, `data` is what the function expects.
unsafe fn define(
    env: napi_env,
    object: napi_value,
    name: &str,
    function: napi_callback,
    data: *mut c_void,
) -> Result<(), NodeError> {
    let mut value = null_mut();
    let name_octets = name.as_ptr().cast::<c_char>();
    let len = name.len() as isize;
    let with_nul = std::ffi::CString::new(name).map_err(|_| NodeError)?;
    // SAFETY: see above.
    unsafe {
        check(napi_sys::napi_create_function(env, name_octets, len, function, data, &raw mut value))?;
        check(napi_sys::napi_set_named_property(env, object, with_nul.as_ptr(), value))
    }
}

/// What Node calls when it loads the addon.
#[unsafe(no_mangle)]
unsafe extern "C" fn napi_register_module_v1(env: napi_env, exports: napi_value) -> napi_value {
    // SAFETY: Node calls this once for each environment.
    unsafe {
        // What it loaded must stay as long as anything calls Node.
        std::mem::forget(napi_sys::setup());
        if define(env, exports, "open", Some(open), null_mut()).is_err() {
            return null_mut();
        }
    }
    exports
}

/// The version of Node-API that is used: Node 20 and all later ones have it.
#[unsafe(no_mangle)]
const extern "C" fn node_api_module_get_api_version_v1() -> i32 {
    8
}
