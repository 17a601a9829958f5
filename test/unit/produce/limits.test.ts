import { describe, expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import { Producer } from '../../../src/produce/producer.ts';
import { resolveProducerSettings } from '../../../src/produce/settings.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { FakeCluster } from './fake-cluster.ts';
import { failure, harness, settle, warmHarness } from './harness.ts';

describe('a producer id that is refused', () => {
  it('fails what waits, naming the option and the ACL, and is asked for again by the next write', async () => {
    const { cluster, write } = await harness();
    cluster.initProducerId = () => ({ errorCode: ErrorCode.CLUSTER_AUTHORIZATION_FAILED });
    const { errors } = await failure(write('a', 'b'));
    expect(errors[0]?.code).toBe('CLUSTER_AUTHORIZATION_FAILED');
    expect(errors[1]?.message).toMatch(/idempotent.*IdempotentWrite.*idempotent: false/s);
    cluster.initProducerId = () => ({ producerId: 5, producerEpoch: 0 });
    cluster.respond = (request) => request.answer();
    await write('c');
    expect(cluster.seen[0]?.batches[0]?.header.producerId).toBe(5);
  });
});

describe('deliveryTimeoutMs', () => {
  it('covers the time in the queue, and says why nothing was acknowledged', async () => {
    const { cluster, write } = await warmHarness({ deliveryTimeoutMs: 3000 });
    cluster.respond = (request) => request.answer(ErrorCode.NOT_ENOUGH_REPLICAS);
    const written = write('a');
    await cluster.clock.advance(2900);
    cluster.topic('t', [-1]);
    await cluster.clock.advance(200);
    const error = (await failure(written)).errors[0];
    expect(error).toMatchObject({ code: 'TIMEOUT', retriable: true });
    expect(error?.message).toContain('NOT_ENOUGH_REPLICAS');
    expect(error?.cause).toMatchObject({ code: 'NOT_ENOUGH_REPLICAS' });
  });

  it('leaves no timer behind when everything is acknowledged', async () => {
    const { cluster, write } = await warmHarness();
    const written = write('a');
    await settle();
    expect(cluster.clock.timers).toBe(1);
    cluster.waiting[0]?.answer();
    await written;
    expect(cluster.clock.timers).toBe(0);
  });
});

describe('maxBufferedBytes', () => {
  const options = { batchBytes: 1024, maxBufferedBytes: 4096, lingerMs: 0 };
  const message = 'x'.repeat(500);

  it('makes calls wait, and lets them go on in their order', async () => {
    const { cluster, producer, write } = await warmHarness(options);
    const done: string[] = [];
    for (const name of ['1', '2', '3']) {
      write(...Array.from({ length: 6 }, (_, i) => `${name}${i}`.padEnd(500, '.'))).then(() => done.push(name));
    }
    await settle();
    expect(producer.stats().bufferedBytes).toBeLessThan(4096 + 600);
    expect(producer.stats().waitingCalls).toBe(2);
    cluster.respond = (request) => request.answer();
    for (const request of [...cluster.waiting]) request.answer();
    await settle();
    expect(done).toEqual(['1', '2', '3']);
    const values = cluster.seen.flatMap(({ batches }) => batches.flatMap((batch) => batch.values));
    expect(values.map((value) => value.slice(0, 2))).toEqual([...values].sort().map((value) => value.slice(0, 2)));
    expect(values).toHaveLength(18);
    expect(producer.stats()).toMatchObject({ bufferedBytes: 0, waitingCalls: 0, inFlight: 0 });
  });

  it('is passed by one call that is larger than it', async () => {
    const { cluster, write } = await warmHarness(options);
    cluster.respond = (request) => request.answer(({ header }) => ({ baseOffset: header.baseSequence - 1 }));
    const result = await write(...Array.from({ length: 100 }, () => message));
    expect([...result].map((place) => place?.offset)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('removes a call that is aborted while it waits; its accepted part is written', async () => {
    const { cluster, producer, write } = await warmHarness(options);
    write(...Array.from({ length: 7 }, () => message));
    const controller = new AbortController();
    const list = Array.from({ length: 5 }, (_, i) => ({ value: `aborted-${i}`.padEnd(500) }));
    const waits = producer.write(list, 't', { signal: controller.signal });
    const behind = write('behind');
    await settle();
    controller.abort(new Error('enough'));
    expect(await failure(waits)).toMatchObject({ code: 'ABORTED', cause: new Error('enough') });
    cluster.respond = (request) => request.answer();
    for (const request of [...cluster.waiting]) request.answer();
    await behind;
    const values = cluster.seen.flatMap(({ batches }) => batches.flatMap((batch) => batch.values));
    expect(values.filter((value) => value.startsWith('aborted')).length).toBeLessThan(5);
    expect(values.at(-1)).toBe('behind');
    expect(producer.stats()).toMatchObject({ bufferedBytes: 0, waitingCalls: 0 });
  });
});

describe('abort and timeoutMs of a call', () => {
  it('end the wait and tear no batch', async () => {
    const { cluster, producer, write } = await warmHarness();
    const controller = new AbortController();
    const aborted = producer.write([{ value: 'a' }], 't', { signal: controller.signal });
    const late = producer.write([{ value: 'b' }], 't', { timeoutMs: 10 });
    const other = write('c');
    await settle();
    controller.abort();
    expect((await failure(aborted)).code).toBe('ABORTED');
    await Promise.all([failure(late), cluster.clock.advance(10)]);
    expect(cluster.waiting[0]?.batches[0]?.values).toEqual(['a', 'b', 'c']);
    cluster.waiting[0]?.answer();
    expect((await other).offset(0)).toBe(2);
    expect(cluster.clock.timers).toBe(0);
  });

  it('refuse a call whose signal has fired already, and write nothing of it', async () => {
    const { cluster, producer } = await warmHarness();
    expect((await failure(producer.write([{ value: 'a' }], 't', { signal: AbortSignal.abort() }))).code).toBe(
      'ABORTED',
    );
    await settle();
    expect(cluster.waiting).toHaveLength(0);
  });
});

describe('topics that are not known yet', () => {
  it('make calls wait as they are, counted; then they go in their order', async () => {
    const { cluster, producer, write } = await warmHarness();
    cluster.respond = (request) => request.answer();
    const done: string[] = [];
    write({ topic: 'new', value: 'x'.repeat(1000) }).then(() => done.push('new 1'));
    write({ topic: 'new', value: '2' }, { topic: 't', value: '2' }).then(() => done.push('both 2'));
    write('t 3').then(() => done.push('t 3'));
    write({ topic: 'other', value: '4' }).then(() => done.push('other 4'));
    await settle();
    expect(producer.stats().waitingCalls).toBe(4);
    expect(producer.stats().bufferedBytes).toBeGreaterThan(1000);
    expect(done).toEqual([]);
    cluster.topic('other', [1]);
    await settle();
    expect(done).toEqual(['other 4']);
    cluster.topic('new', [1]);
    await settle();
    expect(done).toEqual(['other 4', 'new 1', 'both 2', 't 3']);
    expect(producer.stats()).toMatchObject({ bufferedBytes: 0, waitingCalls: 0 });
  });

  it('fail only their own messages, and are asked for again by the next call', async () => {
    const { cluster, write } = await warmHarness();
    cluster.respond = (request) => request.answer();
    const mixed = write({ topic: 't', value: 'a' }, { topic: 'none', value: 'b' }, { topic: 't', value: 'c' });
    await settle();
    cluster.refuseTopic('none', new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', 'no such topic'));
    const { errors, result } = await failure(mixed);
    expect(errors.map((error) => error?.code)).toEqual([undefined, 'UNKNOWN_TOPIC_OR_PARTITION', undefined]);
    expect([...result].map((place) => place?.topic)).toEqual(['t', undefined, 't']);
    const again = write({ topic: 'none', value: 'd' });
    await settle();
    cluster.topic('none', [1]);
    await again;
  });

  it('fail with the reason when no broker can be reached', async () => {
    const cluster = new FakeCluster();
    cluster.startError = new KafkaError('CONNECTION', 'nobody at localhost:1');
    const producer = new Producer(
      cluster,
      resolveProducerSettings({}, () => ({ pick: () => 0 })),
    );
    const { errors } = await failure(producer.write([{ value: 'a' }], 't'));
    expect(errors[0]?.message).toContain('localhost:1');
  });
});

describe('flush and close', () => {
  it('flush sends what lingers and waits for it', async () => {
    const { cluster, producer, write, values } = await warmHarness({ lingerMs: 60_000 });
    write('a');
    await settle();
    write('b');
    await settle();
    let isFlushed = false;
    const flushed = producer.flush().then(() => {
      isFlushed = true;
    });
    await settle();
    expect(values(1)).toEqual([['b']]);
    cluster.waiting[0]?.answer();
    await settle();
    expect(isFlushed).toBe(false);
    cluster.waiting[0]?.answer();
    await flushed;
    await producer.flush();
  });

  it('close flushes, refuses later calls, and leaves nothing behind', async () => {
    const { cluster, producer, write } = await warmHarness();
    cluster.respond = (request) => request.answer();
    const written = write('a');
    await producer.close();
    expect((await written).offset(0)).toBe(0);
    expect((await failure(write('b'))).code).toBe('CLOSED');
    expect([cluster.clock.timers, cluster.listeners]).toEqual([0, 0]);
    await producer.close();
  });

  it('close ends within its time, and what is left fails with CLOSED', async () => {
    const { cluster, producer, write } = await warmHarness();
    const underWay = write('a');
    const parked = write({ topic: 'unknown', value: 'b' });
    await settle();
    const closed = producer.close({ timeoutMs: 500 });
    await cluster.clock.advance(500);
    await closed;
    expect((await failure(underWay)).errors[0]?.code).toBe('CLOSED');
    expect((await failure(parked)).errors[0]?.code).toBe('CLOSED');
    expect([cluster.clock.timers, cluster.listeners]).toEqual([0, 0]);
  });
});

describe('messages that cannot be written', () => {
  it('fail alone, each with its slot', async () => {
    const { cluster, write } = await warmHarness({ batchBytes: 2048 }, [1, 1]);
    cluster.respond = (request) => request.answer();
    const bad = [
      { value: 5 },
      { value: 'x', key: {} },
      { value: 'x', timestamp: 1.5 },
      { value: 'x', timestamp: -1 },
      { value: 'x', partition: 2 },
      { value: 'x', partition: -1 },
      { value: 'x', headers: [['name', 7]] },
      { value: 'x', headers: { a: 'b' } },
      { value: 'x'.repeat(3000) },
      null,
    ] as never[];
    const { errors, count } = await failure(write('first', ...bad, 'last', { value: null }, {}));
    expect(count).toBe(bad.length);
    expect(errors.map((error) => error?.code)).toEqual([
      undefined,
      ...bad.slice(0, -2).map(() => 'CONFIG'),
      'MESSAGE_TOO_LARGE',
      'CONFIG',
      undefined,
      undefined,
      undefined,
    ]);
    expect(errors[1]?.message).toBe("the message's value is 5; it accepts a Buffer, Uint8Array, string or null");
    expect(errors[5]?.message).toContain('0 to 1 in t');
    expect(cluster.seen.flatMap(({ batches }) => batches.flatMap((batch) => batch.values))).toEqual([
      'first',
      'last',
      'null',
      'null',
    ]);
  });

  it('include those whose balancer throws or picks what is not there', async () => {
    const cluster = new FakeCluster();
    cluster.topic('t', [1]);
    cluster.respond = (request) => request.answer();
    const pick = ({ value }: { value?: unknown }) => {
      if (value === 'throws') throw new Error('no idea');
      return value === 'nowhere' ? Number.NaN : 0;
    };
    const appended = () => {
      throw new Error('not interested');
    };
    const producer = new Producer(
      cluster,
      resolveProducerSettings({}, () => ({ pick, appended })),
    );
    const values = ['a', 'throws', 'b', 'nowhere', 'c'].map((value) => ({ value }));
    const { errors, result } = await failure(producer.write(values, 't'));
    expect(errors[1]?.message).toContain('no idea');
    expect(errors[3]?.message).toContain('partition is NaN');
    expect([0, 2, 4].map((i) => result.offset(i))).toEqual([0, 1, 2]);
    expect(producer.stats()).toMatchObject({ messages: 3, bufferedBytes: 0 });
  });

  it('include those whose topic is missing, illegal, or not the place to name one', async () => {
    const { cluster, producer, write } = await warmHarness();
    cluster.respond = (request) => request.answer();
    const own = await failure(write({ topic: 't', value: 'a' }, { value: 'b' }, { topic: 'a/b', value: 'c' }));
    expect(own.errors.map((error) => error?.code)).toEqual([undefined, 'CONFIG', 'CONFIG']);
    const fixed = await failure(producer.write([{ value: 'a' }, { topic: 't', value: 'b' }], 't'));
    expect(fixed.errors.map((error) => error?.code)).toEqual([undefined, 'CONFIG']);
  });
});
