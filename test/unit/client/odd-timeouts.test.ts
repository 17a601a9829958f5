// Limits of calls that are no sensible numbers: nothing waits for ever because of them, and nothing spins.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '../../../src/base/abort.ts';
import { Client } from '../../../src/client/client.ts';
import { Reader } from '../../../src/client/reader.ts';
import { EmbeddedKafka } from '../../../src/embedded/embedded-kafka.ts';
import { openConnection } from '../../../src/network/open-connection.ts';
import {
  createHeartbeatRequest,
  createHeartbeatResponse,
  heartbeatApi,
} from '../../../src/protocol/generated/heartbeat.ts';
import { connectionOptions } from '../../support/connection-options.ts';
import { ScriptedBroker } from '../../support/scripted-broker.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const none: readonly [string, number][] = [
  ['NaN', Number.NaN],
  ['a string', '5000' as unknown as number],
];
const over: readonly [string, number][] = [
  ['zero', 0],
  ['a negative number', -1],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];
const endless: readonly [string, number][] = [
  ['Infinity', Number.POSITIVE_INFINITY],
  ['more than 2^31 ms', 2 ** 40],
];

let kafka: EmbeddedKafka;
const open: { close(): unknown }[] = [];
beforeEach(async () => {
  kafka = await EmbeddedKafka.start({ autoCreateTopics: false, topics: { one: 1 } });
});
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
  await kafka.stop();
});

function keep<T extends { close(): unknown }>(one: T): T {
  open.push(one);
  return one;
}

const isConfig = { code: 'CONFIG', message: expect.stringContaining('option timeoutMs is') };

describe('a limit that is', () => {
  describe.each(none)('%s', (_, timeoutMs) => {
    it('is refused by whatever waits (trap 105)', async () => {
      const clock = new VirtualClock();
      await expect(waitFor(new Promise(() => {}), clock, 'wait', { timeoutMs })).rejects.toMatchObject(isConfig);
      expect(clock.timers).toBe(0);
      const reader = keep(new Reader({ brokers: kafka.bootstrap, topic: 'one', partition: 0 }));
      await expect(reader.fetchMessage({ timeoutMs })).rejects.toMatchObject(isConfig);
      const client = keep(new Client({ brokers: kafka.bootstrap }));
      await expect(client.admin.listTopics({ timeoutMs })).rejects.toMatchObject(isConfig);
    });

    it('is refused by a request, and the connection serves on (trap 105)', async () => {
      const broker = keep(await ScriptedBroker.start());
      broker.script(heartbeatApi, () => createHeartbeatResponse());
      const clock = new VirtualClock();
      const connection = keep(await openConnection({ ...connectionOptions(broker.port), clock }));
      const send = (ms?: number) => connection.send(heartbeatApi, 4, createHeartbeatRequest(), { timeoutMs: ms });
      await expect(send(timeoutMs)).rejects.toMatchObject(isConfig);
      await expect(send()).resolves.toMatchObject({ errorCode: 0 });
    });
  });

  it.each(over)('%s is over at once (trap 105)', async (_, timeoutMs) => {
    const reader = keep(new Reader({ brokers: kafka.bootstrap, topic: 'one', partition: 0 }));
    await expect(reader.fetchMessage({ timeoutMs })).rejects.toMatchObject({ code: 'TIMEOUT' });
  });

  it.each(endless)('%s does not end the wait (trap 105)', async (_, timeoutMs) => {
    const reader = keep(new Reader({ brokers: kafka.bootstrap, topic: 'one', partition: 0 }));
    await expect(reader.fetchMessage({ timeoutMs: 1 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    const aborter = new AbortController();
    let isOver = false;
    const waiting = reader.fetchMessage({ timeoutMs, signal: aborter.signal }).finally(() => {
      isOver = true;
    });
    const checked = expect(waiting).rejects.toMatchObject({ code: 'ABORTED' });
    // Another wait, of real time, that ends first.
    await expect(reader.fetchMessage({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(isOver).toBe(false);
    aborter.abort();
    await checked;
  });
});
