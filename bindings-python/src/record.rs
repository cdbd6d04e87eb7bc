//! Classes of frozen records: objects of named fields in C slots.
//!
//! PyO3's own classes would do, but for what a program notices which makes an object of each PDU. A slot is read by the
//! interpreter itself in a tenth of the time that a getter takes; the objects are small and no business of the garbage
//! collector; and a constructor gets its arguments as they are (`call.rs`). All `unsafe` code of this crate that knows how
//! an object lies in memory is here.

use std::any::Any;
use std::ffi::{CString, c_char, c_int, c_uint, c_void};
use std::mem::{offset_of, size_of};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};
use pyo3::{Borrowed, ffi};

use crate::call::{Arguments, Constructor};

/// What is known of one class of records.
pub(crate) struct Kind {
    /// Its name.
    pub(crate) name: &'static str,
    /// The names of the parameters of its constructor, interned; the first of them are its fields.
    pub(crate) parameters: Vec<Py<PyString>>,
    /// How many parameters may be given by position.
    pub(crate) positional: usize,
    /// The slots of the fields, and behind them those that cannot be seen.
    layout: Layout,
    /// The slots by which two are compared.
    identity: std::ops::Range<usize>,
    pub(crate) build: Build,
    /// What `build` needs to know beside that.
    pub(crate) more: Box<dyn Any + Send + Sync>,
    class: *mut ffi::PyTypeObject,
}

// SAFETY: the class is never freed, and is an object like any other: who uses it is attached to the interpreter.
unsafe impl Send for Kind {}
// SAFETY: as above.
unsafe impl Sync for Kind {}

/// Makes a record of the arguments that its constructor was given.
pub(crate) type Build = for<'py> fn(Python<'py>, &'static Kind, &Arguments) -> PyResult<Bound<'py, PyAny>>;

/// The slot that a parameter of a constructor has.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(crate) enum Slot {
    /// None: it is no attribute, or one that is made when it is asked for.
    None,
    /// One that counts its object.
    Counted,
    /// One whose object is never freed, and so not counted.
    Kept,
}

/// Which slots a record has. Where it is a constant, the compiler does away with the checks of [`Draft`].
#[derive(Copy, Clone, PartialEq, Eq)]
pub(crate) struct Layout {
    slots: usize,
    /// Those that count their objects: a bit for each.
    counted: u32,
}

impl Layout {
    pub(crate) const fn of(slots: &[Slot]) -> Self {
        let (mut layout, mut at) = (Self { slots: 0, counted: 0 }, 0);
        while at < slots.len() {
            layout = layout.and(slots[at]);
            at += 1;
        }
        layout
    }

    /// The same with one more behind.
    pub(crate) const fn and(self, slot: Slot) -> Self {
        let Self { slots, counted } = self;
        match slot {
            Slot::None => self,
            Slot::Counted => Self { slots: slots + 1, counted: counted | 1 << slots },
            Slot::Kept => Self { slots: slots + 1, counted },
        }
    }

    const fn is_counted(self, slot: usize) -> bool {
        self.counted >> slot & 1 == 1
    }
}

/// One parameter of a constructor.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) text: &'static str,
    /// How the default looks in the signature; none if it must be given.
    pub(crate) default: Option<&'static str>,
    pub(crate) slot: Slot,
}

/// What a class of records is made of.
pub(crate) struct Definition<'a> {
    pub(crate) name: &'static str,
    pub(crate) text: &'a str,
    /// The class in Python that it extends.
    pub(crate) base: &'a Bound<'a, PyType>,
    pub(crate) parameters: &'a [Parameter],
    /// Whether arguments must be given by name.
    pub(crate) keyword_only: bool,
    /// Slots that cannot be seen. If there are any, they alone decide whether two are equal.
    pub(crate) hidden: usize,
    /// Further attributes of the class.
    pub(crate) attributes: &'a Bound<'a, PyDict>,
    pub(crate) build: Build,
    /// How the interpreter calls the class: see `constructor!`.
    pub(crate) constructor: Constructor,
    pub(crate) more: Box<dyn Any + Send + Sync>,
}

/// The class of one kind of record, once it is made.
pub(crate) struct Class(AtomicPtr<Kind>);

