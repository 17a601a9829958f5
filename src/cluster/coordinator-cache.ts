// Which broker coordinates a group or a transactional id. Owns: what was found and who shares a search.
// Invariant: one search at a time per key; a caller's abort ends its wait, never the search.
import { type CallOptions, waitFor } from '../base/abort.ts';
import type { Clock } from '../base/clock.ts';
import { BrokerError } from '../protocol/broker-error.ts';
import { ErrorCode } from '../protocol/generated/error-codes.ts';
import {
  createFindCoordinatorRequest,
  type FindCoordinatorRequest,
  type FindCoordinatorResponse,
  findCoordinatorApi,
} from '../protocol/generated/find-coordinator.ts';
import type { BrokerNode } from './metadata-cache.ts';

export type CoordinatorKind = 'group' | 'transaction';

const KEY_TYPES: Readonly<Record<CoordinatorKind, number>> = { group: 0, transaction: 1 };

/** What the cache needs from the cluster. */
export interface CoordinatorSource {
  readonly clock: Clock;
  /** One attempt at any broker. */
  ask(build: (version: number) => FindCoordinatorRequest): Promise<FindCoordinatorResponse>;
  /** A coordinator may be on a broker that metadata does not show yet. */
  learn(node: BrokerNode): void;
}

export class CoordinatorCache {
  readonly #source: CoordinatorSource;
  readonly #found = new Map<string, number>();
  readonly #searches = new Map<string, Promise<number>>();

  constructor(source: CoordinatorSource) {
    this.#source = source;
  }

  /** The coordinator's broker id. One attempt: rejects with COORDINATOR_NOT_AVAILABLE and the like. */
  find(kind: CoordinatorKind, key: string, call: CallOptions = {}): Promise<number> {
    const id = `${kind}:${key}`;
    const found = this.#found.get(id);
    if (found !== undefined) return Promise.resolve(found);
    let search = this.#searches.get(id);
    if (search === undefined) {
      search = this.#search(kind, key).finally(() => this.#searches.delete(id));
      this.#searches.set(id, search);
      search.catch(() => {});
    }
    return waitFor(search, this.#source.clock, `coordinator of ${kind} ${key}`, call);
  }

  /** Forgets a coordinator; with `nodeId` only if it is still that one, so that a late error does not undo a new find. */
  forget(kind: CoordinatorKind, key: string, nodeId?: number): void {
    const id = `${kind}:${key}`;
    if (nodeId === undefined || this.#found.get(id) === nodeId) this.#found.delete(id);
  }

  async #search(kind: CoordinatorKind, key: string): Promise<number> {
    const keyType = KEY_TYPES[kind];
    const response = await this.#source.ask((version) => {
      // From version 4 on several keys can be asked for at once (KIP-699), and no longer just one.
      if (version >= 4) return createFindCoordinatorRequest({ keyType, coordinatorKeys: [key] });
      return createFindCoordinatorRequest({ key, keyType });
    });
    const answer = response.coordinators.find((coordinator) => coordinator.key === key) ?? response;
    // No host: a batched answer that leaves our key out.
    if (answer.errorCode !== ErrorCode.NONE || answer.nodeId < 0 || answer.host === '') {
      const code = answer.errorCode === ErrorCode.NONE ? ErrorCode.COORDINATOR_NOT_AVAILABLE : answer.errorCode;
      const what = `find the coordinator of ${kind} ${key}`;
      throw new BrokerError(code, what, { api: findCoordinatorApi.name }, answer.errorMessage);
    }
    this.#source.learn({ id: answer.nodeId, host: answer.host, port: answer.port, rack: null });
    this.#found.set(`${kind}:${key}`, answer.nodeId);
    return answer.nodeId;
  }
}
