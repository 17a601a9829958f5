// How groups of the consumer protocol (KIP-848) are treated, as users of the embedded cluster say it.
import { configError } from '../base/errors.ts';
import { integerOption, knownOptions, type OptionNames } from '../base/options.ts';
import { CONSUMER_GROUP_DEFAULTS, type ConsumerGroupSettings } from './cluster-state.ts';
import type { MigrationPolicy } from './group/group-environment.ts';

/** What holds for groups of the consumer protocol (KIP-848) that have no configuration of their own. */
export interface EmbeddedConsumerGroupOptions {
  /** Who is not heard of for so long is out, as `group.consumer.session.timeout.ms`. @default 45000 */
  readonly sessionTimeoutMs?: number;
  /** How often members shall be heard of, as `group.consumer.heartbeat.interval.ms`. @default 5000 */
  readonly heartbeatIntervalMs?: number;
  /** The least time between two assignments of a group, as `group.consumer.assignment.interval.ms`. @default 1000 */
  readonly assignmentIntervalMs?: number;
  /** Members that a group may have, as `group.consumer.max.size`. @default 2147483647 */
  readonly maxSize?: number;
  /**
   * Which groups may change their protocol while they have members, as `group.consumer.migration.policy`.
   * @default 'bidirectional'
   */
  readonly migrationPolicy?: MigrationPolicy;
}

const NAMES: OptionNames<EmbeddedConsumerGroupOptions> = {
  sessionTimeoutMs: true,
  heartbeatIntervalMs: true,
  assignmentIntervalMs: true,
  maxSize: true,
  migrationPolicy: true,
};

const POLICIES: readonly MigrationPolicy[] = ['bidirectional', 'upgrade', 'downgrade', 'disabled'];
const MAX_INT = 2 ** 31 - 1;

export function consumerGroupsOption(options: EmbeddedConsumerGroupOptions = {}): ConsumerGroupSettings {
  knownOptions('consumerGroups', options, NAMES);
  const number = (name: Exclude<keyof EmbeddedConsumerGroupOptions, 'migrationPolicy'>, min: number): number =>
    integerOption(`consumerGroups.${name}`, options[name], CONSUMER_GROUP_DEFAULTS[name], min, MAX_INT);
  const migrationPolicy = options.migrationPolicy ?? CONSUMER_GROUP_DEFAULTS.migrationPolicy;
  if (!POLICIES.includes(migrationPolicy)) {
    throw configError('consumerGroups.migrationPolicy', migrationPolicy, `one of ${POLICIES.join(', ')}`);
  }
  return {
    sessionTimeoutMs: number('sessionTimeoutMs', 1),
    heartbeatIntervalMs: number('heartbeatIntervalMs', 1),
    assignmentIntervalMs: number('assignmentIntervalMs', 0),
    maxSize: number('maxSize', 1),
    migrationPolicy,
  };
}
