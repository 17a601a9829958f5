import type { CallOptions } from '../base/abort.ts';
import { booleanOption } from '../base/options.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { createDescribeClusterRequest, describeClusterApi } from '../protocol/generated/describe-cluster.ts';
import { type AclOperation, authorizedOperations } from './acl-operation.ts';
import { askAny } from './ask-any.ts';
import { needsVersion } from './needs-version.ts';

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

/** The cluster's id, controller and brokers (KIP-700), asked of any broker. From Kafka 2.8 on. */
export async function describeCluster(
  cluster: Cluster,
  options: DescribeClusterOptions = {},
): Promise<ClusterDescription> {
  const operations = booleanOption('includeAuthorizedOperations', options.includeAuthorizedOperations, false);
  const includeFencedBrokers = booleanOption('includeFencedBrokers', options.includeFencedBrokers, false);
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
