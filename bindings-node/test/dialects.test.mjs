// PDUs in the forms in which real message centres and clients send them: tests/dialects/README.md says what is what.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { parse } from 'smol-toml';
import {
  MessageState,
  Tag,
  commandStatusName,
  decode,
  decodeAll,
  encode,
  encodeAll,
  readMessage,
} from 'smppkit';

const folder = new URL('../../tests/dialects/', import.meta.url);
const forms = readdirSync(folder)
  .filter((name) => name.endsWith('.toml'))
  .flatMap((name) => parse(readFileSync(new URL(name, folder), 'utf8')).pdu);

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const tagNames = new Map(Object.entries(Tag).map(([name, tag]) => [tag, name.toLowerCase()]));
const tagName = (tag) => tagNames.get(tag) ?? `0x${tag.toString(16).toUpperCase().padStart(4, '0')}`;
const octetsOf = (form) => Buffer.from(form.hex.replace(/\s/g, ''), 'hex');

function shown(value) {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (!Array.isArray(value)) return value;
  return value.map((item) => {
    if (typeof item === 'string') return item;
    if (item.dlName !== undefined) return item.dlName;
    const address = `${item.ton ?? item.destAddrTon}/${item.npi ?? item.destAddrNpi}/${item.destinationAddr}`;
    return item.errorStatusCode === undefined ? address : `${address} ${commandStatusName(item.errorStatusCode)}`;
  });
}

/** The fields that are not empty, by their names in the specification. */
function fieldsOf(pdu) {
  const names = Object.entries(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(pdu)))
    .filter(([name, { get }]) => get !== undefined && !name.startsWith('_'))
    .map(([name]) => name);
  const fields = names.map((name) => [snake(name), shown(pdu[name])]);
  return Object.fromEntries(fields.filter(([, value]) => value !== 0 && value.length !== 0));
}

const anyString = (value) => Buffer.from(String(value), 'latin1').toString('latin1');

test('each form decodes as described, and encodes to the same octets', () => {
  assert.ok(forms.length > 250);
  for (const form of forms) {
    const at = `${form.command}: ${form.form} (${form.seen})`;
    const octets = octetsOf(form);
    const pdu = decode(octets);
    assert.equal(pdu.command.replace('0x', '').toLowerCase(), form.command.replace('0x', '').toLowerCase(), at);
    if (pdu.body === undefined) assert.deepEqual(fieldsOf(pdu), { ...form.fields }, at);
    const tlvs = [...pdu.tlvs].map(([tag, value]) => `${tagName(tag)} ${Buffer.from(value).toString('hex')}`);
    assert.deepEqual(tlvs, form.tlvs ?? [], at);
    if (pdu.body === undefined) assert.equal(pdu.remainder.toString('hex'), form.rest ?? '', at);
    const faults = pdu.faults.map(
      ({ field, offset, commandStatus }) => `${snake(field)} ${offset} ${commandStatusName(commandStatus)}`,
    );
    assert.deepEqual(faults, form.faults ?? [], at);
    assert.equal(pdu.isFaulty, faults.length > 0, at);
    assert.equal(encode(pdu).toString('hex'), octets.toString('hex'), at);
    assert.equal(encode(pdu.with({})).toString('hex'), octets.toString('hex'), at);
    // Neither throws, whatever there is to be shown.
    assert.ok(JSON.stringify(pdu).length > 0 && String(pdu).length > 0, anyString(at));
  }
});

test('each receipt is read as described', () => {
  const described = forms.filter((form) => form.receipt !== undefined);
  assert.ok(described.length > 50);
  for (const form of described) {
    const { kind, evidence, receipt } = readMessage(decode(octetsOf(form)));
    const at = form.form;
    const wanted = form.receipt;
    const words = (text) => text.toLowerCase().replace(/[^a-z]/g, '');
    assert.equal(words(kind), words(wanted.kind), at);
    assert.equal(words(evidence), words(wanted.by), at);
    assert.equal(receipt?.messageId ?? undefined, wanted.id?.split(' ')[0] || undefined, at);
    const state = wanted.state && MessageState[wanted.state.split(' ')[0]];
    if (state !== undefined && state !== '') assert.equal(receipt.messageState, state, at);
    assert.equal(receipt?.idsDiffer ?? false, wanted.ids_differ ?? false, at);
    assert.equal(receipt?.statesDiffer ?? false, wanted.states_differ ?? false, at);
    assert.equal(receipt?.isAmbiguous ?? false, wanted.ambiguous ?? false, at);
    assert.equal(receipt?.isConflicting ?? false, wanted.conflicting ?? false, at);
  }
});

test('all of them one behind the other', () => {
  const octets = Buffer.concat(forms.map(octetsOf));
  const pdus = [...decodeAll(octets)];
  assert.equal(pdus.length, forms.length);
  assert.deepEqual(encodeAll(pdus), octets);
});
