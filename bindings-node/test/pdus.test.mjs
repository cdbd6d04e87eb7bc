import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import * as smppkit from 'smppkit';
import {
  BroadcastSm,
  BindTransceiver,
  DecodeError,
  DeliverSm,
  FieldError,
  Pdu,
  QueryLastMsgsResp,
  SmppkitError,
  SubmitMulti,
  SubmitMultiResp,
  SubmitSm,
  SubmitSmResp,
  UnknownPdu,
  decode,
  decodeAll,
  encode,
} from 'smppkit';

const classes = Object.values(smppkit).filter((value) => value?.prototype instanceof Pdu && value !== UnknownPdu);

const fieldError = (fields) => (error) => {
  assert.ok(error instanceof FieldError && error instanceof SmppkitError && error instanceof Error);
  assert.equal(error.code, 'SMPPKIT_FIELD');
  for (const [name, value] of Object.entries(fields)) assert.equal(error[name], value, error.message);
  return true;
};

test('the engine is the one that was asked for', () => {
  assert.equal(smppkit.engine, process.env.SMPPKIT_ENGINE || 'native');
});

test('every PDU without fields, there and back', () => {
  assert.ok(classes.length > 30);
  for (const type of classes) {
    const pdu = decode(encode(new type({ sequenceNumber: 7, commandStatus: 0x1234_5678 })));
    assert.ok(pdu instanceof type);
    assert.deepEqual([pdu.sequenceNumber, pdu.commandStatus], [7, 0x1234_5678]);
    const missing = pdu.faults.filter(({ fault }) => fault !== 'missing_tlv');
    assert.deepEqual(missing, [], type.name);
  }
});

test('a submit_sm as in the documentation', () => {
  const pdu = new SubmitSm({ destinationAddr: '447700900123', shortMessage: 'Hello', tlvs: { userMessageReference: 7 } });
  assert.equal(pdu.tlvs.userMessageReference, 7);
  const octets = encode(pdu, { sequenceNumber: 9 });
  assert.ok(Buffer.isBuffer(octets));
  const read = decode(octets);
  assert.ok(read instanceof SubmitSm);
  assert.equal(read.destinationAddr, '447700900123');
  assert.equal(read.shortMessage.toString(), 'Hello');
  assert.ok(Buffer.isBuffer(read.shortMessage));
  assert.equal(read.tlvs.userMessageReference, 7);
  assert.deepEqual([read.sequenceNumber, read.command, read.commandId], [9, 'submit_sm', 4]);
  assert.equal(encode(read).toString('hex'), octets.toString('hex'));
});

test('TLVs by name, by number, repeated, in order, with parts', () => {
  const pdu = new SubmitSm({
    tlvs: {
      0x1400: 'vendor',
      callbackNum: [
        { digitMode: 1, ton: 1, npi: 1, digits: '4477' },
        { digitMode: 1, ton: 1, npi: 1, digits: '4488' },
      ],
      networkErrorCode: { networkType: 3, errorCode: 27 },
      receiptedMessageId: 'id',
      qosTimeToLive: 0xffff_ffff,
      messagePayload: Buffer.from([0, 1, 2]),
      msValidity: { behaviour: 4, unit: 3, count: 2 },
      broadcastRepNum: 5,
    },
  });
  for (const tlvs of [pdu.tlvs, decode(encode(pdu)).tlvs]) {
    assert.deepEqual(tlvs.get(0x1400), Buffer.from('vendor'));
    assert.deepEqual(tlvs.all('callbackNum').map(({ digits }) => digits.toString()), ['4477', '4488']);
    assert.deepEqual(tlvs.networkErrorCode, { networkType: 3, errorCode: 27 });
    assert.equal(tlvs.receiptedMessageId, 'id');
    assert.equal(tlvs.qosTimeToLive, 0xffff_ffff);
    assert.deepEqual(tlvs.messagePayload, Buffer.from([0, 1, 2]));
    assert.deepEqual(tlvs.msValidity, { behaviour: 4, unit: 3, count: 2 });
    assert.equal(tlvs.broadcastRepNum, 5);
    assert.equal(tlvs.destPort, undefined);
    assert.equal(tlvs.size, 9);
    assert.ok(tlvs.has(0x1400) && !tlvs.has(0x1401));
    assert.equal(tlvs.getAll(0x0381).length, 2);
  }
  const ordered = new SubmitSm({ tlvs: [['userMessageReference', 1], [0x1401, Buffer.from([9])], ['userMessageReference', 2]] });
  assert.deepEqual([...decode(encode(ordered)).tlvs].map(([tag]) => tag), [0x0204, 0x1401, 0x0204]);
  // What some peers send in the place of two octets.
  const short = new BroadcastSm({ tlvs: [[0x0604, Buffer.from([3])]] });
  assert.equal(short.tlvs.broadcastRepNum, 3);
  assert.equal(new SubmitSm({ tlvs: [[0x0423, Buffer.from('021')]] }).tlvs.networkErrorCode, undefined);
});

