// What a request handler is. Owns: the shape, and what it may know of where a request came from.
import type { AnyApi, Api, ApiInfo } from '../protocol/api.ts';
import type { BrokerNode, ClusterState } from './cluster-state.ts';
import type { SaslGate } from './sasl/sasl-gate.ts';

/** What a bad network does to an answer on its way. */
export interface Delivery {
  /** The connection closes when so many bytes of it are sent. */
  readonly cutAfterBytes: number | undefined;
  /** It goes out in pieces. */
  readonly drip: { readonly bytes: number; readonly everyMs: number } | undefined;
  readonly isTwice: boolean;
}

/** Where a request came from and who handles it. */
export interface RequestContext {
  readonly cluster: ClusterState;
  /** The broker that was asked. */
  readonly node: BrokerNode;
  readonly version: number;
  /** Every API that the broker serves, by key. */
  readonly served: readonly ApiInfo[];
  readonly clientId: string | null;
  /** As brokers show it: `/127.0.0.1`. */
  readonly clientHost: string;
  /** Who the client is, and how it may prove that. */
  readonly sasl: SaslGate;
  /** The answer goes out in this way, not whole and at once. */
  deliver(how: Delivery): void;
  /** Calls `run` when the connection closes before the answer; returns a function that stops listening. */
  onClose(run: () => void): () => void;
}

/** Answers of a handler that are not messages: nothing is sent (acks 0), or the connection is closed. */
export const Silence = { noAnswer: 'no-answer', disconnect: 'disconnect' } as const;
export type Silence = (typeof Silence)[keyof typeof Silence];

/** Everything there is to do for one API. */
export interface RequestHandler<Request, Response> {
  readonly api: Api<Request, Response>;
  handle(request: Request, context: RequestContext): Response | Silence | Promise<Response | Silence>;
  /** The answer that says `errorCode` wherever this API can say it. */
  fail(request: Request, errorCode: number, version: number): Response;
}

/** A handler whose messages are not known to the compiler: every RequestHandler fits. */
export interface AnyRequestHandler {
  readonly api: AnyApi;
  handle(request: never, context: RequestContext): unknown;
  fail(request: never, errorCode: number, version: number): unknown;
}
