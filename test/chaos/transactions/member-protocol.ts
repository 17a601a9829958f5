// What a member of the pipeline is told, and what it says: messages between processes. Owns: the types.

/** What a member is started with. */
export interface MemberOrder {
  readonly brokers: readonly string[];
  /** By `host:port` of a broker: the port of the proxy in front of it. */
  readonly proxies: Readonly<Record<string, number>> | undefined;
  readonly transactionalId: string;
  readonly groupId: string;
  readonly input: string;
  readonly output: string;
  readonly sessionTimeoutMs: number;
  readonly seed: number;
}

/** Where in a transaction a member dies. */
export type DyingPlace = 'written' | 'committing';

/** To a member: die of SIGKILL in the middle of the next transaction, or end in good order. */
export type ToMember = { readonly kind: 'die'; readonly place: DyingPlace } | { readonly kind: 'stop' };

/** What a member has done so far. */
export interface MemberCounts {
  /** Transactions begun. */
  readonly begun: number;
  /** Aborted by the handler, on purpose. */
  readonly abandoned: number;
  /** Made again, because something in them failed. */
  readonly madeAgain: number;
  /** Batches sent again. */
  readonly retries: number;
}

/** From a member. */
export type FromMember =
  | ({ readonly kind: 'counts' } & MemberCounts)
  /** A transaction is made again, and why. */
  | { readonly kind: 'again'; readonly why: string }
  /** It cannot go on. `isFenced`: another one has its name now. */
  | { readonly kind: 'ended'; readonly isFenced: boolean; readonly why: string };

/** Names the transaction of an output, and how many outputs it has: readers see all of them or none. */
export const TRANSACTION_HEADER = 'transaction';