test('lists', () => {
  const destAddress = [{ ton: 1, npi: 1, destinationAddr: '4477' }, { dlName: 'friends' }, { destinationAddr: '1' }];
  const multi = decode(encode(new SubmitMulti({ destAddress, shortMessage: 'x', tlvs: { destPort: 5 } })));
  assert.deepEqual(multi.destAddress, [destAddress[0], destAddress[1], { ton: 0, npi: 0, destinationAddr: '1' }]);
  assert.equal(multi.tlvs.destPort, 5);
  const unsuccessSme = [{ destAddrTon: 1, destAddrNpi: 2, destinationAddr: '4477', errorStatusCode: 0xb }];
  const resp = decode(encode(new SubmitMultiResp({ messageId: '7', unsuccessSme })));
  assert.deepEqual(resp.unsuccessSme, unsuccessSme);
  const messageDetails = ['1', '', '12345678'];
  assert.deepEqual(decode(encode(new QueryLastMsgsResp({ messageDetails }))).messageDetails, messageDetails);
  const many = Array.from({ length: 255 }, (_, at) => ({ ton: 1, npi: 1, destinationAddr: String(at).padStart(20, '0') }));
  assert.deepEqual(decode(encode(new SubmitMulti({ destAddress: many }))).destAddress, many);
  assert.throws(() => encode(new SubmitMulti({ destAddress: [...many, ...many] })), fieldError({ field: 'destAddress', fault: 'too_many', len: 510, limit: 255 }));
});

test('a changed copy is changed in nothing else', () => {
  const given = new SubmitSm({ sequenceNumber: 3, sourceAddr: '1', destinationAddr: '2', shortMessage: 'x', tlvs: { 0x1400: 'v' } });
  for (const pdu of [given, decode(encode(given))]) {
    const changed = pdu.with({ destinationAddr: '3333', sequenceNumber: 4 });
    assert.ok(changed instanceof SubmitSm);
    assert.deepEqual([changed.sourceAddr, changed.destinationAddr, changed.sequenceNumber], ['1', '3333', 4]);
    assert.equal(pdu.destinationAddr, '2');
    const again = decode(encode(changed));
    assert.deepEqual([again.destinationAddr, again.shortMessage.toString(), again.tlvs.get(0x1400).toString()], ['3333', 'x', 'v']);
    assert.equal(encode(again.with({ destinationAddr: '2', sequenceNumber: 3 })).toString('hex'), encode(given).toString('hex'));
    assert.equal(changed.with({ tlvs: {} }).tlvs.size, 0);
  }
  // A faulty one keeps its fault.
  const faulty = decode(Buffer.from('00000012800000040000000000000001' + '3737', 'hex'));
  assert.equal(faulty.faults[0].fault, 'unterminated');
  assert.equal(encode(faulty.with({ sequenceNumber: 2 })).toString('hex'), '00000012800000040000000000000002' + '3737');
});

test('a PDU that no version knows', () => {
  const unknown = new UnknownPdu({ commandId: 0x0001_0200, sequenceNumber: 5, body: Buffer.from([1, 2, 3]) });
  const read = decode(encode(unknown));
  assert.ok(read instanceof UnknownPdu);
  assert.deepEqual([read.commandId, read.command, read.body.toString('hex')], [0x0001_0200, '0x00010200', '010203']);
  assert.equal(encode(read.with({ sequenceNumber: 6 })).toString('hex'), '00000013000102000000000000000006010203');
  assert.equal(String(read), "0x00010200 { sequenceNumber: 5, body: <010203> }");
});

