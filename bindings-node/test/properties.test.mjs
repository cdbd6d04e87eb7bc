import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';
import * as smppkit from 'smppkit';
import { DecodeError, Pdu, Session, SubmitMulti, UnknownPdu, decode, decodeAll, encode } from 'smppkit';

const classes = Object.values(smppkit).filter((value) => value?.prototype instanceof Pdu && value !== UnknownPdu);
const runs = { numRuns: Number(process.env.RUNS ?? 2000) };
const plainObject = { noNullPrototype: true };

const string = fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((octet) => String.fromCharCode(octet)), maxLength: 70 });
const octets = fc.uint8Array({ maxLength: 255 });
const byte = fc.nat(255);
const dest = fc.oneof(
  fc.record({ ton: byte, npi: byte, destinationAddr: string }, plainObject),
  fc.record({ dlName: string }, plainObject),
);
const failed = fc.record({ destAddrTon: byte, destAddrNpi: byte, destinationAddr: string, errorStatusCode: fc.nat(0xffff_ffff) }, plainObject);

/** A value for a property that has this one when it is empty. */
function valueLike(name, empty) {
  if (typeof empty === 'number') return byte;
  if (typeof empty === 'string') return string;
  if (empty instanceof Uint8Array) return octets;
  return fc.array({ destAddress: dest, unsuccessSme: failed, messageDetails: string }[name], { maxLength: 5 });
}

const tlvs = fc.array(fc.tuple(fc.nat(0xffff), fc.uint8Array({ maxLength: 40 })), { maxLength: 5 });

/** Any PDU: its class, and fields of which some are left out. */
const pdus = fc.constantFrom(...classes).chain((type) => {
  const empty = new type();
  const names = Object.entries(Object.getOwnPropertyDescriptors(type.prototype))
    .filter(([name, { get }]) => get !== undefined && !name.startsWith('_'))
    .map(([name]) => name);
  const fields = Object.fromEntries(names.map((name) => [name, valueLike(name, empty[name])]));
  const header = { commandStatus: fc.nat(0xffff_ffff), sequenceNumber: fc.nat(0xffff_ffff), tlvs };
  return fc.record({ ...fields, ...header }, { requiredKeys: [], ...plainObject }).map((given) => ({ type, given, names }));
});

/** Whether what follows the header of a response is TLVs to the end: one with control characters may be read as those alone. */
function looksLikeTlvs(frame) {
  let at = 16;
  while (at + 4 <= frame.length) at += 4 + frame[at + 2] * 256 + frame[at + 3];
  return at === frame.length && (frame[4] & 0x80) !== 0;
}

const plain = (value) => (value instanceof Uint8Array ? [...value] : value);

test('what is built is what is read again, and gives the same octets', () => {
  fc.assert(
    fc.property(pdus, ({ type, given, names }) => {
      const built = new type(given);
      const frame = encode(built);
      fc.pre(names.length === 0 || !looksLikeTlvs(frame));
      const read = decode(frame);
      assert.ok(read instanceof type);
      for (const name of [...names, 'commandStatus', 'sequenceNumber']) {
        assert.deepEqual(plain(read[name]), plain(built[name]), name);
        if (given[name] !== undefined) assert.deepEqual(plain(read[name]), plain(given[name]), name);
      }
      // TLVs of a length that they must not have are faults, and kept.
      assert.deepEqual([...read.tlvs].map(([tag, value]) => [tag, [...value]]), (given.tlvs ?? []).map(([tag, value]) => [tag, [...value]]));
      assert.deepEqual(encode(read), frame);
      assert.deepEqual(encode(read.with({})), frame);
      assert.deepEqual(encode(built.with({})), frame);
    }),
    runs,
  );
});

/** A frame: a header that is often a known PDU's, and any octets behind it. */
const frames = fc
  .tuple(
    fc.oneof(fc.constantFrom(...Object.values(smppkit.CommandId)), fc.nat(0xffff_ffff)),
    fc.oneof(fc.constant(0), fc.nat(0xffff_ffff)),
    fc.array(fc.oneof({ weight: 3, arbitrary: fc.nat(6) }, byte), { maxLength: 120 }),
  )
  .map(([id, status, body]) => {
    const frame = Buffer.alloc(16 + body.length);
    frame.writeUInt32BE(frame.length, 0);
    frame.writeUInt32BE(id, 4);
    frame.writeUInt32BE(status, 8);
    frame.set(body, 16);
    return frame;
  });

test('any frame decodes, can be shown, and encodes to the same octets', () => {
  fc.assert(
    fc.property(frames, (frame) => {
      const pdu = decode(frame);
      assert.deepEqual(encode(pdu), frame);
      assert.deepEqual(encode(pdu.with({})), frame);
      assert.equal(pdu.isFaulty, pdu.faults.length > 0);
      for (const { offset } of pdu.faults) assert.ok(offset <= frame.length);
      assert.ok(`${pdu}`.length > 0 && JSON.stringify(pdu).length > 0);
      if (!(pdu instanceof UnknownPdu)) smppkit.readMessage(pdu);
    }),
    runs,
  );
});

test('any octets give PDUs or a DecodeError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      for (const read of [() => decode(noise), () => [...decodeAll(noise)]]) {
        try {
          read();
        } catch (error) {
          assert.ok(error instanceof DecodeError, `${error}`);
        }
      }
    }),
    runs,
  );
});

test('a session survives any octets in any pieces', () => {
  fc.assert(
    fc.property(fc.constantFrom('esme', 'mc'), fc.array(fc.oneof(frames, fc.uint8Array({ maxLength: 50 }))), (role, pieces) => {
      const session = new Session({ role }, 4, 0);
      for (const [at, piece] of pieces.entries()) {
        for (const event of session.receive(piece, at)) if (event.kind === 'request') session.reject(event.ticket, 8, at);
        session.dataToSend();
      }
      session.receiveEof(pieces.length);
      assert.equal(session.state, 'closed');
    }),
    { numRuns: 500 },
  );
});

test('a list is read as it was built, in whatever company', () => {
  fc.assert(
    fc.property(fc.array(dest, { maxLength: 255 }), octets, (destAddress, shortMessage) => {
      const read = decode(encode(new SubmitMulti({ destAddress, shortMessage })));
      assert.deepEqual(read.destAddress, destAddress);
      assert.deepEqual([...read.shortMessage], [...shortMessage]);
    }),
    { numRuns: 300 },
  );
});
