// Sequence numbers over everything that happens to them: wraps, doubt, lost state, topics that go and come (KIP-98, KIP-360).
import { afterEach, describe, expect, it, vi } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { PartitionSequence } from '../../../src/produce/partition-sequence.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { BrokerLog } from './broker-log.ts';
import { type ArrivedRequest, connectionLost } from './fake-cluster.ts';
import { failure, harness, numbersOf, settle, warmHarness } from './harness.ts';

const LAST = 2 ** 31 - 1;
const LAST_EPOCH = 2 ** 15 - 1;

/** Lines of the first epoch begin with this number, which a broker takes from a producer that it does not know. */
function beginAt(first: number, firstEpoch: number = 0): void {
  const { begin } = PartitionSequence.prototype;
  vi.spyOn(PartitionSequence.prototype, 'begin').mockImplementation(function (
    this: PartitionSequence,
    id: number,
    epoch: number,
  ) {
    begin.call(this, id, id < 0 || epoch > 0 ? epoch : firstEpoch);
    if (id >= 0 && epoch === 0 && first > 0) this.assign(first);
  });
}

afterEach(() => vi.restoreAllMocks());

const answerBy =
  (log: BrokerLog) =>
  (request: ArrivedRequest): void =>
    request.answer((batch) => log.append(batch));