test('what cannot be is an error that names the field', () => {
  const build = (fields) => () => new SubmitSm(fields);
  assert.throws(build({ destinatonAddr: '1' }), fieldError({ field: 'destinatonAddr', fault: 'unknown_field', pdu: 'submit_sm' }));
  assert.throws(build({ destAddrTon: 256 }), fieldError({ field: 'destAddrTon', fault: 'bad_type', limit: 255 }));
  assert.throws(build({ destAddrTon: 1.5 }), fieldError({ field: 'destAddrTon' }));
  assert.throws(build({ destAddrTon: '1' }), fieldError({ field: 'destAddrTon' }));
  assert.throws(build({ sourceAddr: 7 }), fieldError({ field: 'sourceAddr' }));
  assert.throws(build({ sourceAddr: 'Привет' }), fieldError({ field: 'sourceAddr' }));
  assert.throws(build({ shortMessage: '€' }), fieldError({ field: 'shortMessage' }));
  assert.throws(build({ sequenceNumber: -1 }), fieldError({ field: 'sequenceNumber' }));
  assert.throws(build({ tlvs: { noSuchTlv: 1 } }), fieldError({ field: 'tlvs.noSuchTlv', fault: 'unknown_field' }));
  assert.throws(build({ tlvs: { userMessageReference: 65_536 } }), fieldError({ field: 'tlvs.userMessageReference', limit: 65_535 }));
  assert.throws(build({ tlvs: { receiptedMessageId: 'a\0b' } }), fieldError({ field: 'tlvs.receiptedMessageId', fault: 'interior_nul' }));
  assert.throws(build({ tlvs: { 65536: 'x' } }), fieldError({ field: 'tlvs.65536' }));
  assert.throws(build({ tlvs: { networkErrorCode: 7 } }), fieldError({ field: 'tlvs.networkErrorCode' }));
  assert.throws(build({ tlvs: { networkErrorCode: { networkType: 1 } } }), fieldError({ field: 'tlvs.networkErrorCode.errorCode' }));
  assert.throws(() => new SubmitMulti({ destAddress: '1' }), fieldError({ field: 'destAddress' }));
  assert.throws(() => new SubmitMulti({ destAddress: [{}] }), fieldError({ field: 'destAddress' }));
  assert.throws(() => encode(new SubmitSm({ sourceAddr: 'a\0b' })), fieldError({ field: 'sourceAddr', fault: 'interior_nul', offset: 0 }));
  assert.throws(() => encode(new SubmitSm({ shortMessage: 'x'.repeat(256) })), fieldError({ field: 'shortMessage', fault: 'too_long', len: 256, limit: 255 }));
  assert.throws(() => encode(new SubmitSm({ tlvs: { messagePayload: Buffer.alloc(65_536) } })), fieldError({ field: 'tlvs', limit: 65_535 }));
});

test('what is written as in the specification, or in the wrong place, is told where it goes', () => {
  assert.throws(() => new SubmitSm({ destination_addr: '1' }), { message: /has no field destination_addr, but destinationAddr$/ });
  assert.throws(() => new SubmitSm({ userMessageReference: 1 }), { message: /it is a TLV, tlvs: { userMessageReference: … }$/ });
  assert.throws(() => new SubmitSm({ tlvs: { user_message_reference: 1 } }), { message: /but userMessageReference$/ });
  assert.throws(() => new SubmitSm({ shortMessage: '👋' }), { message: /texts are for sendText/ });
  assert.throws(() => encode({ destinationAddr: '1' }), { name: 'TypeError', message: /new SubmitSm/ });
});

test('octets that are no PDU', () => {
  const decodeError = (fields) => (error) => {
    assert.ok(error instanceof DecodeError);
    assert.equal(error.code, 'SMPPKIT_DECODE');
    for (const [name, value] of Object.entries(fields)) assert.equal(error[name], value);
    return true;
  };
  assert.throws(() => decode(Buffer.alloc(0)), decodeError({ len: 0 }));
  assert.throws(() => decode(Buffer.alloc(15)), decodeError({ len: 15, limit: 16 }));
  assert.throws(() => decode(Buffer.alloc(16)), decodeError({ commandLength: 0, len: 16 }));
  assert.throws(() => [...decodeAll(Buffer.from('GET / HTTP/1.1\r\n\r\n'))], decodeError({}));
  const two = Buffer.concat([encode(new SubmitSmResp({ messageId: '1' })), Buffer.from([0, 0, 0, 17, 0])]);
  const seen = [];
  assert.throws(() => {
    for (const pdu of decodeAll(two)) seen.push(pdu.messageId);
  }, decodeError({ len: 5 }));
  assert.deepEqual(seen, ['1']);
  assert.throws(() => decode('no octets'), TypeError);
});

