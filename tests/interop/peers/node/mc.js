// node-smpp as an MC: `mc.js`. README.md says what an MC does here.
'use strict';

const readline = require('readline');
const smpp = require('smpp');

const ACCOUNTS = { app: 'secret', busy: 'secret' };
const RIGHTS = { bind_transmitter: 'transmitter', bind_receiver: 'receiver', bind_transceiver: 'transceiver' };

function tell(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

// The fields that the library read or that we gave it.
function fields(pdu) {
  const { command, command_length, command_id, command_status, sequence_number, short_message, message_payload, ...rest } = pdu;
  delete rest.password;
  // Dates, as which it reads times.
  for (const name of ['schedule_delivery_time', 'validity_period']) delete rest[name];
  for (const [name, value] of Object.entries(rest)) {
    if (!Buffer.isBuffer(value)) continue;
    // A TLV that the library does not know.
    delete rest[name];
    rest['0x' + Number(name).toString(16).padStart(4, '0')] = value.toString('hex');
  }
  if (rest.dest_address) rest.dest_address = rest.dest_address.map((address) => ({ dest_flag: 1, ...address }));
  const text = short_message?.message ?? short_message;
  if (Buffer.isBuffer(text) && !short_message.udh) rest.short_message = text.toString('hex');
  else if (text && typeof text === 'string') rest.text = text;
  const payload = message_payload?.message ?? message_payload;
  if (typeof payload === 'string') rest.payload_text = payload;
  return rest;
}

class Bound {
  constructor(centre, session) {
    this.centre = centre;
    this.session = session;
    this.number = ++centre.sessions;
    session.on('error', () => {});
    session.on('pdu', (pdu) => this.received(pdu));
    session.on('close', () => this.closed());
  }

  closed() {
    clearInterval(this.timer);
    this.centre.bound.delete(this);
  }

  answer(pdu, command_status, more = {}) {
    tell({ session: this.number, by: 'esme', command: pdu.command, fields: fields(pdu), answer: { command_status, ...more } });
    this.session.send(pdu.response({ command_status, ...more }));
  }

  ask(command, options) {
    this.session[command](options, (answer) => {
      const { command_status } = answer;
      tell({ session: this.number, by: 'mc', command, fields: fields(options), answer: { command_status } });
      if (command === 'unbind') this.session.close();
    });
  }

  received(pdu) {
    if (pdu.isResponse()) return;
    const { bound } = this.centre;
    if (pdu.command in RIGHTS) {
      const { system_id, password } = pdu;
      const status = !(system_id in ACCOUNTS) ? smpp.ESME_RINVSYSID
        : ACCOUNTS[system_id] !== password ? smpp.ESME_RINVPASWD : smpp.ESME_ROK;
      this.answer(pdu, status, status ? {} : { system_id: 'node-smpp' });
      if (status) return;
      Object.assign(this, { system_id, receives: RIGHTS[pdu.command] !== 'transmitter', taken: 0 });
      bound.add(this);
      this.timer = setInterval(() => this.ask('enquire_link', {}), 300);
      this.centre.deliver();
      return;
    }
    switch (pdu.command) {
      case 'submit_sm':
      case 'data_sm':
      case 'submit_multi':
        this.submitted(pdu);
        break;
      case 'query_sm':
        this.answer(pdu, 0, { message_id: pdu.message_id, message_state: 1 });
        break;
      case 'unbind':
        this.answer(pdu, 0);
        this.session.close();
        break;
      case 'replace_sm':
      case 'cancel_sm':
      case 'enquire_link':
        this.answer(pdu, 0);
        break;
    }
  }

  submitted(pdu) {
    this.taken += 1;
    if (this.system_id === 'busy' && this.taken > 1) return this.answer(pdu, smpp.ESME_RTHROTTLED);
    const message_id = String(++this.centre.messages);
    this.answer(pdu, 0, { message_id });
    if (pdu.registered_delivery === 1) this.centre.put(receipt(pdu, message_id));
  }
}

function receipt(pdu, id) {
  const text = `id:${id} sub:001 dlvrd:001 submit date:2611261200 done date:2611261200 stat:DELIVRD err:000 text:`;
  return {
    source_addr_ton: pdu.dest_addr_ton, source_addr_npi: pdu.dest_addr_npi, source_addr: pdu.destination_addr,
    dest_addr_ton: pdu.source_addr_ton, dest_addr_npi: pdu.source_addr_npi, destination_addr: pdu.source_addr,
    esm_class: 4, data_coding: 0, short_message: text, receipted_message_id: id, message_state: 2,
  };
}

class Centre {
  sessions = 0;
  messages = 0;
  bound = new Set();
  waiting = [];

  put(deliver_sm) {
    this.waiting.push(deliver_sm);
    this.deliver();
  }

  deliver() {
    const receiver = [...this.bound].find((one) => one.receives);
    while (receiver && this.waiting.length) receiver.ask('deliver_sm', this.waiting.shift());
  }
}

const centre = new Centre();
const server = smpp.createServer((session) => new Bound(centre, session));
server.listen(0, '127.0.0.1', () => tell({ listening: server.address().port }));
readline.createInterface({ input: process.stdin })
  .on('line', (line) => {
    const [source_addr, destination_addr, short_message] = line.split(/:(.*?):(.*)/s);
    // As UCS-2 what is not ASCII; the library would choose its own, and call the GSM alphabet data_coding 1.
    const data_coding = /^[\x20-\x7e]*$/.test(short_message) ? 0 : 8;
    centre.put({ source_addr, destination_addr, data_coding, short_message });
  })
  .on('close', () => {
    server.close();
    for (const one of centre.bound) one.ask('unbind', {});
  });