describe('numbers that reach 2^31-1', () => {
  it('go on with 0 within a batch, and a retry of that batch is known again (trap 85)', async () => {
    beginAt(LAST - 3);
    const { cluster, write } = await harness({ lingerMs: 0 });
    const log = new BrokerLog();
    const first = write('a', 'b', 'c', 'd', 'e', 'f');
    await settle();
    log.append(cluster.waiting[0]!.batches[0]!);
    cluster.waiting[0]?.fail(connectionLost());
    cluster.respond = answerBy(log);
    await cluster.clock.advance(1000);
    expect([...(await first)].map((place) => place?.offset)).toEqual([0, 1, 2, 3, 4, 5]);
    await write('g');
    expect(numbersOf(cluster.seen)).toEqual([
      ['a', 0, LAST - 3],
      ['a', 0, LAST - 3],
      ['g', 0, 2],
    ]);
    expect(log.values).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
  });

  it('go on with 0 between two batches (trap 85)', async () => {
    beginAt(LAST - 1);
    const { cluster, write } = await harness({ lingerMs: 0 });
    const log = new BrokerLog();
    cluster.respond = answerBy(log);
    await write('a', 'b');
    await write('c');
    expect(numbersOf(cluster.seen)).toEqual([
      ['a', 0, LAST - 1],
      ['c', 0, 0],
    ]);
    expect(log.values).toEqual(['a', 'b', 'c']);
  });

  it('wrap in the parts of a batch that is divided, too (trap 85)', async () => {
    beginAt(LAST - 1);
    const { cluster, write } = await harness({ lingerMs: 0 });
    const log = new BrokerLog();
    cluster.respond = (request) =>
      request.answer((batch) =>
        batch.header.count > 2 ? { errorCode: ErrorCode.MESSAGE_TOO_LARGE, baseOffset: -1 } : log.append(batch),
      );
    await write('a', 'b', 'c', 'd');
    expect(numbersOf(cluster.seen)).toEqual([
      ['a', 0, LAST - 1],
      ['a', 0, LAST - 1],
      ['c', 0, 0],
    ]);
    expect(log.values).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('a batch whose answer was lost', () => {
  it.each([
    ['the connection broke', (request: ArrivedRequest) => request.fail(connectionLost())],
    [
      'the request ran out of time',
      (request: ArrivedRequest) => request.fail(new KafkaError('TIMEOUT', 'no answer', { retriable: true })),
    ],
    ['the leader waited in vain', (request: ArrivedRequest) => request.answer(ErrorCode.REQUEST_TIMED_OUT)],
    [
      'too few replicas had it',
      (request: ArrivedRequest) => request.answer(ErrorCode.NOT_ENOUGH_REPLICAS_AFTER_APPEND),
    ],
  ])('keeps its bytes and numbers, before anything behind it is numbered: %s (trap 86, 87)', async (_, lose) => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    const log = new BrokerLog();
    const first = write('a');
    await settle();
    const sent = cluster.waiting[0]!.batches[0]!;
    log.append(sent);
    lose(cluster.waiting[0]!);
    const second = write('b');
    cluster.respond = answerBy(log);
    await cluster.clock.advance(1000);
    await Promise.all([first, second]);
    expect(cluster.seen[1]?.batches[0]?.bytes.equals(sent.bytes)).toBe(true);
    expect(numbersOf(cluster.seen)).toEqual([
      ['a', 0, 1],
      ['a', 0, 1],
      ['b', 0, 2],
    ]);
    expect(log.values).toEqual(['a', 'b']);
  });

  it('goes alone, so that those behind it do not push it out of what the broker remembers (trap 87)', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    const log = new BrokerLog();
    const calls = [];
    for (const value of ['a', 'b', 'c', 'd', 'e']) {
      calls.push(write(value));
      await settle();
    }
    // All five are written; of the first two nobody can say so.
    const answers = cluster.waiting.map((request) => ({ request, answer: log.append(request.batches[0]!) }));
    for (const [at, { request, answer }] of answers.entries()) {
      if (at < 2) request.answer(ErrorCode.REQUEST_TIMED_OUT);
      else request.answer(() => answer);
    }
    await settle();
    // The second one has no luck again, with much behind it.
    let misfortunes = 1;
    cluster.respond = (request) => {
      const answer = log.append(request.batches[0]!);
      if (request.batches[0]?.values[0] === 'b' && misfortunes-- > 0) request.answer(ErrorCode.REQUEST_TIMED_OUT);
      else request.answer(() => answer);
    };
    for (const value of ['f', 'g', 'h', 'i', 'j', 'k']) {
      calls.push(write(value.repeat(600_000)));
      await settle();
    }
    await cluster.clock.advance(3000);
    await Promise.all(calls);
    expect(log.values.map((value) => value[0])).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k']);
  });

  it('and that ran out of time leads to a new epoch before the next one is numbered (trap 87)', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0, deliveryTimeoutMs: 1000 });
    const expired = write('a');
    await settle();
    cluster.waiting[0]?.fail(connectionLost());
    cluster.topic('t', [-1]);
    await cluster.clock.advance(1100);
    expect((await failure(expired)).errors[0]?.code).toBe('TIMEOUT');
    cluster.topic('t', [1]);
    cluster.respond = (request) => request.answer();
    await write('b');
    expect(numbersOf(cluster.seen)).toEqual([
      ['a', 0, 1],
      ['b', 1, 0],
    ]);
  });

  it('keeps its numbers while a request that is lost may still reach the broker, behind one given up (trap 87)', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0, requestTimeoutMs: 3000 });
    const log = new BrokerLog();
    const first = write('a');
    await settle();
    const second = write('b');
    await settle();
    const [a, b] = cluster.waiting.map(({ batches }) => batches[0]!);
    log.append({ ...a!, values: ['warm'], header: { ...a!.header, baseSequence: 0 } });
    cluster.disconnect(1);
    cluster.respond = (request) => {
      // The first is refused for good; by then the broker has not served the lost requests yet, and then it does.
      if (request.batches[0]?.values[0] === 'a') return request.answer(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
      const answer = log.append(request.batches[0]!);
      if (answer.errorCode !== ErrorCode.NONE && log.values.length === 1) {
        log.append(a!);
        log.append(b!);
      }
      request.answer(() => answer);
    };
    await cluster.clock.advance(2_000);
    expect((await failure(first)).errors[0]?.message).toContain('may have been written');
    expect((await second).offset(0)).toBe(2);
    expect(log.values).toEqual(['warm', 'a', 'b']);
  });

  it('says so when it is refused in the end', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    const written = write('a');
    await settle();
    cluster.waiting[0]?.fail(connectionLost());
    cluster.respond = (request) => request.answer(ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    await cluster.clock.advance(1000);
    const error = (await failure(written)).errors[0];
    expect(error).toMatchObject({ code: 'TOPIC_AUTHORIZATION_FAILED', topic: 't', partition: 0 });
    expect(error?.message).toContain('may have been written');
  });

  it('fails in parts rather than being written twice, when it is too large by then and may be in the log', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    const log = new BrokerLog();
    const written = write('a', 'b', 'c', 'd');
    await settle();
    log.append(cluster.waiting[0]!.batches[0]!);
    cluster.waiting[0]?.fail(connectionLost());
    cluster.respond = (request) =>
      request.answer((batch) =>
        batch.header.count > 2 ? { errorCode: ErrorCode.MESSAGE_TOO_LARGE, baseOffset: -1 } : log.append(batch),
      );
    await cluster.clock.advance(1000);
    const { errors } = await failure(written);
    expect(errors.map((error) => error?.message.includes('may have been written'))).toEqual([true, true, true, true]);
    expect(log.values).toEqual(['a', 'b', 'c', 'd']);
    await write('e');
    expect(log.values).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('a producer that the broker does not know, or knows better', () => {
  it('goes on with another producer id where somebody else writes with its own (trap 88)', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    const calls = [write('a')];
    await settle();
    calls.push(write('b'));
    await settle();
    for (let i = 0; i < 2; i++) cluster.waiting[0]?.answer(ErrorCode.INVALID_PRODUCER_EPOCH);
    cluster.respond = (request) => request.answer();
    await cluster.clock.advance(1000);
    await Promise.all(calls);
    const ids = cluster.seen.map(({ batches }) => batches[0]?.header.producerId);
    expect(ids).toEqual([1001, 1001, 1002, 1002]);
    expect(numbersOf(cluster.seen).slice(2)).toEqual([
      ['a', 0, 0],
      ['b', 0, 1],
    ]);
  });

  it('fails only what may have been written under the id of somebody else (trap 88)', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    const doubtful = write('a');
    await settle();
    cluster.waiting[0]?.fail(connectionLost());
    await cluster.clock.advance(1000);
    const next = write('b');
    cluster.waiting[0]?.answer(ErrorCode.INVALID_PRODUCER_EPOCH);
    cluster.respond = (request) => request.answer();
    await cluster.clock.advance(1000);
    expect((await failure(doubtful)).errors[0]?.message).toContain('may have been written');
    await next;
    expect(cluster.seen.at(-1)?.batches[0]?.header).toMatchObject({ producerId: 1002, baseSequence: 0 });
  });

  it('asks for another producer id when its epochs are used up, however that comes (trap 88)', async () => {
    beginAt(0, LAST_EPOCH);
    const { cluster, write } = await warmHarness({ lingerMs: 0, deliveryTimeoutMs: 1000 });
    vi.restoreAllMocks();
    const expired = write('a');
    await cluster.clock.advance(1100);
    await failure(expired);
    cluster.waiting[0]?.fail(connectionLost());
    cluster.respond = (request) => request.answer();
    await write('b');
    const headers = cluster.seen.map(({ batches }) => batches[0]?.header);
    expect(headers.map((header) => [header?.producerId, header?.producerEpoch, header?.baseSequence])).toEqual([
      [1001, LAST_EPOCH, 1],
      [1002, 0, 0],
    ]);
  });

  it('sends one batch first after a long silence, because it may be forgotten by then', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    await cluster.clock.advance(3_600_000);
    write('a');
    await settle();
    write('b');
    await settle();
    expect(cluster.waiting).toHaveLength(1);
    cluster.waiting[0]?.answer();
    await settle();
    write('c');
    await settle();
    expect(cluster.waiting.map(({ batches }) => batches[0]?.values)).toEqual([['b'], ['c']]);
  });
});

