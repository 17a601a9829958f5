// Asks the coordinator of each group or transactional id, one request per broker, and follows coordinators that move.
import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import type { Cluster, CoordinatorKind } from '../cluster/cluster.ts';
import { asKafkaError, inRounds, type Settled } from './in-rounds.ts';

/** Asks one broker for the keys that it coordinates; answers for each. */
export type AskCoordinator<Result> = (
  nodeId: number,
  keys: readonly string[],
) => Promise<ReadonlyMap<string, Result | KafkaError>>;

/** Codes after which the coordinator is looked up anew. */
const MOVED: ReadonlySet<string> = new Set(['NOT_COORDINATOR', 'COORDINATOR_NOT_AVAILABLE', 'CONNECTION', 'TIMEOUT']);

/** Every key has a result or an error of its own. */
export function askCoordinators<Result>(
  cluster: Pick<Cluster, 'start' | 'retry' | 'coordinator' | 'forgetCoordinator'>,
  what: string,
  kind: CoordinatorKind,
  keys: readonly string[],
  ask: AskCoordinator<Result>,
  options: CallOptions = {},
): Promise<Settled<string, Result>> {
  const attempt = async (left: readonly string[]): Promise<Settled<string, Result>> => {
    const answers: Settled<string, Result> = new Map();
    const groups = new Map<number, string[]>();
    await Promise.all(
      left.map(async (key) => {
        const nodeId = await cluster.coordinator(kind, key, { signal: options.signal }).catch((error: unknown) => {
          answers.set(key, asKafkaError(error, what));
        });
        if (nodeId === undefined) return;
        const group = groups.get(nodeId);
        if (group === undefined) groups.set(nodeId, [key]);
        else group.push(key);
      }),
    );
    await Promise.all(
      [...groups].map(async ([nodeId, group]) => {
        const reply = await ask(nodeId, group).catch((error: unknown) => asKafkaError(error, what));
        for (const key of group) {
          const answer = KafkaError.is(reply) ? reply : reply.get(key);
          if (KafkaError.is(answer) && MOVED.has(answer.code)) cluster.forgetCoordinator(kind, key, nodeId);
          if (answer !== undefined) answers.set(key, answer);
        }
      }),
    );
    return answers;
  };
  return inRounds(cluster, what, keys, attempt, options);
}
