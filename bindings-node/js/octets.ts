/** Octets: a `Buffer` in Node, a `Uint8Array` elsewhere. */
export type Octets = typeof globalThis extends { Buffer: { alloc(size: number): infer B extends Uint8Array } }
  ? B
  : Uint8Array;

const { Buffer } = globalThis as { Buffer?: typeof globalThis.Buffer };

/** Room for so many octets, in which anything may be. */
export const allocate: (length: number) => Octets =
  Buffer === undefined ? (length) => new Uint8Array(length) as Octets : (length) => Buffer.allocUnsafe(length);

/** The same octets in memory of their own. */
export function copy(octets: Uint8Array): Octets {
  const out = allocate(octets.length);
  out.set(octets);
  return out;
}

/** A part of octets, in memory of its own. */
export function slice(octets: Uint8Array, start: number, end: number): Octets {
  const out = allocate(end - start);
  out.set(octets.subarray(start, end));
  return out;
}

/** Octets as a string: a character for each. `octets` is what {@link allocate} gave. */
export function latin1(octets: Octets, start: number, end: number): string {
  return end - start <= 16 ? shortLatin1(octets, start, end - start) : longLatin1(octets, start, end);
}

const longLatin1: typeof latin1 =
  Buffer === undefined
    ? (octets, start, end) => {
        let text = '';
        // There is a limit to how many arguments a function takes.
        for (let at = start; at < end; at += 4096) {
          text += String.fromCharCode(...octets.subarray(at, Math.min(at + 4096, end)));
        }
        return text;
      }
    : (octets, start, end) => octets.toString('latin1', start, end);

/** Addresses are short: for so few characters a call into the runtime takes three times as long. */
// prettier-ignore
function shortLatin1(o: Octets, s: number, length: number): string {
  switch (length) {
    case 0: return '';
    case 1: return String.fromCharCode(o[s]!);
    case 2: return String.fromCharCode(o[s]!, o[s + 1]!);
    case 3: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!);
    case 4: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!);
    case 5: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!, o[s + 4]!);
    case 6: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!, o[s + 4]!, o[s + 5]!);
    case 7: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!, o[s + 4]!, o[s + 5]!, o[s + 6]!);
    case 8: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!, o[s + 4]!, o[s + 5]!, o[s + 6]!, o[s + 7]!);
    case 9: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!, o[s + 4]!, o[s + 5]!, o[s + 6]!, o[s + 7]!, o[s + 8]!);
    case 10: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!, o[s + 4]!, o[s + 5]!, o[s + 6]!, o[s + 7]!, o[s + 8]!, o[s + 9]!);
    case 11: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!, o[s + 4]!, o[s + 5]!, o[s + 6]!, o[s + 7]!, o[s + 8]!, o[s + 9]!, o[s + 10]!);
    case 12: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!, o[s + 4]!, o[s + 5]!, o[s + 6]!, o[s + 7]!, o[s + 8]!, o[s + 9]!, o[s + 10]!, o[s + 11]!);
    case 13: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!, o[s + 4]!, o[s + 5]!, o[s + 6]!, o[s + 7]!, o[s + 8]!, o[s + 9]!, o[s + 10]!, o[s + 11]!, o[s + 12]!);
    case 14: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!, o[s + 4]!, o[s + 5]!, o[s + 6]!, o[s + 7]!, o[s + 8]!, o[s + 9]!, o[s + 10]!, o[s + 11]!, o[s + 12]!, o[s + 13]!);
    case 15: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!, o[s + 4]!, o[s + 5]!, o[s + 6]!, o[s + 7]!, o[s + 8]!, o[s + 9]!, o[s + 10]!, o[s + 11]!, o[s + 12]!, o[s + 13]!, o[s + 14]!);
    default: return String.fromCharCode(o[s]!, o[s + 1]!, o[s + 2]!, o[s + 3]!, o[s + 4]!, o[s + 5]!, o[s + 6]!, o[s + 7]!, o[s + 8]!, o[s + 9]!, o[s + 10]!, o[s + 11]!, o[s + 12]!, o[s + 13]!, o[s + 14]!, o[s + 15]!);
  }
}

/** Octets, one piece behind the other. */
export function concat(pieces: readonly Uint8Array[]): Octets {
  const out = allocate(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}

/** Octets as hexadecimal digits. */
export function hex(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += octet.toString(16).padStart(2, '0');
  return text;
}

/** Hexadecimal digits as octets. */
export function fromHex(text: string): Octets {
  const octets = allocate(text.length / 2);
  for (let at = 0; at < octets.length; at++) octets[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return octets;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Text as UTF-8. */
export const toUtf8 = (text: string): Uint8Array => encoder.encode(text);
/** UTF-8 as text. */
export const fromUtf8 = (octets: Uint8Array): string => decoder.decode(octets);
