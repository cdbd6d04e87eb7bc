//! Writing the text of a receipt.

use core::fmt::{self, Write as _};

use super::stat;
use crate::message::output::{Output, Sink};
use crate::message::{BufferTooSmall, DateTime};
use crate::values::MessageState;

/// How many octets of the message a receipt repeats (3.4 Appendix B Table B-1).
const ECHO: usize = 20;

/// A receipt to be written, in the form of 3.4 Appendix B.
///
/// ```
/// use smppkit::message::DateTime;
/// use smppkit::message::receipt::ReceiptText;
/// use smppkit::values::MessageState;
///
/// let receipt = ReceiptText {
///     id: "0123456789",
///     sub: 1,
///     dlvrd: 1,
///     submit_date: DateTime::new(2011, 3, 14, 18, 15, 0).unwrap(),
///     done_date: DateTime::new(2011, 3, 14, 18, 16, 0).unwrap(),
///     state: MessageState::DELIVERED,
///     err: 0,
///     text: b"Hello",
/// };
/// let mut out = [0; 254];
/// let n = receipt.write_to(&mut out).unwrap();
/// assert_eq!(
///     str::from_utf8(&out[..n]).unwrap(),
///     "id:0123456789 sub:001 dlvrd:001 submit date:1103141815 done date:1103141816 stat:DELIVRD err:000 text:Hello",
/// );
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ReceiptText<'a> {
    /// The message id. The specification wants ten decimal digits; it is written as it is.
    pub id: &'a str,
    /// How many messages were submitted, 0 to 999.
    pub sub: u16,
    /// How many messages were delivered, 0 to 999.
    pub dlvrd: u16,
    /// When the message was submitted.
    pub submit_date: DateTime,
    /// When it reached its final state.
    pub done_date: DateTime,
    /// The state.
    pub state: MessageState,
    /// An error code of the network or of the message centre, 0 to 999.
    pub err: u16,
    /// The message, of which the first 20 octets are repeated.
    pub text: &'a [u8],
}

impl ReceiptText<'_> {
    /// Writes the receipt and says how many octets that took.
    ///
    /// # Errors
    ///
    /// The buffer is too small.
    pub fn write_to(&self, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
        let capacity = out.len();
        let mut output = Output::new(out);
        // `Output` itself never reports an error.
        let _ = self.write_head(&mut output);
        output.push(self.echo());
        output.finish(capacity)
    }

    /// The receipt as octets.
    #[cfg(feature = "alloc")]
    pub fn to_vec(&self) -> alloc::vec::Vec<u8> {
        let mut out = alloc::vec![0; self.write_to(&mut []).unwrap_or_else(|error| error.needed)];
        // The buffer has the size it was asked to have.
        let _ = self.write_to(&mut out);
        out
    }

    fn write_head(&self, out: &mut Output<'_>) -> fmt::Result {
        let Self { id, sub, dlvrd, err, .. } = self;
        write!(out, "id:{id} sub:{sub:03} dlvrd:{dlvrd:03} submit date:")?;
        write_date(self.submit_date, out)?;
        out.write_str(" done date:")?;
        write_date(self.done_date, out)?;
        write!(out, " stat:{} err:{err:03} text:", stat(self.state))
    }

    /// The first octets of the message, an escape pair kept whole.
    fn echo(&self) -> &[u8] {
        let echo = self.text.get(..ECHO).unwrap_or(self.text);
        echo.strip_suffix(&[crate::message::gsm7::ESC]).unwrap_or(echo)
    }
}

fn write_date(date: DateTime, out: &mut Output<'_>) -> fmt::Result {
    let year = date.year() % 100;
    write!(out, "{year:02}{:02}{:02}{:02}{:02}", date.month(), date.day(), date.hour(), date.minute())
}
