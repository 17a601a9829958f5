// An option that is undefined is an option that is absent, for everything that users construct. The names are read from
// the declarations, so that options which come later are in the table by themselves.
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { App } from '../../../src/binding/app.ts';
import { appSettings } from '../../../src/binding/app-options.ts';
import { bindSettings } from '../../../src/binding/bind-options.ts';
import { roundRobin } from '../../../src/client/balancers/round-robin.ts';
import { Client } from '../../../src/client/client.ts';
import { readSettings } from '../../../src/client/conn-read.ts';
import { Dialer } from '../../../src/client/dialer.ts';
import { Reader } from '../../../src/client/reader.ts';
import { readerSettings } from '../../../src/client/reader-options.ts';
import { Writer } from '../../../src/client/writer.ts';
import { clusterSettings } from '../../../src/cluster/settings.ts';
import { EmbeddedKafka } from '../../../src/embedded/embedded-kafka.ts';
import { resolveFetchSettings } from '../../../src/fetch/fetch-settings.ts';
import { tlsSettings } from '../../../src/network/tls.ts';
import { resolveProducerSettings } from '../../../src/produce/settings.ts';

const SOURCES = new URL('../../../src/', import.meta.url);

/** Optional names in the declarations of a file whose names match, those that a declaration holds at its own level. */
function optionalNames(file: string, declaration: RegExp): string[] {
  const text = readFileSync(new URL(file, SOURCES), 'utf8');
  const names: string[] = [];
  for (const block of text.split(/\n(?=export |interface |type |const |function |class )/)) {
    const name = /^(?:export )?(?:interface|type) (\w+)/.exec(block)?.[1];
    if (name === undefined || !declaration.test(name)) continue;
    for (const [, option] of block.matchAll(/^ {2,6}readonly (\w+)\?:/gm)) names.push(option as string);
  }
  return [...new Set(names)];
}

/** The options given, and every other name as undefined. */
function withUndefined(names: readonly string[], given: object): never {
  return { ...Object.fromEntries(names.map((name) => [name, undefined])), ...given } as never;
}

/** Settings as data: functions that are made anew each time are all the same. */
function plain(value: unknown): unknown {
  if (typeof value === 'function') return 'a function';
  if (value instanceof Set || value instanceof Map) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}

interface Row {
  readonly what: string;
  /** File and declarations that hold the options. */
  readonly from: readonly (readonly [string, RegExp])[];
  /** What has to be given. */
  readonly given: object;
  readonly resolve: (options: never) => unknown;
}

const brokers = ['localhost:9092'];
const streams = ['network/stream-options.ts', /^StreamOptions$/] as const;
const cluster = ['cluster/settings.ts', /^ClusterCommon$/] as const;
const dialer = ['client/dialer.ts', /^DialerCommon$/] as const;
const reader = ['client/reader-options.ts', /^ReaderCommon$/] as const;
const onError = () => 'stop';

const settings: readonly Row[] = [
  { what: 'a Client', from: [cluster, streams], given: { brokers }, resolve: clusterSettings },
  {
    what: 'a Reader in a group',
    from: [reader, ['client/reader-options.ts', /^GroupReading$/]],
    given: { brokers, groupId: 'g', topics: ['orders'] },
    resolve: readerSettings,
  },
  {
    what: 'a Reader of a partition',
    from: [reader, ['client/assigned-options.ts', /^PartitionReading$/]],
    given: { brokers, topic: 'orders', partition: 0 },
    resolve: readerSettings,
  },
  {
    what: 'a Reader of partitions by hand',
    from: [reader, ['client/assigned-options.ts', /^AssignedReading$/]],
    given: { brokers, groupId: 'g', partitions: [{ topic: 'orders', partition: 0 }] },
    resolve: readerSettings,
  },
  {
    what: 'a Writer',
    from: [['produce/settings.ts', /Options$/]],
    given: { brokers },
    resolve: (options) => resolveProducerSettings(options, (() => {}) as never),
  },
  { what: 'the fetch engine', from: [reader], given: {}, resolve: resolveFetchSettings },
  {
    what: 'a batch of a Conn',
    from: [['client/conn-read.ts', /^ReadBatchOptions$/]],
    given: {},
    resolve: readSettings,
  },
  {
    what: 'an App',
    from: [['binding/app-options.ts', /^App(CommonOptions|Hooks)$/]],
    given: { brokers, groupId: 'g', onError },
    resolve: appSettings,
  },
  {
    what: 'a binding of an App',
    from: [
      ['binding/bind-options.ts', /^(CommonBindOptions|NoOrder|KeyOrder|PartitionOrder|SettleOnReturn|SettleByHand)$/],
    ],
    given: {},
    resolve: (options) => bindSettings('bind', options, { retry: true, deadLetter: true }),
  },
  {
    what: 'TLS',
    from: [['network/tls.ts', /^TlsOptions$/]],
    given: {},
    resolve: (options) => tlsSettings('tls', options),
  },
];

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

