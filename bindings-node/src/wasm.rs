//! The door for WebAssembly: functions of numbers over linear memory. There is one engine in an instance.
//!
//! The names are those of the methods of `Engine`; what they take and give is said there.

use core::cell::RefCell;

use crate::engine::Engine;
use crate::memory::{Memory, size};

/// The engine, and the memory that it shares with JavaScript: where it is, and its octets of input.
#[derive(Default)]
struct Door {
    engine: Engine,
    /// Of `u64`, to be aligned.
    memory: Vec<u64>,
    input: usize,
}

thread_local! {
    static DOOR: RefCell<Door> = RefCell::default();
}

fn with<R>(then: impl FnOnce(&mut Engine, &mut Memory<'_>) -> R) -> R {
    DOOR.with_borrow_mut(|door| {
        let Door { engine, memory, input } = door;
        // SAFETY: the vector has that many octets, and is not touched while `Memory` lives.
        let mut memory = unsafe { Memory::at(memory.as_mut_ptr().cast(), *input) };
        then(engine, &mut memory)
    })
}

/// Makes the memory for so many octets of input. Gives its address; what was in it is gone.
#[unsafe(no_mangle)]
extern "C" fn reserve(input: u32) -> u32 {
    DOOR.with_borrow_mut(|door| {
        door.input = (input as usize).next_multiple_of(8);
        door.memory = vec![0; size(door.input) / 8];
        door.memory.as_ptr() as u32
    })
}

macro_rules! functions {
    ($(fn $name:ident($($argument:ident: $type:ident),*) -> $result:ident = |$engine:ident, $memory:ident| $call:expr;)+) => {$(
        #[unsafe(no_mangle)]
        extern "C" fn $name($($argument: $type),*) -> $result {
            with(|$engine, $memory| $call)
        }
    )+};
}
crate::engine::for_each_function!(functions);
