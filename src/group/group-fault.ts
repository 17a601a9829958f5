// What an error means to a member of a group. Owns: the table, and what to tell people about errors that do not heal.
import { KafkaError, toError } from '../base/errors.ts';

/**
 * `again`: passes by itself. `rebalance`: join again, what is assigned may still be finished. `expelled`: not in the
 * generation any more. `forgotten`: expelled, and the member id is worthless. `stale`: the group has a newer epoch, which
 * the next heartbeat tells (KIP-848). `fatal`: a person has to act.
 */
export type GroupFault = 'again' | 'rebalance' | 'expelled' | 'forgotten' | 'stale' | 'fatal';

const FAULTS: ReadonlyMap<string, GroupFault> = new Map<string, GroupFault>([
  ['REBALANCE_IN_PROGRESS', 'rebalance'],
  ['ILLEGAL_GENERATION', 'expelled'],
  ['UNKNOWN_MEMBER_ID', 'forgotten'],
  ['FENCED_MEMBER_EPOCH', 'expelled'],
  ['STALE_MEMBER_EPOCH', 'stale'],
]);

/** Fatal codes, and what helps. The same list as Java's. */
const ADVICE: ReadonlyMap<string, string> = new Map([
  ['GROUP_AUTHORIZATION_FAILED', 'grant this user Read on the group'],
  ['TOPIC_AUTHORIZATION_FAILED', 'grant this user Read and Describe on the topics'],
  ['CLUSTER_AUTHORIZATION_FAILED', "check this user's rights on the cluster"],
  ['INVALID_GROUP_ID', 'choose another group id; it may not be empty'],
  [
    'INCONSISTENT_GROUP_PROTOCOL',
    'the group has members of another kind, or with no assignor in common: give all the same option assignors. From an ' +
      "older one to the default it takes two rolling restarts, with ['cooperative-sticky', 'range'] and then with " +
      "['cooperative-sticky']",
  ],
  [
    'INVALID_SESSION_TIMEOUT',
    "choose sessionTimeoutMs within the broker's group.min.session.timeout.ms and group.max.session.timeout.ms",
  ],
  ['GROUP_MAX_SIZE_REACHED', "the group is full: raise the broker's group.max.size or run fewer members"],
  [
    'FENCED_INSTANCE_ID',
    'another process has joined with the same groupInstanceId and has taken this one over: every instance needs its own',
  ],
  [
    'UNRELEASED_INSTANCE_ID',
    'another process runs with the same groupInstanceId, or its session is not over yet: every instance needs its own',
  ],
  ['UNSUPPORTED_ASSIGNOR', 'option remoteAssignor names one that the brokers do not have (group.consumer.assignors)'],
  ['INVALID_REGULAR_EXPRESSION', 'write option serverPattern in the syntax of RE2'],
  [
    'GROUP_ID_NOT_FOUND',
    "the group was deleted, or it has classic members and the brokers do not migrate it (group.consumer.migration.policy): use protocol 'classic' or another group id",
  ],
  ['INVALID_REQUEST', 'the broker finds the options of this member wrong'],
  ['INVALID_TOPIC_EXCEPTION', 'check the names of the topics'],
  ['UNSUPPORTED_VERSION', 'the broker is too old, or too new, for this use of groups'],
  ['UNSUPPORTED', 'the broker is too old, or too new, for this use of groups'],
  ['AUTHENTICATION', 'check the credentials'],
  ['CONFIG', 'check the options'],
  ['CLOSED', 'its client was closed before it'],
  ['INTERNAL', 'please report this'],
]);

export function faultOf(error: unknown): GroupFault {
  if (!KafkaError.is(error)) return 'fatal';
  return FAULTS.get(error.code) ?? (ADVICE.has(error.code) ? 'fatal' : 'again');
}

/** A fatal error as it is shown: what failed, in which group, and what to do. */
export function explainFatal(thrown: unknown, groupId: string): KafkaError {
  const error = toError(thrown);
  const code = KafkaError.is(error) ? error.code : 'INTERNAL';
  const advice = ADVICE.get(code) ?? 'this does not heal by itself';
  return new KafkaError(code, `group ${groupId}: ${error.message}; ${advice}`, { cause: error });
}
