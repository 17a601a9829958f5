import { expect, it } from 'vitest';
import { KafkaError } from '../../../src/base/errors.ts';
import type { OutgoingMessage } from '../../../src/produce/outgoing-message.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import { settle, warmHarness } from './harness.ts';

/** The error of a call that waits for a second at most. */
async function givenUp(it: Awaited<ReturnType<typeof warmHarness>>, messages: OutgoingMessage[]): Promise<KafkaError> {
  const failed = it.producer.write(messages, 't', { timeoutMs: 1_000 }).then(
    () => expect.unreachable(),
    (error: unknown) => error as KafkaError,
  );
  await settle();
  await it.cluster.clock.advance(1_000);
  return failed;
}

it('a call given up while its broker does not answer names that broker', async () => {
  const error = await givenUp(await warmHarness({}, [3]), [{ value: 'a', partition: 0 }]);
  expect(error).toMatchObject({ code: 'TIMEOUT', retriable: true });
  expect(error.message).toMatch(
    /not acknowledged within 1000 ms; .*; the last failure: t\[0\]: broker 3 has not answered yet/,
  );
});

it('a call given up names what its own partition suffers, not the trouble of another broker', async () => {
  const bench = await warmHarness({}, [1, 2]);
  // Broker 1 is gone, and is asked first.
  bench.cluster.respond = (request) => {
    if (request.batches.some(({ partition }) => partition === 0)) {
      request.fail(new KafkaError('CONNECTION', 'broker 1 is gone', { retriable: true }));
    } else request.answer(ErrorCode.NOT_ENOUGH_REPLICAS);
  };
  bench.write({ value: 'other', partition: 0 });
  const error = await givenUp(bench, [{ value: 'a', partition: 1 }]);
  expect(error.message).toContain('NOT_ENOUGH_REPLICAS');
  expect(error.cause).toMatchObject({ code: 'NOT_ENOUGH_REPLICAS' });
});

it('a call given up while its partition has no leader says so', async () => {
  const bench = await warmHarness();
  bench.cluster.topic('t', [-1]);
  const error = await givenUp(bench, [{ value: 'a', partition: 0 }]);
  expect(error.message).toContain('t[0] has no leader');
});
