// What the messages of the codec scenario say, the same in every process. Owns: the values. Must not know any encoder.

/** The id that every frame carries. */
export const CORRELATION_ID = 7;
export const CLIENT_ID = 'bench';

const TOPICS = 50;
const PARTITIONS_PER_TOPIC = 20;
const BROKERS = [1, 2, 3];

/** Partitions in each message that names partitions. */
export const PARTITIONS: number = TOPICS * PARTITIONS_PER_TOPIC;

/** What a client knows of one partition, in whichever message it comes. Offsets do not fit 32 bits. */
export interface Partition {
  readonly index: number;
  readonly offset: number;
  readonly leader: number;
  readonly replicas: readonly number[];
}

export interface Topic {
  readonly name: string;
  readonly partitions: readonly Partition[];
}

export interface Broker {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string;
}

export interface ProducedRecord {
  readonly key: Buffer;
  readonly value: Buffer;
}

export const clusterId = 'q1Sh-9_ISia_zwGINzRvyQ';
export const controllerId = 1;
export const topicName = 'service.events.v1';

export const brokers: readonly Broker[] = BROKERS.map((nodeId) => ({
  nodeId,
  host: `broker-${nodeId}.kafka.internal`,
  port: 9092,
  rack: `eu-${nodeId}`,
}));

export const topics: readonly Topic[] = Array.from({ length: TOPICS }, (_, t) => ({
  name: `${topicName}.${String(t).padStart(3, '0')}`,
  partitions: Array.from({ length: PARTITIONS_PER_TOPIC }, (__, index) => {
    const first = (t + index) % BROKERS.length;
    const replicas = [...BROKERS.slice(first), ...BROKERS.slice(0, first)];
    return { index, offset: 20_000_000_000 + t * 1_000_003 + index * 7919, leader: replicas[0]!, replicas };
  }),
}));

/** Bytes of a key. */
const KEY_BYTES = 10;
/** What a record takes besides its value. */
const RECORD_OVERHEAD = KEY_BYTES + 8;

/** About a mebibyte of records with values of that size: keys count, every byte of a value is random but repeatable. */
export function makeRecords(valueBytes: number): ProducedRecord[] {
  const count = Math.round(1024 ** 2 / (valueBytes + RECORD_OVERHEAD));
  const random = xorshift(0x2545_f491);
  return Array.from({ length: count }, (_, i) => {
    const value = Buffer.allocUnsafeSlow(valueBytes);
    for (let at = 0; at < valueBytes; at++) value[at] = random() & 0xff;
    return { key: Buffer.from(String(i).padStart(KEY_BYTES, '0')), value };
  });
}

/** Marsaglia's 32 bit generator: runs must not differ by their values. */
function xorshift(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}
