import { describe, expect, it } from 'vitest';
import { apiVersionsApi, createApiVersionsResponse } from '../../../src/protocol/generated/api-versions.ts';
import {
  createCoordinator,
  createFindCoordinatorResponse,
  findCoordinatorApi,
} from '../../../src/protocol/generated/find-coordinator.ts';
import { createHeartbeatRequest, heartbeatApi } from '../../../src/protocol/generated/heartbeat.ts';
import { apis } from '../../support/all-apis.ts';
import { beat, brokers, cluster } from '../../support/clusters.ts';

describe('Cluster coordinators', () => {
  const found = (nodeId: number, port: number) => ({ nodeId, host: '127.0.0.1', port });

  it.each([6, 3, 0])('are found with version %i of FindCoordinator', async (maxVersion) => {
    const [first] = await brokers(1);
    first!.script(apiVersionsApi, () =>
      createApiVersionsResponse({
        apiKeys: apis.map(({ key, minVersion, maxVersion: newest }) => {
          return { apiKey: key, minVersion, maxVersion: key === findCoordinatorApi.key ? maxVersion : newest };
        }),
      }),
    );
    first!.script(findCoordinatorApi, ({ coordinatorKeys }, { version }) => {
      const node = found(1, first!.port);
      if (version < 4) return createFindCoordinatorResponse(node);
      return createFindCoordinatorResponse({
        coordinators: coordinatorKeys.map((key) => createCoordinator({ ...node, key })),
      });
    });
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    expect(await Promise.all([one.coordinator('group', 'g'), one.coordinator('group', 'g')])).toEqual([1, 1]);
    expect(first!.of(findCoordinatorApi)).toHaveLength(1);
    expect(first!.of(findCoordinatorApi)[0]?.version).toBe(maxVersion);
  });

  it('are looked up anew after NOT_COORDINATOR, and when they do not answer (trap 65)', async () => {
    const [first, second] = await brokers(2);
    let at = 2;
    for (const broker of [first!, second!]) {
      broker.script(findCoordinatorApi, ({ coordinatorKeys }) => {
        const node = found(at, at === 1 ? first!.port : Number(secondAt.split(':')[1]));
        return createFindCoordinatorResponse({
          coordinators: coordinatorKeys.map((key) => createCoordinator({ ...node, key })),
        });
      });
    }
    const secondAt = second!.address;
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    const send = () => one.sendToCoordinator('group', 'g', heartbeatApi, () => createHeartbeatRequest());
    await send();
    expect(second!.of(heartbeatApi)).toHaveLength(1);
    at = 1;
    await send();
    expect(second!.of(heartbeatApi)).toHaveLength(2);
    one.forgetCoordinator('group', 'g', 1);
    await send();
    expect(second!.of(heartbeatApi)).toHaveLength(3);
    await second!.close();
    await expect(send()).rejects.toMatchObject({ code: 'CONNECTION' });
    await send();
    expect(first!.of(heartbeatApi)).toHaveLength(1);
  });

  it('are forgotten by retry() when they do not answer (trap 65)', async () => {
    const [first, second] = await brokers(2);
    const nodes = [second!, first!].map((broker) => found(broker.nodeId, broker.port));
    first!.script(findCoordinatorApi, ({ coordinatorKeys }) => {
      const node = nodes.shift() as (typeof nodes)[0];
      return createFindCoordinatorResponse({
        coordinators: coordinatorKeys.map((key) => createCoordinator({ ...node, key })),
      });
    });
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    await second!.close();
    const send = async () => beat(one, await one.coordinator('group', 'g'));
    await one.retry('heartbeat', send, { coordinator: { kind: 'group', key: 'g' } });
    expect(first!.of(heartbeatApi)).toHaveLength(1);
  });

  it('that are not there yet are an error that retry() mends', async () => {
    const [first] = await brokers(1);
    let asked = 0;
    first!.script(findCoordinatorApi, ({ coordinatorKeys }) => {
      const node = ++asked < 3 ? { errorCode: 15, nodeId: -1 } : found(1, first!.port);
      return createFindCoordinatorResponse({
        coordinators: coordinatorKeys.map((key) => createCoordinator({ ...node, key })),
      });
    });
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    await expect(one.coordinator('group', 'g')).rejects.toMatchObject({ code: 'COORDINATOR_NOT_AVAILABLE' });
    const coordinator = { kind: 'group', key: 'g' } as const;
    expect(await one.retry('find', () => one.coordinator('group', 'g'), { coordinator })).toBe(1);
  });

  it('an answer that leaves the key out is no coordinator', async () => {
    const [first] = await brokers(1);
    first!.script(findCoordinatorApi, () => createFindCoordinatorResponse());
    const one = cluster({ brokers: [first!.address] });
    await one.start();
    await expect(one.coordinator('group', 'g')).rejects.toMatchObject({ code: 'COORDINATOR_NOT_AVAILABLE' });
  });
});
