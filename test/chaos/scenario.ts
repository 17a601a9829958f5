// The contract between a chaos run and what goes on during it. Owns: the types. Must not know: any scenario.
import type { Client, ClientOptions } from '../../src/index.ts';
import type { FaultNetwork } from '../support/fault-proxy/fault-network.ts';
import type { RealKafka } from '../support/real-kafka/real-kafka.ts';
import type { IdleCpu } from './idle-cpu.ts';

/** What a scenario stands on. */
export interface Ground {
  readonly kafka: RealKafka;
  /** How clients under test reach the cluster: through the proxies, where there are some. */
  readonly connect: Pick<ClientOptions, 'brokers' | 'dial'>;
  /** The same for clients in processes of their own; undefined where nothing stands between. */
  readonly network: FaultNetwork | undefined;
  /** A client that nobody disturbs but the brokers' own deaths: for what the run itself needs. */
  readonly operator: Client;
  readonly cpu: IdleCpu;
  /** Numbers from 0 to 1 that are the same for the same seed. */
  readonly pick: () => number;
  /** A name that nobody else uses. */
  name(prefix: string): string;
}

/** Work under way while brokers die. */
export interface Work {
  /** The topic whose leaders are moved. */
  readonly topic: string;
  readonly partitions: number;
  /** Grows while the work goes on: the next blow falls on work that is under way. */
  progress(): number;
  /** What `progress` counts, for the progress bar. */
  readonly unit: string;
  /** Ends the work and compares. Called once, when every broker is up. */
  finish(): Promise<Finding>;
  /** Gives up whatever is open, after a failure of the run itself. */
  abandon(): Promise<void>;
}

/** One line of the final table. */
export type Row = readonly [what: string, value: number | string];

/** Something that happened, for whoever wants to know why. */
export interface Moment {
  /** By `performance.now()`. */
  readonly at: number;
  readonly what: string;
}

/** What a scenario found. */
export interface Finding {
  readonly rows: readonly Row[];
  /** Broken promises, one sentence each; none: the run has passed. */
  readonly broken: readonly string[];
  /** The longest that a caller of the client waited; undefined where that is no promise of the scenario. */
  readonly longestMs: number | undefined;
  /** What was remarkable, in any order. */
  readonly story: readonly Moment[];
}

/** When blows fall. */
export interface Timetable {
  /** Milliseconds of work before each blow, from and to. */
  readonly calmMs: readonly [number, number];
  /** How long a dead broker stays away: one range is picked for each death. */
  readonly absencesMs: readonly (readonly [number, number])[];
  /** How often a second broker dies before the first is back, from 0 to 1. */
  readonly secondDeath: number;
  /** Leader moves after each return. */
  readonly movesPerDeath: number;
}

/** Something that can go on while brokers die. */
export interface Scenario {
  readonly about: string;
  readonly timetable: Timetable;
  begin(ground: Ground): Promise<Work>;
}
