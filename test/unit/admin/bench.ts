// Scripted brokers that share one picture of the cluster, which a test may change while calls are under way.

import { Admin } from '../../../src/admin/admin.ts';
import type { Cluster } from '../../../src/cluster/cluster.ts';
import {
  createCoordinator,
  createFindCoordinatorResponse,
  findCoordinatorApi,
} from '../../../src/protocol/generated/find-coordinator.ts';
import {
  createMetadataResponse,
  createMetadataResponseBroker,
  createMetadataResponseTopic,
  metadataApi,
} from '../../../src/protocol/generated/metadata.ts';
import { brokers, cluster } from '../../support/clusters.ts';
import { type ScriptedBroker, topicAnswer } from '../../support/scripted-broker.ts';

/** What all brokers say of the cluster. */
export interface Picture {
  controllerId: number;
  /** Leader of each partition, by topic. */
  leaders: Record<string, number[]>;
  /** Coordinator of every group and transactional id that `coordinators` does not name. */
  coordinatorId: number;
  coordinators: Record<string, number>;
}

export interface Bench {
  readonly admin: Admin;
  readonly cluster: Cluster;
  readonly all: readonly ScriptedBroker[];
  readonly picture: Picture;
}

export async function bench(count = 2): Promise<Bench> {
  const all = await brokers(count);
  const picture: Picture = { controllerId: 1, leaders: {}, coordinatorId: 1, coordinators: {} };
  let epoch = 1;
  for (const broker of all) {
    broker.script(metadataApi, ({ topics }) => {
      epoch++;
      const known = Object.entries(picture.leaders).map(([name, leaders]) => topicAnswer(name, leaders, epoch));
      return createMetadataResponse({
        clusterId: 'scripted',
        controllerId: picture.controllerId,
        brokers: broker.members.map((member) => createMetadataResponseBroker({ ...member, host: '127.0.0.1' })),
        topics:
          topics?.map(
            ({ name }) =>
              known.find((topic) => topic.name === name) ?? createMetadataResponseTopic({ name, errorCode: 3 }),
          ) ?? known,
      });
    });
    broker.script(findCoordinatorApi, ({ coordinatorKeys }) =>
      createFindCoordinatorResponse({
        coordinators: coordinatorKeys.map((key) => {
          const nodeId = picture.coordinators[key] ?? picture.coordinatorId;
          return createCoordinator({ key, nodeId, host: '127.0.0.1', port: all[nodeId - 1]?.port ?? 0 });
        }),
      }),
    );
  }
  const one = cluster({ brokers: all.map(({ address }) => address) });
  return { admin: new Admin(one), cluster: one, all, picture };
}
