// Every operation of administration as a method. Owns: nothing; each operation is a file of its own beside this one,
// loaded with its codecs when first called, so that those who only read and write do not load them.
// Every method takes `{ signal, timeoutMs }` last (30 s unless told otherwise). What concerns one item of many (a topic,
// a partition, a group, a broker) is a value in the result; only what ends the whole call is thrown.
import type { CallOptions } from '../base/abort.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { TopicPartition, TopicPartitionOffset } from '../cluster/topic-partition.ts';
import type { HangingTransaction } from './abort-transaction.ts';
import type { Acl, AclFilter, CreateAclResult, DeleteAclsResult, DescribedAcl } from './acls.ts';
import type {
  AlterClientQuotasOptions,
  ClientQuota,
  ClientQuotaChange,
  ClientQuotaResult,
  DescribeClientQuotasOptions,
  QuotaFilter,
} from './client-quotas.ts';
import { ClusterAdmin } from './cluster-admin.ts';
import type { DelegationToken } from './delegation-token.ts';
import type { CreateDelegationTokenOptions, TokenPeriodOptions } from './delegation-tokens.ts';
import type { DeleteGroupResult } from './delete-groups.ts';
import type { ClassicGroupResult, DescribeGroupsOptions } from './describe-classic-groups.ts';
import type { ConsumerGroupMember, GroupResult, ShareGroupMember } from './describe-consumer-groups.ts';
import type { AnyGroupResult } from './describe-groups.ts';
import type { DescribeProducersOptions, PartitionProducers } from './describe-producers.ts';
import type { StreamsGroupResult } from './describe-streams-groups.ts';
import type { DescribeTransactionResult } from './describe-transactions.ts';
import type { FenceProducerResult } from './fence-producers.ts';
import type { GroupLag, GroupLagOptions } from './group-lag.ts';
import type { GroupOffsets, GroupOffsetsQuery, ListGroupOffsetsOptions } from './list-group-offsets.ts';
import type { ListGroupsOptions, ListGroupsResult } from './list-groups.ts';
import type { ListTransactionsOptions, ListTransactionsResult } from './list-transactions.ts';
import type { PartitionResult } from './partition-lists.ts';
import type { MemberToRemove, RemoveMemberResult, RemoveMembersOptions } from './remove-members.ts';
import type { ResetGroupOffsetsOptions, ResetResult, ResetTarget } from './reset-group-offsets.ts';
import type { DeleteShareGroupOffsetsResult, ShareGroupOffsets } from './share-group-offsets.ts';
import type { ScramCredentialChange, ScramCredentialResult, UserScramCredentials } from './user-scram-credentials.ts';

export class Admin extends ClusterAdmin {
  readonly #cluster: Cluster;

  /** @internal Use `client.admin`. */
  constructor(cluster: Cluster) {
    super(cluster);
    this.#cluster = cluster;
  }

  // Groups

