import type { CallOptions } from '../base/abort.ts';
import { configError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { byTopic } from '../cluster/partition-key.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import { throwIfBrokerError } from '../protocol/broker-error.ts';
import {
  createElectLeadersRequest,
  createTopicPartitions,
  electLeadersApi,
} from '../protocol/generated/elect-leaders.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { askController } from './ask-controller.ts';
import { checkPartition, type PartitionResult, partitionResults } from './partition-lists.ts';

const ELECTION_TYPES = { preferred: 0, unclean: 1 } as const;

/** `preferred`: the first replica, if it is in sync (KIP-183). `unclean`: any live replica, at the price of records (KIP-460). */
export type ElectionType = keyof typeof ELECTION_TYPES;

/**
 * Elects leaders through the controller: of the partitions named, in their order, or of all that need it. A partition
 * whose leader is already the wanted one has the error ELECTION_NOT_NEEDED; without names brokers leave it out.
 */
export async function electLeaders(
  cluster: Cluster,
  type: ElectionType,
  partitions: readonly TopicPartition[] | undefined,
  options: CallOptions = {},
): Promise<readonly PartitionResult[]> {
  if (!Object.hasOwn(ELECTION_TYPES, type)) throw configError('type', type, "'preferred' or 'unclean'");
  const items = partitions?.map((item, index) => checkPartition(`partitions[${index}]`, item));
  const topicPartitions =
    items === undefined
      ? null
      : byTopic(items).map(([topic, group]) =>
          createTopicPartitions({ topic, partitions: group.map(({ partition }) => partition) }),
        );
  const what = `elect ${type} leaders`;
  const response = await askController(
    cluster,
    what,
    electLeadersApi,
    (version, timeoutMs) => {
      if (type === 'unclean') needsVersion(electLeadersApi, version, 1, 'unclean election');
      return createElectLeadersRequest({ electionType: ELECTION_TYPES[type], topicPartitions, timeoutMs });
    },
    // A broker with ZooKeeper that no longer is the controller says so of each partition, not of the whole.
    ({ errorCode, replicaElectionResults }) => [
      errorCode,
      ...replicaElectionResults.flatMap(({ partitionResult }) => partitionResult.map((each) => each.errorCode)),
    ],
    options,
  );
  throwIfBrokerError(response.errorCode, what, { api: 'ElectLeaders' });
  const answers = response.replicaElectionResults.flatMap(({ topic, partitionResult }) =>
    partitionResult.map(({ partitionId: partition, ...answer }) => ({ topic, partition, ...answer })),
  );
  return partitionResults(items ?? answers, answers, 'elect leader', 'ElectLeaders');
}
