// Options as JavaScript users get them wrong: every option of every public constructor and function refuses what it does
// not accept, at once, by its name, and opens nothing.
import { describe, expect, it } from 'vitest';
import { App, fromEnvironment } from '../../../src/binding/index.ts';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { Client, Dialer, dial, dialLeader, KafkaError, Reader, roundRobin, Writer } from '../../../src/index.ts';
import { settledHandles } from '../../support/handles.ts';

/** Options with values that none of them accepts. A name with dots is an option inside an option. */
type Table = Readonly<Record<string, readonly unknown[]>>;

const notText = [null, '', 7, {}, []];
const notTopic = [null, '', 'a topic', 'a/b', '..', 'x'.repeat(250), 7, {}];
const notDuration = [null, -1, Number.NaN, Number.POSITIVE_INFINITY, '100', {}, 2 ** 31];
const notPositiveDuration = [...notDuration, 0];
const notCount = [null, 0, -1, 1.5, Number.NaN, '1', {}];
const notBoolean = [null, 0, 1, 'true', {}];
const notFunction = [null, 'f', {}, 1];
const notChoice = [null, '', 'no-such', 1, {}];

const brokers = ['127.0.0.1:1'];
const connection: Table = {
  brokers: [null, undefined, [], 'localhost:9092', {}, 7],
  'brokers[0]': [null, '', 'localhost', 'localhost:', ':9092', 'localhost:0', 'localhost:65536', 'http://x:9092', 7],
  clientId: notText,
  tls: [null, 'yes', 1],
  'tls.ca': [null, '', 'no certificate', 7, {}, []],
  'tls.cert': [null, 'no certificate', 7],
  'tls.key': [null, 'no key', 7],
  'tls.passphrase': [null, 7, {}],
  'tls.servername': [null, 7, {}, ''],
  'tls.rejectUnauthorized': notBoolean,
  'tls.minVersion': [null, 'TLSv9', 1.2, ''],
  'tls.ciphers': [null, 'no-such-cipher', 7],
  sasl: [null, 'PLAIN', true],
  'sasl.mechanism': [...notChoice, undefined],
  'sasl.username': [...notText, undefined],
  'sasl.password': [...notText, undefined],
  dial: notFunction,
  resolve: notFunction,
  socket: [null, 'fast', 7],
  'socket.localAddress': [null, '', 'eth0', 'localhost', 7],
  'socket.family': [null, 0, 5, '4', {}],
  'socket.fallbackDelayMs': notDuration,
  'socket.keepAliveMs': [...notDuration, true, 0, 999],
  requestTimeoutMs: notPositiveDuration,
  startTimeoutMs: notPositiveDuration,
  connectTimeoutMs: notPositiveDuration,
  metadataMaxAgeMs: notPositiveDuration,
  rebootstrapAfterMs: notPositiveDuration,
  idleTimeoutMs: [...notPositiveDuration, 999],
  retryBackoffMs: notPositiveDuration,
  retryBackoffMaxMs: notPositiveDuration,
  logger: [null, 'console', {}, () => {}],
  clock: [null, 'utc', {}],
};

/** What options inside an option need beside them, so that only the one in question is wrong. */
const whole: Readonly<Record<string, unknown>> = {
  sasl: { mechanism: 'PLAIN', username: 'u', password: 'p' },
  tls: {},
  socket: {},
  retry: { topic: 'r', delayMs: 1 },
  deadLetter: { topic: 'd' },
  createTopics: {},
};

const fetching: Table = {
  minBytes: [null, -1, 1.5, '1', {}],
  maxBytes: notCount,
  maxPartitionBytes: notCount,
  maxWaitMs: notDuration,
  isolation: notChoice,
  maxDecompressedBytes: notCount,
  checkCrcs: notBoolean,
  outOfRange: notChoice,
  waitForBrokers: notBoolean,
};

interface Subject {
  readonly name: string;
  readonly base: Readonly<Record<string, unknown>>;
  readonly tables: readonly Table[];
  make(options: never): unknown;
}

const onError = (): 'stop' => 'stop';
const bound = (options: never): App =>
  new App({ brokers, groupId: 'g', onError, retry: { topic: 'r', delayMs: 1 }, deadLetter: { topic: 'd' } }).bind(
    'orders',
    options,
    () => {},
  );

