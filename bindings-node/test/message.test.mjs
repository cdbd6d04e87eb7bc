import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  Correlator,
  DeliverSm,
  EsmClass,
  MessageState,
  AwaitedReceipts,
  Joining,
  Reassembler,
  RegisteredDelivery,
  SmppkitError,
  SubmitSm,
  UnbindResp,
  absoluteTime,
  decodeText,
  encode,
  encodeText,
  formatReceipt,
  parseReceipt,
  parseTime,
  readAddress,
  readMessage,
  relativeTime,
  splitBinary,
  splitText,
  submitText,
  textInfo,
} from 'smppkit';

const isMessageError = (error) => error instanceof SmppkitError && error.code === 'SMPPKIT_MESSAGE';
const long = 'All work and no play makes Jack a dull boy. '.repeat(10);

test('how a text travels', () => {
  assert.deepEqual(textInfo('Fare: 12 €'), { alphabet: 'gsm7', characters: 10, units: 11, parts: 1, unitsLeft: 149 });
  assert.equal(textInfo('Привет').alphabet, 'ucs2');
  assert.equal(textInfo('naïve', { mcDefault: 'latin1' }).alphabet, 'latin1');
  assert.equal(textInfo(long, { long: 'payload' }).unitsLeft, null);
  assert.throws(() => textInfo('Привет', { alphabets: ['latin1'] }), isMessageError);
});

test('splitting', () => {
  const parts = splitText(long, { reference: 7 });
  assert.equal(parts.length, 3);
  assert.equal(parts.map(({ text }) => text).join(''), long);
  assert.equal(parts[0].octets.subarray(0, 6).toString('hex'), '050003070301');
  assert.equal(parts[0].esmClass, EsmClass.UDHI);
  assert.deepEqual(splitText(long, { long: 'sar', reference: 300 })[1].sar, { sarMsgRefNum: 300, sarTotalSegments: 3, sarSegmentSeqnum: 2 });
  assert.ok(splitText(long, { long: 'payload' })[0].inMessagePayload);
  assert.equal(splitBinary(Buffer.alloc(300)).length, 3);
  assert.equal(splitBinary(Buffer.alloc(10), { udh: Buffer.from('0504 0b8423f0'.replace(' ', ''), 'hex') })[0].octets.length, 17);
  assert.throws(() => splitText(long, { maxParts: 2 }), isMessageError);
  assert.throws(() => splitText(long, { reference: 65_536 }), isMessageError);
});

test('an argument of a wrong type is told by its name', () => {
  assert.throws(() => submitText('', 447700900123, 'Hi'), { code: 'SMPPKIT_MESSAGE', message: /^to must be a string, not 447700900123/ });
  assert.throws(() => submitText('', '1'), { code: 'SMPPKIT_MESSAGE', message: /^text must be a string, not undefined/ });
});

test('a text as submit_sm, and back', () => {
  for (const text of ['Hello "you" \\ €', long, 'Привет, 😀! '.repeat(30)]) {
    for (const how of ['udh8', 'udh16', 'sar', 'payload']) {
      const template = new SubmitSm({ serviceType: 'CMT', tlvs: { userMessageReference: 5 } });
      const parts = submitText('MyShop', '+447700900123', text, { long: how, reference: 9, receipt: true, template });
      const reassembler = new Reassembler();
      const seen = parts.map((pdu) => {
        assert.ok(pdu instanceof SubmitSm);
        assert.deepEqual([pdu.serviceType, pdu.sourceAddr, pdu.destinationAddr, pdu.destAddrTon], ['CMT', 'MyShop', '447700900123', 1]);
        assert.equal(pdu.registeredDelivery, RegisteredDelivery.RECEIPT);
        assert.equal(pdu.tlvs.userMessageReference, 5);
        return reassembler.insert(pdu, 0);
      });
      const whole = parts.length === 1 ? readMessage(parts[0]).text : seen.at(-1).message.text;
      assert.equal(whole, text);
    }
  }
  assert.throws(() => submitText('', 'Müller', 'x'), isMessageError);
  assert.equal(submitText('', '12345', '')[0].shortMessage.length, 0);
});

