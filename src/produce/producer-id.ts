// The producer id of an idempotent producer (KIP-98). Owns: asking for it, once, and again when one is used up.
// Must not know partitions: their epochs and sequences are PartitionSequence's.
//
//     none -> asking -> known          a refusal leads back to none: the next write asks again, so that an ACL
//       ^________|                     that was mended is enough to go on
import { KafkaError, toError } from '../base/errors.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import { createInitProducerIdRequest, initProducerIdApi } from '../protocol/generated/init-producer-id.ts';
import type { ProduceCluster } from './cluster-port.ts';

export type ProducerIdState =
  | { readonly kind: 'none' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'known'; readonly id: number; readonly epoch: number };

/** Where queues get the id from that their batches carry. */
export interface ProducerIds {
  readonly state: ProducerIdState;
  /** An id is wanted. */
  ask(): void;
  /** The epochs of this id are used up in some partition. */
  replace(id: number): void;
}

export class ProducerId implements ProducerIds {
  readonly #cluster: Pick<ProduceCluster, 'retry' | 'sendToAny'>;
  readonly #hooks: { onKnown(): void; onRefused(error: KafkaError): void };
  readonly #closing: AbortSignal;
  #state: ProducerIdState = { kind: 'none' };

  constructor(
    cluster: Pick<ProduceCluster, 'retry' | 'sendToAny'>,
    closing: AbortSignal,
    hooks: { onKnown(): void; onRefused(error: KafkaError): void },
  ) {
    this.#cluster = cluster;
    this.#closing = closing;
    this.#hooks = hooks;
  }

  get state(): ProducerIdState {
    return this.#state;
  }

  /** Asks for an id unless there is one, or one was asked for. Tries until it is refused or the producer closes. */
  ask(): void {
    if (this.#state.kind !== 'none' || this.#closing.aborted) return;
    this.#state = { kind: 'asking' };
    this.#cluster
      .retry('InitProducerId', () => this.#attempt(), { signal: this.#closing })
      .then(
        (state) => {
          this.#state = state;
          this.#hooks.onKnown();
        },
        (error: unknown) => {
          this.#state = { kind: 'none' };
          if (!this.#closing.aborted) this.#hooks.onRefused(refusal(error));
        },
      );
  }

  /** The epochs of this id are used up in some partition: that one needs another. */
  replace(id: number): void {
    if (this.#state.kind === 'known' && this.#state.id === id) this.#state = { kind: 'none' };
    this.ask();
  }

  /** Without a transactional id any broker answers, with an id that was never used before. */
  async #attempt(): Promise<ProducerIdState> {
    const request = createInitProducerIdRequest({ transactionalId: null, transactionTimeoutMs: 60_000 });
    const response = await this.#cluster.sendToAny(initProducerIdApi, () => request, { signal: this.#closing });
    if (response.errorCode !== ErrorCode.NONE) {
      throw new BrokerError(response.errorCode, 'InitProducerId', { api: 'InitProducerId' });
    }
    return { kind: 'known', id: response.producerId, epoch: response.producerEpoch };
  }
}

/** Never a silent downgrade: the user decides between the ACL and giving idempotence up. */
function refusal(cause: unknown): KafkaError {
  const error = toError(cause);
  const code = KafkaError.is(cause) ? cause.code : 'INTERNAL';
  const message =
    `the cluster gives this writer no producer id, which option idempotent (default true) needs: ${error.message}. ` +
    'Grant the ACL IdempotentWrite on Cluster (before Kafka 2.8; later Write on a topic is enough), or set idempotent: false';
  return new KafkaError(code, message, { api: 'InitProducerId', cause });
}
