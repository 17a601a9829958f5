// Asks several brokers by id, each on its own. For what only the broker itself knows: log directories, its groups.
import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { asKafkaError, inRounds, type Settled } from './in-rounds.ts';

/** Every broker has a result or an error of its own. Without `nodeIds` all brokers that metadata shows, looked up anew. */
export async function askBrokers<Result>(
  cluster: Pick<Cluster, 'start' | 'retry' | 'metadata'>,
  what: string,
  nodeIds: readonly number[] | undefined,
  ask: (nodeId: number) => Promise<Result | KafkaError>,
  options: CallOptions = {},
): Promise<Settled<number, Result>> {
  await cluster.start(options);
  if (nodeIds === undefined) await cluster.metadata.refresh(options);
  const ids = nodeIds ?? cluster.metadata.brokers().map(({ id }) => id);
  const attempt = async (left: readonly number[]): Promise<Settled<number, Result>> => {
    const answers = left.map(async (nodeId): Promise<[number, Result | KafkaError]> => {
      return [nodeId, await ask(nodeId).catch((error: unknown) => asKafkaError(error, what))];
    });
    return new Map(await Promise.all(answers));
  };
  return inRounds(cluster, what, ids, attempt, options);
}
