import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { harness, settle, warmHarness } from './harness.ts';

const lost = () => new KafkaError('CONNECTION', 'broker-1:9092: connection refused', { retriable: true });

describe('problems of a producer', () => {
  it('begin with nobody having written, and end with the first acknowledgement', async () => {
    const { cluster, producer, write } = await harness();
    expect(producer.problems()).toEqual(['nothing was written yet: the first call that writes makes the contact']);
    cluster.respond = (request) => request.answer();
    await write('a');
    expect(producer.problems()).toEqual([]);
  });

  it('say that no broker was reached', async () => {
    const { cluster, producer, write } = await harness();
    cluster.startError = new KafkaError('CONNECTION', 'nobody at localhost:1');
    await write('a').catch(() => {});
    expect(producer.problems()).toEqual(['no broker was reached yet: nobody at localhost:1']);
    cluster.startError = undefined;
    cluster.respond = (request) => request.answer();
    await write('a');
    expect(producer.problems()).toEqual([]);
  });

  it('name topics that are waited for, and those that cannot be had', async () => {
    const { cluster, producer, write } = await warmHarness();
    const written = write({ topic: 'new', value: 'a' });
    await settle();
    expect(producer.problems()).toEqual(['new: its partitions are not known yet']);
    cluster.refuseTopic('new', new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', 'no such topic'));
    await written.catch(() => {});
    expect(producer.problems()).toEqual(['new cannot be written: no such topic']);
    const other = write('to another topic');
    await settle();
    cluster.waiting[0]?.answer();
    await other;
    expect(producer.problems()).toEqual([]);
    write({ topic: 'new', value: 'a' });
    cluster.topic('new', [1]);
    await settle();
    expect(producer.problems()).toEqual([]);
  });

  it('name partitions without a leader, partitions that are refused, and brokers that do not answer', async () => {
    const { cluster, producer, write } = await warmHarness({}, [1, 2, 2]);
    cluster.topic('t', [1, 2, -1]);
    expect(producer.problems()).toEqual(['t[2] has no leader']);
    cluster.topic('t', [1, 2, 2]);
    write({ value: 'a', partition: 0 }, { value: 'b', partition: 1 });
    await settle();
    cluster.waiting.find(({ node }) => node === 1)?.fail(lost());
    cluster.waiting.find(({ node }) => node === 2)?.answer(ErrorCode.NOT_ENOUGH_REPLICAS);
    await settle();
    expect(producer.problems()).toEqual([
      't[0] cannot be written: broker-1:9092: connection refused',
      expect.stringMatching(/^t\[1\] cannot be written: .*NOT_ENOUGH_REPLICAS/),
      'broker 1 cannot be written to: broker-1:9092: connection refused',
    ]);
    cluster.respond = (request) => request.answer();
    await cluster.clock.advance(2_000);
    expect(producer.problems()).toEqual([]);
  });

  it('say that the buffer is full', async () => {
    const { producer, write } = await warmHarness({ batchBytes: 1024, maxBufferedBytes: 1024 });
    write('x'.repeat(800));
    write('y'.repeat(800));
    await settle();
    expect(producer.problems()).toEqual(['the buffer (maxBufferedBytes, 1024) is full: 1 calls wait for room']);
  });

  it('name the producer id that is refused', async () => {
    const { cluster, producer, write } = await harness();
    cluster.initProducerId = () => ({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED });
    await write('a').catch(() => {});
    expect(producer.problems()).toEqual([expect.stringContaining('gives this writer no producer id')]);
    cluster.initProducerId = () => ({ producerId: 5, producerEpoch: 0 });
    cluster.respond = (request) => request.answer();
    await write('b');
    expect(producer.problems()).toEqual([]);
  });
});

describe('stats', () => {
  it('count writes, messages, bytes, retries and errors', async () => {
    const { cluster, producer, write } = await warmHarness();
    const before = producer.stats();
    const codes = [ErrorCode.NOT_ENOUGH_REPLICAS, 0, ErrorCode.TOPIC_AUTHORIZATION_FAILED];
    cluster.respond = (request) => request.answer(codes.shift());
    const written = write('a'.repeat(89), 'b'.repeat(89));
    await cluster.clock.advance(2_000);
    await written;
    await write('c').catch(() => {});
    const stats = producer.stats();
    expect(stats.writes - before.writes).toBe(3);
    expect(stats.messages - before.messages).toBe(3);
    expect(stats.bytes - before.bytes).toBe(2 * (89 + 9) + 8);
    expect(stats).toMatchObject({ retries: 1, errors: 1, splits: 0, bufferedBytes: 0, inFlight: 0, waitingCalls: 0 });
  });

  it('summarize batches at their first send, requests, and calls that were held', async () => {
    const { cluster, producer, write } = await warmHarness({ batchBytes: 1024, maxBufferedBytes: 1024 });
    write('under way');
    await settle();
    write('one of them'.padEnd(60));
    await cluster.clock.advance(2);
    write('two');
    const held = write('x'.repeat(951));
    await cluster.clock.advance(1);
    cluster.waiting[0]?.answer();
    await settle();
    cluster.waiting[0]?.answer();
    await settle();
    cluster.waiting[0]?.answer();
    await held;
    const { batchSize, batchBytes, batchTimeMs, batchQueueTimeMs, writeTimeMs, waitTimeMs } = producer.stats();
    expect(batchSize).toEqual({ count: 4, sum: 5, avg: 1.25, min: 1, max: 2 });
    expect(batchBytes.max).toBeGreaterThan(900);
    expect(batchTimeMs).toMatchObject({ count: 4, max: 2 });
    expect(batchQueueTimeMs).toMatchObject({ count: 4, min: 0 });
    expect(writeTimeMs).toMatchObject({ count: 4, max: 3 });
    // The first call of all had to wait for the topic.
    expect(waitTimeMs).toEqual({ count: 2, sum: 1, avg: 0.5, min: 0, max: 1 });
  });
});

describe('warming up', () => {
  it('connects to every leader, numbers the producer, and writes nothing', async () => {
    const { cluster, producer } = await harness({}, [1, 2, -1]);
    const opened: number[] = [];
    const connection = cluster.connection.bind(cluster);
    cluster.connection = (node) => {
      opened.push(node);
      return connection(node);
    };
    await producer.warmUp(['t']);
    expect(opened.sort()).toEqual([1, 2]);
    expect(cluster.initProducerIds).toBe(1);
    expect(cluster.seen).toEqual([]);
    cluster.respond = (request) => request.answer();
    await producer.write([{ value: 'a' }], 't');
    expect(cluster.initProducerIds).toBe(1);
  });

  it('rejects with what is in the way: brokers, topics, the producer id, its own limit', async () => {
    const { cluster, producer } = await harness();
    cluster.startError = new KafkaError('CONNECTION', 'nobody at localhost:1');
    await expect(producer.warmUp([])).rejects.toThrow('nobody at localhost:1');
    cluster.startError = undefined;
    cluster.initProducerId = () => ({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED });
    await expect(producer.warmUp(['t'])).rejects.toThrow('idempotent');
    cluster.initProducerId = () => ({ producerId: 5, producerEpoch: 0 });
    const slow = producer.warmUp(['none'], { timeoutMs: 100 }).catch((error) => error);
    await cluster.clock.advance(100);
    expect(await slow).toMatchObject({ code: 'TIMEOUT' });
    const missing = producer.warmUp(['none']).catch((error) => error);
    await settle();
    cluster.refuseTopic('none', new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', 'no such topic'));
    expect(await missing).toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
  });

  it('ends with the producer', async () => {
    const { cluster, producer } = await harness();
    cluster.initProducerId = () => ({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED });
    let answer = () => {};
    cluster.sendToAny = () => new Promise((_, reject) => (answer = () => reject(lost())));
    const warm = producer.warmUp(['t']).catch((error) => error);
    await settle();
    await producer.close();
    expect(await warm).toMatchObject({ code: 'CLOSED' });
    answer();
    await expect(producer.warmUp(['t'])).rejects.toMatchObject({ code: 'CLOSED' });
  });
});

describe('limits of requests', () => {
  it('keep maxInFlight requests under way, in order', async () => {
    const { cluster, write } = await warmHarness({ maxInFlight: 1, lingerMs: 0 }, [1, 1]);
    for (let i = 0; i < 4; i++) {
      write({ value: `${i}`, partition: i % 2 });
      await settle();
      expect(cluster.waiting).toHaveLength(1);
    }
    cluster.respond = (request) => request.answer();
    cluster.waiting[0]?.answer();
    await settle();
    expect(cluster.seen.flatMap(({ batches }) => batches.flatMap(({ values }) => values))).toEqual([
      '0',
      '2',
      '1',
      '3',
    ]);
  });

  it('put no more than maxRequestBytes of batches into one request', async () => {
    const options = { batchBytes: 1024, maxRequestBytes: 2100 };
    const { cluster, write } = await warmHarness(options, [1, 1, 1, 1, 1]);
    cluster.respond = (request) => request.answer();
    await write(...Array.from({ length: 5 }, (_, partition) => ({ value: 'x'.repeat(900), partition })));
    expect(cluster.seen.map(({ batches }) => batches.length)).toEqual([2, 2, 1]);
  });
});

describe('compression by topic', () => {
  it('asks once for each, and its faults are those of the topic’s messages', async () => {
    const asked: string[] = [];
    let isBroken = true;
    const compression = (topic: string) => {
      asked.push(topic);
      if (topic === 'broken' && isBroken) throw new Error('no idea');
      return topic === 'plain' ? undefined : topic === 'wrong' ? ('zip' as never) : ('gzip' as const);
    };
    const { cluster, write } = await harness({ compression });
    cluster.respond = (request) => request.answer();
    for (const topic of ['plain', 'packed', 'wrong', 'broken']) cluster.topic(topic, [1]);
    const value = 'again and again '.repeat(100);
    for (const topic of ['plain', 'packed', 'plain', 'packed']) await write({ topic, value });
    expect(cluster.seen.map(({ batches }) => (batches[0]?.header.attributes ?? -1) & 7)).toEqual([0, 1, 0, 1]);
    expect(asked).toEqual(['plain', 'packed']);
    const errors = await Promise.all(
      ['wrong', 'broken'].map((topic) => write({ topic, value }).catch(({ errors: [error] }) => error.message)),
    );
    expect(errors).toEqual([
      expect.stringMatching(/^option compression for wrong is "zip"; it accepts /),
      'option compression failed for broken: no idea',
    ]);
    isBroken = false;
    expect((await write({ topic: 'broken', value })).offset(0)).toBe(0);
  });
});