test('a PDU is what it was when it was decoded, whatever becomes of the octets', () => {
  const octets = encode(new DeliverSm({ sourceAddr: '4477', shortMessage: 'Hello' }));
  const pdu = decode(octets);
  octets.fill(0xff);
  pdu.shortMessage.fill(0xff);
  assert.deepEqual([pdu.sourceAddr, pdu.shortMessage.toString()], ['4477', 'Hello']);
  // Anything that is a Uint8Array will do.
  assert.equal(decode(new Uint8Array(encode(pdu))).sourceAddr, '4477');
});

test('a PDU as large as the memory in front of the engine, and larger', () => {
  for (let length = 130_900; length < 131_200; length += 7) {
    const payload = Buffer.alloc(length - 65_535, 1);
    const pdu = new SubmitSm({ tlvs: { 0x1400: Buffer.alloc(65_535), 0x1401: payload.subarray(0, 65_535) } });
    assert.equal(encode(pdu).length, encode(decode(encode(pdu))).length);
  }
  const empty = Buffer.alloc(0);
  const many = new SubmitSm({ tlvs: Array.from({ length: 100_000 }, () => [0x1400, empty]) });
  assert.equal(decode(encode(many)).tlvs.size, 100_000);
  const tooMany = new SubmitSm({ tlvs: Array.from({ length: 400 }, () => [0x1400, Buffer.alloc(65_535)]) });
  assert.throws(() => encode(tooMany), (error) => error.code === 'SMPPKIT_BUFFER_TOO_SMALL' && error.limit === 2 ** 24);
});

test('large PDUs, and many', () => {
  const payload = Buffer.alloc(65_535, 7);
  const pdu = new SubmitSm({ tlvs: { messagePayload: payload, 0x1400: payload, 0x1401: payload } });
  const octets = encode(pdu);
  assert.ok(octets.length > 3 * 65_535);
  const read = decode(octets);
  assert.ok(read.tlvs.get(0x1401).equals(payload));
  const small = encode(new SubmitSmResp({ messageId: '1' }));
  assert.equal([...decodeAll(Buffer.concat([octets, ...Array(20_000).fill(small), octets]))].length, 20_002);
});

test('for people, without passwords', () => {
  const bind = new BindTransceiver({ systemId: 'app', password: 'secret', interfaceVersion: 0x34 });
  assert.equal(inspect(bind), "bind_transceiver { systemId: 'app', password: …, interfaceVersion: V3_4 }");
  assert.ok(!JSON.stringify(bind).includes('secret') && !`${bind}`.includes('secret'));
  const pdu = decode(encode(new SubmitSm({ sequenceNumber: 2, destAddrTon: 1, shortMessage: Buffer.from([0, 1]), dataCoding: 8, tlvs: { 0x1400: 'ab', messageState: 2 } })));
  assert.equal(
    inspect(pdu),
    "submit_sm { sequenceNumber: 2, destAddrTon: INTERNATIONAL, dataCoding: UCS2, shortMessage: <0001>, tlvs: { 0x1400: 'ab', messageState: DELIVERED } }",
  );
  assert.deepEqual(pdu.toJSON().tlvs, { '0x1400': '6162', messageState: 2 });
  assert.match(inspect(decode(Buffer.from('00000012800000040000000000000001' + '3737', 'hex'))), /faults: \[ submit_sm_resp.message_id: no NUL/);
});

test('names', () => {
  assert.equal(smppkit.CommandStatus.ESME_RTHROTTLED, 0x58);
  assert.equal(smppkit.commandStatusName(0x58), 'ESME_RTHROTTLED');
  assert.equal(smppkit.commandStatusName(0x450), '0x00000450');
  assert.equal(smppkit.retryOf(0x58), 'temporary');
  assert.equal(smppkit.retryOf(0x450), 'permanent');
  assert.match(smppkit.commandStatusText(0), /succeeded/);
  assert.equal(smppkit.commandName(4), 'submit_sm');
  assert.equal(smppkit.commandName(0x99), '0x00000099');
});
