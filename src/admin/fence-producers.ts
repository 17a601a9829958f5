import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { brokerError } from '../protocol/broker-error.ts';
import { createInitProducerIdRequest, initProducerIdApi } from '../protocol/generated/init-producer-id.ts';
import { askCoordinators } from './ask-coordinators.ts';
import { ADMIN_TIMEOUT_MS, errorOf, resultOf, wireTimeout } from './in-rounds.ts';
import { checkTransactionalIds } from './transactional-ids.ts';

/** What became of one transactional id. */
export interface FenceProducerResult {
  readonly transactionalId: string;
  /** The ids that its next producer will go on from; undefined where `error` says why. */
  readonly producerId: number | undefined;
  readonly producerEpoch: number | undefined;
  readonly error: KafkaError | undefined;
}

/** The default of the broker's `transaction.max.timeout.ms`. */
const MAX_TRANSACTION_TIMEOUT_MS = 900_000;

/**
 * Fences the producers of transactional ids: an open transaction is aborted, and whoever still writes under the id gets
 * an error (KIP-664). One result per id, in order.
 */
export async function fenceProducers(
  cluster: Cluster,
  transactionalIds: readonly string[],
  options: CallOptions = {},
): Promise<readonly FenceProducerResult[]> {
  const ids = checkTransactionalIds(transactionalIds);
  const call = { signal: options.signal, timeoutMs: options.timeoutMs ?? ADMIN_TIMEOUT_MS, lane: 'slow' } as const;
  const transactionTimeoutMs = Math.min(MAX_TRANSACTION_TIMEOUT_MS, wireTimeout(call.timeoutMs));
  const settled = await askCoordinators(
    cluster,
    'fence producers',
    'transaction',
    ids,
    async (nodeId, asked) => {
      const answers = asked.map(
        async (id): Promise<[string, { producerId: number; producerEpoch: number } | KafkaError]> => {
          // Nobody will use this epoch for a transaction, but the coordinator gives its own log this long to take it.
          const request = createInitProducerIdRequest({ transactionalId: id, transactionTimeoutMs });
          const response = await cluster.sendTo(nodeId, initProducerIdApi, () => request, call);
          const error = brokerError(response.errorCode, `fence producers of ${id}`, { api: 'InitProducerId' });
          return [id, error ?? response];
        },
      );
      return new Map(await Promise.all(answers));
    },
    options,
  );
  return ids.map((transactionalId) => {
    const answer = settled.get(transactionalId);
    const { producerId, producerEpoch } = resultOf(answer) ?? {};
    return { transactionalId, producerId, producerEpoch, error: errorOf(answer) };
  });
}

/** Ends the open transaction of an id by fencing its producer. Throws where that cannot be done. */
export async function forceTerminateTransaction(
  cluster: Cluster,
  transactionalId: string,
  options: CallOptions = {},
): Promise<void> {
  const [result] = await fenceProducers(cluster, [transactionalId], options);
  if (result?.error !== undefined) throw result.error;
}
