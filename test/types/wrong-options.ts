// Wrong combinations of options do not compile. Checked by `npm run typecheck`: an expectation that finds no error is
// an error itself. Nothing here is run.
import { PassThrough } from 'node:stream';
import { type App, type AppOptions, type BindOptions, fromEnvironment } from '../../src/binding/index.ts';
import {
  Client,
  type ClientOptions,
  type Conn,
  crc32,
  type DialerOptions,
  type DialFunction,
  dialLeader,
  hash,
  murmur2,
  type Reader,
  type ReaderOptions,
  type SaslOptions,
  sticky,
  type TlsOptions,
  type TransactSessionOptions,
  type WriteMiddleware,
  Writer,
  type WriterOptions,
} from '../../src/index.ts';
import { createHeartbeatRequest } from '../../src/protocol/generated/heartbeat.ts';
import { createProduceRequest } from '../../src/protocol/generated/produce.ts';

const brokers = ['localhost:9092'];
declare const app: App;
declare const reader: Reader;
declare const client: Client;
declare const conn: Conn;

export const readers: ReaderOptions[] = [
  { brokers, groupId: 'billing', topics: ['orders'] },
  { brokers, topic: 'orders', partition: 0, startOffset: 12 },
  { client, topic: 'orders', partition: 0 },
  // @ts-expect-error a group shares out partitions: it takes none
  { brokers, groupId: 'billing', topics: ['orders'], partition: 0 },
  // @ts-expect-error a group needs topics
  { brokers, groupId: 'billing' },
  // @ts-expect-error one partition needs its number
  { brokers, topic: 'orders' },
  // @ts-expect-error committing needs a group
  { brokers, topic: 'orders', partition: 0, commitIntervalMs: 1000 },
  // @ts-expect-error a group goes on where it has committed: it takes no offset
  { brokers, groupId: 'billing', topics: ['orders'], startOffset: 12 },
  // @ts-expect-error brokers or a client, not both
  { brokers, client, topic: 'orders', partition: 0 },
  // @ts-expect-error brokers or a client
  { topic: 'orders', partition: 0 },
  { brokers, groupId: 'billing', topics: ['orders'], protocol: 'consumer', remoteAssignor: 'uniform' },
  { brokers, groupId: 'billing', pattern: /^orders/, protocol: 'consumer', groupInstanceId: 'one' },
  { brokers, groupId: 'billing', serverPattern: 'orders.*', protocol: 'consumer' },
  { brokers, groupId: 'billing', topics: ['orders'], protocol: 'classic', assignors: ['range'] },
  { brokers, groupId: 'billing', topics: ['orders'], protocol: 'either' as 'classic' | 'consumer' },
  // @ts-expect-error a group that shares out itself has no remote assignor
  { brokers, groupId: 'billing', topics: ['orders'], remoteAssignor: 'uniform' },
  // @ts-expect-error a coordinator that shares out needs no assignors
  { brokers, groupId: 'billing', topics: ['orders'], protocol: 'consumer', assignors: ['range'] },
  // @ts-expect-error only the coordinator of the consumer protocol matches patterns
  { brokers, groupId: 'billing', serverPattern: 'orders.*' },
  // @ts-expect-error matched here or there, not both
  { brokers, groupId: 'billing', serverPattern: 'orders.*', pattern: /orders/, protocol: 'consumer' },
  // @ts-expect-error topics or a pattern, not both
  { brokers, groupId: 'billing', serverPattern: 'orders.*', topics: ['orders'], protocol: 'consumer' },
  // @ts-expect-error one partition is read without a group
  { brokers, topic: 'orders', partition: 0, serverPattern: 'orders.*' },
  // @ts-expect-error unknown protocol
  { brokers, groupId: 'billing', topics: ['orders'], protocol: 'share' },
  // @ts-expect-error unknown isolation
  { brokers, topic: 'orders', partition: 0, isolation: 'serializable' },
];

