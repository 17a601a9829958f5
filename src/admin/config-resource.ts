// What a configuration belongs to, by Kafka's words and numbers, and which broker answers for it.
import type { CallOptions } from '../base/abort.ts';
import { configError, type KafkaError } from '../base/errors.ts';
import { choiceOption } from '../base/options.ts';
import type { Cluster, SendOptions } from '../cluster/cluster.ts';
import type { Api } from '../protocol/api.ts';
import { asKafkaError, inRounds, type Settled } from './in-rounds.ts';

/** Numbers of resource types on the wire (Java's `ConfigResource.Type`). */
const TYPE_CODES = { topic: 2, broker: 4, 'broker-logger': 8, 'client-metrics': 16, group: 32 } as const;

/** What a configuration can belong to. */
export type ConfigResourceType = keyof typeof TYPE_CODES;

/** Every word there is. */
export const configTypes: readonly ConfigResourceType[] = Object.keys(TYPE_CODES) as ConfigResourceType[];

/** One owner of configuration. */
export interface ConfigResource {
  readonly type: ConfigResourceType;
  /** Topic or group name; a broker's id as text, or `''` for the default of all brokers. */
  readonly name: string;
}

export function configTypeCode(type: ConfigResourceType): number {
  return TYPE_CODES[type];
}

/** The word of a type's number; the number itself where it is not known. */
export function configTypeOf(code: number): ConfigResourceType | number {
  return configTypes.find((type) => TYPE_CODES[type] === code) ?? code;
}

/** The resource, checked; `at` is its option path. */
export function checkResource<Resource extends ConfigResource>(at: string, resource: Resource): Resource {
  if (resource?.type === undefined) throw configError(`${at}.type`, resource?.type, `one of ${configTypes.join(', ')}`);
  choiceOption(`${at}.type`, resource.type, resource.type, configTypes);
  if (typeof resource.name !== 'string') throw configError(`${at}.name`, resource.name, 'a string');
  if (isOfBroker(resource) && !/^\d+$/.test(resource.name)) {
    throw configError(`${at}.name`, resource.name, "a broker's id as text");
  }
  return resource;
}

/** A broker's own settings and loggers are known to that broker alone; the default of all brokers to any. */
function isOfBroker({ type, name }: ConfigResource): boolean {
  return type === 'broker-logger' || (type === 'broker' && name !== '');
}

/** Asks the broker that answers for each resource, one request per broker and one for all that any broker knows. */
export function askConfigOwners<Resource extends ConfigResource, Request, Response, Result>(
  cluster: Cluster,
  what: string,
  resources: readonly Resource[],
  api: Api<Request, Response>,
  build: (resources: readonly Resource[], version: number) => Request,
  read: (response: Response, resources: readonly Resource[]) => ReadonlyMap<Resource, Result | KafkaError>,
  options: CallOptions,
): Promise<Settled<Resource, Result>> {
  const attempt = async (left: readonly Resource[]): Promise<Settled<Resource, Result>> => {
    const groups = new Map<number | undefined, Resource[]>();
    for (const resource of left) {
      const owner = isOfBroker(resource) ? Number(resource.name) : undefined;
      groups.set(owner, [...(groups.get(owner) ?? []), resource]);
    }
    const send: SendOptions = { signal: options.signal, lane: 'slow' };
    const answers: Settled<Resource, Result> = new Map();
    await Promise.all(
      [...groups].map(async ([owner, group]) => {
        const make = (version: number): Request => build(group, version);
        const asked = owner === undefined ? cluster.sendToAny(api, make, send) : cluster.sendTo(owner, api, make, send);
        const reply = await asked.then(
          (response) => read(response, group),
          (error: unknown) => asKafkaError(error, what),
        );
        for (const resource of group) {
          const answer = reply instanceof Map ? reply.get(resource) : (reply as KafkaError);
          if (answer !== undefined) answers.set(resource, answer);
        }
      }),
    );
    return answers;
  };
  return inRounds(cluster, what, resources, attempt, options);
}
