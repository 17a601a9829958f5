// One consumer group (KIP-848) as a script sees it: members that are named by letters and take what they are given.
// Owns: what each was told last. What is written down is up to the script.
import {
  consumerGroupDescribeApi,
  createConsumerGroupDescribeRequest,
} from '../../../src/protocol/generated/consumer-group-describe.ts';
import {
  type ConsumerGroupHeartbeatRequest,
  type ConsumerGroupHeartbeatResponse,
  consumerGroupHeartbeatApi,
  createConsumerGroupHeartbeatRequest,
} from '../../../src/protocol/generated/consumer-group-heartbeat.ts';
import { ErrorCode } from '../../../src/protocol/generated/error-codes.ts';
import type { Transcript } from './transcript.ts';

export type Beat = Partial<ConsumerGroupHeartbeatRequest>;

/** One group, whose members are named by letters. */
export class ConsumerGroupScript {
  readonly #t: Transcript;
  readonly #epochs = new Map<string, number>();
  readonly #owned = new Map<string, ConsumerGroupHeartbeatRequest['topicPartitions']>();
  readonly #version: number;
  readonly id: string;

  constructor(t: Transcript, name: string, version = 1) {
    this.#t = t;
    this.id = `${t.prefix}-${name}`;
    this.#version = version;
  }

  epochOf(member: string): number {
    return this.#epochs.get(member) ?? 0;
  }

  /** One heartbeat, written down; the member takes what it is given. */
  async send(what: string, member: string, beat: Beat): Promise<ConsumerGroupHeartbeatResponse | undefined> {
    const answer = await this.#t.ask(what, consumerGroupHeartbeatApi, this.#version, this.#request(member, beat));
    if (answer !== undefined) this.#take(member, answer);
    return answer;
  }

  join(
    what: string,
    member: string,
    topics: readonly string[] | null,
    beat: Beat = {},
  ): Promise<ConsumerGroupHeartbeatResponse | undefined> {
    return this.send(what, member, {
      memberEpoch: 0,
      rebalanceTimeoutMs: 60_000,
      subscribedTopicNames: topics,
      topicPartitions: [],
      ...beat,
    });
  }

  /** A heartbeat that says what the member has. */
  beat(what: string, member: string, beat: Beat = {}): Promise<ConsumerGroupHeartbeatResponse | undefined> {
    return this.send(what, member, { topicPartitions: this.#owned.get(member) ?? [], ...beat });
  }

  leave(what: string, member: string, beat: Beat = {}): Promise<ConsumerGroupHeartbeatResponse | undefined> {
    return this.send(what, member, { memberEpoch: -1, ...beat });
  }

  /** Heartbeats of all in turn, unwritten, until nothing comes of them any more. */
  async settle(...members: readonly string[]): Promise<void> {
    await this.#t.until(async () => {
      let news = false;
      for (const member of members) {
        const before = this.epochOf(member);
        const answer = await this.#quietly(member, { topicPartitions: this.#owned.get(member) ?? [] });
        news ||= answer.assignment !== null || answer.memberEpoch !== before;
      }
      return !news && (await this.#state()) === 'Stable';
    });
  }

  /** Heartbeats of one static member until nothing comes of them. */
  async settleStatic(member: string, beat: Beat): Promise<void> {
    await this.#t.until(async () => {
      await this.#quietly(member, { topicPartitions: this.#owned.get(member) ?? [], ...beat });
      return (await this.#state()) === 'Stable';
    });
  }

  /** Heartbeats of a member until it is told something: what changes topics is heard of a while later. */
  async untilNews(member: string): Promise<void> {
    await this.#t.until(async () => {
      const before = this.epochOf(member);
      const answer = await this.#quietly(member, { topicPartitions: this.#owned.get(member) ?? [] });
      return answer.assignment !== null || answer.memberEpoch !== before;
    });
  }

  /** A join without an id; the id that is made is chance. */
  async joinUnnamed(what: string, topics: readonly string[]): Promise<void> {
    const request = createConsumerGroupHeartbeatRequest({
      groupId: this.id,
      rebalanceTimeoutMs: 60_000,
      subscribedTopicNames: topics,
      topicPartitions: [],
    });
    await this.#t.ask(what, consumerGroupHeartbeatApi, this.#version, request, {
      show: (answer) => ({ ...answer, memberId: /^[A-Za-z0-9_-]{22}$/.test(answer.memberId ?? '') }),
    });
  }

  describe(what: string, version = 1): Promise<unknown> {
    return this.#t.ask(
      what,
      consumerGroupDescribeApi,
      version,
      createConsumerGroupDescribeRequest({ groupIds: [this.id], includeAuthorizedOperations: true }),
    );
  }

  async #quietly(member: string, beat: Beat): Promise<ConsumerGroupHeartbeatResponse> {
    const answer = await this.#t.quietly(consumerGroupHeartbeatApi, this.#version, this.#request(member, beat));
    if (answer === undefined) throw new Error('no answer to a heartbeat');
    this.#take(member, answer);
    return answer;
  }

  async #state(): Promise<string | undefined> {
    const request = createConsumerGroupDescribeRequest({ groupIds: [this.id] });
    return (await this.#t.quietly(consumerGroupDescribeApi, 1, request))?.groups[0]?.groupState;
  }

  #request(member: string, beat: Beat): ConsumerGroupHeartbeatRequest {
    return createConsumerGroupHeartbeatRequest({
      groupId: this.id,
      memberId: member,
      memberEpoch: this.epochOf(member),
      ...beat,
    });
  }

  #take(member: string, answer: ConsumerGroupHeartbeatResponse): void {
    if (answer.errorCode !== ErrorCode.NONE) return;
    this.#epochs.set(member, answer.memberEpoch);
    if (answer.assignment !== null) this.#owned.set(member, answer.assignment.topicPartitions);
  }
}
