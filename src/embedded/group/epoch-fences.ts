// Whether a member of a consumer group may commit or ask for offsets with the epoch that it thinks it has (KIP-848,
// KIP-1251). Pure: error codes out of members. A member that speaks the classic protocol is told so in its own words.
import { ErrorCode } from '../../protocol/generated/error-codes.ts';
import type { ConsumerGroupMember } from './consumer-group-member.ts';
import type { CommitRequest } from './group-exchange.ts';
import { epochsOf } from './partition-sets.ts';

/** An older epoch will do for partitions that the member has had since then. */
export function commitEpochFault(member: ConsumerGroupMember, commit: CommitRequest): number {
  const { how, knowsEpochs, generationId, partitions } = commit;
  if (how === 'plain' && member.classic === null && !knowsEpochs) return ErrorCode.UNSUPPORTED_VERSION;
  if (generationId === member.epoch) return ErrorCode.NONE;
  if (generationId > member.epoch) return staleFor(member);
  const isHeld = partitions.every(({ topicId, partition }) => {
    const since =
      epochsOf(member.assigned, topicId).get(partition) ?? epochsOf(member.pendingRevocation, topicId).get(partition);
    return since !== undefined && generationId >= since;
  });
  return isHeld ? ErrorCode.NONE : staleFor(member);
}

export function fetchEpochFault(member: ConsumerGroupMember, epoch: number): number {
  return epoch === member.epoch ? ErrorCode.NONE : staleFor(member);
}

function staleFor({ classic }: ConsumerGroupMember): number {
  return classic === null ? ErrorCode.STALE_MEMBER_EPOCH : ErrorCode.ILLEGAL_GENERATION;
}