export const writers: WriterOptions[] = [
  { brokers, topic: 'orders', compression: 'gzip' },
  { brokers, idempotent: false, requiredAcks: 'one' },
  // @ts-expect-error an idempotent writer needs every acknowledgement
  { brokers, requiredAcks: 'one' },
  // @ts-expect-error an idempotent writer needs every acknowledgement
  { brokers, idempotent: true, requiredAcks: 'none' },
  { brokers, compression: { type: 'gzip', level: 9 } },
  { brokers, compression: { type: 'zstd', level: 19 } },
  { brokers, compression: { type: 'lz4' } },
  { brokers, compression: { id: 4, name: 'own zstd', compress: ([first]) => first!, decompress: (bytes) => bytes } },
  // @ts-expect-error no level in the name of a compression
  { brokers, compression: 'gzip:9' },
  // @ts-expect-error lz4 has no levels
  { brokers, compression: { type: 'lz4', level: 9 } },
  // @ts-expect-error snappy has no levels
  { brokers, compression: { type: 'snappy', level: 1 } },
  // @ts-expect-error a level is a number
  { brokers, compression: { type: 'gzip', level: 'best' } },
  // @ts-expect-error a codec reads as well
  { brokers, compression: { id: 5, name: 'half', compress: () => Buffer.alloc(0) } },
  // @ts-expect-error brokers is a list
  { brokers: 'localhost:9092' },
  { brokers, transactionalId: 'orders-1' },
  { brokers, idempotent: true, requiredAcks: 'all', transactionalId: 'orders-1', transactionTimeoutMs: 15_000 },
  // @ts-expect-error a transactional writer is idempotent
  { brokers, idempotent: false, transactionalId: 'orders-1' },
  // @ts-expect-error a transactional writer needs every acknowledgement
  { brokers, requiredAcks: 'one', transactionalId: 'orders-1' },
  // @ts-expect-error without a transactional id there is nothing to time out
  { brokers, transactionTimeoutMs: 15_000 },
  { brokers, balancer: crc32({ consistent: true }) },
  { brokers, balancer: murmur2({ keyless: sticky({ availabilityTimeoutMs: 1000 }) }) },
  // @ts-expect-error where keyless messages are hashed, no other balancer gets them
  { brokers, balancer: hash({ consistent: true, keyless: sticky() }) },
  // @ts-expect-error murmur2 is a hash of its own
  { brokers, balancer: murmur2({ hasher: () => 0 }) },
  // @ts-expect-error a balancer is not named by text
  { brokers, balancer: 'murmur2' },
  { brokers, compression: (topic) => (topic === 'orders' ? 'lz4' : undefined) },
  // @ts-expect-error a function for compression answers a compression
  { brokers, compression: () => 'zip' },
  { brokers, async: true, completion: (messages, error, result) => void [messages.length, error?.message, result] },
  { brokers, completion: () => {} },
  { brokers, async: false },
  // @ts-expect-error who does not wait for the acknowledgement has to be told
  { brokers, async: true },
  // @ts-expect-error the same where completion may be missing
  { brokers, async: true, completion: undefined },
  { brokers, properties: { 'linger.ms': 5, 'enable.idempotence': 'true' } },
  // @ts-expect-error no such property
  { brokers, properties: { 'linger.msec': 5 } },
  // @ts-expect-error a property is text, a number, true or false
  { brokers, properties: { 'linger.ms': [5] } },
  // @ts-expect-error wait or throw
  { brokers, whenFull: 'drop' },
  // @ts-expect-error there is no number of tries: deliveryTimeoutMs is the limit
  { brokers, maxAttempts: 10 },
  { brokers, balancer: crc32({ consistent: true }) },
  { brokers, balancer: murmur2({ keyless: sticky({ availabilityTimeoutMs: 1000 }) }) },
  // @ts-expect-error where keyless messages are hashed, no other balancer gets them
  { brokers, balancer: hash({ consistent: true, keyless: sticky() }) },
  // @ts-expect-error murmur2 is a hash of its own
  { brokers, balancer: murmur2({ hasher: () => 0 }) },
  // @ts-expect-error a balancer is not named by text
  { brokers, balancer: 'murmur2' },
];

