import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { connectionLost } from './fake-cluster.ts';
import { failure, harness, settle, warmHarness } from './harness.ts';

/** Three batches of partition 0 under way: a, b, c. */
async function threeUnderWay(options: Parameters<typeof warmHarness>[0] = {}) {
  const it = await warmHarness({ lingerMs: 0, ...options });
  const written = [];
  for (const value of ['a', 'b', 'c']) {
    written.push(it.write(value));
    await settle();
  }
  expect(it.cluster.waiting).toHaveLength(3);
  return { ...it, written };
}

describe('a batch that failed for a while', () => {
  it('is sent again with the same bytes, and later ones wait for it (trap 86)', async () => {
    const { cluster, write, values, written } = await threeUnderWay();
    const before = cluster.seen.map(({ batches }) => batches[0]?.bytes);
    cluster.waiting[0]?.answer(ErrorCode.NOT_ENOUGH_REPLICAS);
    await cluster.clock.advance(1000);
    // b and c are still under way: nothing is sent before they are back.
    expect(cluster.waiting).toHaveLength(2);
    cluster.waiting[0]?.answer(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    cluster.waiting[0]?.answer(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    write('d');
    await cluster.clock.advance(1000);
    expect(cluster.waiting).toHaveLength(1);
    expect(values(0)).toEqual([['a']]);
    cluster.waiting[0]?.answer();
    await settle();
    expect(cluster.waiting.map(({ batches }) => batches[0]?.values)).toEqual([['b'], ['c'], ['d']]);
    const again = cluster.seen.slice(3, 6).map(({ batches }) => batches[0]?.bytes);
    expect(again).toEqual(before);
    for (let i = 0; i < 3; i++) cluster.waiting[0]?.answer();
    await Promise.all(written);
  });

  it('pauses before it is sent again, longer each time', async () => {
    const { cluster, write } = await warmHarness();
    write('a');
    await settle();
    const waits: number[] = [];
    for (let i = 0; i < 4; i++) {
      cluster.waiting[0]?.answer(ErrorCode.NOT_ENOUGH_REPLICAS);
      await settle();
      const from = cluster.clock.monotonic();
      while (cluster.waiting.length === 0) await cluster.clock.advance(10);
      waits.push(cluster.clock.monotonic() - from);
    }
    expect(waits[0]).toBeGreaterThanOrEqual(80);
    expect(waits[3]).toBeGreaterThan((waits[0] ?? 0) * 3);
    expect(waits[3]).toBeLessThan(1300);
  });

  it('is a success when the broker has it already, without an offset that nobody said (trap 91)', async () => {
    const { cluster, write } = await warmHarness();
    const written = write('a', 'b');
    await settle();
    cluster.waiting[0]?.fail(connectionLost());
    await cluster.clock.advance(1000);
    cluster.waiting[0]?.answer(() => ({ errorCode: ErrorCode.DUPLICATE_SEQUENCE_NUMBER, baseOffset: -1 }));
    const result = await written;
    expect([...result]).toEqual([
      { topic: 't', partition: 0, offset: -1 },
      { topic: 't', partition: 0, offset: -1 },
    ]);
    expect(result.offset(1)).toBe(-1);
    const next = write('c');
    await settle();
    cluster.waiting[0]?.answer(() => ({ baseOffset: 7 }));
    expect((await next).offset(0)).toBe(7);
    expect(cluster.seen.at(-1)?.batches[0]?.header).toMatchObject({ producerEpoch: 0, baseSequence: 3 });
  });

  it('goes to the new leader, and is not sent to the old one again', async () => {
    const { cluster, written } = await threeUnderWay();
    cluster.disconnect(1);
    cluster.topic('t', [2]);
    await settle();
    await cluster.clock.advance(1000);
    expect(cluster.refreshes).toBeGreaterThan(0);
    expect(cluster.waiting.map(({ node }) => node)).toEqual([2]);
    cluster.respond = (request) => request.answer();
    cluster.waiting[0]?.answer();
    await cluster.clock.advance(1000);
    await Promise.all(written);
    const late = cluster.seen.slice(3).flatMap(({ node, batches }) => batches.map(({ values }) => [node, values[0]]));
    expect(late).toEqual([
      [2, 'a'],
      [2, 'b'],
      [2, 'c'],
    ]);
  });

  it('follows the leader that the answer names, without a pause', async () => {
    const { cluster, write } = await warmHarness({}, [1, 2]);
    const written = write('a');
    await settle();
    cluster.waiting[0]?.answer(() => ({
      errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER,
      currentLeader: { leaderId: 2, leaderEpoch: 5 },
    }));
    await settle();
    expect(cluster.waiting.map(({ node }) => node)).toEqual([2]);
    cluster.waiting[0]?.answer();
    await written;
  });

  it('goes on with the leader that is known by now, also where its own answer names none (KIP-951)', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 }, [1, 2]);
    const calls = [write('a')];
    await settle();
    calls.push(write('b'));
    await settle();
    cluster.waiting[0]?.answer(() => ({
      errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER,
      currentLeader: { leaderId: 2, leaderEpoch: 5 },
    }));
    cluster.waiting[0]?.answer(ErrorCode.NOT_LEADER_OR_FOLLOWER);
    cluster.respond = (request) => request.answer();
    await settle();
    await Promise.all(calls);
    expect(cluster.clock.monotonic()).toBe(0);
    expect(cluster.seen.map(({ node, batches }) => [node, batches[0]?.values[0]])).toEqual([
      [1, 'a'],
      [1, 'b'],
      [2, 'a'],
      [2, 'b'],
    ]);
  });

  it('moves as soon as metadata names a new leader, once nothing is under way at the old one', async () => {
    const { cluster, write, values } = await warmHarness({ lingerMs: 0 }, [1, 2]);
    write('a');
    await settle();
    cluster.topic('t', [2, 2]);
    write('b');
    await cluster.clock.advance(50);
    expect(cluster.waiting).toHaveLength(1);
    cluster.waiting[0]?.answer();
    await settle();
    expect(cluster.waiting.map(({ node }) => node)).toEqual([2]);
    expect(values(0)).toEqual([['b']]);
  });

  it('waits for a leader while there is none', async () => {
    const { cluster, write } = await warmHarness();
    cluster.topic('t', [-1]);
    const written = write('a');
    await cluster.clock.advance(2000);
    expect(cluster.waiting).toHaveLength(0);
    expect(cluster.refreshes).toBeGreaterThan(2);
    cluster.topic('t', [3]);
    await settle();
    expect(cluster.waiting.map(({ node }) => node)).toEqual([3]);
    cluster.waiting[0]?.answer();
    await written;
  });

  it('waits for half a second at most, however often it was refused', async () => {
    const { cluster, write } = await warmHarness();
    const written = write('a');
    await settle();
    for (let i = 0; i < 8; i++) {
      cluster.waiting[0]?.answer(ErrorCode.NOT_ENOUGH_REPLICAS);
      await cluster.clock.advance(501);
      expect(cluster.waiting).toHaveLength(1);
    }
    cluster.waiting[0]?.answer();
    await written;
  });

  it.each([
    ['refuses connections', () => Promise.reject(connectionLost())],
    ['answers nothing', () => new Promise<never>(() => {})],
  ])('asks for another leader every quarter of a second while its own one %s', async (_, dead) => {
    const { cluster, write } = await warmHarness({}, [1, 2]);
    const connect = cluster.connection.bind(cluster);
    cluster.connection = (node) => (node === 1 ? dead() : connect(node));
    cluster.disconnect(1);
    const written = write('a');
    await cluster.clock.advance(2_000);
    for (let i = 0; i < 8; i++) {
      const before = cluster.refreshes;
      await cluster.clock.advance(260);
      expect(cluster.refreshes).toBeGreaterThan(before);
    }
    cluster.topic('t', [2, 2]);
    await settle();
    expect(cluster.waiting.map(({ node }) => node)).toEqual([2]);
    cluster.waiting[0]?.answer();
    await written;
    const after = cluster.refreshes;
    await cluster.clock.advance(5_000);
    expect(cluster.refreshes).toBe(after);
  });

  it('asks for no other leader while its own one is there', async () => {
    const { cluster, write } = await harness();
    const written = write('a');
    await settle();
    await cluster.clock.advance(5_000);
    expect(cluster.waiting).toHaveLength(1);
    cluster.waiting[0]?.answer();
    await written;
    expect(cluster.refreshes).toBe(0);
  });

  it('goes on when a broker that could not be reached comes back', async () => {
    const { cluster, write } = await warmHarness();
    cluster.disconnect(1);
    cluster.connectError = () => connectionLost();
    const written = write('a');
    await cluster.clock.advance(5000);
    cluster.connectError = undefined;
    await cluster.clock.advance(2000);
    cluster.waiting[0]?.answer();
    await written;
  });
});

