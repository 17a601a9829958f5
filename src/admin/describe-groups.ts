// Groups of whatever type: finds out by itself which.
import type { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { withinLimit } from './deadline.ts';
import {
  type ClassicGroupDescription,
  type DescribeGroupsOptions,
  describeClassicGroups,
} from './describe-classic-groups.ts';
import {
  type ConsumerGroupMember,
  describeConsumerGroups,
  describeShareGroups,
  type GroupDescription,
  type ShareGroupMember,
} from './describe-consumer-groups.ts';
import { describeStreamsGroups, type StreamsGroupDescription } from './describe-streams-groups.ts';
import { checkGroupIds } from './group-ids.ts';

/** A group and its type. */
export type AnyGroupDescription =
  | ({ readonly type: 'classic' } & ClassicGroupDescription)
  | ({ readonly type: 'consumer' } & GroupDescription<ConsumerGroupMember>)
  | ({ readonly type: 'share' } & GroupDescription<ShareGroupMember>)
  | ({ readonly type: 'streams' } & StreamsGroupDescription);

/** What became of one group. */
export interface AnyGroupResult {
  readonly groupId: string;
  /** undefined where `error` says why. */
  readonly group: AnyGroupDescription | undefined;
  /** GROUP_ID_NOT_FOUND where there is none of any type. */
  readonly error: KafkaError | undefined;
}

/** Errors that say: not of this type, or the broker does not know the type. */
const OTHER_TYPE: ReadonlySet<string> = new Set(['GROUP_ID_NOT_FOUND', 'UNSUPPORTED_VERSION']);

/**
 * Describes groups whose types are not known: each is looked for as a consumer group, then as a classic, a share and a
 * streams group. Brokers before 4.0 describe a group that is not there as a classic one that is `dead`. One result per
 * group, in order.
 */
export async function describeGroups(
  cluster: Cluster,
  groupIds: readonly string[],
  options: DescribeGroupsOptions = {},
): Promise<readonly AnyGroupResult[]> {
  const limit = withinLimit(cluster, options);
  const call = (): DescribeGroupsOptions => ({
    ...limit(),
    includeAuthorizedOperations: options.includeAuthorizedOperations,
  });
  const found = new Map<string, AnyGroupResult>();
  let left = [...new Set(checkGroupIds(groupIds))];
  const look = async <Group extends object, Type extends AnyGroupDescription['type']>(
    type: Type,
    describe: (
      cluster: Cluster,
      ids: readonly string[],
      options: DescribeGroupsOptions,
    ) => Promise<readonly { groupId: string; group: Group | undefined; error: KafkaError | undefined }[]>,
  ): Promise<void> => {
    if (left.length === 0) return;
    const further: string[] = [];
    for (const { groupId, group, error } of await describe(cluster, left, call())) {
      const isOther = error === undefined ? isDead(group) : OTHER_TYPE.has(error.code);
      if (isOther) further.push(groupId);
      // Where no type fits, it is the classic answer that stands: every broker has one.
      if (isOther && type !== 'classic') continue;
      const typed = group === undefined ? undefined : ({ type, ...group } as unknown as AnyGroupDescription);
      found.set(groupId, { groupId, group: typed, error });
    }
    left = further;
  };
  await look('consumer', describeConsumerGroups);
  await look('classic', describeClassicGroups);
  await look('share', describeShareGroups);
  await look('streams', describeStreamsGroups);
  return groupIds.map((groupId) => found.get(groupId) as AnyGroupResult);
}

function isDead(group: { readonly state?: string | undefined } | undefined): boolean {
  return group?.state === 'dead';
}
