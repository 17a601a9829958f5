// Questions to leaders about partitions that cannot be fetched before they are answered: another offset by policy, whether
// the log was cut. Owns: asking all of one turn together, and again while that can help. Must not know what is asked.
//
// Invariant: an answer counts only for the partition as it was when it was asked; a question that fails for good is
// told, and moves nothing.
import { Backoff } from '../base/backoff.ts';
import type { Timer } from '../base/clock.ts';
import { KafkaError } from '../base/errors.ts';
import { classify } from '../cluster/retry-classifier.ts';
import type { FetchCluster } from './fetch-cluster.ts';
import type { PartitionCursor } from './partition-cursor.ts';

/** What is asked, and what becomes of the answers. */
export interface Question<Wanted, Found extends object> {
  /** One attempt for all of these. Never throws: each has an answer or an error. */
  ask(
    wanted: ReadonlyMap<PartitionCursor, Wanted>,
    call: { readonly signal: AbortSignal },
  ): Promise<ReadonlyMap<PartitionCursor, Found | KafkaError>>;
  found(cursor: PartitionCursor, found: Found, wanted: Wanted): void;
  /** It will not be answered. */
  failed(cursor: PartitionCursor, error: KafkaError): void;
}

interface Asked<Wanted> {
  readonly token: number;
  readonly wanted: Wanted;
}

export class CursorLookups<Wanted, Found extends object> {
  readonly #cluster: FetchCluster;
  readonly #question: Question<Wanted, Found>;
  readonly #asked = new Map<PartitionCursor, Asked<Wanted>>();
  readonly #backoff = new Backoff();
  readonly #abort = new AbortController();
  #state: 'idle' | 'looking' | 'waiting' | 'closed' = 'idle';
  #timer: Timer | undefined;

  constructor(cluster: FetchCluster, question: Question<Wanted, Found>) {
    this.#cluster = cluster;
    this.#question = question;
  }

  /** Asks about a partition, whose token says from here on whether the answer is still wanted. */
  add(cursor: PartitionCursor, wanted: Wanted): void {
    this.#asked.set(cursor, { token: cursor.token, wanted });
    // At the end of the turn, so that all partitions of one response are asked about together.
    queueMicrotask(() => this.#run());
  }

  close(): void {
    this.#state = 'closed';
    this.#timer?.cancel();
    this.#asked.clear();
    this.#abort.abort(new KafkaError('CLOSED', 'the reader is closed'));
  }

  #run(): void {
    if (this.#state !== 'idle') return;
    for (const [cursor, { token }] of this.#asked) if (cursor.token !== token) this.#asked.delete(cursor);
    if (this.#asked.size === 0) return;
    this.#state = 'looking';
    void this.#look().then((again) => {
      if (this.#state === 'closed') return;
      this.#state = 'idle';
      if (!again) {
        this.#backoff.reset();
        return this.#run();
      }
      this.#state = 'waiting';
      this.#timer = this.#cluster.clock.after(this.#backoff.next(), () => {
        this.#state = 'idle';
        this.#run();
      });
    });
  }

  /** True when some are to be tried again. */
  async #look(): Promise<boolean> {
    const round = new Map(this.#asked);
    const wanted = new Map([...round].map(([cursor, asked]) => [cursor, asked.wanted]));
    const answers = await this.#question.ask(wanted, { signal: this.#abort.signal });
    let again = false;
    for (const [cursor, asked] of round) {
      // Sought, unassigned or asked for anew meanwhile: this answer is for nobody.
      if (this.#asked.get(cursor) !== asked) continue;
      const answer = answers.get(cursor)!;
      if (KafkaError.is(answer) && classify(answer) !== 'fail') {
        again = true;
        this.#passes(cursor, answer);
        continue;
      }
      this.#asked.delete(cursor);
      if (cursor.token !== asked.token) continue;
      if (KafkaError.is(answer)) this.#question.failed(cursor, answer);
      else this.#question.found(cursor, answer as Found, asked.wanted);
    }
    return again;
  }

  #passes({ topic, partition, leaderEpoch }: PartitionCursor, error: KafkaError): void {
    const { metadata } = this.#cluster;
    // Kept, a leader epoch that was refused would be refused for ever.
    const isEpoch = error.code === 'FENCED_LEADER_EPOCH' || error.code === 'UNKNOWN_LEADER_EPOCH';
    if (isEpoch) metadata.forgetEpoch(topic, partition, leaderEpoch);
    if (classify(error) === 'refresh-metadata') metadata.refreshSoon();
  }
}
