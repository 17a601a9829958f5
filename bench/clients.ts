// Who takes part in a run, and where each is found. Must not know how peers get their packages: see install.ts.

export interface Contestant {
  readonly name: string;
  /** Module with the adapter of the scenarios that need a broker. */
  readonly url?: string;
  /** Module with the adapter of the codec scenario. */
  readonly codecUrl?: string;
  /** Module with the adapter of the connection scenario. */
  readonly connectionUrl?: string;
  /** Folder below peers/ with a package.json, or a go.mod, of its own, installed on demand. */
  readonly peer?: string;
  /** It is no JavaScript: its name in the program of peers/go. */
  readonly goClient?: string;
  /** Scenarios and codecs that it has not, or that it has no adapter for. */
  readonly lacks?: readonly string[];
}

const at = (path: string): string => new URL(path, import.meta.url).href;

/** All clients that the harness knows, in the order of the table. */
export const contestants: readonly Contestant[] = [
  {
    name: 'kafka-wire',
    url: at('./clients/kafka-wire.ts'),
    codecUrl: at('./clients/kafka-wire-codec.ts'),
    connectionUrl: at('./clients/kafka-wire-connection.ts'),
  },
  {
    name: 'floor',
    url: at('./floor/adapter.ts'),
    codecUrl: at('./floor/codec.ts'),
    connectionUrl: at('./floor/connection.ts'),
    lacks: ['lz4', 'produce-each', 'produce-latency'],
  },
  {
    name: 'kafkajs',
    url: at('./peers/kafkajs/adapter.mjs'),
    codecUrl: at('./peers/kafkajs/codec.mjs'),
    connectionUrl: at('./peers/kafkajs/connection.mjs'),
    peer: 'kafkajs',
  },
  {
    name: 'platformatic',
    url: at('./peers/platformatic/adapter.mjs'),
    codecUrl: at('./peers/platformatic/codec.mjs'),
    connectionUrl: at('./peers/platformatic/connection.mjs'),
    peer: 'platformatic',
  },
  { name: 'kafka-ts', url: at('./peers/kafka-ts/adapter.mjs'), peer: 'kafka-ts', lacks: ['lz4'] },
  { name: 'confluent', url: at('./peers/confluent/adapter.mjs'), peer: 'confluent' },
  { name: 'kafka-go', goClient: 'kafka-go', peer: 'go' },
  { name: 'franz-go', goClient: 'franz-go', peer: 'go' },
];
