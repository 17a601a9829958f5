// The shape of a generated API entry. Owns: what is known of an API besides its messages.
import type { Decoder } from '../wire/decoder.ts';
import type { Encoder } from '../wire/encoder.ts';

/** Which broker a request goes to. `node`: the one the caller names; the coordinators are found by key. */
export type Route =
  | 'any'
  | 'node'
  | 'leader'
  | 'controller'
  | 'group-coordinator'
  | 'transaction-coordinator'
  | 'share-coordinator';

/** Which processes of a cluster serve an API: brokers, KRaft controllers, or both. */
export type Listener = 'broker' | 'controller';

/** What is known of an API without its codec. */
export interface ApiInfo {
  readonly key: number;
  readonly name: string;
  readonly route: Route;
  readonly listeners: readonly Listener[];
  readonly minVersion: number;
  readonly maxVersion: number;
  /** Below `maxVersion` while Kafka itself may still change that version. */
  readonly maxStableVersion: number;
  /** First version with tagged fields (KIP-482), which also sets the version of the header. */
  readonly requestFlexibleFrom: number;
  readonly responseFlexibleFrom: number;
}

/** One API of Kafka's protocol: key, versions, and the codecs of its request and response. */
export interface Api<Request, Response> extends ApiInfo {
  encodeRequest(e: Encoder, request: Request, version: number): void;
  decodeRequest(d: Decoder, version: number): Request;
  encodeResponse(e: Encoder, response: Response, version: number): void;
  decodeResponse(d: Decoder, version: number): Response;
}

/** An API whose messages are not known to the compiler: every Api fits. */
export interface AnyApi extends Omit<Api<unknown, unknown>, 'encodeRequest' | 'encodeResponse'> {
  encodeRequest(e: Encoder, request: never, version: number): void;
  encodeResponse(e: Encoder, response: never, version: number): void;
}

/** An API in the index: its codec is loaded when asked for, so that whoever needs a few does not load all. */
export interface ApiEntry extends ApiInfo {
  load(): Promise<AnyApi>;
}

/** The request type of an API. */
export type RequestOf<A> = A extends Api<infer Request, infer _> ? Request : never;

/** The response type of an API. */
export type ResponseOf<A> = A extends Api<infer _, infer Response> ? Response : never;