test('joining: when the parts of long messages are answered', () => {
  const joining = new Joining({ holdMs: 1000, timeoutMs: 60_000 });
  const [one, two] = submitText('MyShop', '447700900123', 'Hello '.repeat(30), { reference: 7 });
  assert.equal(joining.insert(new DeliverSm({ shortMessage: 'whole' }), 'a whole one', 0), undefined);
  assert.deepEqual(joining.insert(one, 'first', 0), []);
  assert.equal(joining.timeout(), 1000);
  assert.deepEqual(joining.handleTimeout(999), []);
  assert.deepEqual(joining.handleTimeout(1000), [{ kind: 'accept', request: 'first' }]);
  let [message] = joining.insert(two, 'second', 2000);
  assert.deepEqual([message.kind, message.message.text, message.first], ['message', 'Hello '.repeat(30), 'first']);
  // It is rejected: the part that was accepted waits for the other to come again.
  assert.deepEqual(joining.settle(message.number, false, 2000), { requests: ['second'], isLost: false });
  [message] = joining.insert(two, 'second again', 3000);
  assert.equal(message.first, 'first');
  assert.deepEqual(joining.settle(message.number, true, 3000).requests, ['second again']);
  assert.deepEqual(joining.settle(message.number, true, 3000).requests, []);
  assert.deepEqual(joining.insert(one, 'a copy', 3000), [{ kind: 'accept', request: 'a copy' }]);

  const small = new Joining({ holdMs: 0, maxOctets: 100 });
  assert.deepEqual(small.insert(one, 'no room', 0), [{ kind: 'reject', request: 'no room' }]);
  const other = new Joining({ holdMs: 0 });
  assert.deepEqual(other.insert(one, 'first', 0), [{ kind: 'accept', request: 'first' }]);
  [message] = other.end();
  assert.deepEqual(message.message.missing, [2]);
});

test('awaited receipts', () => {
  const awaited = new AwaitedReceipts({ spare: 1, timeoutMs: 1000, rule: 'same' });
  const group = awaited.open();
  const [first, second] = [awaited.underWay(group, 0), awaited.underWay(group, 1)];
  assert.deepEqual(awaited.received('a', true, 'early', 0), []);
  assert.equal(awaited.poll(group), 'pending');
  assert.deepEqual(awaited.answered(first, 'a', 0), [{ kind: 'wake', group }]);
  assert.deepEqual(awaited.poll(group), { receipt: 'early', part: 0, messageId: 'a', isCertain: true });
  assert.deepEqual(awaited.answered(second, 'b', 0), []);
  assert.equal(awaited.waiting(group), 1);
  assert.deepEqual(awaited.received('c', true, 'of nobody', 0), [{ kind: 'pass', receipt: 'of nobody' }]);
  awaited.leave(group);
  // Nobody takes them: the oldest is rejected for now, and awaited again.
  assert.deepEqual(awaited.received('b', false, 'on its way', 0), []);
  assert.deepEqual(awaited.received('b', false, 'still', 0), [{ kind: 'reject', receipt: 'on its way' }]);
  assert.equal(awaited.poll(group).receipt, 'still');
  awaited.received('b', true, 'delivered', 0);
  const { part, messageId } = awaited.poll(group);
  assert.equal(awaited.poll(group), undefined);
  awaited.awaitAgain(group, part, messageId, 500);
  assert.equal(awaited.poll(group), 'pending');
  assert.equal(awaited.timeout(), 1500);
  assert.deepEqual(awaited.handleTimeout(1500), [{ kind: 'wake', group }]);
  assert.equal(awaited.poll(group), undefined);

  const other = awaited.open();
  awaited.answered(awaited.underWay(other, 0), 'd', 2000);
  awaited.received('d', true, 'of d', 2000);
  assert.deepEqual(awaited.close(other), [{ kind: 'pass', receipt: 'of d' }]);
  assert.equal(awaited.poll(other), undefined);
  const last = awaited.open();
  awaited.underWay(last, 0);
  awaited.received('e', true, 'held back', 2000);
  assert.deepEqual(awaited.end(), [{ kind: 'pass', receipt: 'held back' }]);
});

