// A coordinator that answers as a test says, in place of a cluster. Owns: who is asked what, and topics that exist.
import { type CallOptions, waitFor } from '../../../src/base/abort.ts';
import { KafkaError } from '../../../src/base/errors.ts';
import { silentLogger } from '../../../src/base/logger.ts';
import type { Cluster, SendOptions } from '../../../src/cluster/cluster.ts';
import { classify } from '../../../src/cluster/retry-classifier.ts';
import { encodeAssignment } from '../../../src/group/consumer-protocol.ts';
import type { Api } from '../../../src/protocol/api.ts';
import { createHeartbeatResponse } from '../../../src/protocol/generated/heartbeat.ts';
import { createJoinGroupResponse, type JoinGroupRequest } from '../../../src/protocol/generated/join-group.ts';
import { createLeaveGroupResponse } from '../../../src/protocol/generated/leave-group.ts';
import { createOffsetCommitResponse, type OffsetCommitRequest } from '../../../src/protocol/generated/offset-commit.ts';
import { createSyncGroupResponse } from '../../../src/protocol/generated/sync-group.ts';
import { Encoder } from '../../../src/wire/encoder.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

export interface Asked {
  readonly api: string;
  readonly request: unknown;
  readonly lane: string;
  readonly timeoutMs: number | undefined;
}

type Answer = (request: never, signal: AbortSignal | undefined) => unknown;

export class ScriptedCoordinator {
  readonly clock: VirtualClock = new VirtualClock();
  /** What was logged as a warning. */
  readonly warnings: string[] = [];
  readonly asked: Asked[] = [];
  /** What comes next, by API; used up before the usual answers. */
  readonly #next = new Map<string, Answer[]>();
  readonly #usual = new Map<string, Answer>();
  readonly #listeners = new Set<() => void>();
  readonly topics: Map<string, number> = new Map();
  forgotten = 0;
  /** How often all topics were asked for. */
  looks = 0;
  /** Topics that metadata need not keep up with any more. */
  readonly forgottenTopics: string[] = [];
  /** Lanes that are wanted no more. */
  readonly drained: string[] = [];
  /** What the broker speaks at most, of every API. */
  maxVersion = 99;
  generation = 0;

  constructor() {
    this.usually('JoinGroup', (request: JoinGroupRequest) => {
      const memberId = request.memberId === '' ? 'given' : request.memberId;
      const [protocol] = request.protocols;
      return createJoinGroupResponse({
        generationId: ++this.generation,
        protocolName: protocol?.name ?? '',
        leader: memberId,
        memberId,
        members: [{ memberId, groupInstanceId: null, metadata: protocol?.metadata ?? Buffer.alloc(0) }],
      });
    });
    this.usually('SyncGroup', (request: { assignments: readonly { assignment: Buffer }[] }) =>
      createSyncGroupResponse({ assignment: request.assignments[0]?.assignment ?? encodeAssignment([]) }),
    );
    this.usually('Heartbeat', () => createHeartbeatResponse());
    this.usually('LeaveGroup', () => createLeaveGroupResponse());
    this.usually('OffsetCommit', (request: OffsetCommitRequest) => commitAnswer(request, 0));
  }

  usually(api: string, answer: Answer): void {
    this.#usual.set(api, answer);
  }

  /** What the usual answer would be. */
  async usualAnswer(api: string, request: unknown): Promise<unknown> {
    return this.#usual.get(api)?.(request as never, undefined);
  }

  next(api: string, ...answers: Answer[]): void {
    this.#next.set(api, [...(this.#next.get(api) ?? []), ...answers]);
  }

  requests(api: string): Asked[] {
    return this.asked.filter((asked) => asked.api === api);
  }

  /** Changes how many partitions a topic has, as a metadata refresh would show it. */
  setTopic(name: string, partitions: number): void {
    this.topics.set(name, partitions);
    for (const listener of this.#listeners) listener();
  }

  /** Deletes a topic, as a metadata refresh would show it. */
  deleteTopic(name: string): void {
    this.topics.delete(name);
    for (const listener of this.#listeners) listener();
  }

  /** It has the methods of Cluster that a group member uses. */
  get cluster(): Cluster {
    const { clock } = this;
    const metadata = {
      get: (name: string) => this.#topic(name),
      topic: async (name: string) => {
        const topic = this.#topic(name);
        if (topic === undefined) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', name, { retriable: true });
        return topic;
      },
      onChange: (listener: () => void) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      refreshSoon: () => {},
      brokers: () => [],
      all: async () => {
        this.looks++;
        return [...this.topics.keys()].map((name) => ({ ...this.#topic(name), isInternal: name.startsWith('__') }));
      },
      forget: (name: string) => void this.forgottenTopics.push(name),
    };
    return {
      clock,
      logger: { ...silentLogger, warn: (message: string) => void this.warnings.push(message) },
      requestTimeoutMs: 30_000,
      metadataMaxAgeMs: 300_000,
      metadata,
      forgetCoordinator: () => void this.forgotten++,
      retry: async (_what: string, attempt: () => Promise<unknown>) => {
        for (;;) {
          try {
            return await attempt();
          } catch (error) {
            if (classify(error) === 'fail') throw error;
          }
        }
      },
      closeLane: () => {},
      drainLane: (lane: string) => void this.drained.push(lane),
      sendToCoordinator: (
        _kind: string,
        _key: string,
        api: Api<unknown, unknown>,
        build: (version: number) => unknown,
        options: SendOptions,
      ) => {
        const version = Math.min(this.maxVersion, options.maxVersion ?? api.maxStableVersion, api.maxStableVersion);
        const request = build(version);
        // Throws where the version has no place for what the request says.
        api.encodeRequest(new Encoder(), request, version);
        return this.#answer(api.name, request, options);
      },
    } as unknown as Cluster;
  }

  #topic(name: string) {
    const count = this.topics.get(name);
    return count === undefined ? undefined : { name, partitions: new Array(count).fill({}) };
  }

  async #answer(api: string, request: unknown, options: SendOptions): Promise<unknown> {
    this.asked.push({ api, request, lane: options.lane ?? 'control', timeoutMs: options.timeoutMs });
    const answer = this.#next.get(api)?.shift() ?? this.#usual.get(api);
    if (answer === undefined) throw new Error(`no answer to ${api}`);
    const call: CallOptions = { signal: options.signal, timeoutMs: options.timeoutMs ?? 30_000 };
    return waitFor(Promise.resolve(answer(request as never, options.signal)), this.clock, api, call);
  }
}

/** Never answers. */
export const silence: Answer = () => new Promise(() => {});

/** The coordinator's broker is gone. */
export const unreachable: Answer = () => {
  throw new KafkaError('CONNECTION', 'the peer closed the connection', { retriable: true });
};

/** The same error for every partition of a commit. */
export function commitAnswer(request: OffsetCommitRequest, errorCode: number): unknown {
  return createOffsetCommitResponse({
    topics: request.topics.map(({ name, partitions }) => ({
      name,
      topicId: '',
      partitions: partitions.map(({ partitionIndex }) => ({ partitionIndex, errorCode })),
    })),
  });
}
