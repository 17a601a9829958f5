// What became of every call of a run, and whether it was allowed to. Owns: the account.
import { KafkaError } from '../../../src/index.ts';

/** How one call ended. */
export interface Outcome {
  readonly caller: string;
  /** Undefined: it succeeded. */
  readonly error: unknown;
  readonly tookMs: number;
  readonly limitMs: number;
  /** What was going on when it ended. */
  readonly during: string;
}

/** Ends late when the machine is busy: brokers start beside it. */
const SLACK_MS = 2_000;
const EARLY_MS = 20;

/** What really happens to a call when brokers die, restart, and lose leaderships. */
const TRUE_CAUSES =
  /ECONNREFUSED|ECONNRESET|EPIPE|closed the connection|has not answered yet|not in the group|no answer|no broker can be reached|NOT_LEADER_OR_FOLLOWER|LEADER_NOT_AVAILABLE|NOT_COORDINATOR|COORDINATOR_NOT_AVAILABLE|COORDINATOR_LOAD_IN_PROGRESS|NOT_CONTROLLER|BROKER_NOT_AVAILABLE|NOT_ENOUGH_REPLICAS|REQUEST_TIMED_OUT|is not in the cluster's metadata|has no leader|FENCED_LEADER_EPOCH|UNKNOWN_LEADER_EPOCH|OFFSET_NOT_AVAILABLE/;

/** Why an outcome must not be, or undefined. `single`: the caller holds one connection, which may end before the deadline. */
export function complaint(outcome: Outcome, single: boolean): string | undefined {
  const { error, tookMs, limitMs } = outcome;
  if (tookMs > limitMs + SLACK_MS) return `took ${Math.round(tookMs)} ms, though its deadline was ${limitMs} ms`;
  if (error === undefined) return undefined;
  if (!KafkaError.is(error)) return `not an error of ours: ${String(error)}`;
  const { code, message } = error;
  if (!TRUE_CAUSES.test(message)) return `does not say what kept it: ${code} ${message}`;
  // A lone connection ends with its broker, and a broker's own word is the truth.
  if (single) return undefined;
  // Results in parts name what kept each of them; a call as a whole ends with TIMEOUT, which names it.
  return tookMs < limitMs - EARLY_MS
    ? `gave up after ${Math.round(tookMs)} of ${limitMs} ms: ${code} ${message}`
    : undefined;
}

export class Outcomes {
  /** What is going on; named by outcomes. */
  during = 'calm';
  readonly complaints: string[] = [];
  readonly #counts = new Map<string, Map<string, number>>();

  add(outcome: Outcome, single: boolean): void {
    const { caller, error } = outcome;
    const counts = this.#counts.get(caller) ?? new Map<string, number>();
    this.#counts.set(caller, counts);
    const kind = error === undefined ? 'succeeded' : KafkaError.is(error) ? error.code : 'strange';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const why = complaint(outcome, single);
    if (why !== undefined) this.complaints.push(`${caller}, ${outcome.during}: ${why}`);
  }

  /** Calls of a caller that ended in one way. */
  count(caller: string, kind = 'succeeded'): number {
    return this.#counts.get(caller)?.get(kind) ?? 0;
  }

  /** One line for each caller. */
  lines(): string[] {
    return [...this.#counts].map(([caller, counts]) => {
      const parts = [...counts].map(([kind, count]) => `${count} ${kind === 'succeeded' ? kind : `ended: ${kind}`}`);
      return `${caller}: ${parts.join(', ')}`;
    });
  }
}
