// Every API by name and by number. Owns: looking one up and loading its codec. Must not know any message.
import { KafkaError } from '../base/errors.ts';
import type { AnyApi, ApiEntry } from './api.ts';
import { ApiKey, type ApiName, type ApiTypes, apiIndex } from './generated/api-index.ts';

/** The API of a key: `ApiByKey<1>` is that of Fetch. */
export type ApiByKey<Key extends number> = {
  [Name in ApiName]: (typeof ApiKey)[Name] extends Key ? ApiTypes[Name] : never;
}[ApiName];

const byKey: ReadonlyMap<number, ApiEntry> = new Map(apiIndex.map((entry) => [entry.key, entry]));
const byName: ReadonlyMap<string, ApiEntry> = new Map(apiIndex.map((entry) => [entry.name, entry]));
const names: ReadonlyMap<number, string> = new Map(Object.entries(ApiKey).map(([name, key]) => [key, name]));

/** What is known of an API without its codec, by name (`'Fetch'`) or key (`1`); undefined for one without versions. */
export function apiInfo(which: ApiName): ApiEntry;
export function apiInfo(which: string | number): ApiEntry | undefined;
export function apiInfo(which: string | number): ApiEntry | undefined {
  return typeof which === 'number' ? byKey.get(which) : byName.get(which);
}

/** The name of every key that Kafka has given out, also of 4 to 7, which have no versions any more; else undefined. */
export function apiName(key: number): string | undefined {
  return names.get(key);
}

/**
 * Loads the codec of one API, by name or key, and no other; loaded once, it comes from memory. The result is typed where
 * name or key is a literal: `(await loadApi('Fetch')).decodeResponse(d, 17).responses`. Rejects with UNSUPPORTED for a
 * name or key that is not known or has no versions any more.
 */
export async function loadApi<Name extends ApiName>(name: Name): Promise<ApiTypes[Name]>;
export async function loadApi<Key extends number>(key: Key): Promise<number extends Key ? AnyApi : ApiByKey<Key>>;
export async function loadApi(which: string | number): Promise<AnyApi>;
export async function loadApi(which: string | number): Promise<unknown> {
  const entry = apiInfo(which);
  if (entry === undefined) throw unknownApi(which);
  return entry.load();
}

function unknownApi(which: string | number): KafkaError {
  const name = typeof which === 'number' ? names.get(which) : Object.hasOwn(ApiKey, which) ? which : undefined;
  if (name !== undefined) return new KafkaError('UNSUPPORTED', `${name}: Kafka has no versions of it any more`);
  if (typeof which === 'number') return new KafkaError('UNSUPPORTED', `no API has the key ${which}`);
  const plain = plainName(which);
  const close = apiIndex.find((entry) => plainName(entry.name) === plain);
  const hint = close === undefined ? '' : `; it is written '${close.name}'`;
  return new KafkaError('UNSUPPORTED', `no API is named ${JSON.stringify(which)}${hint}`);
}

function plainName(name: unknown): string {
  return String(name).toLowerCase().replace(/[-_ ]/g, '');
}
