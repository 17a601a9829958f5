// Offsets of a Conn's partition. Must not know deadlines or connections.
import { KafkaError } from '../base/errors.ts';
import type { Isolation } from '../fetch/fetch-settings.ts';
import { throwIfBrokerError } from '../protocol/broker-error.ts';
import { createListOffsetsRequest, listOffsetsApi } from '../protocol/generated/list-offsets.ts';
import type { SendRequest } from './conn-request.ts';

const LATEST = -1;
const EARLIEST = -2;

/** What a Conn reads and writes. */
export interface ConnTarget {
  readonly topic: string;
  readonly partition: number;
}

export function firstOffset(send: SendRequest, target: ConnTarget): Promise<number> {
  return offsetAt(send, target, EARLIEST, 'read_uncommitted');
}

/** The offset that the next record will have; under read_committed, where open transactions begin. */
export function lastOffset(
  send: SendRequest,
  target: ConnTarget,
  isolation: Isolation = 'read_uncommitted',
): Promise<number> {
  return offsetAt(send, target, LATEST, isolation);
}

/** The first offset of a time (milliseconds since 1970) or later; undefined where there is none. */
export async function timeOffset(send: SendRequest, target: ConnTarget, time: number): Promise<number | undefined> {
  const offset = await offsetAt(send, target, time, 'read_uncommitted');
  return offset < 0 ? undefined : offset;
}

async function offsetAt(
  send: SendRequest,
  { topic, partition }: ConnTarget,
  timestamp: number,
  isolation: Isolation,
): Promise<number> {
  const response = await send(listOffsetsApi, () =>
    createListOffsetsRequest({
      replicaId: -1,
      isolationLevel: isolation === 'read_committed' ? 1 : 0,
      topics: [{ name: topic, partitions: [{ partitionIndex: partition, currentLeaderEpoch: -1, timestamp }] }],
    }),
  );
  const answer = response.topics[0]?.partitions[0];
  const what = `list offsets of ${topic}[${partition}]`;
  if (answer === undefined) throw new KafkaError('PROTOCOL', `${what}: the broker left it out`, { topic, partition });
  throwIfBrokerError(answer.errorCode, what, { api: 'ListOffsets', topic, partition });
  return answer.offset;
}
