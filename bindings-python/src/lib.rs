//! The native half of the Python package `smppkit`: it gives Python's shapes to what the core does, and has no rule of its
//! own. The other half is in `python/smppkit`.

mod call;
mod codec;
mod config;
mod convert;
mod errors;
mod event;
mod field;
mod message;
mod pacing;
mod pdu;
mod record;
mod session;
mod structs;
mod time;
mod tlv;
mod values;
mod words;

use pyo3::prelude::*;

/// The native half of smppkit. What is public of it is in `smppkit`.
#[pymodule(gil_used = false)]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    // What the classes in Python are made with, and nobody else needs.
    let support = PyModule::new(py, "support")?;
    module.add_submodule(&support)?;
    values::init(module, &support)?;
    structs::init(module)?;
    tlv::init(py)?;
    pdu::init(module, &support)?;
    codec::init(module)?;
    event::init(module, &support)?;
    module.add_class::<config::Config>()?;
    module.add_class::<config::Tolerance>()?;
    module.add_class::<session::Session>()?;
    module.add_class::<session::Stats>()?;
    module.add_class::<pacing::Pacer>()?;
    message::init(module, &support)?;
    // What `from smppkit import *` does not give: it has modules of its own.
    for name in ["support", "AwaitedReceipts", "Correlator", "Joining", "LongMessage", "Reassembler"] {
        module.index()?.call_method1("remove", (name,))?;
    }
    Ok(())
}