  /** Groups of every broker, by state and type if wanted. */
  async listGroups(options: ListGroupsOptions = {}): Promise<ListGroupsResult> {
    const { listGroups } = await import('./list-groups.ts');
    return listGroups(this.#cluster, options);
  }

  /** Groups of whatever type, which each result tells, with their members. */
  async describeGroups(
    groupIds: readonly string[],
    options: DescribeGroupsOptions = {},
  ): Promise<readonly AnyGroupResult[]> {
    const { describeGroups } = await import('./describe-groups.ts');
    return describeGroups(this.#cluster, groupIds, options);
  }

  /** Classic groups with their members. */
  async describeClassicGroups(
    groupIds: readonly string[],
    options: DescribeGroupsOptions = {},
  ): Promise<readonly ClassicGroupResult[]> {
    const { describeClassicGroups } = await import('./describe-classic-groups.ts');
    return describeClassicGroups(this.#cluster, groupIds, options);
  }

  /** Consumer groups of the newer protocol with their members. */
  async describeConsumerGroups(
    groupIds: readonly string[],
    options: DescribeGroupsOptions = {},
  ): Promise<readonly GroupResult<ConsumerGroupMember>[]> {
    const { describeConsumerGroups } = await import('./describe-consumer-groups.ts');
    return describeConsumerGroups(this.#cluster, groupIds, options);
  }

  /** Share groups with their members. */
  async describeShareGroups(
    groupIds: readonly string[],
    options: DescribeGroupsOptions = {},
  ): Promise<readonly GroupResult<ShareGroupMember>[]> {
    const { describeShareGroups } = await import('./describe-consumer-groups.ts');
    return describeShareGroups(this.#cluster, groupIds, options);
  }

  /** Streams groups with their topology and members. */
  async describeStreamsGroups(
    groupIds: readonly string[],
    options: DescribeGroupsOptions = {},
  ): Promise<readonly StreamsGroupResult[]> {
    const { describeStreamsGroups } = await import('./describe-streams-groups.ts');
    return describeStreamsGroups(this.#cluster, groupIds, options);
  }

  /** Deletes groups without members, of any type. */
  async deleteGroups(groupIds: readonly string[], options: CallOptions = {}): Promise<readonly DeleteGroupResult[]> {
    const { deleteGroups } = await import('./delete-groups.ts');
    return deleteGroups(this.#cluster, groupIds, options);
  }

  /** Removes members from a classic group: those named, or all. */
  async removeMembers(
    groupId: string,
    members?: readonly MemberToRemove[],
    options: RemoveMembersOptions = {},
  ): Promise<readonly RemoveMemberResult[]> {
    const { removeMembers } = await import('./remove-members.ts');
    return removeMembers(this.#cluster, groupId, members, options);
  }

  // Offsets of groups

  /** Committed offsets of one or many groups. */
  async listGroupOffsets(
    queries: readonly GroupOffsetsQuery[],
    options: ListGroupOffsetsOptions = {},
  ): Promise<readonly GroupOffsets[]> {
    const { listGroupOffsets } = await import('./list-group-offsets.ts');
    return listGroupOffsets(this.#cluster, queries, options);
  }

  /** Commits offsets for a group without members. */
  async alterGroupOffsets(
    groupId: string,
    offsets: readonly TopicPartitionOffset[],
    options: CallOptions = {},
  ): Promise<readonly PartitionResult[]> {
    const { alterGroupOffsets } = await import('./alter-group-offsets.ts');
    return alterGroupOffsets(this.#cluster, groupId, offsets, options);
  }

  /** Takes committed offsets away. */
  async deleteGroupOffsets(
    groupId: string,
    partitions: readonly TopicPartition[],
    options: CallOptions = {},
  ): Promise<readonly PartitionResult[]> {
    const { deleteGroupOffsets } = await import('./delete-group-offsets.ts');
    return deleteGroupOffsets(this.#cluster, groupId, partitions, options);
  }

  /** Moves a group to the first, last, a time, so many on or back, or an offset; `dryRun` only works it out. */
  async resetGroupOffsets(
    groupId: string,
    target: ResetTarget,
    options: ResetGroupOffsetsOptions = {},
  ): Promise<readonly ResetResult[]> {
    const { resetGroupOffsets } = await import('./reset-group-offsets.ts');
    return resetGroupOffsets(this.#cluster, groupId, target, options);
  }

  /** How far groups are behind. */
  async groupLag(groupIds: readonly string[], options: GroupLagOptions = {}): Promise<readonly GroupLag[]> {
    const { groupLag } = await import('./group-lag.ts');
    return groupLag(this.#cluster, groupIds, options);
  }

  /** Start offsets of share groups. */
  async listShareGroupOffsets(
    queries: readonly GroupOffsetsQuery[],
    options: CallOptions = {},
  ): Promise<readonly ShareGroupOffsets[]> {
    const { listShareGroupOffsets } = await import('./share-group-offsets.ts');
    return listShareGroupOffsets(this.#cluster, queries, options);
  }

  /** Sets start offsets of a share group without members. */
  async alterShareGroupOffsets(
    groupId: string,
    offsets: readonly (TopicPartition & { readonly startOffset: number })[],
    options: CallOptions = {},
  ): Promise<readonly PartitionResult[]> {
    const { alterShareGroupOffsets } = await import('./share-group-offsets.ts');
    return alterShareGroupOffsets(this.#cluster, groupId, offsets, options);
  }

  /** Takes start offsets of whole topics away from a share group. */
  async deleteShareGroupOffsets(
    groupId: string,
    topics: readonly string[],
    options: CallOptions = {},
  ): Promise<readonly DeleteShareGroupOffsetsResult[]> {
    const { deleteShareGroupOffsets } = await import('./share-group-offsets.ts');
    return deleteShareGroupOffsets(this.#cluster, groupId, topics, options);
  }

  // Security

  /** Adds access rules. */
  async createAcls(acls: readonly Acl[], options: CallOptions = {}): Promise<readonly CreateAclResult[]> {
    const { createAcls } = await import('./acls.ts');
    return createAcls(this.#cluster, acls, options);
  }

  /** Access rules that match; without a filter all. */
  async describeAcls(filter?: AclFilter, options: CallOptions = {}): Promise<readonly DescribedAcl[]> {
    const { describeAcls } = await import('./acls.ts');
    return describeAcls(this.#cluster, filter, options);
  }

  /** Deletes every access rule that a filter matches. */
  async deleteAcls(filters: readonly AclFilter[], options: CallOptions = {}): Promise<readonly DeleteAclsResult[]> {
    const { deleteAcls } = await import('./acls.ts');
    return deleteAcls(this.#cluster, filters, options);
  }

  /** Quotas that match; without a filter all. */
  async describeClientQuotas(
    filter?: QuotaFilter,
    options: DescribeClientQuotasOptions = {},
  ): Promise<readonly ClientQuota[]> {
    const { describeClientQuotas } = await import('./client-quotas.ts');
    return describeClientQuotas(this.#cluster, filter, options);
  }

  /** Sets and removes quotas; `validateOnly` checks only. */
  async alterClientQuotas(
    changes: readonly ClientQuotaChange[],
    options: AlterClientQuotasOptions = {},
  ): Promise<readonly ClientQuotaResult[]> {
    const { alterClientQuotas } = await import('./client-quotas.ts');
    return alterClientQuotas(this.#cluster, changes, options);
  }

  /** Which SCRAM credentials users have; without names all users. */
  async describeUserScramCredentials(
    users?: readonly string[],
    options: CallOptions = {},
  ): Promise<readonly UserScramCredentials[]> {
    const { describeUserScramCredentials } = await import('./user-scram-credentials.ts');
    return describeUserScramCredentials(this.#cluster, users, options);
  }

  /** Sets and removes SCRAM credentials. */
  async alterUserScramCredentials(
    changes: readonly ScramCredentialChange[],
    options: CallOptions = {},
  ): Promise<readonly ScramCredentialResult[]> {
    const { alterUserScramCredentials } = await import('./user-scram-credentials.ts');
    return alterUserScramCredentials(this.#cluster, changes, options);
  }

  /** A delegation token to log in with. */
  async createDelegationToken(options: CreateDelegationTokenOptions = {}): Promise<DelegationToken> {
    const { createDelegationToken } = await import('./delegation-tokens.ts');
    return createDelegationToken(this.#cluster, options);
  }

  /** Renews a token; gives its new end. */
  async renewDelegationToken(hmac: Uint8Array, options: TokenPeriodOptions = {}): Promise<number> {
    const { renewDelegationToken } = await import('./delegation-tokens.ts');
    return renewDelegationToken(this.#cluster, hmac, options);
  }

  /** Ends a token, at once or later; gives its new end. */
  async expireDelegationToken(hmac: Uint8Array, options: TokenPeriodOptions = {}): Promise<number> {
    const { expireDelegationToken } = await import('./delegation-tokens.ts');
    return expireDelegationToken(this.#cluster, hmac, options);
  }

  /** Tokens of the owners named, or all that the caller may see. */
  async describeDelegationTokens(
    owners?: readonly string[],
    options: CallOptions = {},
  ): Promise<readonly DelegationToken[]> {
    const { describeDelegationTokens } = await import('./delegation-tokens.ts');
    return describeDelegationTokens(this.#cluster, owners, options);
  }

  // Transactions and producers

  /** Transactional ids of every broker. */
  async listTransactions(options: ListTransactionsOptions = {}): Promise<ListTransactionsResult> {
    const { listTransactions } = await import('./list-transactions.ts');
    return listTransactions(this.#cluster, options);
  }

  /** Transactional ids as their coordinators see them. */
  async describeTransactions(
    transactionalIds: readonly string[],
    options: CallOptions = {},
  ): Promise<readonly DescribeTransactionResult[]> {
    const { describeTransactions } = await import('./describe-transactions.ts');
    return describeTransactions(this.#cluster, transactionalIds, options);
  }

  /** Which producers partitions remember. */
  async describeProducers(
    partitions: readonly TopicPartition[],
    options: DescribeProducersOptions = {},
  ): Promise<readonly PartitionProducers[]> {
    const { describeProducers } = await import('./describe-producers.ts');
    return describeProducers(this.#cluster, partitions, options);
  }

  /** Aborts a transaction that hangs, by a marker in its partition. */
  async abortTransaction(transaction: HangingTransaction, options: CallOptions = {}): Promise<void> {
    const { abortTransaction } = await import('./abort-transaction.ts');
    return abortTransaction(this.#cluster, transaction, options);
  }

  /** Fences the producers of transactional ids. */
  async fenceProducers(
    transactionalIds: readonly string[],
    options: CallOptions = {},
  ): Promise<readonly FenceProducerResult[]> {
    const { fenceProducers } = await import('./fence-producers.ts');
    return fenceProducers(this.#cluster, transactionalIds, options);
  }

  /** Ends the open transaction of an id by fencing its producer. */
  async forceTerminateTransaction(transactionalId: string, options: CallOptions = {}): Promise<void> {
    const { forceTerminateTransaction } = await import('./fence-producers.ts');
    return forceTerminateTransaction(this.#cluster, transactionalId, options);
  }
}
