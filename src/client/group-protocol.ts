// How a Reader's group shares out partitions: by its members (classic) or by the coordinator (KIP-848). Owns: the options
// for that, and which go together.
import { configError } from '../base/errors.ts';
import { choiceOption, nameOption } from '../base/options.ts';
import type { GroupSettings } from '../group/group-settings.ts';
import type { Subscription } from '../group/subscription.ts';

/** The members share out the partitions. */
export interface ClassicProtocol {
  /**
   * 'classic': members join and share out the partitions themselves (`assignors`). 'consumer': the coordinator does it, and
   * only partitions that move are disturbed (KIP-848, Kafka 4.0 and later). Where the brokers have no such protocol, or do
   * not take a group over that has classic members, it is the classic protocol after all, which a warning in the log says.
   * @default 'classic'
   */
  readonly protocol?: 'classic' | undefined;
  readonly remoteAssignor?: never;
}

/** The coordinator shares them out. */
export interface ConsumerProtocol {
  /**
   * KIP-848, with a fall-back to the classic protocol; see there. How often heartbeats are sent, and after what time without
   * any a member counts as dead, are the broker's own settings then (`group.consumer.*`): `heartbeatIntervalMs` counts for
   * the fall-back, and `sessionTimeoutMs` for it and for how long this member keeps its partitions while it can reach no
   * coordinator.
   */
  readonly protocol: 'consumer';
  /** Which of the brokers' ways to share out partitions (`group.consumer.assignors`): 'uniform', 'range'. @default the brokers' first */
  readonly remoteAssignor?: string | undefined;
  readonly assignors?: never;
}

/** The coordinator also says which topics there are. */
export interface ServerMatched extends ConsumerProtocol {
  /**
   * Topics to read: all whose whole name this matches, in the syntax of RE2. It is matched by the coordinator, which sees new
   * topics by itself; it needs brokers of Kafka 4.0 or later, and there is no fall-back.
   */
  readonly serverPattern: string;
  readonly topics?: never;
  readonly pattern?: never;
}

/** The options, as they may come from JavaScript. */
interface Given {
  readonly protocol?: unknown;
  readonly remoteAssignor?: unknown;
  readonly assignors?: unknown;
  readonly serverPattern?: unknown;
  readonly topics?: unknown;
  readonly pattern?: unknown;
}

const NO_CLASSIC = "nothing without protocol: 'consumer', where the coordinator shares out partitions";

/** Checks which of them go together. */
export function groupProtocol(options: Given): Pick<GroupSettings, 'protocol' | 'remoteAssignor'> {
  const { remoteAssignor, assignors, serverPattern } = options;
  const protocol = choiceOption('protocol', options.protocol as GroupSettings['protocol'] | undefined, 'classic', [
    'classic',
    'consumer',
  ]);
  if (protocol === 'classic') {
    if (remoteAssignor !== undefined) throw configError('remoteAssignor', remoteAssignor, NO_CLASSIC);
    if (serverPattern !== undefined) throw configError('serverPattern', serverPattern, NO_CLASSIC);
    return { protocol, remoteAssignor: null };
  }
  if (assignors !== undefined) {
    const accepts =
      "nothing with protocol: 'consumer', where the coordinator shares out partitions: see remoteAssignor";
    throw configError('assignors', assignors, accepts);
  }
  const name = remoteAssignor === undefined ? null : nameOption('remoteAssignor', remoteAssignor as string);
  return { protocol, remoteAssignor: name };
}

/** What `serverPattern` subscribes to; undefined where it is not given. Its syntax is the coordinator's business. */
export function serverSubscription({ serverPattern, topics, pattern }: Given): Subscription | undefined {
  if (serverPattern === undefined) return undefined;
  const accepts = 'nothing where serverPattern is given';
  if (topics !== undefined) throw configError('topics', topics, accepts);
  if (pattern !== undefined) throw configError('pattern', pattern, accepts);
  if (typeof serverPattern !== 'string' || serverPattern === '') {
    throw configError('serverPattern', serverPattern, 'a regular expression in the syntax of RE2, as text');
  }
  return { kind: 'server-pattern', pattern: serverPattern };
}
