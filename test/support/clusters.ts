// Scripted brokers and the clusters that talk to them, all closed after each test.
import { afterEach } from 'vitest';
import type { SendOptions } from '../../src/cluster/cluster.ts';
import { Cluster, type ClusterOptions } from '../../src/cluster/cluster.ts';
import {
  createHeartbeatRequest,
  createHeartbeatResponse,
  type HeartbeatResponse,
  heartbeatApi,
} from '../../src/protocol/generated/heartbeat.ts';
import { ScriptedBroker } from './scripted-broker.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** Brokers 1 to `count`, which name each other and answer heartbeats. */
export async function brokers(count: number): Promise<ScriptedBroker[]> {
  const all = await Promise.all(Array.from({ length: count }, (_, i) => ScriptedBroker.start(i + 1)));
  const members = all.map(({ nodeId, port }) => ({ nodeId, port }));
  for (const broker of all) {
    broker.members = members;
    broker.script(heartbeatApi, () => createHeartbeatResponse());
  }
  open.push(...all);
  return all;
}

/** A cluster client that does not wait long between attempts. */
export function cluster(options: Partial<ClusterOptions> & { brokers: readonly string[] }): Cluster {
  const one = new Cluster({ retryBackoffMs: 5, retryBackoffMaxMs: 20, ...options });
  open.push(one);
  return one;
}

/** Closes `one` after the test. */
export function closeLater(one: { close(): Promise<void> }): void {
  open.push(one);
}

/** One attempt of a small request at one broker. */
export const beat = (one: Cluster, nodeId: number, options: SendOptions = {}): Promise<HeartbeatResponse> =>
  one.sendTo(nodeId, heartbeatApi, () => createHeartbeatRequest(), options);
