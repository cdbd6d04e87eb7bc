//! The enumerations of one-octet fields and TLVs: one block each, a row for each named value.
//!
//! Each becomes a newtype over `u8` with associated constants: a value without a name survives a round trip.

/// Calls `$callback` with the table of enumerations.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_value {
    ($callback:path) => {
        $callback! {
            /// Type of number of an address (3.4 §5.2.5 Table 5-3; 5.0 §4.7.1 Table 4-42).
            Ton {
                /// Unknown.
                UNKNOWN = 0x00;
                /// International.
                INTERNATIONAL = 0x01;
                /// National.
                NATIONAL = 0x02;
                /// Network specific.
                NETWORK_SPECIFIC = 0x03;
                /// Subscriber number.
                SUBSCRIBER_NUMBER = 0x04;
                /// Alphanumeric.
                ALPHANUMERIC = 0x05;
                /// Abbreviated.
                ABBREVIATED = 0x06;
            }
            /// Numbering plan indicator of an address (3.4 §5.2.6 Table 5-4; 5.0 §4.7.2 Table 4-43).
            Npi {
                /// Unknown.
                UNKNOWN = 0x00;
                /// Isdn: E.163/E.164.
                ISDN = 0x01;
                /// Data: X.121.
                DATA = 0x03;
                /// Telex: F.69.
                TELEX = 0x04;
                /// Land mobile: E.212.
                LAND_MOBILE = 0x06;
                /// National.
                NATIONAL = 0x08;
                /// Private.
                PRIVATE = 0x09;
                /// Ermes.
                ERMES = 0x0A;
                /// Internet: IP.
                INTERNET = 0x0E;
                /// Wap client id.
                WAP_CLIENT_ID = 0x12;
            }
            /// Encoding of the message text (3.4 §5.2.19; 5.0 §4.7.7 Table 4-46; 3.3: GSM data coding scheme).
            DataCoding {
                /// Mc default: alphabet chosen by the MC, typically GSM 03.38.
                MC_DEFAULT = 0x00;
                /// Ia5 ascii.
                IA5_ASCII = 0x01;
                /// Octet unspecified 2: 8-bit binary.
                OCTET_UNSPECIFIED_2 = 0x02;
                /// Latin 1: ISO-8859-1.
                LATIN_1 = 0x03;
                /// Octet unspecified 4: 8-bit binary; valid GSM DCS.
                OCTET_UNSPECIFIED_4 = 0x04;
                /// Jis: X 0208-1990.
                JIS = 0x05;
                /// Cyrillic: ISO-8859-5.
                CYRILLIC = 0x06;
                /// Latin hebrew: ISO-8859-8.
                LATIN_HEBREW = 0x07;
                /// Ucs2: big-endian UTF-16 in practice.
                UCS2 = 0x08;
                /// Pictogram.
                PICTOGRAM = 0x09;
                /// Iso 2022 jp: music codes.
                ISO_2022_JP = 0x0A;
                /// Extended kanji jis: X 0212-1990.
                EXTENDED_KANJI_JIS = 0x0D;
                /// Ks c 5601.
                KS_C_5601 = 0x0E;
            }
            /// State of a message (3.3 §7.4 Table 1-5 (names only); 3.4 §5.2.28 Table 5-6; 5.0 §4.7.15 Table 4-50).
            MessageState {
                /// Scheduled: intermediate; older MCs say ENROUTE.
                SCHEDULED = 0x00;
                /// Enroute: intermediate; 3.3 name EN_ROUTE.
                ENROUTE = 0x01;
                /// Delivered: final.
                DELIVERED = 0x02;
                /// Expired: final.
                EXPIRED = 0x03;
                /// Deleted: final.
                DELETED = 0x04;
                /// Undeliverable: final.
                UNDELIVERABLE = 0x05;
                /// Accepted: final in 5.0 (read on behalf of the user by staff); Kannel treats it as buffered.
                ACCEPTED = 0x06;
                /// Unknown: 3.3 name INVALID; neither final nor intermediate in 5.0.
                UNKNOWN = 0x07;
                /// Rejected: final.
                REJECTED = 0x08;
                /// Skipped: final; accepted but deliberately not sent.
                SKIPPED = 0x09;
            }
            /// Protocol identifier (GSM: TP-PID) (GSM 03.40 §9.2.3.9 (normative for GSM per 3.4 §5.2.13, 5.0 §4.7.20); IG §2.9.1, §2.10.2; secondary text of 3GPP TS 23.040).
            ProtocolId {
                /// Default: plain short message.
                DEFAULT = 0x00;
                /// Telematic implicit: 0x20-0x3F telematic interworking, low 5 bits = device.
                TELEMATIC_IMPLICIT = 0x20;
                /// Telex.
                TELEX = 0x21;
                /// Fax group3.
                FAX_GROUP3 = 0x22;
                /// Fax group4.
                FAX_GROUP4 = 0x23;
                /// Voice telephone.
                VOICE_TELEPHONE = 0x24;
                /// Ermes.
                ERMES = 0x25;
                /// National paging.
                NATIONAL_PAGING = 0x26;
                /// Videotex.
                VIDEOTEX = 0x27;
                /// Teletex carrier unspecified.
                TELETEX_CARRIER_UNSPECIFIED = 0x28;
                /// Teletex pspdn.
                TELETEX_PSPDN = 0x29;
                /// Teletex cspdn.
                TELETEX_CSPDN = 0x2A;
                /// Teletex pstn.
                TELETEX_PSTN = 0x2B;
                /// Teletex isdn.
                TELETEX_ISDN = 0x2C;
                /// Uci.
                UCI = 0x2D;
                /// Message handling.
                MESSAGE_HANDLING = 0x30;
                /// X400.
                X400 = 0x31;
                /// Internet email.
                INTERNET_EMAIL = 0x32;
                /// Gsm umts ms.
                GSM_UMTS_MS = 0x3F;
                /// Short message type 0: silent: acknowledged, discarded.
                SHORT_MESSAGE_TYPE_0 = 0x40;
                /// Replace type 1.
                REPLACE_TYPE_1 = 0x41;
                /// Replace type 2.
                REPLACE_TYPE_2 = 0x42;
                /// Replace type 3.
                REPLACE_TYPE_3 = 0x43;
                /// Replace type 4.
                REPLACE_TYPE_4 = 0x44;
                /// Replace type 5.
                REPLACE_TYPE_5 = 0x45;
                /// Replace type 6.
                REPLACE_TYPE_6 = 0x46;
                /// Replace type 7.
                REPLACE_TYPE_7 = 0x47;
                /// Device triggering.
                DEVICE_TRIGGERING = 0x48;
                /// Ems obsolete.
                EMS_OBSOLETE = 0x5E;
                /// Return call.
                RETURN_CALL = 0x5F;
                /// Ansi136 rdata.
                ANSI136_RDATA = 0x7C;
                /// Me data download.
                ME_DATA_DOWNLOAD = 0x7D;
                /// Me depersonalization.
                ME_DEPERSONALIZATION = 0x7E;
                /// Sim data download.
                SIM_DATA_DOWNLOAD = 0x7F;
            }
            /// Priority of a message: 0 is the lowest (5.0 §4.7.19 Table 4-51).
            PriorityFlag {
                /// Level 0: CBS normal.
                LEVEL_0 = 0x00;
                /// Level 1: CBS immediate broadcast.
                LEVEL_1 = 0x01;
                /// Level 2: CBS high priority.
                LEVEL_2 = 0x02;
                /// Level 3: CBS reserved.
                LEVEL_3 = 0x03;
                /// Level 4: CBS background; not applicable elsewhere.
                LEVEL_4 = 0x04;
            }
            /// Values of `addr_subunit` (3.4 §5.3.2.1; 5.0 §4.8.4.23; IG §2.8 (class mapping)).
            AddrSubunit {
                /// Unknown: no message class.
                UNKNOWN = 0x00;
                /// Ms display: class 0.
                MS_DISPLAY = 0x01;
                /// Mobile equipment: class 1.
                MOBILE_EQUIPMENT = 0x02;
                /// Smart card 1: class 2 (SIM).
                SMART_CARD_1 = 0x03;
                /// External unit 1: class 3.
                EXTERNAL_UNIT_1 = 0x04;
            }
            /// Values of `alert_on_message_delivery` (5.0 §4.8.4.2).
            AlertOnMessageDelivery {
                /// Default alert.
                DEFAULT_ALERT = 0x00;
                /// Low priority.
                LOW_PRIORITY = 0x01;
                /// Medium priority.
                MEDIUM_PRIORITY = 0x02;
                /// High priority.
                HIGH_PRIORITY = 0x03;
            }
            /// Values of `bearer_type` (3.4 §5.3.2.5; 5.0 §4.8.4.24).
            BearerType {
                /// Unknown.
                UNKNOWN = 0x00;
                /// Sms.
                SMS = 0x01;
                /// Csd.
                CSD = 0x02;
                /// Packet data.
                PACKET_DATA = 0x03;
                /// Ussd.
                USSD = 0x04;
                /// Cdpd.
                CDPD = 0x05;
                /// Datatac.
                DATATAC = 0x06;
                /// Flex reflex.
                FLEX_REFLEX = 0x07;
                /// Cell broadcast.
                CELL_BROADCAST = 0x08;
            }
            /// First octet of `broadcast_area_identifier` (5.0 §4.8.4.4.1 Table 4-65).
            BroadcastAreaFormat {
                /// Alias.
                ALIAS = 0x00;
                /// Ellipsoid arc.
                ELLIPSOID_ARC = 0x01;
                /// Polygon.
                POLYGON = 0x02;
            }
            /// Values of `broadcast_channel_indicator` (5.0 §4.8.4.7).
            BroadcastChannelIndicator {
                /// Basic.
                BASIC = 0x00;
                /// Extended.
                EXTENDED = 0x01;
            }
            /// First octet of `broadcast_content_type` (5.0 §4.8.4.8).
            BroadcastContentNetwork {
                /// Generic.
                GENERIC = 0x00;
                /// Gsm.
                GSM = 0x01;
                /// Tdma.
                TDMA = 0x02;
                /// Cdma.
                CDMA = 0x03;
            }
            /// Values of `broadcast_message_class` (5.0 §4.8.4.12).
            BroadcastMessageClass {
                /// No class.
                NO_CLASS = 0x00;
                /// Class 1.
                CLASS_1 = 0x01;
                /// Class 2.
                CLASS_2 = 0x02;
                /// Class 3.
                CLASS_3 = 0x03;
            }
            /// Values of `delivery_failure_reason` (3.4 §5.3.2.33; 5.0 §4.8.4.19).
            DeliveryFailureReason {
                /// Destination unavailable.
                DESTINATION_UNAVAILABLE = 0x00;
                /// Destination address invalid.
                DESTINATION_ADDRESS_INVALID = 0x01;
                /// Permanent network error.
                PERMANENT_NETWORK_ERROR = 0x02;
                /// Temporary network error.
                TEMPORARY_NETWORK_ERROR = 0x03;
            }
            /// Values of `dest_addr_np_resolution` (5.0 §4.8.4.22).
            DestAddrNpResolution {
                /// Query not performed.
                QUERY_NOT_PERFORMED = 0x00;
                /// Queried not ported.
                QUERIED_NOT_PORTED = 0x01;
                /// Queried ported: needs dest_addr_np_information and dest_addr_np_country.
                QUERIED_PORTED = 0x02;
            }
            /// Values of `display_time` (3.4 §5.3.2.26; 5.0 §4.8.4.31).
            DisplayTime {
                /// Temporary.
                TEMPORARY = 0x00;
                /// Default.
                DEFAULT = 0x01;
                /// Invoke.
                INVOKE = 0x02;
            }
            /// Values of `dpf_result` (3.4 §5.3.2.28; 5.0 §4.8.4.32).
            DpfResult {
                /// Dpf not set.
                DPF_NOT_SET = 0x00;
                /// Dpf set.
                DPF_SET = 0x01;
            }
            /// Values of `its_reply_type` (3.4 §5.3.2.42; 5.0 §4.8.4.33).
            ItsReplyType {
                /// Digit.
                DIGIT = 0x00;
                /// Number.
                NUMBER = 0x01;
                /// Telephone no.
                TELEPHONE_NO = 0x02;
                /// Password.
                PASSWORD = 0x03;
                /// Character line.
                CHARACTER_LINE = 0x04;
                /// Menu.
                MENU = 0x05;
                /// Date.
                DATE = 0x06;
                /// Time.
                TIME = 0x07;
                /// Continue.
                CONTINUE = 0x08;
            }
            /// Values of `language_indicator` (3.4 §5.3.2.19; 5.0 §4.8.4.35).
            LanguageIndicator {
                /// Unspecified.
                UNSPECIFIED = 0x00;
                /// English.
                ENGLISH = 0x01;
                /// French.
                FRENCH = 0x02;
                /// Spanish.
                SPANISH = 0x03;
                /// German.
                GERMAN = 0x04;
                /// Portuguese.
                PORTUGUESE = 0x05;
            }
            /// Values of `more_messages_to_send` (3.4 §5.3.2.34; 5.0 §4.8.4.38).
            MoreMessagesToSend {
                /// No.
                NO = 0x00;
                /// Yes.
                YES = 0x01;
            }
            /// Values of `ms_availability_status` (3.4 §5.3.2.30; 5.0 §4.8.4.39).
            MsAvailabilityStatus {
                /// Available.
                AVAILABLE = 0x00;
                /// Denied.
                DENIED = 0x01;
                /// Unavailable.
                UNAVAILABLE = 0x02;
            }
            /// First octet of `ms_validity` (3.4 §5.3.2.27; 5.0 §4.8.4.41).
            MsValidity {
                /// Store indefinitely.
                STORE_INDEFINITELY = 0x00;
                /// Power down.
                POWER_DOWN = 0x01;
                /// Registration area: 3.4 wording: SID based area.
                REGISTRATION_AREA = 0x02;
                /// Display only.
                DISPLAY_ONLY = 0x03;
                /// Relative time: 3 more octets follow: unit, count.
                RELATIVE_TIME = 0x04;
            }
            /// First octet of `network_error_code` (3.4 §5.3.2.31; 5.0 §4.8.4.42 Table 4-103).
            NetworkErrorType {
                /// Ansi 136 access denied: 3.4 name ANSI-136.
                ANSI_136_ACCESS_DENIED = 0x01;
                /// Is 95 access denied: 3.4 name IS-95.
                IS_95_ACCESS_DENIED = 0x02;
                /// Gsm.
                GSM = 0x03;
                /// Ansi 136 cause: reserved in 3.4.
                ANSI_136_CAUSE = 0x04;
                /// Is 95 cause.
                IS_95_CAUSE = 0x05;
                /// Ansi 41 error.
                ANSI_41_ERROR = 0x06;
                /// Smpp error: code is an SMPP command_status (low 16 bits).
                SMPP_ERROR = 0x07;
                /// Mc specific.
                MC_SPECIFIC = 0x08;
            }
            /// Values of `network_type` (3.4 §5.3.2.3; 5.0 §4.8.4.26).
            NetworkType {
                /// Unknown.
                UNKNOWN = 0x00;
                /// Gsm.
                GSM = 0x01;
                /// Ansi 136 tdma.
                ANSI_136_TDMA = 0x02;
                /// Is 95 cdma.
                IS_95_CDMA = 0x03;
                /// Pdc.
                PDC = 0x04;
                /// Phs.
                PHS = 0x05;
                /// Iden.
                IDEN = 0x06;
                /// Amps.
                AMPS = 0x07;
                /// Paging.
                PAGING = 0x08;
            }
            /// Values of `payload_type` (3.4 §5.3.2.10; 5.0 §4.8.4.44).
            PayloadType {
                /// Default: WDP for WAP.
                DEFAULT = 0x00;
                /// Wcmp.
                WCMP = 0x01;
            }
            /// Values of `privacy_indicator` (3.4 §5.3.2.14 Table 5-8; 5.0 §4.8.4.45).
            PrivacyIndicator {
                /// Not restricted.
                NOT_RESTRICTED = 0x00;
                /// Restricted.
                RESTRICTED = 0x01;
                /// Confidential.
                CONFIDENTIAL = 0x02;
                /// Secret.
                SECRET = 0x03;
            }
            /// Values of `set_dpf` (3.4 §5.3.2.29; 5.0 §4.8.4.52).
            SetDpf {
                /// Not requested.
                NOT_REQUESTED = 0x00;
                /// Requested.
                REQUESTED = 0x01;
            }
            /// First octet of `source_subaddress` and `dest_subaddress` (3.4 §5.3.2.15; 5.0 §4.8.4.60).
            SubaddressType {
                /// Nsap even.
                NSAP_EVEN = 0x80;
                /// Nsap odd.
                NSAP_ODD = 0x88;
                /// User specified: max 22 octets follow.
                USER_SPECIFIED = 0xA0;
            }
            /// First octet of `broadcast_frequency_interval`; other numbers than in `TimeUnitMsValidity` (5.0 §4.8.4.11 Table 4-72).
            TimeUnitBroadcast {
                /// As frequently as possible.
                AS_FREQUENTLY_AS_POSSIBLE = 0x00;
                /// Seconds.
                SECONDS = 0x08;
                /// Minutes.
                MINUTES = 0x09;
                /// Hours.
                HOURS = 0x0A;
                /// Days.
                DAYS = 0x0B;
                /// Weeks.
                WEEKS = 0x0C;
                /// Months.
                MONTHS = 0x0D;
                /// Years.
                YEARS = 0x0E;
            }
            /// Second octet of `ms_validity`; other numbers than in `TimeUnitBroadcast` (5.0 §4.8.4.41 Table 4-102).
            TimeUnitMsValidity {
                /// Seconds.
                SECONDS = 0x00;
                /// Minutes.
                MINUTES = 0x01;
                /// Hours.
                HOURS = 0x02;
                /// Days.
                DAYS = 0x03;
                /// Weeks.
                WEEKS = 0x04;
                /// Months.
                MONTHS = 0x05;
                /// Years.
                YEARS = 0x06;
            }
            /// Values of `ussd_service_op` (3.4 §5.3.2.44; 5.0 §4.8.4.64).
            UssdServiceOp {
                /// Pssd indication.
                PSSD_INDICATION = 0x00;
                /// Pssr indication.
                PSSR_INDICATION = 0x01;
                /// Ussr request.
                USSR_REQUEST = 0x02;
                /// Ussn request.
                USSN_REQUEST = 0x03;
                /// Pssd response.
                PSSD_RESPONSE = 0x10;
                /// Pssr response.
                PSSR_RESPONSE = 0x11;
                /// Ussr confirm.
                USSR_CONFIRM = 0x12;
                /// Ussn confirm.
                USSN_CONFIRM = 0x13;
            }
        }
    };
}
