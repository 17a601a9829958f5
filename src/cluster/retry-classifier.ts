// Which errors go away by trying again, and what has to happen in between. Owns: the only such decision in the library.
// Invariant: total and pure; whatever is thrown, it answers and does not throw.
import { KafkaError } from '../base/errors.ts';

/** What to do about an error: give up, try again, or first learn leaders or the coordinator anew. */
export type Remedy = 'fail' | 'retry' | 'refresh-metadata' | 'find-coordinator';

/** Kafka's names of errors whose remedy is more than the `retriable` flag of Kafka's own table says. */
const REMEDIES: ReadonlyMap<string, Remedy> = new Map<string, Remedy>([
  // The client's picture of the cluster is out of date.
  ['UNKNOWN_TOPIC_OR_PARTITION', 'refresh-metadata'],
  ['LEADER_NOT_AVAILABLE', 'refresh-metadata'],
  ['NOT_LEADER_OR_FOLLOWER', 'refresh-metadata'],
  ['REPLICA_NOT_AVAILABLE', 'refresh-metadata'],
  ['BROKER_NOT_AVAILABLE', 'refresh-metadata'],
  ['NETWORK_EXCEPTION', 'refresh-metadata'],
  ['NOT_CONTROLLER', 'refresh-metadata'],
  ['STALE_CONTROLLER_EPOCH', 'refresh-metadata'],
  ['KAFKA_STORAGE_ERROR', 'refresh-metadata'],
  ['LISTENER_NOT_FOUND', 'refresh-metadata'],
  ['FENCED_LEADER_EPOCH', 'refresh-metadata'],
  ['UNKNOWN_LEADER_EPOCH', 'refresh-metadata'],
  ['PREFERRED_LEADER_NOT_AVAILABLE', 'refresh-metadata'],
  ['ELIGIBLE_LEADERS_NOT_AVAILABLE', 'refresh-metadata'],
  ['UNKNOWN_TOPIC_ID', 'refresh-metadata'],
  ['INCONSISTENT_TOPIC_ID', 'refresh-metadata'],
  ['NEW_LEADER_ELECTED', 'refresh-metadata'],
  ['REBOOTSTRAP_REQUIRED', 'refresh-metadata'],
  // The coordinator moved.
  ['NOT_COORDINATOR', 'find-coordinator'],
  ['COORDINATOR_NOT_AVAILABLE', 'find-coordinator'],
  // Kafka's table calls this retriable, but it says that what was wanted is the case already.
  ['ELECTION_NOT_NEEDED', 'fail'],
  // Ours. A connection that breaks or stays silent may belong to a broker that has lost its leaderships.
  ['CONNECTION', 'refresh-metadata'],
  ['TIMEOUT', 'refresh-metadata'],
  // Whoever gave up or closed means it; retrying a wrong password locks accounts.
  ['ABORTED', 'fail'],
  ['CLOSED', 'fail'],
  ['CONFIG', 'fail'],
  ['UNSUPPORTED', 'fail'],
  ['UNSUPPORTED_VERSION', 'fail'],
  ['AUTHENTICATION', 'fail'],
  ['INTERNAL', 'fail'],
]);

/** The remedy of anything thrown. What this library does not know is not tried again. */
export function classify(error: unknown): Remedy {
  try {
    if (!KafkaError.is(error)) return 'fail';
    const known = REMEDIES.get(error.code);
    if (known !== undefined) return known;
    return error.retriable === true ? 'retry' : 'fail';
  } catch {
    // A hostile proxy or getter: nothing that trying again would mend.
    return 'fail';
  }
}
