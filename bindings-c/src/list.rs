//! Reading the lists in PDUs.

use crate::guard::call;
use crate::memory::some;
use crate::types::error::Failure;
use crate::types::lists::{DestAddress, DestAddresses, MessageIds, UnsuccessSme, UnsuccessSmes};
use crate::types::octets::Octets;

/// Gives one destination after the other. `*at` is 0 for the first, and is set to where the next begins; keep it as it is in
/// between. `SMPPKIT_E_NOT_FOUND` behind the last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_dest_addresses_next<'a>(
    list: Option<&DestAddresses<'a>>,
    at: Option<&mut usize>,
    item: Option<&mut DestAddress<'a>>,
) -> i32 {
    call(None, || {
        let (at, item) = (some(at)?, some(item)?);
        (*item, *at) = some(list)?.lend_unchecked()?.next(*at).ok_or(Failure::NOT_FOUND)?;
        Ok(())
    })
}

/// The same for the destinations that failed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_unsuccess_smes_next<'a>(
    list: Option<&UnsuccessSmes<'a>>,
    at: Option<&mut usize>,
    item: Option<&mut UnsuccessSme<'a>>,
) -> i32 {
    call(None, || {
        let (at, item) = (some(at)?, some(item)?);
        (*item, *at) = some(list)?.lend_unchecked()?.next(*at).ok_or(Failure::NOT_FOUND)?;
        Ok(())
    })
}

/// The same for message ids.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn smppkit_message_ids_next<'a>(
    list: Option<&MessageIds<'a>>,
    at: Option<&mut usize>,
    item: Option<&mut Octets<'a>>,
) -> i32 {
    call(None, || {
        let (at, item) = (some(at)?, some(item)?);
        (*item, *at) = some(list)?.lend_unchecked()?.next(*at).ok_or(Failure::NOT_FOUND)?;
        Ok(())
    })
}
