//! The native half of the Python package `smppkit`: it gives Python's shapes to what the core does, and has no rule of its
//! own. The other half is in `python/smppkit`.

mod call;
mod codec;
mod convert;
mod errors;
mod pdu;
mod record;
mod structs;
mod tlv;
mod values;

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
    tlv::init(py);
    pdu::init(module, &support)?;
    codec::init(module)?;
    module.index()?.call_method1("remove", ("support",)).map(drop)
}
