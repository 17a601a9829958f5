// ConsumerGroupHeartbeat (KIP-848): the one request by which a member joins, lives, tells what it owns, and leaves.
// Owns: what goes into each one. Must not know: when they are sent, what answers mean.
// Invariant: what the coordinator was told and has answered is not told again; after a failure nothing counts as told.
import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import {
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
  consumerGroupHeartbeatApi,
  createConsumerGroupHeartbeatRequest,
} from '../protocol/generated/consumer-group-heartbeat.ts';
import { type BeatingState, ownedIn } from './consumer-state.ts';
import type { CoordinatorLink } from './coordinator-link.ts';
import type { GroupSettings } from './group-settings.ts';
import { listShare, type Share } from './topic-share.ts';

const NAME = consumerGroupHeartbeatApi.name;
const JOIN_EPOCH = 0;
const LEAVE_EPOCH = -1;
/** A static member leaves its place free for itself. */
const STATIC_LEAVE_EPOCH = -2;

/** A heartbeat about to be sent. */
export interface Beat {
  readonly request: ConsumerGroupHeartbeatRequest;
  /** What it says that the member owns; absent where it says nothing of that. */
  readonly told: Share | undefined;
}

/** What goes into the next heartbeat: all there is to say at first and after a failure, later only what is new. */
export class BeatContent {
  readonly #settings: GroupSettings;
  /** The topics that were told last; undefined: nothing counts as told. */
  #toldTopics: string | undefined;

  constructor(settings: GroupSettings) {
    this.#settings = settings;
  }

  /** The last heartbeat may not have arrived, or the coordinator may be another: the next one tells everything. */
  forget(): void {
    this.#toldTopics = undefined;
  }

  /**
   * The content of a heartbeat in this state. It counts as told until `forget`. `subscribed`: topics by name; none where the
   * coordinator matches a pattern.
   */
  next(memberId: string, state: BeatingState, subscribed: readonly string[]): Beat {
    const { groupId, groupInstanceId, rebalanceTimeoutMs, rack, remoteAssignor, subscription } = this.#settings;
    const isJoining = state.kind === 'joining';
    const isFull = isJoining || this.#toldTopics === undefined;
    const told = isFull || state.kind === 'acknowledging' ? ownedIn(state) : undefined;
    const topics = [...subscribed].sort();
    const asText = topics.join();
    const isNewTopics = isFull || asText !== this.#toldTopics;
    this.#toldTopics = asText;
    const request = createConsumerGroupHeartbeatRequest({
      groupId,
      memberId,
      memberEpoch: isJoining ? JOIN_EPOCH : state.epoch,
      instanceId: groupInstanceId,
      ...(told !== undefined && { topicPartitions: listShare(told) }),
      ...(isNewTopics && { subscribedTopicNames: topics }),
      ...(isFull && {
        rebalanceTimeoutMs,
        rackId: rack === '' ? null : rack,
        serverAssignor: remoteAssignor,
        subscribedTopicRegex: subscription.kind === 'server-pattern' ? subscription.pattern : null,
      }),
    });
    return { request, told };
  }

  /** The last word of a member. Not for good: a static member that is to be back. */
  farewell(memberId: string, isForGood: boolean): ConsumerGroupHeartbeatRequest {
    const { groupId, groupInstanceId } = this.#settings;
    const memberEpoch = isForGood ? LEAVE_EPOCH : STATIC_LEAVE_EPOCH;
    return createConsumerGroupHeartbeatRequest({ groupId, memberId, memberEpoch, instanceId: groupInstanceId });
  }
}

/** One attempt. Throws what the coordinator answers besides NONE. */
export async function consumerHeartbeat(
  link: CoordinatorLink,
  request: ConsumerGroupHeartbeatRequest,
  call: CallOptions,
): Promise<ConsumerGroupHeartbeatResponse> {
  const build = (version: number): ConsumerGroupHeartbeatRequest => {
    if (version > 0 || request.subscribedTopicRegex === null) return request;
    throw new KafkaError('UNSUPPORTED_VERSION', 'heartbeats of version 0 carry no pattern', { api: NAME });
  };
  try {
    const response = await link.send(consumerGroupHeartbeatApi, build, { ...call, lane: 'beat' });
    link.check(response.errorCode, 'heartbeat', response.errorMessage);
    return response;
  } catch (error) {
    const isTooOld = KafkaError.is(error) && error.code === 'UNSUPPORTED_VERSION';
    if (!isTooOld || request.subscribedTopicRegex === null) throw error;
    const message = `${error.message}; option serverPattern needs brokers of Kafka 4.0 or later, and has no fall-back`;
    throw new KafkaError('UNSUPPORTED_VERSION', message, { api: NAME, cause: error });
  }
}
