// What goes wrong in one run, and how often. Each run has a few kinds of trouble and not the others, because kinds that
// always come together hide each other.
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import type { Random } from './random.ts';

export interface Weather {
  /** A request is never served, served late on a dead connection, or served and its answer lost; per request. */
  readonly cut: number;
  /** A broker answers so late that the request has timed out; per request. */
  readonly stall: number;
  /** One of `refusals` instead of an append; per batch. */
  readonly refuse: number;
  readonly refusals: readonly number[];
  /** An error after the append; per batch. */
  readonly doubtful: number;
  /** The leader of some partition moves; per step of the run. */
  readonly move: number;
  /** A broker dies and comes back; per step. */
  readonly death: number;
  /** Metadata answers with what was so a while ago, or not at all; per refresh. */
  readonly stale: number;
  /** A topic is missing from metadata for a while; per step. */
  readonly vanish: number;
  /** A topic is deleted and made anew; per step. */
  readonly recreate: number;
  /** Authorization is taken away for a while; per step. */
  readonly forbid: number;
  /** While nothing is under way, a day passes, and brokers forget the producer; per step. */
  readonly forget: number;
  /** max.message.bytes is changed; per step. */
  readonly shrink: number;
  /** A record that no broker takes; per record. */
  readonly invalid: number;
  /** The answer leaves the batch out; per batch. */
  readonly omit: number;
}

const PASSING = [
  ErrorCode.NOT_ENOUGH_REPLICAS,
  ErrorCode.KAFKA_STORAGE_ERROR,
  ErrorCode.CORRUPT_MESSAGE,
  ErrorCode.LEADER_NOT_AVAILABLE,
  ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
  ErrorCode.NOT_LEADER_OR_FOLLOWER,
];

/** No trouble at all. */
export const calm: Weather = {
  cut: 0,
  stall: 0,
  refuse: 0,
  refusals: PASSING,
  doubtful: 0,
  move: 0,
  death: 0,
  stale: 0,
  vanish: 0,
  recreate: 0,
  forbid: 0,
  forget: 0,
  shrink: 0,
  invalid: 0,
  omit: 0,
};

export function someWeather(random: Random): Weather {
  const maybe = (likely: number, most: number) => (random.chance(likely) ? random.next() * most : 0);
  return {
    cut: maybe(0.5, 0.2),
    stall: maybe(0.3, 0.1),
    refuse: maybe(0.5, random.pick([0.3, 0.6])),
    refusals: random.chance(0.5) ? PASSING : [random.pick(PASSING)],
    doubtful: maybe(0.3, random.pick([0.15, 0.5])),
    move: maybe(0.4, 0.1),
    death: maybe(0.3, 0.05),
    stale: maybe(0.3, 0.7),
    vanish: maybe(0.15, 0.05),
    recreate: maybe(0.1, 0.04),
    forbid: maybe(0.15, 0.05),
    forget: maybe(0.15, 0.5),
    shrink: maybe(0.15, 0.1),
    invalid: maybe(0.2, 0.05),
    omit: maybe(0.1, 0.05),
  };
}
