import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/base/deferred.ts';
import type { Logger } from '../../../src/base/logger.ts';
import {
  createHeartbeatRequest,
  createHeartbeatResponse,
  type HeartbeatResponse,
  heartbeatApi,
} from '../../../src/protocol/generated/heartbeat.ts';
import { beat, brokers, cluster } from '../../support/clusters.ts';
import { eventually } from '../../support/eventually.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const FOUR_MINUTES = 240_000;
const options = { metadataMaxAgeMs: 86_400_000, requestTimeoutMs: 3_600_000 };

describe('Idle connections', () => {
  it('close before a load balancer cuts them after four minutes, as planned, and open again when needed (trap 36)', async () => {
    const clock = new VirtualClock();
    const [first] = await brokers(1);
    const complaints: string[] = [];
    const complain = (message: string): void => void complaints.push(message);
    const logger: Logger = { debug: () => {}, info: () => {}, warn: complain, error: complain };
    const one = cluster({ brokers: [first!.address], clock, logger, ...options });
    await one.start();
    await beat(one, 1, { lane: 'produce' });
    const connection = await one.connection(1, 'produce');
    await clock.advance(FOUR_MINUTES - 1);
    expect(connection.state).toBe('closed');
    await eventually('all are closed', () => first!.open === 0);
    await beat(one, 1, { lane: 'produce' });
    expect(first!.of(heartbeatApi)).toHaveLength(2);
    expect(complaints).toEqual([]);
  });

  it('close after the idle time that was asked for', async () => {
    const clock = new VirtualClock();
    const [first] = await brokers(1);
    const one = cluster({ brokers: [first!.address], clock, idleTimeoutMs: 2_000, ...options });
    await one.start();
    const connection = await one.connection(1, 'produce');
    await clock.advance(1_999);
    expect(connection.state).toBe('open');
    await clock.advance(2_001);
    expect(connection.state).toBe('closed');
  });

  it('stay open while they are used, and while an answer is awaited (trap 36)', async () => {
    const clock = new VirtualClock();
    const [first] = await brokers(1);
    const answer = deferred<HeartbeatResponse>();
    first!.script(heartbeatApi, ({ groupId }) => (groupId === 'held' ? answer.promise : createHeartbeatResponse()));
    const one = cluster({ brokers: [first!.address], clock, ...options });
    await one.start();
    const held = one.sendTo(1, heartbeatApi, () => createHeartbeatRequest({ groupId: 'held' }), { lane: 'slow' });
    await beat(one, 1, { lane: 'produce' });
    const connections = [await one.connection(1, 'slow'), await one.connection(1, 'produce')];
    for (let i = 0; i < 4; i++) {
      await clock.advance(120_000);
      await beat(one, 1, { lane: 'produce' });
    }
    expect(connections.map(({ state }) => state)).toEqual(['open', 'open']);
    answer.resolve(createHeartbeatResponse());
    await held;
  });
});
