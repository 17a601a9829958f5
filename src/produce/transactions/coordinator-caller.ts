// Asks a coordinator until it is answered. Owns: pauses, looking coordinators up anew, which answers end the asking.
// Must not know: the state of the transaction.
//
// Invariant: silence is no answer. A request that may have arrived is sent again until somebody says what became of it,
// the producer closes, or it does not matter any more (`mayStop`).
import { sleep } from '../../base/abort.ts';
import { Backoff } from '../../base/backoff.ts';
import { KafkaError, toError } from '../../base/errors.ts';
import { classify } from '../../cluster/retry-classifier.ts';
import { BrokerError } from '../../protocol/broker-error.ts';
import { SOON } from '../pauses.ts';
import type { Question } from './coordinator-requests.ts';
import type { TransactionCluster } from './transaction-port.ts';
import { type Verdict, verdictOn } from './verdicts.ts';

/** How the asking ended: with an answer, with an error and its verdict, or because it does not matter any more. */
export type Reply<Answer> =
  | { readonly kind: 'done'; readonly answer: Answer }
  | {
      readonly kind: 'fault';
      readonly verdict: 'refused' | 'abortable' | 'bump' | 'fatal';
      readonly error: KafkaError;
    }
  | { readonly kind: 'stopped' };

/** When the asking may end without a final answer: after one that would be retried, or also after silence. */
export interface MayStop {
  readonly answered: () => boolean;
  readonly silent?: () => boolean;
}

/** How often a coordinator may answer UNKNOWN_SERVER_ERROR to the same request; franz-go has the same limit. */
const MAX_UNSURE = 10;
/** A connection that is replaced ends its requests with CLOSED, and so does a closed client, for ever. */
const MAX_CLOSED = 5;

export class CoordinatorCaller {
  readonly #cluster: TransactionCluster;
  readonly #requestTimeoutMs: number;
  readonly #closing: AbortSignal;
  /** What the last attempt failed with; undefined once one has succeeded. */
  trouble: KafkaError | undefined;

  constructor(cluster: TransactionCluster, requestTimeoutMs: number, closing: AbortSignal) {
    this.#cluster = cluster;
    this.#requestTimeoutMs = requestTimeoutMs;
    this.#closing = closing;
  }

  /** Never rejects but with CLOSED. */
  async ask<Answer>(question: Question<Answer>, mayStop?: MayStop): Promise<Reply<Answer>> {
    const backoff = new Backoff();
    const soon = new Backoff(SOON);
    let unsure = 0;
    let closed = 0;
    for (;;) {
      this.#throwIfClosing(question);
      const { verdict, error, answer, isAnswer } = await this.#attempt(question);
      this.#throwIfClosing(question);
      this.trouble = error;
      closed = error?.code === 'CLOSED' ? closed + 1 : 0;
      unsure += verdict === 'unsure' ? 1 : 0;
      if (verdict === 'done') return { kind: 'done', answer: answer as Answer };
      const isHopeless = verdict === 'fatal' || unsure > MAX_UNSURE || closed > MAX_CLOSED;
      if (isHopeless) return { kind: 'fault', verdict: 'fatal', error: error as KafkaError };
      if (verdict === 'refused' || verdict === 'abortable' || verdict === 'bump') {
        return { kind: 'fault', verdict, error: error as KafkaError };
      }
      if ((isAnswer ? mayStop?.answered : mayStop?.silent)?.() === true) return { kind: 'stopped' };
      if (verdict === 'find') this.#cluster.forgetCoordinator(question.coordinator, question.key);
      this.#cluster.logger.debug('will ask again', { what: question.what, error: error?.message });
      await this.#pause(verdict === 'soon' ? soon.next() : backoff.next(), question);
    }
  }

  async #attempt<Answer>(
    question: Question<Answer>,
  ): Promise<{ verdict: Verdict; error?: KafkaError; answer?: Answer; isAnswer: boolean }> {
    const { coordinator, key, api, table, what, maxVersion } = question;
    try {
      const build = (version: number) => question.build(version);
      const options = { signal: this.#closing, timeoutMs: this.#requestTimeoutMs, maxVersion };
      const response = await this.#cluster.sendToCoordinator(coordinator, key, api, build, options);
      const { errorCode, answer } = question.read(response);
      const verdict = verdictOn(table, errorCode);
      if (verdict === 'done') return { verdict, answer, isAnswer: true };
      return { verdict, error: new BrokerError(errorCode, what, { api: api.name }), isAnswer: true };
    } catch (thrown) {
      const error = asKafkaError(thrown);
      // From looking the coordinator up: the request itself was not sent.
      if (error instanceof BrokerError) {
        return { verdict: verdictOn(table, error.errorCode), error, isAnswer: true };
      }
      const isFinal = error.code !== 'CLOSED' && classify(error) === 'fail';
      return { verdict: isFinal ? 'fatal' : 'again', error, isAnswer: false };
    }
  }

  #pause(ms: number, question: Question<unknown>): Promise<void> {
    return sleep(this.#cluster.clock, ms, this.#closing).catch(() => this.#throwIfClosing(question));
  }

  #throwIfClosing({ what }: Question<unknown>): void {
    if (this.#closing.aborted) throw new KafkaError('CLOSED', `${what}: the writer was closed`);
  }
}

function asKafkaError(thrown: unknown): KafkaError {
  if (KafkaError.is(thrown)) return thrown;
  const error = toError(thrown);
  return new KafkaError('INTERNAL', error.message, { cause: error });
}
