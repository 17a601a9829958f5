// Settings of a Writer under the names that Java's producer and librdkafka give them, for configuration that exists. Owns:
// the table from their names to ours. Must not know defaults or bounds: those are the typed options'.
import { configError, KafkaError } from '../base/errors.ts';
import { knownOptions } from '../base/options.ts';

/** What a property may be worth: as a program has it, or as text, the way files and environments have it. */
export type PropertyValue = string | number | boolean;

/** Names of settings that a Writer takes as they are called in Java's producer or librdkafka. */
export type PropertyName =
  | 'acks'
  | 'allow.auto.create.topics'
  | 'batch.size'
  | 'buffer.memory'
  | 'client.id'
  | 'compression.codec'
  | 'compression.type'
  | 'delivery.timeout.ms'
  | 'enable.idempotence'
  | 'linger.ms'
  | 'max.in.flight'
  | 'max.in.flight.requests.per.connection'
  | 'message.max.bytes'
  | 'message.timeout.ms'
  | 'metadata.max.age.ms'
  | 'queue.buffering.max.kbytes'
  | 'queue.buffering.max.ms'
  | 'request.required.acks'
  | 'request.timeout.ms'
  | 'retry.backoff.max.ms'
  | 'retry.backoff.ms'
  | 'socket.connection.setup.timeout.ms';

interface Mapping {
  readonly option: string;
  readonly read: (name: string, value: PropertyValue) => unknown;
}

const clientId: Mapping = { option: 'clientId', read: (_, value) => String(value) };
const compression: Mapping = { option: 'compression', read: (_, value) => value };
const requiredAcks: Mapping = { option: 'requiredAcks', read: acks };
const idempotent: Mapping = { option: 'idempotent', read: truth };
const autoCreation: Mapping = { option: 'allowAutoTopicCreation', read: truth };
const quantity = (option: string, unit = 1): Mapping => ({ option, read: (name, value) => amount(name, value) * unit });

/** Each name with the typed option that it stands for. */
const mapped: Readonly<Record<PropertyName, Mapping>> = {
  acks: requiredAcks,
  'allow.auto.create.topics': autoCreation,
  'batch.size': quantity('batchBytes'),
  'buffer.memory': quantity('maxBufferedBytes'),
  'client.id': clientId,
  'compression.codec': compression,
  'compression.type': compression,
  'delivery.timeout.ms': quantity('deliveryTimeoutMs'),
  'enable.idempotence': idempotent,
  'linger.ms': quantity('lingerMs'),
  'max.in.flight': quantity('maxInFlight'),
  'max.in.flight.requests.per.connection': quantity('maxInFlight'),
  'message.max.bytes': quantity('maxMessageBytes'),
  'message.timeout.ms': quantity('deliveryTimeoutMs'),
  'metadata.max.age.ms': quantity('metadataMaxAgeMs'),
  'queue.buffering.max.kbytes': quantity('maxBufferedBytes', 1024),
  'queue.buffering.max.ms': quantity('lingerMs'),
  'request.required.acks': requiredAcks,
  'request.timeout.ms': quantity('requestTimeoutMs'),
  'retry.backoff.max.ms': quantity('retryBackoffMaxMs'),
  'retry.backoff.ms': quantity('retryBackoffMs'),
  'socket.connection.setup.timeout.ms': quantity('connectTimeoutMs'),
};

/** Names that no typed option has the meaning of, with what to use instead. */
const unmapped: Readonly<Record<string, string>> = {
  'bootstrap.servers': 'brokers',
  'metadata.broker.list': 'brokers',
  'batch.num.messages': 'batchBytes: batches are bounded in bytes',
  'compression.gzip.level': "compression: { type: 'gzip', level }",
  'compression.level': 'compression: { type, level }',
  'compression.zstd.level': "compression: { type: 'zstd', level }",
  'interceptor.classes': 'writer.use',
  'key.serializer': 'keys that are bytes or text',
  'max.block.ms': 'deliveryTimeoutMs, or timeoutMs of a call',
  'max.request.size': 'maxMessageBytes for a message, maxRequestBytes for a request',
  'message.send.max.retries': 'deliveryTimeoutMs: time is the limit, not tries',
  partitioner: 'balancer',
  'partitioner.class': 'balancer',
  'queue.buffering.max.messages': 'maxBufferedBytes: the buffer is bounded in bytes',
  retries: 'deliveryTimeoutMs: time is the limit, not tries',
  'security.protocol': 'tls and sasl',
  'value.serializer': 'values that are bytes or text',
};
const unmappedFamilies: readonly (readonly [prefix: string, instead: string])[] = [
  ['ssl.', 'tls'],
  ['sasl.', 'sasl'],
];

/** Settings under the names of Java's producer or librdkafka. */
export type WriterProperties = { readonly [Name in PropertyName]?: PropertyValue | undefined };

/** Names of the table, for the documentation's test. */
export const propertyTable: ReadonlyMap<string, string> = new Map(
  Object.entries(mapped).map(([name, { option }]) => [name, option]),
);

/** The options with those that properties stand for. Both of one setting, or two names of it, contradict each other. */
export function withProperties<Options extends object>(options: Options): Options {
  const { properties, ...typed } = options as Options & { readonly properties?: WriterProperties | undefined };
  if (properties === undefined) return options;
  if (typeof properties !== 'object' || properties === null) {
    throw configError('properties', properties, "an object such as { 'linger.ms': 5 }");
  }
  const result: Record<string, unknown> = { ...typed };
  for (const [name, value] of Object.entries(properties)) {
    refuseUnmapped(name);
    knownOptions('properties', { [name]: value }, NAMES);
    if (value === undefined) continue;
    const { option, read } = mapped[name as PropertyName];
    const path = `properties['${name}']`;
    if (result[option] !== undefined)
      throw configError(path, value, `nothing where ${option} is given, which it means`);
    if (!['string', 'number', 'boolean'].includes(typeof value)) {
      throw configError(path, value, 'text, a number, true or false');
    }
    result[option] = read(path, value);
  }
  return result as Options;
}

const NAMES: Readonly<Record<string, true>> = Object.fromEntries(Object.keys(mapped).map((name) => [name, true]));

function refuseUnmapped(name: string): void {
  const family = unmappedFamilies.find(([prefix]) => name.startsWith(prefix))?.[1];
  const instead = family ?? (Object.hasOwn(unmapped, name) ? unmapped[name] : undefined);
  if (instead !== undefined) {
    throw new KafkaError('CONFIG', `option properties['${name}'] has no counterpart here; use ${instead}`);
  }
}

function amount(name: string, value: PropertyValue): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || Number.isNaN(number)) throw configError(name, value, 'a number');
  return number;
}

function truth(name: string, value: PropertyValue): boolean {
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw configError(name, value, 'true or false');
}

function acks(name: string, value: PropertyValue): string {
  switch (String(value)) {
    case 'all':
    case '-1':
      return 'all';
    case '1':
      return 'one';
    case '0':
      return 'none';
    default:
      throw configError(name, value, "'all', -1, 1 or 0");
  }
}
