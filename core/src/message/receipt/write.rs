//! Writing the text of a receipt.

use core::fmt;

use super::stat;
use crate::message::output::{Output, Sink, Wide, push_decimal};
use crate::message::{BufferTooSmall, DateTime};
use crate::values::MessageState;

/// How many octets of the message a receipt repeats (3.4 Appendix B Table B-1).
const ECHO: usize = 20;

/// A receipt to be written.
///
/// ```
/// use smppkit::message::DateTime;
/// use smppkit::message::receipt::{Dialect, ReceiptText};
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
/// let n = receipt.write_as(&Dialect::BRIEF, &mut out).unwrap();
/// assert_eq!(str::from_utf8(&out[..n]).unwrap(), "id:0123456789 stat:DELIVRD text:");
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

/// A field of a receipt's text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "named as the keys are")]
pub enum Field {
    Id,
    Sub,
    Dlvrd,
    SubmitDate,
    DoneDate,
    Stat,
    Err,
    /// With the beginning of the message.
    Text,
    /// Without it, though the key is there.
    EmptyText,
    /// No value, and no key.
    Nothing,
}

/// How the dates of a receipt are written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DateForm {
    /// `YYMMDDhhmm`, as the specification has it.
    Minutes,
    /// `YYMMDDhhmmss`.
    Seconds,
    /// `YYYYMMDDhhmm`.
    LongYear,
    /// `YYYYMMDDhhmmss`.
    LongYearSeconds,
    /// An absolute SMPP time in UTC, `YYMMDDhhmmss000+`.
    SmppTime,
    /// Ten zeroes: no date.
    Zero,
}

/// How the keys of a receipt are written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum KeyForm {
    /// `submit date`, `text`.
    Spaced,
    /// `submit date`, `Text`.
    SpacedCapital,
    /// `submitdate`, `text`.
    Joined,
    /// `submit_date`, `text`.
    Underscored,
    /// Not at all, nor a colon: the values alone.
    Absent,
}

/// How the state is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StatForm {
    /// The word of 3.4 Appendix B Table B-2.
    Word,
    /// The row of that table, from 0: `DELIVRD` is 0, `REJECTD` 6. A state that is not in it is written as
    /// its word.
    Row,
}

/// How the error code is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ErrForm {
    /// In decimal, with as many digits as this at least.
    Decimal(u8),
    /// In lower-case hexadecimal, with as many digits as this at least.
    Hex(u8),
    /// Not at all, though the key is there.
    Empty,
}

/// A way to write receipts. Start from one of the constants and change what is different.
///
/// ```
/// use smppkit::message::receipt::{DateForm, Dialect, ErrForm};
///
/// let ours = Dialect { dates: [DateForm::Seconds; 2], err: ErrForm::Decimal(4), ..Dialect::APPENDIX_B };
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Dialect {
    /// The fields there are, in their order.
    pub fields: &'static [Field],
    /// How the keys are written.
    pub keys: KeyForm,
    /// How submit date and done date are written.
    pub dates: [DateForm; 2],
    /// How the state is written.
    pub stat: StatForm,
    /// How the error code is written.
    pub err: ErrForm,
    /// How many digits `sub` and `dlvrd` have at least.
    pub count_digits: u8,
    /// What stands before the first field.
    pub prefix: &'static str,
    /// What stands after the last field.
    pub suffix: &'static str,
    /// What stands between two fields.
    pub separator: &'static str,
    /// Whether the whole receipt is UCS-2, to be sent with
    /// [`DataCoding::UCS2`](crate::values::DataCoding::UCS2).
    pub ucs2: bool,
}

