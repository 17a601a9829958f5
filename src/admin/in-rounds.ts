// Settles many items of one operation, each on its own. Owns: who is asked again. Must not know what is asked.
// Invariant: every item has a result or an error in the answer; one that cannot be had never fails the others.
import type { CallOptions } from '../base/abort.ts';
import { KafkaError, toError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { classify } from '../cluster/retry-classifier.ts';

/** What became of each item, in the order in which they were asked for. */
export type Settled<Item, Result> = Map<Item, Result | KafkaError>;

/** How long an operation may take in all, where its caller names no limit. */
export const ADMIN_TIMEOUT_MS = 30_000;

/** A limit as requests carry it: whole milliseconds of 32 bits. */
export function wireTimeout(timeoutMs: number): number {
  return Math.min(Math.max(1, Math.ceil(timeoutMs)), 2 ** 31 - 1);
}

/** Codes that pass in time for a request on its way, but are an answer to a question of administration. */
const FINAL: ReadonlySet<string> = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'UNKNOWN_TOPIC_ID']);

/** True for errors that asking again can mend. */
export function isPassing(error: unknown): boolean {
  return KafkaError.is(error) && !FINAL.has(error.code) && classify(error) !== 'fail';
}

/**
 * Attempts all items, then those again whose error passes, until none is left or the time is up: then what is left has
 * its last error. An attempt answers for every item it was given; one that it leaves out has a PROTOCOL error. Throws
 * only what ends the whole call: ABORTED, CLOSED, and what an attempt itself throws for good. `passes` says which
 * errors are worth another attempt (default: `isPassing`).
 */
export async function inRounds<Item, Result>(
  cluster: Pick<Cluster, 'start' | 'retry'>,
  what: string,
  items: readonly Item[],
  attempt: (items: readonly Item[]) => Promise<ReadonlyMap<Item, Result | KafkaError>>,
  options: CallOptions & { readonly passes?: ((error: KafkaError) => boolean) | undefined } = {},
): Promise<Settled<Item, Result>> {
  const passes = (answer: unknown): answer is KafkaError =>
    KafkaError.is(answer) && (options.passes ?? isPassing)(answer);
  const settled: Settled<Item, Result> = new Map(items.map((item) => [item, leftOut(what)]));
  let left = [...settled.keys()];
  const round = async (): Promise<void> => {
    const answers = await attempt(left);
    let reason: KafkaError | undefined;
    left = left.filter((item) => {
      const answer = answers.get(item) ?? leftOut(what);
      settled.set(item, answer);
      if (!passes(answer)) return false;
      reason ??= answer;
      return true;
    });
    if (reason !== undefined) throw reason;
  };
  if (left.length === 0) return settled;
  const timeoutMs = options.timeoutMs ?? ADMIN_TIMEOUT_MS;
  await cluster.start({ signal: options.signal, timeoutMs });
  try {
    await cluster.retry(what, round, { signal: options.signal, timeoutMs });
  } catch (error) {
    if (!KafkaError.is(error) || error.code !== 'TIMEOUT') throw error;
    for (const item of left) if (!passes(settled.get(item))) settled.set(item, error);
  }
  return settled;
}

function leftOut(what: string): KafkaError {
  return new KafkaError('PROTOCOL', `${what}: the broker's answer leaves it out`);
}

/** The result of an item; undefined where it has an error. */
export function resultOf<Answer>(answer: Answer): Exclude<Answer, KafkaError> | undefined {
  return KafkaError.is(answer) ? undefined : (answer as Exclude<Answer, KafkaError>);
}

/** The error of an item; undefined where it has a result. */
export function errorOf(answer: unknown): KafkaError | undefined {
  return KafkaError.is(answer) ? answer : undefined;
}

/** Whatever was thrown, as the error of one item. */
export function asKafkaError(thrown: unknown, what: string): KafkaError {
  if (KafkaError.is(thrown)) return thrown;
  return new KafkaError('INTERNAL', `${what}: ${toError(thrown).message}`, { cause: thrown });
}
