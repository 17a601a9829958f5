// Several items in one request that only the controller can serve. Items that it puts off are asked for again alone.
import type { CallOptions } from '../base/abort.ts';
import type { KafkaError } from '../base/errors.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Api } from '../protocol/api.ts';
import { withinLimit } from './deadline.ts';
import { inRounds, type Settled, wireTimeout } from './in-rounds.ts';

/** Errors of single items that pass: the controller moved, or its quota is used up for the moment (KIP-599). */
const PASSING: ReadonlySet<string> = new Set([
  'NOT_CONTROLLER',
  'BROKER_NOT_AVAILABLE',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'THROTTLING_QUOTA_EXCEEDED',
]);

/** How a request for some of the items is made, and what its answer says of each. */
export interface ControllerQuestion<Item, Request, Response, Result> {
  readonly api: Api<Request, Response>;
  /** `timeoutMs` is what is left, for requests that tell the broker how long it may take. */
  build(items: readonly Item[], version: number, timeoutMs: number): Request;
  read(response: Response, item: Item): Result | KafkaError;
}

/** Every item has a result or an error of its own. Throws where the controller never answered. */
export async function askControllerEach<Item, Request, Response, Result>(
  cluster: Pick<Cluster, 'start' | 'retry' | 'sendToController' | 'clock'>,
  what: string,
  items: readonly Item[],
  question: ControllerQuestion<Item, Request, Response, Result>,
  options: CallOptions = {},
): Promise<Settled<Item, Result>> {
  const left = withinLimit(cluster, options);
  let isAnswered = false;
  const attempt = async (some: readonly Item[]): Promise<Settled<Item, Result>> => {
    const call = left();
    const build = (version: number): Request => question.build(some, version, wireTimeout(call.timeoutMs ?? 1));
    const response = await cluster.sendToController(question.api, build, { ...call, lane: 'slow' });
    isAnswered = true;
    return new Map(some.map((item) => [item, question.read(response, item)]));
  };
  const settled = await inRounds(cluster, what, items, attempt, {
    ...options,
    passes: ({ code }) => PASSING.has(code),
  });
  const [first] = settled.values();
  if (!isAnswered && first !== undefined) throw first;
  return settled;
}