impl Dialect {
    /// The form of 3.4 Appendix B.
    pub const APPENDIX_B: Self = Self {
        fields: &[
            Field::Id,
            Field::Sub,
            Field::Dlvrd,
            Field::SubmitDate,
            Field::DoneDate,
            Field::Stat,
            Field::Err,
            Field::Text,
        ],
        keys: KeyForm::Spaced,
        dates: [DateForm::Minutes; 2],
        stat: StatForm::Word,
        err: ErrForm::Decimal(3),
        count_digits: 3,
        prefix: "",
        suffix: "",
        separator: " ",
        ucs2: false,
    };
    /// Only what a gateway needs, the dates with seconds.
    pub const SHORT: Self = Self {
        fields: &[Field::Id, Field::SubmitDate, Field::DoneDate, Field::Stat, Field::Err],
        dates: [DateForm::Seconds; 2],
        ..Self::APPENDIX_B
    };
    /// `id:… stat:… text:`.
    pub const BRIEF: Self = Self { fields: &[Field::Id, Field::Stat, Field::EmptyText], ..Self::APPENDIX_B };
    /// No blank in the keys, dates with seconds.
    pub const JOINED: Self = Self {
        fields: &[Field::Id, Field::SubmitDate, Field::DoneDate, Field::Stat, Field::Err, Field::EmptyText],
        keys: KeyForm::Joined,
        dates: [DateForm::Seconds; 2],
        ..Self::APPENDIX_B
    };
    /// The state as a number, counts and error code without leading zeroes, as an old simulator writes them.
    pub const NUMERIC: Self =
        Self { stat: StatForm::Row, err: ErrForm::Decimal(1), count_digits: 1, ..Self::APPENDIX_B };
    /// The state at the end, behind an empty text.
    pub const REORDERED: Self = Self {
        fields: &[
            Field::Sub,
            Field::Id,
            Field::Err,
            Field::Dlvrd,
            Field::DoneDate,
            Field::SubmitDate,
            Field::EmptyText,
            Field::Stat,
        ],
        dates: [DateForm::Seconds; 2],
        ..Self::APPENDIX_B
    };
    /// Four digits for the year, no leading zero in the error code.
    pub const LONG_YEAR: Self = Self {
        fields: &[Field::Id, Field::SubmitDate, Field::DoneDate, Field::Stat, Field::Err],
        dates: [DateForm::LongYearSeconds; 2],
        err: ErrForm::Decimal(1),
        ..Self::APPENDIX_B
    };
    /// Seven values without keys, as one large carrier writes them: status, time, time of acceptance, error,
    /// destination, source, id. The addresses stay empty.
    pub const VALUES_ALONE: Self = Self {
        fields: &[
            Field::Stat,
            Field::DoneDate,
            Field::SubmitDate,
            Field::Err,
            Field::Nothing,
            Field::Nothing,
            Field::Id,
        ],
        keys: KeyForm::Absent,
        stat: StatForm::Row,
        separator: ",",
        ..Self::APPENDIX_B
    };
    /// A NUL at the end, as from those who take `message_payload` for a C-octet string.
    pub const NUL_TERMINATED: Self = Self { suffix: "\0", ..Self::APPENDIX_B };
    /// All of it in UCS-2.
    pub const UCS2: Self = Self { ucs2: true, ..Self::APPENDIX_B };
}