const subjects: readonly Subject[] = [
  { name: 'Client', base: { brokers }, tables: [connection], make: (options) => new Client(options) },
  {
    name: 'Writer',
    base: { brokers },
    tables: [
      connection,
      {
        client: [null, {}, 'client'],
        topic: notTopic,
        balancer: [null, 'murmur2', {}, () => {}, () => ({})],
        idempotent: notBoolean,
        requiredAcks: [...notChoice, 'one', 'none'],
        compression: notChoice,
        batchBytes: [...notCount, 1023],
        maxMessageBytes: notCount,
        lingerMs: notDuration,
        deliveryTimeoutMs: notPositiveDuration,
        maxBufferedBytes: [...notCount, 1000],
        allowAutoTopicCreation: notBoolean,
      },
    ],
    make: (options) => new Writer(options),
  },
  {
    name: 'Reader of a group',
    base: { brokers, groupId: 'g', topics: ['t'] },
    tables: [
      connection,
      fetching,
      {
        client: [null, {}, 'client'],
        groupId: notText,
        topics: [null, undefined, [], 't', {}],
        'topics[0]': notTopic,
        pattern: ['t', null, /t/],
        topic: ['t'],
        partition: [0],
        startOffset: [null, '', 'newest', 5, {}, { time: '1' }, { time: -1 }],
        commitIntervalMs: notPositiveDuration,
        sessionTimeoutMs: notPositiveDuration,
        heartbeatIntervalMs: [...notPositiveDuration, 30_000],
        rebalanceTimeoutMs: notPositiveDuration,
        groupInstanceId: notText,
        assignors: [null, [], 'range', {}],
        'assignors[0]': notChoice,
        protocol: notChoice,
        remoteAssignor: ['uniform', null],
        serverPattern: ['t.*', null],
        onAssigned: notFunction,
        onRevoked: notFunction,
        onLost: notFunction,
      },
    ],
    make: (options) => new Reader(options),
  },
  {
    name: 'Reader of a partition',
    base: { brokers, topic: 't', partition: 0 },
    tables: [
      connection,
      fetching,
      {
        topic: notTopic,
        partition: [null, undefined, -1, 1.5, '0', {}],
        startOffset: [null, '', 'newest', -1, 1.5, {}, { time: -1 }],
      },
    ],
    make: (options) => new Reader(options),
  },
  {
    name: 'App',
    base: { brokers, groupId: 'g', onError },
    tables: [
      connection,
      {
        client: [null, {}, 'client'],
        groupId: [...notText, 'x'.repeat(1025)],
        onError: [undefined, ...notFunction],
        retry: [null, 'topic', 1],
        'retry.topic': [undefined, ...notTopic],
        'retry.delayMs': [undefined, ...notDuration, 86_400_001],
        deadLetter: [null, 'topic', 1],
        'deadLetter.topic': [undefined, ...notTopic],
        createTopics: [null, 'yes', 1],
        'createTopics.partitions': notCount,
        'createTopics.replicationFactor': notCount,
        startOffset: [null, '', 'newest', 5, {}, { time: -1 }],
        suffix: [null, 7, 'a b', 'x'.repeat(201)],
        commitIntervalMs: notPositiveDuration,
        revokeTimeoutMs: notDuration,
        stopTimeoutMs: notDuration,
        sessionTimeoutMs: notPositiveDuration,
        protocol: notChoice,
        remoteAssignor: ['uniform', null],
        signal: [null, {}, 'signal', new AbortController()],
        onRead: notFunction,
        onDone: notFunction,
        onCommit: notFunction,
        onAssigned: notFunction,
        onRevoked: notFunction,
        onStalled: notFunction,
      },
    ],
    make: (options) => new App(options),
  },
  {
    name: 'bind',
    base: {},
    tables: [
      {
        order: notChoice,
        settle: notChoice,
        commit: notChoice,
        concurrency: [...notCount, 10_001],
        maxRetries: [null, -1, 1.5, '1', {}, 1_000_001],
        afterRetry: [null, 'ordered', 1, true],
        deadLetter: notBoolean,
        retry: [null, 'inPlace', {}, 1, { inPlace: null }],
        'retry.inPlace.retries': [undefined, ...notCount, 1001],
        'retry.inPlace.backoffMs': [undefined, ...notDuration],
        maxProcessingMs: notPositiveDuration,
        maxUnsettled: [...notCount, 1_000_001],
      },
    ],
    make: bound,
  },
  {
    name: 'Dialer',
    base: {},
    tables: [
      {
        ...Object.fromEntries(
          Object.entries(connection).filter(([name]) =>
            /^(clientId|tls|sasl|dial|resolve|socket|requestTimeoutMs|logger|clock)/.test(name),
          ),
        ),
        timeoutMs: notPositiveDuration,
        deadline: [null, Number.NaN, Number.POSITIVE_INFINITY, '100', {}, new Date(Number.NaN)],
      },
    ],
    make: (options) => new Dialer(options),
  },
  { name: 'roundRobin', base: {}, tables: [{ chunkSize: notCount }], make: (options) => roundRobin(options) },
];

