//! The one enumeration of two octets.

use core::fmt;

macro_rules! content_types {
    ($($(#[doc = $doc:literal])+ $name:ident = $value:literal;)+) => {
        /// Second part of `broadcast_content_type`, where the first is `GENERIC` (5.0 §4.8.4.8 Table 4-69).
        ///
        /// ```
        /// use smppkit::values::ContentType;
        ///
        /// assert_eq!(ContentType(0x33), ContentType::WEATHER);
        /// assert_eq!(ContentType(0x33).name(), Some("WEATHER"));
        /// ```
        #[derive(Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct ContentType(pub u16);

        impl ContentType {
            $($(#[doc = $doc])+ pub const $name: Self = Self($value);)+

            /// The names of the values.
            pub const NAMES: &'static [(u16, &'static str)] = &[$(($value, stringify!($name))),+];

            /// The name of this value, if it has one.
            #[must_use]
            pub fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some(stringify!($name)),)+
                    _ => None,
                }
            }
        }
    };
}
content_types! {
    /// Index.
    INDEX = 0x0000;
    /// Emergency broadcasts.
    EMERGENCY_BROADCASTS = 0x0001;
    /// IRDB download.
    IRDB_DOWNLOAD = 0x0002;
    /// News flashes.
    NEWS_FLASHES = 0x0010;
    /// General news, local.
    GENERAL_NEWS_LOCAL = 0x0011;
    /// General news, regional.
    GENERAL_NEWS_REGIONAL = 0x0012;
    /// General news, national.
    GENERAL_NEWS_NATIONAL = 0x0013;
    /// General news, international.
    GENERAL_NEWS_INTERNATIONAL = 0x0014;
    /// Business news, local.
    BUSINESS_NEWS_LOCAL = 0x0015;
    /// Business news, regional.
    BUSINESS_NEWS_REGIONAL = 0x0016;
    /// Business news, national.
    BUSINESS_NEWS_NATIONAL = 0x0017;
    /// Business news, international.
    BUSINESS_NEWS_INTERNATIONAL = 0x0018;
    /// Sports news, local.
    SPORTS_NEWS_LOCAL = 0x0019;
    /// Sports news, regional.
    SPORTS_NEWS_REGIONAL = 0x001A;
    /// Sports news, national.
    SPORTS_NEWS_NATIONAL = 0x001B;
    /// Sports news, international.
    SPORTS_NEWS_INTERNATIONAL = 0x001C;
    /// Entertainment news, local.
    ENTERTAINMENT_NEWS_LOCAL = 0x001D;
    /// Entertainment news, regional.
    ENTERTAINMENT_NEWS_REGIONAL = 0x001E;
    /// Entertainment news, national.
    ENTERTAINMENT_NEWS_NATIONAL = 0x001F;
    /// Entertainment news, international.
    ENTERTAINMENT_NEWS_INTERNATIONAL = 0x0020;
    /// Medical.
    MEDICAL = 0x0021;
    /// Doctors.
    DOCTORS = 0x0022;
    /// Pharmacy.
    PHARMACY = 0x0023;
    /// Local traffic.
    LOCAL_TRAFFIC = 0x0030;
    /// Long distance traffic.
    LONG_DISTANCE_TRAFFIC = 0x0031;
    /// Taxis.
    TAXIS = 0x0032;
    /// Weather.
    WEATHER = 0x0033;
    /// Airport schedules.
    AIRPORT_SCHEDULES = 0x0034;
    /// Restaurants.
    RESTAURANTS = 0x0035;
    /// Lodgings.
    LODGINGS = 0x0036;
    /// Retail directory.
    RETAIL_DIRECTORY = 0x0037;
    /// Advertisements.
    ADVERTISEMENTS = 0x0038;
    /// Stock quotes.
    STOCK_QUOTES = 0x0039;
    /// Employment.
    EMPLOYMENT = 0x0040;
    /// Technology news.
    TECHNOLOGY_NEWS = 0x0041;
    /// District.
    DISTRICT = 0x0070;
    /// Network information.
    NETWORK_INFORMATION = 0x0071;
    /// Operator services.
    OPERATOR_SERVICES = 0x0080;
    /// Directory, national.
    DIRECTORY_NATIONAL = 0x0081;
    /// Directory, international.
    DIRECTORY_INTERNATIONAL = 0x0082;
    /// Customer care, national.
    CUSTOMER_CARE_NATIONAL = 0x0083;
    /// Customer care, international.
    CUSTOMER_CARE_INTERNATIONAL = 0x0084;
    /// Local date and time.
    LOCAL_DATE_TIME = 0x0085;
    /// Several categories.
    MULTI_CATEGORY = 0x0100;
}

impl From<u16> for ContentType {
    fn from(value: u16) -> Self {
        Self(value)
    }
}

impl From<ContentType> for u16 {
    fn from(value: ContentType) -> Self {
        value.0
    }
}

impl fmt::Debug for ContentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.pad(name),
            None => write!(f, "0x{:04X}", self.0),
        }
    }
}
