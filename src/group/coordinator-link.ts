// One member's way to its coordinator. Owns: the member's two lanes, and since when the coordinator is out of reach.
// Must not know: what the requests mean.
// Heartbeats share their lane only with what brokers answer at once; JoinGroup, SyncGroup and commits have the other, where
// a held JoinGroup blocks nothing but what has to wait for it anyway.
import type { CallOptions } from '../base/abort.ts';
import { toError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Api } from '../protocol/api.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';

/** A request's way: heartbeats, offset fetches and leaving by 'beat', all else by 'work'. */
export type GroupLane = 'beat' | 'work';

/** Options of one request to the coordinator. */
export interface LinkOptions extends CallOptions {
  readonly lane: GroupLane;
  readonly maxVersion?: number;
}

/** Since when the coordinator cannot be used, and why. */
export interface Outage {
  /** Wall-clock milliseconds. */
  readonly since: number;
  readonly reason: string;
}

/** Members of one process, also of one group over one shared client, never share a lane. */
let members = 0;

export class CoordinatorLink {
  readonly cluster: Cluster;
  readonly groupId: string;
  readonly #member = ++members;
  #workLane = 0;
  #outage: Outage | undefined;

  constructor(cluster: Cluster, groupId: string) {
    this.cluster = cluster;
    this.groupId = groupId;
  }

  /** Undefined while the coordinator answers. */
  get outage(): Outage | undefined {
    return this.#outage;
  }

  /** One attempt at the coordinator. */
  async send<Request, Response>(
    api: Api<Request, Response>,
    build: (version: number) => Request,
    options: LinkOptions,
  ): Promise<Response> {
    const { signal, timeoutMs, maxVersion } = options;
    const lane = options.lane === 'beat' ? this.#base : (`${this.#base}-${this.#workLane}` as const);
    try {
      const sent = { signal, timeoutMs, maxVersion, lane };
      return await this.cluster.sendToCoordinator('group', this.groupId, api, build, sent);
    } catch (error) {
      if (!signal?.aborted) this.#failed(error);
      throw error;
    }
  }

  /** Throws unless the code is NONE. A coordinator that says it is none is forgotten. `detail`: its own words. */
  check(errorCode: number, what: string, detail?: string | null): void {
    if (errorCode === ErrorCode.NONE) {
      this.#outage = undefined;
      return;
    }
    const error = new BrokerError(errorCode, `${what} of group ${this.groupId}`, {}, detail);
    if (errorCode === ErrorCode.NOT_COORDINATOR || errorCode === ErrorCode.COORDINATOR_NOT_AVAILABLE) {
      this.cluster.forgetCoordinator('group', this.groupId);
      this.#failed(error);
    } else if (errorCode === ErrorCode.COORDINATOR_LOAD_IN_PROGRESS) {
      this.#failed(error);
    } else {
      this.#outage = undefined;
    }
    throw error;
  }

  /**
   * After a request was given up: its connection stays busy at the broker until that answers, which for a JoinGroup may
   * take the rebalance timeout. What follows takes a new connection; the old one closes when nobody waits for it any more.
   */
  abandonWorkLane(): void {
    this.cluster.drainLane(`${this.#base}-${this.#workLane}`);
    this.#workLane++;
  }

  /** Closes the member's lanes: over a shared client they would stay open until they count as idle. */
  close(): void {
    this.cluster.closeLane(this.#base);
    // Earlier ones are draining, which may still wait for somebody.
    for (let lane = 0; lane <= this.#workLane; lane++) this.cluster.closeLane(`${this.#base}-${lane}`);
  }

  get #base(): `group-${string}` {
    return `group-${this.groupId}-${this.#member}`;
  }

  #failed(thrown: unknown): void {
    this.#outage = { since: this.#outage?.since ?? this.cluster.clock.now(), reason: toError(thrown).message };
  }
}
