// What a Reader tells besides records: rebalances, errors, its health, its figures. Against the embedded broker.
import { describe, expect, it } from 'vitest';
import { EmbeddedKafka } from '../../../src/embedded/index.ts';
import { type Message, Reader, type ReaderEvent, type RebalanceEvent, Writer } from '../../../src/index.ts';
import { eventually } from '../../support/eventually.ts';
import { ReaderBench } from '../../support/reader-bench.ts';
import { take } from '../../support/reading.ts';

const zero = { topic: 'two', partition: 0 };
const one = { topic: 'two', partition: 1 };

describe('onEvent', () => {
  const bench = new ReaderBench();

  function listening(options: object = {}) {
    const events: ReaderEvent[] = [];
    const onEvent = (event: ReaderEvent) => events.push(event);
    const reader = bench.reader({ groupId: 'g', topics: ['two'], heartbeatIntervalMs: 50, onEvent, ...options });
    return { reader, events, types: () => events.map(({ type }) => type) };
  }

  it('tells of every rebalance: its start, what came and went, what is read now', async () => {
    await bench.fill(0, 1, 'two', 0);
    const { reader, events, types } = listening();
    await reader.fetchMessage();
    expect(events).toEqual([
      { type: 'rebalance-start', claimed: [], released: [], current: [] },
      { type: 'rebalance-ok', claimed: [zero, one], released: [], current: [zero, one] },
    ]);
    const other = listening();
    void other.reader.fetchMessage().catch(() => {});
    await eventually('they share', () => reader.assignment().length === 1 && other.reader.assignment().length === 1);
    await eventually('it is told', () => types().at(-1) === 'rebalance-ok' && events.length >= 4);
    const left = reader.assignment();
    const all = events.filter(({ type }) => type === 'rebalance-ok') as RebalanceEvent[];
    expect(all.at(-1)?.current).toEqual(left);
    const gone = [zero, one].filter(({ partition }) => partition !== left[0]?.partition);
    expect(all.flatMap(({ released }) => released)).toEqual(gone);
    expect(all.slice(1).flatMap(({ claimed }) => claimed)).toEqual([]);
    expect(types().filter((type) => type === 'rebalance-start')).toHaveLength(
      types().filter((type) => type === 'rebalance-ok').length,
    );
  });

  it('tells that a rebalance failed, and the reader with it', async () => {
    const { reader, events } = listening({
      onAssigned: () => {
        throw new Error('planted');
      },
      stalledAfterMs: 40,
    });
    await expect(reader.fetchMessage()).rejects.toMatchObject({ code: 'HANDLER' });
    await eventually('it is told', () => events.length === 3);
    expect(events).toMatchObject([
      { type: 'rebalance-start' },
      { type: 'rebalance-error', error: { code: 'HANDLER' } },
      { type: 'failed', reasons: [expect.stringContaining('planted')] },
    ]);
    expect(reader.health()).toMatchObject({ state: 'failed', healthy: false });
  });

  it('is disturbed by nothing that a listener throws', async () => {
    await bench.fill(0, 1, 'two', 0);
    const reader = bench.reader({
      groupId: 'g',
      topics: ['two'],
      onEvent: () => {
        throw new Error('planted');
      },
    });
    expect(String((await reader.fetchMessage()).value)).toBe('0');
  });

  it('tells of a broker that cannot be fetched from', async () => {
    await bench.fill(0, 2, 'two', 0);
    const { reader, events } = listening({ requestTimeoutMs: 1_000 });
    await reader.fetchMessage();
    const { bootstrap } = bench.kafka;
    const port = Number(bootstrap[0]?.split(':')[1]);
    await bench.kafka.stop();
    await eventually('it is told', () => events.some(({ type }) => type === 'error'), 10_000);
    const [error] = events.filter(({ type }) => type === 'error') as Extract<ReaderEvent, { type: 'error' }>[];
    expect(error?.error.message).toContain(String(port));
  });
});