impl ReceiptText<'_> {
    /// Writes the receipt in the form of 3.4 Appendix B and says how many octets that took.
    ///
    /// # Errors
    ///
    /// The buffer is too small.
    pub fn write_to(&self, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
        self.write_as(&Dialect::APPENDIX_B, out)
    }

    /// Writes the receipt in a dialect and says how many octets that took.
    ///
    /// # Errors
    ///
    /// The buffer is too small.
    pub fn write_as(&self, dialect: &Dialect, out: &mut [u8]) -> Result<usize, BufferTooSmall> {
        let capacity = out.len();
        let mut output = Output::new(out);
        // `Output` itself never reports an error.
        let _ = if dialect.ucs2 {
            self.write_fields(dialect, &mut Wide(&mut output))
        } else {
            self.write_fields(dialect, &mut output)
        };
        output.finish(capacity)
    }

    /// The receipt in the form of 3.4 Appendix B.
    #[cfg(feature = "alloc")]
    pub fn to_vec(&self) -> alloc::vec::Vec<u8> {
        self.to_vec_as(&Dialect::APPENDIX_B)
    }

    /// The receipt in a dialect.
    #[cfg(feature = "alloc")]
    pub fn to_vec_as(&self, dialect: &Dialect) -> alloc::vec::Vec<u8> {
        let mut out = alloc::vec![0; self.write_as(dialect, &mut []).unwrap_or_else(|error| error.needed)];
        // The buffer has the size it was asked to have.
        let _ = self.write_as(dialect, &mut out);
        out
    }

    fn write_fields(&self, dialect: &Dialect, out: &mut (impl Sink + fmt::Write)) -> fmt::Result {
        out.write_str(dialect.prefix)?;
        for (index, field) in dialect.fields.iter().enumerate() {
            if index > 0 {
                out.write_str(dialect.separator)?;
            }
            out.write_str(key(*field, dialect.keys))?;
            let width = usize::from(dialect.count_digits);
            let [submit_form, done_form] = dialect.dates;
            match field {
                Field::Id => out.write_str(self.id)?,
                Field::Sub => push_decimal(out, self.sub.into(), width),
                Field::Dlvrd => push_decimal(out, self.dlvrd.into(), width),
                Field::SubmitDate => push_date(self.submit_date, submit_form, out),
                Field::DoneDate => push_date(self.done_date, done_form, out),
                Field::Stat => match (dialect.stat, row(self.state)) {
                    (StatForm::Row, Some(row)) => push_decimal(out, row.into(), 1),
                    _ => out.write_str(stat(self.state))?,
                },
                Field::Err => write_err(self.err, dialect.err, out)?,
                Field::Text => out.push(self.echo()),
                Field::EmptyText | Field::Nothing => {}
            }
        }
        out.write_str(dialect.suffix)
    }

    /// The first octets of the message, an escape pair kept whole.
    fn echo(&self) -> &[u8] {
        let echo = self.text.get(..ECHO).unwrap_or(self.text);
        echo.strip_suffix(&[crate::message::gsm7::ESC]).unwrap_or(echo)
    }
}

fn key(field: Field, form: KeyForm) -> &'static str {
    match (field, form) {
        (_, KeyForm::Absent) | (Field::Nothing, _) => "",
        (Field::Id, _) => "id:",
        (Field::Sub, _) => "sub:",
        (Field::Dlvrd, _) => "dlvrd:",
        (Field::SubmitDate, KeyForm::Spaced | KeyForm::SpacedCapital) => "submit date:",
        (Field::SubmitDate, KeyForm::Joined) => "submitdate:",
        (Field::SubmitDate, KeyForm::Underscored) => "submit_date:",
        (Field::DoneDate, KeyForm::Spaced | KeyForm::SpacedCapital) => "done date:",
        (Field::DoneDate, KeyForm::Joined) => "donedate:",
        (Field::DoneDate, KeyForm::Underscored) => "done_date:",
        (Field::Stat, _) => "stat:",
        (Field::Err, _) => "err:",
        (Field::Text | Field::EmptyText, KeyForm::SpacedCapital) => "Text:",
        (Field::Text | Field::EmptyText, _) => "text:",
    }
}

fn row(state: MessageState) -> Option<u8> {
    state.0.checked_sub(MessageState::DELIVERED.0).filter(|row| *row <= 6)
}

fn write_err(err: u16, form: ErrForm, out: &mut (impl Sink + fmt::Write)) -> fmt::Result {
    match form {
        ErrForm::Decimal(width) => push_decimal(out, err.into(), width.into()),
        ErrForm::Hex(width) => write!(out, "{err:0width$x}", width = usize::from(width))?,
        ErrForm::Empty => {}
    }
    Ok(())
}

fn push_date(date: DateTime, form: DateForm, out: &mut impl Sink) {
    let year = u32::from(date.year());
    match form {
        DateForm::Minutes | DateForm::Seconds | DateForm::SmppTime => push_decimal(out, year % 100, 2),
        DateForm::LongYear | DateForm::LongYearSeconds => push_decimal(out, year, 4),
        DateForm::Zero => return out.push(b"0000000000"),
    }
    for part in [date.month(), date.day(), date.hour(), date.minute()] {
        push_decimal(out, part.into(), 2);
    }
    if matches!(form, DateForm::Seconds | DateForm::LongYearSeconds | DateForm::SmppTime) {
        push_decimal(out, date.second().into(), 2);
    }
    if form == DateForm::SmppTime {
        out.push(b"000+");
    }
}
