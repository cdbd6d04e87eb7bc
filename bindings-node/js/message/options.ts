/** Alphabets of texts. */
export type Alphabet =
  | 'gsm7'
  | 'gsm7-packed'
  | 'ascii'
  | 'latin1'
  | 'cyrillic'
  | 'hebrew'
  | 'ucs2'
  | 'shift-jis'
  | 'iso-2022-jp'
  | 'euc-jp'
  | 'euc-kr'
  | 'utf8';

/** How a text is sent. */
export interface TextOptions {
  /** The alphabets to choose from; the one that makes the fewest parts wins. Default: GSM 7-bit and UCS-2. */
  alphabets?: readonly Alphabet[];
  /** The alphabet of `data_coding` 0 for this account. Default: GSM 7-bit. */
  mcDefault?: Alphabet;
  /** Whether the national language tables of GSM 7-bit may be used. Default: no. */
  nationalTables?: boolean;
  /** The class of the message: a flash message is shown at once. Default: none. */
  class?: 'flash' | 'mobileEquipment' | 'sim' | 'terminalEquipment';
  /**
   * How the parts of a long message are tied together: by a header with an 8-bit or 16-bit reference, by the TLVs
   * `sar_…`, or not at all, since it goes out whole in the TLV `message_payload`. Default: `'udh8'`.
   */
  long?: 'udh8' | 'udh16' | 'sar' | 'payload';
  /** How many parts there may be, up to 255. Default: 255. */
  maxParts?: number;
}