describe('health', () => {
  const bench = new ReaderBench();

  it('tells position, lag in records and time, last call and heartbeat', async () => {
    await bench.fill(0, 10);
    const startedAt = Date.now();
    const reader = bench.reader({ groupId: 'g', topics: ['one'] });
    const messages = await take(reader, 4);
    const written = (messages[3] as Message).timestamp;
    const { partitions, lastHeartbeatAt, lastPollAt, ...rest } = reader.health();
    expect(rest).toEqual({
      state: 'healthy',
      healthy: true,
      reasons: [],
      joined: true,
      assigned: [{ topic: 'one', partition: 0 }],
      oldestInFlightAt: expect.any(Number),
      fellBack: undefined,
    });
    const [place] = partitions;
    expect(place).toMatchObject({ topic: 'one', partition: 0, position: 4, lag: 6, isPaused: false, error: undefined });
    expect(place?.lagMs).toBeGreaterThanOrEqual(0);
    expect(place?.lagMs).toBeLessThanOrEqual(Date.now() - written);
    expect(lastHeartbeatAt).toBeGreaterThanOrEqual(startedAt);
    expect(lastPollAt).toBeGreaterThanOrEqual(startedAt);
    await take(reader, 6);
    expect(reader.health().partitions[0]).toMatchObject({ lag: 0, lagMs: 0, position: 10 });
  });

  it('says why the classic protocol is spoken though the other was asked for, which is no trouble', async () => {
    const old = await EmbeddedKafka.start({ groupVersion: 0, topics: { one: 1 } });
    const reader = new Reader({ brokers: old.bootstrap, groupId: 'g', topics: ['one'], protocol: 'consumer' });
    try {
      const reading = reader.fetchMessage();
      const writer = new Writer({ brokers: old.bootstrap, topic: 'one' });
      await writer.writeMessages({ value: 'a' });
      await writer.close();
      await reading;
      expect(reader.health()).toMatchObject({
        healthy: true,
        reasons: [],
        fellBack:
          'group g is joined with the classic protocol: the brokers have no KIP-848, or it is not enabled (group.version)',
      });
    } finally {
      await reader.close();
      await old.stop();
    }
  });

  it('counts lag up to the last stable offset for readers of committed records (trap 82)', async () => {
    await bench.fill(0, 5);
    const writer = new Writer({ brokers: bench.kafka.bootstrap, transactionalId: 't' });
    const transaction = await writer.beginTransaction();
    await transaction.writeMessages([{ topic: 'one', partition: 0, value: 'open' }]);
    const committed = bench.reader({ topic: 'one', partition: 0 });
    const all = bench.reader({ topic: 'one', partition: 0, isolation: 'read_uncommitted' });
    expect([committed.lag(), all.lag()]).toEqual([undefined, undefined]);
    await take(committed, 2);
    await take(all, 2);
    expect([committed.lag(), all.lag()]).toEqual([3, 4]);
    await take(committed, 3);
    await take(all, 4);
    expect([committed.lag(), all.lag()]).toEqual([0, 0]);
    await transaction.abort();
    await writer.close();
  });

  it('sees a handler that does not come back, tells it once, and that it came back', async () => {
    await bench.fill(0, 3);
    const events: string[] = [];
    const reader = bench.reader({
      topic: 'one',
      partition: 0,
      stalledAfterMs: 100,
      onEvent: ({ type }: ReaderEvent) => events.push(type),
    });
    await take(reader, 1);
    await eventually('it is told', () => events.length > 0);
    expect(reader.health()).toMatchObject({
      state: 'stalled',
      healthy: false,
      reasons: [expect.stringContaining('still being handled')],
    });
    await take(reader, 1);
    await eventually('it is over', () => events.length > 1);
    expect(events.slice(0, 2)).toEqual(['stalled', 'recovered']);
  });

  it('leaves the group where that is wanted, so that others read on, and comes back with the next call', async () => {
    await bench.fill(0, 3, 'two', 0);
    await bench.fill(0, 3, 'two', 1);
    const options = { groupId: 'g', topics: ['two'], heartbeatIntervalMs: 50 };
    const revoked: number[] = [];
    const slow = bench.reader({
      ...options,
      stalledAfterMs: 200,
      leaveWhenStalled: true,
      onRevoked: (partitions: readonly object[]) => void revoked.push(partitions.length),
    });
    const message = await slow.fetchMessage();
    await eventually('it has left', () => slow.assignment().length === 0);
    expect(revoked).toEqual([2]);
    await expect(slow.commitOffsets([{ topic: 'two', partition: 0, offset: 1 }])).rejects.toMatchObject({
      code: 'REBALANCE',
    });
    await slow.commitMessages(message);
    const other = bench.reader(options);
    expect(await take(other, 6)).toHaveLength(6);
    void slow.fetchMessage().catch(() => {});
    await eventually('they share', () => slow.assignment().length === 1 && other.assignment().length === 1, 20_000);
    expect(slow.stats().rebalances).toBeGreaterThanOrEqual(2);
  });
});

describe('stats', () => {
  const bench = new ReaderBench();

  it('count what was dialed, fetched, queued and handed out', async () => {
    await bench.fill(0, 100);
    const reader = bench.reader({ topic: 'one', partition: 0, maxWaitMs: 50 });
    expect(reader.stats()).toMatchObject({ dials: 0, fetches: 0, fetchBytes: { count: 0, sum: 0 } });
    await take(reader, 10);
    const { dials, fetchRecords, fetchBytes, dialMs, bytes, batches, messages, queueCapacityBytes } = reader.stats();
    expect({ dials, batches, messages, queueCapacityBytes }).toEqual({
      dials: 1,
      batches: 1,
      messages: 10,
      queueCapacityBytes: 52_428_800,
    });
    expect(fetchRecords).toMatchObject({ sum: 100, min: fetchRecords.max === 100 ? 100 : expect.any(Number) });
    expect(fetchBytes.sum).toBeGreaterThanOrEqual(bytes);
    expect(fetchBytes.avg * fetchBytes.count).toBeCloseTo(fetchBytes.sum);
    expect(dialMs.count).toBe(1);
    await eventually('an empty fetch was answered', () => reader.stats().fetches >= 2);
    expect(reader.stats().fetchMs.max).toBeGreaterThan(30);
    const waiting = bench.reader({ topic: 'one', partition: 0, maxWaitMs: 50 });
    await waiting.fetchMessage();
    await waiting.seek({ topic: 'one', partition: 0 }, 0);
    await eventually('something waits', () => waiting.stats().queuedBatches > 0);
    expect(waiting.stats().queuedBytes).toBeGreaterThan(0);
  });

  it('count errors', async () => {
    await bench.fill(0, 1);
    const reader = bench.reader({ topic: 'one', partition: 0, startOffset: 50, outOfRange: 'error' });
    await expect(reader.fetchMessage()).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
    expect(reader.stats()).toMatchObject({ errors: 1, timeouts: 0 });
  });
});