impl Class {
    pub(crate) const fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    /// # Panics
    ///
    /// If it is not made yet: the module makes all classes when it is imported.
    #[inline(always)]
    pub(crate) fn kind(&self) -> &'static Kind {
        // SAFETY: null, or what `define` leaked.
        unsafe { self.0.load(Ordering::Acquire).as_ref() }
            .expect("the class is made when the module is imported")
    }

    /// Makes the class and adds it to the module.
    pub(crate) fn define(&self, module: &Bound<'_, PyModule>, definition: Definition<'_>) -> PyResult<()> {
        let name = definition.name;
        let kind = define(module.py(), definition)?;
        self.0.store(ptr::from_ref(kind).cast_mut(), Ordering::Release);
        module.add(name, kind.class(module.py()))
    }
}

/// A record in memory; its slots follow.
#[repr(C)]
struct Object {
    head: ffi::PyObject,
    kind: Option<&'static Kind>,
}

impl Kind {
    fn class<'py>(&self, py: Python<'py>) -> Bound<'py, PyAny> {
        // SAFETY: `define` stored a type object that is never freed.
        unsafe { Bound::from_borrowed_ptr(py, self.class.cast()) }
    }

    /// Whether it is the kind of a PDU, whose last slot are its octets.
    pub(crate) const fn has_hidden(&self) -> bool {
        self.identity.start > 0
    }

    /// A record whose slots are still empty.
    pub(crate) fn start<'py>(&'static self, py: Python<'py>) -> PyResult<Draft<'py>> {
        self.start_as(py, self.layout)
    }

    /// [`start`](Self::start) where it is known which slots it has. To be mistaken is a mistake in this crate.
    #[inline(always)]
    pub(crate) fn start_as<'py>(&'static self, py: Python<'py>, layout: Layout) -> PyResult<Draft<'py>> {
        assert!(self.layout == layout, "a record has other slots");
        // SAFETY: a class that `define` made; what is allocated is zeroed, and large enough for an `Object`.
        let object = unsafe { ffi::PyType_GenericAlloc(self.class, 0) };
        // SAFETY: a new reference, or null with an exception set.
        let object = unsafe { Bound::from_owned_ptr_or_err(py, object) }?;
        // SAFETY: as above, and nobody else has it yet.
        unsafe { (*object.as_ptr().cast::<Object>()).kind = Some(self) };
        Ok(Draft { object, filled: 0, layout })
    }
}

/// A record that is being filled.
pub(crate) struct Draft<'py> {
    object: Bound<'py, PyAny>,
    filled: usize,
    layout: Layout,
}

impl<'py> Draft<'py> {
    /// Fills the next slot, which counts its object. More than there are slots is a mistake in this crate.
    #[inline(always)]
    pub(crate) fn push(&mut self, value: Bound<'py, PyAny>) {
        assert!(self.layout.is_counted(self.filled), "a slot that does not count its object");
        self.put(value.into_ptr());
    }

    /// Fills the next slot, which does not count its object, since that is kept for ever.
    #[inline(always)]
    pub(crate) fn push_kept(&mut self, value: Borrowed<'static, 'py, PyAny>) {
        assert!(!self.layout.is_counted(self.filled), "a slot that counts its object");
        self.put(value.as_ptr());
    }

    #[inline(always)]
    fn put(&mut self, value: *mut ffi::PyObject) {
        assert!(self.filled < self.layout.slots, "a record has too few slots");
        // SAFETY: within the slots, as was just seen; nobody else has the record yet.
        unsafe { *slot(self.object.as_ptr(), self.filled) = value };
        self.filled += 1;
    }

    #[inline(always)]
    pub(crate) fn finish(self) -> Bound<'py, PyAny> {
        self.object
    }
}

/// Where a slot is.
#[inline(always)]
unsafe fn slot(object: *mut ffi::PyObject, at: usize) -> *mut *mut ffi::PyObject {
    // SAFETY: the slots lie behind the `Object`.
    unsafe { object.cast::<Object>().add(1).cast::<*mut ffi::PyObject>().add(at) }
}

