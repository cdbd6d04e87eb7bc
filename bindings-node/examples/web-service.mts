/**
 * A web service that sends texts, with Fastify.
 *
 *     npm install smppkit fastify
 *     SMPP_URL=smpp://app:secret@localhost:2775 PORT=8080 npx tsx web-service.mts
 *
 *     POST /messages {"to": "+447700900123", "text": "Hello"}   sends it, and gives it an id
 *     GET  /messages/ID                                         tells what became of it
 *     GET  /health                                              tells whether there is a connection
 *
 * One connection serves all requests: its window limits how many are under way, and who comes too early waits in line.
 * What is known is in memory here; a service that is to remember it keeps it in a database.
 */
import { randomUUID } from 'node:crypto';

import fastify, { type FastifyError } from 'fastify';
import { Correlator, MessageState, SmppkitError, type Receipt } from 'smppkit';
import { connect, ConnectionClosed, NotConnected, TextNotAccepted, type Message } from 'smppkit/net';

/** How many texts are remembered; the oldest are forgotten for others. */
const MAX_REMEMBERED = 100_000;
/** How many texts may be under way or wait in line. */
const MAX_WAITING = 1_000;
const MAX_PARTS = 10;

interface Text {
  readonly from?: string;
  readonly to: string;
  readonly text: string;
}

type State = 'accepted' | 'delivered' | 'failed';

/** A part of a text, as the message centre knows it. */
interface Part {
  readonly messageId: string;
  state: State;
}

const textSchema = {
  type: 'object',
  required: ['to', 'text'],
  additionalProperties: false,
  properties: {
    from: { type: 'string', minLength: 1, maxLength: 20 },
    to: { type: 'string', pattern: '^\\+?[0-9]{3,15}$' },
    text: { type: 'string', minLength: 1, maxLength: 160 * MAX_PARTS },
  },
};

const url = process.env['SMPP_URL'] ?? 'smpp://app:secret@localhost:2775';
const port = Number(process.env['PORT'] ?? 8080);

const app = fastify({
  logger: true,
  // What is not as the schema says is refused, not made fit.
  ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
});
const esme = await connect({
  url,
  window: 64,
  reconnect: { onChange: (state) => app.log.info({ connection: state.kind }, 'the connection to the message centre') },
});

const texts = new Map<string, readonly Part[]>();
const parts = new Correlator<Part, Receipt>({ maxMessages: MAX_REMEMBERED });
let waiting = 0;

app.post<{ Body: Text }>('/messages', { schema: { body: textSchema } }, async ({ body }, reply) => {
  if (waiting >= MAX_WAITING) return reply.code(503).header('retry-after', 1).send({ error: 'too many texts are under way' });
  waiting++;
  try {
    const { messageIds } = await esme.sendText({ ...body, receipt: true, maxParts: MAX_PARTS });
    const id = remember(messageIds);
    return await reply.code(202).header('location', `/messages/${id}`).send(told(id));
  } finally {
    waiting--;
  }
});

app.get<{ Params: { id: string } }>('/messages/:id', async ({ params: { id } }, reply) => {
  return texts.has(id) ? told(id) : reply.code(404).send({ error: 'there is no such text, or it was forgotten' });
});

app.get('/health', () => ({ connected: esme.isConnected, waiting }));

app.setErrorHandler<FastifyError | SmppkitError>(async (error, request, reply) => {
  if (error instanceof TextNotAccepted) {
    // Whether it can be sent again without being sent twice.
    const { message, mayHaveBeenDone, cause } = error;
    const code = cause instanceof NotConnected ? 503 : 502;
    return reply.code(code).send({ error: message, mayHaveBeenSent: mayHaveBeenDone });
  }
  // A text that is too long, or an address that is none.
  if (error instanceof SmppkitError) return reply.code(422).send({ error: error.message });
  const { statusCode = 500 } = error;
  if (statusCode >= 500) request.log.error(error);
  return reply.code(statusCode).send({ error: statusCode >= 500 ? 'internal error' : error.message });
});

function remember(messageIds: readonly string[]): string {
  const id = randomUUID();
  const known = messageIds.map((messageId): Part => ({ messageId, state: 'accepted' }));
  for (const [oldest] of texts) {
    if (texts.size < MAX_REMEMBERED) break;
    texts.delete(oldest);
  }
  texts.set(id, known);
  for (const part of known) {
    // A receipt may come before we know what it is about.
    const early = parts.submitted(part.messageId, part, performance.now());
    if (early !== undefined) note(part, early.receipt);
  }
  return id;
}

function note(part: Part, { isFinal, messageState }: Receipt): void {
  if (isFinal === true) part.state = messageState === MessageState.DELIVERED ? 'delivered' : 'failed';
}

function told(id: string): { id: string; state: State; parts: readonly Part[] } {
  const known = texts.get(id) ?? [];
  const state = (['failed', 'accepted'] as const).find((one) => known.some((part) => part.state === one)) ?? 'delivered';
  return { id, state, parts: known };
}

function take({ receipt, from, text }: Message): void {
  if (receipt === null) {
    // A service would keep it, before it accepts it.
    app.log.info({ from, characters: text?.length }, 'a message of a telephone');
  } else if (receipt.messageId !== null) {
    const found = parts.receipt(receipt.messageId, receipt.isFinal ?? false, receipt, performance.now());
    if (found !== undefined) note(found.token, receipt);
  }
}

async function receive(): Promise<void> {
  for await (const message of esme) {
    take(message);
    try {
      message.accept();
    } catch (error) {
      // The connection was lost meanwhile: it will come again.
      if (!(error instanceof ConnectionClosed)) throw error;
    }
  }
}

let isEnding = false;
// Connections that are kept open would hold up the end.
app.addHook('onSend', async (_, reply) => {
  if (isEnding) reply.header('connection', 'close');
});

/** Takes no more, lets what is under way come to its end, and unbinds. */
async function end(): Promise<void> {
  isEnding = true;
  await app.close();
  await esme.close();
}
process.once('SIGTERM', () => void end());
process.once('SIGINT', () => void end());

receive()
  .catch((error: unknown) => {
    // It was refused, or the client gave up: who started us is to see it.
    app.log.error(error);
    process.exitCode = 1;
  })
  .finally(() => void end());

await app.listen({ port, host: '127.0.0.1' });
