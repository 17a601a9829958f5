// What a protocol spec says, as data. The parser makes it, the checker questions it, the emitter prints it.

/** An inclusive range of versions; `last` is Infinity for `3+`. An empty range is written `none`. */
export interface Versions {
  readonly first: number;
  readonly last: number;
}

export const NO_VERSIONS: Versions = { first: 0, last: -1 };

export interface Field {
  readonly name: string;
  /** A primitive (`int32`, `string`, ...) or the name of a struct. */
  readonly type: string;
  readonly isArray: boolean;
  readonly versions: Versions;
  readonly nullable: Versions;
  readonly tag: number | undefined;
  readonly taggedVersions: Versions;
  /** The default as it is written in the spec; undefined where the type's own zero holds. */
  readonly default: string | undefined;
  /** Whether an encoder may leave the field out, whatever its value, in versions that cannot carry it. */
  readonly ignorable: boolean;
  /** Whether this field is (part of) the key of the map that its array stands for. */
  readonly mapKey: boolean;
  /** Overrides the flexible versions of the message for this field (RequestHeader.ClientId). */
  readonly flexible: Versions | undefined;
  /** The fields of a struct that is declared in place. */
  readonly fields: readonly Field[];
}

/** A struct that several fields of one message share. */
export interface SharedStruct {
  readonly name: string;
  readonly versions: Versions;
  readonly fields: readonly Field[];
}

export interface Message {
  /** Full name, as Kafka has it: `FetchRequest`, `RequestHeader`, `ConsumerProtocolAssignment`. */
  readonly name: string;
  readonly kind: 'request' | 'response' | 'header' | 'data';
  readonly versions: Versions;
  readonly flexible: Versions;
  /** The newest version may still change in Kafka: encoded, but never negotiated unless asked for. */
  readonly unstable: boolean;
  readonly fields: readonly Field[];
  readonly structs: readonly SharedStruct[];
}

/** One spec file: an API with request and response, or a message that stands alone. */
export type Spec =
  | {
      readonly kind: 'api';
      /** Path below protocol-specs/, without its extension: `fetch`, `records/end-txn-marker`. */
      readonly file: string;
      readonly name: string;
      readonly key: number;
      readonly route: string;
      /** Which processes of a cluster serve it: `broker`, `controller`; empty for APIs without versions. */
      readonly listeners: readonly string[];
      readonly request: Message;
      readonly response: Message;
    }
  | { readonly kind: 'message'; readonly file: string; readonly name: string; readonly message: Message };

/** False for an API that Kafka has taken out: it keeps its number and has no versions. */
export function hasVersions(spec: Spec): boolean {
  return messagesOf(spec).some(({ versions }) => !isEmpty(versions));
}

/** All messages of a spec. */
export function messagesOf(spec: Spec): readonly Message[] {
  return spec.kind === 'api' ? [spec.request, spec.response] : [spec.message];
}

export function includes(range: Versions, version: number): boolean {
  return version >= range.first && version <= range.last;
}

export function intersect(a: Versions, b: Versions): Versions {
  const range = { first: Math.max(a.first, b.first), last: Math.min(a.last, b.last) };
  return isEmpty(range) ? NO_VERSIONS : range;
}

export function isEmpty(range: Versions): boolean {
  return range.last < range.first;
}

/** True when every version of `inner` lies in `outer`. */
export function covers(outer: Versions, inner: Versions): boolean {
  return isEmpty(inner) || (outer.first <= inner.first && outer.last >= inner.last);
}

export function formatVersions(range: Versions): string {
  if (isEmpty(range)) return 'none';
  if (range.last === Number.POSITIVE_INFINITY) return `${range.first}+`;
  return range.first === range.last ? `${range.first}` : `${range.first}-${range.last}`;
}

const PRIMITIVES: ReadonlySet<string> = new Set([
  'bool',
  'int8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'float64',
  'string',
  'uuid',
  'bytes',
  'records',
]);

export function isPrimitive(type: string): boolean {
  return PRIMITIVES.has(type);
}
