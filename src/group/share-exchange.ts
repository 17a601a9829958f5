// One generation: JoinGroup and SyncGroup, with what the leader does between them. Owns: what this member says of itself
// to the leader, and the watch over partitions that a leader keeps. Must not know: the member's state, its handlers.
import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import type { TopicPartition } from '../cluster/topic-partition.ts';
import type { AssignableTopic, Assignor, LastAssignment } from './assignor.ts';
import { encodeSubscription } from './consumer-protocol.ts';
import type { CoordinatorLink } from './coordinator-link.ts';
import { assignableTopics, PartitionWatch, topicsOf } from './group-leader.ts';
import type { GroupSettings } from './group-settings.ts';
import type { Identity } from './member-state.ts';
import { type Joined, joinGroup, type Protocol, syncGroup } from './membership.ts';
import { runAssignor, userDataOf } from './run-assignor.ts';
import type { SubscribedTopics } from './subscribed-topics.ts';

const NO_SHARE: LastAssignment = { owned: [], generationId: -1 };

export class ShareExchange {
  readonly #link: CoordinatorLink;
  readonly #settings: GroupSettings;
  readonly #topics: SubscribedTopics;
  readonly #onChange: (what: string) => void;
  #joined: Joined | undefined;
  /** The topics that the last JoinGroup named. */
  #joinedTopics: readonly string[] = [];
  /** The last share, with its generation: what the user data of an eager assignor tells. */
  #last: LastAssignment = NO_SHARE;
  /** What the topics were that this member shared out; undefined where another did. */
  #shared: { readonly wanted: ReadonlySet<string>; readonly topics: ReadonlyMap<string, AssignableTopic> } | undefined;
  #watch: PartitionWatch | undefined;

  /** `onChange`: what this member shared out as leader is not all there is any more. */
  constructor(
    link: CoordinatorLink,
    settings: GroupSettings,
    topics: SubscribedTopics,
    onChange: (what: string) => void,
  ) {
    this.#link = link;
    this.#settings = settings;
    this.#topics = topics;
    this.#onChange = onChange;
  }

  /** Subscribed topics that do not exist; known to the leader only. */
  get missingTopics(): readonly string[] {
    return this.#watch?.missing ?? [];
  }

  /** The member wants other topics than those that it joined with. */
  get isOutdated(): boolean {
    return this.#topics.known !== this.#joinedTopics;
  }

  /** Joins; `named` where the coordinator wants to see the member id it gave in a second request. */
  async join(
    { memberId, generationId }: Identity,
    owned: readonly TopicPartition[],
    reason: string,
    call: CallOptions,
  ): Promise<{ readonly named: string } | Joined> {
    const { assignors, rack } = this.#settings;
    const topics = await this.#topics.names(call);
    const protocol = (assignor: Assignor): Protocol => {
      const subscription = { topics, owned, generationId, rack, userData: userDataOf(assignor, this.#last) };
      return { name: assignor.name, metadata: encodeSubscription(subscription) };
    };
    const joined = await joinGroup(
      this.#link,
      this.#settings,
      { memberId, protocols: assignors.map(protocol), reason },
      call,
    );
    this.#joinedTopics = topics;
    if (!('named' in joined)) this.#joined = joined;
    return joined;
  }

  /** This member's share of the generation joined last; as leader shares out before. */
  async sync(call: CallOptions): Promise<readonly TopicPartition[]> {
    const joined = this.#joined;
    if (joined === undefined) throw new KafkaError('INTERNAL', 'sync of a generation that was not joined');
    const { cluster } = this.#link;
    const wanted = topicsOf(joined.members);
    const topics = joined.isLeader ? await assignableTopics(cluster, wanted, call) : new Map();
    const isAssigning = joined.isLeader && !joined.skipAssignment;
    const assignment = isAssigning ? runAssignor(this.#assignor(joined), joined.members, topics) : new Map();
    const share = this.#subscribed(await syncGroup(this.#link, this.#settings, joined, assignment, call));
    if (call.signal?.aborted) return share;
    this.#last = { owned: share, generationId: joined.identity.generationId };
    this.#shared = joined.isLeader ? { wanted, topics } : undefined;
    const fields = { group: this.#settings.groupId, generation: joined.identity.generationId };
    cluster.logger.info('joined the group', { ...fields, partitions: share.length, leader: joined.isLeader });
    return share;
  }

  /** As leader: sees to it that what was shared out is all there is, until unwatch(). */
  watch(): void {
    if (this.#shared === undefined) return;
    const { wanted, topics } = this.#shared;
    this.#watch = new PartitionWatch(this.#link.cluster, wanted, topics, this.#onChange);
  }

  /** The generation is over, and with it the watch. */
  unwatch(): void {
    this.#watch?.close();
    this.#watch = undefined;
  }

  #assignor({ protocol }: Joined): Assignor {
    const assignor = this.#settings.assignors.find(({ name }) => name === protocol);
    if (assignor !== undefined) return assignor;
    throw new KafkaError('INTERNAL', `the coordinator chose the unknown assignor ${protocol}`);
  }

  /** Without topics that nobody asked for: a leader may know of no change since, or be of another mind. */
  #subscribed(share: readonly TopicPartition[]): readonly TopicPartition[] {
    const wanted = new Set(this.#joinedTopics);
    const rest = share.filter(({ topic }) => wanted.has(topic));
    if (rest.length < share.length) {
      const topics = [...new Set(share.map(({ topic }) => topic).filter((topic) => !wanted.has(topic)))];
      this.#link.cluster.logger.warn('the leader assigned topics that this member does not subscribe to', {
        topics: topics.join(),
      });
    }
    return rest;
  }
}
