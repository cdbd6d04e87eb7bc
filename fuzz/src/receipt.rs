//! Arbitrary octets as a receipt: nothing in it is invented. And what is written of a receipt, in any dialect, is what is
//! read.

use arbitrary::{Arbitrary, Unstructured};
use smppkit::message::DateTime;
use smppkit::message::incoming::{Incoming, Kind, MessageFields};
use smppkit::message::receipt::{
    DateForm, DateReading, Dialect, ErrForm, Field, KeyForm, Receipt, ReceiptText, StatForm, narrow, stat,
};
use smppkit::values::{EsmClass, MessageState};

/// Reads the octets, and writes a receipt that is made of them.
pub fn run(octets: &[u8]) {
    read(octets);
    if let Ok(written) = Written::arbitrary_take_rest(Unstructured::new(octets)) {
        written.check();
    }
}

fn read(octets: &[u8]) {
    let receipt = Receipt::parse(octets);
    let Receipt { id, sub, dlvrd, submit_date, done_date, stat, err, text, .. } = receipt;
    for value in [id, sub, dlvrd, submit_date, done_date, stat, err].into_iter().flatten() {
        assert!(!value.is_empty() && is_in(value.as_bytes(), octets), "{receipt:?}");
    }
    assert!(text.is_none_or(|text| is_in(text, octets)));
    for date in [submit_date, done_date].into_iter().flatten().filter_map(DateReading::new) {
        assert_ne!(Some(date.date), date.other);
    }
    let (submitted, done) = receipt.dates();
    assert_eq!(submitted.is_some(), submit_date.and_then(DateReading::new).is_some());
    assert_eq!(done.is_some(), done_date.and_then(DateReading::new).is_some());

    // Whatever memory there is for a receipt in another alphabet, its values are whole.
    let mut scratch = [0; 2048];
    let (small, large) = scratch.split_at_mut(100);
    let (small, large) = (Receipt::parse(narrow(octets, small)), Receipt::parse(narrow(octets, large)));
    let values = |receipt: Receipt<'_>| {
        let Receipt { id, sub, dlvrd, submit_date, done_date, err, .. } = receipt;
        [id, sub, dlvrd, submit_date, done_date, err].map(|value| value.map(str::to_owned))
    };
    if !large.conflicting {
        for (small, large) in values(small).into_iter().zip(values(large)) {
            assert!(small.is_none() || small == large, "{small:?} is not {large:?}");
        }
    }

    for esm_class in [0x00, 0x04, 0x08, 0x20, 0x44] {
        let fields =
            MessageFields { esm_class: EsmClass(esm_class), short_message: octets, ..Default::default() };
        let incoming = Incoming::read(&fields, &mut scratch);
        assert!(incoming.kind != Kind::Message || esm_class == 0);
        assert!(octets.ends_with(incoming.body));
    }
}

fn is_in(value: &[u8], octets: &[u8]) -> bool {
    value.is_empty() || octets.windows(value.len()).any(|window| window == value)
}

/// A receipt and how to write it.
#[derive(Arbitrary, Debug)]
struct Written<'a> {
    dialect: u8,
    keys: u8,
    dates: [u8; 2],
    err_form: u8,
    digits: u8,
    at: [u32; 2],
    state: u8,
    sub: u16,
    dlvrd: u16,
    err: u16,
    id: [u8; 8],
    text: &'a [u8],
}

const DIALECTS: [Dialect; 10] = [
    Dialect::APPENDIX_B,
    Dialect::SHORT,
    Dialect::BRIEF,
    Dialect::JOINED,
    Dialect::NUMERIC,
    Dialect::REORDERED,
    Dialect::LONG_YEAR,
    Dialect::VALUES_ALONE,
    Dialect::NUL_TERMINATED,
    Dialect::UCS2,
];

const DATES: [DateForm; 6] = [
    DateForm::Minutes,
    DateForm::Seconds,
    DateForm::LongYear,
    DateForm::LongYearSeconds,
    DateForm::SmppTime,
    DateForm::Zero,
];

fn pick<T: Copy>(of: &[T], by: u8) -> T {
    of[usize::from(by) % of.len()]
}

