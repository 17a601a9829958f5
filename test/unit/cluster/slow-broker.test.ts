import { connect } from 'node:net';
import { expect, it } from 'vitest';
import type { DialFunction } from '../../../src/index.ts';
import { heartbeatApi } from '../../../src/protocol/generated/heartbeat.ts';
import { beat, brokers, cluster } from '../../support/clusters.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** A client of one broker that, after first contact, takes `slowMs` to accept a connection. */
async function slowBroker(slowMs: () => number) {
  const clock = new VirtualClock();
  const [first] = await brokers(1);
  const dials: number[] = [];
  const dial: DialFunction = (_host, port, { signal }) =>
    new Promise((resolve, reject) => {
      dials.push(clock.monotonic());
      const timer = clock.after(slowMs(), () => resolve(connect(port, '127.0.0.1')));
      signal.addEventListener('abort', () => {
        timer.cancel();
        reject(signal.reason);
      });
    });
  const one = cluster({ brokers: [first!.address], clock, dial, connectTimeoutMs: 1_000, requestTimeoutMs: 60_000 });
  const starting = one.start();
  await clock.advance(20);
  await starting;
  return { clock, one, first: first!, dials };
}

it('reaches a broker that takes longer than the limit of a connection: the limit grows (KIP-601)', async () => {
  let slowMs = 0;
  const { clock, one, first } = await slowBroker(() => slowMs);
  slowMs = 2_500;
  let answered = false;
  const done = one
    .retry('heartbeat', () => beat(one, 1, { lane: 'slow' }), { timeoutMs: 20_000 })
    .then(() => {
      answered = true;
    })
    .catch(() => {});
  const end = clock.monotonic() + 20_000;
  while (!answered && clock.monotonic() < end) await clock.advance(20);
  expect(answered).toBe(true);
  await done;
  expect(first.of(heartbeatApi)).toHaveLength(1);
});

it('a limit that has grown is three times itself at most, and is itself again once the broker was reached', async () => {
  let slowMs = 0;
  const { clock, one, dials } = await slowBroker(() => slowMs);
  /** Milliseconds until an attempt on a lane that is not open is given up. */
  const givenUpAfter = async (): Promise<number> => {
    const [before, begun] = [dials.length, clock.monotonic()];
    let error: unknown;
    one.connection(1, 'slow').catch((thrown: unknown) => {
      error = thrown;
    });
    while (error === undefined && clock.monotonic() - begun < 30_000) await clock.advance(10);
    expect(dials).toHaveLength(before + 1);
    return Math.round((clock.monotonic() - (dials.at(-1) as number)) / 250) * 250;
  };
  slowMs = 100_000;
  const limits = [await givenUpAfter(), await givenUpAfter(), await givenUpAfter(), await givenUpAfter()];
  slowMs = 10;
  const opening = one.connection(1, 'produce');
  await clock.advance(500);
  await opening;
  slowMs = 100_000;
  limits.push(await givenUpAfter());
  expect(limits).toEqual([1_000, 2_000, 3_000, 3_000, 1_000]);
});
