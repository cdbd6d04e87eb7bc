//! What a PDU remembers of a body that ended too early.

/// How the body of a decoded PDU ends.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Ending {
    /// How many fields are there.
    pub fields: u8,
    pub form: Form,
    /// The `sm_length` of a text that is shorter than that.
    pub sm_length: u8,
    /// How many octets that text has.
    pub text_len: u8,
}

#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Form {
    /// All fields, then TLVs.
    Whole,
    /// Some fields, then octets that are no field.
    Cut,
    /// Some fields, the last of which lacks its NUL.
    WithoutNul,
    /// Some fields, the last of which is a text that is shorter than its `sm_length` says.
    ShortText,
    /// No field at all, TLVs in their place.
    TlvsAlone,
}

impl Ending {
    pub(crate) const WHOLE: Self = Self { fields: u8::MAX, form: Form::Whole, sm_length: 0, text_len: 0 };
    pub(crate) const TLVS_ALONE: Self = Self { fields: 0, form: Form::TlvsAlone, sm_length: 0, text_len: 0 };

    pub(crate) const fn before(field: u8) -> Self {
        Self { fields: field, form: Form::Cut, sm_length: 0, text_len: 0 }
    }

    pub(crate) const fn without_nul(field: u8) -> Self {
        Self { fields: field.saturating_add(1), form: Form::WithoutNul, sm_length: 0, text_len: 0 }
    }

    pub(crate) const fn with_sm_length(field: u8, sm_length: u8, text_len: u8) -> Self {
        Self { fields: field.saturating_add(1), form: Form::ShortText, sm_length, text_len }
    }

    /// As a number, for those who keep it in a form of their own: 0 if the body is whole.
    pub(crate) const fn to_bits(self) -> u32 {
        let form = match self.form {
            Form::Whole => return 0,
            Form::Cut => 1,
            Form::WithoutNul => 2,
            Form::ShortText => 3,
            Form::TlvsAlone => 4,
        };
        u32::from_be_bytes([form, self.fields, self.sm_length, self.text_len])
    }

    /// The ending of that number.
    pub(crate) const fn from_bits(bits: u32) -> Self {
        let [form, fields, sm_length, text_len] = bits.to_be_bytes();
        let form = match form {
            1 => Form::Cut,
            2 => Form::WithoutNul,
            3 => Form::ShortText,
            4 => Form::TlvsAlone,
            _ => return Self::WHOLE,
        };
        Self { fields, form, sm_length, text_len }
    }

    /// How the body ends now that its fields may have been assigned to: of `fields` in all, the last that is not empty is
    /// the one numbered `set` from 1, and `text` octets are text. Who sets what was missing wants a whole body, and a text
    /// of another length has its own `sm_length`.
    pub(crate) fn as_changed(self, fields: u8, set: u8, text: usize) -> Self {
        let other_text = self.form == Form::ShortText && text != usize::from(self.text_len);
        match self.form {
            _ if set > self.fields => Self::WHOLE,
            Form::ShortText if other_text && self.fields >= fields => Self::WHOLE,
            Form::ShortText if other_text => Self::before(self.fields),
            _ => self,
        }
    }
}
