import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import { createDeleteGroupsRequest, deleteGroupsApi } from '../protocol/generated/delete-groups.ts';
import { askCoordinators } from './ask-coordinators.ts';
import { checkGroupIds } from './group-ids.ts';
import { ADMIN_TIMEOUT_MS, errorOf } from './in-rounds.ts';

/** What became of one group. */
export interface DeleteGroupResult {
  readonly groupId: string;
  /** NON_EMPTY_GROUP while it has members, GROUP_ID_NOT_FOUND where there is none. */
  readonly error: KafkaError | undefined;
}

/** Deletes groups without members, of any type, with their offsets (KIP-229). One result per group, in order. */
export async function deleteGroups(
  cluster: Cluster,
  groupIds: readonly string[],
  options: CallOptions = {},
): Promise<readonly DeleteGroupResult[]> {
  const ids = checkGroupIds(groupIds);
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS, lane: 'slow' } as const;
  const settled = await askCoordinators(
    cluster,
    'delete groups',
    'group',
    ids,
    async (nodeId, groupsNames) => {
      const request = createDeleteGroupsRequest({ groupsNames });
      const { results } = await cluster.sendTo(nodeId, deleteGroupsApi, () => request, call);
      return new Map(
        results.map(({ groupId, errorCode, errorMessage }) => [
          groupId,
          brokerError(errorCode, `delete group ${groupId}`, { api: 'DeleteGroups' }, errorMessage) ?? (true as const),
        ]),
      );
    },
    options,
  );
  return [...settled].map(([groupId, answer]) => ({ groupId, error: errorOf(answer) }));
}