describe('a topic that goes', () => {
  it('and comes back keeps its numbers (trap 89)', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    cluster.hideTopic('t');
    const waits = write('a');
    await cluster.clock.advance(40_000);
    expect(cluster.waiting).toHaveLength(0);
    cluster.topic('t', [1]);
    await settle();
    cluster.waiting[0]?.answer();
    await waits;
    const next = write('b');
    await settle();
    cluster.waiting[0]?.answer();
    await next;
    expect(numbersOf(cluster.seen)).toEqual([
      ['a', 0, 1],
      ['b', 0, 2],
    ]);
  });

  it('with batches in doubt has them retried with their numbers when it is back (trap 89)', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    const first = write('a');
    await settle();
    cluster.hideTopic('t');
    cluster.waiting[0]?.answer(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    const second = write('b');
    await cluster.clock.advance(40_000);
    cluster.topic('t', [2]);
    cluster.respond = (request) => request.answer();
    await cluster.clock.advance(2_000);
    await Promise.all([first, second]);
    expect(cluster.seen.at(-1)?.node).toBe(2);
    expect(numbersOf(cluster.seen).slice(-2)).toEqual([
      ['a', 0, 1],
      ['b', 0, 2],
    ]);
  });

  it('and is made anew gets what waits in a new epoch, from 0, and that is logged (trap 56)', async () => {
    const { cluster, write } = await warmHarness({ lingerMs: 0 });
    const warn = vi.spyOn(cluster.logger, 'warn');
    const first = write('a');
    await settle();
    const second = write('b');
    await settle();
    for (let i = 0; i < 2; i++) cluster.waiting[0]?.answer(ErrorCode.UNKNOWN_TOPIC_ID);
    cluster.topic('t', [1], 'another-topic-------');
    expect(warn.mock.calls.filter(([message]) => message.includes('made anew'))).toHaveLength(1);
    const log = new BrokerLog();
    cluster.respond = answerBy(log);
    await cluster.clock.advance(1000);
    await Promise.all([first, second]);
    expect(numbersOf(cluster.seen)).toEqual([
      ['a', 0, 1],
      ['b', 0, 2],
      ['a', 1, 0],
      ['b', 1, 1],
    ]);
    expect(log.values).toEqual(['a', 'b']);
  });

  it('is the same topic still when an upgraded broker gives it an id', async () => {
    const { cluster, write } = await harness({ lingerMs: 0 });
    cluster.topic('t', [1], 'AAAAAAAAAAAAAAAAAAAAAA');
    cluster.respond = (request) => request.answer();
    await write('a');
    cluster.topic('t', [1], 'an-id-at-last---------');
    await write('b');
    cluster.topic('t', [1], 'AAAAAAAAAAAAAAAAAAAAAA');
    await write('c');
    cluster.topic('t', [1], 'an-id-at-last---------');
    await write('d');
    expect(numbersOf(cluster.seen).map(([, epoch, sequence]) => [epoch, sequence])).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [0, 3],
    ]);
  });
});
