// node-smpp as an ESME: `esme.js PORT SCENARIO`.
'use strict';

const fs = require('fs');
const smpp = require('smpp');

const [port, scenario] = process.argv.slice(2);

class Cannot extends Error {}

function tell(step, seen) {
  process.stdout.write(JSON.stringify({ step: step.step, ...seen }) + '\n');
}

class Client {
  constructor() {
    this.ids = {};
    this.deliveries = [];
    this.waiting = () => {};
  }

  connect() {
    this.session = smpp.connect({ host: '127.0.0.1', port: Number(port) });
    this.session.on('deliver_sm', (pdu) => {
      this.session.send(pdu.response());
      this.deliveries.push({ received: pdu.command, fields: delivery(pdu) });
      this.waiting();
    });
    this.session.on('enquire_link', (pdu) => this.session.send(pdu.response()));
    this.session.on('unbind', (pdu) => {
      this.session.send(pdu.response(), () => this.session.close());
    });
    return new Promise((resolve, reject) => this.session.on('connect', resolve).on('error', reject));
  }

  ask(command, fields) {
    return new Promise((resolve) => this.session[command](fields, resolve));
  }

  async bind(step) {
    const { system_id, password, interface_version } = step;
    await this.connect();
    const answer = await this.ask(`bind_${step.kind}`, { system_id, password, interface_version });
    tell(step, { command_status: answer.command_status });
    if (answer.command_status) this.session.close();
  }

  async submit_sm(step) {
    const fields = { ...step.pdu, short_message: Buffer.from(step.pdu.short_message, 'hex') };
    for (const tlv of step.tlvs || []) {
      if (!tlv.name) {
        smpp.addTLV('vendor', { id: tlv.tag, type: smpp.types.tlv.buffer });
        fields.vendor = Buffer.from(tlv.hex, 'hex');
      } else fields[tlv.name] = tlv.value ?? Buffer.from(tlv.hex, 'hex');
    }
    const answer = await this.ask('submit_sm', fields);
    this.ids[step.step] = answer.message_id;
    tell(step, { command_status: answer.command_status, message_id: answer.message_id });
  }

  async submit_text(step) {
    if (step.shows === 'long') throw new Cannot('splits no text');
    const { source_addr, destination_addr, text } = step;
    const answer = await this.ask('submit_sm', { source_addr, destination_addr, short_message: text });
    tell(step, { command_status: answer.command_status, message_id: answer.message_id });
  }

  async submit_many(step) {
    const fields = { ...step.pdu, short_message: Buffer.from(step.pdu.short_message, 'hex') };
    const answers = Array.from({ length: step.count }, () => this.ask('submit_sm', fields));
    for (const { command_status, message_id } of await Promise.all(answers)) tell(step, { command_status, message_id });
  }

  async data_sm(step) {
    const answer = await this.ask('data_sm', { ...step.pdu, message_payload: Buffer.from(step.tlvs[0].hex, 'hex') });
    tell(step, { command_status: answer.command_status, message_id: answer.message_id });
  }

  async submit_multi(step) {
    const fields = { ...step.pdu, short_message: Buffer.from(step.pdu.short_message, 'hex'), dest_address: step.dest_address };
    const answer = await this.ask('submit_multi', fields);
    tell(step, { command_status: answer.command_status, message_id: answer.message_id });
  }

  async about(step, fields = {}) {
    const { source_addr_ton, source_addr_npi, source_addr, dest_addr_ton, dest_addr_npi, destination_addr } = step;
    const answer = await this.ask(step.do, {
      message_id: this.ids[step.message],
      ...{ source_addr_ton, source_addr_npi, source_addr, dest_addr_ton, dest_addr_npi, destination_addr },
      ...fields,
    });
    const { command_status, message_id, message_state } = answer;
    tell(step, { command_status, message_id, message_state });
  }

  query_sm(step) {
    return this.about(step);
  }

  cancel_sm(step) {
    return this.about(step);
  }

  replace_sm(step) {
    const { schedule_delivery_time, short_message } = step;
    return this.about(step, { schedule_delivery_time, short_message: Buffer.from(short_message, 'hex') });
  }

  async enquire_link(step) {
    tell(step, { command_status: (await this.ask('enquire_link', {})).command_status });
  }

  async receive(step) {
    tell(step, { ready: true });
    for (let left = step.count; left > 0; left--) {
      while (!this.deliveries.length) await new Promise((resolve) => (this.waiting = resolve));
      tell(step, this.deliveries.shift());
    }
  }

  async wait(step) {
    await new Promise((resolve) => setTimeout(resolve, step.seconds * 1000));
    tell(step, { ready: true });
  }

  async unbind(step) {
    const answer = await this.ask('unbind', {});
    tell(step, { command_status: answer.command_status });
    await new Promise((resolve) => this.session.close(resolve));
  }

  async receive_unbind(step) {
    const closed = new Promise((resolve) => this.session.on('close', resolve));
    tell(step, { ready: true });
    await closed;
    tell(step, { closed: true });
  }
}

// What the library reads in a deliver_sm.
function delivery(pdu) {
  const names = ['source_addr_ton', 'source_addr_npi', 'source_addr', 'dest_addr_ton', 'dest_addr_npi',
    'destination_addr', 'esm_class', 'data_coding', 'receipted_message_id', 'message_state'];
  const fields = Object.fromEntries(names.filter((name) => name in pdu).map((name) => [name, pdu[name]]));
  return { ...fields, text: pdu.short_message.message };
}

async function main() {
  const client = new Client();
  for (const session of JSON.parse(fs.readFileSync(scenario, 'utf8'))) {
    for (const step of session) {
      try {
        await client[step.do](step);
      } catch (error) {
        if (!(error instanceof Cannot)) throw error;
        tell(step, { cannot: error.message });
      }
    }
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