impl Written<'_> {
    fn dialect(&self) -> Dialect {
        let dialect = pick(&DIALECTS, self.dialect);
        let width = self.digits % 12;
        let err = pick(&[ErrForm::Decimal(width), ErrForm::Hex(width), ErrForm::Empty], self.err_form);
        let dialect = Dialect { err, count_digits: width, ..dialect };
        if dialect.keys == KeyForm::Absent {
            // Where no key says what a value is, dates are digits.
            return Dialect { dates: self.dates.map(|date| pick(&DATES[..4], date)), ..dialect };
        }
        let keys = [KeyForm::Spaced, KeyForm::SpacedCapital, KeyForm::Joined, KeyForm::Underscored];
        Dialect {
            keys: pick(&keys, self.keys),
            dates: self.dates.map(|date| pick(&DATES, date)),
            prefix: pick(&["", "4790000000SMSAlert^", "47#"], self.keys / 4),
            ..dialect
        }
    }

    fn check(&self) {
        let dialect = self.dialect();
        let id = self.id.map(|octet| pick(b"0123456789abcdefABCDEFxyzXYZ-_.", octet));
        let id = str::from_utf8(&id).expect("ASCII");
        // From 2000 to 2037: two digits of a year say no more.
        let at = self.at.map(|at| {
            DateTime::from_unix_seconds(946_684_800 + i64::from(at) % 1_150_000_000).expect("a date")
        });
        let states = if dialect.keys == KeyForm::Absent { 2..=8 } else { 1..=9 };
        let state = MessageState(states.start() + self.state % (states.end() - states.start() + 1));
        let receipt = ReceiptText {
            id,
            sub: self.sub,
            dlvrd: self.dlvrd,
            submit_date: at[0],
            done_date: at[1],
            state,
            err: self.err,
            text: self.text,
        };
        let octets = receipt.to_vec_as(&dialect);
        let mut scratch = [0; 2048];
        let read = Receipt::parse(narrow(&octets, &mut scratch));
        assert!(!read.conflicting && !read.ambiguous, "{read:?} of {octets:?}");

        let has = |field| dialect.fields.contains(&field);
        assert_eq!(read.id, Some(id));
        assert_eq!(read.submitted(), has(Field::Sub).then(|| self.sub.into()));
        assert_eq!(read.delivered(), has(Field::Dlvrd).then(|| self.dlvrd.into()));
        check_date(read.submit_date, has(Field::SubmitDate), dialect.dates[0], at[0]);
        check_date(read.done_date, has(Field::DoneDate), dialect.dates[1], at[1]);
        match dialect.stat {
            StatForm::Word => assert_eq!((read.stat, read.message_state()), (Some(stat(state)), Some(state))),
            StatForm::Row if (2..=8).contains(&state.0) => assert_eq!(read.state_number(), Some(state.0 - 2)),
            StatForm::Row => assert_eq!(read.message_state(), Some(state)),
        }
        let err = read.err.map(|err| match dialect.err {
            ErrForm::Hex(_) => u16::from_str_radix(err, 16),
            _ => err.parse(),
        });
        let is_written = has(Field::Err) && dialect.err != ErrForm::Empty;
        assert_eq!(err, is_written.then_some(Ok(self.err)));
        if has(Field::Text) && !dialect.ucs2 {
            let mut echo = &self.text[..self.text.len().min(20)];
            echo = echo.strip_suffix(b"\x1B").unwrap_or(echo);
            while let Some(shorter) = echo.strip_suffix(b"\0") {
                echo = shorter;
            }
            assert_eq!(read.text, Some(echo));
        }
    }
}

/// That a date was written and means what it should, in one of its readings at least.
fn check_date(read: Option<&str>, is_written: bool, form: DateForm, date: DateTime) {
    assert_eq!(read.is_some(), is_written);
    let Some(read) = read else { return };
    let seconds = date.unix_seconds();
    let expected = match form {
        DateForm::Zero => return assert_eq!(DateReading::new(read), None),
        DateForm::Minutes | DateForm::LongYear => seconds - seconds % 60,
        DateForm::Seconds | DateForm::LongYearSeconds | DateForm::SmppTime => seconds,
    };
    let reading = DateReading::new(read).expect("a date");
    let readings = [Some(reading.date), reading.other].map(|date| date.map(DateTime::unix_seconds));
    assert!(readings.contains(&Some(expected)), "{read}: {readings:?}");
}