test('reassembly', () => {
  const reassembler = new Reassembler({ timeoutMs: 1000 });
  const [one, two, three] = submitText('1', '2', long);
  assert.deepEqual(reassembler.insert(three, 0), { kind: 'waiting', received: 1, totalSegments: 3 });
  assert.deepEqual(reassembler.insert(three, 0), { kind: 'duplicate' });
  assert.equal(reassembler.insert(one, 5).kind, 'waiting');
  assert.equal(reassembler.timeout(), 1000);
  assert.deepEqual(reassembler.handleTimeout(999), []);
  const [late] = reassembler.handleTimeout(1000);
  assert.deepEqual([late.isComplete, late.missing], [false, [2]]);
  assert.equal(reassembler.timeout(), undefined);
  assert.equal(reassembler.insert(two, 2000).kind, 'waiting');
  assert.equal(reassembler.insert(new DeliverSm({ shortMessage: 'whole' }), 0), undefined);
  assert.throws(() => new Reassembler({ maxOctets: 10 }).insert(one, 0), (error) => error.code === 'SMPPKIT_REASSEMBLER_FULL');
});

test('receipts', () => {
  const text = formatReceipt({
    messageId: '0123456789',
    messageState: MessageState.DELIVERED,
    submitDate: new Date(Date.UTC(2026, 10, 23, 2, 0)),
    doneDate: new Date(Date.UTC(2026, 10, 23, 2, 5)),
    text: 'Hello',
  });
  assert.equal(text.toString(), 'id:0123456789 sub:001 dlvrd:001 submit date:2611230200 done date:2611230205 stat:DELIVRD err:000 text:Hello');
  const receipt = parseReceipt(text);
  assert.deepEqual(
    [receipt.messageId, receipt.messageState, receipt.isFinal, receipt.doneDate.local, receipt.text.toString(), receipt.isCertain],
    ['0123456789', MessageState.DELIVERED, true, '2026-11-23T02:05:00', 'Hello', true],
  );
  const pdu = new DeliverSm({ esmClass: 4, shortMessage: text, tlvs: { receiptedMessageId: 'AB' } });
  assert.deepEqual([readMessage(pdu).kind, parseReceipt(pdu).messageId, parseReceipt(pdu).source], ['receipt', 'AB', 'tlv']);
  const part = Buffer.from('\x05\0\x03\x2a\x02\x01Hello', 'latin1');
  const sorts = [
    [new DeliverSm({ shortMessage: 'Hello' }), 'message'],
    [new DeliverSm({ esmClass: 0x40, shortMessage: part }), 'part'],
    [new DeliverSm({ esmClass: 0x50, shortMessage: part }), 'message'],
    [pdu, 'receipt'],
    [new DeliverSm({ esmClass: 4, shortMessage: 'stat:DELIVRD' }), 'nameless_receipt'],
    [new SubmitSm({ shortMessage: 'Hello' }), 'other'],
  ];
  for (const [one, sort] of sorts) assert.equal(readMessage(one).sort, sort);
  assert.equal(parseReceipt('id:7 stat:UNDELIV err:21b').errorCode.text, '21b');
  assert.equal(parseReceipt(new DeliverSm({ shortMessage: 'Hello' })).messageId, null);
  assert.equal(readMessage(new UnbindResp()), undefined);
  const brief = { messageId: '1', messageState: 5, submitDate: new Date(0), doneDate: new Date(0) };
  assert.equal(formatReceipt(brief, 'brief').toString(), 'id:1 stat:UNDELIV text:');
  assert.throws(() => formatReceipt({ ...brief, doneDate: new Date(NaN), submitDate: new Date(8.64e15) }), isMessageError);
});

