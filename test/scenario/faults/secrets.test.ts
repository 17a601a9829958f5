// Promise 6 of reliability: what is secret shows nowhere. Every public object is opened with secrets of every kind, used
// against brokers that accept and that refuse, and then everything there is to see is searched for them in every spelling.
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { App, fromEnvironment } from '../../../src/binding/index.ts';
import { clusterSettings } from '../../../src/cluster/settings.ts';
import { Client, Dialer, type Logger, Reader, type SaslOptions, type TlsOptions, Writer } from '../../../src/index.ts';
import { saslBroker } from '../../support/sasl-script.ts';
import { hangUp, type ScriptedBroker, topicAnswer } from '../../support/scripted-broker.ts';
import { startTokenServer, type TokenServer, tokenAnswer } from '../../support/token-server.ts';

const SECRET = 's3cret/Pa55+word=,~';
const KEY = readFileSync(new URL('../../support/tls/client.key.pem', import.meta.url), 'utf8');
const CERT = readFileSync(new URL('../../support/tls/client.cert.pem', import.meta.url), 'utf8');
/** The middle of the key: its first line is the same for every key. */
const KEY_TEXT = KEY.split('\n')[2] as string;

const SPELLINGS: readonly string[] = [
  SECRET,
  encodeURIComponent(SECRET),
  JSON.stringify(SECRET).slice(1, -1),
  ...(['base64', 'base64url', 'hex'] as const).map((encoding) => Buffer.from(SECRET).toString(encoding).slice(0, 20)),
  // As part of PLAIN's message, of the Authorization header, and as bytes.
  Buffer.from(`\0alice\0${SECRET}`).toString('base64').slice(12),
  Buffer.from(`app:${SECRET}`).toString('base64').slice(8),
  [...Buffer.from(SECRET).subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
  KEY_TEXT,
];

/** Everything of `thing` that a log, a debugger or an error reporter could show. */
function shown(thing: unknown): string {
  const options = { depth: Number.POSITIVE_INFINITY, maxArrayLength: null, maxStringLength: null, breakLength: 200 };
  const parts = [
    inspect(thing, { ...options, showHidden: true, getters: true }),
    inspect(thing, options),
    String(thing),
  ];
  try {
    parts.push(JSON.stringify(thing) ?? '');
  } catch {
    // Not everything can be written as JSON; what cannot be shows nothing that way.
  }
  if (thing instanceof Error) parts.push(thing.stack ?? '', shown(thing.cause));
  return parts.join('\n');
}

function expectNoSecret(things: Readonly<Record<string, unknown>>): void {
  for (const [name, thing] of Object.entries(things)) {
    const text = shown(thing);
    expect(text, name).not.toBe('');
    for (const spelling of SPELLINGS) expect(text.includes(spelling), `${name} shows ${spelling}`).toBe(false);
  }
}

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

function closing<T extends { close(): unknown }>(one: T): T {
  open.push(one);
  return one;
}

class Lines implements Logger {
  readonly lines: unknown[] = [];
  readonly debug = (...line: unknown[]): void => void this.lines.push(line);
  readonly info = this.debug;
  readonly warn = this.debug;
  readonly error = this.debug;
}

let identity: TokenServer;
async function identityUrl(): Promise<string> {
  identity = closing(
    await startTokenServer(({ form, authorization }) =>
      form.get('scope') === 'wrong'
        ? {
            status: 400,
            body: JSON.stringify({ error: 'invalid_scope', error_description: `${authorization} ${SECRET}` }),
          }
        : tokenAnswer('opaque', { expires_in: 60 }),
    ),
  );
  return identity.url;
}

const kinds: [name: string, make: () => Promise<SaslOptions> | SaslOptions][] = [
  ['PLAIN', () => ({ mechanism: 'PLAIN', username: 'alice', password: SECRET })],
  [
    'PLAIN by function',
    () => ({ mechanism: 'PLAIN', credentials: async () => ({ username: 'alice', password: SECRET }) }),
  ],
  ['SCRAM', () => ({ mechanism: 'SCRAM-SHA-512', username: 'alice', password: SECRET })],
  ['a token', () => ({ mechanism: 'OAUTHBEARER', token: { value: SECRET, expiresAtMs: Date.now() + 60_000 } })],
  ['a token by function', () => ({ mechanism: 'OAUTHBEARER', token: async () => SECRET })],
  [
    'client credentials',
    async () => ({
      mechanism: 'OAUTHBEARER',
      clientCredentials: { tokenEndpoint: await identityUrl(), clientId: 'app', clientSecret: SECRET },
    }),
  ],
  [
    'client credentials that are refused',
    async () => ({
      mechanism: 'OAUTHBEARER',
      clientCredentials: { tokenEndpoint: await identityUrl(), clientId: 'app', clientSecret: SECRET, scope: 'wrong' },
    }),
  ],
  [
    'AWS keys',
    () => ({
      mechanism: 'AWS_MSK_IAM',
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKID', secretAccessKey: SECRET, sessionToken: SECRET },
    }),
  ],
  [
    'a function that throws what it should not',
    () => ({
      mechanism: 'PLAIN',
      credentials: () => Promise.reject(Object.assign(new Error('denied'), { request: { password: SECRET } })),
    }),
  ],
  [
    'a function that throws the secret itself',
    () => ({ mechanism: 'PLAIN', credentials: () => Promise.reject(SECRET) }),
  ],
  [
    'a function that gives nonsense',
    () => ({ mechanism: 'PLAIN', credentials: () => ({ username: 7, password: `${SECRET}\0` }) as never }),
  ],
];

const brokersThat: [name: string, make: () => Promise<ScriptedBroker>][] = [
  ['accepts', () => saslBroker((bytes) => (bytes.toString().startsWith('n,,n=') ? 'r=x' : ''))],
  ['refuses', () => saslBroker(() => 'refuse:no')],
  ['hangs up', () => saslBroker(() => hangUp)],
];

describe('Secrets show nowhere', () => {
  describe.each(brokersThat)('with a broker that %s', (name, start) => {
    it.each(kinds)('%s', async (_name, make) => {
      const broker = closing(await start());
      broker.topics = [topicAnswer('t', [1])];
      const logger = new Lines();
      const sasl = await make();
      const limits = { startTimeoutMs: 300, connectTimeoutMs: 250 };
      const options = { brokers: [broker.address], sasl, logger, ...limits };
      const client = closing(new Client(options));
      const reader = closing(new Reader({ ...options, topic: 't', partition: 0 }));
      const writer = closing(new Writer({ ...options, topic: 't' }));
      const app = closing(new App({ ...options, groupId: 'g', onError: () => 'stop' }).bind('t', () => {}));
      const dialer = new Dialer({ sasl, logger, timeoutMs: 250 });
      const settle = (promise: Promise<unknown>): Promise<unknown> =>
        promise.then(undefined, (error: unknown) => error);
      const conn = (await settle(dialer.dial(broker.address).then((one) => closing(one)))) as object;
      const connected = await settle(client.connect());
      // A broker that accepts answers nothing else, so the others would wait for it.
      const errors =
        name === 'accepts'
          ? {}
          : {
              write: await settle(writer.writeMessages([{ value: 'v' }])),
              read: await settle(reader.fetchMessage()),
              start: await settle(app.start()),
            };
      expectNoSecret({
        ...errors,
        connected: connected ?? 'connected',
        conn,
        client,
        reader,
        readerStats: reader.stats(),
        writer,
        writerStats: writer.stats(),
        app,
        dialer,
        settings: clusterSettings(options),
        lines: logger.lines,
      });
    });
  });

  it('of TLS: neither key nor passphrase', async () => {
    const logger = new Lines();
    const tls: TlsOptions = { key: KEY, cert: CERT, passphrase: SECRET };
    const broker = closing(await saslBroker(() => ''));
    const options = { brokers: [broker.address], tls, logger, startTimeoutMs: 300 };
    const client = closing(new Client(options));
    const error = await client.connect().catch((thrown: unknown) => thrown);
    expectNoSecret({
      error,
      client,
      settings: clusterSettings(options),
      dialer: new Dialer({ tls }),
      lines: logger.lines,
    });
  });

  it.each<[string, () => unknown]>([
    [
      'a password that is none',
      () => new Client({ brokers: ['h:1'], sasl: { mechanism: 'PLAIN', username: 'u', password: [SECRET] as never } }),
    ],
    [
      'a user name that is none',
      () =>
        new Client({ brokers: ['h:1'], sasl: { mechanism: 'PLAIN', username: { SECRET } as never, password: SECRET } }),
    ],
    [
      'a token with a line break',
      () => new Client({ brokers: ['h:1'], sasl: { mechanism: 'OAUTHBEARER', token: `${SECRET}\n` } }),
    ],
    ['a key that is none', () => new Client({ brokers: ['h:1'], tls: { key: SECRET, cert: CERT } })],
    ['options that are a password', () => new Client({ brokers: ['h:1'], sasl: SECRET as never })],
  ])('in the error of %s', (_, make) => {
    let error: unknown;
    try {
      make();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'CONFIG' });
    expectNoSecret({ error });
  });

  it('in options from the environment, as they are printed', () => {
    const variables: Record<string, string> = {
      KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256',
      KAFKA_SASL_USERNAME: 'alice',
      KAFKA_SASL_PASSWORD: SECRET,
    };
    const options = fromEnvironment((name) => variables[name]);
    expect(options.sasl?.password).toBe(SECRET);
    const printed = inspect({ ...options }, { depth: 9 }) + JSON.stringify({ ...options });
    for (const spelling of SPELLINGS) expect(printed).not.toContain(spelling);
  });

  it('the search itself finds them', () => {
    for (const hidden of [
      SECRET,
      Buffer.from(SECRET),
      { deep: { password: SECRET } },
      new Error('x', { cause: SECRET }),
    ]) {
      expect(() => expectNoSecret({ hidden })).toThrow();
    }
    expect(() =>
      expectNoSecret({ hidden: Object.defineProperty({}, 'p', { value: KEY, enumerable: false }) }),
    ).toThrow();
  });
});
