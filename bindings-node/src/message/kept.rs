//! What JavaScript keeps under numbers for an object of the engine.

use std::cell::RefCell;
use std::rc::Rc;

use serde_json::{Value, json};

/// The numbers of what is no longer wanted.
#[derive(Clone, Default)]
pub(super) struct Gone(Rc<RefCell<Vec<u32>>>);

/// What JavaScript keeps under a number, until the last of these is dropped.
#[derive(Clone)]
pub(super) struct Kept(Rc<Number>);

struct Number {
    number: u32,
    gone: Gone,
}

impl Gone {
    pub(super) fn kept(&self, number: u32) -> Kept {
        Kept(Rc::new(Number { number, gone: self.clone() }))
    }

    /// What was found, and which numbers are no longer wanted.
    pub(super) fn reply(&self, found: Value) -> Value {
        json!({ "found": found, "gone": self.0.take() })
    }
}

impl Kept {
    pub(super) fn number(&self) -> u32 {
        self.0.number
    }
}

impl Drop for Number {
    fn drop(&mut self) {
        self.gone.0.borrow_mut().push(self.number);
    }
}