export const middleware: WriteMiddleware[] = [
  (messages, next) => next(messages.filter(({ value }) => value !== null)),
  // @ts-expect-error a middleware returns what next gave
  async (messages, next) => void (await next(messages)),
  // @ts-expect-error next takes a list
  (messages, next) => next(messages[0]),
];

export const sessions: TransactSessionOptions[] = [
  { brokers, reader: { groupId: 'billing', topics: ['orders'] }, writer: { transactionalId: 'billing-1' } },
  {
    client,
    reader: { groupId: 'billing', topics: ['orders'] },
    writer: { transactionalId: 'billing-1', topic: 'bills' },
  },
  {
    client,
    // @ts-expect-error offsets are committed in the transactions, and in no other way
    reader: { groupId: 'g', topics: ['orders'], commitIntervalMs: 5_000 },
    writer: { transactionalId: 'billing-1' },
  },
  {
    client,
    // @ts-expect-error what is not committed has no effect
    reader: { groupId: 'g', topics: ['orders'], isolation: 'read_uncommitted' },
    writer: { transactionalId: 'b' },
  },
  // @ts-expect-error offsets need a group
  { client, reader: { topic: 'orders', partition: 0 }, writer: { transactionalId: 'billing-1' } },
  // @ts-expect-error transactions need a name
  { client, reader: { groupId: 'billing', topics: ['orders'] }, writer: { topic: 'bills' } },
  // @ts-expect-error brokers or a client
  { reader: { groupId: 'billing', topics: ['orders'] }, writer: { transactionalId: 'billing-1' } },
];

export const bindings: BindOptions[] = [
  { concurrency: 64, order: 'none', maxRetries: 2 },
  { maxRetries: 2, afterRetry: 'unordered' },
  { order: 'key', concurrency: 8, retry: { inPlace: { retries: 3, backoffMs: 100 } } },
  // @ts-expect-error a retry topic gives up the order of the partition, which has to be said
  { maxRetries: 2 },
  // @ts-expect-error the same for the order of a key
  { order: 'key', maxRetries: 2 },
  // @ts-expect-error at most once needs the order of the partition
  { order: 'none', commit: 'before' },
  // @ts-expect-error records settled by hand cannot be committed one by one
  { settle: 'manual', commit: 'each' },
  // @ts-expect-error records settled by hand are not tried again in place
  { settle: 'manual', retry: { inPlace: { retries: 3, backoffMs: 100 } } },
];

const tokenEndpoint = 'https://id.test/token';

export const secured: SaslOptions[] = [
  { mechanism: 'PLAIN', username: 'u', password: 'p' },
  { mechanism: 'SCRAM-SHA-256', credentials: async () => ({ username: 'u', password: 'p' }) },
  { mechanism: 'OAUTHBEARER', token: ({ signal }) => (signal.aborted ? 'a' : { value: 'b', expiresAtMs: 1 }) },
  { mechanism: 'OAUTHBEARER', clientCredentials: { tokenEndpoint, clientId: 'c', clientSecret: () => 's' } },
  { mechanism: 'AWS_MSK_IAM', credentials: { accessKeyId: 'a', secretAccessKey: 's' } },
  { name: 'OWN', authenticate: async (session) => void (await session.exchange(Buffer.from('hello'))) },
  // @ts-expect-error no such mechanism is built in
  { mechanism: 'GSSAPI', username: 'u', password: 'p' },
  // @ts-expect-error a password is missing
  { mechanism: 'PLAIN', username: 'u' },
  // @ts-expect-error values or a function, not both
  { mechanism: 'PLAIN', username: 'u', password: 'p', credentials: () => ({ username: 'u', password: 'p' }) },
  // @ts-expect-error OAUTHBEARER has no password
  { mechanism: 'OAUTHBEARER', username: 'u', password: 'p' },
  // @ts-expect-error one source of tokens
  { mechanism: 'OAUTHBEARER', token: 't', clientCredentials: { tokenEndpoint, clientId: 'c', clientSecret: 's' } },
  // @ts-expect-error AWS keys are a pair
  { mechanism: 'AWS_MSK_IAM', credentials: { accessKeyId: 'a' } },
  // @ts-expect-error only SCRAM takes delegation tokens
  { mechanism: 'PLAIN', username: 'u', password: 'p', delegationToken: true },
];