/// The kind of a record; `None` for any other object.
#[inline(always)]
pub(crate) fn kind_of(object: &Bound<'_, PyAny>) -> Option<&'static Kind> {
    // SAFETY: what is freed as an `Object` is one: our classes cannot be extended.
    unsafe {
        let freed_by = ffi::PyType_GetSlot(ffi::Py_TYPE(object.as_ptr()), ffi::Py_tp_dealloc);
        if freed_by == dealloc as *mut c_void { (*object.as_ptr().cast::<Object>()).kind } else { None }
    }
}

/// What is in a slot of a record.
pub(crate) fn get<'py>(object: &Bound<'py, PyAny>, at: usize) -> Option<Bound<'py, PyAny>> {
    let kind = kind_of(object)?;
    if at >= kind.layout.slots {
        return None;
    }
    // SAFETY: within the slots, which are never changed once the record is finished.
    unsafe { Bound::from_borrowed_ptr_or_opt(object.py(), *slot(object.as_ptr(), at)) }
}

/// What is in the last slot of a record.
#[inline(always)]
pub(crate) fn last<'a, 'py>(object: &'a Bound<'py, PyAny>) -> Option<Borrowed<'a, 'py, PyAny>> {
    let kind = kind_of(object)?;
    // SAFETY: within the slots, which are never changed; the record keeps what is in them.
    unsafe { Borrowed::from_ptr_or_opt(object.py(), *slot(object.as_ptr(), kind.layout.slots - 1)) }
}

unsafe extern "C" fn dealloc(object: *mut ffi::PyObject) {
    // SAFETY: called once, for an `Object`, by the interpreter. A class is kept by its objects.
    unsafe {
        let class = ffi::Py_TYPE(object);
        if let Some(kind) = (*object.cast::<Object>()).kind {
            let mut counted = kind.layout.counted;
            while counted != 0 {
                ffi::Py_XDECREF(*slot(object, counted.trailing_zeros() as usize));
                counted &= counted - 1;
            }
        }
        ffi::PyObject_Free(object.cast::<c_void>());
        ffi::Py_DECREF(class.cast());
    }
}

/// `==` and `!=`: equal if of the same class and equal in what makes their identity.
unsafe extern "C" fn compare(
    left: *mut ffi::PyObject,
    right: *mut ffi::PyObject,
    operator: c_int,
) -> *mut ffi::PyObject {
    // SAFETY: `left` is an `Object`; so is `right` if its class is the same. Slots may be empty only in a draft.
    unsafe {
        if ffi::Py_TYPE(left) != ffi::Py_TYPE(right) || (operator != ffi::Py_EQ && operator != ffi::Py_NE) {
            return ffi::Py_NewRef(ffi::Py_NotImplemented());
        }
        let identity = (*left.cast::<Object>()).kind.map_or(0..0, |kind| kind.identity.clone());
        let mut equal = 1;
        for at in identity {
            equal = ffi::PyObject_RichCompareBool(*slot(left, at), *slot(right, at), ffi::Py_EQ);
            if equal <= 0 {
                break;
            }
        }
        if equal < 0 {
            return ptr::null_mut();
        }
        ffi::PyBool_FromLong(((equal == 1) == (operator == ffi::Py_EQ)).into())
    }
}

unsafe extern "C" fn hash(object: *mut ffi::PyObject) -> ffi::Py_hash_t {
    // SAFETY: as in `compare`.
    unsafe {
        let identity = (*object.cast::<Object>()).kind.map_or(0..0, |kind| kind.identity.clone());
        // The class takes part: an unbind is no enquire_link.
        let mut hash = (ffi::Py_TYPE(object) as usize >> 4) as ffi::Py_hash_t;
        for at in identity {
            let part = ffi::PyObject_Hash(*slot(object, at));
            if part == -1 {
                return -1;
            }
            hash = hash.wrapping_mul(1_000_003) ^ part;
        }
        if hash == -1 { -2 } else { hash }
    }
}

/// There is nothing in a record that could be part of a cycle. That it says so itself keeps it from becoming an object of
/// the garbage collector as its base is, which is a class in Python.
unsafe extern "C" fn traverse(_: *mut ffi::PyObject, _: ffi::visitproc, _: *mut c_void) -> c_int {
    0
}

