// From a host to the addresses to dial. Owns: their order, and what a resolver of the user's may answer. Must not know Kafka.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { KafkaError } from '../base/errors.ts';

/**
 * Finds the addresses of a host, instead of the system: `'10.0.0.1'`, `'10.0.0.1:9093'`, `'::1'`, `'[::1]:9093'`, names, too.
 * They are tried in this order, at most 32; without a port, the one dialed holds. Called for every connection. Certificates
 * are checked against the host that was asked for. Must honour the signal.
 */
export type ResolveFunction = (
  host: string,
  port: number,
  options: { readonly signal: AbortSignal },
) => readonly string[] | Promise<readonly string[]>;

/** Where to dial. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** How addresses are found. */
export interface Resolving {
  readonly resolve?: ResolveFunction | undefined;
  /** A dial function gets names as they are: it may be that only the other end of a tunnel knows them. */
  readonly dial?: unknown;
  readonly socket?: { readonly family: 4 | 6 | undefined } | undefined;
}

/** As many addresses of one host are tried; more would not fit into the time. */
const MAX_ADDRESSES = 32;

/** The addresses to dial for a host, at least one. */
export async function addressesOf(
  { host, port }: Endpoint,
  { resolve, dial, socket }: Resolving,
  signal: AbortSignal,
): Promise<readonly Endpoint[]> {
  const asked = resolve === undefined ? [{ host, port }] : await byHook(resolve, { host, port }, signal);
  if (dial !== undefined) return asked.slice(0, MAX_ADDRESSES);
  const family = socket?.family;
  const found = await Promise.allSettled(asked.map((one) => bySystem(one, family)));
  const all = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  if (all.length > 0) return all.slice(0, MAX_ADDRESSES);
  for (const one of found) if (one.status === 'rejected') throw one.reason;
  throw new KafkaError('CONNECTION', `resolve ${host}: it has no IPv${family} address`, { retriable: true });
}

/** Asks the system. An address stands for itself. */
async function bySystem({ host, port }: Endpoint, family: 4 | 6 | undefined): Promise<Endpoint[]> {
  const own = isIP(host);
  if (own !== 0) return family === undefined || own === family ? [{ host, port }] : [];
  const found = await lookup(host, { all: true, ...(family !== undefined && { family }) });
  return alternating(found).map(({ address }) => ({ host: address, port }));
}

/** Asks a resolver of the user's. */
async function byHook(resolve: ResolveFunction, { host, port }: Endpoint, signal: AbortSignal): Promise<Endpoint[]> {
  const answer: unknown = await resolve(host, port, { signal });
  if (!Array.isArray(answer) || answer.length === 0) throw refused(host, answer);
  return answer.map((address: unknown) => {
    const endpoint = endpointOf(address, port);
    if (endpoint === undefined) throw refused(host, address);
    return endpoint;
  });
}

/** IPv4 and IPv6 by turns, beginning with what the system prefers: one that does not work costs one pause, not many. */
export function alternating<T extends { readonly family: number }>(found: readonly T[]): T[] {
  const preferred = found.filter(({ family }) => family === found[0]?.family);
  const others = found.filter(({ family }) => family !== found[0]?.family);
  return preferred
    .flatMap((one, index) => [one, ...others.slice(index, index + 1)])
    .concat(others.slice(preferred.length));
}

function endpointOf(address: unknown, port: number): Endpoint | undefined {
  if (typeof address !== 'string' || address === '') return undefined;
  if (isIP(address) !== 0) return { host: address, port };
  const [, v6, name, own] = /^(?:\[([^[\]\s]+)\]|([^:[\]\s/]+))(?::(\d{1,5}))?$/.exec(address) ?? [];
  const host = v6 ?? name;
  const ownPort = own === undefined ? port : Number(own);
  if (host === undefined || ownPort < 1 || ownPort > 65_535 || (v6 !== undefined && isIP(v6) !== 6)) return undefined;
  return { host, port: ownPort };
}

function refused(host: string, given: unknown): KafkaError {
  const shown =
    typeof given === 'string' ? JSON.stringify(given) : Array.isArray(given) ? 'an empty list' : typeof given;
  const message = `resolve ${host}: the resolver answered ${shown}; it must answer a list of addresses, with or without port`;
  return new KafkaError('CONNECTION', message, { retriable: true });
}