describe('errors that pass', () => {
  it.each([
    'NOT_LEADER_OR_FOLLOWER',
    'LEADER_NOT_AVAILABLE',
    'UNKNOWN_TOPIC_OR_PARTITION',
    'UNKNOWN_TOPIC_ID',
    'KAFKA_STORAGE_ERROR',
    'NOT_ENOUGH_REPLICAS',
    'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
    'CORRUPT_MESSAGE',
    'REQUEST_TIMED_OUT',
    'NETWORK_EXCEPTION',
    'REPLICA_NOT_AVAILABLE',
    'FENCED_LEADER_EPOCH',
    'THROTTLING_QUOTA_EXCEEDED',
  ] as const)('are waited out: %s (trap 92)', async (name) => {
    const { cluster, write } = await warmHarness();
    const written = write('a');
    for (let i = 0; i < 3; i++) {
      await cluster.clock.advance(2_000);
      cluster.waiting[0]?.answer(ErrorCode[name]);
    }
    await cluster.clock.advance(2_000);
    cluster.waiting[0]?.answer(() => ({ baseOffset: 3 }));
    expect((await written).offset(0)).toBe(3);
    const numbers = cluster.seen.map(({ batches }) => batches[0]?.header.baseSequence);
    expect(numbers).toEqual([1, 1, 1, 1]);
  });
});