/// Makes a class of records.
fn define(py: Python<'_>, definition: Definition<'_>) -> PyResult<&'static Kind> {
    let Definition { name, parameters, hidden, .. } = definition;
    let fields = parameters.iter().fold(Layout::of(&[]), |layout, parameter| layout.and(parameter.slot));
    let layout = (0..hidden).fold(fields, |layout, _| layout.and(Slot::Counted));
    let class = new_class(py, &definition, layout.slots)?;
    for (name, value) in definition.attributes {
        class.setattr(name.cast_into::<PyString>()?, value)?;
    }
    // What follows the fields of a PDU is no part of its pattern.
    let names = parameters.iter().map(|parameter| parameter.name);
    let names: Vec<_> = names.take_while(|name| hidden == 0 || *name != "command_status").collect();
    class.setattr("__match_args__", PyTuple::new(py, names)?)?;
    Ok(Box::leak(Box::new(Kind {
        name,
        parameters: parameters.iter().map(|it| PyString::intern(py, it.name).unbind()).collect(),
        positional: if definition.keyword_only { 0 } else { parameters.len() },
        layout,
        identity: if hidden > 0 { fields.slots..layout.slots } else { 0..layout.slots },
        build: definition.build,
        more: definition.more,
        class: class.into_ptr().cast(),
    })))
}

fn new_class<'py>(py: Python<'py>, definition: &Definition<'_>, slots: usize) -> PyResult<Bound<'py, PyAny>> {
    let first = size_of::<Object>();
    let mut members = Vec::new();
    for (at, parameter) in
        definition.parameters.iter().filter(|parameter| parameter.slot != Slot::None).enumerate()
    {
        let offset = first + at * size_of::<*mut ffi::PyObject>();
        members.push(ffi::PyMemberDef {
            name: c_string(parameter.name)?,
            type_code: ffi::Py_T_OBJECT_EX,
            offset: isize::try_from(offset)?,
            flags: ffi::Py_READONLY,
            doc: c_string(parameter.text.trim())?,
        });
    }
    // SAFETY: the end of a list of members is a member of zeros.
    members.push(unsafe { std::mem::zeroed() });
    let text = format!("{}{}\n--\n\n{}", definition.name, signature(definition), definition.text);
    let slot = |slot, pfunc| ffi::PyType_Slot { slot, pfunc };
    let mut type_slots = vec![
        slot(ffi::Py_tp_members, Vec::leak(members).as_mut_ptr().cast()),
        slot(ffi::Py_tp_doc, c_string(&text)?.cast_mut().cast()),
        slot(ffi::Py_tp_new, definition.constructor.new as *mut c_void),
        slot(ffi::Py_tp_dealloc, dealloc as *mut c_void),
        slot(ffi::Py_tp_traverse, traverse as *mut c_void),
        slot(ffi::Py_tp_richcompare, compare as *mut c_void),
        slot(ffi::Py_tp_hash, hash as *mut c_void),
    ];
    type_slots.extend(definition.constructor.slot(py));
    type_slots.push(slot(0, ptr::null_mut()));
    let mut spec = ffi::PyType_Spec {
        name: c_string(&format!("smppkit.{}", definition.name))?,
        basicsize: c_int::try_from(first + slots * size_of::<*mut ffi::PyObject>())?,
        itemsize: 0,
        #[allow(clippy::useless_conversion, reason = "its type differs between interfaces")]
        flags: c_uint::try_from(ffi::Py_TPFLAGS_DEFAULT)?,
        slots: type_slots.as_mut_ptr(),
    };
    let bases = PyTuple::new(py, [definition.base])?;
    // SAFETY: the spec and what it points to are valid; what the class keeps of it is never freed.
    let class = unsafe {
        let class = ffi::PyType_FromSpecWithBases(&raw mut spec, bases.as_ptr());
        Bound::from_owned_ptr_or_err(py, class)?
    };
    definition.constructor.install(&class);
    Ok(class)
}

/// A C string that is never freed.
fn c_string(text: &str) -> PyResult<*const c_char> {
    Ok(CString::new(text)?.into_raw())
}

/// `(*, name='', …)`
fn signature(definition: &Definition<'_>) -> String {
    let mut parts: Vec<String> = definition.keyword_only.then(|| "*".into()).into_iter().collect();
    parts.extend(definition.parameters.iter().map(|parameter| match parameter.default {
        Some(default) => format!("{}={default}", parameter.name),
        None => parameter.name.into(),
    }));
    format!("({})", parts.join(", "))
}

const _: () =
    assert!(offset_of!(Object, kind) == size_of::<ffi::PyObject>(), "slots follow the head at once");
