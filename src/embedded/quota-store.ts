// Client quotas (KIP-546, KIP-599, KIP-612): rates by user, client id and address, stored and listed. They throttle nobody.
// Must not know requests.
import { isIP } from 'node:net';

/** Whom a quota is for: names by kind, null for the default of the kind. */
export type QuotaEntity = ReadonlyMap<string, string | null>;

export interface QuotaChange {
  readonly key: string;
  /** Undefined takes the quota away. */
  readonly value: number | undefined;
}

export interface QuotaEntry {
  readonly entity: QuotaEntity;
  readonly values: ReadonlyMap<string, number>;
}

/** Entities with this kind: of one name, the default, or any. */
export type QuotaMatch = { readonly name: string | null } | 'any';

const USER = 'user';
const CLIENT_ID = 'client-id';
const IP = 'ip';

/** Quotas of users and clients, and whether a fraction makes sense. */
const clientKeys: ReadonlyMap<string, boolean> = new Map([
  ['producer_byte_rate', false],
  ['consumer_byte_rate', false],
  ['request_percentage', true],
  ['controller_mutation_rate', true],
]);
const ipKeys: ReadonlyMap<string, boolean> = new Map([['connection_creation_rate', false]]);

export const quotaEntityTypes: ReadonlySet<string> = new Set([USER, CLIENT_ID, IP]);

export class QuotaStore {
  readonly #entries = new Map<string, { readonly entity: QuotaEntity; readonly values: Map<string, number> }>();

  /** Changes the quotas of one entity; they have passed `quotaFault`. */
  change(entity: QuotaEntity, changes: readonly QuotaChange[]): void {
    const key = entityKey(entity);
    const values = this.#entries.get(key)?.values ?? new Map<string, number>();
    for (const { key: name, value } of changes) {
      if (value === undefined) values.delete(name);
      else values.set(name, value);
    }
    if (values.size === 0) this.#entries.delete(key);
    else this.#entries.set(key, { entity, values });
  }

  /** Entities that match every kind named; `strict` ones have no other kind. */
  find(matches: ReadonlyMap<string, QuotaMatch>, strict: boolean): QuotaEntry[] {
    return [...this.#entries.values()].filter(({ entity }) => {
      if (strict && entity.size !== matches.size) return false;
      return [...matches].every(([type, match]) => {
        const name = entity.get(type);
        return name !== undefined && (match === 'any' || match.name === name);
      });
    });
  }
}

/** The same for the same entity, whatever the order of its kinds. */
export function entityKey(entity: QuotaEntity): string {
  return JSON.stringify([...entity].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Why a change is not acceptable, in a broker's words; undefined when it is. */
export function quotaFault(entity: QuotaEntity, changes: readonly QuotaChange[]): string | undefined {
  if (entity.size === 0) return 'Invalid empty client quota entity';
  for (const [type, name] of entity) {
    if (!quotaEntityTypes.has(type)) return `Unhandled client quota entity type: ${type}`;
    if (name === '') return `Empty ${type} not supported`;
  }
  const ip = entity.get(IP);
  if (ip !== undefined && entity.size > 1) {
    return 'Invalid quota entity combination, IP entity shouldnot be combined with User or ClientId';
  }
  if (typeof ip === 'string' && isIP(ip) === 0 && !/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i.test(ip)) {
    return `${ip} is not a valid IP or resolvable host.`;
  }
  const known = ip === undefined ? clientKeys : ipKeys;
  for (const { key, value } of changes) {
    const takesFractions = known.get(key);
    if (takesFractions === undefined) return `Invalid configuration key ${key}`;
    if (value === undefined) continue;
    if (!(value > 0)) return `Quota ${key} must be greater than 0`;
    if (!takesFractions && !Number.isInteger(value)) return `${key} cannot be a fractional value.`;
  }
  return undefined;
}

/** As Java shows an entity. */
export function showEntity(entity: QuotaEntity): string {
  return `ClientQuotaEntity(entries={${[...entity].map(([type, name]) => `${type}=${name}`).join(', ')}})`;
}