/** `base` with one option set, however deep: `a.b` lies in an object, `a[0]` in a list. */
function withOption(base: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const item = /^(\w+)\[0\]$/.exec(name);
  if (item !== null) return { ...base, [item[1] as string]: [value] };
  const inPlace = /^retry\.inPlace\.(\w+)$/.exec(name);
  if (inPlace !== null) {
    return { ...base, retry: { inPlace: { retries: 1, backoffMs: 1, [inPlace[1] as string]: value } } };
  }
  const [outer = '', inner] = name.split('.');
  if (inner === undefined) return { ...base, [outer]: value };
  return { ...base, [outer]: { ...(whole[outer] as object), [inner]: value } };
}

/** What is wrong with how the option was refused; undefined where it was refused well. */
async function fault(subject: Subject, name: string, value: unknown): Promise<string | undefined> {
  const given = `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value).slice(0, 40)}`;
  const options = withOption(subject.base, name, value) as never;
  try {
    const made = subject.make(options);
    if (made instanceof Object && 'close' in made) await (made as { close(): Promise<void> }).close();
    return `${given} is accepted`;
  } catch (error) {
    if (!KafkaError.is(error) || error.code !== 'CONFIG') return `${given} fails with ${String(error)}`;
    const [outer = ''] = name.split(/[.[]/);
    const spot = new RegExp(`(^|[ (.])${outer}[^ ]*|option bind\\(orders\\)\\S*${outer}`);
    if (!spot.test(error.message)) return `${given} is refused without its name: ${error.message}`;
    if (!/accepts|must|cannot|go together|holds no|but the app has/.test(error.message)) {
      return `${given} is refused without what it accepts: ${error.message}`;
    }
    return undefined;
  }
}

describe('wrong options', () => {
  it.each(subjects)('of $name are refused by name, with what they accept', async (subject) => {
    const before = await settledHandles();
    const faults: string[] = [];
    let tried = 0;
    for (const [name, values] of subject.tables.flatMap((table) => Object.entries(table))) {
      for (const value of values) {
        tried++;
        const found = await fault(subject, name, value);
        if (found !== undefined) faults.push(found);
      }
    }
    expect(faults).toEqual([]);
    expect(tried).toBeGreaterThan(6);
    expect(await settledHandles()).toEqual(before);
  });

  it.each([
    ['Client', (options: never) => new Client(options)],
    ['Writer', (options: never) => new Writer(options)],
    ['Reader', (options: never) => new Reader(options)],
    ['App', (options: never) => new App(options)],
    ['bind', bound],
    ['Dialer', (options: never) => new Dialer(options)],
  ])('of %s that are no object are refused', (_, make) => {
    for (const options of [null, 'localhost:9092', 7, true]) {
      expect(() => make(options as never), String(options)).toThrow(expect.objectContaining({ code: 'CONFIG' }));
    }
  });

  it('of bind that contradict each other are refused', () => {
    const plain = () => new App({ brokers, groupId: 'g', onError });
    const bind = (app: App, options: unknown) => () => app.bind('orders', options as never, () => {});
    expect(bind(plain(), { maxRetries: 1, order: 'none' })).toThrow(/bind\(orders\)\.maxRetries is 1.*no retry topic/);
    expect(bind(plain(), { deadLetter: true })).toThrow(/bind\(orders\)\.deadLetter is true.*no dead letter topic/);
    expect(() => bound({ maxRetries: 1 } as never)).toThrow(/bind\(orders\)\.afterRetry.*'unordered'/);
    expect(() => bound({ settle: 'manual', commit: 'each' } as never)).toThrow(/bind\(orders\)\.commit.*'interval'/);
    expect(() => bound({ order: 'key', commit: 'before' } as never)).toThrow(/bind\(orders\)\.commit/);
    expect(() => plain().bind('orders', {}, 'handler' as never)).toThrow(/handler.*a function/);
    expect(() => plain().bind('a topic', () => {})).toThrow(/topic.*a topic name/);
    expect(() => plain().use('logging' as never)).toThrow(/use\[0\].*a function/);
  });

  it('of a shared client beside brokers are refused', async () => {
    const client = new Client({ brokers });
    for (const make of [
      () => new Writer({ client, brokers } as never),
      () => new Reader({ client, brokers, topic: 't', partition: 0 } as never),
      () => new App({ client, brokers, groupId: 'g', onError } as never),
    ]) {
      expect(make).toThrow(/option brokers.*nothing where client is given/);
    }
    await client.close();
  });

  it('of dial and dialLeader are refused before anything is dialed', async () => {
    const config = expect.objectContaining({ code: 'CONFIG' });
    for (const address of ['', 'localhost:x', 'localhost:', '::1', null, 7]) {
      await expect(dial(address as never), String(address)).rejects.toEqual(config);
      await expect(dialLeader(address as never, { topic: 't', partition: 0 })).rejects.toEqual(config);
    }
    await expect(dialLeader('127.0.0.1:1', { topic: 'a b', partition: 0 })).rejects.toThrow(/topic/);
    await expect(dialLeader('127.0.0.1:1', { topic: 't', partition: -1 })).rejects.toThrow(/partition/);
    await expect(dialLeader('127.0.0.1:1', undefined as never)).rejects.toEqual(config);
    await expect(dial('127.0.0.1:1', { timeoutMs: -1 })).rejects.toThrow(/timeoutMs/);
  });

  it('of EmbeddedKafka are refused and leave no port open', async () => {
    const before = await settledHandles();
    const wrong: readonly (readonly [string, unknown])[] = [
      ['brokers', { brokers: 0 }],
      ['brokers', { brokers: 'three' }],
      ['ports', { ports: [1, 2] }],
      ['ports[0]', { ports: [70_000] }],
      ['defaultPartitions', { defaultPartitions: 0 }],
      ['minSessionTimeoutMs', { minSessionTimeoutMs: -1 }],
      ['topics', { topics: { 'a b': 1 } }],
      ['partitions', { topics: { orders: 0 } }],
    ];
    for (const [name, options] of wrong) {
      const error = await EmbeddedKafka.start(options as never).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(KafkaError.is(error), name).toBe(true);
    }
    expect(await settledHandles()).toEqual(before);
  });
});

describe('wrong environment values', () => {
  const wrong: Readonly<Record<string, readonly string[]>> = {
    KAFKA_BROKERS: [
      'localhost',
      'localhost:',
      ':1',
      'a:1,',
      'a:1,,b:2',
      'a:0',
      'a:65536',
      'kafka://a:1',
      'a:1 b:2',
      ' ',
    ],
    KAFKA_TLS_ENABLED: ['yes', '1', 'truee', ' '],
    KAFKA_SASL_MECHANISM: ['GSSAPI', 'plain', 'SCRAM', ' '],
    KAFKA_CONSUMER_START_FROM: [
      'yesterday',
      '2026-11-21',
      '2026-02-30T00:00:00Z',
      '2026-11-21T25:00:00Z',
      '1700000000',
    ],
    KAFKA_GLOBAL_SUFFIX: ['a b', '/x', 'x'.repeat(201)],
  };

  it.each(Object.entries(wrong))('of %s name the variable and what it accepts', (variable, values) => {
    for (const value of values) {
      const env = (name: string): string | undefined => (name === variable ? value : undefined);
      expect(() => fromEnvironment(env), value).toThrow(
        expect.objectContaining({
          code: 'CONFIG',
          message: expect.stringMatching(new RegExp(`^environment variable ${variable} is .*; it accepts .+`)),
        }),
      );
    }
  });

  it.each([
    ['KAFKA_SASL_MECHANISM', { KAFKA_SASL_USERNAME: 'u' }],
    ['KAFKA_SASL_MECHANISM', { KAFKA_SASL_PASSWORD: 'p4ssw0rd' }],
    ['KAFKA_SASL_USERNAME', { KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_PASSWORD: 'p4ssw0rd' }],
    ['KAFKA_SASL_PASSWORD', { KAFKA_SASL_MECHANISM: 'PLAIN', KAFKA_SASL_USERNAME: 'u' }],
  ] as const)('where %s is missing name it, and never the password', (variable, set) => {
    const env = (name: string): string | undefined => (set as Record<string, string>)[name];
    expect(() => fromEnvironment(env)).toThrow(new RegExp(`^environment variable ${variable} is not set; it accepts`));
    expect(() => fromEnvironment(env)).not.toThrow(/p4ssw0rd/);
  });
});
