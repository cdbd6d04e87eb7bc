// What a program in TypeScript sees: this must compile, and what is marked must not.
import {
  CommandStatus,
  Correlator,
  FieldError,
  Session,
  SmppkitError,
  SubmitSm,
  decode,
  encode,
  type AnyPdu,
  type NetworkErrorCodeValue,
  type Octets,
  type RequestEvent,
  type SessionEvent,
  type SmppkitErrorCode,
} from 'smppkit';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const is = <_T extends true>(): void => {};

const pdu = new SubmitSm({ destinationAddr: '447700900123', shortMessage: 'Hello', tlvs: { userMessageReference: 7, 0x1400: 'x' } });
is<Equal<typeof pdu.destinationAddr, string>>();
is<Equal<typeof pdu.esmClass, number>>();
is<Equal<typeof pdu.shortMessage, Octets>>();
is<Equal<typeof pdu.tlvs.userMessageReference, number | undefined>>();
is<Equal<typeof pdu.tlvs.networkErrorCode, NetworkErrorCodeValue | undefined>>();
is<Equal<ReturnType<typeof pdu.with>, SubmitSm>>();
is<Equal<typeof CommandStatus.ESME_RTHROTTLED, 88>>();
const digits: (Uint8Array | string)[] = pdu.tlvs.all('callbackNum').map((number) => number.digits);
void digits;

/** Never called. */
function mustNotCompile(): void {
  // @ts-expect-error: there is no such field
  new SubmitSm({ destinatonAddr: '1' });
  // @ts-expect-error: an address is a string
  new SubmitSm({ destinationAddr: 1 });
  // @ts-expect-error: there is no such TLV
  new SubmitSm({ tlvs: { noSuchTlv: 1 } });
  // @ts-expect-error: a PDU never changes
  pdu.sourceAddr = '1';
  // @ts-expect-error: what is inside is nobody's business
  void pdu._records;
  // @ts-expect-error: a side is esme or mc
  new Session({ role: 'smsc' }, 16, 0);
}

const octets: Uint8Array = encode(pdu, { sequenceNumber: 1 });
const read: AnyPdu = decode(octets);
if (read instanceof SubmitSm) is<Equal<typeof read.sourceAddr, string>>();

const session = new Session({ role: 'mc', enquireLinkMs: null, tolerance: { lengths: true } }, 16, 0);

function handle(event: SessionEvent): string {
  switch (event.kind) {
    case 'request':
      is<Equal<typeof event, RequestEvent>>();
      session.reject(event.ticket, CommandStatus.ESME_RSYSERR, 0);
      return event.pdu.command;
    case 'response':
      is<Equal<typeof event.token, unknown>>();
      return String(event.commandStatus);
    case 'notification':
      return event.pdu.sequenceNumber.toString();
    case 'refused':
      return event.fault?.field ?? event.pdu;
    case 'unanswered':
      return event.reason;
    case 'unbind_received':
      return '';
    case 'closed':
      return event.reason;
  }
}
session.receive(octets, 0).map(handle);

try {
  encode(new SubmitSm({ sourceAddr: 'a\0b' }));
} catch (error) {
  if (error instanceof FieldError) is<Equal<typeof error.limit, number | undefined>>();
  if (error instanceof SmppkitError) is<Equal<typeof error.code, SmppkitErrorCode>>();
}

const correlator = new Correlator<{ order: number }, string>();
const found = correlator.receipt('id', true, 'DELIVRD', 0);
is<Equal<typeof found extends undefined | infer F ? (F extends { token: infer T } ? T : never) : never, { order: number }>>();
console.log('types', handle.name, mustNotCompile.length);