describe('numbers that the broker does not know', () => {
  it.each([
    ['OUT_OF_ORDER_SEQUENCE_NUMBER', ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER],
    ['UNKNOWN_PRODUCER_ID', ErrorCode.UNKNOWN_PRODUCER_ID],
  ])('lead to the next epoch, from 0, in order: %s (trap 88)', async (_, errorCode) => {
    const { cluster, written } = await threeUnderWay();
    for (let i = 0; i < 3; i++) cluster.waiting[0]?.answer(() => ({ errorCode, logStartOffset: 0 }));
    cluster.respond = (request) => request.answer();
    await cluster.clock.advance(1000);
    await Promise.all(written);
    const headers = cluster.seen.slice(3).flatMap(({ batches }) => batches.map(({ header }) => header));
    expect(headers.map(({ producerEpoch, baseSequence }) => [producerEpoch, baseSequence])).toEqual([
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(new Set(headers.map(({ producerId }) => producerId)).size).toBe(1);
    expect(cluster.initProducerIds).toBe(1);
  });

  it('are asked for again, unchanged, while the partition was just moving away', async () => {
    const { cluster, write } = await warmHarness();
    write('a');
    await settle();
    cluster.waiting[0]?.answer(() => ({ errorCode: ErrorCode.UNKNOWN_PRODUCER_ID, logStartOffset: -1 }));
    await cluster.clock.advance(1000);
    expect(cluster.waiting[0]?.batches[0]?.header).toMatchObject({ producerEpoch: 0, baseSequence: 1 });
  });

  it('after a batch was refused for good, are given anew to those behind it', async () => {
    const { cluster, written } = await threeUnderWay();
    cluster.waiting[0]?.answer(ErrorCode.INVALID_TIMESTAMP);
    cluster.waiting[0]?.answer(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    cluster.waiting[0]?.answer(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
    cluster.respond = (request) => request.answer();
    await cluster.clock.advance(1000);
    expect((await failure(written[0]!)).errors[0]?.code).toBe('INVALID_TIMESTAMP');
    await Promise.all(written.slice(1));
    const again = cluster.seen.slice(3).flatMap(({ batches }) => batches);
    expect(again.map(({ values, header }) => [values[0], header.producerEpoch, header.baseSequence])).toEqual([
      ['b', 1, 0],
      ['c', 1, 1],
    ]);
  });

  it('after a batch expired, keep their place if the broker took it after all', async () => {
    const { cluster, write, values } = await warmHarness({ lingerMs: 0, deliveryTimeoutMs: 1000 });
    const first = write('a');
    await cluster.clock.advance(900);
    const second = write('b');
    await cluster.clock.advance(200);
    expect((await failure(first)).errors[0]).toMatchObject({ code: 'TIMEOUT', retriable: true, partition: 0 });
    cluster.waiting[0]?.answer();
    cluster.waiting[0]?.answer();
    await second;
    write('c');
    await settle();
    expect(values(0)).toEqual([['c']]);
    expect(cluster.waiting[0]?.batches[0]?.header).toMatchObject({ producerEpoch: 0, baseSequence: 3 });
  });

  it('after the last batch expired, begin a new epoch', async () => {
    const { cluster, write } = await warmHarness({ deliveryTimeoutMs: 1000 });
    const written = write('a');
    await cluster.clock.advance(1100);
    await failure(written);
    cluster.waiting[0]?.fail(connectionLost());
    await settle();
    write('b');
    await settle();
    expect(cluster.waiting[0]?.batches[0]?.header).toMatchObject({ producerEpoch: 1, baseSequence: 0 });
  });
});

describe('a batch that is too large for the broker', () => {
  it('is split until it fits, in order, with the numbers it had', async () => {
    const { cluster, write } = await warmHarness();
    cluster.respond = (request) =>
      request.answer(({ header }) => ({
        errorCode: header.sizeInBytes > 1000 ? ErrorCode.MESSAGE_TOO_LARGE : 0,
        baseOffset: header.baseSequence,
      }));
    const values = Array.from({ length: 40 }, (_, i) => `${i}`.padEnd(100, '.'));
    const result = await write(...values);
    expect([...result].map((place) => place?.offset)).toEqual(values.map((_, i) => i + 1));
    const accepted = cluster.seen.flatMap(({ batches }) => batches.filter(({ header }) => header.sizeInBytes <= 1000));
    expect(accepted.flatMap((batch) => batch.values)).toEqual(values);
    expect(accepted.every(({ header }) => header.producerEpoch === 0)).toBe(true);
    // The next batch is made small at once.
    const requests = cluster.seen.length;
    await write(...values.slice(0, 12));
    expect(
      cluster.seen.slice(requests).flatMap(({ batches }) => batches.map(({ header }) => header.sizeInBytes)),
    ).toSatisfy((sizes: number[]) => sizes.every((size) => size <= 1100));
  });

  it('fails alone when it is one record', async () => {
    const { cluster, write } = await warmHarness();
    cluster.respond = (request) =>
      request.answer(({ header }) => ({ errorCode: header.sizeInBytes > 1000 ? ErrorCode.MESSAGE_TOO_LARGE : 0 }));
    const error = await failure(write('a', 'x'.repeat(5000), 'b'));
    expect(error.errors.map((one) => one?.code)).toEqual([undefined, 'MESSAGE_TOO_LARGE', undefined]);
    expect(error.count).toBe(1);
    await write('c');
  });

  it('is split when it is compressed, too', async () => {
    const { cluster, write } = await warmHarness({ compression: 'gzip' });
    cluster.respond = (request) =>
      request.answer(({ header }) => ({ errorCode: header.count > 3 ? ErrorCode.MESSAGE_TOO_LARGE : 0 }));
    await write(...Array.from({ length: 20 }, () => 'same'.repeat(100)));
    const counts = cluster.seen.flatMap(({ batches }) => batches.map(({ header }) => header.count));
    expect(counts.filter((count) => count <= 3).reduce((sum, count) => sum + count, 0)).toBe(20);
  });
});

describe('errors that stay', () => {
  it('fail the batch with what the broker said; once an ACL is mended the producer goes on (trap 95)', async () => {
    const { cluster, write } = await warmHarness();
    const written = write('a');
    await settle();
    cluster.waiting[0]?.answer(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    const error = await failure(written);
    expect(error.code).toBe('WRITE');
    expect(error.errors[0]).toMatchObject({ code: 'TOPIC_AUTHORIZATION_FAILED', topic: 't', partition: 0 });
    cluster.respond = (request) => request.answer();
    await write('b');
    // The number of the refused record is missing in the log: what follows begins a new line.
    expect(cluster.seen.at(-1)?.batches[0]?.header).toMatchObject({ producerEpoch: 1, baseSequence: 0 });
  });

  it('of a topic that may not be described fail its calls; the next one asks again (trap 95)', async () => {
    const { cluster, write } = await warmHarness();
    const refused = write({ topic: 'secret', value: 'a' });
    await settle();
    cluster.refuseTopic('secret', new KafkaError('TOPIC_AUTHORIZATION_FAILED', 'not yours'));
    expect((await failure(refused)).errors[0]?.code).toBe('TOPIC_AUTHORIZATION_FAILED');
    cluster.respond = (request) => request.answer();
    cluster.topic('secret', [1]);
    expect((await write({ topic: 'secret', value: 'b' })).at(0)).toMatchObject({ topic: 'secret' });
  });

  it.each([
    'INVALID_RECORD',
    'INVALID_TIMESTAMP',
    'TOPIC_AUTHORIZATION_FAILED',
    'CLUSTER_AUTHORIZATION_FAILED',
    'INVALID_REQUIRED_ACKS',
    'INVALID_TOPIC_EXCEPTION',
    'UNSUPPORTED_FOR_MESSAGE_FORMAT',
    'POLICY_VIOLATION',
    'UNSUPPORTED_COMPRESSION_TYPE',
    'MESSAGE_TOO_LARGE',
  ] as const)('are not tried again: one record with %s (trap 92)', async (name) => {
    const { cluster, write } = await warmHarness();
    const written = write('a');
    await settle();
    cluster.waiting[0]?.answer(ErrorCode[name]);
    await cluster.clock.advance(5_000);
    expect(cluster.seen).toHaveLength(1);
    expect((await failure(written)).errors[0]).toMatchObject({ code: name, retriable: false });
  });

  it('say which option to change for topics of the old format', async () => {
    const { cluster, write } = await warmHarness();
    const written = write('a');
    await settle();
    cluster.waiting[0]?.answer(ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT);
    expect((await failure(written)).message).toContain('idempotent: false');
  });

  it('of the connection fail what waits for it', async () => {
    const { cluster, write } = await warmHarness();
    cluster.disconnect(1);
    cluster.connectError = () => new KafkaError('AUTHENTICATION', 'wrong password');
    expect((await failure(write('a'))).errors[0]?.code).toBe('AUTHENTICATION');
  });
});
