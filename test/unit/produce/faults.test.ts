// Whatever fails, in whatever order: what was acknowledged is in the log exactly once, in order, where it was said to be.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProducerOptions } from '../../../src/produce/settings.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { BrokerLog } from './broker-log.ts';
import type { ArrivedRequest } from './fake-cluster.ts';
import { harness, settle } from './harness.ts';

const PARTITIONS = 3;
const NODES = [1, 2];

/** What happens next in a run. */
type Step =
  | { readonly kind: 'write'; readonly counts: readonly number[] }
  | { readonly kind: 'serve'; readonly node: number }
  | { readonly kind: 'refuse'; readonly node: number; readonly code: number }
  | { readonly kind: 'lose-answer'; readonly node: number }
  | { readonly kind: 'disconnect'; readonly node: number }
  | { readonly kind: 'move'; readonly partition: number; readonly leader: number }
  | { readonly kind: 'wait'; readonly ms: number };

const node = fc.constantFrom(...NODES);
const partition = fc.nat(PARTITIONS - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('write' as const), counts: fc.array(fc.nat(4), { maxLength: 3 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('serve' as const), node }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('refuse' as const),
      node,
      code: fc.constantFrom(
        ErrorCode.NOT_ENOUGH_REPLICAS,
        ErrorCode.NOT_LEADER_OR_FOLLOWER,
        ErrorCode.MESSAGE_TOO_LARGE,
      ),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lose-answer' as const), node }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('disconnect' as const), node }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), partition, leader: node }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400 }) }) },
);

async function play(steps: readonly Step[], options: ProducerOptions): Promise<void> {
  const leaders = [1, 2, 1];
  const { cluster, write } = await harness(options, [...leaders]);
  const logs = leaders.map(() => new BrokerLog());
  let calls = 0;
  let settled = 0;
  const acknowledged: { value: string; partition: number; offset: number }[] = [];
  let failures = 0;
  let written = 0;

  const serve = (request: ArrivedRequest) =>
    request.answer((batch) =>
      leaders[batch.partition] === request.node
        ? (logs[batch.partition] as BrokerLog).append(batch)
        : { errorCode: ErrorCode.NOT_LEADER_OR_FOLLOWER, baseOffset: -1 },
    );
  const apply = (request: ArrivedRequest) => {
    for (const batch of request.batches) {
      if (leaders[batch.partition] === request.node) (logs[batch.partition] as BrokerLog).append(batch);
    }
  };
  const oldest = (at: number) => cluster.waiting.find((request) => request.node === at);

  for (const one of steps) {
    switch (one.kind) {
      case 'write': {
        const messages = one.counts.flatMap((count, at) =>
          Array.from({ length: count }, () => ({ value: `${written++}`, partition: at })),
        );
        calls++;
        write(...messages)
          .then(
            (result) => {
              for (const [i, { value }] of messages.entries()) {
                const place = result.at(i);
                acknowledged.push({ value, partition: place?.partition ?? -1, offset: place?.offset ?? -1 });
              }
            },
            () => void failures++,
          )
          .then(() => void settled++);
        break;
      }
      case 'serve': {
        const request = oldest(one.node);
        if (request !== undefined) serve(request);
        break;
      }
      case 'refuse':
        oldest(one.node)?.answer(({ header, values }) => {
          // Nothing is refused for good: not a single record for its size, nor what an earlier attempt has written.
          const fits = header.count === 1 || logs.some((log) => log.values.includes(values[0] ?? ''));
          const isImpossible = one.code === ErrorCode.MESSAGE_TOO_LARGE && fits;
          return { errorCode: isImpossible ? ErrorCode.NOT_ENOUGH_REPLICAS : one.code, baseOffset: -1 };
        });
        break;
      case 'lose-answer': {
        // A connection answers in order: with one answer lost, all behind it are. They are written all the same.
        for (const request of cluster.waiting) if (request.node === one.node) apply(request);
        cluster.disconnect(one.node);
        break;
      }
      case 'disconnect':
        cluster.disconnect(one.node);
        break;
      case 'move':
        leaders[one.partition] = one.leader;
        cluster.topic('t', [...leaders]);
        break;
      case 'wait':
        await cluster.clock.advance(one.ms);
        break;
    }
    await settle();
  }

  cluster.topic('t', [...leaders]);
  cluster.respond = serve;
  for (const request of [...cluster.waiting]) serve(request);
  await cluster.clock.advance(30_000);
  await settle();

  expect(settled).toBe(calls);
  expect(failures).toBe(0);
  expect(acknowledged).toHaveLength(written);
  const inLogs = logs.flatMap(({ values }) => values);
  expect(inLogs).toHaveLength(written);
  expect(new Set(inLogs).size).toBe(written);
  for (const { values } of logs) expect(values.map(Number)).toEqual(values.map(Number).sort((a, b) => a - b));
  for (const { value, partition: at, offset } of acknowledged) expect(logs[at]?.values[offset]).toBe(value);
  expect(cluster.clock.timers).toBe(0);
}

describe('acknowledged messages', () => {
  it('are in the log once, in order, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => play(steps, { lingerMs: 0 })),
      { numRuns: 150 },
    );
  }, 60_000);

  it('are in the log once, in order, with small batches and a small buffer', async () => {
    const options = { lingerMs: 3, batchBytes: 1024, maxBufferedBytes: 1100 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => play(steps, options)),
      { numRuns: 100 },
    );
  }, 60_000);
});