describe('options that are undefined', () => {
  it.each(settings)('override no default of $what (trap 109)', ({ from, given, resolve }) => {
    const names = from.flatMap(([file, declaration]) => optionalNames(file, declaration));
    expect(names.length).toBeGreaterThan(2);
    expect(plain(resolve(withUndefined(names, given)))).toEqual(plain(resolve(given as never)));
  });

  const constructors: readonly (readonly [
    string,
    readonly (readonly [string, RegExp])[],
    object,
    new (o: never) => object,
  ])[] = [
    ['Client', [cluster, streams], { brokers }, Client],
    [
      'Reader',
      [cluster, streams, reader, ['client/reader-options.ts', /^GroupReading$/]],
      { brokers, groupId: 'g', topics: ['t'] },
      Reader,
    ],
    [
      'Reader',
      [cluster, streams, reader, ['client/reader-options.ts', /^PartitionReading$/]],
      { brokers, topic: 't', partition: 0 },
      Reader,
    ],
    [
      'Writer',
      [
        cluster,
        streams,
        ['produce/settings.ts', /Options$/],
        ['client/writer-options.ts', /^(WriterOptions|AnswerOptions)$/],
      ],
      { brokers },
      Writer,
    ],
    ['Dialer', [dialer, streams], {}, Dialer],
    [
      'App',
      [cluster, streams, ['binding/app-options.ts', /^App(CommonOptions|Hooks)$/]],
      { brokers, groupId: 'g', onError },
      App,
    ],
  ];
  it.each(constructors)('are none to new %s (trap 109)', (_, from, given, Class) => {
    const names = from.flatMap(([file, declaration]) => optionalNames(file, declaration));
    expect(names.length).toBeGreaterThan(5);
    const made = new Class(withUndefined(names, given));
    if ('close' in made) open.push(made as { close(): unknown });
    expect(made).toBeInstanceOf(Class);
  });

  it('are none to a Client that is shared (trap 109)', () => {
    const client = new Client({ brokers });
    open.push(client);
    const names = [...optionalNames(...cluster), ...optionalNames(...streams)];
    const made = new Reader(withUndefined(names, { client, topic: 't', partition: 0 }));
    open.push(made);
    expect(made).toBeInstanceOf(Reader);
  });

  it('are none to an embedded cluster, a Dialer at work and a balancer (trap 109)', async () => {
    const names = optionalNames('embedded/embedded-kafka.ts', /^EmbeddedKafkaOptions$/);
    const ofTopic = optionalNames('embedded/embedded-kafka.ts', /^EmbeddedTopicOptions$/);
    expect([names.length, ofTopic.length].every((length) => length > 2)).toBe(true);
    const kafka = await EmbeddedKafka.start(withUndefined(names, { topics: { one: withUndefined(ofTopic, {}) } }));
    try {
      expect(kafka.brokers).toHaveLength(1);
      const atWork = new Dialer(withUndefined([...optionalNames(...dialer), ...optionalNames(...streams)], {}));
      const conn = await atWork.dialLeader(kafka.bootstrap[0] as string, { topic: 'one', partition: 0 });
      await conn.writeMessages([{ value: 'v' }], withUndefined(['acks', 'compression', 'signal', 'timeoutMs'], {}));
      const batch = await conn.readBatch(withUndefined(optionalNames('client/conn-read.ts', /^ReadBatchOptions$/), {}));
      expect(String((await batch.readMessage())?.value)).toBe('v');
      await conn.close();
      const balancer = roundRobin(withUndefined(['chunkSize'], {}))();
      expect([0, 1, 2].map(() => balancer.pick({ value: 'v' }, 2, { hasLeader: () => true } as never))).toEqual([
        0, 1, 0,
      ]);
    } finally {
      await kafka.stop();
    }
  });
});