const tunnel: DialFunction = async () => new PassThrough();

export const dialers: DialerOptions[] = [
  { timeoutMs: 1000, deadline: Date.now() + 5000 },
  { deadline: new Date(), resolve: async (host, port) => [`${host}.internal:${port}`] },
  { dial: tunnel, resolve: () => ['10.0.0.1'] },
  { socket: { localAddress: '10.0.0.9', keepAliveMs: false } },
  { socket: { family: 6, fallbackDelayMs: 50, keepAliveMs: 10_000 } },
  // @ts-expect-error options of TCP sockets are for TCP: a dial function makes its own streams
  { dial: tunnel, socket: { family: 4 } },
  // @ts-expect-error IP has two versions
  { socket: { family: 5 } },
  // @ts-expect-error no delay is always on
  { socket: { noDelay: false } },
  // @ts-expect-error keep-alive is a time, or false
  { socket: { keepAliveMs: true } },
  // @ts-expect-error a resolver answers a list
  { resolve: async () => '10.0.0.1' },
  // @ts-expect-error a deadline is a time
  { deadline: 'tomorrow' },
  // @ts-expect-error a Dialer has no brokers: each call names an address
  { brokers },
  // @ts-expect-error transactions are a Writer's
  { transactionalId: 't' },
];

export const clients: ClientOptions[] = [
  { brokers, idleTimeoutMs: 60_000, socket: { keepAliveMs: 5_000 } },
  { brokers, dial: tunnel, resolve: () => ['10.0.0.1'] },
  // @ts-expect-error options of TCP sockets are for TCP, here as well
  { brokers, dial: tunnel, socket: {} },
];

// @ts-expect-error a file is named as { path }
export const files: TlsOptions = { ca: { file: '/ca.pem' } };

// @ts-expect-error onError is mandatory
export const silent: AppOptions = { brokers, groupId: 'billing' };

export const fromEnv: AppOptions = { ...fromEnvironment(), groupId: 'billing', onError: () => 'stop' };

// @ts-expect-error onError answers 'stop', 'skip' or 'pause'
export const undecided: AppOptions = { brokers, groupId: 'billing', onError: () => 'retry' };

export function calls(): void {
  // @ts-expect-error a handler is missing
  app.bind('orders', { concurrency: 1 });
  // @ts-expect-error a value is bytes or text
  void new Writer({ brokers }).writeMessages([{ topic: 'orders', value: 12 }]);
  // @ts-expect-error a message's callback is a function
  void new Writer({ brokers }).writeMessages([{ topic: 'orders', value: 'a', onDelivery: true }]);
  // @ts-expect-error messages are committed, not offsets
  void reader.commitMessages(12);
  // @ts-expect-error a leader is that of a partition
  void dialLeader('localhost', { topic: 'orders' });
  // @ts-expect-error a Conn writes to its own partition
  void conn.writeMessages({ value: 'v', partition: 1 });
  // @ts-expect-error several topics stand in a list
  void conn.readPartitions('orders', 'payments');
  // @ts-expect-error several topics stand in a list
  void conn.createTopics({ topic: 'orders' }, { topic: 'payments' });
  // @ts-expect-error no acknowledgement at all is for Produce by hand
  conn.setRequiredAcks('none');
  // @ts-expect-error no such whence
  void conn.seek(0, 'beginning');
  // @ts-expect-error readMessage always waits for a message
  void conn.readMessage({ maxWaitMs: 10 });
  // @ts-expect-error no answer comes, so there is nothing to read in it
  void conn.send('Produce', createProduceRequest({ acks: 0 }), { expectResponse: false }).then((a) => a.responses);
  // @ts-expect-error the same for a Client
  void client.send('Produce', createProduceRequest({ acks: 0 }), { expectResponse: false }).then((a) => a.responses);
  // @ts-expect-error a share partition is named by its topic's id
  void client.send('Heartbeat', createHeartbeatRequest(), { to: { shareGroup: 'g', partition: 0 } });
  // @ts-expect-error a topic has a name
  void new Client({ brokers }).createTopics([{ partitions: 3 }]);
}
