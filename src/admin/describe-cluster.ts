import type { CallOptions } from '../base/abort.ts';
import { KafkaError } from '../base/errors.ts';
import { booleanOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { createDescribeClusterRequest, describeClusterApi } from '../protocol/generated/describe-cluster.ts';
import { createMetadataRequest, metadataApi } from '../protocol/generated/metadata.ts';
import { needsVersion } from '../protocol/needs-version.ts';
import { type AclOperation, authorizedOperations } from './acl-operation.ts';
import { askAny } from './ask-any.ts';

/** A broker of the cluster. */
export interface ClusterBroker {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
  /** Registered, but not taking part at the moment (KIP-1073). Only told with `includeFencedBrokers`. */
  readonly isFenced: boolean;
}

/** What brokers tell of their cluster. */
export interface ClusterDescription {
  readonly clusterId: string;
  /** The broker that takes requests for the controller; -1 where there is none. */
  readonly controllerId: number;
  readonly brokers: readonly ClusterBroker[];
  /** What the caller may do to the cluster; undefined unless asked for. */
  readonly authorizedOperations: readonly AclOperation[] | undefined;
}

export interface DescribeClusterOptions extends CallOptions {
  /** Default false. */
  readonly includeAuthorizedOperations?: boolean | undefined;
  /** Brokers that are registered but fenced as well; from Kafka 4.0 on. Default false. */
  readonly includeFencedBrokers?: boolean | undefined;
}

/** The cluster's id, controller and brokers, asked of any broker. Those before Kafka 2.8 know no DescribeCluster (KIP-700). */
export async function describeCluster(
  cluster: Cluster,
  options: DescribeClusterOptions = {},
): Promise<ClusterDescription> {
  const operations = booleanOption('includeAuthorizedOperations', options.includeAuthorizedOperations, false);
  const includeFencedBrokers = booleanOption('includeFencedBrokers', options.includeFencedBrokers, false);
  try {
    return await byDescribeCluster(cluster, { operations, includeFencedBrokers }, options);
  } catch (error) {
    const isTooOld = KafkaError.is(error) && error.code === 'UNSUPPORTED_VERSION';
    // Which brokers are fenced stands in no other answer.
    if (!isTooOld || includeFencedBrokers) throw error;
    return await byMetadata(cluster, operations, options);
  }
}

async function byDescribeCluster(
  cluster: Cluster,
  wanted: { readonly operations: boolean; readonly includeFencedBrokers: boolean },
  options: CallOptions,
): Promise<ClusterDescription> {
  const { operations, includeFencedBrokers } = wanted;
  const response = await askAny(
    cluster,
    'describe cluster',
    describeClusterApi,
    (version) => {
      if (includeFencedBrokers) needsVersion(describeClusterApi, version, 2, 'includeFencedBrokers');
      return createDescribeClusterRequest({ includeClusterAuthorizedOperations: operations, includeFencedBrokers });
    },
    (answer) => answer,
    options,
  );
  return {
    clusterId: response.clusterId,
    controllerId: response.controllerId,
    brokers: response.brokers.map(({ brokerId, host, port, rack, isFenced }) => ({
      id: brokerId,
      host,
      port,
      rack,
      isFenced,
    })),
    authorizedOperations: authorizedOperations(response.clusterAuthorizedOperations),
  };
}

async function byMetadata(cluster: Cluster, operations: boolean, options: CallOptions): Promise<ClusterDescription> {
  const response = await askAny(
    cluster,
    'describe cluster',
    metadataApi,
    (version) => {
      if (operations) needsVersion(metadataApi, version, 8, 'includeAuthorizedOperations');
      return createMetadataRequest({ topics: [], includeClusterAuthorizedOperations: operations });
    },
    () => undefined,
    options,
  );
  return {
    clusterId: response.clusterId ?? '',
    controllerId: response.controllerId,
    brokers: response.brokers.map(({ nodeId, host, port, rack }) => ({
      id: nodeId,
      host,
      port,
      rack,
      isFenced: false,
    })),
    authorizedOperations: authorizedOperations(response.clusterAuthorizedOperations),
  };
}