test('texts and octets', () => {
  assert.equal(encodeText('é€', 'gsm7').toString('hex'), '051b65');
  assert.equal(decodeText(Buffer.from('051b65', 'hex'), 0), 'é€');
  assert.equal(decodeText(encodeText('Жук', 'cyrillic'), 6), 'Жук');
  assert.equal(decodeText(Buffer.from([0xe9]), 0, { mcDefault: 'latin1' }), 'é');
  for (const [alphabet, dataCoding, text, hex] of [
    ['shift-jis', 5, '漢', '8abf'],
    ['iso-2022-jp', 10, '漢', '1b244234411b2842'],
    ['euc-jp', 13, '漢', 'b4c1'],
    ['euc-kr', 14, '한', 'c7d1'],
  ]) {
    const octets = encodeText(text, alphabet);
    assert.equal(octets.toString('hex'), hex);
    assert.equal(decodeText(octets, dataCoding), text);
    assert.equal(textInfo(text, { alphabets: [alphabet] }).alphabet, alphabet);
  }
  assert.equal(decodeText(Buffer.from([1]), 4), undefined);
  assert.throws(() => encodeText('Ж', 'gsm7'), isMessageError);
  assert.throws(() => encodeText('x', 'klingon'), isMessageError);
});

test('times and addresses', () => {
  const date = new Date(Date.UTC(2026, 11, 31, 20, 0, 0, 300));
  assert.equal(absoluteTime(date), '261231200000300+');
  assert.equal(absoluteTime(date, 330), '270101013000322+');
  assert.deepEqual(parseTime(absoluteTime(date, -120)), { kind: 'absolute', date, offsetMinutes: -120 });
  assert.equal(relativeTime(2 * 86_400_000 + 90_000), '000002000130000R');
  assert.equal(parseTime('000002000130000R').days, 2);
  assert.deepEqual(parseTime('261123020500'), { kind: 'mc_local', local: '2026-11-23T02:05:00' });
  assert.equal(parseTime(''), undefined);
  assert.throws(() => parseTime('tomorrow'), isMessageError);
  assert.throws(() => absoluteTime(date, 7), isMessageError);
  assert.throws(() => relativeTime(1e12), isMessageError);
  assert.deepEqual(readAddress('+447700900123'), { ton: 1, npi: 1, addr: '447700900123' });
  assert.throws(() => readAddress(''), isMessageError);
});

test('which message a receipt is about', () => {
  const correlator = new Correlator({ maxMessages: 2, timeoutMs: 100 });
  const token = { order: 7 };
  assert.equal(correlator.submitted('18d0e03a', token, 0), undefined);
  const found = correlator.receipt('0416342074', true, 'DELIVRD', 1);
  assert.equal(found.token, token);
  assert.equal(found.rule, 'hexThenDecimal');
  assert.equal(correlator.receipt('early-1', true, { stat: 'DELIVRD' }, 1), undefined);
  assert.deepEqual(correlator.submitted('early-1', 'x', 2).receipt, { stat: 'DELIVRD' });
  for (const id of ['a1', 'a2', 'a3']) correlator.submitted(id, id, 10);
  assert.equal(correlator.timeout(), 110);
  assert.deepEqual(correlator.handleTimeout(110), ['a2', 'a3']);
  assert.equal(correlator.timeout(), undefined);
  assert.equal(new Correlator({ rule: 'same' }).timeout(), undefined);
});

test('a PDU that carries a message reads the same, decoded or made', () => {
  const pdu = new DeliverSm({ esmClass: EsmClass.UDHI, shortMessage: Buffer.concat([Buffer.from('0500032a0201', 'hex'), Buffer.from('caf\x05', 'latin1')]) });
  const read = readMessage(pdu);
  assert.deepEqual([read.kind, read.text, read.concatenation], ['message', 'café', { by: 'udh8', reference: 42, totalSegments: 2, segmentSeqnum: 1 }]);
  assert.equal(read.udh.toString('hex'), '00032a0201');
  assert.ok(encode(pdu).length > 16);
});
